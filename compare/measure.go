package compare

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"carif/schema"
)

// level says what the rows are that a measure is taken over.
type level int

const (
	ofCourses  level = iota // open courses
	ofSessions              // sessions of open courses
	ofAll                   // courses, closed ones too: what came and went
)

// Kind says what sort of figure a measure gives: it decides what can spoil it.
type Kind string

// The kinds.
const (
	Count     Kind = "count"     // how many there are; what is missing makes it too small
	Share     Kind = "share"     // of those that state it, from 0 to 1
	Median    Kind = "median"    // of those that state it
	Mix       Kind = "mix"       // the share of each code; a row a code
	Diversity Kind = "diversity" // of a mix: one number for all its codes
)

// Measure is something that can be said of any unit.
type Measure struct {
	Name string // as on the command line
	What string // its definition, one sentence for people; %s are the days of the run
	Kind Kind
	Unit string // "", "h", "EUR" or "d"
	// Timed tells that the figure moves from day to day, so that catalogues read on different days differ by that alone.
	Timed bool
	// Past tells that it needs a catalogue that was already read at the beginning of the window.
	Past bool
	// Field is what of a page it is read from, "" for what is counted.
	Field schema.Field

	level   level
	base    string // which rows count: a condition over c and s; "" for all
	stated  string // that the page says something of it
	coded   string // that what it says was understood; "" for the same as stated
	lacks   string // what is said where part of what is stated cannot be used; "": that it was not understood
	none    string // what is said where no row of base states it; "": its share, 0 %
	derived string // that no word of the page says it
	hit     string // Share, Count: the condition counted
	value   string // Median: the number; Count: what is summed, instead of hit
	// Mix and Diversity: a table of course values and its columns, or an expression over c.
	list, code string
	names      string // query of codes and their words; "" where none are shown
	how        string // Diversity: "hhi" or "shannon"
}

// dates are the days that measures speak of, as SQL literals.
type dates struct {
	on, since, zombie string
	begun, over       string // moments: when the day after since begins in France, and when that after on does
	old               string // when that after zombie does
}

// ends is the last day of a session that is known.
const ends = "coalesce(s.end_on, s.start_on)"

// openOn tells whether one can enrol in a session on a day: 1, 0, or null where neither its dates nor the printed state
// tell: the rule of v_open, on any day.
func openOn(day string) string { return strings.ReplaceAll(openRule(), "a.date", day) }

// openRule is the rule of v_open on the day a.date: it stands in schema/views.sql alone. Here it has no comments.
var openRule = sync.OnceValue(func() string {
	_, rule, _ := strings.Cut(schema.ViewsSQL, "END AS state_dates,")
	rule, _, _ = strings.Cut(rule, "END AS open_on")
	var b strings.Builder
	for line := range strings.Lines(rule) {
		code, _, _ := strings.Cut(line, "--")
		b.WriteString(code + " ")
	}
	return strings.Join(strings.Fields(b.String()), " ") + " END"
})

// derivedFrom is the condition that a field of a course was derived.
func derivedFrom(field schema.Field) string {
	return "instr(char(10) || coalesce(c.derived, ''), char(10) || " + quote(string(field)+"=") + ") > 0"
}

// ofSession is what a course says, or else the most that one of its sessions says.
func ofSession(column string) string {
	return "coalesce(c." + column + ", (SELECT max(x." + column + ") FROM session x WHERE x.course_key = c.key))"
}

// yes is the share of courses with a yes among those that say yes or no.
func yes(name, what, column string, field schema.Field) Measure {
	return Measure{Name: name, What: what, Kind: Share, Field: field, stated: column + " IS NOT NULL",
		hit: column + " = 1", derived: derivedFrom(field)}
}

// code is the share of courses with one of some codes (SQL literals) among those whose words were understood; raw is
// the column of the words.
func code(name, what, column, raw, codes string, field schema.Field) Measure {
	return Measure{Name: name, What: what, Kind: Share, Field: field, stated: raw + " IS NOT NULL OR " + column +
		" IS NOT NULL", coded: column + " IS NOT NULL", hit: column + " IN (" + codes + ")", derived: derivedFrom(field)}
}

// middle is the median of a number of courses; text is the column of its words.
func middle(name, what, unit, column, text string, field schema.Field) Measure {
	return Measure{Name: name, What: what, Kind: Median, Unit: unit, Field: field, stated: column + " IS NOT NULL OR " +
		text + " IS NOT NULL", coded: column + " IS NOT NULL", derived: derivedFrom(field), value: column}
}

// measures lists all measures for the days given.
func measures(d dates) []Measure {
	return slices.Concat(counted(d), said(), timed(d), mixed(), moved(d))
}

// counted are the measures of how many there are.
func counted(d dates) []Measure {
	return []Measure{
		{Name: "courses", What: "Open courses.", Kind: Count, hit: "1"},
		{Name: "sessions", What: "Sessions of open courses, past ones that are still printed among them.", Kind: Count,
			level: ofSessions, hit: "1"},
		{Name: "open-sessions", What: "Sessions in which one can enrol on %[1]s: printed as open, and not over by their " +
			"dates.", Kind: Count, Timed: true, Field: schema.FieldSessionState, level: ofSessions,
			stated: "(" + openOn(d.on) + ") IS NOT NULL", hit: "(" + openOn(d.on) + ") = 1"},
		{Name: "seats", What: "Places of sessions that end on or after %[1]s.", Kind: Count, Timed: true,
			Field: schema.FieldSessionSeats, level: ofSessions, base: "(" + ends + ") IS NULL OR " + ends + " >= " + d.on,
			stated: "s.seats IS NOT NULL", coded: "s.seats IS NOT NULL AND " + ends + " IS NOT NULL",
			lacks: "%s of the sessions that state them have a day: of the others it is not known whether they are over",
			value: "CASE WHEN " + ends + " IS NOT NULL THEN s.seats END"},
	}
}

// said are the measures of what courses say.
func said() []Measure {
	hours := middle("hours", "Median length of open courses.", "h", "c.total_hours", "c.duration_text",
		schema.FieldDuration)
	// Hours at the centre or in a company are no total, and were understood.
	hours.stated = "c.total_hours IS NOT NULL OR c.duration_text IS NOT NULL AND c.centre_hours IS NULL " +
		"AND c.company_hours IS NULL"
	return []Measure{
		hours,
		middle("price", "Median price of open courses as printed, with or without tax.", "EUR", "c.price_eur",
			"c.price_text", schema.FieldPrice),
		code("distance", "Share of open courses taught wholly or partly at a distance.", "c.teaching_mode_code",
			"c.teaching_mode_raw", "'1', '2'", schema.FieldTeachingMode),
		yes("certifying", "Share of open courses that lead to a certification.", "c.certifying", schema.FieldCertifying),
		yes("cpf", "Share of open courses that a personal training account pays for, or one of whose sessions it does.",
			ofSession("cpf_eligible"), schema.FieldCPFEligible),
		code("permanent", "Share of open courses that can be entered at any time, or one of whose sessions can.",
			ofSession("entry_exit_code"), "c.entry_exit_raw", "'1'", schema.FieldEntryExit),
	}
}

// timed are the measures of the dates of sessions.
func timed(d dates) []Measure {
	exact := "s.date_precision = 'day' AND s.start_on IS NOT NULL"
	return []Measure{
		{Name: "lead-time", What: "Median days from %[1]s to the beginning of sessions that begin after it.", Kind: Median,
			Unit: "d", Timed: true, Field: schema.FieldSessionStart, level: ofSessions,
			base:   "s.start_on IS NULL OR s.start_on > " + d.on,
			none:   "no session is known to begin later, and of those without a day it is not known",
			stated: "s.start_on IS NOT NULL", coded: exact, value: "julianday(s.start_on) - julianday(" + d.on + ")"},
		{Name: "duration", What: "Median days from the first day of a session to its last, the last not counted.",
			Kind: Median, Unit: "d", Field: schema.FieldSessionEnd, level: ofSessions,
			stated: "s.start_on IS NOT NULL AND s.end_on IS NOT NULL",
			coded:  exact + " AND s.end_on >= s.start_on", value: "julianday(s.end_on) - julianday(s.start_on)"},
	}
}

// mixed are the measures of how courses are shared out.
func mixed() []Measure {
	return []Measure{
		{Name: "levels", What: "Share of open courses by the level reached at the end, 1 to 8 of the framework of 2019.",
			Kind: Mix, Field: schema.FieldExitLevel, stated: "c.exit_level_raw IS NOT NULL OR c.level_scale IS NOT NULL",
			coded: "c.level_scale IS NOT NULL", code: "CAST(c.level_scale AS TEXT)", names: levelNames,
			derived: "c.level_scale_fit = 'near'"},
		{Name: "audiences", What: "Share of open courses that name each audience; a course may name several.", Kind: Mix,
			Field:  schema.FieldAudience,
			stated: "EXISTS (SELECT 1 FROM course_audience v WHERE v.course_key = c.key)",
			coded:  "EXISTS (SELECT 1 FROM course_audience v WHERE v.course_key = c.key AND v.code IS NOT NULL)",
			list:   "course_audience", code: "v.code",
			names: "SELECT code, max(label) FROM course_audience WHERE code IS NOT NULL GROUP BY 1"},
		domain("domains", "Share of open courses by field of training, of the domains of NSF.", Mix, ""),
		domain("domain-hhi", "Concentration of open courses on domains of NSF: the sum of the squared shares of each "+
			"(Herfindahl-Hirschman), 1 where one has all.", Diversity, "hhi"),
		domain("domain-shannon", "Diversity of open courses over domains of NSF: the entropy of their shares (Shannon, "+
			"in nats), 0 where one has all.", Diversity, "shannon"),
		{Name: "provider-hhi", What: "Concentration of open courses on providers: the sum of the squared shares of each " +
			"(Herfindahl-Hirschman), 1 where one has all.", Kind: Diversity, Field: schema.FieldProviderName,
			stated: "c.provider_key IS NOT NULL", code: organisation, how: "hhi"},
	}
}

// domain is a measure of the fields of training.
func domain(name, what string, kind Kind, how string) Measure {
	return Measure{Name: name, What: what, Kind: kind, how: how, Field: schema.FieldNSF, names: domainNames,
		stated: "c.domain IS NOT NULL OR EXISTS (SELECT 1 FROM course_code v WHERE v.course_key = c.key " +
			"AND v.list IN ('nsf', 'formacode', 'rome'))",
		coded: "c.domain IS NOT NULL", code: "c.domain", derived: "c.domain_fit = 'near'"}
}

// moved are the measures of what came, went and stayed.
func moved(d dates) []Measure {
	within := func(column string) string {
		return column + " >= " + d.begun + " AND " + column + " < " + d.over
	}
	has := func(condition string) string {
		return "EXISTS (SELECT 1 FROM session s WHERE s.course_key = c.key AND " + condition + ")"
	}
	dated := has(ends + " IS NOT NULL")
	return []Measure{
		{Name: "births", What: "Courses first seen after %[2]s and up to %[1]s; those of a catalogue's first harvest are " +
			"not counted.", Kind: Count, Timed: true, Past: true, level: ofAll, hit: within("c.first_seen") +
			" AND c.first_seen > (SELECT min(coalesce(r.ended, r.started)) FROM run r WHERE r.site = c.site " +
			"AND r.kind <> 'reparse' AND r.state IN ('done', 'partial'))"},
		{Name: "deaths", What: "Courses found to be closed after %[2]s and up to %[1]s.", Kind: Count, Timed: true,
			Past: true, level: ofAll, hit: "c.status = 'closed' AND " + within("c.closed_at")},
		{Name: "zombies", What: "Share of courses open since %[3]s or longer, with dated sessions and none at any time, " +
			"all of whose sessions ended before %[1]s.", Kind: Share, Timed: true, Field: schema.FieldSessionEnd,
			base: "c.first_seen < " + d.old, stated: dated,
			hit: dated + " AND NOT " + has(ends+" >= "+d.on) + " AND coalesce(c.entry_exit_code, '') <> '1'"},
	}
}

// MeasureNames lists the names of all measures, in the order of the help.
func MeasureNames() (names []string) {
	for _, m := range measures(dates{}) {
		names = append(names, m.Name)
	}
	return names
}

// Definition says in words what the measure named is, without the days of a run; "" for no measure.
func Definition(name string) string {
	for _, m := range measures(dates{}) {
		if m.Name == name {
			return fmt.Sprintf(m.What+"%.0[1]s%.0[2]s%.0[3]s", "the day", "the beginning of the window", "long before")
		}
	}
	return ""
}

// where joins conditions; the empty ones are left out.
func where(conditions ...string) string {
	var all []string
	for _, c := range conditions {
		if c != "" && c != "1" {
			all = append(all, "("+c+")")
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(all, " AND ")
}

// open is the condition on a course that the measure's level makes.
func (m *Measure) open() string {
	if m.level == ofAll {
		return ""
	}
	return "c.status = 'open'"
}

// known is the condition that the measure has a value for a row.
func (m *Measure) known() string {
	switch {
	case m.coded != "":
		return m.coded
	case m.stated != "":
		return m.stated
	}
	return "1"
}

// KindOf tells the kind of a measure and the unit of its numbers; "" for no measure.
func KindOf(name string) (Kind, string) {
	m := kinds()[name]
	return m.Kind, m.Unit
}

// kinds are the measures by name, without days.
var kinds = sync.OnceValue(func() map[string]Measure {
	all := map[string]Measure{}
	for _, m := range measures(dates{}) {
		all[m.Name] = m
	}
	return all
})
