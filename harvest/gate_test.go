package harvest_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"carif/fixtures"
	"carif/schema"
	"carif/sites"
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

// TestFloors: a verified profile's floors hold the first run back already, each with its reason; an unverified profile is
// told of in the report.
func TestFloors(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.alone = true
	w.site.Status = "unverified"
	w.site.Floors = sites.Floors{Courses: fixtures.DemoSize + 1, Fill: map[schema.Field]float64{schema.FieldTitle: 0.99,
		schema.FieldNSF: 1}}
	sum := w.harvest()
	w.wantState(sum, schema.RunRefused)
	want := []string{fmt.Sprintf("%d courses, and the floor of the profile is %d (floors.courses)", fixtures.DemoSize,
		fixtures.DemoSize+1), "field codes.nsf: filled in "}
	if len(sum.Gate.Reasons) != len(want) || sum.Gate.Reasons[0] != want[0] || !strings.HasPrefix(sum.Gate.Reasons[1], want[1]) {
		t.Errorf("reasons %q, want %q", sum.Gate.Reasons, want)
	}
	if len(sum.Warnings) != 1 || !strings.Contains(sum.Warnings[0], "the profile is unverified") {
		t.Errorf("warnings %q", sum.Warnings)
	}
	w.site.Status = "verified"
	w.site.Floors = sites.Floors{Courses: fixtures.DemoSize, Fill: map[schema.Field]float64{schema.FieldTitle: 0.99}}
	sum = w.harvest()
	w.wantState(sum, schema.RunDone)
	if len(sum.Warnings) != 0 || !sum.Gate.Published {
		t.Errorf("warnings %q, gate %+v", sum.Warnings, sum.Gate)
	}
}
