package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"carif/crawler/polite"
	"carif/schema"
)

// hostHealth ends the walk when a host is down, wants us gone, or asks for a long rest.
func (k *walk) hostHealth(f *Fetched) error {
	u, err := url.Parse(f.Entry.URL)
	if err != nil || f.Outcome == schema.OutcomeRefused || f.Outcome == schema.OutcomeRobots {
		return nil // nothing was asked
	}
	if d := k.retryWait(f); d > 0 {
		if d > k.w.lim.RetryAfterMax {
			k.bounds.count("retry_after")
			if err := k.pace.Pause(context.Background(), u, k.w.lim.RetryAfterMax); err != nil {
				return err
			}
			return k.stop(fmt.Sprintf("%s asks for a pause of %v", polite.HostKey(u), d))
		}
		if err := k.pace.Pause(context.Background(), u, max(d, k.pace.Delay)); err != nil {
			return err
		}
	}
	return k.judgeHost(polite.HostKey(u), f.Outcome, f.Reason)
}

func (k *walk) judgeHost(host string, o schema.Outcome, why string) error {
	k.mu.Lock()
	h := k.health[host]
	if h == nil {
		h = &polite.Health{Breaker: k.w.lim.Breaker, BadWindow: k.w.lim.BadWindow, BadShare: k.w.lim.BadShare}
		k.health[host] = h
	}
	down, refuses, bad := h.Note(o)
	k.rep.BreakerOpen = k.rep.BreakerOpen || down || refuses
	k.mu.Unlock()
	switch {
	case down:
		k.bounds.count("breaker")
		return k.stop(fmt.Sprintf("%s failed %d times in a row, at last with: %s", host, k.w.lim.Breaker, why))
	case refuses:
		k.bounds.count("bad_share")
		return k.stop(fmt.Sprintf("%s refused %d of its last %d requests", host, bad, k.w.lim.BadWindow))
	}
	return nil
}

// errStopped ends a walk by its stop file, night window or budget: nothing failed.
var errStopped = errors.New("stopped")

// stop ends the walk in order, with its reason.
func (k *walk) stop(why string) error {
	k.fail(why)
	return fmt.Errorf("%w: %s", errStopped, why)
}

// fail notes why the run is not complete; the first reason stays.
func (k *walk) fail(why string) {
	k.mu.Lock()
	if k.why == "" {
		k.why = why
	}
	k.mu.Unlock()
}

// gates is what the checks before every request remember between database queries.
type gates struct {
	spent map[string]*spending
}

type spending struct {
	day   string
	known int // by the database
	since int // requests since it was asked
}

// mayGoOn is asked before an entry is claimed.
func (k *walk) mayGoOn(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if k.w.o.Stop != nil && k.w.o.Stop() {
		return k.stop("told to stop")
	}
	k.mu.Lock()
	full := k.w.o.MaxPages > 0 && k.asked >= k.w.o.MaxPages
	k.mu.Unlock()
	if full {
		k.bounds.count("max_pages")
		return k.stop(fmt.Sprintf("stopped at the limit of pages: %d", k.w.o.MaxPages))
	}
	return nil
}

// gate is asked before every request: stop file, night window, daily budget.
func (k *walk) gate(host string) error {
	if k.w.o.Stop != nil && k.w.o.Stop() {
		return k.stop("told to stop")
	}
	if !k.window.Open(k.w.now()) {
		k.bounds.count("window")
		return k.stop("outside the window " + k.site.Pace.Window)
	}
	spent, err := k.spent(host)
	if err != nil {
		return err
	}
	if budget := k.budget(); spent >= budget {
		k.bounds.count("daily_budget")
		return k.stop(fmt.Sprintf("%s has reached its daily budget of %d requests", host, budget))
	}
	return nil
}

func (k *walk) budget() int {
	if b := k.site.Pace.Budget; b > 0 {
		return b
	}
	return k.w.lim.Budget
}

// spent counts a host's requests of the day, all processes together; the database is asked now and then.
func (k *walk) spent(host string) (int, error) {
	day := k.w.now().UTC().Format(time.DateOnly)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.gates.spent == nil {
		k.gates.spent = map[string]*spending{}
	}
	s := k.gates.spent[host]
	if s == nil || s.day != day || s.since >= 50 {
		n, err := k.w.store.Spent(context.Background(), host, day)
		if err != nil {
			return 0, fmt.Errorf("count requests to %s: %w", host, err)
		}
		s = &spending{day: day, known: n}
		k.gates.spent[host] = s
	}
	return s.known + s.since, nil
}

// alarm notes what a person should look at.
func (k *walk) alarm(what string) {
	k.mu.Lock()
	k.rep.Alarms = append(k.rep.Alarms, what)
	k.mu.Unlock()
	k.log.Warn(what)
}
