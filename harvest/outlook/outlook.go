// Package outlook tells what a harvest would ask a site for and how long that would take, by what the database knows of
// it. It asks the network for nothing.
//
// It is not for deciding anything of a harvest: pages that nobody has seen yet, robots.txt and the answers of the site
// do that, which is why every figure is the least to expect.
package outlook

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"time"

	"carif/crawler"
	"carif/crawler/polite"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
)

// Store is what is known of sites.
type Store interface {
	Runs(ctx context.Context, site string, limit int) ([]schema.Run, error)
	// Waiting streams what a run (0: a new one) would ask for now.
	Waiting(ctx context.Context, site string, run int64, now time.Time, fn func(schema.Entry) error) error
	// Left counts what a run has yet to ask for, and all that is known.
	Left(ctx context.Context, site string, run int64) (due, total int, err error)
}

// Outlook is what a harvest of one site would ask for.
type Outlook struct {
	Site     string  `json:"site"`
	Start    int     `json:"start"`    // pages, sitemaps or the feed that the profile begins with
	Listings int     `json:"listings"` // known listings and sitemaps that are due
	Pages    int     `json:"pages"`    // known course pages and the feed that are due
	New      int     `json:"new"`      // of both, those that never answered well
	Resting  int     `json:"resting"`  // known, and not due: done in the run that goes on, gone, or left out by a flag
	Requests int     `json:"requests"` // with a robots.txt a host; without redirects, retries and pages yet to be found
	Delay    float64 `json:"delay"`    // seconds after each response
	Seconds  float64 `json:"seconds"`  // for all requests, at that pace, if every answer came at once
	Window   string  `json:"window"`
	Budget   int     `json:"budget"` // requests a host and day
	Nights   int     `json:"nights"` // it takes, by window and budget
	Resumes  int64   `json:"resumes"`
	Note     string  `json:"note"`
}

// asked gathers what would be asked for, by host.
type asked struct {
	out   *Outlook
	opts  crawler.Options
	seen  map[string]bool
	hosts map[string]int
	known int
}

// Of tells what a harvest of a site with these options would ask for now. st is nil where there is no database yet.
func Of(ctx context.Context, st Store, site *sites.Site, opts crawler.Options, now time.Time) (Outlook, error) {
	out := Outlook{Site: site.ID, Window: site.Pace.Window}
	a := asked{out: &out, opts: opts, seen: map[string]bool{}, hosts: map[string]int{}}
	if st != nil {
		if err := a.waiting(ctx, st, site.ID, now); err != nil {
			return out, fmt.Errorf("outlook of %s: %w", site.ID, err)
		}
	}
	a.start(site)
	if n := opts.MaxPages; n > 0 {
		for h := range a.hosts {
			a.hosts[h] = min(a.hosts[h], n)
		}
	}
	return out, a.time(site)
}

// waiting takes in what is known of the site.
func (a *asked) waiting(ctx context.Context, st Store, site string, now time.Time) error {
	last, err := st.Runs(ctx, site, 1)
	if err != nil {
		return err
	}
	if len(last) > 0 && last[0].Kind == harvest.KindHarvest &&
		(last[0].State == schema.RunInterrupted || last[0].State == schema.RunRunning) {
		a.out.Resumes = last[0].ID
		a.out.Note = fmt.Sprintf("goes on with run %d", last[0].ID)
	}
	_, total, err := st.Left(ctx, site, a.out.Resumes)
	if err != nil {
		return err
	}
	err = st.Waiting(ctx, site, a.out.Resumes, now, func(e schema.Entry) error {
		if e.Kind == schema.KindCourse && !e.LastFetched.IsZero() &&
			(a.opts.OnlyNew || !a.opts.Since.IsZero() && !e.LastFetched.Before(a.opts.Since)) {
			return nil
		}
		a.ask(e.URL, e.Kind, e.LastFetched.IsZero())
		return nil
	})
	a.known, a.out.Resting = total, max(total-len(a.seen), 0)
	return err
}

// start takes in what the profile begins with: known ones are among what waits, or were dealt with.
func (a *asked) start(site *sites.Site) {
	begin := map[schema.Kind][]string{schema.KindListing: site.Start, schema.KindSitemap: site.Sitemaps}
	if site.Feed != nil {
		begin = map[schema.Kind][]string{schema.KindFeed: {site.Feed.URL}}
	}
	for kind, list := range begin {
		a.out.Start += len(list)
		for _, raw := range list {
			if u, err := url.Parse(raw); err == nil && a.known == 0 {
				a.ask(site.CanonicalURL(u), kind, true)
			}
		}
	}
	if a.known == 0 {
		a.out.Note = "never harvested: how many pages it has is not known"
	}
}

func (a *asked) ask(raw string, kind schema.Kind, never bool) {
	u, err := url.Parse(raw)
	if err != nil || a.seen[raw] || kind == schema.KindIgnore || kind == schema.KindOther {
		return
	}
	a.seen[raw] = true
	if a.hosts[u.Host]++; kind == schema.KindListing || kind == schema.KindSitemap {
		a.out.Listings++
	} else {
		a.out.Pages++
	}
	if never {
		a.out.New++
	}
}

// time works out how long it takes: hosts are asked side by side, each at the pace of its own.
func (a *asked) time(site *sites.Site) error {
	window, err := polite.ParseWindow(site.Pace.Window)
	if err != nil {
		return err
	}
	lim := crawler.DefaultLimits()
	delay, budget := lim.Delay, lim.Budget
	if site.Pace.Delay > 0 {
		delay = site.Pace.Delay
	}
	if a.opts.Delay > 0 {
		delay = a.opts.Delay
	}
	if site.Pace.Budget > 0 {
		budget = site.Pace.Budget
	}
	most := 0
	for _, n := range a.hosts {
		a.out.Requests += n + 1 // and the host's robots.txt
		most = max(most, n+1)
	}
	took := time.Duration(most) * delay
	a.out.Delay, a.out.Seconds, a.out.Budget = delay.Seconds(), took.Seconds(), budget
	a.out.Nights = int(max(math.Ceil(float64(took)/float64(window.Length())), math.Ceil(float64(most)/float64(budget))))
	return nil
}
