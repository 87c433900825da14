package export

import (
	"strings"
	"testing"

	"carif/schema"
)

// TestColumns names every table and column of the one list that exports leave out, so that a new one cannot be
// forgotten in silence.
func TestColumns(t *testing.T) {
	left := map[string]bool{"change": true, "page": true, "run": true,
		"course.status": true, "course.version": true, "course.first_seen": true, "course.changed_at": true,
		"course.closed_at": true, "course.fingerprint": true, "session.price_text": true}
	have := map[string]bool{}
	for _, tb := range tables(true) {
		have[tb.Name] = true
		for _, c := range tb.Columns {
			have[tb.Name+"."+c.Name] = true
		}
	}
	for _, tb := range schema.Columns() {
		if have[tb.Name] == left[tb.Name] {
			t.Errorf("table %s: exported %v, listed as left out %v", tb.Name, have[tb.Name], left[tb.Name])
		}
		for _, c := range tb.Columns {
			name := tb.Name + "." + c.Name
			if left[tb.Name] || c.Internal {
				continue
			}
			if have[name] == left[name] {
				t.Errorf("column %s: exported %v, listed as left out %v", name, have[name], left[name])
			}
		}
	}
}

func TestPersonColumnsStayOut(t *testing.T) {
	for _, tb := range Tables(false) {
		for _, c := range tb.Columns {
			if c.Person || tb.Name == "contact" {
				t.Errorf("%s.%s is exported by default", tb.Name, c.Name)
			}
		}
	}
}

// TestTypes holds that every cell has the Go type of its column, and that a full record leaves none empty.
func TestTypes(t *testing.T) {
	for _, r := range []schema.Record{full(), minimal()} {
		for _, tb := range tables(true) {
			filled := map[string]bool{}
			rows := 0
			err := tb.flatten(&r, func(row []any) error {
				rows++
				for i, v := range row {
					c := tb.Columns[i]
					if !fits(c.Type, v) {
						t.Errorf("%s.%s is %s but holds a %T", tb.Name, c.Name, c.Type, v)
					}
					if v != nil {
						filled[c.Name] = true
					} else if c.Required && r.Course.Key != "demo/empty" {
						t.Errorf("%s.%s is required and null", tb.Name, c.Name)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range tb.Columns {
				if r.Course.Key == "demo/000042" && !filled[c.Name] && !strings.HasSuffix(c.Name, "_label") {
					t.Errorf("%s.%s has no value in a full record", tb.Name, c.Name)
				}
			}
			if tb.Name == "course" && rows != 1 {
				t.Errorf("%d rows of course, want 1", rows)
			}
		}
	}
}

func fits(ct schema.ColumnType, v any) bool {
	switch v.(type) {
	case nil:
		return true
	case int64:
		return ct == schema.TypeInteger
	case float64:
		return ct == schema.TypeReal
	case bool:
		return ct == schema.TypeBoolean
	case string:
		return ct == schema.TypeText || ct == schema.TypeDate || ct == schema.TypeTime
	}
	return false
}
