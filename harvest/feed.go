package harvest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"

	"carif/lheo"
	"carif/schema"
	"carif/sites"
)

// Feed imports a LHÉO 2.2 or 2.3 feed: each formation becomes a record as a page would have given it. The feed
// is streamed; what was read before a fault is stored, and the fault says where it stands. The site is the
// import's own, else the one that an earlier export of ours wrote into the feed, else "lheo".
func (im *Import) Feed(ctx context.Context, path string) (err error) {
	fh, err := os.Open(path)
	if err != nil {
		return PlainPathError(err)
	}
	defer func() { err = errors.Join(err, fh.Close()) }()
	o := im.r.feedOptions(im.site, filepath.ToSlash(path))
	t := newTwins()
	if t.numbers, err = lheo.CountNumbers(fh, o.Carif); err != nil {
		return fmt.Errorf("import %s: %w", path, PlainPathError(err))
	}
	if _, err = fh.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("import %s: %w", path, PlainPathError(err))
	}
	n := 0
	put := func(rec schema.Record) error {
		url := fmt.Sprintf("feed:%s#%s", filepath.Base(path), t.address(&rec))
		if rec.Source.URL != nil {
			url = *rec.Source.URL
		}
		return im.Record(ctx, im.feedSite(rec.Source.Site), url, rec)
	}
	var sum lheo.Summary
	read := func(put func(schema.Record) error) (err error) {
		sum, err = lheo.Read(ctx, fh, o, put)
		return err
	}
	err = readAhead(ctx, groupPages, read, func(rec schema.Record) error { // it is read on while a group is stored
		n++
		for _, r := range t.together(rec) {
			if err := put(r); err != nil {
				return err
			}
		}
		return nil
	})
	for _, r := range t.rest() { // of a feed that was cut, too
		err = errors.Join(err, put(r))
	}
	if err != nil {
		return fmt.Errorf("import %s: %w (%s read before it, which %s kept)", path, err, count(n, "course"), isAre(n))
	}
	for _, x := range sum.Extras {
		im.note("%s: of the whole feed, for which no record has a place: %s: %s", path, x.Where, x.Text)
	}
	if sum.Formations == 0 {
		return fmt.Errorf("import %s: the feed holds no formation", path)
	}
	return nil
}

// feedOptions is how the feed of a site is read, imported or harvested; site nil is none.
func (r *Runner) feedOptions(site *sites.Site, file string) lheo.ReadOptions {
	o := lheo.ReadOptions{File: file, Vocab: r.Reader.Normalizer.Vocabularies()}
	if site != nil {
		o.Site, o.Region, o.Carif = site.ID, site.Region, carifOf(site)
	}
	return o
}

// carifOf is the Carif that the bare numbers of a site's feed are of: of several the first, which new ids take.
func carifOf(site *sites.Site) string {
	if len(site.Carif) > 0 {
		return site.Carif[0]
	}
	return ""
}

// readAhead hands the items that each gives to take, one by one and in their order, while each goes on: up to ahead of
// them wait. An error of take ends it; one of each ends it when what came before is taken.
func readAhead[T any](ctx context.Context, ahead int, each func(put func(T) error) error, take func(T) error) error {
	g, within := errgroup.WithContext(ctx)
	items := make(chan T, ahead)
	var end error
	g.Go(func() error {
		defer close(items)
		end = each(func(item T) error {
			select {
			case items <- item:
				return nil
			case <-within.Done():
				return within.Err()
			}
		})
		return nil
	})
	g.Go(func() error {
		for item := range items {
			if err := within.Err(); err != nil {
				return err
			}
			if err := take(item); err != nil {
				return err
			}
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return end
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// feedTwins holds formations of one number back until all of them are read: which keeps the number must not depend on
// the order in which the feed tells them.
type feedTwins struct {
	numbers *lheo.Numbers
	waiting map[string][]schema.Record // by number
	held    int
	given   map[string]map[string]bool // keys of a number that could not wait for all who have it
}

func newTwins() feedTwins {
	return feedTwins{waiting: map[string][]schema.Record{}, given: map[string]map[string]bool{}}
}

// mostHeld is the number of formations that are held back at once, some tens of megabytes: in a feed in which more
// share their numbers, the order tells who keeps one.
const mostHeld = 2_000

// together gives the records that may be stored now: the one just read, or all that have its number once the last of
// them is read. One of them keeps the key and the others say in an issue why they have one of their own.
func (t *feedTwins) together(rec schema.Record) []schema.Record {
	num := t.numbers.Of(numero(&rec))
	times := t.numbers.Times(num)
	if times == 1 || num == "" {
		return []schema.Record{rec}
	}
	t.waiting[num], t.held = append(t.waiting[num], rec), t.held+1
	if len(t.given[num])+len(t.waiting[num]) < times && t.held <= mostHeld {
		return nil
	}
	return t.release(num)
}

// release gives those who wait with a number.
func (t *feedTwins) release(num string) []schema.Record {
	list := t.waiting[num]
	delete(t.waiting, num)
	t.held -= len(list)
	if t.given[num] == nil {
		t.given[num] = map[string]bool{}
	}
	keysApart(list, t.given[num])
	if len(t.given[num]) >= t.numbers.Times(num) {
		delete(t.given, num)
	}
	return list
}

// rest gives what is still held back at the end of a feed that broke off.
func (t *feedTwins) rest() (out []schema.Record) {
	for _, num := range sortedKeys(t.waiting) {
		out = append(out, t.release(num)...)
	}
	return out
}

// keysApart is setApart in an order that no feed makes: the least by title and provider keeps the key, where it was not
// given before. What is told twice word for word is two all the same.
func keysApart(list []schema.Record, given map[string]bool) {
	apart := func(r *schema.Record) string { return schema.KeyApart(r.Course.Key, r.Course) }
	slices.SortStableFunc(list, func(a, b schema.Record) int { return cmp.Compare(apart(&a), apart(&b)) })
	if len(given) == 0 {
		setApart(list)
	} else {
		for i := range list {
			c := list[i].Course
			key := c.Key
			c.Key = apart(&list[i])
			list[i].Issues = append(list[i].Issues, schema.DuplicateID(c, key))
		}
	}
	next := map[string]int{} // what the last of one key was numbered
	for i := range list {
		key := list[i].Course.Key
		n := max(next[key], 1)
		for given[list[i].Course.Key] {
			n++
			list[i].Course.Key = fmt.Sprintf("%s-%d", key, n)
		}
		next[key] = n
		given[list[i].Course.Key] = true
	}
}

// numero is the number of a formation as its feed prints it.
func numero(rec *schema.Record) string {
	switch c := rec.Course; {
	case c.RCOID != nil:
		return *c.RCOID
	case c.NativeID != nil:
		return *c.NativeID
	}
	return ""
}

// address tells a formation from the others of its feed. It is made of the local id where no other formation has that,
// so that a course goes on whose key did not hold the Carif's number yet.
func (t *feedTwins) address(rec *schema.Record) string {
	c := rec.Course
	if c.NativeID == nil || t.numbers.SharesLocal(numero(rec)) {
		return c.Key
	}
	return schema.Key(rec.Source.Site, *c.NativeID, "", rec.Source.SHA256)
}

// feedSite is the profile a feed's record is stored under; an id that no profile has gets a bare one.
func (im *Import) feedSite(id string) *sites.Site {
	if im.site != nil {
		return im.site
	}
	if s, err := im.r.Reader.Sites.Find(id); err == nil {
		return s
	}
	s := *sites.Generic()
	s.ID, s.Name = id, id
	return &s
}
