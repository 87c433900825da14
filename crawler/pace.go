package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"carif/sites"
)

// errStopped ends a walk by its stop file, night window or budget: nothing failed.
var errStopped = errors.New("stopped")

// pacer gives requests to hosts their turn. A host is leased in the database, so that the gap holds over all
// processes; the delay runs from the end of the last answer. Several workers of one walk share one pacer.
type pacer struct {
	store Leases
	lim   Limits
	owner string
	delay time.Duration // of the profile or option
	wide  int           // requests in flight a host
	idle  bool          // replay: nobody is asked, nobody waits
	log   *slog.Logger
	gate  func(host string) error // stop file, window, budget: asked before every request

	mu    sync.Mutex
	hosts map[string]*hostPace
}

type hostPace struct {
	turn    chan struct{} // requests in flight
	start   chan struct{} // one at a time waits for the gap
	held    bool
	sent    int       // since the lease was taken
	next    time.Time // when the delay after our last answer is over, by this process's clock
	crawl   time.Duration
	penalty time.Duration
}

// hostKey is whom a pace belongs to: the machine behind a name, or an unusual port of it.
func hostKey(u *url.URL) string {
	switch p := u.Port(); p {
	case "", "80", "443":
		return u.Hostname()
	}
	return sites.HostPort(u)
}

func (p *pacer) host(key string) *hostPace {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[key]
	if h == nil {
		h = &hostPace{turn: make(chan struct{}, max(1, p.wide)), start: make(chan struct{}, 1)}
		p.hosts[key] = h
	}
	return h
}

// gap is the delay that holds for a host now.
func (p *pacer) gap(h *hostPace) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.delay, h.crawl) + h.penalty
}

func (p *pacer) crawlOf(h *hostPace) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return h.crawl
}

// begin waits for the host's turn and stamps the request. The caller sends it at once and must call end.
func (p *pacer) begin(ctx context.Context, u *url.URL) error {
	key := hostKey(u)
	if p.idle {
		return ctx.Err()
	}
	h := p.host(key)
	if err := lock(ctx, h.turn); err != nil {
		return err
	}
	err := lock(ctx, h.start)
	if err == nil {
		err = p.wait(ctx, key, h)
		<-h.start
	}
	if err != nil {
		<-h.turn
	}
	return err
}

// hold renews the lease of a host while a request of ours is under way, and returns the way to end that. Quick
// answers cost a timer, no more.
func (p *pacer) hold(u *url.URL) (done func()) {
	if p.idle {
		return func() {}
	}
	key := hostKey(u)
	var mu sync.Mutex
	over := false
	var t *time.Timer
	mu.Lock()
	defer mu.Unlock()
	t = time.AfterFunc(p.lim.LeaseTTL/3, func() {
		mu.Lock()
		defer mu.Unlock()
		if over {
			return
		}
		if _, err := p.store.Stamp(context.Background(), key, p.owner, 0, p.lim.LeaseTTL); err != nil {
			p.log.Warn("lease not renewed", "host", key, "err", err)
		}
		t.Reset(p.lim.LeaseTTL / 3)
	})
	return func() {
		mu.Lock()
		over = true
		mu.Unlock()
		t.Stop()
	}
}

func lock(ctx context.Context, c chan struct{}) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	select {
	case c <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// wait holds the lease and lets the delay pass. A lost lease is taken again from the start.
func (p *pacer) wait(ctx context.Context, key string, h *hostPace) error {
	if d := p.left(h); d > 0 { // the database will say so too: it need not be asked before
		if err := sleep(ctx, d); err != nil {
			return err
		}
	}
	for {
		if err := p.gate(key); err != nil {
			return err
		}
		// the plain delay only: what the last answer cost is over, what this one costs is stamped at its end
		wait, ok, err := p.store.Acquire(ctx, key, p.owner, max(p.delay, p.crawlOf(h)), p.lim.LeaseTTL)
		if err != nil {
			return fmt.Errorf("lease host %s: %w", key, err)
		}
		if ok {
			p.mu.Lock()
			h.held = true
			if wait <= 0 {
				h.sent++
			}
			p.mu.Unlock()
		}
		if ok && wait <= 0 {
			return nil
		}
		// long waits are cut up: the lease must not lapse meanwhile, nor a stop go unseen
		if err := sleep(ctx, min(max(wait, time.Millisecond), p.lim.LeaseTTL/4)); err != nil {
			return err
		}
	}
}

// left is how long this process itself knows that a host must not be asked; 0 where that is long enough for the
// lease to need a renewal.
func (p *pacer) left(h *hostPace) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := time.Until(h.next)
	if d > p.lim.LeaseTTL/4 {
		return 0
	}
	return d
}

// owe is the first half of end: what the answer costs the host. Where the page is saved at once the delay is
// written with it. The host's turn lasts until settle.
func (p *pacer) owe(u *url.URL, a *answer, failed bool) *Rest {
	key := hostKey(u)
	h := p.host(key)
	p.adapt(h, a, failed)
	return &Rest{Host: key, Owner: p.owner, Delay: p.gap(h), TTL: p.lim.LeaseTTL}
}

// settle is the second half of end. It gives the host free after a batch so that others come to their turn.
func (p *pacer) settle(ctx context.Context, r *Rest) error {
	h := p.host(r.Host)
	defer func() { <-h.turn }()
	ctx = context.WithoutCancel(ctx)
	if !r.Saved {
		if _, err := p.store.Stamp(ctx, r.Host, r.Owner, r.Delay, r.TTL); err != nil {
			return fmt.Errorf("stamp host %s: %w", r.Host, err)
		}
	}
	p.mu.Lock()
	h.next = time.Now().Add(r.Delay)
	batch := h.sent >= p.lim.LeaseBatch && len(h.turn) == 1
	if batch {
		h.sent, h.held = 0, false
	}
	p.mu.Unlock()
	if batch {
		if err := p.store.Release(ctx, r.Host, p.owner); err != nil {
			return fmt.Errorf("release host %s: %w", r.Host, err)
		}
	}
	return nil
}

// end counts the delay from now.
func (p *pacer) end(ctx context.Context, u *url.URL, a *answer, failed bool) error {
	if p.idle {
		return nil
	}
	return p.settle(ctx, p.owe(u, a, failed))
}

// adapt slows down when a host says it has enough (429, 503) or takes its time, and recovers by halves.
func (p *pacer) adapt(h *hostPace, a *answer, failed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch s := a.ex.Status; {
	case s == 429 || s == 503:
		h.penalty = min(max(2*h.penalty, p.delay, 500*time.Millisecond), p.lim.BackoffMax)
	case a.took > 3*time.Second:
		h.penalty = max(h.penalty/2, min(a.took, p.lim.BackoffMax))
	case !failed:
		if h.penalty /= 2; h.penalty < 10*time.Millisecond {
			h.penalty = 0
		}
	}
}

// pause keeps everybody off a host.
func (p *pacer) pause(ctx context.Context, u *url.URL, d time.Duration) error {
	if p.idle {
		return nil
	}
	if err := p.store.Pause(context.WithoutCancel(ctx), hostKey(u), d); err != nil {
		return fmt.Errorf("pause host %s: %w", hostKey(u), err)
	}
	return nil
}

// crawlDelay takes in what robots.txt asks for.
func (p *pacer) crawlDelay(u *url.URL, d time.Duration) {
	h := p.host(hostKey(u))
	p.mu.Lock()
	h.crawl = min(d, p.lim.CrawlDelayMax)
	p.mu.Unlock()
}

// release gives all hosts free; their delays still run.
func (p *pacer) release(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, h := range p.hosts {
		if !h.held {
			continue
		}
		if err := p.store.Release(context.WithoutCancel(ctx), key, p.owner); err != nil {
			return fmt.Errorf("release host %s: %w", key, err)
		}
		h.held = false
	}
	return nil
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
