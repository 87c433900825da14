package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"carif/compare"
	"carif/text"
)

// Markdown writes a section a measure with its table, then the catalogues, and how it was done.
func Markdown(w io.Writer, r *compare.Result, version string) error {
	out := bufio.NewWriter(w)
	p := func(format string, args ...any) { fmt.Fprintf(out, format, args...) }
	p("# %s by %s on %s\n\n", title(r), r.By, r.On)
	p("%s\n\n", md(Citation(r, version)))
	for _, m := range r.Measures {
		p("## %s\n\n%s\n\n", m, r.Definitions[m])
		list := Ordered(r, m)
		if len(list) == 0 {
			p("No figure.\n\n")
			continue
		}
		p("| rank | %s | name |%s value | 95 %% interval | n | verdict | why |\n", r.By, codeHead(list))
		p("|---:|---|---|%s---:|---|---:|---|---|\n", strings.Repeat("---|", 2*mixed(list)))
		for _, f := range list {
			rank, code := "", ""
			if f.Rank > 0 {
				rank = fmt.Sprint(f.Rank)
			}
			if mixed(list) == 1 {
				code = fmt.Sprintf(" %s | %s |", md(f.Code), md(f.Label))
			}
			p("| %s | %s | %s |%s %s | %s | %s | %s | %s |\n", rank, md(f.Unit), md(f.Name), code, md(Value(r, f)),
				Interval(r, f), md(N(f)), f.Verdict, md(Why(f)))
		}
		p("\n")
		if n := r.Outside[m]; n > 0 {
			p("%d records stand in no %s and are in no figure.\n\n", n, r.By)
		}
	}
	p("## Catalogues\n\n| catalogue | name | run | read on | pages met | of | read by carif | reader | courses |\n")
	p("|---|---|---:|---|---:|---:|---|---|---:|\n")
	for _, s := range r.Sources {
		p("| %s | %s | %d | %s | %d | %s | %s | %s | %d |\n", md(s.ID), md(s.Name), s.Run, s.Read, s.Met, expected(&s),
			md(s.Version), md(s.Reader), s.Courses)
	}
	p("\n## Method\n\n%s\n", strings.Join(Method(r), "\n\n"))
	for _, m := range r.Measures {
		p("\n### SQL of %s\n\n```sql\n%s;\n```\n", m, r.Statements[m])
	}
	return out.Flush()
}

// title names what is compared.
func title(r *compare.Result) string {
	if len(r.Measures) == 1 {
		return strings.ToUpper(r.Measures[0][:1]) + r.Measures[0][1:]
	}
	return "Training courses"
}

// expected is how many pages there are, or that nobody knows.
func expected(s *compare.Source) string {
	if s.Expected == 0 {
		return "unknown"
	}
	return fmt.Sprint(s.Expected)
}

// Met tells how many pages of a catalogue were met, and of how many.
func Met(s *compare.Source) string {
	if s.Expected == 0 {
		return fmt.Sprintf("%d pages met; how many there are is unknown", s.Met)
	}
	return fmt.Sprintf("%d of %d pages met", s.Met, s.Expected)
}

// mixed is 1 where the figures have codes.
func mixed(list []*compare.Figure) int {
	if list[0].Code != "" {
		return 1
	}
	return 0
}

func codeHead(list []*compare.Figure) string { return strings.Repeat(" code | label |", mixed(list)) }

// md keeps words from being read as Markdown or HTML.
func md(s string) string { return text.Markdown(s) }

// Citation names the catalogues first, then carif.
func Citation(r *compare.Result, version string) string {
	var names []string
	for _, s := range r.Sources {
		names = append(names, fmt.Sprintf("%s (read on %s, run %d)", strings.Join(strings.Fields(s.Name), " "),
			s.Read, s.Run))
	}
	return strings.Join(names, "; ") + ". Compared by " + r.By + " on " + r.On + " with carif " + version + "."
}

// Method tells in sentences how figures are made and judged.
func Method(r *compare.Result) []string {
	list := []string{
		"A course stands in each " + r.By + " in which one of its sessions does; where " + r.By + " is no property of " +
			"sessions, in each that it names itself. Sums over units can so be larger than the whole. Only what is published " +
			"counts, and, but for births and deaths, only courses that are open.",
		"Each figure is judged by what is known of its records: pages met of pages expected, records that stand in no " +
			"unit, records whose page states it, words that were understood, values that were derived, courses that two " +
			"catalogues list, the day on which each catalogue was read, what it claims to hold, and changes of reader, model " +
			"or layout. The worst of these is its verdict. What is not comparable has no rank. Figures of fewer than 5 " +
			"records are not given.",
		"Intervals are of 95 %: Wilson's for shares, for medians the values at the ranks of the binomial " +
			"distribution, for 6 records or more. They tell chance only, not what a catalogue leaves out.",
	}
	if r.Denominator != "" {
		list = append(list, "Counts are per 100,000 "+r.Denominator+".")
	}
	return list
}
