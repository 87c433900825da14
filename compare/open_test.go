//go:build sqlite_fts5 || fts5

package compare

import (
	"database/sql"
	"strings"
	"testing"

	"carif/schema"
	_ "carif/storage/sqlite" // the driver
)

// TestOpenOn: dates decide together with the printed state, and what neither tells is not told; the view v_open says the
// same, by the same words.
func TestOpenOn(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // each has a memory of its own
	view, _, found := strings.Cut(schema.ViewsSQL, "-- Courses, one row each")
	if !found {
		t.Fatal("views.sql does not begin with v_open")
	}
	for _, q := range []string{"CREATE TABLE as_of (date)", "INSERT INTO as_of VALUES ('2026-11-30')", "CREATE TABLE session " +
		"(course_key, position, start_on, end_on, date_precision, state, entry_exit_code)", view} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	blank := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	for branch := range strings.SplitSeq(strings.TrimSuffix(openOn("a.date"), " ELSE 1 END"), " WHEN ") {
		if !strings.Contains(blank(view), branch) {
			t.Errorf("v_open does not hold %q", branch)
		}
	}
	for _, c := range []struct{ start, end, precision, state, entry, want string }{
		{"2026-12-05", "2026-12-09", "day", "open", "", "1"},
		{"2026-11-05", "2026-11-30", "day", "open", "", "1"},
		{"2026-11-05", "2026-11-29", "day", "open", "", "0"}, // over, whatever its page says
		{"2026-11-05", "2026-11-29", "day", "", "", "0"},
		{"2026-12-05", "2026-12-09", "day", "full", "", "0"},
		{"2026-12-05", "2026-12-09", "day", "tomorrow", "", "0"},
		{"2026-12-05", "2026-12-09", "day", "", "", ""},
		{"2026-11-05", "", "day", "open", "", ""},
		{"2026-11-05", "", "day", "open", "1", "1"},
		{"", "", "none", "open", "", ""}, // nobody tells when
		{"", "", "day", "open", "0", ""},
		{"", "", "none", "open", "1", "1"},
		{"", "2026-12-09", "day", "open", "", "1"},
		{"", "", "none", "full", "", "0"},
		{"", "", "none", "", "", ""},
		{"2026-09-01", "2026-10-31", "season", "open", "", "1"}, // a season is no end
	} {
		null := func(s string) any {
			if s == "" {
				return nil
			}
			return s
		}
		if _, err := db.ExecContext(t.Context(), "DELETE FROM session"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.ExecContext(t.Context(), "INSERT INTO session VALUES ('k', 0, ?, ?, ?, ?, ?)", null(c.start),
			null(c.end), c.precision, null(c.state), null(c.entry)); err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{"SELECT " + openOn("'2026-11-30'") + " FROM session s", "SELECT open_on FROM v_open"} {
			var got sql.NullString
			if err := db.QueryRowContext(t.Context(), q).Scan(&got); err != nil || got.String != c.want {
				t.Errorf("%s: %+v: %q %v", q, c, got.String, err)
			}
		}
	}
}
