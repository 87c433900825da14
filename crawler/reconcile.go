package crawler

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"carif/crawler/skim"
	"carif/schema"
	"carif/sites"
)

// listed is a listing page as it was read in this run. Catalogues change while they are read: an item taken
// out of page 3 moves the first of page 5 to page 4, which was read already. So when all is done, the listings
// are looked at again: their ends always, all of them when those moved or the printed totals do not agree. A
// course that still slips through (a withdrawal in the middle of a listing without totals) is met next night.
type listed struct {
	entry schema.Entry // with this run's validators and hash
	group string       // pages of one pagination
	links []uint64     // course links, in order
	total int          // the number of results it prints; 0 when none
}

// maxRounds bounds how often all listings are read again.
const maxRounds = 2

// groupOf folds what tells the pages of one pagination apart: the query, and a page number in the path.
func groupOf(raw string) string {
	path, _, _ := strings.Cut(raw, "?")
	var b strings.Builder
	foldRuns(&b, path)
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(b.String(), "0"), "/-_"), "/page"),
		"/p")
}

// totalsWithin is how much of a page's text is searched for the total it prints.
const totalsWithin = 5000

var totals = regexp.MustCompile(`(\d{1,3}(?:[  .]\d{3})+|\d+) ` +
	`(?:formations?|resultats?|offres?|actions de formation|fiches?|stages?)\b`)

func totalOf(text string) int {
	m := totals.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, m[1]))
	if err != nil {
		return 0
	}
	return n
}

// keepListed notes a listing page that was read, and compares it with the last run's.
func (k *walk) keepListed(f *Fetched, s *skim.Signs, found []schema.Found) {
	if f.Entry.Kind != sites.KindListing {
		return
	}
	l := listed{entry: f.Entry, group: groupOf(f.Entry.URL), total: totalOf(s.Folded(totalsWithin))}
	l.entry.ETag, l.entry.LastModified, l.entry.SHA256 = f.ETag, f.LastModified, f.Page.SHA256
	l.entry.ContentHash, l.entry.LastFetched, l.entry.Attempts = f.ContentHash, f.Page.FetchedAt, 0
	for _, c := range found {
		if c.Kind == sites.KindCourse {
			l.links = append(l.links, hash64(c.URL))
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if i, ok := k.listAt[f.Entry.URL]; ok {
		k.listed[i] = l
		return
	}
	k.listAt[f.Entry.URL] = len(k.listed)
	k.listed = append(k.listed, l)
	k.shrunk(f.Entry, len(l.links))
}

// shrunk notes a listing or sitemap that lost more than half of its courses. The caller holds k.mu.
func (k *walk) shrunk(e schema.Entry, now int) {
	if was := e.ListingLinks; was >= 2 && 2*now < was {
		k.rep.ListingShrunk = append(k.rep.ListingShrunk, Shrunk{URL: e.URL, Was: was, Now: now})
		k.log.Warn("listing shrank", "url", e.URL, "was", was, "now", now)
	}
}

// reconcile looks at the listings again when nothing else is left: the first and last page of each pagination,
// and, when those moved or the printed total says that courses are missing, all pages. again tells that there
// may be new entries to claim.
func (k *walk) reconcile(ctx context.Context, eng *engine) (again bool, err error) {
	k.mu.Lock()
	k.rounds++
	over := k.rounds > maxRounds
	pages := slices.Clone(k.listed)
	k.mu.Unlock()
	if over {
		return false, nil
	}
	if k.rounds == 1 {
		if err := k.lateSentinels(ctx, eng); err != nil {
			return false, err
		}
	}
	groups := map[string][]listed{}
	var order []string
	for _, l := range pages {
		if k.pace.Idle {
			break // an archive does not change while it is read
		}
		if k.bounds.stopped(l.entry.URL) {
			continue
		}
		if groups[l.group] == nil {
			order = append(order, l.group)
		}
		groups[l.group] = append(groups[l.group], l)
	}
	for _, g := range order {
		moved, err := k.recheck(ctx, eng, groups[g])
		if err != nil {
			return false, err
		}
		again = again || moved
	}
	return again, nil
}

// lateSentinels asks for sentinels that this walk did not meet: it went on with a run that was interrupted after
// them, and what they said then is not known any more.
func (k *walk) lateSentinels(ctx context.Context, eng *engine) error {
	k.mu.Lock()
	var late []string
	for canonical, raw := range k.sentinel {
		if k.rep.Sentinels[raw] == "" {
			late = append(late, canonical)
		}
	}
	k.mu.Unlock()
	slices.Sort(late)
	for _, u := range late {
		e := schema.Entry{Site: k.site.ID, URL: u, Kind: sites.KindCourse, State: schema.StateDone}
		all, err := k.fetch(ctx, eng, e)
		if err != nil {
			return err
		}
		f := all[0] // one that is done leads to no other
		f.Next = schema.Decision{State: schema.StateDone}
		err = k.handOn(ctx, f)
		if rest := k.settle(ctx, f); err == nil {
			err = rest
		}
		if err != nil {
			return err
		}
		k.mu.Lock()
		k.rep.Sentinels[k.sentinel[u]] = f.Outcome
		k.mu.Unlock()
	}
	return nil
}

// recheck reads a pagination again, wholly only when its ends moved.
func (k *walk) recheck(ctx context.Context, eng *engine, pages []listed) (moved bool, err error) {
	if len(pages) < 2 {
		return false, nil
	}
	k.mu.Lock()
	first := k.rounds == 1 // what is still missing after all was read twice is no slip
	k.mu.Unlock()
	moved = first && k.short(pages)
	for _, i := range []int{0, len(pages) - 1} {
		m, err := k.reread(ctx, eng, pages[i])
		if err != nil {
			return false, err
		}
		moved = moved || m
	}
	if !moved {
		return false, nil
	}
	k.bounds.count("listing_moved")
	for _, l := range pages[1 : len(pages)-1] {
		if _, err := k.reread(ctx, eng, l); err != nil {
			return true, err
		}
	}
	return true, nil
}

// short tells that the listing prints other totals on its pages, or somewhat more results than were met: a few
// slipped through. A total far off counts something else than courses.
func (k *walk) short(pages []listed) bool {
	met := map[uint64]bool{}
	most := 0
	for _, l := range pages {
		if most != 0 && l.total != 0 && l.total != most {
			return true
		}
		most = max(most, l.total)
		for _, c := range l.links {
			met[c] = true
		}
	}
	missing := most - len(met)
	return missing > 0 && missing <= max(5, most/20)
}

// reread asks for a listing page once more and tells whether its course links moved.
func (k *walk) reread(ctx context.Context, eng *engine, l listed) (moved bool, err error) {
	if err := k.mayGoOn(ctx); err != nil {
		return false, err
	}
	e := l.entry
	e.State = schema.StateDone
	all, err := k.fetch(ctx, eng, e)
	if err != nil {
		return false, err
	}
	f := all[0]
	if err := k.settle(ctx, f); err != nil {
		return false, err
	}
	if !f.Outcome.Good() {
		k.fail("listing " + e.URL + " could not be read again: " + f.Reason)
		return false, nil
	}
	if f.Outcome == schema.OutcomeNotModified || f.Unchanged {
		return false, nil
	}
	f.Next = schema.Decision{State: schema.StateDone}
	if err := k.handOn(ctx, f); err != nil {
		return false, err
	}
	var links []uint64
	for _, c := range f.Found {
		if c.Kind == sites.KindCourse {
			links = append(links, hash64(c.URL))
		}
	}
	return !slices.Equal(links, l.links), nil
}
