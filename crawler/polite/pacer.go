package polite

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"carif/schema"
	"carif/sites"
)

// Pacer gives requests to hosts their turn. A host is leased in the database, so that the gap holds over all
// processes; the delay runs from the end of the last answer. Several workers of one walk share one pacer.
type Pacer struct {
	Store schema.Leases
	Owner string
	Delay time.Duration // of the profile or option
	Wide  int           // requests in flight a host
	Idle  bool          // replay: nobody is asked, nobody waits
	Log   *slog.Logger
	Gate  func(host string) error // stop file, window, budget: asked before every request

	LeaseTTL      time.Duration // renewed while a request lasts: what a dead process costs the next
	LeaseBatch    int           // requests after which a host is offered to other processes
	CrawlDelayMax time.Duration // a longer Crawl-delay counts as this
	PenaltyMax    time.Duration // how much slower a host that has enough is asked at most

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
	kept    Kept
	ended   time.Time // of our last answer; zero before the first
}

// Kept is how a host was asked by one walk.
type Kept struct {
	Requests int
	// Gap is the shortest time between the end of an answer and the next request; meaningless before the second one.
	Gap time.Duration
}

// Kept tells how each host was asked that was.
func (p *Pacer) Kept() map[string]Kept {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := map[string]Kept{}
	for key, h := range p.hosts {
		if h.kept.Requests > 0 {
			all[key] = h.kept
		}
	}
	return all
}

// asks counts a request that goes out now; p.mu is held.
func (h *hostPace) asks(now time.Time) {
	if gap := now.Sub(h.ended); !h.ended.IsZero() && (h.kept.Requests < 2 || gap < h.kept.Gap) {
		h.kept.Gap = gap
	}
	h.kept.Requests++
}

// HostKey is whom a pace belongs to: the machine behind a name, or an unusual port of it.
func HostKey(u *url.URL) string {
	switch p := u.Port(); p {
	case "", "80", "443", sites.SSHPort:
		return u.Hostname()
	}
	return sites.HostPort(u)
}

func (p *Pacer) host(key string) *hostPace {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[key]
	if p.hosts == nil {
		p.hosts = map[string]*hostPace{}
	}
	if h == nil {
		h = &hostPace{turn: make(chan struct{}, max(1, p.Wide)), start: make(chan struct{}, 1)}
		p.hosts[key] = h
	}
	return h
}

// gap is the delay that holds for a host now.
func (p *Pacer) gap(h *hostPace) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.Delay, h.crawl) + h.penalty
}

func (p *Pacer) crawlOf(h *hostPace) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return h.crawl
}

// Begin waits for the host's turn and stamps the request. The caller sends it at once and must call End.
func (p *Pacer) Begin(ctx context.Context, u *url.URL) error {
	key := HostKey(u)
	if p.Idle {
		return ctx.Err()
	}
	h := p.host(key)
	if err := Lock(ctx, h.turn); err != nil {
		return err
	}
	err := Lock(ctx, h.start)
	if err == nil {
		err = p.wait(ctx, key, h)
		<-h.start
	}
	if err != nil {
		<-h.turn
	}
	return err
}

// Hold renews the lease of a host while a request of ours is under way, and returns the way to end that. Quick
// answers cost a timer, no more.
func (p *Pacer) Hold(u *url.URL) (done func()) {
	if p.Idle {
		return func() {}
	}
	key := HostKey(u)
	var mu sync.Mutex
	over := false
	var t *time.Timer
	mu.Lock()
	defer mu.Unlock()
	t = time.AfterFunc(p.LeaseTTL/3, func() {
		mu.Lock()
		defer mu.Unlock()
		if over {
			return
		}
		if _, err := p.Store.Stamp(context.Background(), key, p.Owner, 0, p.LeaseTTL); err != nil {
			p.Log.Warn("lease not renewed", "host", key, "err", err)
		}
		t.Reset(p.LeaseTTL / 3)
	})
	return func() {
		mu.Lock()
		over = true
		mu.Unlock()
		t.Stop()
	}
}

// Lock takes a place in a channel of places, unless the context ends before.
func Lock(ctx context.Context, c chan struct{}) error {
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
func (p *Pacer) wait(ctx context.Context, key string, h *hostPace) error {
	if d := p.left(h); d > 0 { // the database will say so too: it need not be asked before
		if err := Sleep(ctx, d); err != nil {
			return err
		}
	}
	for began, told := time.Now(), false; ; {
		if err := p.Gate(key); err != nil {
			return err
		}
		// the plain delay only: what the last answer cost is over, what this one costs is stamped at its end
		wait, ok, err := p.Store.Acquire(ctx, key, p.Owner, max(p.Delay, p.crawlOf(h)), p.LeaseTTL)
		if err != nil {
			return fmt.Errorf("lease host %s: %w", key, err)
		}
		if ok {
			p.mu.Lock()
			h.held = true
			if wait <= 0 {
				h.sent++
				h.asks(time.Now())
			}
			p.mu.Unlock()
		}
		if ok && wait <= 0 {
			return nil
		}
		if usual := p.gap(h) + longWait; !told && (wait > usual || time.Since(began) > usual) {
			told = true
			p.tell(key, wait, ok)
		}
		// long waits are cut up: the lease must not lapse meanwhile, nor a stop go unseen
		if err := Sleep(ctx, min(max(wait, time.Millisecond), p.LeaseTTL/4)); err != nil {
			return err
		}
	}
}

// longWait is how much longer than a host's delay it is waited for in silence.
const longWait = time.Minute

// tell says that a host is waited for, so that nobody takes the process for a dead one.
func (p *Pacer) tell(host string, wait time.Duration, ours bool) {
	why := "it asked for a pause, or its last request was stamped before the clock was set back"
	if !ours {
		why = "another process has its turn"
	}
	p.Log.Warn("waiting for a host", "host", host, "for", wait.Round(time.Second), "why", why)
}

// left is how long this process itself knows that a host must not be asked; 0 where that is long enough for the
// lease to need a renewal.
func (p *Pacer) left(h *hostPace) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := time.Until(h.next)
	if d > p.LeaseTTL/4 {
		return 0
	}
	return d
}

// Owe is the first half of End: what the answer costs the host. Where the page is saved at once the delay is
// written with it. The host's turn lasts until Settle.
func (p *Pacer) Owe(u *url.URL, status int, took time.Duration, failed bool) *schema.Rest {
	key := HostKey(u)
	h := p.host(key)
	p.adapt(h, status, took, failed)
	return &schema.Rest{Host: key, Owner: p.Owner, At: time.Now(), Delay: p.gap(h), TTL: p.LeaseTTL}
}

// Settle is the second half of End. It gives the host free after a batch so that others come to their turn.
func (p *Pacer) Settle(ctx context.Context, r *schema.Rest) error {
	h := p.host(r.Host)
	defer func() { <-h.turn }()
	ctx = context.WithoutCancel(ctx)
	if !r.Saved {
		if _, err := p.Store.Stamp(ctx, r.Host, r.Owner, r.Left(), r.TTL); err != nil {
			return fmt.Errorf("stamp host %s: %w", r.Host, err)
		}
	}
	p.mu.Lock()
	h.next, h.ended = r.At.Add(r.Delay), r.At
	batch := h.sent >= p.LeaseBatch && len(h.turn) == 1
	if batch {
		h.sent, h.held = 0, false
	}
	p.mu.Unlock()
	if batch {
		if err := p.Store.Release(ctx, r.Host, p.Owner); err != nil {
			return fmt.Errorf("release host %s: %w", r.Host, err)
		}
	}
	return nil
}

// End counts the delay from now.
func (p *Pacer) End(ctx context.Context, u *url.URL, status int, took time.Duration, failed bool) error {
	if p.Idle {
		return nil
	}
	return p.Settle(ctx, p.Owe(u, status, took, failed))
}

// adapt slows down when a host says it has enough (429, 503) or takes its time, and recovers by halves.
func (p *Pacer) adapt(h *hostPace, status int, took time.Duration, failed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case status == 429 || status == 503:
		h.penalty = min(max(2*h.penalty, p.Delay, 500*time.Millisecond), p.PenaltyMax)
	case took > 3*time.Second:
		h.penalty = max(h.penalty/2, min(took, p.PenaltyMax))
	case !failed:
		if h.penalty /= 2; h.penalty < 10*time.Millisecond {
			h.penalty = 0
		}
	}
}

// Pause keeps everybody off a host.
func (p *Pacer) Pause(ctx context.Context, u *url.URL, d time.Duration) error {
	if p.Idle {
		return nil
	}
	if err := p.Store.Pause(context.WithoutCancel(ctx), HostKey(u), d); err != nil {
		return fmt.Errorf("pause host %s: %w", HostKey(u), err)
	}
	return nil
}

// CrawlDelay takes in what robots.txt asks for.
func (p *Pacer) CrawlDelay(u *url.URL, d time.Duration) {
	h := p.host(HostKey(u))
	p.mu.Lock()
	h.crawl = min(d, p.CrawlDelayMax)
	p.mu.Unlock()
}

// Release gives all hosts free; their delays still run.
func (p *Pacer) Release(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for key, h := range p.hosts {
		if !h.held {
			continue
		}
		if err := p.Store.Release(context.WithoutCancel(ctx), key, p.Owner); err != nil {
			return fmt.Errorf("release host %s: %w", key, err)
		}
		h.held = false
	}
	return nil
}

// Sleep waits, unless the context ends before.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
