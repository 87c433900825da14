package export

import (
	"context"
	"strings"
	"testing"
	"time"

	"carif/schema"
)

// TestColumns names every table and column of the one list that exports leave out, so that a new one cannot be
// forgotten in silence.
func TestColumns(t *testing.T) {
	left := map[string]bool{"change": true, "field_change": true, "page": true, "run.note": true, "course.fingerprint": true}
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
				if tb.Name == "run" || tb.Name == "panel" || tb.flat || tb.lookup {
					continue // TestRuns, TestPanel, TestFlatTables, TestLookups
				}
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

// withRuns is a Source that lists runs, the newest first.
type withRuns struct{ fake }

func (withRuns) Runs(context.Context, string, int) ([]schema.Run, error) {
	at := time.Date(2026, 11, 24, 22, 0, 0, 0, time.UTC)
	return []schema.Run{{ID: 3, Site: "demo", Started: at}, {ID: 2, Site: "demo", Kind: "harvest",
		State: schema.RunDone, Started: at, Ended: at.Add(time.Hour),
		Complete: true, Pages: 7, Outcomes: map[schema.Outcome]int{schema.OutcomeOK: 6, schema.OutcomeGone: 1},
		Note: "/home/someone"}, {ID: 1, Site: "old"}}, nil
}

func TestRuns(t *testing.T) {
	var b strings.Builder
	src := withRuns{fake{records: []schema.Record{full()}}}
	rep := write(t, src, Options{Format: "csv", Out: "-", Stdout: &b, Tables: []string{"run"},
		Meta: Meta{Runs: []int64{2}}})
	want := `2,demo,harvest,done,2026-11-24T22:00:00Z,2026-11-24T23:00:00Z,true,7,0,0,0,0,0,"{""gone"":1,""ok"":6}",{},{},{},,` + "\r\n"
	if lines := strings.SplitAfter(b.String(), "\n"); rep.Rows["run"] != 1 || lines[1] != want {
		t.Errorf("%v rows: got %q, want %q", rep.Rows, lines, want)
	}
	b.Reset()
	write(t, src, Options{Format: "csv", Out: "-", Stdout: &b, Tables: []string{"run"}})
	if got := strings.Count(b.String(), "\n"); got != 4 || !strings.Contains(b.String(), "\n1,old") {
		t.Errorf("without ids: %q, want all three runs", b.String())
	}
}
