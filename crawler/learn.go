package crawler

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"net/url"
	"strings"

	"carif/schema"
	"carif/sites"
)

// learn reads the last answer of a fetch: its outcome, whether anything changed, and the links on it.
func (k *walk) learn(f *Fetched, at *url.URL, ans *answer) {
	h := ans.ex.ResponseHeader
	f.FinalURL = k.site.CanonicalURL(at)
	f.Page = schema.Page{Site: k.site.ID, URL: f.FinalURL, FetchedAt: ans.ex.At, ContentType: h.Get("Content-Type"),
		Status: ans.ex.Status, Body: ans.body}
	f.NoIndex = noIndexHeader(h)
	f.TDMReserved = strings.TrimSpace(h.Get("Tdm-Reservation")) == "1"
	if ans.ex.Status == http.StatusNotModified {
		f.Outcome, f.Unchanged, f.Page.Body = schema.OutcomeNotModified, true, nil
		f.Page.SHA256 = f.Entry.SHA256
		return
	}
	f.Page.SHA256 = sum(ans.body)
	if f.Entry.Kind == sites.KindSitemap {
		k.learnSitemap(f, at)
		return
	}
	same := f.Page.SHA256 == f.Entry.SHA256 && ans.ex.Status == 200 && len(f.Hops) == 0
	if same && f.Entry.Kind == sites.KindCourse {
		f.Outcome, f.Unchanged = schema.OutcomeOK, true
		k.keepValidators(f, h)
		return
	}
	s := scanPage(readable(ans.body))
	f.NoIndex, f.TDMReserved = f.NoIndex || s.noindex, f.TDMReserved || s.tdm
	f.Outcome, f.Reason = classify(Answer{Status: ans.ex.Status, Header: h, Body: ans.body, Kind: f.Entry.Kind}, s)
	if f.Outcome == schema.OutcomeOK && len(f.Hops) > 0 {
		k.moved(f, at)
	}
	f.Reason += chain(f.Hops)
	if !f.Outcome.Good() {
		return
	}
	k.keepValidators(f, h)
	all := linksOf(s, at, k.site)
	f.ContentHash = k.contentHash(f, s, all)
	f.Unchanged = f.Outcome == schema.OutcomeOK && !f.Entry.LastFetched.IsZero() &&
		(same || f.ContentHash != "" && f.ContentHash == f.Entry.ContentHash)
	k.links(f, s, all)
}

// contentHash of a listing is over its courses too: other links under the same words are another listing. Links
// to further listings stay out: a trap has new ones on every page.
func (k *walk) contentHash(f *Fetched, s *scan, links []Found) string {
	if f.Entry.Kind == sites.KindListing {
		var courses []string
		for _, l := range links {
			if l.Kind == sites.KindCourse {
				courses = append(courses, l.URL)
			}
		}
		return s.hash(courses...)
	}
	if k.w.o.ContentHash != nil {
		return k.w.o.ContentHash(f.Page.Body, k.site)
	}
	return s.hash()
}

// readable makes UTF-8 of UTF-16 that says so by its first bytes; all other charsets keep markup in ASCII.
func readable(body []byte) []byte {
	switch {
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return utf16Text(body[2:], binary.LittleEndian)
	case bytes.HasPrefix(body, []byte("\xfe\xff")):
		return utf16Text(body[2:], binary.BigEndian)
	}
	return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
}

// keepValidators takes the validators of a page reached without redirects; others belong to another page.
func (k *walk) keepValidators(f *Fetched, h http.Header) {
	f.ETag, f.LastModified = "", ""
	if len(f.Hops) == 0 {
		f.ETag, f.LastModified = h.Get("ETag"), h.Get("Last-Modified")
	}
}

// moved tells three redirects apart: to another spelling of the same page, to another page of the same kind
// (moved: its own entry will be asked), and away to a page that is no course, which is how many sites say that
// a course is gone.
func (k *walk) moved(f *Fetched, at *url.URL) {
	if f.FinalURL == f.Entry.URL {
		return
	}
	f.Outcome = schema.OutcomeMoved
	if f.Entry.Kind != sites.KindCourse {
		return
	}
	if k.site.Kind(at) != sites.KindCourse {
		f.Outcome, f.Reason = schema.OutcomeSoft404, "redirected to a page that is no course"
		return
	}
	f.Found = append(f.Found, Found{URL: f.FinalURL, Kind: sites.KindCourse, Parent: f.Entry.URL, Depth: f.Entry.Depth})
}

// links collects what a page leads to, within the bounds. A step of the same pagination adds no depth: the
// two-hundredth page of a listing is as near as the first.
func (k *walk) links(f *Fetched, s *scan, all []Found) {
	if len(all) > k.w.lim.PageLinks {
		k.bounds.count("page_links")
		all = all[:k.w.lim.PageLinks]
	}
	if follow := k.bounds.content(f.Entry, f.ContentHash, all); !follow {
		k.keepListed(f, s, nil)
		return
	}
	own := shapeOf(f.FinalURL)
	kept := all[:0]
	for _, l := range all {
		l.Depth = f.Entry.Depth
		if shapeOf(l.URL) != own {
			l.Depth++
		}
		if limit := k.bounds.url(l.URL, l.Depth); limit != "" {
			k.bounds.count(limit)
			continue
		}
		kept = append(kept, l)
	}
	f.Found = append(f.Found, kept...)
	k.keepListed(f, s, kept)
}

// learnSitemap reads a sitemap or sitemap index.
func (k *walk) learnSitemap(f *Fetched, at *url.URL) {
	if f.Page.Status != http.StatusOK {
		f.Outcome, f.Reason = classify(Answer{Status: f.Page.Status, Header: http.Header{}, Body: f.Page.Body, Kind: sites.KindSitemap}, &scan{})
		return
	}
	body, err := sitemapBody(f.Page.Body, k.w.lim)
	if err != nil {
		f.Outcome, f.Limit, f.Reason = judge(err)
		return
	}
	found, foreign, more := Sitemap(body, at, k.site, k.w.lim.SitemapURLs)
	f.Outcome = schema.OutcomeOK
	if len(found)+foreign == 0 {
		f.Outcome, f.Reason = schema.OutcomeEmpty, "no URL in the sitemap"
	}
	if foreign > 0 {
		f.Reason = itoa(foreign) + " URLs of other hosts left out"
		k.bounds.count("foreign_sitemap_url")
	}
	if more > 0 {
		f.Limit = "sitemap_urls"
		k.bounds.count(f.Limit)
		k.fail("sitemap " + f.Entry.URL + " names more URLs than a sitemap may")
	}
	if f.Outcome == schema.OutcomeOK && !sitemapEnds(body) {
		f.Reason = strings.TrimPrefix(f.Reason+"; the file ends early", "; ")
		k.fail("sitemap " + f.Entry.URL + " ends early")
	}
	for _, l := range found {
		l.Depth = f.Entry.Depth + 1
		if limit := k.bounds.sitemap(l); limit != "" {
			k.bounds.count(limit)
			continue
		}
		f.Found = append(f.Found, l)
	}
	courses := k.bounds.listed(f.Found)
	k.mu.Lock()
	k.shrunk(f.Entry, courses)
	k.mu.Unlock()
	f.ETag, f.LastModified = f.Archive[len(f.Archive)-1].ResponseHeader.Get("ETag"), f.Archive[len(f.Archive)-1].ResponseHeader.Get("Last-Modified")
	f.ContentHash = f.Page.SHA256
	f.Unchanged = f.Page.SHA256 == f.Entry.SHA256
}

// noIndexHeader reads X-Robots-Tag lines, those for another crawler aside.
func noIndexHeader(h http.Header) bool {
	for _, v := range h.Values("X-Robots-Tag") {
		agent, rest, named := strings.Cut(v, ":")
		if named && !strings.EqualFold(strings.TrimSpace(agent), "carif") && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(agent)), "unavailable_after") {
			continue
		}
		if named && strings.EqualFold(strings.TrimSpace(agent), "carif") {
			v = rest
		}
		if directive(v, "noindex") || directive(v, "none") {
			return true
		}
	}
	return false
}
