// Package freeze puts a comparison into a folder that can be cited and checked years later without carif's database:
// the data its figures are counted over, the figures, the report, the method, how to cite it, and the SHA-256 of each
// file. No title, no text and no contact is in it. Verify holds such a folder to its manifest and counts every figure
// anew.
package freeze

import "carif/compare"

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
	{"course", compare.CourseColumns(), "search_id"},
	{"session", "course_key, position, start_on, end_on, date_precision, entry_exit_code, department, region, state, " +
		"cpf_eligible, seats", "course_key"},
	{"provider", "key, site, department, region", "key"},
	{"provider_canonical", "provider_id, canonical_id", "provider_id"},
	{"course_audience", "course_key, position, code", "course_key"},
	{"course_selection", "course_key, position, code", "course_key"},
	{"course_validation", "course_key, position, code", "course_key"},
	{"course_code", "course_key, position, list, code", "course_key"},
	{"funding", "course_key, position, funder_code", "course_key"},
	{"course_link", "a, b", "b"},
	{"run", "id, site, kind, state, started, ended, complete, version, verdict", "site"},
}
