package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"carif/compare"
)

// wordingsOf runs vocab wordings.
func wordingsOf(t *testing.T, code int, words ...string) (out, said string) {
	t.Helper()
	var o, e bytes.Buffer
	if got := run(t.Context(), append([]string{"vocab", "wordings"}, words...), streams{out: &o, err: &e}); got != code {
		t.Fatalf("%v: code %d, want %d\n%s", words, got, code, e.String())
	}
	return o.String(), e.String()
}

// TestWordingsFormats: every format has every wording, what is printed counts the same in a stock sqlite3, and a name
// that is none is told with what it may have meant.
func TestWordingsFormats(t *testing.T) {
	path, err := builtDemo()
	if err != nil {
		t.Fatal(err)
	}
	asJSON, _ := wordingsOf(t, exitDone, "--db", path, "--format", "json")
	var d compare.Dictionary
	if err := json.Unmarshal([]byte(asJSON), &d); err != nil || len(d.Words) < 20 {
		t.Fatalf("%d wordings, %v", len(d.Words), err)
	}
	uses := 0
	for _, w := range d.Words {
		uses += len(w.Units)
	}
	asCSV, _ := wordingsOf(t, exitDone, "--db", path, "--format", "csv")
	rows, err := csv.NewReader(strings.NewReader(asCSV)).ReadAll()
	if err != nil || len(rows) != uses+1 || len(rows[0]) != len(wordingTable.Columns) {
		t.Fatalf("%d rows of CSV for %d uses: %v", len(rows), uses, err)
	}
	if _, err := exec.LookPath("sqlite3"); err == nil {
		last := rows[len(rows)-1]
		got, err := exec.CommandContext(t.Context(), "sqlite3", "-readonly", path, last[14]).CombinedOutput()
		if err != nil || strings.TrimSpace(string(got)) != last[11] {
			t.Errorf("sqlite3 says %s of %v (%v)", got, last, err)
		}
	}
	text, _ := wordingsOf(t, exitDone, "--db", path)
	markdown, _ := wordingsOf(t, exitDone, "--db", path, "--format", "md")
	for _, w := range d.Words {
		if !strings.Contains(text, cut(oneLine(w.Words), 90)) || !strings.Contains(markdown, inMarkdown(w.Words)) {
			t.Errorf("%s: %q is missing", w.Field, w.Words)
		}
	}
	file := filepath.Join(t.TempDir(), "w.parquet")
	wordingsOf(t, exitDone, "--db", path, "--format", "parquet", "--out", file)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pq, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil || pq.NumRows() != int64(uses) {
		t.Errorf("parquet: %v", err)
	}
	for _, c := range []struct{ words, want string }{{"audiense", "audience"}, {"--by=regoin", "region"},
		{"--format=xml", "parquet"}, {"--site=dmo", "demo"}} {
		if _, said := wordingsOf(t, exitUsage, "--db", path, c.words); !strings.Contains(said, c.want) {
			t.Errorf("%s: %s", c.words, said)
		}
	}
}

// TestWordingsNameNobody: who is known as a contact stands in no wording, title or statement, in no format.
func TestWordingsNameNobody(t *testing.T) {
	path, _ := restoring(t, `
		UPDATE contact SET name = 'Josiane Quivalaine' WHERE name IS NOT NULL;
		UPDATE course_audience SET raw = 'Contacter Josiane Quivalaine au 01 99 00 12 34, j.quivalaine@example.org',
			code = NULL, label = NULL, fit = NULL WHERE position = 0;
		UPDATE course SET title = 'Anglais avec QUIVALAINE Josiane'`)
	for _, format := range []string{"text", "csv", "json", "md"} {
		out, _ := wordingsOf(t, exitDone, "--db", path, "--format", format)
		for _, word := range []string{"uivalaine", "QUIVALAINE", "99 00", "@"} {
			if strings.Contains(out, word) {
				t.Errorf("%s tells %s", format, word)
			}
		}
		if !strings.Contains(out, "Contacter ") {
			t.Errorf("%s has not the rest of the words", format)
		}
		shown, _ := wordingsOf(t, exitDone, "--db", path, "--format", format, "--with-contacts")
		if !strings.Contains(shown, "Josiane Quivalaine") {
			t.Errorf("%s: --with-contacts does not show them", format)
		}
	}
}
