package parser

import (
	"testing"

	"carif/parser/shape"
)

// TestNumberedParts: headings that number the parts of a programme are its words, whatever else they may stand for; those
// that number the sections of the whole sheet are not.
func TestNumberedParts(t *testing.T) {
	const head = `<title>Bourrellerie - Centre Essai</title><h1>Bourrellerie</h1>`
	checkPages(t, []pageCase{
		{"parts of a programme", head + `<h2>Objectifs</h2><p>Coudre un harnais.</p><h2>Programme</h2><h3>I. Durée de vie du cuir</h3><p>Le tannage.</p>` +
			`<h3>II. Public</h3><p>Recevoir, deviser.</p><h2>Prérequis</h2><p>Aucun</p>`,
			[]string{"programme I. Durée de vie du cuir / Le tannage. / II. Public / Recevoir, deviser."}, []string{"audience"}},
		{"sections of the sheet", head + `<h2>1. Objectifs</h2><p>Coudre un harnais.</p><h2>2. Programme</h2><p>Le cuir.</p>` +
			`<h2>3. Durée</h2><p>14 heures</p><h2>4. Public</h2><p>Salariés</p>`,
			[]string{"programme Le cuir.", "duration 14 heures", "audience Salariés"}, nil},
	})
}

func TestFirstNumber(t *testing.T) {
	for s, want := range map[string]bool{"I. Le cuir": true, "1 - Le cuir": true, "A/ Le cuir": true, "01. Le cuir": true, "1) Le cuir": true,
		"II. Le cuir": false, "2 - Le cuir": false, "B/ Le cuir": false, "10. Le cuir": false, "IV. Le cuir": false, "": false} {
		if got := shape.FirstNumber(s); got != want {
			t.Errorf("firstNumber(%q) = %v", s, got)
		}
	}
}
