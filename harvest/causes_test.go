package harvest_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/storage"
)

// told are the field changes of a run in words.
func (w *world) told(run int64) []string {
	w.t.Helper()
	lines := []string{}
	err := w.store.FieldChanges(context.Background(), storage.ChangeFilter{Run: run, Latest: true},
		func(c storage.FieldChange) error {
			lines = append(lines, strings.TrimPrefix(c.Key, "essai/")+" "+string(c.Kind)+" "+c.Field+" ("+c.Cause+")")
			return nil
		})
	if err != nil {
		w.t.Fatal(err)
	}
	return lines
}

// TestCausesToldApart: a page says something else, and is read with another profile, in the same night: the old bytes
// tell which is which. Where they are gone the cause is unknown; a page that stayed is read by a reparse alone.
func TestCausesToldApart(t *testing.T) {
	for name, pruned := range map[string]bool{"archived": false, "pruned": true} {
		t.Run(name, func(t *testing.T) {
			titles := map[string]string{"/f/a": "Soudure", "/f/b": "Vannerie"}
			w := small(t, `(?P<id>\w+)$`, &[]string{"/f/a", "/f/b"}, func(rw http.ResponseWriter, r *http.Request) {
				fmt.Fprint(rw, coursePage(titles[r.URL.Path], "Savoir faire "+titles[r.URL.Path]))
			})
			w.alone = true
			w.site.Page.Labels = map[string]string{"Programme": "prerequisites"}
			w.wantCounts(w.harvest(), counts{Added: 2})
			if pruned {
				for _, f := range must(filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz")))(t) {
					if err := os.Truncate(f, 0); err != nil {
						t.Fatal(err)
					}
				}
			}
			w.site.Page.Labels = nil
			titles["/f/a"] = "Soudage"
			sum := w.harvest()
			w.wantCounts(sum, counts{Changed: 1, Same: 1})
			want := []string{"a added programme (profile)", "a removed prerequisites (profile)", "a changed title (source)",
				"a changed objective (source)"}
			if pruned {
				want = []string{"a changed title (unknown)", "a changed objective (unknown)", "a added programme (unknown)",
					"a removed prerequisites (unknown)"}
			}
			if d := cmp.Diff(want, w.told(sum.Run.ID)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if pruned {
				return
			}
			sum = must(w.runner().Reparse(context.Background(), w.site))(t)
			want = []string{"b added programme (profile)", "b removed prerequisites (profile)"}
			if d := cmp.Diff(want, w.told(sum.Run.ID)); d != "" {
				t.Errorf("reparse (-want +got):\n%s", d)
			}
		})
	}
}
