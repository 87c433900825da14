package crawler

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"carif/crawler/polite"
	"carif/schema"
	"carif/sites"
)

// A redirect may lead to a page that is an entry of the frontier too. It would be asked twice a run: at the end of the
// redirects, and in its own turn. So the way takes that entry up and goes on for it; the page is then read as its own,
// and the entries that led there become aliases. Where the entry was dealt with in this run before, nothing is asked.

// virtual marks an entry that no frontier knows yet: it is entered when its page turns out to be good.
const virtual schema.EntryState = ""

// reach looks whether the hop the way has come to is an entry of its own, and goes on for it.
func (y *way) reach(ctx context.Context) error {
	k, own := y.k, y.f.Entry
	if own.State == schema.StateDone || k.allowed(y.at, true) != nil {
		return nil
	}
	to := k.site.CanonicalURL(y.at)
	if kind := k.site.Kind(y.at); to == own.URL || kind != own.Kind ||
		kind != sites.KindCourse && kind != sites.KindListing {
		return nil
	}
	if i := slices.IndexFunc(y.led, func(f *Fetched) bool { return f.Entry.URL == to }); i >= 0 {
		y.shelve(y.led[i])
		y.led = slices.DeleteFunc(y.led, func(f *Fetched) bool { return f == y.f })
		return nil // back where it was, with a cookie perhaps
	}
	e, taken, err := k.take(ctx, y.first.Entry.URL, to)
	switch {
	case err != nil:
		return err
	case e.URL == "" && own.Kind == sites.KindCourse && k.bounds.url(to, own.Depth) == "":
		y.shelve(k.fetched(schema.Entry{Site: own.Site, URL: to, Kind: own.Kind, State: virtual, Depth: own.Depth,
			Parent: own.URL}))
	case e.URL == "" || e.State == schema.StateClaimed && !taken:
	case taken && (e.Kind != own.Kind || k.bounds.enter(e) != ""):
		return k.w.store.Unclaim(context.WithoutCancel(ctx), e) // it will be dealt with in its turn
	case taken && !k.known(e):
		y.shelve(k.fetched(e))
		y.validators = k.validators(e)
	case taken: // this run is to leave it alone
		y.end(e, schema.OutcomeMoved)
		return k.w.store.Unclaim(context.WithoutCancel(ctx), e)
	default:
		y.end(e, e.LastOutcome)
	}
	return nil
}

// end ends the way before an entry that was dealt with in this run.
func (y *way) end(e schema.Entry, o schema.Outcome) {
	if y.f.Entry.State == virtual {
		y.fold()
	}
	y.over = true
	y.f.leadsTo(cmp.Or(e.LedTo, e.URL), o, "it leads to a page that was no better in this run")
	y.f.settled = true
}

// shelve goes on for another entry.
func (y *way) shelve(next *Fetched) {
	if y.f.Entry.State == virtual {
		y.fold()
		if y.f == next {
			return
		}
	}
	y.led = append(y.led, y.f)
	y.f = next
}

// fold gives what was had under the address of a virtual entry to the entry that led there, which is how it ended.
func (y *way) fold() {
	v, last := y.f, len(y.led)-1
	y.f, y.led = y.led[last], y.led[:last]
	f := y.f
	f.Outcome, f.Reason, f.Limit, f.Page, f.FinalURL, f.Doc, f.Rest, f.Took = v.Outcome, v.Reason, v.Limit, v.Page,
		v.FinalURL, v.Doc, v.Rest, v.Took
	f.Archive, f.Parts, f.Drawn = append(f.Archive, v.Archive...), append(f.Parts, v.Parts...), v.Drawn
	if f.Outcome != "" && len(v.Hops) == 0 {
		f.Reason += chainOf(f.Hops)
	}
}

// all is what became of every entry on the way, the one at its end first.
func (y *way) all(ctx context.Context) []*Fetched {
	if y.f.Entry.State == virtual && !y.f.Outcome.Good() {
		y.fold()
	}
	if y.circle { // what is met halfway round a circle may lead out of it: only the first entry is dealt with
		return y.alone(ctx)
	}
	why, _, _ := strings.Cut(y.f.Reason, byWay)
	out := []*Fetched{y.f}
	for _, f := range slices.Backward(y.led) {
		if !y.over {
			y.f.Led = append(y.f.Led, f.Entry.URL)
		}
		f.leadsTo(y.f.FinalURL, y.f.Outcome, why)
		f.Limit, f.Page.Status, f.Page.FetchedAt = y.f.Limit, y.f.Page.Status, y.f.Page.FetchedAt
		f.settled = y.f.settled
		out = append(out, f)
	}
	return out
}

// alone makes the end of the way that of its first entry, and gives the others back.
func (y *way) alone(ctx context.Context) []*Fetched {
	first, last := y.first, y.f
	y.giveBack(ctx)
	for _, f := range append(y.led, last) {
		if f != first {
			first.Archive = append(first.Archive, f.Archive...)
		}
	}
	why, _, _ := strings.Cut(last.Reason, byWay)
	first.Outcome, first.Limit, first.Reason, first.Page.Status = last.Outcome, last.Limit, why+chainOf(first.Hops),
		last.Page.Status
	return []*Fetched{first}
}

// giveBack gives the entries back that were taken up on the way.
func (y *way) giveBack(ctx context.Context) {
	for _, f := range append(slices.Clone(y.led), y.f) {
		if f == y.first || f.Entry.State == virtual {
			continue
		}
		if err := y.k.w.store.Unclaim(context.WithoutCancel(ctx), f.Entry); err != nil {
			y.k.log.Warn("a page was not given back", "url", f.Entry.URL, "err", err) // the next start does it
		}
	}
}

// leadsTo makes a fetch that of an alias: how it ended is how the page ended to which it leads.
func (f *Fetched) leadsTo(url string, o schema.Outcome, why string) {
	f.Alias, f.FinalURL, f.Outcome, f.Reason = true, url, o, why
	if f.Page = (schema.Page{Site: f.Entry.Site, URL: url}); o.Good() || o == "" {
		f.Outcome, f.Unchanged, f.Reason = schema.OutcomeMoved, true, ""
	}
	f.Reason += chainOf(f.Hops)
}

// take takes up an entry by its URL for the way that began at me: from those claimed ahead, or from the frontier. One
// that another worker has in hand is waited for, unless that one waits for us.
func (k *walk) take(ctx context.Context, me, to string) (e schema.Entry, taken bool, err error) {
	s, ok := k.w.store.(schema.Taker)
	if !ok {
		return schema.Entry{URL: to, State: schema.StateClaimed}, false, nil
	}
	defer k.hands.waited(me)
	for {
		e, taken, err = k.takeNow(ctx, s, to)
		switch {
		case err != nil:
			return e, false, err
		case taken || e.URL == "" && k.hands.hold(me, to):
			k.hands.hold(me, to)
			return e, taken, nil
		case e.URL != "" && e.State != schema.StateClaimed:
			return e, false, nil
		case k.pace.Wide <= 1 || !k.hands.wait(me, to):
			return schema.Entry{URL: to, State: schema.StateClaimed}, false, nil
		}
		if err := polite.Sleep(ctx, 20*time.Millisecond); err != nil {
			return e, false, err
		}
	}
}

func (k *walk) takeNow(ctx context.Context, s schema.Taker, to string) (e schema.Entry, taken bool, err error) {
	k.claiming.Lock()
	defer k.claiming.Unlock()
	if i := slices.IndexFunc(k.ahead, func(e schema.Entry) bool { return e.URL == to }); i >= 0 {
		e = k.ahead[i]
		k.ahead = slices.Delete(k.ahead, i, i+1)
		return e, true, nil
	}
	if e, taken, err = s.Take(ctx, k.site.ID, k.run, k.owner, to); err != nil {
		return e, false, fmt.Errorf("take up %s: %w", to, err)
	}
	return e, taken, nil
}

// hands is what the workers of a walk have in hand: each way is named by the URL it began at.
type hands struct {
	mu    sync.Mutex
	held  map[string]string // URL of an entry → the way that has it
	waits map[string]string // way → the way it waits for
}

// hold notes that a way has an entry in hand; false when another one has it.
func (h *hands) hold(me, url string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if by, ok := h.held[url]; ok && by != me {
		return false
	}
	h.held[url] = me
	return true
}

// free lets go of all that a way had in hand.
func (h *hands) free(me string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	maps.DeleteFunc(h.held, func(_, by string) bool { return by == me })
}

// wait notes that a way waits for an entry; false where that makes a circle.
func (h *hands) wait(me, url string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for by := h.held[url]; by != ""; by = h.waits[by] {
		if by == me {
			return false
		}
	}
	h.waits[me] = h.held[url]
	return true
}

func (h *hands) waited(me string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.waits, me)
}
