package report

import (
	"cmp"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"carif/harvest"
	"carif/schema"
)

// section is one part of the report, in the same words for the page and for Markdown.
type section struct {
	Head  string
	Said  string // a sentence below the head
	Chart template.HTML
	Items []item
	Table *table
}

// item is a line of a list.
type item struct {
	Text  string
	Aside string   // said beside it, more quietly
	Codes []string // addresses
	Do    string   // what to run or to write
}

type table struct {
	Name string // what it tells, for who cannot see where it stands
	Cols []column
	Rows [][]cell
}

type column struct {
	Head   string
	Number bool
	Chart  bool // drawn: stands in the page only
}

type cell struct {
	Text, Under string // Under stands below, more quietly
	Class       string // how it is coloured
	Chart       template.HTML
}

func cells(texts ...string) []cell {
	out := make([]cell, len(texts))
	for i, t := range texts {
		out[i].Text = t
	}
	return out
}

// sections are what is told of the run, in the order in which it is read.
func (r *Report) sections() []section {
	all := []section{r.gate(), r.needed(), r.drift(), lines("Warnings", r.Summary.Warnings), r.changes(), r.examples()}
	all = append(all, r.faults()...)
	all = append(all, r.nights(), r.fill(), r.answers(), r.politeness(), r.timeline(),
		lines("Learnt of the site", r.Summary.Learnt))
	return slices.DeleteFunc(all, func(s section) bool { return s.Said == "" && s.Items == nil && s.Table == nil })
}

func lines(head string, texts []string) section {
	s := section{Head: head}
	for _, t := range texts {
		s.Items = append(s.Items, item{Text: t})
	}
	return s
}

// fact is one figure of the run.
type fact struct {
	Name string
	N    int
}

func (r *Report) facts() []fact {
	run := &r.Summary.Run
	return []fact{{"pages answered", run.Pages}, {"courses seen", coursesOf(run)}, {"added", run.Added},
		{"changed", run.Changed}, {"closed", run.Closed}, {"sessions", run.Sessions}}
}

func coursesOf(r *schema.Run) int { return r.Added + r.Changed + r.Same }

func (r *Report) gate() section {
	s := lines("What the gate said", r.Summary.Gate.Reasons)
	run := &r.Summary.Run
	switch {
	case run.Verdict == schema.VerdictNone:
		s.Said = "Nothing: the run did not come to its end."
	case !r.Kept:
		s.Said = "Its reasons are not known any more."
	case len(s.Items) == 0 && run.Verdict == schema.VerdictWarned:
		s.Said = "It has no objection; look at: " + strings.Join(harvest.Warned(r.Summary), ", ") + "."
	case len(s.Items) == 0:
		s.Said = "It has no objection."
	case r.Summary.Gate.Published:
		s.Said = "A person published the run over these objections:"
	}
	return s
}

// drifted tells the notices that name what the site itself changed.
func drifted(n harvest.Notice) bool {
	return len(n.Pages) > 0 && (n.Failure == schema.FailureLabels || n.Failure == schema.FailureLayout)
}

func noticed(n harvest.Notice) item {
	return item{Text: n.What, Aside: string(n.Failure), Codes: n.Pages, Do: n.Do}
}

func (r *Report) needed() section {
	s := section{Head: "What needs a person"}
	for _, n := range r.Summary.Notices {
		if !drifted(n) {
			s.Items = append(s.Items, noticed(n))
		}
	}
	if len(r.Summary.Notices) == 0 { // of a program that knew no notices
		s = lines(s.Head, r.Summary.Alarms)
	}
	return s
}

func (r *Report) drift() section {
	s := section{Head: "Drift: what the site changed in all its pages"}
	for _, n := range r.Summary.Notices {
		if drifted(n) {
			s.Items = append(s.Items, noticed(n))
		}
	}
	return s
}

func (r *Report) changes() section {
	s := section{Head: "What changed", Said: "Nothing."}
	if len(r.Changes) == 0 {
		return s
	}
	s.Said = ""
	s.Table = &table{Name: s.Head, Cols: []column{{Head: "what"}, {Head: "cause"}, {Head: "how often", Number: true}}}
	for _, c := range r.Changes {
		s.Table.Rows = append(s.Table.Rows, cells(string(c.Kind), c.Cause, fmt.Sprint(c.N)))
	}
	return s
}

func (r *Report) examples() section {
	if len(r.Examples) == 0 {
		return section{}
	}
	s := section{Head: "Examples of changes",
		Said: fmt.Sprintf("The first of each kind and cause. carif changes --run %d --latest lists all.", r.Summary.Run.ID)}
	s.Table = &table{Name: s.Head, Cols: []column{{Head: "course"}, {Head: "what"}, {Head: "before"}, {Head: "now"}}}
	for _, c := range r.Examples {
		what := cell{Text: strings.TrimSpace(string(c.Kind) + " " + c.Field), Under: c.Cause}
		s.Table.Rows = append(s.Table.Rows, []cell{{Text: value(c.Title), Under: c.Key}, what, {Text: value(c.Old)},
			{Text: value(c.New)}})
	}
	return s
}

func value(p *string) string {
	if p == nil {
		return "–"
	}
	return short(*p)
}

// faults are those of each class, with a few examples, and the course pages that were not had.
func (r *Report) faults() (out []section) {
	classes := Classes(r.Summary.Faults)
	if len(classes) > 0 {
		s := section{Head: "Faults by class", Table: &table{Name: "Faults by class",
			Cols: []column{{Head: "class"}, {Head: "pages", Number: true}, {Head: "given by a later try", Number: true}}}}
		for _, c := range classes {
			healed := 0
			for _, f := range c.Faults {
				if f.Healed {
					healed++
				}
			}
			s.Table.Rows = append(s.Table.Rows, cells(c.Name, fmt.Sprint(len(c.Faults)), fmt.Sprint(healed)))
		}
		for _, c := range classes {
			for _, f := range c.Faults[:min(len(c.Faults), examplesEach)] {
				it := item{Text: c.Name, Codes: []string{f.URL}, Aside: f.Class + ": " + short(f.Last)}
				if f.Healed {
					it.Aside += " (a later try gave the page)"
				}
				s.Items = append(s.Items, it)
			}
		}
		out = append(out, s)
	}
	if missed := r.Summary.Missed; len(missed) > 0 {
		const most = 20
		s := section{Head: "Course pages that were not had"}
		for _, url := range missed[:min(len(missed), most)] {
			s.Items = append(s.Items, item{Codes: []string{url}})
		}
		if len(missed) > most {
			s.Said = fmt.Sprintf("The first %d of %d.", most, len(missed))
		}
		out = append(out, s)
	}
	return out
}

// coloured are the colours of verdicts and states.
func coloured(run *schema.Run) string {
	switch run.Verdict {
	case schema.VerdictPublished:
		return "good"
	case schema.VerdictWarned:
		return "warn"
	case schema.VerdictHeld, schema.VerdictNoNight:
		return "bad"
	}
	if run.State == schema.RunFailed {
		return "bad"
	}
	return ""
}

// mostMoved is how many fields the table of nights follows: those that moved most.
const mostMoved = 3

func (r *Report) nights() section {
	if len(r.Nights) == 0 {
		return section{}
	}
	s := section{Head: "The nights up to this one", Chart: chart(r)}
	moved := r.restless()
	t := &table{Name: s.Head, Cols: []column{{Head: "run", Number: true}, {Head: "night"}, {Head: "verdict"},
		{Head: "courses", Number: true}, {Head: "added", Number: true}, {Head: "changed", Number: true},
		{Head: "closed", Number: true}, {Head: "sessions", Number: true}, {Head: "filled", Number: true}}}
	for _, f := range moved {
		t.Cols = append(t.Cols, column{Head: string(f.Field), Number: true})
	}
	for i := range slices.Backward(r.Nights) {
		n := &r.Nights[i]
		row := cells(fmt.Sprint(n.ID), n.Started.Local().Format(time.DateOnly),
			strings.ReplaceAll(cmp.Or(string(n.Verdict), string(n.State)), "_", " "), fmt.Sprint(coursesOf(n)),
			fmt.Sprint(n.Added), fmt.Sprint(n.Changed), fmt.Sprint(n.Closed), fmt.Sprint(n.Sessions), shareOn(r.Filled, i))
		row[2].Class = coloured(n)
		for _, f := range moved {
			row = append(row, cell{Text: shareOn(&f, i)})
		}
		t.Rows = append(t.Rows, row)
	}
	s.Table = t
	if r.Filled != nil {
		s.Said = "“filled” is the mean of all fields that any course has"
		if len(moved) > 0 {
			s.Said += "; the fields beside it moved most"
		}
		s.Said += "."
	}
	return s
}

// shareOn is a share on the night with that place in Nights; a dash where there was none.
func shareOn(f *Fill, night int) string {
	switch {
	case f == nil:
	case night >= len(f.Was):
		return percent(f.Is)
	case f.Was[night] != nil:
		return percent(*f.Was[night])
	}
	return "–"
}

// restless are the fields whose share differed most over the nights, by a hundredth at least.
func (r *Report) restless() []Fill {
	wide := func(f Fill) float64 {
		low, high := f.span()
		return high - low
	}
	list := slices.DeleteFunc(slices.Clone(r.Fill), func(f Fill) bool { return wide(f) < 0.01 })
	slices.SortStableFunc(list, func(a, b Fill) int { return cmp.Compare(wide(b), wide(a)) })
	return list[:min(len(list), mostMoved)]
}

func percent(x float64) string { return fmt.Sprintf("%.1f %%", 100*x) }

func (r *Report) fill() section {
	if r.Filled == nil {
		return section{}
	}
	s := section{Head: "How much is filled"}
	t := &table{Name: s.Head, Cols: []column{{Head: "field"}, {Head: "courses that have it", Number: true},
		{Head: "night before", Number: true}, {Head: "lowest", Number: true}, {Head: "highest", Number: true},
		{Head: "over the nights", Chart: true}, {Head: "since the night before"}}}
	var never []string
	for _, f := range append([]Fill{*r.Filled}, r.Fill...) {
		low, high := f.span()
		if high == 0 {
			never = append(never, string(f.Field))
			continue
		}
		row := cells(string(f.Field), percent(f.Is), "–", percent(low), percent(high), "", "")
		if was, ok := f.Before(); ok {
			row[2].Text = percent(was)
			if f.Moves() {
				row[6] = cell{Text: fmt.Sprintf("%+.1f points", 100*(f.Is-was)), Class: "warn"}
			}
		}
		row[5].Chart = spark(f)
		t.Rows = append(t.Rows, row)
	}
	s.Table = t
	if never != nil {
		s.Said = "No course of these nights has: " + strings.Join(never, ", ") + "."
	}
	return s
}

func (r *Report) answers() section {
	run := &r.Summary.Run
	s := section{Head: "How pages answered, and what was not understood"}
	t := &table{Name: s.Head, Cols: []column{{Head: "what"}, {Head: "which"}, {Head: "how often", Number: true}}}
	add := func(what string, which string, n int) { t.Rows = append(t.Rows, cells(what, which, fmt.Sprint(n))) }
	for _, o := range slices.Sorted(maps.Keys(run.Outcomes)) {
		add("answer", string(o), run.Outcomes[o])
	}
	for _, c := range []struct {
		what string
		of   map[string]int
	}{{"page without a course", run.Refused}, {"issue", run.Issues}, {"limit reached", run.Limits}} {
		for _, which := range slices.Sorted(maps.Keys(c.of)) {
			add(c.what, which, c.of[which])
		}
	}
	if len(t.Rows) > 0 {
		s.Table = t
	}
	return s
}

func (r *Report) politeness() section {
	hosts := r.Summary.Politeness
	if len(hosts) == 0 {
		return section{}
	}
	s := section{Head: "Politeness kept",
		Said: "The gap is from the end of an answer to the next request to the same host."}
	s.Table = &table{Name: s.Head, Cols: []column{{Head: "host"}, {Head: "requests", Number: true},
		{Head: "smallest gap", Number: true}}}
	for _, h := range hosts {
		gap := "–"
		if h.Gap != nil {
			gap = time.Duration(*h.Gap * float64(time.Second)).Round(time.Millisecond).String()
		}
		s.Table.Rows = append(s.Table.Rows, cells(h.Host, fmt.Sprint(h.Requests), gap))
	}
	return s
}

func (r *Report) timeline() section {
	s := section{Head: "Time line"}
	for i, m := range r.Summary.Timeline {
		it := item{Text: moment(m.At) + " " + m.What}
		if i > 0 {
			it.Aside = "after " + m.At.Sub(r.Summary.Timeline[i-1].At).String()
		}
		s.Items = append(s.Items, it)
	}
	return s
}

func moment(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") }

// heading is the first line, and opening the sentences below it.
func (r *Report) heading() string {
	return fmt.Sprintf("%s, %s, run %d", r.Summary.Run.Site, r.Summary.Run.Kind, r.Summary.Run.ID)
}

func (r *Report) opening() []string {
	s, run := &r.Summary, &r.Summary.Run
	first := run.Started.Local().Format("2006-01-02 15:04:05 MST")
	if took := r.took(); took != "" {
		first += ", took " + took
	}
	if s.Resumed {
		first += ", went on with a run that had been interrupted"
	}
	out := []string{first + ", carif " + run.Version}
	if run.Note != "" && !slices.Contains(s.Gate.Reasons, run.Note) {
		out = append(out, run.Note)
	}
	if !r.Kept {
		out = append(out, "No report of this run is kept: nothing happened in it, it was killed or still runs, or an older "+
			"carif made it. Faults and time line are not known.")
	}
	return out
}
