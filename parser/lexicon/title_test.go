package lexicon

import (
	"strings"
	"testing"
)

// TestTitleFile: a wrong file of the title's points is an error that says what is wrong, and where.
func TestTitleFile(t *testing.T) {
	for file, want := range map[string]string{
		"title: {headings: [40, 38, 30], in_title: 60}": "",
		"title: {headings: [40, 38]}":                   "title: headings: want the points of h1, h2 and h3, got 2",
		"title: {in_title: 60}":                         "title: headings: want the points of h1, h2 and h3, got 0",
		"title: {headings: [40, 38, 30], in_titel: 60}": "in_titel",
		"title: {headings: [40, 38, much]}":             "much",
		"title: [40]":                                   "[1:",
		"body_marks: ['(']":                             `body_marks "("`,
	} {
		switch err := new(Lexicon).read([]byte(file)); {
		case want == "" && err != nil:
			t.Errorf("%s: %v", file, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: %v, want %q", file, err, want)
		}
	}
}

// TestTitleWords: what the words and the class of a line say of it being a title.
func TestTitleWords(t *testing.T) {
	lx, err := LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	w := &lx.Title
	for f, want := range map[string]int{"vannerie": 0, "catalogue de paniers": w.Site, "notre catalogue": w.Site, "catalogues": w.Site,
		"un catalogue de paniers": 0, "les organismes de formation": w.Site} {
		if got := w.OfSite(f); got != want {
			t.Errorf("OfSite(%q) = %d, want %d", f, got, want)
		}
	}
	for class, want := range map[string]int{"": 5, "p": 5, "Titre-page": w.Class, "grand": 5 + w.Big, "titre grand": w.Class + w.Big} {
		if got := w.ByClass(5, class); got != want {
			t.Errorf("ByClass(%q) = %d, want %d", class, got, want)
		}
	}
	if !w.IsName("accueil") || w.IsName("accueil des paniers") || w.IsName("") {
		t.Error("a page's own name is no more and no less than the words")
	}
}

// TestOwnedByBody: what the law has a training body print, and what a catalogue prints.
func TestOwnedByBody(t *testing.T) {
	lx, err := LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for f, want := range map[string]bool{"declaration d activite n 99 99 12345 99": true, "nda 99999999999": true, "organisme certifie qualiopi": true,
		"enregistree sous le numero 99 99 12345 99": true, "cet enregistrement ne vaut pas agrement de l etat": true,
		"nos centres de formation sont certifies qualiopi": true, "organismes certifies qualiopi nda 99999999999": true,
		"seuls figurent ici les organismes certifies qualiopi": false, "tout organisme certifie qualiopi peut publier": false,
		"les organismes de formation titulaires de la certification qualiopi": false,
		"declaration d activite": false, "panda 12": false, "formations qualiopi": false, "mentions legales": false, "": false} {
		if got := lx.OwnedByBody(f); got != want {
			t.Errorf("OwnedByBody(%q) = %v", f, got)
		}
	}
}
