package probe

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"carif/crawler"
	"carif/schema"
	"carif/sites"
)

// Looker asks sites for a few pages: robots.txt first, in the pace of a harvest, behind its guards, each page once.
type Looker struct {
	o     crawler.Options
	w     *crawler.Walker
	store *frontier
	runs  int64
	asked int
}

// NewLooker makes one. Its options are those of a harvest.
func NewLooker(o crawler.Options) (*Looker, error) {
	l := &Looker{o: o, store: newFrontier()}
	return l, l.walker(1)
}

// walker makes the walker of a look at so many pages.
func (l *Looker) walker(pages int) (err error) {
	o := l.o
	o.Limits = crawler.DefaultLimits()
	o.Limits.Retries = 0 // a person sees that it failed, and asks again
	o.MaxPages = pages
	if l.w != nil {
		l.w.Close()
	}
	l.w, err = crawler.New(l.store, o)
	return err
}

// Close ends its connections.
func (l *Looker) Close() { l.w.Close() }

// Look asks for pages of a site: those of start, then those they lead to, until there are most. It gives them as they
// came, the good and the bad; an error is for what ended the look. The profile's window is not waited for: a person is
// looking, at a handful of pages.
func (l *Looker) Look(ctx context.Context, site *sites.Site, start []string, most int) ([]*crawler.Fetched,
	crawler.Report, error) {
	s := *site
	s.Start, s.Sitemaps, s.Sentinels, s.Pace.Window, s.Pace.Parallel = start, nil, nil, "", 1
	for _, raw := range start {
		if u, err := url.Parse(raw); err != nil || !s.Serves(u) {
			return nil, crawler.Report{}, fmt.Errorf("%s is on no host of the profile (%s)", raw, strings.Join(s.Hosts, ", "))
		}
	}
	if err := l.w.Check(&s); err != nil {
		return nil, crawler.Report{}, err
	}
	if err := l.walker(most); err != nil {
		return nil, crawler.Report{}, err
	}
	l.runs++
	var got []*crawler.Fetched
	rep, err := l.w.Walk(ctx, &s, l.runs, func(ctx context.Context, f *crawler.Fetched) error {
		got = append(got, f)
		return l.store.visited(ctx, &f.Fetched)
	})
	l.asked += rep.Requests
	return got, rep, err
}

// Save writes the good pages into a folder as saved pages are kept: a folder a host, and an index of their URLs.
func Save(dir string, pages []*crawler.Fetched) (n int, err error) {
	rows := [][]string{{"host", "id", "url"}}
	for _, f := range pages {
		u, err := url.Parse(f.FinalURL)
		if err != nil || !f.Outcome.Good() || len(f.Page.Body) == 0 {
			continue
		}
		n++
		host, id := u.Hostname(), fmt.Sprint(n)
		if err := os.MkdirAll(filepath.Join(dir, host), 0o700); err != nil {
			return n, err
		}
		if err := os.WriteFile(filepath.Join(dir, host, id+".html"), f.Page.Body, 0o600); err != nil {
			return n, err
		}
		rows = append(rows, []string{host, id, f.FinalURL})
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		return n, err
	}
	return n, os.WriteFile(filepath.Join(dir, "index.csv"), []byte(b.String()), 0o600)
}

// robotsOf is the robots.txt of a URL's origin as it was answered.
func (l *Looker) robotsOf(u *url.URL) (schema.RobotsCopy, bool) {
	c, ok, _ := l.store.Robots(context.Background(), u.Scheme+"://"+sites.HostPort(u)) // in memory: no error
	return c, ok
}
