package probe

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"carif/crawler"
	"carif/harvest"
	"carif/parser/draft"
	"carif/parser/page"
)

// Draft looks at the page that lists a site's courses and at a few courses that it links to, and drafts a profile from
// them. most bounds the courses.
func Draft(ctx context.Context, l *Looker, r *harvest.Reader, raw string, most int) (*draft.Draft, *Report, error) {
	rep, err := URL(ctx, l, r, raw)
	if err != nil {
		return nil, nil, err
	}
	course, _ := rep.roles()
	if rep.Needs != NeedsStatic || course == nil || course.takes(rep.FinalURL) {
		return nil, rep, nil
	}
	site, err := siteOf(course.Example)
	if err != nil {
		return nil, rep, err
	}
	var start []string
	for _, u := range course.urls[:min(len(course.urls), most)] {
		start = append(start, u.String())
	}
	got, _, err := l.Look(ctx, site, start, len(start))
	if err != nil {
		return nil, rep, err
	}
	dir, err := os.MkdirTemp("", "carif-look-")
	if err != nil {
		return nil, rep, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // in the folder of temporary files
	d, err := drafted(ctx, r, dir, got)
	if err != nil || d == nil {
		return nil, rep, err
	}
	at, err := url.Parse(rep.FinalURL)
	if err != nil {
		return nil, rep, err
	}
	if d.Host = at.Host; course.urls[0].Host != at.Host {
		d.Also = []string{course.urls[0].Host}
	}
	d.Course, d.Linked = course.Pattern, course.Count
	d.listed(at, rep.Links)
	d.Sitemaps = rep.Robots.Sitemaps
	if s := rep.Robots.CrawlDelay; s > 2 {
		d.Delay = (time.Duration(s * float64(time.Second))).String()
	}
	return d.Draft, rep, nil
}

// listing is a draft that takes in what a page of a list tells.
type listing struct{ *draft.Draft }

func (d *listing) take(of *draft.Draft) error { d.Draft = of; return nil }

func (d *listing) listed(at *url.URL, shapes []Shape) {
	d.Start, d.Listing = at.String(), ListPattern(at, shapes)
	for _, s := range shapes {
		d.Paged = d.Paged || s.Role == RoleList
	}
}

// drafted drafts the profile of the pages that were had; nil where none is.
func drafted(ctx context.Context, r *harvest.Reader, dir string, got []*crawler.Fetched) (*listing, error) {
	if n, err := Save(dir, got); err != nil || n == 0 {
		return nil, err
	}
	out := &listing{}
	f := harvest.Files{Paths: []string{dir}, Reader: r}
	if err := f.Drafts(ctx, out.take); err != nil || out.Draft == nil {
		return nil, err
	}
	return out, nil
}

// FromFolder adds to the draft of saved pages what those among them tell that list courses: the one with most links of
// the courses' pattern is taken for the list.
func FromFolder(d *draft.Draft, dir string) error {
	pages, err := harvest.SavedPages(dir)
	if err != nil {
		return err
	}
	most := 1
	for _, p := range pages {
		body, err := os.ReadFile(filepath.Clean(p.Path))
		if err != nil {
			return fmt.Errorf("read %s: %w", p.Path, err)
		}
		doc := page.Read(body, "", "")
		if p.URL == "" && doc.DOM != nil {
			p.URL = doc.DOM.Find("link[rel=canonical]").AttrOr("href", "")
		}
		at, err := url.Parse(p.URL)
		if err != nil || at.Host != d.Host {
			continue
		}
		rep := &Report{URL: p.URL, FinalURL: p.URL}
		rep.leads(doc, at)
		own := Shape{Pattern: d.Course}
		n := 0
		for _, s := range rep.Links {
			for _, u := range s.urls {
				if own.takes(u.String()) {
					n++
				}
			}
		}
		if n > most && !own.takes(p.URL) {
			most = n
			(&listing{d}).listed(at, rep.Links)
		}
	}
	return nil
}
