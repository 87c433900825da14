package compare

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"carif/geo"
	"carif/night/schedule"
)

// Query says what is compared.
type Query struct {
	By       string           // name of a Unit
	Measures []string         // names of measures; none: all; one named again is one
	Sites    []string         // only these catalogues; none: all that have published
	On       string           // day, as 2026-11-30; "": the newest day that pages of a catalogue are of
	Window   int              // days of births and deaths before On
	Zombie   int              // days after which a course without a session ahead counts as one
	Claims   map[string]Claim // by catalogue
	Per      *Denominator     // counts are per 100,000 of it; nil: as they are
	// Standardise also gives shares as they were if each unit had the mix of domains of the whole.
	Standardise bool
}

// ErrQuery is the error of a query that cannot be answered: an unknown name, a day that is none.
var ErrQuery = errors.New("bad query")

// smallCell is how many records a figure needs at least.
const smallCell = 5

// runner works one query out, in one snapshot of the database.
type runner struct {
	q        Query
	unit     Unit
	measures []Measure
	d        dates
	index    *geo.Index
	tx       *sql.Tx
	source   map[string]*Source
	ctes     []string
	cells    map[string]map[string]*cell // measure → unit
	sizes    map[level]map[string]map[string]int
	older    map[string]map[string]int            // unit → site → courses read by an older reader
	mixed    map[string]map[string]map[string]int // query → unit → code → open courses
	doubles  map[string]int                       // unit → courses that another catalogue lists, too
	courses  map[string]int                       // unit → open courses
	present  map[string]bool                      // departments with a session or, for courses without one, a provider
	names    map[string]string
	labels   map[string]map[string]string  // measure → code → label
	standard map[string]map[string]float64 // measure → unit: standardised
}

// cell is what is known of one measure in one unit.
type cell struct {
	sites map[string]tally
	mid   spread
	codes map[string]int // Mix, Diversity: open courses by code
}

type spread struct {
	value, low, high float64
	bounded          bool // there are low and high
}

// tally are the counts of Measure.columns.
type tally struct{ base, stated, known, derived, hits, sum int }

func (t *tally) add(o tally) {
	t.base += o.base
	t.stated += o.stated
	t.known += o.known
	t.derived += o.derived
	t.hits += o.hits
	t.sum += o.sum
}

func (c *cell) all() (t tally) {
	for _, o := range c.sites {
		t.add(o)
	}
	return t
}

// Run answers a query from an open database (sqlite.Store.Plain). Errors that wrap ErrQuery are the asker's.
func Run(ctx context.Context, db *sql.DB, q Query) (*Result, error) {
	return answer(ctx, db, q, func(ctx context.Context, x *runner) error { return x.work(ctx) })
}

// answer gives the result of a runner that work has filled.
func answer(ctx context.Context, db *sql.DB, q Query,
	work func(context.Context, *runner) error) (r *Result, err error) {
	err = inSnapshot(ctx, db, q, func(x *runner) error {
		if err := work(ctx, x); err != nil {
			return err
		}
		r = x.result()
		return nil
	})
	if err != nil {
		return nil, err
	}
	if q.Per != nil && len(r.Figures) > 0 && !slices.ContainsFunc(r.Figures, func(f Figure) bool {
		return q.Per.Of[f.Unit] > 0
	}) {
		return nil, fmt.Errorf("%w: %s: no line of it is of a %s here: want codes such as %q", ErrDenominator, q.Per.Source,
			q.By, r.Figures[0].Unit)
	}
	return r, nil
}

// inSnapshot hands fn a runner of a query in one snapshot of a database.
func inSnapshot(ctx context.Context, db *sql.DB, q Query, fn func(*runner) error) error {
	x := &runner{q: q, cells: map[string]map[string]*cell{}, sizes: map[level]map[string]map[string]int{},
		names: map[string]string{}, labels: map[string]map[string]string{}, older: map[string]map[string]int{},
		mixed:   map[string]map[string]map[string]int{},
		courses: map[string]int{}, present: map[string]bool{}, standard: map[string]map[string]float64{}}
	i := slices.IndexFunc(Units(), func(u Unit) bool { return u.Name == q.By })
	if i < 0 {
		return fmt.Errorf("%w: unit %q", ErrQuery, q.By)
	}
	x.unit = Units()[i]
	var err error
	if x.index, err = geo.Default(); err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	defer conn.Close()
	if x.tx, err = conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		return fmt.Errorf("read database: %w", err)
	}
	defer func() { _ = x.tx.Rollback() }() // temporary tables go with it
	if err := fn(x); err != nil {
		if errors.Is(err, ErrQuery) {
			return err
		}
		return fmt.Errorf("work out figures: %w", err)
	}
	return nil
}

// work fills the runner.
func (x *runner) work(ctx context.Context) error {
	if err := x.sources(ctx); err != nil {
		return err
	}
	if err := x.choose(); err != nil {
		return err
	}
	if len(x.source) == 0 {
		return nil
	}
	if err := x.window(ctx); err != nil {
		return err
	}
	return x.tally(ctx)
}

// tally counts what the figures of the measures chosen need.
func (x *runner) tally(ctx context.Context) error {
	if err := x.narrow(ctx, CourseColumns()); err != nil {
		return err
	}
	x.ctes = x.unit.tables(x.index, x.siteIDs())
	if err := x.members(ctx); err != nil {
		return err
	}
	for _, lv := range []level{ofCourses, ofSessions, ofAll} {
		if err := x.count(ctx, lv); err != nil {
			return err
		}
	}
	for i := range x.measures {
		m := &x.measures[i]
		var err error
		switch m.Kind {
		case Median:
			err = x.medians(ctx, m)
		case Mix, Diversity:
			err = x.mixes(ctx, m)
		case Share:
			if x.q.Standardise {
				x.standard[m.Name], err = x.numbers(ctx, m.standardised(&x.unit, nil, x.siteIDs()))
			}
		}
		if err != nil {
			return err
		}
	}
	return x.around(ctx)
}

// dated tells that of some catalogue it is known of which day its pages are.
func (x *runner) dated() bool {
	for _, s := range x.source {
		if s.Of != "" {
			return true
		}
	}
	return false
}

// choose settles the catalogues, the days and the measures.
func (x *runner) choose() error {
	if len(x.q.Sites) > 0 {
		maps.DeleteFunc(x.source, func(id string, _ *Source) bool { return !slices.Contains(x.q.Sites, id) })
	}
	on := x.q.On
	if on == "" {
		for _, s := range x.source {
			on = max(on, s.Of)
		}
	}
	for _, s := range x.source {
		if on == "" || on < s.Read && x.q.On == "" && !x.dated() {
			on = s.Read // of which day the pages are nobody knows
		}
	}
	if on == "" {
		on = "1970-01-01" // nothing was read: there will be no figure
	}
	day, err := time.Parse(time.DateOnly, on)
	if err != nil {
		return fmt.Errorf("%w: day %q", ErrQuery, on)
	}
	x.q.On = on
	ago := func(days int) string { return day.AddDate(0, 0, -days).Format(time.DateOnly) }
	x.d = dates{on: quote(on), since: quote(ago(x.q.Window)), zombie: quote(ago(x.q.Zombie))}
	for _, m := range []struct {
		date string
		next *string
	}{{on, &x.d.over}, {ago(x.q.Window), &x.d.begun}, {ago(x.q.Zombie), &x.d.old}} {
		_, next, err := schedule.DayBounds(m.date)
		if err != nil {
			return fmt.Errorf("%w: day %q", ErrQuery, m.date)
		}
		*m.next = quote(next.Format(time.RFC3339))
	}
	all := measures(x.d)
	for _, name := range x.q.Measures {
		i := slices.IndexFunc(all, func(m Measure) bool { return m.Name == name })
		if i < 0 {
			return fmt.Errorf("%w: measure %q", ErrQuery, name)
		}
		if !slices.ContainsFunc(x.measures, func(m Measure) bool { return m.Name == name }) {
			x.measures = append(x.measures, all[i])
		}
	}
	if len(x.q.Measures) == 0 {
		x.measures = all
	}
	return nil
}

// narrow puts a temporary table of courses before the real one, with the columns that statements read (a list of SQL):
// most of a course is text, which would be gone through once a measure.
func (x *runner) narrow(ctx context.Context, columns string) error {
	for _, q := range []string{
		"CREATE TEMP TABLE course AS SELECT " + columns + " FROM main.course WHERE site IN (" +
			quoteAll(x.siteIDs()) + ") ORDER BY search_id",
		"CREATE UNIQUE INDEX temp.course_id ON course (search_id)",
	} {
		if _, err := x.tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// members makes the common tables of the statements temporary ones, so that they are worked out once.
func (x *runner) members(ctx context.Context) error {
	for _, t := range x.ctes {
		name, _, _ := strings.Cut(t, "(")
		if _, err := x.tx.ExecContext(ctx, "DROP TABLE IF EXISTS temp."+name); err != nil {
			return err
		}
	}
	for i, t := range x.ctes {
		name, _, _ := strings.Cut(t, "(")
		// Each stands on those before it, which are tables by then.
		q := "CREATE TEMP TABLE " + name + " AS WITH made_" + x.ctes[i] + " SELECT * FROM made_" + name
		if name == "old_region" {
			if _, err := x.tx.ExecContext(ctx,
				"CREATE TEMP TABLE old_region (department PRIMARY KEY, region) WITHOUT ROWID"); err != nil {
				return err
			}
			q = "INSERT INTO temp.old_region WITH made_" + t + " SELECT * FROM made_old_region"
		}
		if _, err := x.tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// cellOf gives the cell of a measure and unit, a new one where there was none.
func (x *runner) cellOf(measure, unit string) *cell {
	if x.cells[measure] == nil {
		x.cells[measure] = map[string]*cell{}
	}
	c := x.cells[measure][unit]
	if c == nil {
		c = &cell{sites: map[string]tally{}, codes: map[string]int{}}
		x.cells[measure][unit] = c
	}
	return c
}

// count takes the counts of all measures of a level in one pass over its rows.
func (x *runner) count(ctx context.Context, lv level) error {
	from, unit := x.unit.from(lv, x.siteIDs())
	department := "NULL"
	if x.unit.Place && lv == ofSessions {
		department = "s.department"
	}
	columns := []string{unit, "c.site", department, "count(*)", x.olderReader()}
	var ms []*Measure
	var places [][]int // of a measure's counts among the columns
	for i := range x.measures {
		m := &x.measures[i]
		if m.level != lv {
			continue
		}
		ms = append(ms, m)
		var at []int
		for _, c := range m.columns() {
			j := slices.Index(columns, c)
			if j < 0 {
				j = len(columns)
				columns = append(columns, c)
			}
			at = append(at, j)
		}
		places = append(places, at)
	}
	if len(ms) == 0 && lv != ofCourses && department == "NULL" {
		return nil
	}
	open := "c.status = 'open'"
	if lv == ofAll {
		open = ""
	}
	rows, err := x.tx.QueryContext(ctx,
		"SELECT "+strings.Join(columns, ",\n")+" FROM "+from+where(open)+" GROUP BY 1, 2, 3")
	if err != nil {
		return err
	}
	defer rows.Close()
	x.sizes[lv] = map[string]map[string]int{}
	var of, dep sql.NullString
	var site string
	counts := make([]int, len(columns))
	into := []any{&of, &site, &dep}
	for i := 3; i < len(columns); i++ {
		into = append(into, &counts[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		add(x.sizes[lv], of.String, site, counts[3])
		if lv == ofCourses {
			add(x.older, of.String, site, counts[4])
			x.courses[of.String] += counts[3]
		}
		if dep.Valid {
			x.present[dep.String] = true
		}
		for i, m := range ms {
			at := places[i]
			c := x.cellOf(m.Name, of.String)
			t := c.sites[site]
			t.add(tally{counts[at[0]], counts[at[1]], counts[at[2]], counts[at[3]], counts[at[4]], counts[at[5]]})
			c.sites[site] = t
		}
	}
	return rows.Err()
}

// olderReader counts the courses read by another reader than the newest of their catalogue.
func (x *runner) olderReader() string {
	var when strings.Builder
	for _, id := range x.siteIDs() {
		fmt.Fprintf(&when, " WHEN %s THEN c.parser_version <> %s", quote(id), quote(x.source[id].Reader))
	}
	return "count(CASE WHEN CASE c.site" + when.String() + " END THEN 1 END)"
}

func add(m map[string]map[string]int, a, b string, n int) {
	if m[a] == nil {
		m[a] = map[string]int{}
	}
	m[a][b] += n
}

// medians reads the values of a measure and finds their middle. They are sorted here: that is faster than a database
// sorts them, and half a million numbers take four megabytes.
func (x *runner) medians(ctx context.Context, m *Measure) error {
	from, unit := x.unit.from(m.level, x.siteIDs())
	rows, err := x.tx.QueryContext(ctx, "SELECT unit, x FROM ("+m.values(from, unit)+") WHERE unit IS NOT NULL")
	if err != nil {
		return err
	}
	defer rows.Close()
	values := map[string][]float64{}
	var u string
	var v float64
	for rows.Next() {
		if err := rows.Scan(&u, &v); err != nil {
			return err
		}
		values[u] = append(values[u], v)
	}
	for u, list := range values {
		slices.Sort(list)
		c := x.cellOf(m.Name, u)
		c.mid.value = median(list)
		if low, high, ok := MedianRanks(len(list)); ok {
			c.mid.low, c.mid.high, c.mid.bounded = list[low], list[high], true
		}
	}
	return rows.Err()
}

// mixes counts the courses of each code. Measures of the same mix share one counting.
func (x *runner) mixes(ctx context.Context, m *Measure) (err error) {
	from, unit := x.unit.from(m.level, x.siteIDs())
	q := "SELECT unit, code, count(*) FROM (" + m.codes(from, unit) + ") WHERE unit IS NOT NULL GROUP BY 1, 2"
	if x.mixed[q] == nil {
		if x.mixed[q], err = x.countCodes(ctx, q); err != nil {
			return err
		}
	}
	for u, codes := range x.mixed[q] {
		x.cellOf(m.Name, u).codes = codes
	}
	if m.names == "" || m.Kind != Mix {
		return nil
	}
	x.labels[m.Name], err = x.pairs(ctx, m.names)
	return err
}

// countCodes reads three columns: unit, code and number.
func (x *runner) countCodes(ctx context.Context, query string) (map[string]map[string]int, error) {
	rows, err := x.tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[string]map[string]int{}
	for rows.Next() {
		var u, code string
		var n int
		if err := rows.Scan(&u, &code, &n); err != nil {
			return nil, err
		}
		add(all, u, code, n)
	}
	return all, rows.Err()
}

// pairs reads two columns, a code and its words.
func (x *runner) pairs(ctx context.Context, query string) (map[string]string, error) {
	rows, err := x.tx.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	words := map[string]string{}
	for rows.Next() {
		var code string
		var w sql.NullString
		if err := rows.Scan(&code, &w); err != nil {
			return nil, err
		}
		words[code] = w.String
	}
	return words, rows.Err()
}

// around reads what figures are judged by beside their own counts.
func (x *runner) around(ctx context.Context) error {
	if err := x.countDoubles(ctx); err != nil {
		return err
	}
	if x.unit.Place {
		if err := x.departments(ctx); err != nil {
			return err
		}
	}
	if x.unit.names == "" {
		return nil
	}
	var err error
	x.names, err = x.pairs(ctx, x.unit.names)
	return err
}

// countDoubles counts the courses of each unit that a link names beside another of the same unit.
func (x *runner) countDoubles(ctx context.Context) error {
	x.doubles = map[string]int{}
	var links int
	if err := x.tx.QueryRowContext(ctx, "SELECT count(*) FROM course_link").Scan(&links); err != nil || links == 0 {
		return err
	}
	if _, err := x.tx.ExecContext(ctx, "CREATE INDEX temp.m_id ON m (id, unit)"); err != nil {
		return err
	}
	rows, err := x.tx.QueryContext(ctx, `SELECT unit, count(*) FROM (
		SELECT DISTINCT m.unit, l.b FROM course_link l JOIN main.course a ON a.key = l.a JOIN main.course c ON c.key = l.b
		  JOIN m ON m.id = c.search_id JOIN m o ON o.id = a.search_id AND o.unit = m.unit
		WHERE a.status = 'open' AND c.status = 'open') GROUP BY unit`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var u string
		var n int
		if err := rows.Scan(&u, &n); err != nil {
			return err
		}
		x.doubles[u] = n
	}
	return rows.Err()
}

// departments adds those of providers whose courses have no session; count has those of sessions.
func (x *runner) departments(ctx context.Context) error {
	rows, err := x.tx.QueryContext(ctx,
		"SELECT DISTINCT p.department FROM course c JOIN provider p ON p.key = c.provider_key WHERE c.site IN ("+
			quoteAll(x.siteIDs())+") AND c.status = 'open' AND p.department IS NOT NULL "+
			"AND NOT EXISTS (SELECT 1 FROM session s WHERE s.course_key = c.key)")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var d string
		if err := rows.Scan(&d); err != nil {
			return err
		}
		x.present[d] = true
	}
	return rows.Err()
}
