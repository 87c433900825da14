package crawler

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"carif/sites"
)

// RobotsAsker answers what robots.txt says of URLs, without a database: it fetches each origin's file once, by
// the rules a walk uses (guard, limits, redirects, retries), and keeps nothing.
type RobotsAsker struct{ w *Walker }

// NewRobotsAsker checks the options and makes an asker.
func NewRobotsAsker(o Options) (*RobotsAsker, error) {
	w, err := New(noStore{}, o)
	if err != nil {
		return nil, err
	}
	return &RobotsAsker{w}, nil
}

// Check tells whether the agent of the options may fetch the URL, and the rule that decided. A file that cannot
// be had denies, as RFC 9309 §2.3.1.4 asks. The error is for a URL or address that is refused, or the context.
func (r *RobotsAsker) Check(ctx context.Context, raw string) (allow bool, rule string, err error) {
	u, err := url.Parse(raw)
	if err != nil {
		return false, "", fmt.Errorf("check robots: %w", err)
	}
	site := sites.Generic()
	site.Hosts = []string{u.Host}
	k, err := r.w.newWalk(site, 0, nil)
	if err != nil {
		return false, "", err
	}
	if bad := r.w.guard.checkURL(u, site); bad != nil {
		return false, "", fmt.Errorf("check robots of %s: %w", raw, bad)
	}
	rules, err := k.robotsFor(ctx, u)
	if err != nil {
		return false, "", err
	}
	allow, rule = rules.check(r.w.agent, u)
	return allow, rule, nil
}

// noStore is the database of an asker: it remembers nothing, and every host is free.
type noStore struct{ Store }

func (noStore) Robots(context.Context, string) (RobotsCopy, bool, error) {
	return RobotsCopy{}, false, nil
}
func (noStore) SaveRobots(context.Context, RobotsCopy) error { return nil }
func (noStore) Acquire(context.Context, string, string, time.Duration) (time.Duration, bool, error) {
	return 0, true, nil
}
func (noStore) Stamp(context.Context, string, string, time.Duration, time.Duration, bool) (bool, error) {
	return true, nil
}
func (noStore) Pause(context.Context, string, time.Duration) error { return nil }
func (noStore) Spent(context.Context, string, string) (int, error) { return 0, nil }
func (noStore) Release(context.Context, string, string) error      { return nil }
