package redact

import (
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
)

func TestRedactText(t *testing.T) {
	someone := storage.Person{
		Names: []string{"Camille Inventé", "Jean Paul MARTEL"}, Phones: []string{"+33 1 99 00 00 02"},
		Emails: []string{"Camille@example.org"},
	}
	r := New([]byte("salt"), nil).With(someone)
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"Rien ici, 01 99 00 00 03, autre@example.org", "Rien ici, 01 99 00 00 03, autre@example.org"},
		{"M. CAMILLE  INVENTE.", "M. […]."},
		{"Camille-Inventé", "Camille-Inventé"}, // one word: another name
		{"camille@example.org.", "[…]."},
		{"Tél. : 01.99.00.00.02", "Tél. : […]"},
		{"+33 (0)1 99 00 00 02", "[…]"},
		{"0033199000002 / 0199000003", "[…] / 0199000003"},
		{"01 99 00 00 03 01 99 00 00 02 01 99 00 00 04", "01 99 00 00 03 […] 01 99 00 00 04"},
		{"Camille Inventé et Camille Inventé", "[…] et […]"},
		{"Contact : INVENTÉ Camille", "Contact : […]"},
		{"Inventé, Camille ; Camille Autre", "[…] ; Camille Autre"},
		{"MARTEL Jean Paul et Paul Martel Jean, Jean Martel Paul", "[…] et […], Jean Martel Paul"},
		{"camille [at] example.org", "[…]"},
		{"camille(at)example.org, Camille (AT) example [dot] org.", "[…], […]."},
		{"camille[@]example.org camille {arobase} example (point) org", "[…] […]"},
		{"camille @ example.org", "[…]"},
		{"Écrire à camille at example.org ou camille arobase example point org", "Écrire à […] ou […]"},
		{"camille_at_example.org", "[…]"},
		{"contact.camille@example.org.Merci", "contact.[…].Merci"},
		{"mailto:%20camille@example.org", "mailto:%20[…]"},
		{"rendez-vous at camille@example.org", "rendez-vous at […]"},
		{"autre [at] example.org, camille [at] example.com", "autre [at] example.org, camille [at] example.com"},
		{"voir https://example.org/equipe/camille-inventé.html ou /equipe/autre-inventé", "voir […] ou /equipe/autre-inventé"},
		{"/e?qui=camille%40example.org&x=1", "[…]"},
		{"http://example.org/?n=Invent%C3%A9+Camille", "[…]"},
	} {
		if got := r.Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestFindBehindEscapes: what is found stands where it is written, whatever it reads as; the longest name is found, one
// of many words whole, and what is no prose is read word by word.
func TestFindBehindEscapes(t *testing.T) {
	r := New([]byte("salt"), nil).With(storage.Person{
		Names:  []string{"Camille Inventé", "Inventé", "Marie Anne de la Tour du Pin"},
		Emails: []string{"camille@example.org"}, Phones: []string{"01 99 00 00 02"},
	})
	for _, c := range []struct {
		in, want string
		loose    bool
	}{
		{"par Camille Invent&eacute; et Inventé", "par […] et […]", false},
		{"Camille Inven\u00adté, Camille Invente\u0301", "[…], […]", false},
		{`{"a":"Camille Invent\u00e9 \/ x"}`, `{"a":"[…] \/ x"}`, false},
		{"Camille Invent\xe9", "[…]", false},
		{"qui=camille%2540example.org&tel=01%2099%2000%2000%2002", "qui=[…]&tel=[…]", true},
		{"auteur=camille-inventé; x", "auteur=[…]; x", true},
		{"http://example.org/f?n=Camille%20Invent%E9&x=%zz", "[…]", false},
		{"CamilleInvente", "[…]", true},
		{"avec Marie Anne de la Tour du Pin, ici", "avec […], ici", false},
		{"de la Tour du Rhône, 100 % &amp; Camille", "de la Tour du Rhône, 100 % &amp; Camille", false},
	} {
		if got := r.cut(c.in, c.loose); got != c.want {
			t.Errorf("%q, loose %v: got %q, want %q", c.in, c.loose, got, c.want)
		}
	}
}

// TestRecordTellsNoPlace: a record keeps no address and no file name that tell somebody, and no label.
func TestRecordTellsNoPlace(t *testing.T) {
	r := New([]byte("salt"), nil).With(storage.Person{Names: []string{"Camille Inventé"}})
	url, file := "http://example.org/f?de=camille-invente", "pages/camille-invente.html"
	rec := schema.Record{Course: &schema.Course{}, Source: schema.Source{URL: &url, File: &file},
		Provenance: []schema.Origin{{Label: "Camille Inventé :", Raw: "bonjour"}}}
	clean, changed, err := r.Record(&rec)
	if err != nil || !changed || clean.Source.URL != nil || clean.Source.File != nil ||
		clean.Provenance[0].Label != "[…] :" || rec.Provenance[0].Label != "Camille Inventé :" {
		t.Errorf("got %+v, %+v, changed %v, %v", clean.Source, clean.Provenance, changed, err)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Camille%20Invent%C3%A9 &eacute;&#64; \\u0040 \xe9 01 99 00 00 02 www.a-b/c")
	r := New([]byte("salt"), nil).With(storage.Person{Names: []string{"Camille Inventé"},
		Phones: []string{"01 99 00 00 02"}})
	f.Fuzz(func(t *testing.T, s string) {
		past := 0
		for _, x := range r.Find(s, true) {
			if x.From < past || x.To <= x.From || x.To > len(s) {
				t.Fatalf("%q: %+v", s, x)
			}
			past = x.To
		}
	})
}

// The address may be given in any spelling, a name with its last words first.
func TestPersonInOtherWords(t *testing.T) {
	who := storage.Person{Names: []string{"INVENTÉ Camille"}, Emails: []string{"Camille [at] example.org"}}
	r := New([]byte("salt"), nil).With(who)
	if got := r.Text("Camille Inventé, camille@example.org"); got != "[…], […]" {
		t.Errorf("got %q", got)
	}
}

// TestPageInAnySpelling: a page is known by its URL however that is spelled, also by hashes of an earlier program.
func TestPageInAnySpelling(t *testing.T) {
	r := New([]byte("salt"), nil).With(storage.Person{URLs: []string{"http://h.example.org/f/x%c3%a9"}})
	for url, want := range map[string]bool{"http://h.example.org/f/x%C3%A9": true, "http://h.example.org/f/%78%c3%a9": true,
		"http://h.example.org/f/x": false} {
		if r.Page(url) != want {
			t.Errorf("%s: got %v", url, !want)
		}
	}
	old := New([]byte("salt"), nil)
	for _, as := range []string{"http://h.example.org/f/x%c3%a9", "http://h.example.org/f/x[1]"} {
		old.Add([][]byte{[]byte(old.hash(KindURL, as))})
		if !old.Page(as) {
			t.Errorf("%s is not known any more", as)
		}
	}
}

// TestLongAddresses: what is longer than an address may be is none, and costs no more than its length; the longest address that
// is to be forgotten is the one that goes.
func TestLongAddresses(t *testing.T) {
	long := strings.Repeat("a.", 20_000) + "a@" + strings.Repeat("b.", 20_000) + "fr"
	short := New([]byte("salt"), nil).With(storage.Person{Emails: []string{"fictif@example.org", "claude.fictif@example.org"}})
	if got := short.Text(long); got != long {
		t.Errorf("an address of %d bytes was taken for one to forget", len(long))
	}
	if got := short.Text("À claude.fictif@example.org ou x-fictif@example.org"); strings.Contains(got, "fictif") || strings.Contains(got, "claude") {
		t.Errorf("got %q", got)
	}
}

// TestKnownNames: a person's name goes in whatever way it is printed, and stays in the name of a house that bears it.
func TestKnownNames(t *testing.T) {
	r := Known()
	r.Know(storage.Person{Names: []string{"Jean-Baptiste D'Inventé", "Camille FICTIVE"}})
	r.House("Cabinet Camille Fictive Conseil")
	for in, want := range map[string]string{
		"par Jean-Baptiste D’Inventé.":                        "par […].",
		"par Jean‑Baptiste d'Inventé.":                        "par […].",
		"Animée par Camille Fictive":                          "Animée par […]",
		"le Cabinet Camille FICTIVE Conseil":                  "le Cabinet Camille FICTIVE Conseil",
		"Cabinet Camille Fictive Conseil et Camille Fictive":  "Cabinet Camille Fictive Conseil et […]",
		"Camille Fictive, du cabinet Camille Fictive Conseil": "[…], du cabinet Camille Fictive Conseil",
		"Lycée de Fictive":                                    "Lycée de Fictive",
	} {
		got := Cut(in, r.InProse(in), func(Kind) string { return storage.Redacted })
		if got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
	r.Unknow("Camille Fictive") // a town of that name
	if got := r.InProse("Animée par Camille Fictive"); len(got) != 0 {
		t.Errorf("a town's name goes: %v", got)
	}
}
