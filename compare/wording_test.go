//go:build sqlite_fts5 || fts5

package compare_test

import (
	"errors"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carif/compare"
)

func words(t *testing.T, b *built, q compare.WordsQuery) *compare.Dictionary {
	t.Helper()
	q.Claims = claims(t)
	d, err := compare.Words(t.Context(), b.db, q)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWordsAreTheTruth: catalogues that are whole print each audience as often as the world has it, a course counts
// once in each of its units and once for the whole, and closed ones do not.
func TestWordsAreTheTruth(t *testing.T) {
	b := theWorld(t)
	whole := []string{"s84", "s75"}
	bySite, all := map[string]int{}, map[string]int{}
	regions := map[string]map[string]bool{} // words and region → courses
	for _, c := range b.courses {
		if !slices.Contains(whole, c.Site) || !c.Listed || c.ClosedAt != "" {
			continue
		}
		for _, a := range c.Audiences {
			bySite["Public "+a+" "+c.Site]++
			all["Public "+a]++
			for _, s := range c.Sessions {
				k := "Public " + a + " " + s.Region
				if regions[k] == nil {
					regions[k] = map[string]bool{}
				}
				regions[k][c.Key] = true
			}
		}
	}
	for _, by := range []string{"site", "region"} {
		d := words(t, b, compare.WordsQuery{By: by, Vocabulary: "audience", Sites: whole})
		if len(d.Words) != len(all) {
			t.Errorf("by %s: %d wordings, not %d", by, len(d.Words), len(all))
		}
		for _, w := range d.Words {
			if w.Courses != all[w.Words] || "Public "+w.Code != w.Words || w.Label != "public "+w.Code {
				t.Errorf("by %s: %+v, want %d courses", by, w, all[w.Words])
			}
			for _, u := range w.Units {
				want := bySite[w.Words+" "+u.Unit]
				if by == "region" {
					want = len(regions[w.Words+" "+u.Unit])
				}
				if u.Courses != want || u.Title == "" || u.Name == "" {
					t.Errorf("%s by %s in %s: %+v, want %d", w.Words, by, u.Unit, u, want)
				}
			}
		}
	}
}

// TestWordsStatements: a stock sqlite3 gives the numbers by what is printed, of each field and of uses at random; and
// the example prints the words.
func TestWordsStatements(t *testing.T) {
	b := theWorld(t)
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("needs the sqlite3 program")
	}
	fields, left := map[string]bool{}, 12
	dice := rand.New(rand.NewPCG(3, 4))
	for _, by := range []string{"region", "old-region", "site", "audience"} {
		d := words(t, b, compare.WordsQuery{By: by})
		for i := range d.Words {
			w := &d.Words[i]
			u := w.Units[dice.IntN(len(w.Units))]
			if fields[w.Field] && left == 0 {
				continue
			}
			if fields[w.Field] {
				left--
			}
			fields[w.Field] = true
			out, err := exec.CommandContext(t.Context(), "sqlite3", "-readonly", b.path, d.SQL(w, u.Unit)).CombinedOutput()
			if err != nil || strings.TrimSpace(string(out)) != strconv.Itoa(u.Courses) {
				t.Errorf("%s in %q: sqlite3 says %s, carif %d (%v)\n%s", w.Words, u.Unit, out, u.Courses, err,
					d.SQL(w, u.Unit))
			}
		}
	}
	for _, f := range []string{"audience", "exit_level", "teaching_mode", "entry_exit"} {
		if !fields[f] {
			t.Errorf("no wording of %s", f)
		}
	}
}

// TestWordsWithoutCode: they come last, those that a vocabulary declares to have none before those that wait for one.
func TestWordsWithoutCode(t *testing.T) {
	b := theWorld(t)
	d := words(t, b, compare.WordsQuery{By: "site", Vocabulary: "teaching",
		NoCode: func(v, words string) (string, bool) { return "says little", v == "teaching" && words == "mode 0" }})
	fits := map[string]string{}
	var order []string
	for _, w := range d.Words {
		if w.Code == "" {
			fits[w.Words] = w.Fit + w.Why
		}
		if len(order) == 0 || order[len(order)-1] != w.Fit {
			order = append(order, w.Fit)
		}
	}
	if fits["mode 0"] != "nonesays little" || fits["mode 1"] != "unknown" {
		t.Errorf("%v", fits)
	}
	if n := len(order); n < 3 || order[n-2] != "none" || order[n-1] != "unknown" {
		t.Errorf("%v", order)
	}
	d.Words[0].Masked = true
	if d.SQL(&d.Words[0], "s84") != "" {
		t.Error("the statement of a masked wording tells it")
	}
}

// TestWordsAsked: the least number holds for the whole, and what is unknown is refused.
func TestWordsAsked(t *testing.T) {
	b := theWorld(t)
	all := words(t, b, compare.WordsQuery{By: "region", Vocabulary: "audience"})
	least := 0
	for _, w := range all.Words {
		least = max(least, w.Courses)
	}
	some := words(t, b, compare.WordsQuery{By: "region", Vocabulary: "audience", Least: least})
	if len(some.Words) == 0 || len(some.Words) == len(all.Words) {
		t.Fatalf("%d of %d have at least %d", len(some.Words), len(all.Words), least)
	}
	for _, w := range some.Words {
		if w.Courses < least {
			t.Errorf("%s: %d", w.Words, w.Courses)
		}
	}
	for _, q := range []compare.WordsQuery{{By: "moon"}, {By: "region", Vocabulary: "moon"}} {
		if _, err := compare.Words(t.Context(), b.db, q); !errors.Is(err, compare.ErrQuery) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	none := words(t, b, compare.WordsQuery{By: "region", Sites: []string{"nobody"}})
	if none.Words == nil || len(none.Words) > 0 {
		t.Errorf("%+v", none)
	}
}
