package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"

	"carif/schema"
)

// TestSQLWords: a statement that begins with a comment is no flag, a flag stays one, and the statement is read as typed.
func TestSQLWords(t *testing.T) {
	pasted := "-- how many\nSELECT 1"
	given := []string{"--db", "my file.db", "query", "--format", "csv", "--out=my file.csv", "--no-blank", pasted, "--x y=1"}
	got := sqlWords(given)
	for i, w := range got {
		if flag := strings.HasPrefix(w, "--"); flag != (strings.HasPrefix(given[i], "--") && i < 7) {
			t.Errorf("%q: %q", given[i], w)
		}
	}
	a := app{}
	if sql, err := a.statement(got[7]); err != nil || sql != pasted {
		t.Errorf("%q, %v", sql, err)
	}
	if given[7] != pasted {
		t.Error("what was given was changed")
	}
	if other := sqlWords([]string{"export", "-- a b"}); other[1] != "-- a b" {
		t.Errorf("another command: %q", other)
	}
	var errs strings.Builder
	code := run(t.Context(), []string{"query", "--db", filepath.Join(t.TempDir(), "none.db"), pasted},
		streams{in: strings.NewReader(""), out: io.Discard, err: &errs})
	if code == exitDone || strings.Contains(errs.String(), "flag") {
		t.Errorf("exit %d: %s", code, errs.String())
	}
}

// TestWider: the type of a column holds every cell it has, in whatever order they come, and cells are made of that type.
func TestWider(t *testing.T) {
	for _, c := range []struct {
		cells []any
		want  schema.ColumnType
	}{
		{nil, ""}, {[]any{nil, nil}, ""}, {[]any{int64(1), nil}, schema.TypeInteger},
		{[]any{int64(1), 0.5}, schema.TypeReal}, {[]any{0.5, int64(1)}, schema.TypeReal},
		{[]any{int64(1), "x"}, schema.TypeText}, {[]any{"x", int64(1), 0.5, nil}, schema.TypeText},
	} {
		var got schema.ColumnType
		for _, v := range c.cells {
			got = wider(got, v)
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.cells, got, c.want)
		}
		for _, v := range c.cells {
			row := []any{v}
			err := typed([]schema.Column{{Name: "c", Type: got}}, func(fn func([]any) error) error { return fn(row) })(
				func([]any) error { return nil })
			_, whole := row[0].(int64)
			_, real := row[0].(float64)
			_, text := row[0].(string)
			if fits := v == nil || whole && got == schema.TypeInteger || real && got == schema.TypeReal ||
				text && got == schema.TypeText; err != nil || !fits {
				t.Errorf("%v as %s: %v (%T), %v", v, got, row[0], row[0], err)
			}
		}
	}
	err := typed([]schema.Column{{Name: "c", Type: schema.TypeInteger}}, func(fn func([]any) error) error {
		return fn([]any{"no number any more"})
	})(func([]any) error { return nil })
	if err == nil {
		t.Error("a cell that does not fit its column was written")
	}
}
