package identity

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/schema"
)

const (
	siretA = "73282932000074"
	siretB = "82422814201874"
)

func TestCanonical(t *testing.T) {
	ps := []Provider{
		{Key: "a/1", Site: "a", Name: "Association Les Trois Clochers", Commune: "33063"},
		{Key: "b/1", Site: "b", Name: "LES TROIS CLOCHERS (SARL)", Commune: "33063"},
		{Key: "b/2", Site: "b", Name: "Les trois clochers", Commune: "64445"}, // elsewhere
		{Key: "c/1", Site: "c", Name: "Centre Osier", Commune: "22278", SIRET: siretA},
		{Key: "c/2", Site: "c", Name: "Osier Formation", Commune: "22001", SIRET: siretA},
		{Key: "d/1", Site: "d", Name: "CENTRE OSIER", Commune: "22278"}, // its number is known from another site
		{Key: "e/1", Site: "e", Name: "Lycée du Port", Commune: "56121", SIRET: siretA},
		{Key: "e/2", Site: "e", Name: "Lycée du Port", Commune: "56121", SIRET: siretB},
		{Key: "e/3", Site: "e", Name: "Lycée du Port", Commune: "56121"}, // of two numbers: of neither
		{Key: "f/1", Site: "f", Name: "IFSI Saint-Brieuc", Commune: "22278"},
		{Key: "f/2", Site: "f", Name: "IFSI ST BRIEUC"}, // the only one of its site
		{Key: "g/1", Site: "g", Name: "IFSI ST BRIEUC"}, // a name alone is nothing on another site
		{Key: "h/1", Site: "h", Name: "UFCV", Commune: "35238"},
		{Key: "h/2", Site: "h", Name: "UFCV"}, // one word: less sure
		{Key: "i/1", Site: "i", Name: "Greta Sud", Commune: "33063"},
		{Key: "i/2", Site: "i", Name: "Greta Sud", Commune: "64445", Department: "64"},
		{Key: "i/3", Site: "i", Name: "Greta Sud"},                   // of two
		{Key: "i/4", Site: "i", Name: "Greta Sud", Department: "64"}, // of the one in its department
		{Key: "j/1", Site: "j", Name: "Maison familiale rurale (MFR)", Commune: "22187"},
		{Key: "k/1", Site: "k", Name: "Maison Familiale Rurale", Commune: "22187"},
		{Key: "k/2", Site: "k", Name: "Maison Familiale Rurale (Nord)", Commune: "22187"}, // no acronym
		{Key: "l/1", Site: "l"},
		{Key: "l/2", Site: "l"},
	}
	got := Canonical(ps, Rules{})
	groups := map[string][]string{}
	for key, c := range got {
		groups[c.ID] = append(groups[c.ID], key)
	}
	var have []string
	for _, keys := range groups {
		slices.Sort(keys)
		have = append(have, strings.Join(keys, " "))
	}
	slices.Sort(have)
	want := []string{"a/1 b/1", "b/2", "c/1 c/2 d/1 e/1", "e/2", "e/3", "f/1 f/2", "g/1", "h/1 h/2", "i/1", "i/2 i/4", "i/3",
		"j/1 k/1", "k/2", "l/1", "l/2"}
	if d := cmp.Diff(want, have); d != "" {
		t.Errorf("organisations (-want +got):\n%s", d)
	}
	for key, want := range map[string]schema.CanonicalProvider{
		"d/1": {ID: "siret:" + siretA, Name: "CENTRE OSIER", SIRET: siretA, Evidence: ByNameCommune, Confidence: strong},
		"c/2": {ID: "siret:" + siretA, Name: "CENTRE OSIER", SIRET: siretA, Evidence: BySIRET, Confidence: sure},
		"f/2": {ID: got["f/1"].ID, Name: "IFSI ST BRIEUC", Evidence: ByNameSite, Confidence: likely},
		"h/2": {ID: got["h/1"].ID, Name: "UFCV", Evidence: ByNameSite, Confidence: fair},
		"e/3": {ID: got["e/3"].ID, Name: "Lycée du Port", Evidence: ByNameCommune, Confidence: doubtful},
		"i/3": {ID: got["i/3"].ID, Name: "Greta Sud", Evidence: ByNameSite, Confidence: doubtful},
		"b/2": {ID: got["b/2"].ID, Name: "Les trois clochers", Evidence: ByNobody, Confidence: sure},
		"l/1": {ID: "row:l/1", Evidence: ByNobody, Confidence: sure},
		// the id is the same in every database, for ever: who changes how it is made breaks what others have kept
		"a/1": {ID: "name:607beaea9a1a6997", Name: "Association Les Trois Clochers", Evidence: ByNameCommune, Confidence: strong},
	} {
		if key != "d/1" && key != "c/2" && key != "f/2" {
			if d := cmp.Diff(want, got[key]); d != "" {
				t.Errorf("%s (-want +got):\n%s", key, d)
			}
			continue
		}
		if g := got[key]; g.ID != want.ID || g.Evidence != want.Evidence || g.Confidence != want.Confidence || g.SIRET != want.SIRET {
			t.Errorf("%s: %+v, want %+v", key, g, want)
		}
	}
}

// somePs are rows that share names, places and numbers by chance.
func somePs(r *rand.Rand, n int) []Provider {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	ps := make([]Provider, n)
	for i := range ps {
		site := pick("a", "b", "c")
		ps[i] = Provider{Key: fmt.Sprintf("%s/%03d", site, i), Site: site,
			Name:    pick("Greta Sud", "GRETA SUD (SARL)", "Centre Osier", "UFCV", "IFSI St Brieuc", "IFSI SAINT-BRIEUC", ""),
			Commune: pick("33063", "64445", "22278", "", ""), SIRET: pick(siretA, siretB, "", "", "", "")}
		if ps[i].Commune != "" {
			ps[i].Department = ps[i].Commune[:2]
		}
	}
	return ps
}

// TestCanonicalLaws: neither the order of rows nor that of the rules' lists matters; rows of two SIRETs are never one;
// every row has an organisation.
func TestCanonicalLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	joined := 0
	for range 200 {
		ps := somePs(r, 2+r.IntN(40))
		key := func() string { return ps[r.IntN(len(ps))].Key }
		rules := Rules{Same: [][]string{{key(), key()}, {key(), "siret:" + siretA}}, Different: [][]string{{key(), key()}}}
		for _, rules := range []Rules{{}, rules} {
			want := Canonical(ps, rules)
			if len(want) != len(ps) {
				t.Fatalf("%d rows have an organisation, of %d", len(want), len(ps))
			}
			mixed := slices.Clone(ps)
			r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
			turned := Rules{Same: slices.Clone(rules.Same), Different: rules.Different}
			slices.Reverse(turned.Same)
			for i, list := range turned.Same {
				turned.Same[i] = []string{list[1], list[0]}
			}
			if d := cmp.Diff(want, Canonical(mixed, turned)); d != "" {
				t.Fatalf("in another order (-want +got):\n%s", d)
			}
		}
		of := Canonical(ps, Rules{})
		number := map[string]string{}
		for _, p := range ps {
			id := of[p.Key].ID
			if p.SIRET == "" {
				continue
			}
			if other := number[id]; other != "" && other != p.SIRET {
				t.Fatalf("%s holds SIRET %s and %s", id, other, p.SIRET)
			}
			number[id] = p.SIRET
		}
		groups := slices.Collect(maps.Values(of))
		slices.SortFunc(groups, func(a, b schema.CanonicalProvider) int { return strings.Compare(a.ID, b.ID) })
		joined += len(ps) - len(slices.CompactFunc(groups, func(a, b schema.CanonicalProvider) bool { return a.ID == b.ID }))
	}
	if joined == 0 {
		t.Error("nothing was one: the test shows nothing")
	}
}

func TestRules(t *testing.T) {
	ps := []Provider{
		{Key: "a/1", Site: "a", Name: "Greta Sud", Commune: "33063"},
		{Key: "a/2", Site: "a", Name: "GRETA SUD", Commune: "33063"},
		{Key: "a/3", Site: "a", Name: "Greta-Sud", Commune: "33063"},
		{Key: "b/1", Site: "b", Name: "Osier", Commune: "22278", SIRET: siretA},
		{Key: "c/1", Site: "c", Name: "Osier Formation", Commune: "35238"},
	}
	rules, err := ReadRules([]byte("same:\n  - [c/1, \"732 829 320 00074\"]\ndifferent:\n  - [a/1, a/2]\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := Canonical(ps, rules)
	if c := got["c/1"]; c.ID != "siret:"+siretA || c.Evidence != ByUser || c.Confidence != sure || c.SIRET != siretA {
		t.Errorf("c/1 is %+v", c)
	}
	if got["b/1"].Evidence != BySIRET {
		t.Errorf("b/1 is %+v", got["b/1"])
	}
	if got["a/1"].ID != "row:a/1" || got["a/2"].ID != "row:a/2" || got["a/3"].Evidence != ByNameCommune {
		t.Errorf("a/1, a/2, a/3 are %+v, %+v, %+v", got["a/1"], got["a/2"], got["a/3"])
	}
	found := []Link{{A: "a/1", B: "a/2"}, {A: "a/3", B: "b/1"}}
	for _, l := range Together(got, found) {
		if l.A == "a/1" {
			t.Errorf("%+v: the rules part them", l)
		}
	}
	if !slices.ContainsFunc(Together(got, found), func(l Link) bool { return l.A == "a/3" && l.B == "b/1" }) {
		t.Error("a link that no rule speaks of is gone")
	}
	rules.Same = append(rules.Same, []string{"b/1", "siret:1", "b/1", " siret:1"})
	if d := cmp.Diff([]string{"siret:1"}, rules.Unknown(ps)); d != "" {
		t.Errorf("Unknown (-want +got):\n%s", d)
	}
}

func TestReadRules(t *testing.T) {
	for text, want := range map[string]string{
		"same: [[a/1]]":                      `line 1: a list of "same" names fewer than two`,
		"same:\n  - [a/1, b/1]\n  - [c/1]\n": `line 3: a list of "same" names fewer than two`,
		"same:\n  - [a/1, b/1]\n  - \n":      `a list of "same" names fewer than two`,
		"same:\n  - [a/1, ~]":                `line 2: a list of "same" names fewer than two`,
		"different: [[a/1, '']]":             `line 1: a list of "different" names fewer than two`,
		"different:\n\n  - [a/1, name:12]":   "line 3: name:12 names an organisation: in \"different\", name its rows",
		"equal: [[a/1, b/1]]":                `line 1: unknown key "equal"`,
		"same: a/1":                          `line 1: "a/1" has the wrong type: expected sequence`,
		"\nsame: [[[a/1], b/1]]":             "line 2: expected a single value",
		"same:\n  - a/1\n":                   "line 2: expected a list of single values",
		"same: [[a/1, b/1], [b/1, c/1]]\ndifferent: [[c/1, a/1]]": "line 2: c/1 and a/1 are the same by another list",
		"same: [[a/1, b/1]]\n---\nsame: [[c/1, d/1]]\n":           `line 3: a second document begins ("---")`,
	} {
		if _, err := ReadRules([]byte(text)); err == nil || !strings.HasPrefix(err.Error(), want) ||
			strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %q in one line", text, err, want)
		}
	}
	for _, text := range []string{"", "same: []", "# nothing\n", "---\n", "---\nsame: []\n...\n"} {
		if r, err := ReadRules([]byte(text)); err != nil || !r.Empty() {
			t.Errorf("%q: %+v, %v", text, r, err)
		}
	}
}

func FuzzReadRules(f *testing.F) {
	f.Add("same: [[a/1, b/1]]\ndifferent: [[a/1, c/1]]")
	ps := []Provider{{Key: "a/1", Name: "Osier"}, {Key: "b/1", Name: "Osier"}, {Key: "c/1"}}
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := ReadRules([]byte(text))
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("an error of several lines: %q", err)
			}
			return
		}
		if got := Canonical(ps, rules); len(got) != 3 {
			t.Errorf("%d organisations of 3 rows", len(got))
		}
	})
}

func TestOrganisations(t *testing.T) {
	ps := []Provider{
		{Key: "a/1", Site: "a", Name: "Osier", SIRET: siretA, Commune: "22278"},
		{Key: "b/1", Site: "b", Name: "Osier Formation", SIRET: siretA, Commune: "22001"},
		{Key: "b/2", Site: "b", Name: "Alouette du Nord", Commune: "35238"},
		{Key: "b/3", Site: "b", Name: "ALOUETTE DU NORD", Commune: "35238"},
	}
	got := Organisations(ps, Canonical(ps, Rules{}))
	if len(got) != 2 || got[0].Doubtful() || !got[1].Doubtful() {
		t.Fatalf("%+v", got)
	}
	want := Organisation{ID: "siret:" + siretA, Name: "Osier", SIRET: siretA, Names: []string{"Osier", "Osier Formation"},
		Communes: []string{"22001", "22278"}, Sites: []string{"a", "b"}, Evidence: []string{BySIRET}, Confidence: sure,
		Rows: []string{"a/1", "b/1"}}
	if d := cmp.Diff(want, got[1]); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
