//go:build sqlite_fts5 || fts5

package sqlite

import (
	"testing"

	"carif/storage"
)

// TestOlderDatabase: a database that an older program made before sites had models is brought up to date, whole.
func TestOlderDatabase(t *testing.T) {
	path := filled(t, 3)
	want := dumpOf(t, path)
	alter(t, path, `DROP TABLE site_model; DROP TABLE course_alias; DELETE FROM goose_db_version WHERE version_id >= 4; PRAGMA user_version = 3;
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
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := dumpOf(t, path); got != want {
		t.Error("what it says changed")
	}
}
