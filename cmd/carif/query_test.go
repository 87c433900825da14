package main

import (
	"encoding/json"
	"errors"
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

// TestStatementOnStdin: a statement is read whole or refused, never cut into another one.
func TestStatementOnStdin(t *testing.T) {
	long := "SELECT 1" + strings.Repeat(" ", mostStatement-len("SELECT 1"))
	a := &app{streams: streams{in: strings.NewReader(long)}}
	if got, err := a.statement("-"); err != nil || got != long {
		t.Errorf("%d bytes: %d read, %v", len(long), len(got), err)
	}
	a.in = strings.NewReader(long + "- 1")
	if got, err := a.statement("-"); exitCode(err) != exitUsage || got != "" {
		t.Errorf("too long: %d bytes read, %v", len(got), err)
	}
}

// TestObjectsEnd: what is printed of a statement that goes wrong after some rows is a list; before the first, nothing.
func TestObjectsEnd(t *testing.T) {
	late := errors.New("no number")
	for _, c := range []struct {
		good int
		err  error
		want int // rows in the list; -1 for no list
	}{{0, nil, 0}, {2, nil, 2}, {2, late, 2}, {0, late, -1}} {
		var b strings.Builder
		err := printObjects(&b, []string{"a", "b"}, func(fn func([]any) error) error {
			for range c.good {
				if err := fn([]any{int64(1), nil}); err != nil {
					return err
				}
			}
			return c.err
		})
		if !errors.Is(err, c.err) {
			t.Errorf("%+v: %v", c, err)
		}
		var list []map[string]any
		if bad := json.Unmarshal([]byte(b.String()), &list); c.want >= 0 && (bad != nil || len(list) != c.want) ||
			c.want < 0 && b.Len() > 0 {
			t.Errorf("%+v: %q, %v", c, b.String(), bad)
		}
	}
}
