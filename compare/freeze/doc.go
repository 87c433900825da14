// Package freeze puts a comparison into a folder that can be cited and checked years later without carif's database:
// the data its figures are counted over, the figures, the report, the method, how to cite it, and the SHA-256 of each
// file. No title, no text and no contact is in it. Verify holds such a folder to its manifest and counts every figure
// anew.
package freeze

// The files of a frozen comparison.
const (
	dataFile     = "data.sqlite"
	figuresFile  = "figures.json"
	tableFile    = "figures.csv"
	pageFile     = "report.html"
	reportFile   = "report.md"
	methodFile   = "METHOD.md"
	citationFile = "CITATION.cff"
	packageFile  = "datapackage.json"
	crateFile    = "ro-crate-metadata.json"
	manifestFile = "manifest-sha256.txt"
)

// tables are what statements read of each table, and by what they find it: no words, but for codes.
var tables = []struct{ name, columns, index string }{
	{"course", "search_id, key, site, provider_key, status, first_seen, closed_at, parser_version, derived, " +
		"general_objective_code, pathway_code, teaching_mode_code, entry_exit_code, exit_level_code, level_scale, " +
		"level_scale_fit, entry_level_scale, domain, domain_fit, certifying, cpf_eligible, total_hours, price_eur, " +
		words("duration_text") + ", " + words("price_text") + ", " + words("teaching_mode_raw") + ", " +
		words("entry_exit_raw") + ", " + words("exit_level_raw"), "search_id"},
	{"session", "course_key, position, start_on, end_on, date_precision, entry_exit_code, department, region, state, " +
		"cpf_eligible, seats", "course_key"},
	{"provider", "key, site, department, region", "key"},
	{"provider_canonical", "provider_id, canonical_id", "provider_id"},
	{"course_audience", "course_key, position, code", "course_key"},
	{"course_selection", "course_key, position, code", "course_key"},
	{"course_validation", "course_key, position, code", "course_key"},
	{"course_code", "course_key, position, list, code", "course_key"},
	{"funding", "course_key, position, funder_code", "course_key"},
	{"run", "id, site, kind, state, started, ended, complete, version, verdict", "site"},
}

// words keeps of a text that there is one.
func words(column string) string {
	return "CASE WHEN " + column + " IS NOT NULL THEN '' END AS " + column
}
