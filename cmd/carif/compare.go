package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"carif/compare"
	"carif/compare/freeze"
	"carif/compare/report"
	"carif/export/scrub"
	"carif/harvest"
	"carif/sites"
	"carif/storage/sqlite"
)

type compareOptions struct {
	db           dbOptions
	by, on       string
	sites        []string
	window, long int
	inhabitants  bool
	standardise  bool
	denominator  string
	format, out  string
	freeze       string
	contacts     bool
}

func compareCommand(a *app) *cobra.Command {
	var o compareOptions
	cmd := &cobra.Command{
		Use:   "compare [MEASURE…]",
		Short: "Set figures of regions, sites or periods side by side, and say which may be compared",
		Long: `Work out measures for each region (or --by department, site, year …) and judge each
figure: comparable, comparable with care, or not comparable, with the reason in
words. Without a measure, print a matrix of all measures. Figures that are not
comparable are marked x and never ranked; those of fewer than 5 records are not given.

Measures: ` + wrapped(compare.MeasureNames(), 78) + `

Units (--by): ` + wrapped(compare.UnitNames(), 78) + `

JSON, CSV and Markdown hold the SQL of each figure: a stock sqlite3 gives the same
number from the same database.`,
		Example: "  carif compare\n  carif compare price --by department\n" +
			"  carif compare courses --inhabitants --format md\n" +
			"  carif compare --freeze courses-2026",
		Args: args(cobra.ArbitraryArgs),
		RunE: func(cmd *cobra.Command, got []string) error { return a.compare(cmd.Context(), o, got) },
	}
	f := cmd.Flags()
	o.db.flags(f, false)
	f.StringVar(&o.by, "by", "region", "unit of the figures")
	f.StringSliceVar(&o.sites, "site", nil, "only these sites (repeatable)")
	f.StringVar(&o.on, "on", "", "day that open sessions and the like are counted on, as 2026-11-30")
	standsFor(f, "on", "the newest day that the pages of a site are of")
	numberVar(f, &o.window, "window", 90, "days before --on in which births and deaths are counted")
	numberVar(f, &o.long, "long-open", 180, "days after which a course without a session ahead is a zombie")
	f.BoolVar(&o.inhabitants, "inhabitants", false, "counts per 100,000 inhabitants")
	f.StringVar(&o.denominator, "denominator", "",
		"counts per 100,000 of the second column of this CSV file; the first is the unit")
	f.BoolVar(&o.standardise, "standardise", false,
		"also give shares as they were if each unit had the whole's mix of domains")
	f.StringVar(&o.format, "format", "text", "text | json | csv | md | html")
	f.StringVar(&o.out, "out", "", "file to write")
	standsFor(f, "out", "stdout")
	f.StringVar(&o.freeze, "freeze", "",
		"new folder for data, figures, report, method and citation, to be checked with carif verify")
	withContacts(cmd, &o.contacts)
	return cmd
}

// wrapped lists words in lines of at most n columns.
func wrapped(words []string, n int) string {
	var b strings.Builder
	column := 0
	for i, w := range words {
		switch {
		case i == 0:
		case column+len(w) > n-12:
			b.WriteString("\n")
			column = 0
		default:
			b.WriteString(" ")
		}
		b.WriteString(w)
		column += len(w) + 1
	}
	return b.String()
}

func (a *app) compare(ctx context.Context, o compareOptions, measures []string) error {
	q, err := o.query(measures)
	if err == nil {
		err = o.db.outFile("--out", o.out)
	}
	if err != nil {
		return err
	}
	if err := refuseOver(o.out, o.db.db, o.denominator); err != nil {
		return err
	}
	st, err := o.db.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	if err := a.checkSiteFilter(ctx, st, o.db.db, o.sites...); err != nil {
		return err
	}
	r, err := a.compared(ctx, st, q, o.contacts)
	if err != nil {
		return err
	}
	if len(r.Sources) == 0 {
		return fmt.Errorf("nothing to compare: nothing of these sites was published in %s; `carif runs` lists how runs "+
			"ended", o.db.db)
	}
	if o.freeze != "" {
		frozen := freeze.Database{Extract: st.Extract, Open: sqlite.OpenPlain}
		if err := freeze.Write(ctx, frozen, r, o.freeze, version); err != nil {
			return err
		}
		printf(a.err, "%s written: %s by %s (`carif verify` checks it)\n", printable(o.freeze),
			count(len(r.Figures), "figure"), r.By)
		return nil
	}
	if o.out == "" {
		return a.printCompared(r, o.format, len(measures) == 0)
	}
	var b bytes.Buffer
	aside := &app{streams: streams{out: &b, err: a.err}}
	if err := aside.printCompared(r, o.format, len(measures) == 0); err != nil {
		return err
	}
	if err := harvest.WriteWhole(o.out, b.Bytes(), 0o644); err != nil {
		return err
	}
	printf(a.err, "%s written: %s by %s\n", printable(o.out), count(len(r.Figures), "figure"), r.By)
	return nil
}

// printCompared prints a result in a format; as text a matrix, or a table a measure.
func (a *app) printCompared(r *compare.Result, format string, matrix bool) error {
	switch format {
	case "json":
		return writeJSON(a.out, r, "  ")
	case "csv":
		return report.CSV(a.out, r)
	case "md":
		return report.Markdown(a.out, r, version)
	case "html":
		return report.HTML(a.out, r, version)
	}
	if matrix {
		return a.printMatrix(r)
	}
	return a.printMeasures(r)
}

// query checks what was asked, and makes a query of it.
func (o *compareOptions) query(names []string) (q compare.Query, err error) {
	if err := oneOf("format", o.format, "text", "json", "csv", "md", "html"); err != nil {
		return q, err
	}
	if !slices.Contains(compare.UnitNames(), o.by) {
		return q, notListed("unit", o.by, compare.UnitNames())
	}
	for _, m := range names {
		if !slices.Contains(compare.MeasureNames(), m) {
			return q, notListed("measure", m, compare.MeasureNames())
		}
	}
	if o.on != "" {
		if _, err := time.Parse(time.DateOnly, o.on); err != nil {
			return q, usagef("--on %q is no day: write it like 2026-11-30", o.on)
		}
	}
	if o.freeze != "" && o.out != "" {
		return q, usagef("--freeze writes the report, too: leave --out away")
	}
	if o.freeze != "" {
		if err := folderOf("--freeze", filepath.Dir(filepath.Clean(o.freeze))); err != nil {
			return q, err
		}
	}
	q = compare.Query{By: o.by, Measures: names, Sites: o.sites, On: o.on,
		Window: o.window, Zombie: o.long, Standardise: o.standardise}
	if o.standardise && len(names) > 0 && !slices.ContainsFunc(names, func(m string) bool {
		kind, _ := compare.KindOf(m)
		return kind == compare.Share
	}) {
		return q, usagef("--standardise is for shares: %s is none", strings.Join(names, ", "))
	}
	if o.standardise && o.by == "domain" {
		return q, usagef("--standardise gives all units one mix of domains: it cannot go with --by domain")
	}
	switch {
	case o.inhabitants && o.denominator != "":
		return q, usagef("--inhabitants and --denominator exclude each other: counts are per 100,000 of one thing")
	case o.inhabitants:
		if q.Per, err = compare.Population(o.by); err != nil {
			return q, usagef("--inhabitants goes with --by region, old-region or department, not with %s: name a file with "+
				"--denominator", o.by)
		}
	case o.denominator != "":
		f, err := os.Open(o.denominator)
		if err != nil {
			return q, usagef("--denominator: %v", err)
		}
		defer f.Close()
		if q.Per, err = compare.ReadDenominator(f, o.denominator); err != nil {
			return q, withCode(exitUsage, err)
		}
	}
	return q, nil
}

// compared runs a query, with what profiles claim, and hides people in the names of units.
func (a *app) compared(ctx context.Context, st *sqlite.Store, q compare.Query, contacts bool) (*compare.Result, error) {
	var err error
	if q.Claims, err = a.claims(); err != nil {
		return nil, err
	}
	db, err := st.Plain()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	r, err := compare.Run(ctx, db, q)
	if errors.Is(err, compare.ErrDenominator) {
		return nil, withCode(exitUsage, err)
	}
	if err != nil {
		return nil, err
	}
	s, err := scrub.Of(ctx, st, contacts)
	if err != nil {
		return nil, err
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		f.Name, f.Label = s.House(f.Name, "name"), s.Text(f.Label, "label")
	}
	return r, nil
}

// claims are what profiles say that their catalogues hold.
func (a *app) claims() (map[string]compare.Claim, error) {
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return nil, err
	}
	claims := map[string]compare.Claim{}
	for _, s := range set.All() {
		claims[s.ID] = compare.Claim{Name: s.Name, Region: s.Region, National: s.Region == "", Historic: s.Historic}
	}
	return claims, nil
}

// marks stand behind a number and say its verdict.
var marks = map[compare.Verdict]string{compare.Comparable: " ", compare.WithCare: "~", compare.NotComparable: "x"}

// grey prints what is not comparable so that it stands back.
func (a *app) grey(words string, v compare.Verdict) string {
	if v == compare.NotComparable && colour(a.out) {
		return "\x1b[2m" + words + "\x1b[0m"
	}
	return words
}

// printMatrix prints a line a measure and a column a unit, in as many blocks as the terminal needs; then the reasons.
func (a *app) printMatrix(r *compare.Result) error {
	units, names := report.Units(r)
	cells := report.Cell(r)
	widest := 0
	for _, m := range r.Measures {
		widest = max(widest, len(m))
	}
	const least = 5
	wide := map[string]int{}
	for _, u := range units {
		wide[u] = max(least, utf8.RuneCountInString(printable(u)))
		for _, m := range r.Measures {
			if f := cells[m][u]; f != nil {
				wide[u] = max(wide[u], utf8.RuneCountInString(report.Short(r, f)))
			}
		}
	}
	line := width(a.out)
	if line == 0 {
		line = 120
	}
	printf(a.out, "%s by %s on %s: ~ compare with care, x not comparable, <5 too few to tell, – none\n",
		"All measures", r.By, r.On)
	if r.Denominator != "" {
		printf(a.out, "Counts per 100,000 %s\n", printable(r.Denominator))
	}
	for len(units) > 0 {
		n, room := 0, line-widest
		for n < len(units) && (n == 0 || room >= wide[units[n]]+3) {
			room -= wide[units[n]] + 3
			n++
		}
		a.printBlock(r, units[:n], cells, wide, widest)
		units = units[n:]
	}
	a.printReasons(r, cells, names)
	return nil
}

// printBlock prints the columns of some units.
func (a *app) printBlock(r *compare.Result, units []string, cells map[string]map[string]*compare.Figure,
	wide map[string]int, widest int) {
	printf(a.out, "\n%-*s", widest, "")
	for _, u := range units {
		printf(a.out, "  %*s ", wide[u], printable(u))
	}
	for _, m := range r.Measures {
		line := fmt.Sprintf("\n%-*s", widest, m)
		for _, u := range units {
			words, v := "–", compare.Comparable
			if f := cells[m][u]; f != nil {
				words, v = report.Short(r, f), f.Verdict
			}
			line += "  " + a.grey(fmt.Sprintf("%*s%s", wide[u], words, marks[v]), v)
		}
		printf(a.out, "%s", strings.TrimRight(line, " "))
	}
	printf(a.out, "\n")
}

// printReasons prints what speaks against the figures of a matrix: a paragraph a unit, a line a reason with the
// measures it is of.
func (a *app) printReasons(r *compare.Result, cells map[string]map[string]*compare.Figure, names map[string]string) {
	type key struct{ unit, words string }
	of := map[key][]string{}
	verdicts := map[key]map[compare.Verdict][]string{}
	var order []key
	for i := range r.Figures {
		f := &r.Figures[i]
		if cells[f.Measure][f.Unit] != f {
			continue
		}
		for _, reason := range f.Reasons {
			k := key{f.Unit, reason.Words}
			if of[k] == nil {
				order = append(order, k)
				verdicts[k] = map[compare.Verdict][]string{}
			}
			if !slices.Contains(of[k], f.Measure) {
				of[k] = append(of[k], f.Measure)
				verdicts[k][reason.Verdict] = append(verdicts[k][reason.Verdict], f.Measure)
			}
		}
	}
	slices.SortStableFunc(order, func(x, y key) int { return strings.Compare(x.unit, y.unit) })
	unit := ""
	for _, k := range order {
		if k.unit != unit {
			unit = k.unit
			printf(a.out, "\n%s %s\n", printable(unit), printable(names[unit]))
		}
		for _, v := range []compare.Verdict{compare.NotComparable, compare.WithCare} {
			if ms := verdicts[k][v]; len(ms) > 0 {
				what := strings.Join(ms, ", ")
				if len(ms) == len(r.Measures) {
					what = "all measures"
				}
				printf(a.out, "  %s %s (%s)\n", marks[v], printable(k.words), what)
			}
		}
	}
	a.printOutside(r)
}

// printOutside tells of the records that no figure counts.
func (a *app) printOutside(r *compare.Result) {
	for _, m := range []string{"courses", "sessions"} {
		if n := r.Outside[m]; n > 0 {
			printf(a.out, "\n%s of open courses stand in no %s and are in no figure\n", count(n, m[:len(m)-1]), r.By)
		}
	}
}

// printMeasures prints a table a measure, the best rank first, what is not comparable last.
func (a *app) printMeasures(r *compare.Result) error {
	for i, m := range r.Measures {
		if i > 0 {
			printf(a.out, "\n")
		}
		printf(a.out, "%s by %s: %s\n", m, r.By, r.Definitions[m])
		if r.Denominator != "" {
			printf(a.out, "Counts per 100,000 %s\n", printable(r.Denominator))
		}
		list := report.Ordered(r, m)
		if len(list) == 0 {
			printf(a.out, "no figure\n")
			continue
		}
		a.printRows(r, m, list)
		if n := r.Outside[m]; n > 0 {
			printf(a.out, "%s in no %s and in no figure\n", count(n, "record"), r.By)
		}
	}
	return nil
}

// printRows prints the table of one measure.
func (a *app) printRows(r *compare.Result, m string, list []*compare.Figure) {
	rows := [][]string{{"RANK", strings.ToUpper(r.By), "NAME", "CODE", "VALUE", "95 % INTERVAL", "STANDARDISED", "N",
		"VERDICT", "WHY"}}
	for _, f := range list {
		rank := "–"
		if f.Rank > 0 {
			rank = fmt.Sprint(f.Rank)
		}
		rows = append(rows, []string{rank, f.Unit, cut(f.Name, 40), join(" ", f.Code, cut(f.Label, 40)), report.Value(r, f),
			report.Interval(r, f), report.Standardised(r, f), report.N(f), string(f.Verdict), report.Why(f)})
	}
	right := map[int]bool{0: true, 4: true, 6: true, 7: true}
	wide := make([]int, len(rows[0]))
	for _, row := range rows[1:] {
		for i, c := range row {
			wide[i] = max(wide[i], utf8.RuneCountInString(printable(c)))
		}
	}
	for n, row := range rows {
		line := ""
		for i, c := range row {
			if wide[i] == 0 {
				continue // no figure has one
			}
			w := max(wide[i], utf8.RuneCountInString(rows[0][i]))
			if !right[i] {
				w = -w
			}
			line += fmt.Sprintf("%*s  ", w, printable(c))
		}
		v := compare.Comparable
		if n > 0 {
			v = list[n-1].Verdict
		}
		_, _ = io.WriteString(a.out, a.grey(strings.TrimRight(line, " "), v)+"\n")
	}
}
