//go:build sqlite_fts5 || fts5

package compare

import (
	"database/sql"
	"slices"
	"testing"
)

// TestDays: a moment counts for the day that it is in France, in summer and in winter.
func TestDays(t *testing.T) {
	for stamp, want := range map[string]string{
		"": "", "2027-01-31T22:59:59Z": "2027-01-31", "2027-01-31T23:00:00Z": "2027-02-01",
		"2027-07-31T21:59:59Z": "2027-07-31", "2027-07-31T22:00:00Z": "2027-08-01",
	} {
		if got, err := dayOf(stamp); err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", stamp, got, err, want)
		}
	}
	if got, err := dayOf("2027-01-31"); err == nil {
		t.Errorf("no time: %q", got)
	}
}

// TestWindow: the measures of what came and went count from the end of the first day of their window, in France, to the
// end of its last.
func TestWindow(t *testing.T) {
	x := &runner{q: Query{On: "2027-07-31", Window: 181, Zombie: 181}, source: map[string]*Source{}}
	if err := x.choose(); err != nil {
		t.Fatal(err)
	}
	if x.d.since != "'2027-01-31'" {
		t.Fatalf("since %s", x.d.since)
	}
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := moved(x.d)
	i := slices.IndexFunc(all, func(m Measure) bool { return m.Name == "deaths" })
	j := slices.IndexFunc(all, func(m Measure) bool { return m.Name == "zombies" })
	for stamp, want := range map[string][2]bool{ // in the window; old enough for a zombie
		"2027-01-31T22:59:59Z": {false, true}, "2027-01-31T23:00:00Z": {true, false},
		"2027-07-31T21:59:59Z": {true, false}, "2027-07-31T22:00:00Z": {false, false},
	} {
		var got [2]bool
		if err := db.QueryRowContext(t.Context(), "SELECT "+all[i].hit+", "+all[j].base+
			" FROM (SELECT 'closed' AS status, ?1 AS closed_at, ?1 AS first_seen) c", stamp).Scan(&got[0], &got[1]); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: %v, want %v", stamp, got, want)
		}
	}
}
