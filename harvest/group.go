package harvest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"carif/schema"
	"carif/storage"
)

// Pages are saved in groups: one sync of the archive and one transaction for all that came within a second. A process
// that is killed loses no more than its group, whole, with its places in the frontier: those pages are asked again.
// What others go by is never left in a group: a page that brought no good answer is saved at once, with all before it;
// so is everything before the frontier is taken to be empty, and before anything is counted. The rest that a host is
// owed is saved by itself where the host is given to others before.

const (
	groupPages = 64
	groupAge   = time.Second
)

// group gathers the pages of one run until they are saved. Its zero value is not usable.
type group struct {
	store pageStore
	sync  func() error // of the archive: before the database names what is in it

	saving sync.Mutex // one group is saved at a time, in the order of its pages

	mu    sync.Mutex // guards what follows
	pages []pending
	under int                     // pages that are being saved
	rests map[string]*schema.Rest // the last of each host
	timer *time.Timer
	err   error // the first failure: what comes after it must not be saved as if nothing were missing
}

// pending is a page that waits to be saved.
type pending struct {
	res   storage.PageResult
	saved func([]schema.Change) // told once it is
}

// add takes a page in, and saves the group where it is full or the page must not wait.
func (g *group) add(res storage.PageResult, saved func([]schema.Change)) error {
	now := urgent(res.Fetched)
	if !now && res.Fetched != nil {
		res.Fetched = waiting(res.Fetched)
	}
	g.mu.Lock()
	if f := res.Fetched; f != nil && f.Rest != nil {
		if g.rests == nil {
			g.rests = map[string]*schema.Rest{}
		}
		g.rests[f.Rest.Host] = f.Rest
	}
	g.pages = append(g.pages, pending{res, saved})
	if now = now || len(g.pages) >= groupPages; !now && g.timer == nil {
		g.timer = time.AfterFunc(groupAge, func() { _ = g.flush() }) // the next add or flush tells of a failure
	}
	err := g.err
	g.mu.Unlock()
	if now && err == nil {
		err = g.flush()
	}
	return err
}

// manyLinks is more than a page is to hold in memory until it is saved.
const manyLinks = 500

// urgent tells the pages that are saved at once: those whose host is not well, those that redirects led to, whose own
// entries follow, and those with very many links. The links of an ordinary listing can wait like it: the frontier
// gives out what was entered first, and is asked again before it is taken to be empty.
func urgent(f *schema.Fetched) bool {
	return f != nil && (!f.Outcome.Good() || f.Alias || len(f.Led) > 0 || len(f.Found) > manyLinks)
}

// waiting is what is kept of a fetch until it is saved: its bytes are in the archive, and its rest is the group's to
// save.
func waiting(f *schema.Fetched) *schema.Fetched {
	w := *f
	w.Archive, w.Page.Body = nil, nil
	if f.Rest != nil && !f.Rest.Saved {
		rest := *f.Rest
		w.Rest, f.Rest.Saved = &rest, true
	}
	return &w
}

// waits tells whether a page waits to be saved, or is being saved.
func (g *group) waits() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.pages)+g.under > 0
}

// owed is the last rest that was to be saved with a page of the group; nil for none.
func (g *group) owed(host, owner string) *schema.Rest {
	g.mu.Lock()
	defer g.mu.Unlock()
	if r := g.rests[host]; r != nil && r.Owner == owner {
		return r
	}
	return nil
}

// flush saves what has been gathered. After a failure it saves nothing more.
func (g *group) flush() error {
	g.saving.Lock()
	defer g.saving.Unlock()
	g.mu.Lock()
	pages, err := g.pages, g.err
	g.pages, g.under = nil, len(pages)
	if g.timer != nil {
		g.timer.Stop()
		g.timer = nil
	}
	g.mu.Unlock()
	if err == nil && len(pages) > 0 {
		err = g.save(pages)
	}
	g.mu.Lock()
	g.err, g.under = err, 0
	g.mu.Unlock()
	return err
}

func (g *group) save(pages []pending) error {
	list, archived := make([]storage.PageResult, len(pages)), false
	for i, p := range pages {
		list[i], archived = p.res, archived || len(p.res.Captures) > 0
	}
	if archived {
		if err := g.sync(); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
	}
	all, err := g.store.CommitAll(context.Background(), list)
	switch {
	case err == nil:
	case len(pages) == 1, errors.Is(err, storage.ErrDiskFull), errors.Is(err, storage.ErrReadOnly):
		return fmt.Errorf("store page: %w", err)
	default:
		return g.saveEach(pages)
	}
	for i, p := range pages {
		p.saved(all[i])
	}
	return nil
}

// saveEach saves page by page: one that cannot be saved must not cost the others.
func (g *group) saveEach(pages []pending) error {
	var first error
	failed := 0
	for _, p := range pages {
		changes, err := g.store.Commit(context.Background(), p.res)
		if err == nil {
			p.saved(changes)
			continue
		}
		if failed++; first == nil {
			first = fmt.Errorf("store page: %w", err)
		}
	}
	if failed > 1 {
		return fmt.Errorf("%w (and %s more)", first, count(failed-1, "page"))
	}
	return first
}
