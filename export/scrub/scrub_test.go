package scrub

import (
	"strings"
	"testing"

	"carif/schema"
)

func quiet(string, string, int) {}

func p(s string) *string { return &s }

// withPeople is a record with a contact, and words about people in a text.
func withPeople() schema.Record {
	return schema.Record{Course: &schema.Course{
		Admission: p("écrire à camille.essai@example.org"),
		Provider:  &schema.Organisation{Name: p("Atelier d'Essai de Tours"), Phones: []string{"+33199001234"}},
		Contacts:  []schema.Contact{{Name: p("Camille Essai")}},
	}}
}

func TestScrubText(t *testing.T) {
	tests := []struct{ in, want string }{
		{"écrire à prenom.nom@example.org.", "écrire à [e-mail]."},
		{"06.12.34.56.78 ou 01 99 00 12 34", "[téléphone] ou [téléphone]"},
		{"tél. +33 (0)1 99 00 12 34, +33199001234, 0033199001234", "tél. [téléphone], [téléphone], [téléphone]"},
		{"01/99/00/12/34", "[téléphone]"},
		{"0199001234Mail", "[téléphone]Mail"},
		{"Tél0199001234", "Tél[téléphone]"},
		{"id 01234567890123", "id 01234567890123"},
		{"id 99019900123499", "id 99019900123499"},
		{"du 01/09/2025-30/06/2026", "du 01/09/2025-30/06/2026"},
		{"du 01/01/2025 au 02/02/2025", "du 01/01/2025 au 02/02/2025"},
		{"01.09.2025 30.06.2026", "01.09.2025 30.06.2026"},
		{"2024-09-02 2025-07-04", "2024-09-02 2025-07-04"},
		{"01.99.00.12.34/06.39.98.00.01", "[téléphone]/[téléphone]"},
		{"01 99 00 12 34 - 06 39 98 00 01", "[téléphone] - [téléphone]"},
		{"0 ", "0 "},
		{"SIRET 73282932000074, RNCP12345, 00589155", "SIRET 73282932000074, RNCP12345, 00589155"},
		{"Anne Exemple et Anne Exemple-Durand", "[nom] et [nom]"},
	}
	for _, tt := range tests {
		s := Scrubber{Warn: quiet, names: []string{"Anne Exemple-Durand", "Anne Exemple"}}
		if got := s.text(tt.in, "x"); got != tt.want {
			t.Errorf("text(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestScrubLeavesTheRecordAlone(t *testing.T) {
	r, want := withPeople(), withPeople()
	s := Scrubber{Warn: quiet}
	got := s.Record(r)
	if *r.Course.Admission != *want.Course.Admission || len(r.Course.Contacts) != 1 ||
		len(r.Course.Provider.Phones) != 1 {
		t.Errorf("the given record was changed: %+v", r.Course)
	}
	if len(got.Course.Contacts) != 0 || got.Course.Contacts == nil {
		t.Errorf("contacts = %#v, want an empty list", got.Course.Contacts)
	}
}

func TestContactNames(t *testing.T) {
	c := withPeople().Course
	c.Contacts = []schema.Contact{{Name: p("Accueil")}, {Name: p("Atelier d'Essai")}, {Name: p("Camille Essai")}, {},
		{Name: p("Camille Essai")}}
	c.Sessions = nil
	got := strings.Join(Names(c), "|")
	if want := "Camille Essai|CAMILLE ESSAI|Essai Camille|ESSAI CAMILLE"; got != want {
		t.Errorf("got %q, want %q: a desk and the provider itself are no persons", got, want)
	}
}

// FuzzScrub holds that no text makes the scrubber fail, and that nothing it masks is left to mask.
func FuzzScrub(f *testing.F) {
	f.Add("écrire à a@example.org, 01 99 00 12 34, du 01/09/2025-30/06/2026")
	f.Fuzz(func(t *testing.T, in string) {
		s := Scrubber{Warn: quiet}
		once := s.text(in, "x")
		if twice := s.text(once, "x"); twice != once {
			t.Errorf("%q became %q, then %q", in, once, twice)
		}
	})
}
