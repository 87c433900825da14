package harvest_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"carif/fixtures/scripted"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
)

// TestAPI: JSON listings lead to JSON courses, page after page, without a browser; keys are labels, the profile's too;
// what was read is read again out of the archive.
func TestAPI(t *testing.T) {
	w, site := newWorld(t, 1), scripted.New(18)
	srv := httptest.NewServer(site)
	t.Cleanup(srv.Close)
	w.site = must(sites.Parse(scripted.APIProfile(srv.Listener.Addr().String()), "api.yaml"))(t)
	w.crawl.Delay = time.Millisecond
	sum := w.harvest()
	n := len(site.Courses())
	w.wantCounts(sum, counts{Added: n})
	if !sum.Run.Complete || len(sum.Faults) > 0 || site.Asked("GET /") > 0 || site.Asked("GET /api/formations?page=4") == 0 {
		t.Errorf("run: %+v %v %v", sum.Run, sum.Faults, sum.Alarms)
	}
	got := w.comparable("demo-donnees")
	for _, c := range site.Courses() {
		course := courseOf(got, c.ID)
		if course == nil {
			t.Errorf("%s was not read", c.ID)
			continue
		}
		if deref(course.Title) != c.Title || len(course.Sessions) != len(c.Sessions) || course.Objective == nil ||
			course.Programme == nil || !strings.Contains(*course.Programme, c.Programme[0].Items[0]) {
			t.Errorf("%s reads as %s, %d sessions of %d, objective %v, programme %v", c.ID, deref(course.Title),
				len(course.Sessions), len(c.Sessions), course.Objective, course.Programme)
			continue
		}
		for i, s := range course.Sessions {
			if s.Start == nil || *s.Start != c.Sessions[i].Start || s.End == nil || *s.End != c.Sessions[i].End {
				t.Errorf("%s: session %d from %v to %v", c.ID, i, s.Start, s.End)
			}
		}
	}
	w.wantCounts(w.harvest(), counts{Same: n})
	w.wantCounts(must(w.runner().Reparse(t.Context(), w.site))(t), counts{Same: n})
	replayed := newWorld(t, 1)
	replayed.site = w.site
	replayed.crawl.Replay = must(harvest.Replay(filepath.Join(w.dir, "archive")))(t)
	replayed.harvest()
	if d := cmp.Diff(got, replayed.comparable("demo-donnees")); d != "" {
		t.Errorf("replayed otherwise:\n%s", d)
	}
	imported := newWorld(t, 1)
	im := imported.runner().NewImport(w.site)
	files, _ := filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz"))
	if err := im.WARC(t.Context(), files[0]); err != nil {
		t.Error(err)
	}
	if _, err := im.End(nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, imported.comparable("demo-donnees")); d != "" {
		t.Errorf("imported otherwise:\n%s", d)
	}
}

func courseOf(all map[string]schema.Record, id string) *schema.Course {
	for key, rec := range all {
		if strings.HasSuffix(key, id) {
			return rec.Course
		}
	}
	return nil
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
