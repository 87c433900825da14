package parser

import (
	"testing"
)

// TestStatedCodes: a certification's number in running words is the course's, but for what must be known before.
func TestStatedCodes(t *testing.T) {
	checkPages(t, []pageCase{
		{"a badge", basket(`<p>✦ RNCP37275, fiche officielle</p>`), []string{"codes.rncp RNCP37275"}, []string{"provider"}},
		{"a line of the certification", basket(`<h2>Validation</h2><p>Titre de vannier, RNCP n° 37275</p>`), []string{"codes.rncp RNCP n° 37275"}, nil},
		{"what must be known before", `<title>Vannerie</title><main><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser.</p><h2>Prérequis</h2>` +
			`<p>Être titulaire du titre RNCP 35111</p><h2>Programme</h2><p>Le panier.</p></main>`, nil, []string{"codes.rncp"}},
		{"a label says it", basket(`<p>Autre titre : RNCP35111</p><dl><dt>Code RNCP</dt><dd>37275</dd></dl>`), []string{"codes.rncp 37275"}, []string{"codes.rncp RNCP35111"}},
		{"a year is no number", basket(`<p>Inscrit au RNCP depuis 2019.</p>`), nil, []string{"codes.rncp"}},
	})
}
