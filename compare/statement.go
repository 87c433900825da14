package compare

import (
	"fmt"
	"strings"
)

// CourseColumns are what statements read of courses, as a list of SQL: of words, whether there are any.
func CourseColumns() string {
	list := "search_id, key, site, provider_key, status, first_seen, closed_at, parser_version, derived, " +
		"general_objective_code, pathway_code, teaching_mode_code, entry_exit_code, exit_level_code, level_scale, " +
		"level_scale_fit, entry_level_scale, domain, domain_fit, certifying, cpf_eligible, total_hours, price_eur, " +
		"centre_hours, company_hours"
	for _, words := range []string{"duration_text", "price_text", "teaching_mode_raw", "entry_exit_raw",
		"exit_level_raw"} {
		list += ", CASE WHEN " + words + " IS NOT NULL THEN '' END AS " + words
	}
	return list
}

// query is the beginning of a statement: its common tables.
type query struct{ text string }

// withTables begins with common tables.
func withTables(ctes []string) *query {
	q := &query{}
	for _, t := range ctes {
		q.text += q.comma() + t
	}
	return q
}

// add adds a common table.
func (q *query) add(name, body string) { q.text += q.comma() + name + " AS (" + body + ")" }

func (q *query) comma() string {
	if q.text == "" {
		return "WITH "
	}
	return ",\n  "
}

// statement is what a stock sqlite3 gives the figures of a measure by, for all units: columns unit, for a mix code, and
// value.
func (m *Measure) statement(u *Unit, ctes, sites []string) string {
	from, unit := u.from(m.level, sites)
	q := withTables(ctes)
	switch m.Kind {
	case Count:
		value := "count(CASE WHEN " + m.hit + " THEN 1 END)"
		if m.value != "" {
			value = "sum(" + m.value + ")"
		}
		return fmt.Sprintf("%s\nSELECT %s AS unit, %s AS value\nFROM %s%s\nGROUP BY 1", q.text, unit, value, from,
			where(m.open(), m.base))
	case Share:
		return fmt.Sprintf("%s\nSELECT %s AS unit, 1.0 * count(CASE WHEN %s THEN 1 END) / count(*) AS value\n"+
			"FROM %s%s\nGROUP BY 1", q.text, unit, m.hit, from, where(m.open(), m.base, m.known()))
	case Median:
		q.add("v", m.values(from, unit))
		q.add("r", "SELECT unit, x, row_number() OVER (PARTITION BY unit ORDER BY x) AS i,\n"+
			"    count(*) OVER (PARTITION BY unit) AS n FROM v")
		return q.text + "\nSELECT unit, avg(x) AS value\nFROM r WHERE i IN ((n + 1) / 2, (n + 2) / 2)\nGROUP BY unit"
	case Mix:
		q.add("k", m.codes(from, unit))
		q.add("t", "SELECT unit, count(DISTINCT id) AS n FROM k GROUP BY unit")
		return q.text + "\nSELECT k.unit AS unit, k.code AS code, 1.0 * count(*) / t.n AS value\n" +
			"FROM k JOIN t ON t.unit IS k.unit\nGROUP BY 1, 2"
	}
	q.add("k", m.codes(from, unit))
	q.add("t", "SELECT unit, count(*) AS n FROM k GROUP BY unit")
	q.add("q", "SELECT k.unit AS unit, 1.0 * count(*) / t.n AS q FROM k JOIN t ON t.unit IS k.unit "+
		"GROUP BY k.unit, k.code")
	value := "sum(q * q)"
	if m.how == "shannon" {
		value = "-sum(q * ln(q))"
	}
	return q.text + "\nSELECT unit, " + value + " AS value\nFROM q\nGROUP BY unit"
}

// values selects unit and x, a row a value.
func (m *Measure) values(from, unit string) string {
	return fmt.Sprintf("SELECT %s AS unit, %s AS x FROM %s%s", unit, m.value, from,
		where(m.open(), m.base, m.known()))
}

// codes selects unit, id and code, a row a course and code.
func (m *Measure) codes(from, unit string) string {
	distinct := ""
	if m.list != "" {
		from += " JOIN " + m.list + " v ON v.course_key = c.key"
		distinct = "DISTINCT "
	}
	return fmt.Sprintf("SELECT %s%s AS unit, c.search_id AS id, %s AS code FROM %s%s", distinct, unit, m.code, from,
		where(m.open(), m.base, m.code+" IS NOT NULL"))
}

// columns are the counts of a measure in a statement that takes many at once, in the order of tally: rows of its base,
// those that state it, those understood, those derived, those that are hits, and the sum of what is summed, for a share
// the derived hits. Counts that
// are the same are written the same, so that they need not be taken twice.
func (m *Measure) columns() []string {
	stated := m.stated
	if stated == "" {
		stated = m.known()
	}
	known := counting(m.base, m.known())
	hit, sum, derived := known, "0", "0"
	if m.hit != "" {
		hit = counting(m.base, m.known(), m.hit)
	}
	if m.value != "" && m.Kind == Count {
		sum = "coalesce(sum(CASE WHEN " + strings.TrimPrefix(where(m.base, m.known()), " WHERE ") + " THEN " + m.value +
			" END), 0)"
	}
	if m.derived != "" {
		derived = counting(m.base, m.derived, m.known())
		if m.Kind == Share {
			sum = counting(m.base, m.derived, m.known(), m.hit)
		}
	}
	return []string{counting(m.base), counting(m.base, stated), known, derived, hit, sum}
}

// counting counts the rows that meet conditions.
func counting(conditions ...string) string {
	if all := where(conditions...); all != "" {
		return "count(CASE WHEN " + strings.TrimPrefix(all, " WHERE ") + " THEN 1 END)"
	}
	return "count(*)"
}

// one is the statement of one figure: what statement gives of its unit and code, times a factor; factor "" is none.
func one(statement, unit, code, factor string) string {
	value := "value"
	if factor != "" {
		value = "value * " + factor
	}
	q := fmt.Sprintf("SELECT %s AS value FROM (\n%s\n) WHERE unit = %s", value, statement, quote(unit))
	if code != "" {
		q += " AND code = " + quote(code)
	}
	return q + ";"
}
