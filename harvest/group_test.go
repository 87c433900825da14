package harvest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carif/schema"
	"carif/storage"
)

// diary is a store, and an archive's sync, that write down what they are told to do.
type diary struct {
	mu sync.Mutex
	pageStore
	lines []string
	rests []time.Duration
	bad   string // URL of a page that cannot be saved
}

func (d *diary) CommitAll(_ context.Context, pages []storage.PageResult) ([][]schema.Change, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var urls []string
	for i := range pages {
		urls = append(urls, pages[i].Fetched.Entry.URL)
		if r := pages[i].Fetched.Rest; r != nil {
			d.rests = append(d.rests, r.Left())
		}
	}
	if slices.Contains(urls, d.bad) {
		return nil, errors.New("no room for " + d.bad)
	}
	d.lines = append(d.lines, fmt.Sprintf("save %s (%d)", urls[0], len(urls)))
	return make([][]schema.Change, len(pages)), nil
}

func (d *diary) Commit(ctx context.Context, p storage.PageResult) ([]schema.Change, error) {
	all, err := d.CommitAll(ctx, []storage.PageResult{p})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (d *diary) Sync() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, "sync")
	return nil
}

func (d *diary) group() *group { return &group{store: d, sync: d.Sync} }

func (d *diary) want(t *testing.T, lines ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !slices.Equal(d.lines, lines) {
		t.Errorf("got %q, want %q", d.lines, lines)
	}
	d.lines = nil
}

// good is a page with its bytes in the archive.
func good(n int) storage.PageResult {
	f := &schema.Fetched{Entry: schema.Entry{URL: fmt.Sprint("p", n), Kind: schema.KindCourse}, Outcome: schema.OutcomeOK}
	return storage.PageResult{Fetched: f, Captures: []storage.Capture{{Ref: "a"}}}
}

// TestGroupSaves: pages are saved together, in their order, after one sync of the archive: once there are 64, or the
// first is a second old, or a page comes that must not wait.
func TestGroupSaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{}
		g := d.group()
		told := 0
		add := func(p storage.PageResult) {
			t.Helper()
			if err := g.add(p, func([]schema.Change) { told++ }); err != nil {
				t.Fatal(err)
			}
		}
		for n := range groupPages - 1 {
			add(good(n))
		}
		d.want(t)
		add(good(99))
		d.want(t, "sync", "save p0 (64)")
		add(good(1))
		time.Sleep(groupAge - time.Millisecond) // of the bubble's clock
		add(good(2))
		d.want(t)
		time.Sleep(2 * time.Millisecond)
		synctest.Wait()
		d.want(t, "sync", "save p1 (2)")
		add(good(3))
		failed := good(4)
		failed.Fetched.Outcome, failed.Captures = schema.OutcomeServerError, nil
		add(failed)
		d.want(t, "sync", "save p3 (2)")
		unchanged := good(5)
		unchanged.Captures = nil // nothing is archived: nothing to sync
		add(unchanged)
		if err := g.flush(); err != nil || g.flush() != nil {
			t.Fatal(err)
		}
		d.want(t, "save p5 (1)")
		if told != groupPages+5 {
			t.Errorf("%d pages were told as saved, want %d", told, groupPages+5)
		}
	})
}

// TestGroupKeepsRest: what a host is owed counts from its answer, not from when the page was saved.
func TestGroupKeepsRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &diary{}
		g := d.group()
		p := good(1)
		rest := &schema.Rest{Host: "h", At: time.Now(), Delay: 5 * time.Second}
		p.Fetched.Rest = rest
		if err := g.add(p, func([]schema.Change) {}); err != nil || !rest.Saved {
			t.Errorf("%v, saved %v", err, rest.Saved)
		}
		time.Sleep(300 * time.Millisecond)
		if r := g.owed("h", ""); r == nil || r.Left() != 4700*time.Millisecond || g.owed("h", "x") != nil || g.owed("x", "") != nil {
			t.Errorf("owed %v", r)
		}
		if err := g.flush(); err != nil || !slices.Equal(d.rests, []time.Duration{4700 * time.Millisecond}) {
			t.Errorf("%v: rests %v, want what is left of 5s", err, d.rests)
		}
	})
}

// TestGroupFails: a page that cannot be saved costs no other one of its group; the failure ends the run, and nothing is
// saved after it.
func TestGroupFails(t *testing.T) {
	d := &diary{bad: "p2"}
	g := d.group()
	for n := range 4 {
		if err := g.add(good(n), func([]schema.Change) {}); err != nil {
			t.Fatal(err)
		}
	}
	if err := g.flush(); err == nil || !strings.Contains(err.Error(), "no room for p2") {
		t.Errorf("flush() = %v", err)
	}
	d.want(t, "sync", "save p0 (1)", "save p1 (1)", "save p3 (1)")
	if g.add(good(9), func([]schema.Change) {}) == nil || g.flush() == nil {
		t.Error("a group that failed takes more pages")
	}
	d.want(t)
}

// TestGroupNeedsItsBytes: where the archive cannot be synced, the database is told nothing.
func TestGroupNeedsItsBytes(t *testing.T) {
	d := &diary{}
	g := &group{store: d, sync: func() error { return errors.New("disk is full") }}
	if err := g.add(good(1), func([]schema.Change) { t.Error("told as saved") }); err != nil {
		t.Fatal(err)
	}
	if err := g.flush(); err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("flush() = %v", err)
	}
	d.want(t)
}
