//go:build sqlite_fts5 || fts5

package sqlite

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/schema"
)

// TestColumns holds the database and schema.Columns together: columns, types, and the comments people read.
func TestColumns(t *testing.T) {
	s := openTest(t, nil)
	kinds := map[schema.ColumnType]string{schema.TypeText: "TEXT", schema.TypeDate: "TEXT", schema.TypeTime: "TEXT",
		schema.TypeInteger: "INTEGER", schema.TypeBoolean: "INTEGER", schema.TypeReal: "REAL"}
	for _, table := range schema.Columns() {
		var got []struct {
			Name    string `db:"name"`
			Type    string `db:"type"`
			NotNull bool   `db:"notnull"`
			PK      int    `db:"pk"`
		}
		if err := s.r.Select(&got, `SELECT name, type, "notnull", pk FROM pragma_table_info(?)
			ORDER BY cid`, table.Name); err != nil {
			t.Fatal(err)
		}
		var ddl string
		if err := s.r.Get(&ddl, "SELECT sql FROM sqlite_schema WHERE name = ?", table.Name); err != nil {
			t.Fatal(err)
		}
		var have, want []string
		for _, c := range got {
			have = append(have, c.Name+" "+c.Type+null01(c.NotNull || c.PK > 0))
		}
		for _, c := range table.Columns {
			if c.Unstored {
				continue
			}
			want = append(want, c.Name+" "+kinds[c.Type]+null01(c.Required))
			if c.Meaning == "" || strings.Contains(c.Meaning, "\n") {
				t.Errorf("%s.%s: its meaning must be one line", table.Name, c.Name)
			}
			words := c.Meaning
			if c.French != "" {
				words += " [" + c.French + "]"
			}
			added := c.Name + " /* " + words + " */ " // a column that a later migration adds keeps no comment at its end
			if !strings.Contains(ddl, " -- "+words+"\n") && !strings.Contains(ddl, added) {
				t.Errorf("%s.%s: the migration's comment should read %s", table.Name, c.Name, words)
			}
		}
		if d := cmp.Diff(want, have); d != "" {
			t.Errorf("table %s (-columns +database):\n%s", table.Name, d)
		}
	}
}

func null01(notNull bool) string {
	if notNull {
		return " NOT NULL"
	}
	return ""
}

// TestIndexes: the queries that run once a page or over everything use an index.
func TestIndexes(t *testing.T) {
	s := openTest(t, nil)
	for _, c := range []struct {
		name, sql string
		args      []any
		want      []string // each stands in the plan
		never     string
	}{
		{"claim", claimSQL, []any{"demo", 1, 1, "me"}, []string{"INDEX page_due (site=? AND lane=? AND turn<?)",
			"INDEX page_wait (site=? AND lane=? AND next_try>? AND next_try<?)"}, "TEMP B-TREE"},
		{"newest version", newestSQL, []any{"k"}, []string{"course_version_1 (key=?)", "SEARCH"}, "TEMP B-TREE"},
		{"gone", goneSQL, []any{"demo"}, []string{"course_version_open (site=?)"}, "SCAN"},
		{"unseen", unseenSQL, []any{"demo", 1}, []string{"course_version_open (site=?)"}, "SCAN"},
	} {
		var plan []struct {
			ID, Parent, NotUsed int
			Detail              string
		}
		if err := s.r.Select(&plan, "EXPLAIN QUERY PLAN "+c.sql, c.args...); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, p := range plan {
			lines = append(lines, p.Detail)
		}
		text := strings.Join(lines, "\n")
		for _, w := range c.want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: plan has no %q:\n%s", c.name, w, text)
			}
		}
		if c.never != "" && strings.Contains(text, c.never) {
			t.Errorf("%s: plan has %q:\n%s", c.name, c.never, text)
		}
	}
}
