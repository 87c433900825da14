package parser

import (
	"testing"
)

// TestOnlyHeading: the only h1 is the title, whole, unless much speaks against it.
func TestOnlyHeading(t *testing.T) {
	const body = `<h3>Objectifs</h3><p>Tourner un bol.</p><h3>Programme</h3><p>Le tour.</p></main>`
	checkPages(t, []pageCase{
		{"over two lines", `<title>Tournage sur bois vert - Centre Essai</title><main><h1>Tournage<br>sur bois <span>vert</span></h1>` + body,
			[]string{"title Tournage sur bois vert"}, []string{"absent"}},
		{"with the facts beside it", `<title>Tournage sur bois, niveaux 1 à 3 | Centre Essai</title><main><section><h1>Tournage sur bois à l'archet</h1>` +
			`<aside><dl><dt>Public</dt><dd>Artisans</dd><dt>Validation</dt><dd>Attestation</dd></dl></aside></section><h2>Ce que couvre la formation</h2><p>L'archet.</p>` + body,
			[]string{"title Tournage sur bois à l'archet", "audience Artisans", "validation Attestation"}, nil},
		{"a kind of page", `<title>Tournage sur bois - Centre Essai</title><main><h1>Fiche formation</h1><h2>Tournage sur bois</h2>` + body,
			[]string{"title Tournage sur bois"}, nil},
		{"a period", `<title>Tournage sur bois - Centre Essai</title><main><h1>Du 4 au 8 janvier 2027</h1><h2>Tournage sur bois</h2>` + body,
			[]string{"title Tournage sur bois"}, nil},
		{"a menu", `<title>Tournage sur bois - Centre Essai</title><nav><h1>Rubriques du moment</h1></nav><main><h2>Tournage sur bois</h2>` + body,
			[]string{"title Tournage sur bois"}, nil},
	})
}
