package forget_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"carif/fixtures"
	"carif/forget"
	"carif/harvest"
	"carif/storage"
)

// aged harvests two nights, a day apart, of which the second says something else of some courses.
func aged(t *testing.T) (w *world, second time.Time) {
	t.Helper()
	w = newWorld(t, 12)
	w.night()
	second = w.now().Add(12 * time.Hour)
	for i, c := range w.demo.Truth() {
		if i%3 == 0 {
			w.demo.Set(c.ID, func(c *fixtures.TruthCourse) { c.Price = "1 234 €" })
		}
	}
	w.night()
	return w, second
}

// night harvests the site.
func (w *world) night() {
	w.t.Helper()
	if _, err := w.runner().Harvest(w.t.Context(), w.site); err != nil {
		w.t.Fatal(err)
	}
}

// whole checks database and archive deeply, and gives how many answers were pruned.
func (w *world) whole() int {
	w.t.Helper()
	found, err := w.store.Check(w.t.Context(), true)
	if err != nil || len(found) > 0 {
		w.t.Errorf("check: %v, %v", found, err)
	}
	c, err := harvest.CheckArchive(w.t.Context(), w.store, filepath.Join(w.dir, "archive"))
	if err != nil || len(c.Found)+len(c.Missing) > 0 {
		w.t.Errorf("check of the archive: %v %v, %v", c.Found, c.Missing, err)
	}
	return c.Pruned
}

// TestPrune: old bytes leave, and only they: every page can still be read again, versions keep their words, and what was
// pruned is not taken for lost.
func TestPrune(t *testing.T) {
	w, second := aged(t)
	before := w.dump()
	would, err := forget.WouldPrune(t.Context(), w.store, w.archive, second)
	if err != nil {
		t.Fatal(err)
	}
	if would.Answers == 0 || would.Kept == 0 || would.Newer == 0 {
		t.Fatalf("nothing to tell apart: %+v", would)
	}
	if n := w.whole(); n != 0 {
		t.Fatalf("%d answers were pruned by looking", n)
	}
	did, err := forget.Prune(t.Context(), w.store, w.archive, second, w.now())
	if err != nil || did != would {
		t.Fatalf("pruned %+v (%v), was to be %+v", did, err, would)
	}
	if n := w.whole(); n == 0 || n > did.Answers {
		t.Errorf("%d captures are known as pruned, %d answers left", n, did.Answers)
	}
	if w.dump() != before {
		t.Error("the data is another")
	}
	if _, err := w.runner().Reparse(t.Context(), w.site); err != nil {
		t.Fatal(err)
	}
	if w.dump() != before {
		t.Error("read again, the data is another: a page's newest answer is gone")
	}
	again, err := forget.Prune(t.Context(), w.store, w.archive, second, w.now())
	if err != nil || again.Answers != 0 || again.Kept != did.Kept {
		t.Errorf("pruned again: %+v, %v", again, err)
	}
}

// TestPruneCutShort: a process that dies before the database follows, or after that and before the archive knows, costs
// nothing: the next one brings both together, once.
func TestPruneCutShort(t *testing.T) {
	for name, follows := range map[string]bool{"before the database follows": false, "after it did": true} {
		t.Run(name, func(t *testing.T) {
			w, second := aged(t)
			before := w.dump()
			_, err := forget.Prune(t.Context(), dying{w.store, follows}, w.archive, second, w.now())
			if !errors.Is(err, errDied) {
				t.Fatalf("got %v", err)
			}
			if err := errors.Join(w.archive.Close(), w.store.Close()); err != nil {
				t.Fatal(err)
			}
			w.open()
			if err := forget.Settle(t.Context(), w.store, w.archive); err != nil {
				t.Fatal(err)
			}
			if n := w.whole(); n == 0 {
				t.Error("nothing is known as pruned")
			}
			if w.dump() != before {
				t.Error("the data is another")
			}
			left, err := os.ReadDir(filepath.Join(w.dir, "archive"))
			if err != nil || slices.ContainsFunc(left, func(e os.DirEntry) bool { return e.Name() == "rewrite.json" }) {
				t.Errorf("the archive is not settled: %v", err)
			}
		})
	}
}

var errDied = errors.New("died")

// dying is a store whose process dies when it is to follow the archive, or right after.
type dying struct {
	forget.Keeper
	follows bool
}

func (d dying) MoveCaptures(ctx context.Context, m storage.Moved) error {
	if d.follows {
		if err := d.Keeper.MoveCaptures(ctx, m); err != nil {
			return err
		}
	}
	return errDied
}
