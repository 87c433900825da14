// Package probe looks at one page of a site as a maintainer would: what the server and its robots.txt say, what stands
// in the page, where it leads, and what kind of profile the site therefore needs. It asks politely, by the crawler's
// own ways, and stores nothing. It is not for harvesting.
package probe

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"carif/crawler"
	"carif/crawler/robots"
	"carif/harvest"
	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

// Report is what one look told. Its keys are a contract of scripts: keys may be added, those here keep their names.
type Report struct {
	URL         string     `json:"url"`
	Outcome     string     `json:"outcome"` // as a harvest would name it; "" for a saved page
	Reason      string     `json:"reason"`
	Status      int        `json:"status"`
	FinalURL    string     `json:"final_url"`
	Redirects   []string   `json:"redirects"`
	Robots      Robots     `json:"robots"`
	ContentType string     `json:"content_type"`
	Bytes       int        `json:"bytes"`
	Charset     Charset    `json:"charset"`
	Validators  Validators `json:"validators"`
	Text        int        `json:"text"`        // bytes of visible text
	Shell       bool       `json:"empty_shell"` // next to nothing to read before scripts have drawn it
	Scripts     int        `json:"scripts"`     // files of scripts it loads
	HashRoutes  int        `json:"hash_routes"` // links to parts that only scripts show (#/…)
	Embedded    []Embedded `json:"embedded"`
	JSON        []string   `json:"json_addresses"` // that the page's own scripts and attributes name
	Links       []Shape    `json:"links"`
	Reads       Reads      `json:"carif_reads"`
	Requests    int        `json:"requests"`
	Needs       string     `json:"needs"` // static, scripted, api, feed; none where nothing can be said
	Why         string     `json:"why"`
	Next        []string   `json:"next"`
}

// Robots is what robots.txt says of the page.
type Robots struct {
	Status     int      `json:"status"` // of robots.txt; 0 where it was not asked or did not answer
	Allowed    bool     `json:"allowed"`
	Rule       string   `json:"rule"`
	CrawlDelay float64  `json:"crawl_delay"` // seconds; 0 = none
	Sitemaps   []string `json:"sitemaps"`
}

// Charset is how the bytes are text.
type Charset struct {
	Declared string `json:"declared"`
	Read     string `json:"read"`
	Guessed  bool   `json:"guessed"`
}

// Validators are what lets a night ask only for what changed.
type Validators struct {
	ETag         string `json:"etag"`
	LastModified string `json:"last_modified"`
	Conditional  string `json:"conditional"` // honoured, ignored; "" where there is nothing to ask with
}

// Embedded is data in the page.
type Embedded struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Name  string `json:"name"` // of the course it is of, where it tells
}

// Reads is what carif makes of the page as it is.
type Reads struct {
	Courses int    `json:"courses"`
	Title   string `json:"title"`
	Refusal string `json:"refusal"`
}

// URL looks at a page: robots.txt, the page and, where it has validators, the page once more with them.
func URL(ctx context.Context, l *Looker, r *harvest.Reader, raw string) (*Report, error) {
	site, err := siteOf(raw)
	if err != nil {
		return nil, err
	}
	got, walked, err := l.Look(ctx, site, []string{raw}, 1)
	rep := &Report{URL: raw, FinalURL: raw}
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, err // it was parsed before
	}
	rep.robots(l, u)
	if len(got) == 0 {
		rep.Outcome, rep.Reason = "not_asked", walked.Why
		rep.Requests = l.asked
		rep.judge()
		return rep.whole(), nil
	}
	f := got[0]
	rep.answer(f)
	rep.examine(f.Page, f.Doc, r)
	if rep.Validators.ETag+rep.Validators.LastModified != "" && f.Outcome == schema.OutcomeOK {
		rep.Validators.Conditional = "ignored"
		again, _, err := l.Look(ctx, site, []string{raw}, 1)
		if err != nil {
			return nil, err
		}
		if len(again) > 0 && again[0].Outcome == schema.OutcomeNotModified {
			rep.Validators.Conditional = "honoured"
		}
	}
	rep.Requests = l.asked
	rep.judge()
	return rep.whole(), nil
}

// Saved looks at a saved page: all that can be told without its server. raw is its address, "" where nobody knows it.
func Saved(body []byte, file, raw string, r *harvest.Reader) *Report {
	rep := &Report{URL: raw, FinalURL: raw}
	rep.Robots.Allowed = true
	rep.examine(schema.Page{URL: raw, File: file, Body: body, Status: 200}, nil, r)
	rep.judge()
	return rep.whole()
}

// siteOf is a profile of nothing but a URL's host, on which everything is other pages.
func siteOf(raw string) (*sites.Site, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, err
	}
	host := strings.ReplaceAll(u.Host, `"`, "")
	const profile = "id: probe\nname: Probe\nhosts: [%q]\nstart: [%q]\ncourse: ['^$']\npace: {budget: 50}\n"
	return sites.Parse([]byte(fmt.Sprintf(profile, host, raw)), raw)
}

func (rep *Report) robots(l *Looker, u *url.URL) {
	c, ok := l.robotsOf(u)
	if !ok {
		rep.Robots.Allowed = true
		rep.Robots.Rule = "not asked"
		return
	}
	rules := robots.Of(c, schema.RobotsCopy{}, time.Now(), crawler.DefaultLimits().RobotsStale)
	agent := robots.ProductToken(l.o.UserAgent)
	rep.Robots.Status = c.Status
	rep.Robots.Allowed, rep.Robots.Rule = rules.Check(agent, u)
	if rules.Book != nil {
		rep.Robots.CrawlDelay = rules.Book.CrawlDelay(agent).Seconds()
		rep.Robots.Sitemaps = rules.Book.Sitemaps
	}
}

// answer takes in what the server said.
func (rep *Report) answer(f *crawler.Fetched) {
	rep.Outcome, rep.Reason, rep.Status, rep.FinalURL = string(f.Outcome), f.Reason, f.Page.Status, f.FinalURL
	for _, h := range f.Hops {
		rep.Redirects = append(rep.Redirects, fmt.Sprintf("%d %s → %s", h.Status, h.URL, h.To))
	}
	if n := len(f.Archive); n > 0 {
		last := f.Archive[n-1]
		h := last.ResponseHeader
		rep.Status = last.Status
		rep.Validators.ETag, rep.Validators.LastModified = h.Get("ETag"), h.Get("Last-Modified")
		if len(f.Hops) == 0 && last.Status/100 == 3 {
			rep.Redirects = append(rep.Redirects, fmt.Sprintf("%d %s → %s", last.Status, last.URL, h.Get("Location")))
		}
	}
}

// examine takes in what the page says.
func (rep *Report) examine(p schema.Page, doc *page.Doc, r *harvest.Reader) {
	rep.ContentType, rep.Bytes = p.ContentType, len(p.Body)
	if len(p.Body) == 0 {
		return
	}
	if doc == nil {
		doc = page.Read(p.Body, p.ContentType, "")
	}
	rep.Charset = Charset{doc.Declared, doc.Charset, doc.Guessed}
	if rep.data(p); rep.Needs != "" {
		return
	}
	at, err := url.Parse(rep.FinalURL)
	if err != nil || at.Host == "" {
		at = &url.URL{Scheme: "https", Host: "saved.invalid", Path: "/"}
	}
	rep.look(p, doc, at)
	got, err := r.ReadDoc(nil, schema.Page{URL: rep.FinalURL, File: p.File, ContentType: p.ContentType, Body: p.Body},
		sites.Generic())
	switch {
	case err != nil:
		rep.Reads.Refusal = "the reader failed on this page"
	case len(got.Records) > 0:
		rep.Reads.Courses = len(got.Records)
		if t := got.Records[0].Course.Title; t != nil {
			rep.Reads.Title = *t
		}
	case got.Refusal != nil:
		rep.Reads.Refusal = got.Refusal.Reason
	}
}

// whole gives empty lists for none, as readers of JSON expect.
func (rep *Report) whole() *Report {
	for _, l := range []*[]string{&rep.Redirects, &rep.Robots.Sitemaps, &rep.JSON, &rep.Next} {
		if *l == nil {
			*l = []string{}
		}
	}
	if rep.Embedded == nil {
		rep.Embedded = []Embedded{}
	}
	if rep.Links == nil {
		rep.Links = []Shape{}
	}
	return rep
}

// ErrNoCourses says that a page leads to nothing that looks like courses.
var ErrNoCourses = errors.New("no links of one shape that could be courses")
