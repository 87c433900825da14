package harvest_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"carif/fixtures"
	"carif/schema"
)

// TestGateReadsNoUnchangedRecord: a night in which one course changed ends well where the records of all the others
// could not be read.
func TestGateReadsNoUnchangedRecord(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.alone = true // learning looks at pages of its own choice
	w.harvest()
	changed := w.demo.Truth()[3].ID
	w.demo.Set(changed, func(c *fixtures.TruthCourse) { c.Title = "Un autre titre" })
	db := must(sql.Open("sqlite3", filepath.Join(w.dir, "carif.db")))(t)
	defer db.Close()
	must(db.Exec("UPDATE course_version SET payload = x'00' WHERE key <> ?", "demo/"+changed))(t)
	sum := w.harvest()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{0, 1, fixtures.DemoSize - 1, 0})
	if !sum.Gate.Published {
		t.Errorf("not published: %v", sum.Gate.Reasons)
	}
}
