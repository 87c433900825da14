package compare

import (
	"fmt"
	"strings"

	"carif/geo"
)

// Unit is a way to part the records: each record stands in one unit of it, in several, or in none.
type Unit struct {
	Name    string // as on the command line
	What    string // one line for people
	Place   bool   // its units are places: records may have none, and catalogues claim some
	Period  bool   // its units are spans of time
	Session bool   // a session has a unit of its own, courses have those of their sessions

	// expr is the unit of a row: of session s with course c where Session, else of course c. "" where the unit stands in
	// list.
	expr string
	// list is a table of the course's coded values, with the columns of code, label and printed words.
	list, code, label, raw string
	// last is the unit of a course none of whose sessions has one; "" for none.
	last string
	// names gives codes their names by a query of two columns; "" where Names of the run tells.
	names string
}

// organisation is the one that a course's provider is, or the provider as printed where nobody has told yet.
const organisation = "coalesce((SELECT o.canonical_id FROM provider_canonical o WHERE " +
	"o.provider_id = c.provider_key), c.provider_key)"

// levelNames and domainNames give codes their names.
const (
	levelNames = "SELECT DISTINCT CAST(v AS TEXT), 'level ' || v FROM (SELECT level_scale AS v FROM course UNION " +
		"SELECT entry_level_scale FROM course) WHERE v IS NOT NULL"
	domainNames = "SELECT domain, max(domain_label) FROM main.course WHERE domain IS NOT NULL GROUP BY 1"
)

// Units lists the kinds of units, in the order of the help.
func Units() []Unit {
	list := []Unit{
		{Name: "region", What: "regions of today (since 2016)", Place: true, Session: true, expr: "s.region",
			last: "p.region"},
		{Name: "old-region", What: "regions of before 2016", Place: true, Session: true,
			expr: "(SELECT o.region FROM old_region o WHERE o.department = s.department)",
			last: "(SELECT o.region FROM old_region o WHERE o.department = p.department)"},
		{Name: "department", What: "departments", Place: true, Session: true, expr: "s.department", last: "p.department"},
		{Name: "site", What: "catalogues", expr: "c.site"},
		{Name: "provider", What: "organisations, whichever catalogue prints them", expr: organisation,
			names: "SELECT key, name FROM provider UNION ALL " +
				"SELECT canonical_id, max(name) FROM provider_canonical GROUP BY 1"},
		{Name: "level", What: "levels reached at the end, 1 to 8 of 2019", expr: "CAST(c.level_scale AS TEXT)",
			names: levelNames},
		{Name: "entry-level", What: "levels required for entry, 1 to 8 of 2019",
			expr: "CAST(c.entry_level_scale AS TEXT)", names: levelNames},
		{Name: "domain", What: "fields of training, NSF domains", expr: "c.domain", names: domainNames},
		{Name: "year", What: "years in which sessions begin", Period: true, Session: true, expr: "substr(s.start_on, 1, 4)"},
		{Name: "quarter", What: "quarters in which sessions begin", Period: true, Session: true,
			expr: "substr(s.start_on, 1, 4) || '-Q' || ((CAST(substr(s.start_on, 6, 2) AS INTEGER) + 2) / 3)"},
		{Name: "state", What: "printed states of recruitment", Session: true, expr: "s.state"},
	}
	for _, v := range [][2]string{{"objective", "general_objective"}, {"pathway", "pathway"},
		{"teaching", "teaching_mode"}, {"entry-exit", "entry_exit"}} {
		list = append(list, Unit{Name: v[0], What: "codes of " + strings.ReplaceAll(v[1], "_", " "),
			expr: "c." + v[1] + "_code",
			names: fmt.Sprintf("SELECT %s_code, max(%[1]s_label) FROM main.course "+
				"WHERE %[1]s_code IS NOT NULL GROUP BY 1", v[1])})
	}
	for _, v := range []string{"audience", "selection", "validation"} {
		list = append(list, coded(v, "course_"+v, ""))
	}
	return append(list, coded("funder", "funding", "funder_"))
}

// coded is the unit of the coded values of a list of courses.
func coded(name, table, prefix string) Unit {
	return Unit{Name: name, What: "codes of " + name + "; a course stands in each it names",
		list: table, code: prefix + "code", label: prefix + "label", raw: prefix + "raw",
		names: fmt.Sprintf("SELECT %scode, max(%[1]slabel) FROM %s WHERE %[1]scode IS NOT NULL GROUP BY 1", prefix, table)}
}

// UnitNames lists the names of Units.
func UnitNames() (names []string) {
	for _, u := range Units() {
		names = append(names, u.Name)
	}
	return names
}

// oldRegions is the common table that gives departments their region of before 2016.
func oldRegions(index *geo.Index) string {
	var rows []string
	for _, d := range index.Departments() {
		if d.OldRegion != "" {
			rows = append(rows, fmt.Sprintf("(%s, %s)", quote(d.Code), quote(d.OldRegion)))
		}
	}
	return "old_region(department, region) AS (VALUES " + strings.Join(rows, ", ") + ")"
}

// quote makes a string a literal of SQL.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// quoteAll makes strings a list of literals.
func quoteAll(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quote(s)
	}
	return strings.Join(out, ", ")
}

// tables gives the common tables that the statements of a unit kind begin with: m has a row for each course, by
// its number, and unit it stands in, whatever its status; sites are the catalogues asked for.
func (u *Unit) tables(index *geo.Index, sites []string) (ctes []string) {
	in := "c.site IN (" + quoteAll(sites) + ")"
	if strings.Contains(u.expr, "old_region") {
		ctes = append(ctes, oldRegions(index))
	}
	switch {
	case u.Session:
		own := fmt.Sprintf("SELECT DISTINCT %s AS unit, c.search_id FROM course c JOIN session s ON s.course_key = c.key\n"+
			"      WHERE %s AND %s IS NOT NULL", u.expr, in, u.expr)
		last := "NULL"
		if u.last != "" {
			last = u.last
		}
		rest := fmt.Sprintf("SELECT %s, c.search_id FROM course c LEFT JOIN provider p ON p.key = c.provider_key\n"+
			"      WHERE %s AND NOT EXISTS (SELECT 1 FROM session s WHERE s.course_key = c.key AND %s IS NOT NULL)",
			last, in, u.expr)
		ctes = append(ctes, "m(unit, id) AS (\n    "+own+"\n    UNION ALL "+rest+")")
	case u.list != "":
		ctes = append(ctes, fmt.Sprintf("m(unit, id) AS (\n    SELECT DISTINCT v.%s, c.search_id FROM course c "+
			"JOIN %s v ON v.course_key = c.key\n      WHERE %s AND v.%[1]s IS NOT NULL\n    UNION ALL "+
			"SELECT NULL, c.search_id FROM course c WHERE %[3]s\n      AND NOT EXISTS (SELECT 1 FROM %[2]s v "+
			"WHERE v.course_key = c.key AND v.%[1]s IS NOT NULL))", u.code, u.list, in))
	default:
		ctes = append(ctes, fmt.Sprintf("m(unit, id) AS (SELECT %s, c.search_id FROM course c WHERE %s)", u.expr, in))
	}
	return ctes
}

// from gives the rows of a level, with the name of their unit: courses by m, sessions by themselves or with their
// course.
func (u *Unit) from(lv level, sites []string) (from, unit string) {
	switch {
	case lv != ofSessions:
		return "m JOIN course c ON c.search_id = m.id", "m.unit"
	case u.Session:
		return "course c JOIN session s ON s.course_key = c.key AND c.site IN (" + quoteAll(sites) + ")", u.expr
	}
	return "m JOIN course c ON c.search_id = m.id JOIN session s ON s.course_key = c.key", "m.unit"
}
