//go:build sqlite_fts5 || fts5

package sqlite

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the view is held to it

	"github.com/google/go-cmp/cmp"

	"carif/schema"
)

// TestFlatViews holds the views of the database to their one definition and to the dictionary.
func TestFlatViews(t *testing.T) {
	s := openTest(t, nil)
	for _, table := range schema.Flat() {
		var have, want []string
		if err := s.r.Select(&have, "SELECT name FROM pragma_table_info(?) ORDER BY cid", table.Name); err != nil {
			t.Fatal(err)
		}
		for _, c := range table.Columns {
			want = append(want, c.Name)
		}
		if d := cmp.Diff(want, have); d != "" {
			t.Errorf("view %s (-dictionary +database):\n%s", table.Name, d)
		}
	}
	var made []string
	err := s.r.Select(&made, "SELECT sql FROM sqlite_schema WHERE name IN ('v_open', 'v_course', 'v_session') ORDER BY rowid")
	if err != nil || len(made) != 3 {
		t.Fatalf("%d views, %v", len(made), err)
	}
	for _, sql := range made {
		if !strings.Contains(schema.ViewsSQL, sql+";") {
			t.Errorf("the database does not define it like schema/views.sql:\n%s", sql)
		}
	}
}

// TestOpenOn walks the rule of v_open over every state, every kind of dates and both kinds of entry, and holds it to the
// words of the dictionary.
func TestOpenOn(t *testing.T) {
	s := openTest(t, nil)
	def, _, found := strings.Cut(schema.ViewsSQL, "-- Courses, one row each")
	if !found {
		t.Fatal("views.sql does not begin with v_open")
	}
	ask := func(q string, args ...any) (dates, open any) {
		t.Helper()
		if err := s.conn.QueryRowxContext(t.Context(), q, args...).Scan(&dates, &open); err != nil {
			t.Fatal(err)
		}
		return dates, open
	}
	for _, q := range []string{"CREATE TEMP TABLE session (course_key, position, date_precision, start_on, end_on, state, " +
		"entry_exit_code)", "CREATE TEMP TABLE as_of (date, with_closed)", "INSERT INTO temp.as_of VALUES ('2027-03-15', 0)",
		strings.Replace(def, "CREATE VIEW v_open", "CREATE TEMP VIEW v_open", 1)} {
		if _, err := s.conn.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]int{}
	days := []any{nil, "2027-01-01", "2027-03-15", "2027-06-01"}
	for _, state := range []any{nil, "open", "upcoming", "tomorrow", "closed", "full", "waiting", "ended"} {
		for _, precision := range []string{"day", "month", "season", "none"} {
			for _, start := range days {
				for _, end := range days {
					for _, entry := range []any{nil, "0", "1"} {
						if _, err := s.conn.ExecContext(t.Context(), "DELETE FROM temp.session"); err != nil {
							t.Fatal(err)
						}
						if _, err := s.conn.ExecContext(t.Context(), "INSERT INTO temp.session VALUES ('k', 0, ?, ?, ?, ?, ?)",
							precision, start, end, state, entry); err != nil {
							t.Fatal(err)
						}
						dates, open := ask("SELECT state_dates, open_on FROM temp.v_open")
						dated := precision == "day" || precision == "month"
						over := dated && end == "2027-01-01"
						begun := dated && (start == "2027-01-01" || start == "2027-03-15")
						var want any = int64(0)
						switch {
						case over:
						case state == nil, state == "open" && (begun || start == nil) && end == nil && entry != "1":
							want = nil
						case state == "open":
							want = int64(1)
						}
						row := fmt.Sprintf("state %v, %s, %v to %v, entry %v", state, precision, start, end, entry)
						if open != want {
							t.Errorf("%s: open_on %v, want %v", row, open, want)
						}
						var wantDates any
						switch {
						case !dated:
						case start == "2027-06-01":
							wantDates = "upcoming"
						case over:
							wantDates = "ended"
						case begun && end != nil:
							wantDates = "running"
						}
						if dates != wantDates {
							t.Errorf("%s: state_dates %v, want %v", row, dates, wantDates)
						}
						seen[fmt.Sprint(open)]++
					}
				}
			}
		}
	}
	if len(seen) != 3 {
		t.Errorf("only %v were met", seen)
	}
}

// TestAsOf holds the day of as_of to that of the clocks of France: about both changes of each year, about midnight, and
// at moments drawn at random.
func TestAsOf(t *testing.T) {
	s := openTest(t, nil)
	var def string
	if err := s.r.Get(&def, "SELECT sql FROM sqlite_schema WHERE name = 'as_of'"); err != nil {
		t.Fatal(err)
	}
	_, query, _ := strings.Cut(def, " AS ")
	query = strings.ReplaceAll(query, "'now'", "?1")
	france, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	utc := 0 // days that are others in UTC
	check := func(at time.Time) {
		t.Helper()
		var got struct {
			Date       string `db:"date"`
			WithClosed bool   `db:"with_closed"`
		}
		if err := s.r.Get(&got, query, at.UTC().Format(time.DateTime)); err != nil {
			t.Fatal(err)
		}
		want := at.In(france).Format(time.DateOnly)
		if got.Date != want || got.WithClosed {
			t.Fatalf("at %s: %+v, want %s", at.UTC(), got, want)
		}
		if want != at.UTC().Format(time.DateOnly) {
			utc++
		}
	}
	for year := 2020; year < 2050; year++ {
		for _, month := range []time.Month{time.March, time.October} {
			for day := 24; day <= 31; day++ {
				midnight := time.Date(year, month, day, 0, 0, 0, 0, france)
				check(midnight.Add(-time.Second))
				check(midnight)
			}
		}
		for range 30 {
			check(time.Date(year, 1, 1, r.IntN(366*24), r.IntN(60), r.IntN(60), 0, time.UTC))
		}
	}
	if utc == 0 {
		t.Error("no day differs from that of UTC: the test shows nothing")
	}
}

// TestNamesBesideCodes: communes are named as they are met, also those that an older program left without a name.
func TestNamesBesideCodes(t *testing.T) {
	path := filledWith(t, 2, func(*schema.Record) {})
	name := func() (name, old string) {
		t.Helper()
		s, err := Open(path, Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		err = s.r.QueryRow(`SELECT coalesce(commune_name, '?'), coalesce(old_region_name, '?') FROM v_session
			WHERE commune IS NOT NULL LIMIT 1`).Scan(&name, &old)
		if err != nil {
			t.Fatal(err)
		}
		return name, old
	}
	commune, old := name()
	if commune == "?" || old == "?" {
		t.Fatalf("commune %s, old region %s", commune, old)
	}
	alter(t, path, since11+" DELETE FROM goose_db_version WHERE version_id >= 12; PRAGMA user_version = 11")
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if again, _ := name(); again != commune {
		t.Errorf("after the migration: %s, want %s", again, commune)
	}
}
