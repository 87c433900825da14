package parser

import (
	"testing"
)

// TestPlainHeadings: a sheet in everyday words.
func TestPlainHeadings(t *testing.T) {
	checkPages(t, []pageCase{
		{"everyday words", `<title>Vannerie</title><main><h1>Vannerie</h1><h2>Ce que vous saurez faire</h2><p>Tresser l'osier.</p><h2>Ça dure</h2><p>21 heures</p>` +
			`<h2>Il vous faut</h2><p>Savoir compter.</p><h2>Pour vous si</h2><p>Vous êtes artisan.</p></main>`,
			[]string{"objective Tresser l'osier.", "duration 21 heures", "prerequisites Savoir compter.", "audience Vous êtes artisan."}, nil},
		{"asked", `<title>Vannerie</title><main><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser l'osier.</p><h2>Combien de temps ça dure ?</h2><p>21 heures</p>` +
			`<h2>Ce qu'il vous faut</h2><p>Savoir compter.</p></main>`, []string{"duration 21 heures", "prerequisites Savoir compter."}, nil},
		{"how long a paper holds", basket(`<h2>Combien de temps l'attestation est valable ?</h2><p>Quatre ans.</p>`), nil, []string{"duration"}},
		{"what to bring", basket(`<h2>Il vous faut apporter</h2><p>Un tablier.</p>`), nil, []string{"prerequisites Un tablier."}},
	})
}
