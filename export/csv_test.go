package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"carif/schema"

	"pgregory.net/rapid"
)

func TestCSVCells(t *testing.T) {
	tests := []struct {
		name  string
		excel bool
		row   []any
		want  string
	}{
		{"plain", false, []any{"a", int64(1), 1.5, true, nil}, "a,1,1.5,true,\r\n"},
		{"comma, quote, breaks kept", false, []any{"a,b", `c"d`, "e\r\nf", "g\nh"},
			"\"a,b\",\"c\"\"d\",\"e\r\nf\",\"g\nh\"\r\n"},
		{"blanks at the ends", false, []any{" a", "b "}, "\" a\",\"b \"\r\n"},
		{"one empty cell is no blank line", false, []any{nil}, "\"\"\r\n"},
		{"formula as it is", false, []any{"=1+1"}, "=1+1\r\n"},
		{"formula defused", true, []any{"=1+1", "+33", "-2", "@x", "\tx", "'x", "＝x"},
			`"'=1+1";"'+33";"'-2";"'@x";"'` + "\t" + `x";"''x";"'＝x"` + "\r\n"},
		{"numbers are not", true, []any{-1.5, int64(-3)}, "\"-1,5\";\"-3\"\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			w := &csvWriter{w: bufio.NewWriter(&b), excel: tt.excel}
			for i, v := range tt.row {
				w.cell(i, len(tt.row), v)
			}
			w.end()
			w.w.Flush()
			if got := b.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestCSVReadsBack holds the writer against another reader, whatever the cells are.
func TestCSVReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "columns")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("a;,\"'\n =é+\t"))), n, n), 1,
			5).Draw(t, "rows")
		excel := rapid.Bool().Draw(t, "excel")
		var b bytes.Buffer
		w := &csvWriter{w: bufio.NewWriter(&b), excel: excel}
		for _, row := range rows {
			for i, v := range row {
				w.cell(i, n, v)
			}
			w.end()
		}
		w.w.Flush()
		r := csv.NewReader(&b)
		r.Comma = rune(w.comma())
		got, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != len(rows) {
			t.Fatalf("%d rows read, %d written", len(got), len(rows))
		}
		for i := range rows {
			for j := range rows[i] {
				cell := got[i][j]
				if excel {
					cell = UndoExcel(cell)
				}
				if cell != rows[i][j] {
					t.Fatalf("cell %d,%d: got %q, want %q", i, j, cell, rows[i][j])
				}
			}
		}
	})
}

func TestCSVOneTable(t *testing.T) {
	out := filepath.Join(t.TempDir(), "session.csv")
	rep := write(t, fake{records: []schema.Record{full()}}, Options{Format: "csv", Out: out,
		Tables: []string{"session"}})
	if rep.Rows["session"] != 2 || len(rep.Rows) != 1 {
		t.Errorf("rows = %v, want 2 sessions", rep.Rows)
	}
	rows, err := csv.NewReader(strings.NewReader(read(t, out))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 3 || rows[0][0] != "course_key" || rows[1][2] != "00589155" {
		t.Errorf("got %q", rows)
	}
}

func TestCSVToStdout(t *testing.T) {
	var b bytes.Buffer
	write(t, fake{records: []schema.Record{full()}}, Options{Format: "csv", Out: "-", Stdout: &b,
		Tables: []string{"provider"}})
	if got := strings.Count(b.String(), "\r\n"); got != 3 {
		t.Errorf("%d lines, want a header and two providers: %q", got, b.String())
	}
}

func TestJSONLIsTheRecord(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.jsonl")
	want := full()
	write(t, fake{records: []schema.Record{want}}, Options{Format: "jsonl", Out: out, WithContacts: true})
	wantJSON, _ := json.Marshal(want)
	var got, exp any
	if err := json.Unmarshal([]byte(read(t, out)), &got); err != nil {
		t.Fatal(err)
	}
	_ = json.Unmarshal(wantJSON, &exp)
	g, _ := json.Marshal(got)
	e, _ := json.Marshal(exp)
	if string(g) != string(e) {
		t.Errorf("got  %s\nwant %s", g, e)
	}
}
