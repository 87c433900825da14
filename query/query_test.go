//go:build sqlite_fts5 || fts5

package query

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"carif/schema"
	"carif/storage/sqlite"
)

// database makes a database with one course of one site, and somebody to contact.
func database(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "carif.db")
	s, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.BeginRun(context.Background(), schema.Run{Site: "demo", Kind: "harvest"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range []string{
		`INSERT INTO course (key, site, title, certifying, status, version, first_seen, changed_at, parser_version, fingerprint,
			price_eur) VALUES ('demo/1', 'demo', 'Écrire', 1, 'open', 1, '', '', '', '', 12.5)`,
		`INSERT INTO contact (course_key, position, owner, name, phones, faxes, emails, seen_at)
			VALUES ('demo/1', 0, 'course', 'Camille Essai', '[]', '[]', '[]', '')`,
		`INSERT INTO issue (course_key, position, code, field, raw, place)
			VALUES ('demo/1', 0, 'unknown_value', 'audience', 'Voir Camille Essai', '')`,
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
	return path
}

func opened(t testing.TB, o Options) *DB {
	t.Helper()
	d, err := Open(database(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// ask gives all rows of an answer as one text each.
func ask(t testing.TB, d *DB, q string) ([]string, error) {
	t.Helper()
	ans, err := d.Ask(context.Background(), q)
	if err != nil {
		return nil, err
	}
	var out []string
	err = ans.Each(context.Background(), func(row []any) error {
		out = append(out, strings.Trim(fmt.Sprint(row), "[]"))
		return nil
	})
	return out, errors.Join(err, ans.Close())
}

// TestRefused: what a statement may not do is said in one line, with its place and what was meant; nothing is changed.
func TestRefused(t *testing.T) {
	near := func(word string, list []string) string {
		for _, w := range list {
			if len(w) == len(word) && strings.EqualFold(w[:3], word[:3]) {
				return ": did you mean " + w + "?"
			}
		}
		return ""
	}
	path := database(t)
	d, err := Open(path, Options{Near: near})
	if err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{
		"":                          "there is no statement",
		" -- nothing\n":             "there is no statement",
		"DELETE FROM course":        `"DELETE": only statements that read are run: SELECT, WITH, VALUES, at line 1, column 1`,
		"selict 1":                  "did you mean SELECT?",
		"/* é */ drop table course": "column 9",
		"WITH x AS (SELECT 1) DELETE FROM course":             "only reads",
		"WITH x AS (SELECT 1) INSERT INTO region SELECT 1, 2": "only reads",
		"ATTACH 'other.db' AS x":                              "only statements that read",
		"SELECT 1; DROP TABLE course":                         "a second statement begins: give one at a time, at line 1, column 11",
		"SELECT 1;;\n'x'":                                     "a second statement begins: give one at a time, at line 2, column 1",
		"; -- nothing":                                        "there is no statement",
		"SELECT load_extension('x.so')":                       "may not call load_extension",
		"SELECT * FROM pragma_journal_mode('delete')":         "not for reading",
		"SELECT * FROM contact":                               "table contact holds people: --with-contacts shows it",
		"SELECT (SELECT max(name) FROM contact) FROM course":  "holds people",
		"SELECT payload FROM course_version":                  "carif's own",
		"SELECT count(*) FROM pragma_journal_mode('delete')":  "not for reading",
		"SELECT count(*) FROM course_version":                 "carif's own", "WITH x AS (SELECT 1) SELECT count(*) FROM contact": "holds people",
		"SELECT * FROM suppression":                               "carif's own",
		"SELECT titel FROM course":                                "no such column: titel, at line 1, column 8: did you mean title?",
		"SELECT c.titel\nFROM course c WHERE\n c.titel = 1":       "at line 1, column 10",
		"SELECT é, titel FROM v_course":                           "at line 1, column 8",
		"SELECT 1\n FROM coursy":                                  "no such table: coursy, at line 2, column 7",
		"SELECT median(1, 2)":                                     "wrong number of arguments to function median(), at line 1, column 8",
		"SELECT 'it''s', FROM course":                             `near "FROM": syntax error, at line 1, column 17`,
		"SELECT site FROM course WHERE site = 1 AND\n ORDER BY 1": `near "ORDER": syntax error, at line 2, column 2`,
		"SELECT max(":                                             "the statement ends too early, at line 1, column 12",
		"SELECT 'open":                                            "never ends: a quote or */ is missing, at line 1, column 8",
		"SELECT ?":                                                "parameters",
		"SELECT \x001":                                            "a NUL byte, at line 1, column 8",
		"SELECT zeroblob(1000000000)":                             "too big",
		"SELECT median('x')":                                      `median: "x" is no number`,
		"SELECT percentile(1, 101)":                               "a number from 0 to 100, not 101",
		"SELECT percentile(1, 'x')":                               "a number from 0 to 100",
		"SELECT percentile(v, v) FROM (SELECT 1 AS v UNION SELECT 2)": "the same in all rows",
	} {
		_, err := ask(t, d, q)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v, want %q", q, err, want)
		} else if !errors.Is(err, ErrSQL) {
			t.Errorf("%q: %v is no ErrSQL", q, err)
		}
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("the database was changed, %v", err)
	}
}

// TestPeople: columns of people read as null and are told, unless they are asked for.
func TestPeople(t *testing.T) {
	q := "SELECT coalesce(raw, '?'), coalesce(field, '?') FROM issue"
	d := opened(t, Options{})
	if got, err := ask(t, d, q); err != nil || !slices.Equal(got, []string{"? audience"}) {
		t.Errorf("%q, %v", got, err)
	}
	if got := d.Hidden(); !slices.Equal(got, []string{"issue.raw"}) {
		t.Errorf("hidden: %v", got)
	}
	if _, err := ask(t, d, "SELECT 1"); err != nil || len(d.Hidden()) != 0 {
		t.Errorf("hidden by another statement: %v, %v", d.Hidden(), err)
	}
	d = opened(t, Options{People: true, Clean: strings.ToUpper})
	if got, err := ask(t, d, q); err != nil || !slices.Equal(got, []string{"VOIR CAMILLE ESSAI AUDIENCE"}) {
		t.Errorf("with people: %q, %v", got, err)
	}
	if got, err := ask(t, d, "SELECT name FROM contact"); err != nil || !slices.Equal(got, []string{"CAMILLE ESSAI"}) {
		t.Errorf("with people: %q, %v", got, err)
	}
}

// TestMasked: no function of SQL sees what an answer leaves out, nothing goes past, and records are found and joined as
// before.
func TestMasked(t *testing.T) {
	path := database(t)
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec("UPDATE course SET objective = 'Voir Camille Essai'")
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	clean := func(s string) string { return strings.ReplaceAll(s, "Camille Essai", "[nom]") }
	d, err := Open(path, Options{Clean: clean})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	for q, want := range map[string]string{
		"SELECT fold(objective), upper(objective), hex(objective) FROM course":                                         "[voir nom VOIR [NOM] 566F6972205B6E6F6D5D]",
		"SELECT substr(objective, 1, 9), objective FROM v_course":                                                      "[Voir [nom Voir [nom]",
		"SELECT lower(objective) FROM course_text":                                                                     "[voir [nom]",
		"SELECT fold(objective) FROM temp.course":                                                                      "[voir nom]",
		"SELECT key, search_id FROM course WHERE objective LIKE '%Camille%'":                                           "[]",
		"SELECT c.key, v.price_eur, c.programme FROM course c JOIN v_course v ON v.key = c.key WHERE c.key = 'demo/1'": "[demo/1 12.5 <nil>]",
		"SELECT field, raw FROM issue":                                                                                 "[audience <nil>]",
		"SELECT count(*) FROM v_seen":                                                                                  "[1]", "SELECT key FROM v_seen WHERE last_seen IS NULL": "[demo/1]",
	} {
		if got, err := ask(t, d, q); err != nil || fmt.Sprint(got) != want {
			t.Errorf("%s: %v, %v, want %s", q, got, err, want)
		}
	}
	if _, err := ask(t, d, "SELECT field FROM issue"); err != nil || len(d.Hidden()) > 0 {
		t.Errorf("hidden %v, %v, though nothing of it is read", d.Hidden(), err)
	}
	for q, want := range map[string]string{
		"SELECT fold(objective) FROM main.course":                                                     "main. may not be written: name the table without it, at line 1, column 29",
		`SELECT fold(objective) FROM "MAIN" /* */ . course`:                                           "main. may not be written",
		"SELECT fold(objective) FROM 'main'.course":                                                   "main. may not be written",
		"SELECT hex(block) FROM course_fts_data":                                                      "carif's own",
		"SELECT fold(objective) FROM course_fts":                                                      "only searches",
		"SELECT snippet(course_fts, -1, '', '', '', 3) FROM course_fts WHERE course_fts MATCH 'voir'": "may not call snippet",
	} {
		if got, err := ask(t, d, q); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v, want %s", q, got, err, want)
		}
	}
	plan, err := ask(t, d, "EXPLAIN QUERY PLAN SELECT title FROM course WHERE key = 'demo/1'")
	if err != nil || !strings.Contains(fmt.Sprint(plan), "SEARCH") {
		t.Errorf("a course is no longer found by its key: %v, %v", plan, err)
	}
}

// TestAnswers: what the views and functions give, and that each column has a name of its own.
func TestAnswers(t *testing.T) {
	d := opened(t, Options{})
	for q, want := range map[string]string{
		"SELECT median(column1) FROM (VALUES (1), (2), (10), (NULL))": "[2]", "SELECT median(NULL), percentile(NULL, 5)": "[<nil> <nil>]",
		"SELECT fold('Saint-Étienne'), fold(NULL), fold(12)": "[saint etienne <nil> 12]",
		"SELECT title, price_eur, certifying FROM v_course":  "[Écrire 12.5 1]",
		"SELECT x'00ff'": "[00ff]", "SELECT 1; -- the end": "[1]", "SELECT 2 ; /* the end */ ;;\n": "[2]", "SELECT ';';": "[;]",
		"WITH t AS MATERIALIZED (SELECT site FROM course) SELECT count(*) FROM t":                                             "[1]",
		"WITH t AS (SELECT DISTINCT site FROM course LIMIT 5) SELECT count(*) FROM t":                                         "[1]",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT count(*) FROM n":                      "[3]",
		"WITH a AS (SELECT site FROM course GROUP BY 1), b AS (SELECT site FROM course GROUP BY 1) SELECT count(*) FROM a, b": "[1]",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT sum(i) FROM n":                        "[6]",
		"SELECT count(*) FROM course_fts WHERE course_fts MATCH 'x*'":                                                         "[0]",
		"SELECT name FROM pragma_table_info('v_course') LIMIT 1;":                                                             "[key]",
		"EXPLAIN QUERY PLAN SELECT 1": "[1 0 0 SCAN CONSTANT ROW]",
	} {
		got, err := ask(t, d, q)
		if err != nil || fmt.Sprint(got) != want && !strings.HasPrefix(q, "EXPLAIN") {
			t.Errorf("%s: %v, %v, want %s", q, got, err, want)
		}
	}
	ans, err := d.Ask(t.Context(), "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS ''")
	if err != nil {
		t.Fatal(err)
	}
	defer ans.Close()
	if got := strings.Join(ans.Columns, " "); got != "a a_2 a_2_2 column" {
		t.Errorf("columns %q", got)
	}
}

// TestTime: a statement that does not end is stopped, and the next one runs.
func TestTime(t *testing.T) {
	d := opened(t, Options{})
	ctx, stop := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer stop()
	ans, err := d.Ask(ctx, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
	if err == nil {
		err = errors.Join(ans.Each(ctx, func([]any) error { return nil }), ans.Close())
	}
	if !errors.Is(err, ErrTime) {
		t.Errorf("%v, want ErrTime", err)
	}
	if got, err := ask(t, d, "SELECT 1"); err != nil || len(got) != 1 {
		t.Errorf("the next statement: %v, %v", got, err)
	}
}

// TestStopped: a statement that was stopped before or while it ran is not called wrong.
func TestStopped(t *testing.T) {
	d := opened(t, Options{})
	late, stop := context.WithDeadline(t.Context(), time.Unix(1, 0))
	defer stop()
	if _, err := d.Ask(late, "SELECT 1"); !errors.Is(err, ErrTime) || errors.Is(err, ErrSQL) {
		t.Errorf("after its time: %v, want ErrTime", err)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Ask(over, "SELECT 1"); !errors.Is(err, context.Canceled) || errors.Is(err, ErrSQL) {
		t.Errorf("after its end: %v, want context.Canceled", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ans, err := d.Ask(ctx, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
	if err != nil {
		t.Fatal(err)
	}
	err = ans.Each(ctx, func([]any) error { cancel(); return nil })
	if err = errors.Join(err, ans.Close()); !errors.Is(err, context.Canceled) || errors.Is(err, ErrSQL) {
		t.Errorf("between two rows: %v, want context.Canceled", err)
	}
}

// TestReady: there are ten ready questions, each runs over a database, and its name is one word.
func TestReady(t *testing.T) {
	d := opened(t, Options{})
	list := Ready()
	if len(list) != 10 {
		t.Fatalf("%d ready questions, want 10", len(list))
	}
	seen := map[string]bool{}
	for _, q := range list {
		if _, err := ask(t, d, q.SQL); err != nil || seen[q.Name] || q.Question == "" {
			t.Errorf("%s (%s): %v", q.Name, q.Question, err)
		}
		seen[q.Name] = true
	}
}

// TestMedian holds median and percentile to their definition on numbers drawn at random: as many numbers lie below as
// above, the ends are the ends, what grows in p grows, and the order of the rows does not count.
func TestMedian(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	for range 500 {
		list := make([]float64, 1+r.IntN(20))
		for i := range list {
			list[i] = math.Round(r.NormFloat64()*100) / 4
		}
		at := func(list []float64, p float64) float64 {
			var n numbers
			for _, x := range list {
				if err := n.add("median", x); err != nil {
					t.Fatal(err)
				}
			}
			return n.at(p).(float64)
		}
		m := at(list, 0.5)
		below, above := 0, 0
		for _, x := range list {
			if x < m {
				below++
			}
			if x > m {
				above++
			}
		}
		if below > len(list)/2 || above > len(list)/2 {
			t.Fatalf("median of %v is %v: %d below, %d above", list, m, below, above)
		}
		if at(list, 0) != slices.Min(list) || at(list, 1) != slices.Max(list) {
			t.Fatalf("ends of %v", list)
		}
		a, b := r.Float64(), r.Float64()
		if x, y := at(list, min(a, b)), at(list, max(a, b)); x > y {
			t.Fatalf("percentiles of %v fall: %v, %v", list, x, y)
		}
		mixed := slices.Clone(list)
		r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if at(mixed, a) != at(list, a) {
			t.Fatalf("the order of %v counts", list)
		}
	}
	n := numbers{list: []float64{-math.MaxFloat64, math.MaxFloat64}}
	if got := n.at(0.5); got != 0.0 {
		t.Errorf("between the ends of all numbers: %v, want 0", got)
	}
}

// FuzzScan: a statement is cut into pieces that stand in it, in order, and places are within it.
func FuzzScan(f *testing.F) {
	for _, s := range []string{"SELECT 'a''b' -- c\n, \"d\" /* e */ [f] `g`", "é'", "/*", "[", "x.y=1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tokens, open := scan(s)
		end := 0
		for _, tk := range tokens {
			if tk.start < end || tk.end <= tk.start || tk.end > len(s) || !strings.Contains(s[tk.start:tk.end], tk.text) {
				t.Fatalf("%q: token %+v", s, tk)
			}
			end = tk.end
		}
		if open >= len(s) || open >= 0 && open < end {
			t.Fatalf("%q: open at %d", s, open)
		}
		if line, column := place(s, len(s)); line < 1 || column < 1 {
			t.Fatalf("%q ends at %d, %d", s, line, column)
		}
	})
}

var camille = regexp.MustCompile(`(?i)camille|43616D696C6C65`)

// FuzzAsk: no statement changes the database, shows a contact, or is answered by more than one line of error.
func FuzzAsk(f *testing.F) {
	path := database(f)
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		f.Fatal(err)
	}
	_, err = db.Exec("UPDATE course SET objective = 'Voir Camille Essai'; INSERT INTO course_fts (rowid, objective) VALUES (1, 'Camille')")
	if err := errors.Join(err, db.Close()); err != nil {
		f.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	d, err := Open(path, Options{Clean: func(s string) string { return strings.ReplaceAll(s, "Camille Essai", "[nom]") }})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = d.Close() })
	for _, s := range []string{"SELECT * FROM issue", "VALUES (1)", "SELECT name FROM contact", "WITH a AS (SELECT 1) SELECT * FROM a",
		"SELECT 1;", "EXPLAIN SELECT 1", "SELECT * FROM issue NATURAL JOIN contact", "PRAGMA user_version = 1", "SELECT fold(objective) FROM v_course",
		"SELECT * FROM course_fts", "SELECT hex(objective) FROM \"main\".course -- ;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		ans, err := d.Ask(ctx, s)
		if err != nil {
			if strings.Contains(err.Error(), "\n") && !strings.Contains(s, "\n") {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		n := 0
		err = ans.Each(ctx, func(row []any) error {
			if camille.MatchString(fmt.Sprint(row...)) && !camille.MatchString(s) {
				t.Errorf("%q shows %v", s, row)
			}
			if n++; n > 1000 {
				return errors.New("enough")
			}
			return nil
		})
		_ = errors.Join(err, ans.Close()) // a statement may fail while it runs
		if after, err := os.ReadFile(path); err != nil || !slices.Equal(before, after) {
			t.Fatalf("%q changed the database, %v", s, err)
		}
	})
}
