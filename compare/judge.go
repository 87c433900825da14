package compare

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// Criterion names what a figure is judged by.
type Criterion string

// The criteria, in the order in which their reasons stand.
const (
	Small   Criterion = "small"   // too few records
	Scope   Criterion = "scope"   // no catalogue claims to hold the unit, or departments are missing
	Pages   Criterion = "pages"   // pages that were not met
	Placed  Criterion = "placed"  // records that stand in no unit
	States  Criterion = "states"  // records whose page does not say it
	Coded   Criterion = "coded"   // words that were not understood
	Derived Criterion = "derived" // values that no word of the page says
	Grain   Criterion = "grain"   // codes that hold one another
	Doubles Criterion = "doubles" // courses that two catalogues list
	Fresh   Criterion = "fresh"   // catalogues read long ago
	Pooled  Criterion = "pooled"  // catalogues of different years, counted together
	Break   Criterion = "break"   // reader, model, profile or layout changed in between
	Window  Criterion = "window"  // catalogues first read after the window began
	Period  Criterion = "period"  // spans of time that catalogues no longer, or not yet, tell whole
)

// bound is from where on a figure is comparable, and below what it is not at all; between them lies care. Both are
// shares of what ought to be there.
type bound struct{ good, least float64 }

// bounds are the rule of docs/decisions/0020-comparability.md. A count is spoilt by all that is missing; of shares,
// medians and mixes a part that is missing need not be any different.
var bounds = map[Criterion]map[bool]bound{ // by Measure.counts
	Pages:   {true: {0.98, 0.90}, false: {0.90, 0.70}},
	Placed:  {true: {0.95, 0.80}, false: {0.80, 0.50}},
	States:  {true: {0.95, 0.80}, false: {0.95, 0.70}},
	Coded:   {true: {0.95, 0.80}, false: {0.95, 0.70}},
	Derived: {true: {0.80, 0}, false: {0.80, 0}},
	Doubles: {true: {0.98, 0.90}, false: {0.90, 0}},
	Grain:   {true: {0.90, 0.50}, false: {0.90, 0.50}},
	Scope:   {true: {0.995, 0.60}, false: {0.90, 0.50}},
	Break:   {true: {0.95, 0.75}, false: {0.95, 0.75}},
}

// placedSessions is the bound of sessions in places: they have no provider's place to fall back to, as courses have,
// and those without one are seldom like the others.
var placedSessions = bound{0.95, 0.90}

// Days from which on a catalogue counts as read long ago, for figures that move from day to day and for others.
const (
	timedGood, timedLeast = 31, 92
	otherGood, otherLeast = 92, 366
)

// Days that may lie between the pages of two catalogues counted together.
const pooledGood, pooledLeast = 366, 3 * 366

// counts tells that a figure grows with the number of records.
func (m *Measure) counts() bool { return m.Kind == Count || m.Kind == Diversity }

// grade places a share between the bounds.
func (b bound) grade(share float64) Verdict {
	switch {
	case share >= b.good:
		return Comparable
	case share >= b.least:
		return WithCare
	}
	return NotComparable
}

// judge is the judging of one figure.
type judge struct {
	x       *runner
	m       *Measure
	unit    string
	c       *cell
	sizes   map[string]int // records by catalogue
	total   int
	reasons []Reason
	ev      Evidence
}

// judge gives the evidence on a figure and the reasons against comparing it.
func (x *runner) judge(m *Measure, unit string, c *cell) (Evidence, []Reason) {
	j := judge{x: x, m: m, unit: unit, c: c, sizes: x.sizes[m.level][unit]}
	for _, n := range j.sizes {
		j.total += n
	}
	t := c.all()
	j.ev.Records, j.ev.Known = t.base, t.known
	j.ev.Sites = slices.Sorted(maps.Keys(j.sizes))
	for _, fn := range []func(){j.small, j.scope, j.pages, j.placed, j.says, j.grain, j.double, j.fresh, j.pooled,
		j.breaks, j.window, j.period} {
		fn()
	}
	j.largest()
	return j.ev, j.reasons
}

// add notes a reason, unless there is nothing against the figure.
func (j *judge) add(c Criterion, v Verdict, format string, args ...any) {
	if v != Comparable {
		j.reasons = append(j.reasons, Reason{c, v, fmt.Sprintf(format, args...)})
	}
}

// share grades a share by the bounds of its criterion.
func (j *judge) share(c Criterion, share float64, format string, args ...any) {
	j.add(c, bounds[c][j.m.counts()].grade(share), format, args...)
}

func (j *judge) small() {
	n := j.ev.Known
	if j.m.Kind == Count && j.c.all().hits > 0 {
		n = j.c.all().hits
	}
	if n == 0 {
		j.add(Small, NotComparable, "no record has a value")
	} else if n < smallCell {
		j.add(Small, NotComparable, "fewer than %d records have a value", smallCell)
	}
}

// weight is the share of the unit's records that one catalogue has.
func (j *judge) weight(site string) float64 {
	if j.total == 0 {
		return 0
	}
	return float64(j.sizes[site]) / float64(j.total)
}

// heavy is from which share of a unit's records on a catalogue is named in reasons of its own.
const heavy = 0.05

// claims lists the departments of a place.
func (x *runner) claims(unit string) (departments []string, region map[string]bool) {
	region = map[string]bool{}
	for _, d := range x.index.Departments() {
		in := x.unit.Name == "region" && d.Region == unit || x.unit.Name == "old-region" && d.OldRegion == unit ||
			x.unit.Name == "department" && d.Code == unit
		if in {
			departments = append(departments, d.Code)
			region[d.Region] = true
		}
	}
	return departments, region
}

// scope asks whether any catalogue claims to hold the place, and whether all of its departments are met.
func (j *judge) scope() {
	if !j.x.unit.Place {
		return
	}
	deps, regions := j.x.claims(j.unit)
	if len(deps) == 0 {
		j.add(Scope, NotComparable, "%s is no place that carif knows", j.unit)
		return
	}
	claimed := false
	for _, s := range j.x.source {
		claimed = claimed || s.National || regions[s.Region]
	}
	if !claimed {
		j.add(Scope, NotComparable, "no catalogue here claims to hold it: what others list of it is a part of unknown size")
		return
	}
	var there, all float64
	var missing []string
	for _, code := range deps {
		d, _ := j.x.index.Department(code)
		all += float64(d.Population)
		if j.x.present[code] {
			there += float64(d.Population)
		} else {
			missing = append(missing, d.Name)
		}
	}
	if len(missing) > 0 && all > 0 {
		j.share(Scope, there/all, "nothing is listed in %s (%s of its inhabitants)", strings.Join(missing, ", "),
			percent(1-there/all))
	}
}

// pages asks whether the catalogues were read whole.
func (j *judge) pages() {
	met, known := 0.0, 0.0
	var worst []string
	j.ev.WholeKnown = true
	var cut, saved []string
	for _, id := range j.ev.Sites {
		s, w := j.x.source[id], j.weight(id)
		if s.Expected > 0 {
			met += w * s.Pages
			known += w
			if s.Pages < 0.98 && w >= heavy {
				worst = append(worst, fmt.Sprintf("%s %d of %d", id, s.Met, s.Expected))
			}
		}
		switch {
		case s.Complete || w < heavy:
		case s.Imported:
			saved = append(saved, id)
		default:
			cut = append(cut, id)
		}
	}
	if known > 0 {
		share := met / known
		j.ev.Pages = &share
		j.share(Pages, share, "%s of the pages expected were met (%s)", percent(share), strings.Join(worst, ", "))
	}
	v := WithCare
	if j.m.counts() {
		v = NotComparable
	}
	if len(cut) > 0 {
		j.ev.WholeKnown = false
		j.add(Pages, v, "how many pages there are is not known: %s was not walked to its end in its last run",
			strings.Join(cut, ", "))
	}
	if len(saved) > 0 {
		j.ev.WholeKnown = false
		j.add(Pages, v, "how many pages there are is not known: those of %s are saved files", strings.Join(saved, ", "))
	}
	if !j.ev.WholeKnown {
		j.ev.Pages = nil
	}
}

// placed asks how many records of these catalogues stand in no unit.
func (j *judge) placed() {
	none, sums := j.x.sizes[j.m.level][""], map[string]int{}
	if len(none) == 0 {
		return
	}
	for unit, by := range j.x.sizes[j.m.level] {
		if unit != "" {
			for id, n := range by {
				sums[id] += n
			}
		}
	}
	share := 0.0
	for _, id := range j.ev.Sites {
		share += j.weight(id) * float64(sums[id]) / float64(sums[id]+none[id])
	}
	j.ev.Placed = &share
	b := bounds[Placed][j.m.counts()]
	if j.x.unit.Place && j.m.level == ofSessions {
		b = placedSessions
	}
	j.add(Placed, b.grade(share), "%s of the records of its catalogues have no %s", percent(1-share), j.x.unit.Name)
}

// says asks how many pages say it, how many words were understood, and what was derived.
func (j *judge) says() {
	t := j.c.all()
	if j.m.stated == "" || t.base == 0 {
		return
	}
	stated := float64(t.stated) / float64(t.base)
	j.ev.Stated = &stated
	if t.stated == 0 && j.m.none != "" {
		j.add(States, NotComparable, "%s", j.m.none)
	} else {
		j.share(States, stated, "%s of the records state it", percent(stated))
	}
	if t.stated > 0 {
		understood := float64(t.known) / float64(t.stated)
		j.ev.Coded = &understood
		j.share(Coded, understood, cmp.Or(j.m.lacks, "%s of what is stated was understood"), percent(understood))
	}
	if t.known > 0 {
		derived := float64(t.derived) / float64(t.known)
		j.ev.Derived = &derived
		if j.m.Kind == Share && t.sum == t.derived && bounds[Derived][false].grade(1-derived) != Comparable {
			j.add(Derived, NotComparable, "%s of the values are derived and all say yes: where nothing is printed, nothing "+
				"can say no", percent(derived))
			return
		}
		j.share(Derived, 1-derived, "%s of the values are derived or near, not printed as such", percent(derived))
	}
}

// everyone is the code of an audience that holds all others; within are codes that are a part of another.
const everyone = "83056"

var within = map[string]string{"80009": "80006", "81024": "81032"}

// grain asks how many courses name everyone: whether they are for some audience is not told by its code.
func (j *judge) grain() {
	if t := j.c.all(); j.m.list == "course_audience" && t.known > 0 {
		all := float64(j.c.codes[everyone]) / float64(t.known)
		j.share(Grain, 1-all, "%s of its courses are for everyone (%s), so for each audience, which its share does not count",
			percent(all), everyone)
	}
}

// parts tells that a code is a part of another that is named, too, or the other way round; "" for neither.
func (x *runner) parts(m *Measure, code string) string {
	if m.list != "course_audience" {
		return ""
	}
	for part, whole := range within {
		if code != part && code != whole {
			continue
		}
		named := map[string]bool{}
		for _, c := range x.cells[m.Name] {
			named[part] = named[part] || c.codes[part] > 0
			named[whole] = named[whole] || c.codes[whole] > 0
		}
		if named[part] && named[whole] {
			return fmt.Sprintf("%s is a part of %s: pages that print one of them need not print the other", part, whole)
		}
	}
	return ""
}

func (j *judge) double() {
	if n := j.x.courses[j.unit]; n > 0 {
		twice := float64(j.x.doubles[j.unit]) / float64(n)
		j.ev.Doubles = &twice
		j.share(Doubles, 1-twice, "%s of its courses are listed by two catalogues", percent(twice))
	}
}

// fresh asks how far from the day of the figure its catalogues were read: one read before is old, one read after may
// have lost what was there.
func (j *judge) fresh() {
	good, least := otherGood, otherLeast
	if j.m.Timed {
		good, least = timedGood, timedLeast
	}
	worst, of := 0, ""
	for _, id := range j.ev.Sites {
		if j.x.source[id].Historic && j.m.Timed && j.weight(id) >= heavy {
			j.add(Fresh, NotComparable, "%s holds pages of the past: nothing of it is of today", id)
		}
		read := j.x.source[id].Of
		if j.weight(id) < heavy {
			continue
		}
		if read == "" {
			j.add(Fresh, WithCare, "of which day the saved pages of %s are is not known", id)
			continue
		}
		if j.ev.OldestRead == "" || read < j.ev.OldestRead {
			j.ev.OldestRead = read
		}
		if d := daysBetween(read, j.x.q.On); d > worst {
			worst, of = d, id
		}
	}
	v := Comparable
	if worst > least {
		v = NotComparable
	} else if worst > good {
		v = WithCare
	}
	j.add(Fresh, v, "the pages of %s are of a day %d days from %s", of, worst, j.x.q.On)
}

// largest holds the figure to the verdict of the catalogue that gives the larger part of its records: what is wrong
// there is hidden by what another catalogue prints, and is as wrong.
func (j *judge) largest() {
	if len(j.ev.Sites) < 2 {
		return
	}
	id := slices.MaxFunc(j.ev.Sites, func(a, b string) int { return cmp.Compare(j.sizes[a], j.sizes[b]) })
	part := &judge{x: j.x, m: j.m, unit: j.unit, c: &cell{sites: map[string]tally{id: j.c.sites[id]}},
		sizes: map[string]int{id: j.sizes[id]}, total: j.sizes[id], ev: Evidence{Sites: []string{id}}}
	for _, fn := range []func(){part.pages, part.placed, part.says} {
		fn()
	}
	of := func(reasons []Reason, c Criterion) Verdict {
		return verdictOf(slices.DeleteFunc(slices.Clone(reasons), func(r Reason) bool { return r.Criterion != c }))
	}
	for _, r := range part.reasons {
		if r.Verdict.worse(of(j.reasons, r.Criterion)) {
			j.add(r.Criterion, r.Verdict, "of %s, which gives %s of its records: %s", id, percent(j.weight(id)), r.Words)
		}
	}
}

// pooled asks whether the catalogues counted together are of one time.
func (j *judge) pooled() {
	var first, last *Source
	for _, id := range j.ev.Sites {
		s := j.x.source[id]
		if s.around == "" || j.weight(id) < heavy {
			continue
		}
		if first == nil || s.around < first.around {
			first = s
		}
		if last == nil || s.around > last.around {
			last = s
		}
	}
	if first == nil {
		return
	}
	v, days := Comparable, daysBetween(first.around, last.around)
	if days > pooledLeast {
		v = NotComparable
	} else if days > pooledGood {
		v = WithCare
	}
	j.add(Pooled, v, "it counts pages of about %s (%s) together with those of %s (%s)", first.around, first.ID,
		last.around, last.ID)
}

// daysBetween counts the days between two days, whichever is first.
func daysBetween(a, b string) int {
	x, err1 := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	if err1 != nil || err2 != nil {
		return math.MaxInt32 // a day that is none is far from any
	}
	return int(y.Sub(x).Abs().Hours() / 24)
}

// breaks asks whether all was read in one way.
func (j *judge) breaks() {
	if j.m.Field != "" {
		older, n := 0, 0
		for id, by := range j.x.older[j.unit] {
			n += j.x.sizes[ofCourses][j.unit][id]
			if !j.x.source[id].Reread {
				older += by
			}
		}
		if n > 0 {
			share := float64(older) / float64(n)
			j.add(Break, max2(bounds[Break][false].grade(1-share), Comparable, WithCare),
				"%s of its courses were read by an older reader than the rest (`carif reparse` mends it)", percent(share))
		}
		usual := j.x.usualVersion()
		for _, id := range j.ev.Sites {
			if s := j.x.source[id]; s.Version != usual && j.weight(id) >= heavy {
				j.add(Break, WithCare, "%s was read by carif %s, most others by %s", id, s.Version, usual)
			}
		}
	}
	for _, id := range j.ev.Sites {
		if s := j.x.source[id]; s.Warned && j.weight(id) >= heavy {
			j.add(Break, WithCare, "the last night of %s was published with a warning (`carif runs show %d` says why)", id,
				s.Run)
		}
	}
}

// max2 keeps a verdict between two others.
func max2(v, best, worst Verdict) Verdict {
	if best.worse(v) {
		return best
	}
	if v.worse(worst) {
		return worst
	}
	return v
}

// usualVersion is the carif that read most open courses.
func (x *runner) usualVersion() string {
	n := map[string]int{}
	for _, s := range x.source {
		n[s.Version] += s.Courses
	}
	versions := slices.Sorted(maps.Keys(n))
	return slices.MaxFunc(append(versions, ""), func(a, b string) int { return cmp.Compare(n[a], n[b]) })
}

// window asks whether what came and went was watched all the time, and came and went at the source.
func (j *judge) window() {
	if !j.m.Past {
		return
	}
	since := strings.Trim(j.x.d.since, "'")
	for _, id := range j.ev.Sites {
		s := j.x.source[id]
		if j.weight(id) < heavy {
			continue
		}
		if s.First > since {
			j.add(Window, NotComparable, "%s was first read on %s, after the window began on %s", id, s.First, since)
		}
		if s.Models > 0 {
			j.add(Break, WithCare, "%s was read with another model from some day in the window on", id)
		}
		if s.Moves > 0 {
			share := float64(s.Breaks) / float64(s.Moves)
			j.share(Break, 1-share, "%s of what came and went on %s did so by another reading of the same pages",
				percent(share), id)
		}
	}
}

// period asks whether the catalogues tell the span of time whole: they forget what is over, and add to what is to come.
func (j *judge) period() {
	if !j.x.unit.Period {
		return
	}
	begin, end, ok := span(j.unit)
	if !ok {
		j.add(Period, NotComparable, "%s is no span of time", j.unit)
		return
	}
	for _, id := range j.ev.Sites {
		if s := j.x.source[id]; begin < s.First && j.weight(id) >= heavy {
			j.add(Period, NotComparable, "it began before %s was first read on %s: of earlier sessions only those still "+
				"printed then are known", id, s.First)
		}
	}
	if end >= j.x.q.On {
		j.add(Period, WithCare, "it was not over on %s: catalogues still add sessions", j.x.q.On)
	}
}

// span gives the first and the last day of a year or quarter.
func span(unit string) (begin, end string, ok bool) {
	if len(unit) == 4 {
		begin, end = unit+"-01-01", unit+"-12-31"
	} else if year, q, found := strings.Cut(unit, "-Q"); found && len(year) == 4 && len(q) == 1 && q >= "1" && q <= "4" {
		i := int(q[0] - '1')
		begin, end = fmt.Sprintf("%s-%02d-01", year, 3*i+1), fmt.Sprintf("%s-%02d-%d", year, 3*i+3, []int{31, 30, 30, 31}[i])
	}
	_, err := time.Parse(time.DateOnly, begin)
	return begin, end, err == nil
}

// percent writes a share for people; what is not all is not called all.
func percent(share float64) string {
	p := 100 * share
	switch {
	case p > 99 && p < 100:
		return fmt.Sprintf("%.1f %%", min(p, 99.9))
	case p > 0 && p < 1:
		return fmt.Sprintf("%.1f %%", max(p, 0.1))
	}
	return fmt.Sprintf("%.0f %%", p)
}

// verdictOf is the worst of reasons.
func verdictOf(reasons []Reason) Verdict {
	v := Comparable
	for _, r := range reasons {
		if r.Verdict.worse(v) {
			v = r.Verdict
		}
	}
	return v
}
