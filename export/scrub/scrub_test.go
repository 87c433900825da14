package scrub

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
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
		s := Scrubber{Warn: quiet}
		s.knowOwn([]string{"Anne Exemple-Durand", "Anne Exemple"})
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
	if want := "Camille Essai"; got != want {
		t.Errorf("got %q, want %q: a desk and the provider itself are no persons", got, want)
	}
}

// TestEveryTextIsCleaned: whatever text a record may hold, today or once a field is added, neither mailbox nor number nor
// name of anybody known stands in it afterwards. What is listed is no text of a page, or a house's own name.
func TestEveryTextIsCleaned(t *testing.T) {
	known := redact.Known()
	known.Know(storage.Person{Names: []string{"Camille Essai"}, Phones: []string{"+33199001234"}})
	var rec schema.Record
	fill(reflect.ValueOf(&rec).Elem(), "écrire à a.b@example.org, au 01 99 00 12 34, à Camille Essai")
	rec.Course.Contacts, rec.Course.Sessions[0].Contacts = nil, nil
	s := Scrubber{Warn: quiet, People: known}
	clean := s.Record(rec)
	left := map[string]bool{}
	leaks(reflect.ValueOf(clean), "", left)
	for _, code := range []string{"Source.Site", "Source.FetchedAt", "Source.SHA256", "Source.UpdatedOn",
		"Source.ParserVersion", "Source.Charset", "Source.Model", "Course.Key", "Code", "Version", "Tax", "Kind", "Unit", "Date",
		"RegisteredFrom", "RegisteredUntil", "SIRET", "NDA",
		"PostalCode", "Commune", "Department", "Region", "PublishedOn", "Start", "End", "DatePrecision", "PlaceConfidence",
		"PlaceHow", "State", "EnrolmentUntil", "Field", "Where", "Provenance", "Derived", "Provider.Name",
		"Provider.LegalName", "CreatedOn", "UpdatedOn", "Action", "History"} {
		for path := range left {
			if strings.HasSuffix(path, "."+code) || strings.HasPrefix(path, "."+code+".") {
				delete(left, path)
			}
		}
	}
	for path := range left {
		t.Errorf("%s is not cleaned", path)
	}
}

// fill puts a text in every string below v, with one item in each list.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.String:
		v.SetString(text)
	}
}

// leaks gathers the places below v in which somebody is told.
func leaks(v reflect.Value, path string, found map[string]bool) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			leaks(v.Elem(), path, found)
		}
	case reflect.Struct:
		if coded, ok := v.Interface().(schema.Coded); ok { // the rest is a vocabulary's
			v = reflect.ValueOf(struct{ Raw string }{coded.Raw})
		}
		for i := range v.NumField() {
			leaks(v.Field(i), path+"."+v.Type().Field(i).Name, found)
		}
	case reflect.Slice:
		for i := range v.Len() {
			leaks(v.Index(i), path, found)
		}
	case reflect.String:
		for _, told := range []string{"a.b@example.org", "01 99 00 12 34", "Camille Essai"} {
			if strings.Contains(v.String(), told) {
				found[path] = true
			}
		}
	}
}

// people are a source of people.
type people struct {
	contacts []schema.Contact
	houses   []string
	towns    []string
}

func (p people) People(_ context.Context, who storage.Acquaintance) error {
	for _, c := range p.contacts {
		who.Contact(c)
	}
	for _, h := range p.houses {
		who.Nobody(h, false)
	}
	for _, w := range p.towns {
		who.Nobody(w, true)
	}
	return nil
}

// TestPeopleOfOtherRecords: full names known from other records go, in any order and case, whole; surnames alone, desks,
// towns, houses called after somebody and words without a capital stay. Addresses lose mailboxes, and names and numbers
// that are known.
func TestPeopleOfOtherRecords(t *testing.T) {
	src := people{towns: []string{"La Rochelle"}, houses: []string{"Lycée Jean Modèle"}}
	for _, name := range []string{"Mme Zéphyrine Quilliveré", "MARTEL - Rose-Anne", "Saint-Martin", "Mme Dupont",
		"La Rochelle", "Service Formation", "Jean Modèle", "Rose Blanche", "Anne Essai", "Anne Essai Durand", "M. Paul Saint-Martin"} {
		src.contacts = append(src.contacts, schema.Contact{Name: p(name)})
	}
	src.contacts = append(src.contacts, schema.Contact{Phones: []string{"+33199001212"}})
	known, err := People(context.Background(), src)
	if err != nil {
		t.Fatal(err)
	}
	s := Scrubber{Warn: quiet, People: known}
	for _, c := range []struct{ in, want string }{
		{"avec Zéphyrine Quilliveré et QUILLIVERE Zephyrine", "avec [nom] et [nom]"},
		{"Rose-Anne Martel, Paul Saint-Martin", "[nom], [nom]"},
		{"à Saint-Martin, chez Mme Dupont, à La Rochelle", "à Saint-Martin, chez Mme Dupont, à La Rochelle"},
		{"le Service Formation du lycée Jean Modèle", "le Service Formation du lycée Jean Modèle"},
		{"une rose blanche, Rose Blanche", "une rose blanche, [nom]"},
		{"Anne Essai Durand et Anne Essai", "[nom] et [nom]"},
		{"voir https://example.org/equipe/zephyrine-quillivere.html ici", "voir https://example.org/equipe/[nom].html ici"},
	} {
		if got := s.text(c.in, "x"); got != c.want {
			t.Errorf("text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"https://example.org/f/12?de=z.quillivere%40example.org", "https://example.org/f/12?de=%5Be-mail%5D"},
		{"https://example.org/f?m=a.b@example.org&x=1", "https://example.org/f?m=%5Be-mail%5D&x=1"},
		{"https://example.org/z%C3%A9phyrine-quilliver%C3%A9/0612345678", "https://example.org/%5Bnom%5D/0612345678"},
		{"https://example.org/f?tel=0199001212", "https://example.org/f?tel=%5Bt%C3%A9l%C3%A9phone%5D"},
		{"https://example.org/saint-martin/formation/199900121299",
			"https://example.org/saint-martin/formation/199900121299"},
	} {
		if got := s.address(&c.in, "x"); *got != c.want {
			t.Errorf("address(%q) = %q, want %q", c.in, *got, c.want)
		}
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
