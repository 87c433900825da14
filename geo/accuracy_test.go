package geo

import (
	"os"
	"strings"
	"testing"

	"carif/geo/fold"
	"carif/text"
)

// tally counts one class of look-ups.
type tally struct {
	class                     string
	asked, right, open, wrong int
	wrongHigh                 int
	complaints                []string
}

func (a *tally) add(x *Index, q Query, want ...string) {
	a.asked++
	r := x.Resolve(q)
	city := r.Commune
	if c, ok := x.Commune(r.Commune); ok && c.Parent != "" {
		city = c.Parent
	}
	for _, w := range want {
		if r.Commune == w || city == w {
			a.right++
			return
		}
	}
	if r.Commune == "" {
		a.open++
	} else {
		a.wrong++
		if r.Confidence == High {
			a.wrongHigh++
		}
	}
	a.complaints = append(a.complaints, q.City+"|"+q.Postal+"|"+q.Department+" = "+r.Commune+" "+r.How+" "+string(r.Confidence)+", want "+strings.Join(want, " or "))
}

// check reports the figures and holds them to the least share right and to no
// wrong code of high confidence.
func (a *tally) check(t *testing.T, least float64) {
	t.Helper()
	share := 100 * float64(a.right) / float64(a.asked)
	t.Logf("%-44s asked %6d, right %7.3f %%, no code %4d, wrong %3d, wrong with high confidence %d",
		a.class, a.asked, share, a.open, a.wrong, a.wrongHigh)
	if share < least || a.wrongHigh > 0 {
		t.Errorf("%s: %.3f %% right, want %.1f; %d wrong with high confidence, want 0", a.class, share, least, a.wrongHigh)
	}
	for i, c := range a.complaints {
		if i == 25 {
			break
		}
		t.Log("  ", c)
	}
}

// spellings are the ways in which sites print an official name.
var spellings = []struct {
	class string
	write func(string) string
}{
	{"official name", func(s string) string { return s }},
	{"capitals without accents or signs", func(s string) string {
		return strings.ToUpper(text.Fold(s))
	}},
	{"St and Ste", func(s string) string {
		return strings.NewReplacer("Saint-", "St-", "Sainte-", "Ste ").Replace(s)
	}},
	{"article behind", articleBehind},
	{"article left out", func(s string) string { bare, _ := cutArticle(s); return bare }},
	{"S/ for sur", func(s string) string { return strings.ReplaceAll(s, "-sur-", " S/ ") }},
	{"curly apostrophe, no hyphen", func(s string) string {
		return strings.NewReplacer("'", "’", "-", " ").Replace(s)
	}},
}

func articleBehind(s string) string {
	bare, article := cutArticle(s)
	if article == "" {
		return s
	}
	return bare + " (" + article + ")"
}

func cutArticle(s string) (bare, article string) {
	for _, a := range []string{"Le ", "La ", "Les ", "L'"} {
		if rest, ok := strings.CutPrefix(s, a); ok {
			return rest, strings.TrimSpace(a)
		}
	}
	return s, ""
}

func TestAccuracyNames(t *testing.T) {
	x := index(t)
	for _, sp := range spellings {
		withDep := tally{class: sp.class + " + department"}
		withPostal := tally{class: sp.class + " + postal code"}
		x.Communes(func(c Commune) bool {
			if c.Parent != "" {
				return true
			}
			name := sp.write(c.Name)
			withDep.add(x, Query{City: name, Department: c.Department}, c.Code)
			for _, p := range c.Postal {
				withPostal.add(x, Query{City: name, Postal: p}, c.Code)
			}
			return true
		})
		withDep.check(t, 99.8)
		withPostal.check(t, 99.8)
	}
}

// TestAccuracyCedex gives every commune a postal code that only CEDEX mail would
// have, as pages print it.
func TestAccuracyCedex(t *testing.T) {
	x := index(t)
	a := tally{class: "CEDEX code in no list + capitals"}
	x.Communes(func(c Commune) bool {
		if c.Parent != "" {
			return true
		}
		code := c.Department + "999"
		switch {
		case c.Department == "2A":
			code = "20199"
		case c.Department == "2B":
			code = "20299"
		case len(c.Department) == 3:
			code = c.Department + "97" // 98799 is Clipperton's own
		}
		a.add(x, Query{City: code + " " + spellings[1].write(c.Name) + " CEDEX 9"}, c.Code)
		return true
	})
	a.check(t, 99.8)
}

func TestAccuracyNameAlone(t *testing.T) {
	x := index(t)
	a := tally{class: "official name alone"}
	people, asked := 0, 0
	x.Communes(func(c Commune) bool {
		if c.Parent != "" {
			return true
		}
		right := a.right
		a.add(x, Query{City: c.Name}, c.Code)
		asked += c.Population
		people += (a.right - right) * c.Population
		return true
	})
	t.Logf("share of the population whose commune's name alone decides: %.1f %%", 100*float64(people)/float64(asked))
	a.complaints = nil
	a.check(t, 80)
}

// TestAccuracyLabels reads every label of the post office that is not the
// capital form of a name of today; the others are in TestAccuracyNames.
func TestAccuracyLabels(t *testing.T) {
	x := index(t)
	want := map[[2]string][]string{}
	f, err := os.Open("testdata/postal_labels.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := rowsOf(f, f.Name(), 4, func(f []string) error {
		k := [2]string{f[0], f[1]}
		want[k] = append(want[k], f[2])
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// A label may be the name of the commune next door, whose office delivers:
	// then that commune is what the words say.
	for k := range want {
		set := x.codes(k[0])
		for _, i := range x.collect(&x.full, fold.Key(k[1]), scope{deps: set}) {
			if n := x.names[i]; n.kind == official || n.kind == usage {
				want[k] = append(want[k], x.communes[n.commune].Code)
			}
		}
	}
	odd := tally{class: "postal label unlike the name + department"}
	all := tally{class: "all postal labels + department"}
	for k, communes := range want {
		odd.add(x, Query{City: k[1], Department: k[0]}, communes...)
		all.add(x, Query{City: k[1], Department: k[0]}, communes...)
	}
	x.Communes(func(c Commune) bool {
		if c.Parent == "" {
			all.add(x, Query{City: spellings[1].write(c.Name), Department: c.Department}, c.Code)
		}
		return true
	})
	odd.check(t, 99.0)
	all.complaints = nil
	all.check(t, 99.8)
}

func TestAccuracyFormer(t *testing.T) {
	x := index(t)
	a := tally{class: "former, déléguée, associée + department"}
	if err := eachRow("former.tsv.gz", 6, func(f []string) error {
		a.add(x, Query{City: f[1], Department: f[0]}, f[3])
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	share := 100 * float64(a.right) / float64(a.asked)
	t.Logf("%s: asked %d, right %.2f %%, no code %d, another commune %d (today's name or a part's), high %d",
		a.class, a.asked, share, a.open, a.wrong, a.wrongHigh)
	if share < 97 {
		t.Errorf("%s: %.2f %% right, want 97", a.class, share)
	}
}
