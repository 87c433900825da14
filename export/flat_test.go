package export

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/schema"
)

// csvRows reads a CSV file as rows by name of column.
func csvRows(t *testing.T, path string) []map[string]string {
	t.Helper()
	cells, err := csv.NewReader(strings.NewReader(read(t, path))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, c := range cells[1:] {
		row := map[string]string{}
		for i, name := range cells[0] {
			row[name] = c[i]
		}
		out = append(out, row)
	}
	return out
}

// flatSource has more records than one batch, of which the last has a session that is over although its page says open.
func flatSource() fake {
	over := made(flatBatch * 2)
	over.Course.Sessions[0].End = p("2026-06-30")
	return fake{n: flatBatch*2 + 1, make: func(i int) schema.Record {
		if i == flatBatch*2 {
			return over
		}
		return made(i)
	}}
}

var flatMeta = Meta{Date: "2026-11-25"}

// TestFlatTables: a flat table has a row for each course or session, with names beside codes, whatever the batch it was
// made in.
func TestFlatTables(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	rep := write(t, flatSource(), Options{Format: "csv", Out: dir, Tables: []string{"v_course", "v_session"}, Meta: flatMeta,
		Sites: []Site{{ID: "demo", Name: "Catalogue de démonstration", Region: "75"}}})
	n := flatBatch*2 + 1
	if rep.Rows["v_course"] != n || rep.Rows["v_session"] != 2*n {
		t.Fatalf("rows %v, want %d and %d", rep.Rows, n, 2*n)
	}
	courses, sessions := csvRows(t, filepath.Join(dir, "v_course.csv")), csvRows(t, filepath.Join(dir, "v_session.csv"))
	some := func(row map[string]string, names ...string) map[string]string {
		out := map[string]string{}
		for _, name := range names {
			out[name] = row[name]
		}
		return out
	}
	want := map[string]string{"key": "demo/00000000", "site_name": "Catalogue de démonstration",
		"provider": "Atelier d'Essai", "provider_commune_name": "Bordeaux", "provider_department_name": "Gironde",
		"provider_region_name": "Nouvelle-Aquitaine", "provider_old_region": "72", "provider_old_region_name": "Aquitaine",
		"entry_level": "sans niveau spécifique", "audience": "Demandeur d'emploi; Curieux; Salarié", "rome": "I1607", "sessions": "2",
		"sessions_open": "1", "open_on_date": "2026-11-25", "total_hours": "70.5", "certifying": "false", "status": "closed"}
	names := []string{}
	for name := range want {
		names = append(names, name)
	}
	if d := cmp.Diff(want, some(courses[0], names...)); d != "" {
		t.Errorf("first course (-want +got):\n%s", d)
	}
	if got := courses[n-1]["sessions_open"]; got != "0" {
		t.Errorf("the course of which all is over: %s sessions open, want 0", got)
	}
	last := sessions[2*n-2]
	if d := cmp.Diff(map[string]string{"state": "open", "state_dates": "ended", "open_on": "false", "commune_name": "Bordeaux",
		"old_region_name": "Aquitaine", "responsible_provider": "Atelier d'Essai", "provider": "Atelier d'Essai 33",
		"start_on": "2025-01-01"}, some(last, "state", "state_dates", "open_on", "commune_name", "old_region_name",
		"responsible_provider", "provider", "start_on")); d != "" {
		t.Errorf("the session that is over (-want +got):\n%s", d)
	}
	if first := sessions[0]; first["open_on"] != "true" || first["state_dates"] != "running" {
		t.Errorf("the session that is on: %v", some(first, "open_on", "state_dates"))
	}
}

// TestFlatTypes holds the cells of flat tables and look-ups to the types of their columns.
func TestFlatTypes(t *testing.T) {
	for _, name := range append(append([]string{}, flatNames...), lookupNames...) {
		var b strings.Builder
		write(t, flatSource(), Options{Format: "jsonl", Out: "-", Stdout: &b, Tables: []string{name}, Meta: flatMeta})
		table := tablesNamed([]string{name})[0]
		kinds := map[string]schema.ColumnType{}
		for _, c := range table.Columns {
			kinds[c.Name] = c.Type
		}
		for _, line := range strings.Split(strings.TrimSpace(b.String()), "\n") {
			var row map[string]any
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatalf("%s: %v: %s", name, err, line)
			}
			for col, v := range row {
				_, isBool := v.(bool)
				_, isText := v.(string)
				number := kinds[col] == schema.TypeInteger || kinds[col] == schema.TypeReal
				if v != nil && (isBool != (kinds[col] == schema.TypeBoolean) || isText == (number || isBool)) {
					t.Fatalf("%s.%s is %s but holds %v", name, col, kinds[col], v)
				}
			}
		}
	}
}

// TestFlatIsTheViews: the flat tables hold what the same views say in an exported database, read by the sqlite3 shell.
func TestFlatIsTheViews(t *testing.T) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("the sqlite3 shell is not installed: the views were not read")
	}
	dir := t.TempDir()
	src := fake{records: []schema.Record{full(), minimal(), nasty()}}
	db, tables := filepath.Join(dir, "all.db"), filepath.Join(dir, "tables.db")
	write(t, src, Options{Format: "sqlite", Out: db, Meta: flatMeta})
	write(t, src, Options{Format: "sqlite", Out: tables, Meta: flatMeta, Tables: flatNames})
	ask := func(db, q string) string {
		t.Helper()
		out, err := exec.Command(shell, "-readonly", "-json", db, q).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v %s", q, err, out)
		}
		return string(out)
	}
	for _, t2 := range schema.Flat() {
		q := "SELECT * FROM " + t2.Name + " ORDER BY " + strings.Join(t2.Key, ", ")
		made, viewed := ask(tables, q), ask(db, q)
		if made != viewed || !strings.Contains(made, "demo/nasty") {
			t.Errorf("%s differs (-view +table):\n%s", t2.Name, cmp.Diff(viewed, made))
		}
		if got := ask(tables, "SELECT type FROM sqlite_schema WHERE name = '"+t2.Name+"'"); !strings.Contains(got, "table") {
			t.Errorf("%s is %s, want a table", t2.Name, got)
		}
	}
}

// TestLookups: every reference of a package leads to a row, also those of codes that no list of ours knows.
func TestLookups(t *testing.T) {
	odd := full()
	odd.Course.Key = "demo/odd"
	odd.Course.EntryLevel = &schema.Coded{Code: p("99"), Label: p("Niveau inventé"), Raw: "Inventé", Fit: "exact"}
	odd.Course.Sessions[0].Commune, odd.Course.Sessions[0].Region = p("99999"), p("77")
	dir := filepath.Join(t.TempDir(), "out")
	write(t, fake{records: []schema.Record{full(), odd}}, Options{Format: "datapackage", Out: dir, Meta: flatMeta,
		Sites: []Site{{ID: "demo", Name: "Catalogue de démonstration", Region: "75"}}})
	var pkg dataPackage
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "datapackage.json"))), &pkg); err != nil {
		t.Fatal(err)
	}
	keys := map[string]map[string]bool{}
	for _, r := range pkg.Resources {
		for _, row := range csvRows(t, filepath.Join(dir, r.Path)) {
			for _, f := range r.Schema.Fields {
				if keys[r.Name+"."+f.Name] == nil {
					keys[r.Name+"."+f.Name] = map[string]bool{}
				}
				keys[r.Name+"."+f.Name][row[f.Name]] = true
			}
		}
	}
	met := map[string]bool{}
	for _, r := range pkg.Resources {
		for _, fk := range r.Schema.ForeignKeys {
			for code := range keys[r.Name+"."+fk.Fields[0]] {
				if code != "" && !keys[fk.Reference.Resource+"."+fk.Reference.Fields[0]][code] {
					t.Errorf("%s.%s %s leads to no row of %s", r.Name, fk.Fields[0], code, fk.Reference.Resource)
				}
			}
			met[fk.Reference.Resource] = true
		}
	}
	for _, name := range []string{"site", "commune", "department", "region", "level", "course", "provider"} {
		if !met[name] {
			t.Errorf("nothing refers to %s", name)
		}
	}
	if !keys["level.label"]["Niveau inventé"] || !keys["commune.name"]["Bordeaux"] || !keys["vocabulary.code"]["80006"] ||
		!keys["old_region.name"]["Aquitaine"] || !keys["site.name"]["Catalogue de démonstration"] {
		t.Error("labels are missing in the look-up tables")
	}
	if n := len(keys["commune.code"]); n != 2 {
		t.Errorf("%d communes, want those that are named: 2", n)
	}
}

// TestWorkbook: a workbook holds the flat tables and look-ups; the word all gives the others.
func TestWorkbook(t *testing.T) {
	src := fake{records: []schema.Record{full()}}
	rep := write(t, src, Options{Format: "xlsx", Out: filepath.Join(t.TempDir(), "a.xlsx"), Meta: flatMeta})
	if rep.Rows["v_course"] != 1 || rep.Rows["v_session"] != 2 || rep.Rows["course"] != 0 || rep.Rows["region"] == 0 {
		t.Errorf("rows %v", rep.Rows)
	}
	rep = write(t, src, Options{Format: "xlsx", Out: filepath.Join(t.TempDir(), "a.xlsx"), Tables: []string{AllTables},
		Meta: flatMeta})
	if rep.Rows["v_course"] != 0 || rep.Rows["course_audience"] == 0 || rep.Rows["region"] == 0 {
		t.Errorf("all: rows %v", rep.Rows)
	}
}

// TestEmpty: an export of nothing is an error, and leaves nothing, unless it may be empty.
func TestEmpty(t *testing.T) {
	for _, f := range Formats() {
		out := outFor(t, f)
		if _, err := Write(t.Context(), fake{}, Options{Format: f.Name, Out: out}); !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v, want ErrEmpty", f.Name, err)
		}
		noLitter(t, filepath.Dir(out), 0)
		if f.Name == "lheo" {
			continue // the standard has no empty list
		}
		write(t, fake{}, Options{Format: f.Name, Out: out, Empty: true})
		if _, err := os.Stat(out); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
