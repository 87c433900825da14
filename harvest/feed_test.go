package harvest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/harvest"
	"carif/lheo"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// formation is a formation of a feed, in the fewest elements.
func formation(numero, title, provider string) string {
	return fmt.Sprintf(`<formation numero="%s"><intitule-formation>%s</intitule-formation><objectif-formation>Savoir`+
		`</objectif-formation><contenu-formation>Tout</contenu-formation><organisme-formation-responsable><nom-organisme>%s`+
		`</nom-organisme></organisme-formation-responsable></formation>`, numero, title, provider)
}

// feedFile writes a feed and gives its path. It is cut behind the formations where whole is false.
func feedFile(t testing.TB, whole bool, formations ...string) string {
	t.Helper()
	doc := `<?xml version="1.0" encoding="UTF-8"?><lheo xmlns="http://lheo.gouv.fr/2.3"><offres>` + strings.Join(formations, "")
	if whole {
		doc += `</offres></lheo>`
	} else {
		doc += `<formation numero="07_99"><intitule-formation>Coup`
	}
	path := filepath.Join(t.TempDir(), "feed.xml")
	if err := os.WriteFile(path, []byte(doc), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// importFeed imports a feed as the command does.
func (w *world) importFeed(path string) (harvest.Summary, error) {
	w.t.Helper()
	im := w.runner().NewImport(sites.Generic())
	sums, err := im.End(im.Feed(context.Background(), path))
	if len(sums) != 1 {
		w.t.Fatalf("%d runs, %v", len(sums), err)
	}
	return sums[0], err
}

// stored gives the titles of the courses that readers see, by key.
func (w *world) stored() map[string]string {
	out := map[string]string{}
	err := w.store.Courses(context.Background(), storage.Filter{}, func(r schema.Record) error {
		out[r.Course.Key] = *r.Course.Title
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// TestCutFeed: of a feed that breaks off, what was read is kept; the report, the run and the database tell the same, and
// nothing is closed for not being there.
func TestCutFeed(t *testing.T) {
	w := newWorld(t, 1)
	whole := feedFile(t, true, formation("07_1", "Vannerie", "Atelier du Val"), formation("07_2", "Poterie", "Atelier du Lac"),
		formation("07_3", "Reliure", "Atelier du Bois"))
	if _, err := w.importFeed(whole); err != nil {
		t.Fatal(err)
	}
	cut := feedFile(t, false, formation("07_1", "Vannerie d'art", "Atelier du Val"), formation("07_4", "Dorure", "Atelier du Bois"))
	sum, err := w.importFeed(cut)
	if !errors.Is(err, lheo.ErrCut) || !strings.Contains(err.Error(), "2 courses read before it, which are kept") {
		t.Errorf("err = %v", err)
	}
	runs := must(w.store.Runs(context.Background(), "generic", 1))(t)
	for name, run := range map[string]schema.Run{"report": sum.Run, "run": runs[0]} {
		if run.State != schema.RunFailed || run.Pages != 2 || run.Added != 1 || run.Changed != 1 || run.Same != 0 || run.Closed != 0 {
			t.Errorf("the %s says %+v", name, run)
		}
	}
	if got := w.stored(); len(got) != 4 || got["generic/07_1"] != "Vannerie d'art" || got["generic/07_3"] != "Reliure" {
		t.Errorf("stored: %v", got)
	}
}

// commits counts how a store is asked to save.
type commits struct {
	harvest.Store
	calls, most, pages int
	left               int // how often it counted what is left
}

func (c *commits) Left(ctx context.Context, site string, run int64) (due, total int, err error) {
	c.left++
	return c.Store.Left(ctx, site, run)
}

func (c *commits) CommitAll(ctx context.Context, pages []storage.PageResult) ([][]schema.Change, error) {
	c.calls, c.most, c.pages = c.calls+1, max(c.most, len(pages)), c.pages+len(pages)
	return c.Store.CommitAll(ctx, pages)
}

// TestFeedIsSavedInGroups: a transaction a formation would be most of the import's time, and so would be counting what is
// left to fetch, of which an import has nothing, with each of them.
func TestFeedIsSavedInGroups(t *testing.T) {
	w := newWorld(t, 1)
	path := filepath.Join(t.TempDir(), "feed.xml")
	fh := must(os.Create(path))(t)
	n := must(bigFeed(fh, 1<<20))(t)
	if err := fh.Close(); err != nil {
		t.Fatal(err)
	}
	run := w.runner()
	count := &commits{Store: run.Store}
	run.Store = count
	shown := 0
	run.Progress = func(harvest.Progress) { shown++ }
	im := run.NewImport(sites.Generic())
	sums := must(im.End(im.Feed(context.Background(), path)))(t)
	if sums[0].Run.Added != n || count.pages != n {
		t.Fatalf("%d added, %d saved, want %d", sums[0].Run.Added, count.pages, n)
	}
	if count.left > 0 || shown < n {
		t.Errorf("the frontier was counted %d times; progress was told %d times of %d", count.left, shown, n)
	}
	if count.most < 32 { // the clock may end some of them early
		t.Errorf("%d formations in %d transactions, at most %d in one", n, count.calls, count.most)
	}
}

// TestOneNumberInAnyOrder: formations of one number are all kept, under the same keys in whatever order they come, and
// the others than the first say so.
func TestOneNumberInAnyOrder(t *testing.T) {
	list := []string{formation("07_1", "Vannerie", "Atelier du Val"), formation("07_2", "Poterie", "Atelier du Lac"),
		formation("07_1", "Tissage", "Atelier du Bois"), formation("07_1", "Reliure", "Atelier du Bois")}
	var want string
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}} {
		var turned []string
		for _, i := range order {
			turned = append(turned, list[i])
		}
		w := newWorld(t, 1)
		path := feedFile(t, true, turned...)
		sum, err := w.importFeed(path)
		if err != nil || sum.Run.Added != 4 || sum.Run.Issues[schema.IssueDuplicateID] != 2 {
			t.Fatalf("%v: %+v, %v", order, sum.Run, err)
		}
		if again, err := w.importFeed(path); err != nil || again.Run.Same != 4 {
			t.Errorf("%v: the second time %+v, %v", order, again.Run, err)
		}
		if got := fmt.Sprint(w.stored()); want == "" {
			want = got
		} else if got != want {
			t.Errorf("%v: %s\nwant %s", order, got, want)
		}
	}
}

// TestFeedErrorsEndTheImport: what a group could not be saved for is told, although the feed was read on meanwhile.
func TestFeedErrorsEndTheImport(t *testing.T) {
	w := newWorld(t, 1)
	var list []string
	for i := range 300 {
		list = append(list, formation(fmt.Sprintf("07_%d", i), "Cours", "Atelier"))
	}
	run := w.runner()
	run.Store = &full{Store: run.Store}
	im := run.NewImport(sites.Generic())
	_, err := im.End(im.Feed(context.Background(), feedFile(t, true, list...)))
	if !errors.Is(err, storage.ErrDiskFull) {
		t.Errorf("err = %v, want that of the disk", err)
	}
}

// full is a store without room.
type full struct{ harvest.Store }

func (f *full) CommitAll(context.Context, []storage.PageResult) ([][]schema.Change, error) {
	return nil, storage.ErrDiskFull
}
