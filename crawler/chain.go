package crawler

import (
	"context"
	"errors"
	"net/http"

	"carif/crawler/polite"
	"carif/crawler/wire"
	"carif/schema"
)

// ending is an error that ends the walk, on its way up through the chain: nothing the server did.
type ending struct{ error }

func (e *ending) Unwrap() error { return e.error }

// pageKey is where the context of a page's request has its call; requests for robots.txt have none.
type pageKey struct{}

func pageCall(req *http.Request) *call {
	c, _ := req.Context().Value(pageKey{}).(*call)
	return c
}

// chains builds the way of a request to the wire: address guard, robots.txt, pace, and below them what package wire
// does with every answer. The guard comes first, so that nothing is asked about a URL that may not be asked, not even
// its robots.txt; the pace comes last before the wire, so that a wait is for a request that will be sent. Requests for
// robots.txt itself take the way without the robots check.
func (k *walk) chains() {
	w := k.w
	answers := wire.Decoded(wire.Kept(w.now, wire.Bounded(w.lim.wire(), w.base)))
	k.bare = wire.Guarded(w.guard, k.paced(answers))
	k.chain = wire.Guarded(w.guard, k.obeying(k.paced(answers)))
	long := w.lim.wire()
	long.Total = w.lim.FeedTotal
	k.feeds = wire.Guarded(w.guard, k.obeying(k.paced(wire.Kept(w.now, wire.Secrets(wire.Bounded(long, w.base))))))
}

// obeying asks robots.txt first.
func (k *walk) obeying(next http.RoundTripper) http.RoundTripper {
	return wire.RoundTrip(func(req *http.Request) (*http.Response, error) {
		r, err := k.robotsFor(req.Context(), req.URL)
		if err != nil {
			return nil, &ending{err}
		}
		ok, why := r.Check(k.w.agent, req.URL)
		switch {
		case ok:
			return next.RoundTrip(req)
		case r.Down && len(k.site.Hosts) <= 1:
			return nil, &ending{k.stop(why)}
		case r.Down:
			k.fail(polite.HostKey(req.URL) + ": " + why)
		}
		return nil, &wire.Fault{Outcome: schema.OutcomeRobots, Err: errors.New(why)}
	})
}

// paced sends a request in its host's turn, and counts it.
func (k *walk) paced(next http.RoundTripper) http.RoundTripper {
	return wire.RoundTrip(func(req *http.Request) (*http.Response, error) {
		ctx, u := req.Context(), req.URL
		if err := k.pace.Begin(ctx, u); err != nil {
			return nil, &ending{err}
		}
		release := k.pace.Hold(u)
		rc, done := k.grace(ctx)
		res, bad := next.RoundTrip(req.WithContext(rc))
		done()
		release()
		at := wire.CallOf(req)
		k.spend(polite.HostKey(u), int64(len(at.Exchange.Body))+at.Spooled)
		c := pageCall(req)
		if c != nil && c.ask.rests && bad == nil && restsLater(at.Exchange.Status) && !k.pace.Idle {
			c.rest = k.pace.Owe(u, at.Exchange.Status, at.Took, false)
			return res, nil
		}
		if err := k.pace.End(ctx, u, at.Exchange.Status, at.Took, bad != nil); err != nil {
			return nil, &ending{err}
		}
		if bad != nil && ctx.Err() != nil {
			return nil, &ending{ctx.Err()} // the interrupt did it, not the server
		}
		return res, bad
	})
}

// restsLater tells the answers whose end may be saved with the page. The lease is held until then, and its next holder
// waits a whole delay where it was not saved: a process that dies before brings no request forward. An answer that asks
// for rest, or sends on, is stamped at once.
func restsLater(status int) bool { return status == http.StatusOK || status == http.StatusNotModified }

func (k *walk) spend(host string, bytes int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.rep.Requests++
	if s := k.gates.spent[host]; s != nil {
		s.since++
	}
	k.rep.Bytes += bytes
}

// grace gives a request in hand a few seconds more after an interrupt.
func (k *walk) grace(ctx context.Context) (context.Context, func()) {
	rc, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		if polite.Sleep(rc, k.w.lim.InterruptFor) == nil {
			cancel()
		}
	})
	return rc, func() { stop(); cancel() }
}
