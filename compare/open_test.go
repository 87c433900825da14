//go:build sqlite_fts5 || fts5

package compare

import (
	"database/sql"
	"testing"

	_ "carif/storage/sqlite" // the driver
)

// TestOpenOn: dates decide together with the printed state, and what neither tells is not told.
func TestOpenOn(t *testing.T) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
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
		var got sql.NullString
		if err := db.QueryRowContext(t.Context(), "SELECT "+openOn("'2026-11-30'")+
			" FROM (SELECT ? AS start_on, ? AS end_on, ? AS date_precision, ? AS state, ? AS entry_exit_code) s", null(c.start),
			null(c.end), c.precision, null(c.state), null(c.entry)).Scan(&got); err != nil || got.String != c.want {
			t.Errorf("%+v: %q %v", c, got.String, err)
		}
	}
}
