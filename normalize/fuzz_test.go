package normalize

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/email"
	"carif/text/phone"
)

// seeds are printed values in every form the readers know, and hostile ones.
var seeds = []string{
	"du 01/01/2025 au 31/12/2026", "1er avril 2013", "De septembre 2013 à avril 2014", "12, 13 et 14 mars 2014", "20250915", "30/02/2025", "rentrée 2013",
	"1435 h ( 595 h en Cours du jour ; 840 h en Entreprise )", "De 20 heures à 180 heures", "7h30", "0 heures", "1 435 h",
	"590 Euros", "760,72 €", "12 € de l'heure", "Gratuit", "Tél : 01 99 00 12 34 / 35 Fax : 01 99 00 12 35", "+33 (0)1 99 00 12 34", "0033199001234", "0262 12 34 56", "3949", "00200000000000", "+32 2 512 34 56 / 01 99 00 12 34", "０１ ９９ ００ １２ ３４",
	"contact@example.org", "Mailcontact@example.frSuite", "form...@example.org", "xxx[at]example.org", "Bordeaux (33)", "12 rue des Lilas\n33000 BORDEAUX CEDEX",
	"Niveau 5 (niv. BEP, CAP)", "Niveau V bis", "IV (Bac) ; V (CAP, BEP)", "Bac + 3 et 4", "Demandeur d'emploi, Salarié(e), Particulier, individuel",
	"Entrée / sortie à date fixe", "Inscription permanente : Oui", "A la date du 17/07/2012 il reste 9 place(s) disponible(s)", "732 829 320 00074", "RNCP 4504", "326t",
	"I. Un\nDeux\nII. Trois", "MODULE 1\nx\nMODULE 2\ny", "Nom Dominique FICTIF Tél.01.99.00.12.34Mailx@example.org",
	"", " ", "\x00\xff\xfe", "\u200b\u00ad\ufeff", "e\u200d\u0301", strings.Repeat("1", 400), strings.Repeat("((", 300), "……//..", "\u2028\u2029", "÷×€@[at]",
}

// FuzzValue reads any words as every field: no panic, an object that starts with "raw", valid UTF-8, and the same
// answer for the words as the answer gives them back.
func FuzzValue(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	n := newNormalizer(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, field := range Fields() {
			v, err := n.Value(field, s)
			if err != nil {
				t.Fatal(err)
			}
			out, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasPrefix(string(out), `{"raw":`) || !utf8.Valid(out) {
				t.Fatalf("%s(%q) = %s", field, s, out)
			}
			again, _ := n.Value(field, text.Clean(s))
			if twice, _ := json.Marshal(again); string(twice) != string(out) {
				t.Fatalf("%s(%q) = %s, and for its own raw %s", field, s, out, twice)
			}
		}
	})
}

// FuzzClean: cleaning twice is cleaning once, and gives valid UTF-8 without control characters.
func FuzzClean(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := text.Clean(s)
		if again := text.Clean(got); again != got {
			t.Fatalf("text.Clean(%q) = %q, then %q", s, got, again)
		}
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\r\t") || strings.TrimSpace(got) != got || strings.Contains(got, "\n\n") {
			t.Fatalf("text.Clean(%q) = %q", s, got)
		}
	})
}

// FuzzPeriod: dates are of the calendar, and a range read from its own ISO dates is itself.
func FuzzPeriod(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := date.ReadPeriod(s)
		for _, r := range p.Ranges {
			for _, d := range []string{r.Start, r.End} {
				if day, bad := date.ReadDay(d); d != "" && (day != d || bad) {
					t.Fatalf("ReadPeriod(%q) holds %q, read again as %q", s, d, day)
				}
			}
			if r.Start == "" && r.End == "" {
				t.Fatalf("ReadPeriod(%q) holds an empty range", s)
			}
		}
	})
}

// FuzzPhones: every number is E.164 or a short number, and reads as itself.
func FuzzPhones(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := phone.Read("", s)
		for _, number := range append(p.Phones, p.Faxes...) {
			if again := phone.Read("", number); len(again.Phones) != 1 || again.Phones[0] != number {
				t.Fatalf("readPhones(%q) = %q, which reads as %q", s, number, again.Phones)
			}
		}
	})
}

// FuzzEmails: every address reads as itself.
func FuzzEmails(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		emails, _ := email.Read(s, []schema.Link{{Href: "mailto:" + s}})
		for _, e := range emails {
			if again, bad := email.Read(e, nil); len(again) != 1 || again[0] != e || len(bad) > 0 {
				t.Fatalf("readEmails(%q) = %q, which reads as %q %q", s, e, again, bad)
			}
		}
	})
}

// FuzzRecord: any words in any field give a record without a null list, in valid UTF-8, and the same one twice.
func FuzzRecord(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, s)
	}
	n := newNormalizer(f)
	fields := []schema.Field{schema.FieldTitle, schema.FieldProvider, schema.FieldContact, schema.FieldAudience, schema.FieldEntryLevel, schema.FieldProgramme,
		schema.FieldFunding, schema.FieldDuration, schema.FieldPrice, schema.FieldCodes, schema.FieldPace, schema.FieldValidation, schema.FieldObjective, "nonsense"}
	f.Fuzz(func(t *testing.T, a, b string) {
		var d schema.Draft
		for i, field := range fields {
			d.Values = append(d.Values, schema.Value{Field: field, Label: b, Text: a, Group: i % 3}, schema.Value{Field: field, Text: b, Items: strings.Split(a, ","), Links: []schema.Link{{Href: a, Text: b}}})
		}
		var s schema.DraftSession
		for _, field := range []schema.Field{schema.FieldSessionID, schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionCity,
			schema.FieldSessionPostal, schema.FieldSessionProvider, schema.FieldSessionState, schema.FieldSessionSeats,
			schema.FieldSessionHours, schema.FieldSessionPrice, schema.FieldSessionContact, schema.FieldSessionText} {
			s.Values = append(s.Values, schema.Value{Field: field, Label: b, Text: a})
		}
		d.Sessions = []schema.DraftSession{s}
		out, err := json.Marshal(n.Record(d, schema.Page{URL: a}, nil))
		if err != nil || !utf8.Valid(out) {
			t.Fatalf("Marshal: %v", err)
		}
		if again, _ := json.Marshal(n.Record(d, schema.Page{URL: a}, nil)); string(again) != string(out) {
			t.Fatal("two records of one draft differ")
		}
	})
}
