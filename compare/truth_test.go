//go:build sqlite_fts5 || fts5

package compare_test

import (
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"carif/compare"
	"carif/compare/truth"
	"carif/geo"
	"carif/storage/sqlite"
)

// world is the database of 10,000 courses that most tests ask, and what is true of it.
var world = sync.OnceValues(func() (*built, error) { return build("", truth.Options{Seed: 7, Courses: 10_000}, true) })

// folder is where built databases lie; TestMain removes it.
var folder string

type built struct {
	path    string
	db      *sql.DB
	courses []*truth.Course
}

func build(path string, o truth.Options, keep bool) (*built, error) {
	if path == "" {
		path = filepath.Join(folder, fmt.Sprintf("world-%d-%d.db", o.Seed, o.Courses))
	}
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		return nil, err
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	w, err := sql.Open("sqlite3", "file:"+path+"?_synchronous=OFF&_foreign_keys=0")
	if err != nil {
		return nil, err
	}
	defer w.Close()
	b := &built{path: path}
	var kept func(*truth.Course)
	if keep {
		kept = func(c *truth.Course) { b.courses = append(b.courses, c) }
	}
	if err := truth.Write(context(), w, o, kept); err != nil {
		return nil, err
	}
	if _, err := w.ExecContext(context(), "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		return nil, err
	}
	if st, err = sqlite.Open(path, sqlite.Options{ReadOnly: true}); err != nil {
		return nil, err
	}
	b.db, err = st.Plain()
	return b, err
}

// claims are what the profiles of the world's catalogues would say.
func claims(t testing.TB) map[string]compare.Claim {
	t.Helper()
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]compare.Claim{"t93": {Name: "Second catalogue of 93", Region: "93"}}
	for _, r := range index.Regions() {
		list["s"+r.Code] = compare.Claim{Name: "Catalogue of " + r.Name, Region: r.Code}
	}
	return list
}

func ask(t testing.TB, b *built, q compare.Query) *compare.Result {
	t.Helper()
	q.Window, q.Zombie = 90, 180
	q.Claims = claims(t)
	r, err := compare.Run(t.Context(), b.db, q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func theWorld(t testing.TB) *built {
	t.Helper()
	b, err := world()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// trueFigures counts the world by one kind of unit, without SQL.
func trueFigures(b *built, by string) truth.Truth {
	ofSession := map[string]func(*truth.Course, *truth.Session) []string{
		"region":     func(_ *truth.Course, s *truth.Session) []string { return []string{s.Region} },
		"department": func(_ *truth.Course, s *truth.Session) []string { return []string{s.Department} },
		"year":       func(_ *truth.Course, s *truth.Session) []string { return []string{s.Start[:4]} },
		"state":      func(_ *truth.Course, s *truth.Session) []string { return []string{s.State} },
	}
	ofCourse := map[string]func(*truth.Course) []string{
		"site":     func(c *truth.Course) []string { return []string{c.Site} },
		"level":    func(c *truth.Course) []string { return []string{c.Level[1:]} },
		"domain":   func(c *truth.Course) []string { return []string{c.Domain} },
		"audience": func(c *truth.Course) []string { return c.Audiences },
		"provider": func(c *truth.Course) []string { return []string{c.Provider} },
	}
	if own := ofSession[by]; own != nil {
		return truth.Count(b.courses, func(c *truth.Course) (units []string) {
			for i := range c.Sessions {
				units = append(units, own(c, &c.Sessions[i])...)
			}
			slices.Sort(units)
			return slices.Compact(units)
		}, own)
	}
	of := ofCourse[by]
	return truth.Count(b.courses, of, func(c *truth.Course, _ *truth.Session) []string { return of(c) })
}

// TestTruth: where the verdict says comparable, the figure is the true one; what was planted is found, by its
// criterion; and nothing is found that was not planted.
func TestTruth(t *testing.T) {
	b := theWorld(t)
	r, is := ask(t, b, compare.Query{By: "region"}), trueFigures(b, "region")
	comparable := 0
	found := map[string]bool{}
	for _, f := range r.Figures {
		if f.Verdict == compare.Comparable {
			comparable++
			sameAsTruth(t, is, f)
		}
		for _, reason := range f.Reasons {
			if reason.Criterion != compare.Small && !planted(f, reason) {
				t.Errorf("%s of %s: invented: %s (%s)", f.Measure, f.Unit, reason.Words, reason.Criterion)
			}
			found[f.Unit+" "+string(reason.Criterion)+" "+f.Measure] = true
		}
	}
	if comparable < 100 {
		t.Errorf("only %d figures are comparable", comparable)
	}
	for _, f := range r.Figures {
		if f.Unit == "02" && f.Measure == "cpf" && f.Verdict != compare.NotComparable {
			t.Errorf("what can only say yes is %s: %v", f.Verdict, f.Reasons)
		}
	}
	for _, p := range truth.Plants() {
		ms := p.Measures
		if ms == nil {
			ms = r.Measures
		}
		for _, m := range ms {
			if slices.Contains(r.Measures, m) && !found[p.Region+" "+p.Criterion+" "+m] {
				t.Errorf("not found: %s of %s: %s (%s)", m, p.Region, p.What, p.Criterion)
			}
		}
	}
}

func sameAsTruth(t *testing.T, is truth.Truth, f compare.Figure) {
	t.Helper()
	unit := f.Unit
	if f.Code != "" {
		unit += " " + f.Code
	}
	want, ok := is[f.Measure][unit]
	if !ok || f.Value == nil || math.Abs(*f.Value-want) > 1e-9*max(1, want) {
		t.Errorf("%s of %s is called comparable and is %v; true is %v", f.Measure, unit, number(f.Value), want)
	}
	if f.Low != nil && (*f.Low > want || *f.High < want) {
		t.Errorf("%s of %s: %v is not in its interval %v – %v", f.Measure, unit, want, *f.Low, *f.High)
	}
}

func number(v *float64) any {
	if v == nil {
		return nil
	}
	return *v
}

func planted(f compare.Figure, reason compare.Reason) bool {
	return slices.ContainsFunc(truth.Plants(), func(p truth.Plant) bool {
		return p.Region == f.Unit && p.Criterion == string(reason.Criterion) &&
			(p.Measures == nil || slices.Contains(p.Measures, f.Measure))
	})
}

// TestTruthOfOtherUnits holds departments, levels, audiences, providers and years to the truth where they are called
// comparable, in the catalogues that are whole.
func TestTruthOfOtherUnits(t *testing.T) {
	b := theWorld(t)
	whole := []string{"s84", "s75"}
	var courses []*truth.Course
	for _, c := range b.courses {
		if slices.Contains(whole, c.Site) && c.Listed {
			courses = append(courses, c)
		}
	}
	part := &built{courses: courses}
	for _, by := range []string{"site", "level", "domain", "audience", "provider", "department", "year", "state"} {
		r, is := ask(t, b, compare.Query{By: by, Sites: whole}), trueFigures(part, by)
		n := 0
		for _, f := range r.Figures {
			switch {
			case f.Verdict == compare.Comparable:
				n++
				sameAsTruth(t, is, f)
			case by == "year" && f.Value != nil: // years are never whole, but their figures are what is listed
				sameAsTruth(t, is, f)
				n++
			}
		}
		if n < 20 {
			t.Errorf("by %s: %d figures were held to the truth", by, n)
		}
	}
}

// TestStandardised: shares are as they were if each unit had the whole's mix of domains.
func TestStandardised(t *testing.T) {
	b := theWorld(t)
	whole := []string{"s84", "s75", "s02"}
	r := ask(t, b, compare.Query{By: "site", Measures: []string{"distance", "cpf"}, Sites: whole, Standardise: true})
	weight, total := map[string]float64{}, 0.0
	part, hits := map[string]float64{}, map[string]float64{}
	for _, c := range b.courses {
		if slices.Contains(whole, c.Site) && c.Listed && c.ClosedAt == "" {
			weight[c.Domain]++
			total++
			part[c.Site+c.Domain]++
			if c.Teaching != "0" {
				hits[c.Site+c.Domain]++
			}
		}
	}
	for _, f := range r.Figures {
		if f.Standardised == nil || f.StandardisedSQL == "" {
			t.Fatalf("%s of %s is not standardised", f.Measure, f.Unit)
		}
		if f.Measure != "distance" {
			continue
		}
		want := 0.0
		for d, w := range weight {
			want += w / total * hits[f.Unit+d] / part[f.Unit+d]
		}
		if math.Abs(*f.Standardised-want) > 1e-9 {
			t.Errorf("%s: %v, want %v", f.Unit, *f.Standardised, want)
		}
		f.Value, f.SQL = f.Standardised, f.StandardisedSQL
		recompute(t, b.path, f)
	}
}

// TestPeriods: what was over before the first harvest is not comparable, what goes on is so with care.
func TestPeriods(t *testing.T) {
	r := ask(t, theWorld(t), compare.Query{By: "quarter", Measures: []string{"sessions"}, Sites: []string{"s84", "s02"}})
	want := map[string]compare.Verdict{"2026-Q3": compare.NotComparable, "2027-Q1": compare.WithCare}
	for _, f := range r.Figures {
		if v, ok := want[f.Unit]; ok {
			if f.Verdict != v {
				t.Errorf("%s is %s: %v", f.Unit, f.Verdict, f.Reasons)
			}
			delete(want, f.Unit)
		}
	}
	if len(want) > 0 {
		t.Errorf("no figures of %v", want)
	}
}

// TestRanksAndSmallCells: what is not comparable has no rank, and nothing of fewer than five records has a number.
func TestRanksAndSmallCells(t *testing.T) {
	r := ask(t, theWorld(t), compare.Query{By: "region"})
	ranked, hidden := 0, 0
	for _, f := range r.Figures {
		if f.Rank > 0 {
			ranked++
		}
		if f.Verdict == compare.NotComparable && f.Rank != 0 {
			t.Errorf("%s of %s is not comparable and has rank %d", f.Measure, f.Unit, f.Rank)
		}
		if f.Value == nil {
			hidden++
		}
		zero := f.N == 0 && f.Known >= 5 && f.Value != nil && *f.Value == 0 && !f.Suppressed
		if f.N < 5 && !zero && (f.Value != nil || f.N != 0 || f.SQL != "") {
			t.Errorf("%s of %s: %d records and a number", f.Measure, f.Unit, f.N)
		}
	}
	if ranked < 100 || hidden < 5 {
		t.Errorf("%d ranked, %d hidden", ranked, hidden)
	}
}

// TestNamedTwice: a measure that is named again, next to itself or not, is worked out once.
func TestNamedTwice(t *testing.T) {
	b := theWorld(t)
	once := ask(t, b, compare.Query{By: "region", Measures: []string{"courses", "deaths"}})
	twice := ask(t, b, compare.Query{By: "region", Measures: []string{"courses", "deaths", "courses", "courses"}})
	if len(once.Figures) == 0 || !reflect.DeepEqual(once, twice) {
		t.Errorf("%d figures of %v, %d of %v", len(once.Figures), once.Measures, len(twice.Figures), twice.Measures)
	}
}

// TestPrintedStatements recomputes figures taken at random with the sqlite3 program.
func TestPrintedStatements(t *testing.T) {
	b := theWorld(t)
	people, err := compare.Population("region")
	if err != nil {
		t.Fatal(err)
	}
	var all []compare.Figure
	for _, q := range []compare.Query{{By: "region", Per: people}, {By: "old-region"}, {By: "site"}, {By: "audience"},
		{By: "quarter"}} {
		r := ask(t, b, q)
		for _, m := range r.Measures { // one of each measure, and ten at random of all
			i := slices.IndexFunc(r.Figures, func(f compare.Figure) bool { return f.Measure == m && f.SQL != "" })
			if i < 0 {
				t.Errorf("%s by %s has no figure", m, q.By)
				continue
			}
			if q.By == "region" {
				recompute(t, b.path, r.Figures[i])
			}
		}
		all = append(all, r.Figures...)
	}
	dice := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < 10; {
		if f := all[dice.IntN(len(all))]; f.SQL != "" {
			recompute(t, b.path, f)
			n++
		}
	}
}

func recompute(t *testing.T, path string, f compare.Figure) {
	t.Helper()
	if _, err := exec.LookPath("sqlite3"); err != nil {
		t.Skip("needs the sqlite3 program")
	}
	out, err := exec.CommandContext(t.Context(), "sqlite3", "-readonly", path, f.SQL).CombinedOutput()
	got, perr := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if err != nil || perr != nil || math.Abs(got-*f.Value) > 1e-9*max(1, math.Abs(*f.Value)) {
		t.Errorf("%s of %s %s: sqlite3 says %s, carif %v (%v)\n%s", f.Measure, f.Unit, f.Code, out, *f.Value, err, f.SQL)
	}
}

// TestSameTwice: the same database gives the same figures, intervals and order.
func TestSameTwice(t *testing.T) {
	b := theWorld(t)
	a, c := ask(t, b, compare.Query{By: "region"}), ask(t, b, compare.Query{By: "region"})
	if len(a.Figures) != len(c.Figures) {
		t.Fatal(len(a.Figures), len(c.Figures))
	}
	for i := range a.Figures {
		if fmt.Sprint(number(a.Figures[i].Value), number(a.Figures[i].Low), a.Figures[i].Reasons) !=
			fmt.Sprint(number(c.Figures[i].Value), number(c.Figures[i].Low), c.Figures[i].Reasons) {
			t.Errorf("%s of %s differs", a.Figures[i].Measure, a.Figures[i].Unit)
		}
	}
}
