//go:build sqlite_fts5 || fts5

package sqlite

import (
	"fmt"
	"maps"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/schema"
	"carif/storage"
)

// TestOlderDatabase: a database that an older program made before sites had models is brought up to date, whole.
func TestOlderDatabase(t *testing.T) {
	path := filledWith(t, 3, func(rec *schema.Record) { // as the older program read it: without the fields of today
		var old schema.Course
		old.Complete()
		c := rec.Course
		c.DisabilityAccess, c.Assessment, c.Methods, c.AccessDelay, c.Results, c.Equivalences = nil, nil, nil, nil, old.Results, nil
		c.Blocks, c.Certification, c.CPFEligible, c.GroupSize, c.InformationDates = old.Blocks, nil, nil, nil, old.InformationDates
		c.EnrolmentUntil, c.Prices, c.Positioning, c.RemainingCost, c.Alternance, c.Derived = nil, old.Prices, nil, nil, nil, old.Derived
		c.Codes.CPF = old.Codes.CPF
		c.Actions, c.Reference, c.EntryLevelRequired, c.RecruitmentArea = nil, nil, nil, nil
		c.Contacts[0].FirstName, c.Contacts[0].LastName, c.Contacts[0].OfProvider = nil, nil, false
		for i := range c.Sessions {
			s := &c.Sessions[i]
			s.Action, s.Address, s.Latitude, s.Longitude, s.Enrolment = nil, nil, nil, nil, nil
		}
	})
	want, rates := dumpOf(t, path), ratesOf(t, path)
	for _, sql := range dropAdded(t) {
		alter(t, path, sql)
	}
	alter(t, path, `DROP TABLE site_model; DROP TABLE course_alias; DROP TABLE reading;`+since11+` DELETE FROM goose_db_version WHERE version_id >= 4; PRAGMA user_version = 3;
		UPDATE manifest SET tables = json_remove(tables, '$.site_model', '$.course_alias')`)
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if found, err := s.Check(t.Context(), true); err != nil || len(found) > 0 {
		t.Errorf("Check() = %v, %v", found, err)
	}
	if _, err := s.AddModel(t.Context(), storage.SiteModel{Site: "demo", Host: "h", State: storage.ModelPast}); err != nil {
		t.Error(err)
	}
	if found, err := s.Check(t.Context(), true); err != nil || len(found) > 0 {
		t.Errorf("Check() after a model = %v, %v", found, err)
	}
	ratesHold(t, s, 1)
	if n, err := s.Spent(t.Context(), "h", "2026-11-02"); n != 7 || err != nil {
		t.Errorf("requests of the day: %d, %v, want 7", n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := ratesOf(t, path); len(got) == 0 || !maps.Equal(got, rates) {
		t.Errorf("fill rates %v, before %v", got, rates)
	}
	if got := dumpOf(t, path); got != want {
		t.Error("what it says changed")
	}
}

func ratesOf(t *testing.T, path string) map[schema.Field]float64 {
	t.Helper()
	s, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rates, err := s.FieldRates(t.Context(), "demo", 1)
	if err != nil {
		t.Fatal(err)
	}
	return rates
}

// since11 undoes what the migrations after that of actions add.
const since11 = ` DROP TABLE field_change; DROP TABLE change_mark; ALTER TABLE course_version DROP COLUMN profile;
	DROP TRIGGER unseen_page; DROP VIEW v_seen; DROP TABLE unseen; DROP TABLE publication; DELETE FROM meta WHERE name IN ('gaps_after', 'scales');
	ALTER TABLE capture DROP COLUMN pruned; DROP TABLE run_report; DROP TABLE past_person; ALTER TABLE run DROP COLUMN verdict;
	DROP TABLE provider_canonical; ALTER TABLE course DROP COLUMN level_scale;
	ALTER TABLE course DROP COLUMN level_scale_source;
	ALTER TABLE course DROP COLUMN level_scale_fit;
	ALTER TABLE course DROP COLUMN entry_level_scale;
	ALTER TABLE course DROP COLUMN entry_level_scale_source;
	ALTER TABLE course DROP COLUMN entry_level_scale_fit;
	ALTER TABLE course DROP COLUMN domain;
	ALTER TABLE course DROP COLUMN domain_label;
	ALTER TABLE course DROP COLUMN domain_source;
	ALTER TABLE course DROP COLUMN domain_fit;
	UPDATE manifest SET tables = json_remove(tables, '$.field_change', '$.past_person', '$.run_report', '$.publication', '$.unseen'); `

// dropAdded undoes what the migrations of the fields of today, of fill rates, and of actions, add.
func dropAdded(t *testing.T) []string {
	sql := []string{"DROP VIEW v_course", "DROP VIEW v_session", "DROP TRIGGER fill_rate_insert", "DROP TRIGGER fill_rate_update",
		"DROP TRIGGER fill_rate_delete", "DROP TABLE fill_rate", "ALTER TABLE course_version DROP COLUMN filled",
		"ALTER TABLE host_slot DROP COLUMN day", "ALTER TABLE host_slot DROP COLUMN requests",
		"CREATE TABLE host_day (host TEXT NOT NULL, day TEXT NOT NULL, requests INTEGER NOT NULL, PRIMARY KEY (host, day)) STRICT",
		"INSERT INTO host_slot (host, next_at, lease_until) VALUES ('h', 0, 0)",
		"INSERT INTO host_day VALUES ('h', '2026-11-01', 9), ('h', '2026-11-02', 7)"}
	for _, name := range []string{"00011_actions", "00006_today"} {
		b, err := migrations.ReadFile("migrations/" + name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^ALTER TABLE (\w+) ADD COLUMN (\w+)`).FindAllSubmatch(b, -1) {
			sql = append(sql, "ALTER TABLE "+string(m[1])+" DROP COLUMN "+string(m[2]))
		}
		for _, m := range regexp.MustCompile(`(?m)^CREATE TABLE (\w+)`).FindAllSubmatch(b, -1) {
			sql = append(sql, "DROP TABLE "+string(m[1]), "UPDATE manifest SET tables = json_remove(tables, '$."+string(m[1])+"')")
		}
	}
	views, err := migrations.ReadFile("migrations/00002_places_views.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, view := range []string{`CREATE VIEW v_course AS.*?'open';`, `CREATE VIEW v_session AS.*?s\.region;`} {
		sql = append(sql, regexp.MustCompile("(?s)"+view).FindString(string(views)))
	}
	return sql
}

// TestOlderChanges: what an older program found to change is told field by field, from the versions it kept; where the
// bytes and the reader both changed, the cause is unknown.
func TestOlderChanges(t *testing.T) {
	path := filledWith(t, 2, func(*schema.Record) {})
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for n, parser := range []string{"p1", "p2"} {
		run, _, err := s.BeginRun(t.Context(), schema.Run{Site: "demo", Kind: "harvest"})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 2 {
			page := coursePage(run, i+1)
			rec := &page.Records[0]
			euros := float64(600 + n)
			rec.Course.Price.AmountEUR, rec.Course.Contacts = &euros, nil
			rec.Source.ParserVersion, rec.Source.SHA256 = parser, parser+page.Fetched.Page.SHA256[2:]
			if _, err := s.Commit(t.Context(), page); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.SaveRun(t.Context(), schema.Run{ID: run, Site: "demo", State: schema.RunDone, Complete: true}); err != nil {
			t.Fatal(err)
		}
	}
	told := func() (lines []string) {
		err := s.FieldChanges(t.Context(), storage.ChangeFilter{}, func(c storage.FieldChange) error {
			lines = append(lines, fmt.Sprint(c.Run, c.Key, c.Version, c.Kind, c.Field, c.Cause, c.At))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return lines
	}
	want := told()
	if len(want) != 8 {
		t.Fatalf("changes: %q", want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	alter(t, path, since11+`
		DELETE FROM goose_db_version WHERE version_id >= 12; PRAGMA user_version = 11;
		UPDATE change SET cause = 'source'; UPDATE manifest SET tables = json_remove(tables, '$.change')`)
	if s, err = Open(path, Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if d := cmp.Diff(want, told()); d != "" {
		t.Errorf("(-found +told later):\n%s", d)
	}
	if found, err := s.Check(t.Context(), true); err != nil || len(found) > 0 {
		t.Errorf("Check() = %v, %v", found, err)
	}
}
