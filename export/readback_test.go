package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"carif/export/scrub"
	"carif/schema"
)

// tally is what a reader found of a table.
type tally struct {
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// nasty is a record whose texts break naive writers and readers.
func nasty() schema.Record {
	r := full()
	r.Course.Key = "demo/nasty"
	r.Course.Title = p("=1+1;\"quoted\",\ttab")
	r.Course.Objective = p("line\nline\n\n 🚲 𝔘𝔫𝔦 é\u202f€ </t> & ]]>")
	r.Course.Programme = p("\"\"")
	r.Course.NativeID = p("00350507")
	r.Course.Duration.TotalHours = p(0.1)
	r.Course.Price.AmountEUR = p(1234567.89)
	seats := 1<<53 - 1
	r.Course.Sessions[0].Seats = &seats
	r.Course.Sessions[1].Start = p("1904-02-29")
	r.Course.Sessions[1].City = p("' OR 1=1 --")
	return r
}

// expected is what each table should hold, in the canonical form of testdata/readback.mjs.
func expected(t *testing.T, rs []schema.Record) map[string]tally {
	t.Helper()
	out := map[string]tally{}
	s := scrub.Scrubber{Keep: true, Warn: new(warnings).add}
	for _, tb := range tables(true) {
		if tb.Name == panelTable || tb.flat || tb.lookup {
			continue // TestPanel, TestFlatTables, TestLookups
		}
		h, n := sha256.New(), 0
		for _, r := range rs {
			c := s.Record(r)
			err := tb.flatten(&c, func(row []any) error {
				cells := make([]string, len(row))
				for i, v := range row {
					cells[i] = canonical(v)
				}
				fmt.Fprint(h, strings.Join(cells, "\x1f")+"\x1e")
				n++
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		out[tb.Name] = tally{n, hex.EncodeToString(h.Sum(nil))}
	}
	return out
}

func canonical(v any) string {
	switch v := v.(type) {
	case nil:
		return "∅"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		if v == "" {
			return "∅"
		}
		return v
	}
	return fmt.Sprint(v)
}

// TestReadBack exports records and has parsers that are not ours read every value back.
func TestReadBack(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed: exports were not read back by other parsers")
	}
	if _, err := os.Stat("testdata/node_modules"); err != nil {
		t.Skip("export/testdata/node_modules is missing (npm ci --prefix export/testdata): exports were not read back by other parsers")
	}
	many := []schema.Record{full(), minimal(), nasty()}
	for i := range 200 {
		many = append(many, made(i))
	}
	for name, rs := range map[string][]schema.Record{"many": many, "tables without rows": {minimal()}, "nothing": nil} {
		t.Run(name, func(t *testing.T) { readBack(t, node, rs) })
	}
}

func readBack(t *testing.T, node string, rs []schema.Record) {
	dir := t.TempDir()
	columns := map[string][][2]string{}
	for _, tb := range tables(true) {
		if tb.Name == panelTable || tb.flat || tb.lookup {
			continue // TestPanel, TestFlatTables, TestLookups
		}
		for _, c := range tb.Columns {
			columns[tb.Name] = append(columns[tb.Name], [2]string{c.Name, string(c.Type)})
		}
	}
	b, _ := json.Marshal(columns)
	if err := os.WriteFile(filepath.Join(dir, "columns.json"), b, 0o600); err != nil {
		t.Fatal(err)
	}
	for format, out := range map[string]string{"csv": "csv", "parquet": "parquet", "xlsx": "tables.xlsx"} {
		write(t, fake{records: rs}, Options{Format: format, Out: filepath.Join(dir, out), WithContacts: true,
			Tables: []string{AllTables}, Empty: true})
	}
	cmd := exec.Command(node, "testdata/readback.mjs", dir)
	cmd.Stderr = os.Stderr
	found, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]map[string]tally
	if err := json.Unmarshal(found, &got); err != nil {
		t.Fatal(err)
	}
	for table, want := range expected(t, rs) {
		for _, format := range []string{"csv", "parquet", "xlsx"} {
			if got[format][table] != want {
				t.Errorf("%s %s: read %+v, want %+v", format, table, got[format][table], want)
			}
		}
	}
}

// TestSQLiteReadsBack asks the sqlite3 shell, which is not ours.
func TestSQLiteReadsBack(t *testing.T) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("the sqlite3 shell is not installed: the database was not read back")
	}
	db := filepath.Join(t.TempDir(), "export.db")
	rs := []schema.Record{full(), minimal(), nasty()}
	rep := write(t, fake{records: rs}, Options{Format: "sqlite", Out: db, WithContacts: true})
	ask := func(q string) string {
		t.Helper()
		out, err := exec.Command(shell, "-readonly", db, q).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v %s", q, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	for table, n := range rep.Rows {
		if got := ask(`SELECT count(*) FROM "` + table + `"`); got != strconv.Itoa(n) {
			t.Errorf("%s: %s rows, want %d", table, got, n)
		}
	}
	for q, want := range map[string]string{
		"PRAGMA integrity_check":                                    "ok",
		"PRAGMA foreign_key_check":                                  "",
		"SELECT native_id FROM course WHERE key = 'demo/nasty'":     "00350507",
		"SELECT sessions FROM v_course WHERE key = 'demo/000042'":   "2",
		"SELECT provider FROM v_session WHERE position = 0 LIMIT 1": "Atelier d'Essai 33",
		"SELECT count(*) FROM dictionary WHERE meaning = ''":        "0",
		"SELECT json_extract(manifest, '$.contacts') FROM export":   "1",
		"SELECT title FROM course WHERE key = 'demo/nasty'":         "=1+1;\"quoted\",\ttab",
	} {
		if got := ask(q); got != want {
			t.Errorf("%s = %q, want %q", q, got, want)
		}
	}
	if !strings.Contains(ask(".schema course"), "-- Title; intitulé; LHÉO intitule-formation") {
		t.Errorf("the dictionary does not stand in the SQL: %.300s", ask(".schema course"))
	}
}
