package crawler

import (
	"context"
	"fmt"
	"sync"
	"time"

	"carif/crawler/links"
	"carif/schema"
	"carif/sites"
)

// RobotsAsker answers what a site's own robots.txt says of single URLs, without a database: `carif robots check`.
type RobotsAsker struct {
	// Profile gives the profile that names a host[:port], nil where none does: its ports may be asked too.
	Profile func(host string) *sites.Site

	w *Walker
}

// NewRobotsAsker makes an asker; of the options it heeds UserAgent, From, AllowLoopback, UseProxy, Limits, Log
// and the hooks for tests. The product of UserAgent is the token that rules are looked up for.
func NewRobotsAsker(o Options) (*RobotsAsker, error) {
	o.Hasty, o.Delay = true, MinDelay
	w, err := New(&memory{slots: map[string]time.Time{}, copies: map[string]schema.RobotsCopy{}}, o)
	if err != nil {
		return nil, err
	}
	return &RobotsAsker{w: w}, nil
}

// Check fetches the robots.txt of the URL's origin, once, and judges the URL. rule is the line that decided, or
// why the file as a whole allows or denies. An error means that the URL can't be asked for at all, or that the
// context ended; a robots.txt that can't be had is no error: it denies. The URL is judged as a walk would ask for it.
func (r *RobotsAsker) Check(ctx context.Context, rawURL string) (allow bool, rule string, err error) {
	site := sites.Generic()
	u, err := links.AsAsked(rawURL, site)
	if err != nil {
		return false, "", fmt.Errorf("check %q: %w", rawURL, err)
	}
	if sites.WebPort(u.Port(), r.named(u.Host)) || sites.Loopback(u.Hostname()) {
		site.Hosts = []string{u.Host}
	}
	if err := r.w.guard.CheckURL(u, site); err != nil {
		return false, "", fmt.Errorf("check %s: %w", rawURL, err)
	}
	k, err := r.w.newWalk(site, 0, nil)
	if err != nil {
		return false, "", err
	}
	rules, err := k.robotsFor(ctx, u)
	if err != nil {
		return false, "", fmt.Errorf("check %s: %w", rawURL, err)
	}
	allow, rule = rules.Check(r.w.agent, u)
	return allow, rule, nil
}

func (r *RobotsAsker) named(host string) bool {
	if r.Profile == nil {
		return false
	}
	site := r.Profile(host)
	return site != nil && site.Names(host)
}

// Close ends idle connections.
func (r *RobotsAsker) Close() { r.w.Close() }

// memory keeps the pace and the robots.txt answers of one process. It has no frontier: nothing is walked on it.
type memory struct {
	schema.Frontier
	mu     sync.Mutex
	slots  map[string]time.Time
	copies map[string]schema.RobotsCopy
}

func (m *memory) Acquire(_ context.Context, host, _ string, delay, _ time.Duration) (time.Duration, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if wait := time.Until(m.slots[host]); wait > 0 {
		return wait, true, nil
	}
	m.slots[host] = time.Now().Add(delay)
	return 0, true, nil
}

func (m *memory) Stamp(_ context.Context, host, _ string, delay, _ time.Duration) (bool, error) {
	return true, m.Pause(context.Background(), host, delay)
}

func (m *memory) Pause(_ context.Context, host string, d time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if next := time.Now().Add(d); next.After(m.slots[host]) {
		m.slots[host] = next
	}
	return nil
}

func (m *memory) Spent(context.Context, string, string) (int, error) { return 0, nil }

func (m *memory) Release(context.Context, string, string) error { return nil }

func (m *memory) Robots(_ context.Context, origin string) (schema.RobotsCopy, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.copies[origin]
	return c, ok, nil
}

// Seed implements schema.Frontier: the sitemaps that a robots.txt names are not asked for.
func (m *memory) Seed(context.Context, string, int64, []schema.Found) (int, error) { return 0, nil }

func (m *memory) SaveRobots(_ context.Context, c schema.RobotsCopy) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.copies[c.Origin] = c
	return nil
}
