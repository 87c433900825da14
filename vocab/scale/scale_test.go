package scale

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"carif/schema"
	"carif/vocab"
)

// TestTable: every target is a domain, every prefix is one of its list, none stands under two domains.
func TestTable(t *testing.T) {
	if len(table.Domains) != 17 {
		t.Errorf("%d domains, the NSF has 17", len(table.Domains))
	}
	for name, list := range map[string]struct {
		of   map[string][]string
		form string
	}{"formacode": {table.Formacode, `^[1-4]\d{2}(\d\d)?$`}, "rome": {table.ROME, `^[A-N](\d\d(\d\d)?)?$`}} {
		seen := map[string]string{}
		for domain, prefixes := range list.of {
			if labels[domain] == "" {
				t.Errorf("%s: %q is no domain", name, domain)
			}
			for _, p := range prefixes {
				if other, twice := seen[p]; twice {
					t.Errorf("%s: %q stands under %s and %s", name, p, other, domain)
				}
				if seen[p] = domain; !regexp.MustCompile(list.form).MatchString(p) {
					t.Errorf("%s: %q is no beginning of a code", name, p)
				}
			}
		}
	}
	for _, w := range table.Words {
		if l, ok := table.Levels[w.Level]; !ok || !l.Near || w.Means < 1 || w.Means > 8 {
			t.Errorf("words of level %q decide nothing", w.Level)
		}
	}
	levels, err := vocab.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for code := range table.Levels {
		if !slices.ContainsFunc(levels.Entries(vocab.Levels), func(e vocab.Entry) bool { return e.Code == code }) {
			t.Errorf("%q is no code of the levels", code)
		}
	}
}

func TestLevel(t *testing.T) {
	for _, c := range []struct {
		code, raw, fit string
		want           int
		source, got    string
	}{
		{"4", "Niveau V (CAP, BEP)", "exact", 3, "1969:V", "exact"},
		{"6", "Bac +2", "exact", 5, "1969:III", "exact"},
		{"15", "Niveau 5", "exact", 5, "2019:5", "exact"},
		{"7", "Niveau II ; Niveau III", "near", 6, "1969:II", "near"},
		{"8", "Niveau I (Bac + 5 et plus)", "exact", 7, "1969:I", "near"},
		{"8", "I - (Bac+5)", "exact", 7, "1969:I", "exact"},
		{"8", "Doctorat", "exact", 8, "1969:I", "exact"},
		{"8", "Master ou doctorat", "exact", 7, "1969:I", "near"},
		{"18", "Niveau 8", "exact", 8, "2019:8", "exact"},
		{"3", "Niveau V bis", "exact", 0, "", ""},
		{"2", "Fin de scolarité obligatoire", "exact", 0, "", ""},
		{"1", "Tous niveaux", "exact", 0, "", ""},
		{"", "Selon entretien", "", 0, "", ""},
	} {
		coded := &schema.Coded{Raw: c.raw, Fit: c.fit}
		if c.code != "" {
			coded.Code = &c.code
		}
		got := Level(coded)
		switch {
		case c.want == 0 && got != nil:
			t.Errorf("%q is %+v, want nothing", c.raw, *got)
		case c.want > 0 && (got == nil || *got != schema.LevelScale{Level: c.want, Source: c.source, Fit: c.got}):
			t.Errorf("%q is %+v, want %d %s %s", c.raw, got, c.want, c.source, c.got)
		}
	}
	if Level(nil) != nil {
		t.Error("no level is a level")
	}
}

func codes(list ...string) (out []schema.Code) {
	for _, c := range list {
		code, main := strings.CutSuffix(c, "*")
		out = append(out, schema.Code{Code: code, Main: main})
	}
	return out
}

func TestField(t *testing.T) {
	for _, c := range []struct {
		name   string
		codes  schema.Codes
		domain string
		source string
		fit    string
	}{
		{"NSF before all", schema.Codes{NSF: codes("331"), Formacode: codes("22354"), ROME: codes("F1703")}, "33", "nsf:331", "exact"},
		{"NSF with its letter", schema.Codes{NSF: codes("326t")}, "32", "nsf:326t", "exact"},
		{"NSF of two domains", schema.Codes{NSF: codes("331", "326")}, "33", "nsf:331", "near"},
		{"no code of the NSF", schema.Codes{NSF: codes("999", "3"), Formacode: codes("43436")}, "33", "formacode:43436", "near"},
		{"most codes", schema.Codes{Formacode: codes("15073", "43436", "43448")}, "33", "formacode:43436", "near"},
		{"the principal one", schema.Codes{Formacode: codes("15073", "43436", "22354*")}, "23", "formacode:22354", "near"},
		{"first of two", schema.Codes{Formacode: codes("22354", "43436")}, "23", "formacode:22354", "near"},
		{"a kind of diploma", schema.Codes{Formacode: codes("50561"), ROME: codes("M1805")}, "32", "rome:M1805", "near"},
		{"the longest beginning", schema.Codes{ROME: codes("D1102")}, "22", "rome:D1102", "near"},
		{"ROME before 2009", schema.Codes{ROME: codes("32151")}, "", "", ""},
		{"between domains", schema.Codes{Formacode: codes("45541")}, "", "", ""},
		{"nothing", schema.Codes{}, "", "", ""},
	} {
		got := Field(&c.codes)
		if c.domain == "" {
			if got != nil {
				t.Errorf("%s: %+v", c.name, *got)
			}
			continue
		}
		if got == nil || got.Code != c.domain || got.Source != c.source || got.Fit != c.fit || got.Label != labels[c.domain] {
			t.Errorf("%s: %+v, want %s from %s, %s", c.name, got, c.domain, c.source, c.fit)
		}
	}
	if Of(&schema.Course{}) != nil {
		t.Error("a course that says nothing is on a scale")
	}
}

// TestFieldOrder: where no two domains are even, the order in which a page prints its codes does not matter.
func TestFieldOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		list := codes("15073", "43436", "43448", "44028", "22354")
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := Field(&schema.Codes{Formacode: list}); got.Code != "33" {
			t.Fatalf("%v: %+v", list, got)
		}
	}
}

func FuzzOf(f *testing.F) {
	f.Add("331", "43436", "J1501", "8", "Bac +5")
	f.Fuzz(func(t *testing.T, nsf, forma, rome, code, raw string) {
		c := schema.Course{Codes: schema.Codes{NSF: codes(nsf), Formacode: codes(forma), ROME: codes(rome)},
			ExitLevel: &schema.Coded{Code: &code, Raw: raw}}
		s := Of(&c)
		if s == nil {
			return
		}
		if s.Domain != nil && labels[s.Domain.Code] == "" {
			t.Errorf("domain %q", s.Domain.Code)
		}
		if s.Exit != nil && (s.Exit.Level < 1 || s.Exit.Level > 8) {
			t.Errorf("level %d", s.Exit.Level)
		}
	})
}
