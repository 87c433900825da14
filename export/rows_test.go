package export

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"carif/schema"
)

// TestWriteRows: rows that come from no record are one file in the formats of tables, whole or not at all.
func TestWriteRows(t *testing.T) {
	of := schema.Table{Name: "answer", Columns: []schema.Column{{Name: "n", Type: schema.TypeInteger},
		{Name: "share", Type: schema.TypeReal}, {Name: "word", Type: schema.TypeText}}}
	rows := func(fail error) func(func([]any) error) error {
		return func(fn func([]any) error) error {
			for _, row := range [][]any{{int64(1), 0.5, "é, \"x\""}, {nil, nil, nil}} {
				if err := fn(row); err != nil {
					return err
				}
			}
			return fail
		}
	}
	var b strings.Builder
	rep, err := WriteRows(t.Context(), of, rows(nil), Options{Format: "csv", Out: "-", Stdout: &b})
	if want := "n,share,word\r\n1,0.5,\"é, \"\"x\"\"\"\r\n,,\r\n"; err != nil || b.String() != want || rep.Rows["answer"] != 2 {
		t.Errorf("csv: %q, %v, %v, want %q", b.String(), rep.Rows, err, want)
	}
	out := filepath.Join(t.TempDir(), "answer.dat") // whatever its name ends in
	for _, format := range []string{"parquet", "csv"} {
		if _, err := WriteRows(t.Context(), of, rows(nil), Options{Format: format, Out: out}); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		before := read(t, out)
		boom := errors.New("boom")
		if _, err := WriteRows(t.Context(), of, rows(boom), Options{Format: format, Out: out}); !errors.Is(err, boom) {
			t.Errorf("%s: %v, want boom", format, err)
		}
		if read(t, out) != before {
			t.Errorf("%s: what stood there was touched", format)
		}
		noLitter(t, filepath.Dir(out), 1)
	}
	parquet := filepath.Join(t.TempDir(), "answer.parquet")
	if _, err := WriteRows(t.Context(), of, rows(nil), Options{Format: "parquet", Out: parquet}); err != nil {
		t.Fatal(err)
	}
	if got := plain(t, parquet); !strings.Contains(got, `é, "x"`) || !strings.Contains(got, "0.5") {
		t.Errorf("parquet reads back as %q", got)
	}
	for _, format := range []string{"xlsx", "lheo", "nosuch"} {
		if _, err := WriteRows(t.Context(), of, rows(nil), Options{Format: format, Out: out}); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v, want ErrFormat", format, err)
		}
	}
}
