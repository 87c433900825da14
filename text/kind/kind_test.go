package kind

import (
	"testing"

	"carif/text"
)

func is(words ...string) func(string) bool {
	return func(s string) bool {
		for _, w := range words {
			if text.Fold(s) == w {
				return true
			}
		}
		return false
	}
}

func TestOf(t *testing.T) {
	c := New(Words{Town: is("rennes", "le mans"), State: is("complet", "inscriptions ouvertes"), Mode: is("en presentiel"),
		EntryExit: is("entrees permanentes"), Level: is("sans niveau specifique")})
	for s, want := range map[string]text.Kind{
		"":                                      0,
		"12/09/2014":                            text.Date,
		"3-mars-2014":                           text.Date,
		"septembre 2013":                        text.Date,
		"du 12/09/2014 au 15/09/2014":           text.Period,
		"à partir du 3 mars 2014":               text.Period,
		"Rennes":                                text.Town | text.Name,
		"75011":                                 text.Postal | text.Number | text.ID,
		"35000 RENNES":                          text.Postal,
		"01 99 00 12 34":                        text.Phone,
		"01 99 00 12 34 56":                     0,
		"contact@example.org":                   text.Email,
		"www.example.org":                       text.URL,
		"https://example.org/a":                 text.URL,
		"35 heures":                             text.Hours,
		"3 jours":                               text.Hours,
		"590 €":                                 text.Price,
		"Gratuit":                               text.Price,
		"12":                                    text.Number,
		"2013-0457":                             text.ID,
		"RNCP4504":                              text.ID,
		"Niveau V (CAP, BEP)":                   text.Level,
		"Bac +2":                                text.Level,
		"Sans niveau spécifique":                text.Level,
		"Oui":                                   text.YesNo,
		"✓":                                     text.YesNo,
		"Complet":                               text.State,
		"En présentiel":                         text.Mode,
		"Entrées permanentes":                   text.EntryExit,
		"Savoir tailler sans blesser un arbre.": text.Sentence,
		"Centre de Formation des Lilas":         text.Name,
		"tailler les arbres":                    0,
	} {
		if got := c.Of(s); got != want {
			t.Errorf("Of(%q) = %s, want %s", s, got, want)
		}
	}
}

// TestNoWords: a classifier without vocabularies knows the rest.
func TestNoWords(t *testing.T) {
	c := New(Words{})
	if got := c.Of("Complet"); got.Is(text.State) {
		t.Errorf("Of = %s, want no state without its vocabulary", got)
	}
	if got := c.Of("12/09/2014"); got != text.Date {
		t.Errorf("Of = %s, want date", got)
	}
}

func BenchmarkOf(b *testing.B) {
	c := New(Words{})
	b.ReportAllocs()
	for b.Loop() {
		c.Of("Du 12/09/2014 au 15/09/2014")
		c.Of("Centre de Formation des Lilas")
	}
}
