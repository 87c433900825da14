package scrub

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"carif/schema"
	"carif/storage/redact"
	"carif/text"
)

// writings are ways to print a name of two parts.
func writings(first, last string) []string {
	plain := func(s string) string { return strings.ToUpper(text.Unaccent(s)) }
	glued := func(s string) string { return strings.NewReplacer(" ", "", "-", "", "'", "").Replace(s) }
	list := []string{first + " " + last, strings.ToUpper(first + " " + last), plain(first + " " + last),
		last + " " + first, plain(last) + " " + first, plain(last) + ", " + first, "M. " + plain(last) + " " + first,
		first + " " + plain(glued(last)), plain(glued(last)) + " " + first, glued(first) + " " + last,
		first + "\u00a0" + last, first + "\n" + last, first + "  " + last, first + " (" + last + ")",
		norm.NFD.String(first + " " + last), strings.ReplaceAll(first, "-", " ") + " " + last,
		strings.ReplaceAll(first+" "+last, "'", "’"), strings.ReplaceAll(first+" "+last, "-", "\u2011"),
		first[:1] + "\u00ad" + first[1:] + " " + last, strings.ReplaceAll(first, " ", "-") + " " + strings.ReplaceAll(last, " ", "-"),
		strings.ReplaceAll(first+" "+last, " ", "&nbsp;"), "d'" + first + " " + last, first + " " + last + "-coordinatrice"}
	return list
}

// TestAllWritings: whoever is known by name, number or mailbox is left out of a text however that is printed, and nothing
// else of the text is.
func TestAllWritings(t *testing.T) {
	src := people{contacts: []schema.Contact{{Phones: []string{"+33199001234"}, Emails: []string{"z.le-q.fictif@exemple.example.org"}}}}
	names := [][2]string{{"Yann", "Le Goff"}, {"Zéphyrine", "Quilliveré"}, {"Jean-Étienne", "D'Inventé"}, {"Marie Anne", "de la Tour"},
		{"Paul", "Saint-Martin"}, {"Li", "Wu"}}
	for _, n := range names {
		src.contacts = append(src.contacts, schema.Contact{Name: p("Mme " + n[0] + " " + n[1])})
	}
	known, err := People(context.Background(), src)
	if err != nil {
		t.Fatal(err)
	}
	s := Scrubber{Warn: quiet, People: known}
	left := func(what, sign, in string) {
		got := s.text("Voir "+in+", le lundi 01/09/2025, à Saint-Martin.", "x")
		if i := strings.Index(got, sign); i < 0 || strings.TrimSuffix(strings.TrimPrefix(strings.NewReplacer("M. ", "", "d'", "").Replace(got[:i]), "Voir"), " ") != "" ||
			strings.TrimPrefix(strings.TrimPrefix(got[i+len(sign):], "-coordinatrice"), ")") != ", le lundi 01/09/2025, à Saint-Martin." {
			t.Errorf("%s %q: %q", what, in, got)
		}
	}
	for _, n := range names {
		for _, w := range writings(n[0], n[1]) {
			left("name", maskName, w)
		}
	}
	for _, w := range []string{"z.le-q.fictif@exemple.example.org", "Z.Le-Q.Fictif@Exemple.example.org", "z.le-q.fictif @ exemple.example.org",
		"z.le-q.fictif [at] exemple.example.org", "z.le-q.fictif(at)exemple.example.org", "z.le-q.fictif (arobase) exemple.example.org",
		"z.le-q.fictif {AT} exemple [dot] example [dot] org", "z.le-q.fictif arobase exemple point example point org",
		"z.le-q.fictif <arrobase> exemple.example.org", "z.le-q.fictif[a]exemple.example.org", "z.le-q.fictif&#64;exemple.example.org"} {
		left("mailbox", maskEmail, w)
	}
	for _, w := range []string{"01 99 00 12 34", "0199001234", "01.99.00.12.34", "01/99/00/12/34", "01-99-00-12-34", "01\u00a099\u00a000\u00a012\u00a034",
		"+33 1 99 00 12 34", "+33(0)1 99 00 12 34", "+33 (0)1.99.00.12.34", "+33.1.99.00.12.34", "0033199001234", "00 33 1 99 00 12 34",
		"(0)1 99 00 12 34", "01 / 99 / 00 / 12 / 34", "01 990 012 34", "01_99_00_12_34", "01·99·00·12·34", "01\u201199\u201100\u201112\u201134",
		"(+33) 1 99 00 12 34", "+33/1/99/00/12/34"} {
		left("number", maskPhone, w)
	}
	for _, w := range []string{"à Saint-Martin", "Mme Le Goff", "le Goff de Quilliveré", "Anne-Yann Le Goff-Durand", "La Tour", "n° 98019900123499",
		"RNCP12345", "du 01/09/2025-30/06/2026", "Il a (a) étudié l'anglais (niveau B1.2)", "un cours à distance (at home)"} {
		if got := s.text(w, "x"); got != w {
			t.Errorf("%q became %q", w, got)
		}
	}
}

// TestUnknownMailboxes: a mailbox is told by its form, also with its sign spelled, whoever it is of.
func TestUnknownMailboxes(t *testing.T) {
	s := Scrubber{Warn: quiet}
	for in, want := range map[string]string{
		"écrire à prenom.nom [at] example.org.":          "écrire à [e-mail].",
		"prenom.nom (arobase) example.org":               "[e-mail]",
		"prenom.nom arobase example point org":           "prenom.nom arobase example point org"[:0] + "[e-mail]",
		"PRENOM.NOM (AT) EXAMPLE.ORG":                    "[e-mail]",
		"prenom.nom@example.org et a_b@example.org":      "[e-mail] et [e-mail]",
		"anglais (a) niveau.B1, chat (at) home, @ Paris": "anglais (a) niveau.B1, chat (at) home, @ Paris",
	} {
		if got := s.text(in, "x"); got != want {
			t.Errorf("text(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestIDs: an id that a site made of somebody's name or mailbox does not tell, one of numbers stays, and so do keys.
func TestIDs(t *testing.T) {
	known := redact.Known()
	known.Contact(schema.Contact{Name: p("Zéphyrine Quilliveré"), Phones: []string{"+33199001234"}})
	s := Scrubber{Warn: quiet, People: known}
	for in, want := range map[string]string{"formation-zephyrine-quillivere-12": "formation-[nom]-12", "zephyrinequillivere": "[nom]",
		"a.b@example.org": "[e-mail]", "24_202501019900123": "24_202501019900123", "199900123499": "199900123499"} {
		r := s.Record(schema.Record{Course: &schema.Course{Key: "demo/" + in, NativeID: &in,
			Sessions: []schema.Session{{NativeID: &in, Action: &in}}}})
		if c := r.Course; *c.NativeID != want || *c.Sessions[0].NativeID != want || *c.Sessions[0].Action != want || c.Key != "demo/"+in {
			t.Errorf("%q: got %q, %q, key %q", in, *c.NativeID, *c.Sessions[0].NativeID, c.Key)
		}
	}
}

// crowd is n people, each with a name of their own.
func crowd(n int) (src people) {
	for i := range n {
		name := fmt.Sprintf("%s %s", word(i/71+1), word(i%71+977))
		src.contacts = append(src.contacts, schema.Contact{Name: &name, Phones: []string{fmt.Sprintf("+3319900%04d", i%10000)},
			Emails: []string{fmt.Sprintf("p%d@example.org", i)}})
	}
	return src
}

// word is an invented name.
func word(i int) string {
	const consonants, vowels = "bcdfglmnprstv", "aeiou"
	b := []byte{consonants[i%13] - 32, vowels[i/13%5], consonants[i/65%13], vowels[i/845%5], consonants[i/7%13], 'e'}
	return string(b)
}

// TestManyPeople: a text of nobody's costs the same work whether two people are known or 5,000.
func TestManyPeople(t *testing.T) {
	in := strings.Repeat("Réparer des vélos, Monter une roue & Régler le Dérailleur le 01/09/2025. ", 40)
	work := func(n int) float64 {
		known, err := People(context.Background(), crowd(n))
		if err != nil {
			t.Fatal(err)
		}
		s := Scrubber{Warn: quiet, People: known}
		if got := s.text(in, "x"); got != in {
			t.Fatalf("%d people: %q", n, got)
		}
		return testing.AllocsPerRun(5, func() { s.text(in, "x") })
	}
	if few, many := work(2), work(5000); many > few*1.02 {
		t.Errorf("%v allocations with two people known, %v with 5,000", few, many)
	}
}

// BenchmarkPeople scrubs 5,000 texts of 300 words, with 50 and 5,000 people known: it costs the same.
func BenchmarkPeople(b *testing.B) {
	var texts []string
	for i := range 5000 {
		var t strings.Builder
		for j := range 300 {
			t.WriteString(word(i*31+j*17) + " ")
		}
		texts = append(texts, t.String()[:1500]+strings.ToLower(t.String()[1500:]))
	}
	for _, n := range []int{50, 5000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			known, err := People(context.Background(), crowd(n))
			if err != nil {
				b.Fatal(err)
			}
			s := Scrubber{Warn: quiet, People: known}
			for b.Loop() {
				for _, t := range texts {
					s.text(t, "x")
				}
			}
		})
	}
}

// TestPhonesInQuery: a number that the query of an address calls a telephone, or writes as one, goes; ids and days
// stay.
func TestPhonesInQuery(t *testing.T) {
	s := Scrubber{Warn: quiet}
	const mask = "%5Bt%C3%A9l%C3%A9phone%5D"
	for in, want := range map[string]string{
		"?tel=01+99+00+12+34&p=2": "?tel=" + mask + "&p=2", "?x=01.99.00.12.34": "?x=" + mask, "?tel=0199001234": "?tel=" + mask,
		"?a=1&contactPhone=%2B33199001234": "?a=1&contactPhone=" + mask, "?x=+33+1+99+00+12+34": "?x=" + mask,
		"?x=01%2099%2000%2012%2034": "?x=" + mask, "#tel=01-99-00-12-34": "#tel=" + mask, "?mobile=33199001234": "?mobile=" + mask,
		"?id=0199001234": "?id=0199001234", "?debut=01-09-2025": "?debut=01-09-2025", "?du=01%2F09%2F2025": "?du=01%2F09%2F2025",
		"?tel=": "?tel=", "?tel=%zz": "?tel=%zz", "?n=24_202501019900123": "?n=24_202501019900123", "/01-99-00-12-34": "/01-99-00-12-34",
		"?siret=11000101300017": "?siret=11000101300017",
	} {
		const page = "https://c.example.org/f/12"
		if got := s.Address(page+in, "x"); got != page+want {
			t.Errorf("%s: %s, want %s", in, got, page+want)
		}
	}
}
