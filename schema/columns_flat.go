package schema

import (
	_ "embed"
	"fmt"
	"regexp"
)

// ViewsSQL defines v_open, v_course and v_session in plain SQLite: the one definition that the database, the SQLite
// export and the flat tables of every other format share. Beside the tables of Columns it reads the look-up tables
// (Lookups) and as_of, one row: the day that open_on is for (date), and whether closed courses are in (with_closed).
//
//go:embed views.sql
var ViewsSQL string

// View is one definition of ViewsSQL.
type View struct{ Name, SQL string }

var viewStatement = regexp.MustCompile(`(?s)CREATE VIEW (\w+) AS\n.*?;\n`)

// Views gives the definitions of ViewsSQL in an order in which they can be run.
func Views() []View {
	var out []View
	for _, m := range viewStatement.FindAllStringSubmatch(ViewsSQL, -1) {
		out = append(out, View{Name: m[1], SQL: m[0]})
	}
	return out
}

// NameCourses and NameSessions are the names of the flat tables.
const (
	NameCourses  = "v_course"
	NameSessions = "v_session"
)

// Flat lists the flat tables, v_course and v_session: everything most questions need, in one table each. They are the
// rows of the views of ViewsSQL, with columns in the same order; no table of the database holds them.
func Flat() []Table {
	all := Columns()
	return []Table{flatCourse(all), flatSession(all)}
}

// given are the columns of a row that comes from no record: each reads its cell by its place.
func given(columns []Column) []Column {
	for i := range columns {
		columns[i].cell = func(x *Row) any { return x.Given[i] }
	}
	return columns
}

// copied gives columns of a table under the names they have in a flat one ("" for the same).
func copied(all []Table, table, prefix string, names ...string) []Column {
	var out []Column
	for _, name := range names {
		out = append(out, copiedAs(all, table, name, prefix+name))
	}
	return out
}

func copiedAs(all []Table, table, name, as string) Column {
	for _, t := range all {
		for _, c := range t.Columns {
			if t.Name == table && c.Name == name {
				c.Name, c.Required, c.Stored, c.Unstored = as, false, false, false
				return c
			}
		}
	}
	panic(fmt.Sprintf("schema: no column %s.%s", table, name)) // a slip in this file: any test meets it
}

// labelled is a coded value in a flat table: its code, and what people call it.
func labelled(all []Table, name string) []Column {
	code := copiedAs(all, "course", name+"_code", name+"_code")
	label := copiedAs(all, "course", name+"_raw", name)
	label.Meaning = label.Meaning[:len(label.Meaning)-len("as printed")] + "label of the code, else as printed"
	return row(code, label)
}

// place are the names that stand beside the codes of a place.
func place(all []Table, table, prefix string) []Column {
	name := func(as, meaning, french string) Column {
		return text(prefix+as, meaning, french, "").derived()
	}
	return cols(copied(all, table, prefix, "commune"), row(name("commune_name", "Name of the commune", "commune")),
		copied(all, table, prefix, "department"), row(name("department_name", "Name of the department", "département")),
		copied(all, table, prefix, "region"), row(name("region_name", "Name of the region", "région"),
			name("old_region", "INSEE code of the region before 2016", "ancienne région"),
			name("old_region_name", "Name of the region before 2016", "ancienne région")))
}

// organisation is which organisation the provider beside it is, be it printed in one way or another.
func organisation(all []Table) []Column {
	return row(copiedAs(all, "provider_canonical", "canonical_id", "provider_canonical"),
		copiedAs(all, "provider_canonical", "name", "provider_canonical_name"))
}

var openOnDate = typed("open_on_date", TypeDate, "The day that open_on, state_dates and the counts made of them are "+
	"for: today in France in carif.db; in exports the day of --as-of, else that of the last run", "", "").derived()

func flatCourse(all []Table) Table {
	t := Table{Name: NameCourses, Key: []string{"key"},
		Meaning: "One row per course with names beside codes, its responsible provider and counts of its sessions: what " +
			"most questions need, in one table. Exported by name, and in workbooks."}
	t.Columns = given(cols(
		row(copiedAs(all, "course", "key", "key").must(), copiedAs(all, "course", "site", "site").must(),
			text("site_name", "Name of the site", "", "").derived()),
		copied(all, "course", "", "url", "title", "status"),
		row(copiedAs(all, "course", "provider_key", "provider_key"),
			copiedAs(all, "provider", "name", "provider")),
		copied(all, "provider", "provider_", "siret", "city"),
		place(all, "provider", "provider_"),
		organisation(all),
		copied(all, "course", "", "domain", "domain_label", "domain_source", "domain_fit", "level_scale",
			"entry_level_scale"),
		labelled(all, "general_objective"), labelled(all, "entry_level"), labelled(all, "exit_level"),
		labelled(all, "teaching_mode"), labelled(all, "entry_exit"), labelled(all, "pathway"),
		copied(all, "course", "", "certifying", "cpf_eligible", "personalisable", "professionalisation_contract",
			"apprenticeship_contract", "total_hours", "centre_hours", "company_hours", "weekly_hours", "price_eur",
			"price_tax", "price_kind", "remaining_cost_eur"),
		row(
			text("audience", "Audiences, separated by ; (label of the code, else as printed)", "publics visés", "").derived(),
			text("validation", "Certificates or other results, separated by ; (likewise)", "validation", "").derived(),
			text("formacode", "Codes of Formacode, separated by blanks", "Formacode", "").derived(),
			text("rome", "Codes of ROME, separated by blanks", "ROME", "").derived(),
			text("rncp", "Numbers in the RNCP, separated by blanks", "RNCP", "").derived(),
			typed("sessions", TypeInteger, "Sessions on its page", "", "").must().derived(),
			typed("sessions_open", TypeInteger, "Sessions with open_on 1 (see v_session)", "", "").must().derived(),
			typed("sessions_to_come", TypeInteger, "Sessions with state_dates upcoming (see v_session)", "", "").must().
				derived(),
			openOnDate,
			typed("first_start", TypeDate, "First day of its first session", "", "").derived(),
			typed("last_end", TypeDate, "Last day of its last session", "", "").derived(),
		),
		copied(all, "course", "", "objective", "programme", "prerequisites", "admission", "highlights", "follow_up", "pace",
			"duration_text", "price_text", "disability_access", "assessment", "methods", "access_delay_days",
			"access_delay_text", "equivalences", "certifier", "registered_from", "registered_until", "group_min", "group_max",
			"enrolment_until", "positioning", "alternance_type", "derived", "native_id", "rco_id", "updated_on", "first_seen",
			"changed_at", "version")))
	return t
}

func flatSession(all []Table) Table {
	t := Table{Name: NameSessions, Key: []string{"course_key", "position"},
		Meaning: "One row per session with names beside codes, its course and providers, and whether one can enrol " +
			"(open_on): what most questions need, in one table. Exported by name, and in workbooks."}
	t.Columns = given(cols(
		row(copiedAs(all, "session", "course_key", "course_key").must(),
			copiedAs(all, "session", "position", "position").must(), copiedAs(all, "course", "site", "site").must(),
			text("site_name", "Name of the site", "", "").derived()),
		copied(all, "course", "", "title", "url"),
		copied(all, "session", "", "native_id", "rco_id", "published_on", "start_on", "end_on", "date_precision"),
		row(copiedAs(all, "session", "state", "state"),
			text("state_dates", "What the dates say on open_on_date: upcoming, running or ended; null if they do not tell", "",
				"").derived(),
			typed("open_on", TypeBoolean, "One can enrol on open_on_date: the page says open and the dates do not say that it "+
				"is over; 0 if it is over by its dates, or the page says upcoming, tomorrow, waiting, full, closed or ended; null "+
				"if the page prints no state, or, unless entry is permanent, no date at all, or the session has begun and its end "+
				"is not told", "", "").derived(),
			openOnDate, copiedAs(all, "session", "entry_exit_code", "entry_exit_code"), labelled(all, "entry_exit")[1]),
		copied(all, "session", "", "city", "postal_code"),
		place(all, "session", ""),
		copied(all, "session", "", "place_confidence", "provider_key"),
		row(copiedAs(all, "provider", "name", "provider"), copiedAs(all, "provider", "siret", "provider_siret"),
			copiedAs(all, "course", "provider_key", "responsible_provider_key"),
			copiedAs(all, "provider", "name", "responsible_provider")),
		organisation(all),
		copied(all, "course", "", "domain", "domain_label", "level_scale"),
		copied(all, "session", "", "cpf_eligible", "seats", "hours", "price_eur", "text", "action", "address", "latitude",
			"longitude")))
	return t
}

// Names of the look-up tables.
const (
	NameSites        = "site"
	NameCommunes     = "commune"
	NameDepartments  = "department"
	NameOldRegions   = "old_region"
	NameRegions      = "region"
	NameLevels       = "level"
	NameVocabularies = "vocabulary"
)

// Lookups lists the look-up tables of exports: what the codes of the other tables mean. Their rows come from no record.
func Lookups() []Table {
	table := func(name, meaning string, key []string, columns ...Column) Table {
		return Table{Name: name, Meaning: meaning, Key: key, Columns: given(columns)}
	}
	one := func(name, meaning string) Column { return text(name, meaning, "", "").must() }
	code := []string{"code"}
	return []Table{
		table(NameSites, "One row per site whose courses are in the export.", []string{"id"},
			one("id", "Id of the site profile"), text("name", "Its name", "", ""),
			text("region", "INSEE code of the region it is the catalogue of", "région", "")),
		table(NameCommunes, "One row per commune that the other tables name.", code, one("code", "INSEE code"),
			text("name", "Name of the commune", "commune", ""), text("department", "INSEE code of its department",
				"département", ""),
			typed("latitude", TypeReal, "Its centre (WGS 84)", "", "").in("°"),
			typed("longitude", TypeReal, "Its centre (WGS 84)", "", "").in("°")),
		table(NameDepartments, "One row per department.", code, one("code", "INSEE code"),
			text("name", "Name of the department", "département", ""), text("region", "INSEE code of its region (2016)",
				"région", "")),
		table(NameRegions, "One row per region of 2016.", code, one("code", "INSEE code"),
			text("name", "Name of the region", "région", "")),
		table(NameOldRegions, "One row per department: the region it belonged to before 2016.", []string{"department"},
			one("department", "INSEE code of the department"), text("code", "INSEE code of the region before 2016",
				"ancienne région", ""), text("name", "Its name", "ancienne région", "")),
		table(NameLevels, "One row per level of training that entry_level_code and exit_level_code name.", code,
			one("code", "Code of LHÉO: 0 to 8 are the nomenclature of 1969, 11 to 18 that of 2019"),
			text("label", "Its label", "niveau", ""),
			typed("scale", TypeInteger, "Year of the nomenclature: 1969 or 2019; null for no specific level", "", "")),
		table(NameVocabularies, "One row per code of the other vocabularies.", []string{"vocabulary", "code"},
			one("vocabulary", "Name of the vocabulary (carif vocab list)"), one("code", "The code"),
			text("label", "Its label", "", "")),
	}
}
