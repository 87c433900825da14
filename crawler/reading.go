package crawler

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"

	"carif/crawler/judge"
	"carif/crawler/links"
	"carif/crawler/skim"
	"carif/crawler/wire"
	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

// learn reads the last answer of a fetch: its outcome, whether anything changed, and the links on it. It is called
// back by colly. to is set when the page sends its readers on by itself: then nothing else is learnt. gate is asked
// whether to go on where the page only loads itself anew; thin tells that there is nothing to read on it.
func (k *walk) learn(f *Fetched, at *url.URL, r *colly.Response, ans *answer,
	gate func(thin bool) (again bool, bad error)) (to *url.URL, bad error) {
	h := *r.Headers
	if f.FinalURL = f.Entry.URL; len(f.Hops) > 0 {
		f.FinalURL = k.site.CanonicalURL(at)
	}
	f.Page = schema.Page{Site: k.site.ID, URL: f.FinalURL, FetchedAt: ans.ex.At, ContentType: h.Get("Content-Type"),
		Status: r.StatusCode, Body: r.Body}
	f.NoIndex = noIndexHeader(h)
	f.TDMReserved = strings.TrimSpace(h.Get("Tdm-Reservation")) == "1"
	if r.StatusCode == http.StatusNotModified {
		f.Outcome, f.Unchanged, f.Page.Body = schema.OutcomeNotModified, true, nil
		f.Page.SHA256 = f.Entry.SHA256
		return nil, nil
	}
	f.Page.SHA256 = sum(r.Body)
	end, why := k.reading(f)
	if why != "" {
		f.Outcome, f.Reason = schema.OutcomeSetAside, why+chainOf(f.Hops)
		return nil, nil
	}
	defer end()
	if f.Entry.Kind == sites.KindSitemap {
		k.learnSitemap(f, at, h)
		return nil, nil
	}
	same := f.Page.SHA256 == f.Entry.SHA256 && r.StatusCode == http.StatusOK && len(f.Hops) == 0
	if same && f.Entry.Kind == sites.KindCourse {
		f.Outcome, f.Unchanged = schema.OutcomeOK, true
		k.keepValidators(f, h)
		return nil, nil
	}
	if k.site.IsJSON(at) {
		k.learnJSON(f, at, h, same)
		return nil, nil
	}
	s := skim.Read(page.Readable(r.Body))
	f.Outcome, f.Reason = judge.Page(judge.Answer{Status: r.StatusCode, Header: h, Body: r.Body, Kind: f.Entry.Kind}, s)
	if f.Outcome == schema.OutcomeEmpty && len(r.Body) > 0 {
		if doc := k.document(f); doc.Over != "" || doc.Shows(judge.ShellLength) {
			f.Outcome, f.Reason = schema.OutcomeOK, "" // what is read is what counts, whatever a first glance misses
		}
	}
	to, thin := k.sentOn(f, at, s, h.Get("Refresh"))
	switch {
	case to == nil:
	case to != at && k.site.CanonicalURL(to) != k.site.CanonicalURL(at):
		return to, nil
	default:
		if again, bad := gate(thin); again || bad != nil {
			return at, bad
		}
	}
	if f.Outcome == schema.OutcomeOK && len(f.Hops) > 0 {
		k.moved(f, at)
	}
	f.Reason += chainOf(f.Hops)
	if !f.Outcome.Good() {
		return nil, nil
	}
	k.keepValidators(f, h)
	k.learnPage(f, at, s, same)
	return nil, nil
}

// reading tells whoever keeps account of it that the page is about to be read; why says that it must not be.
func (k *walk) reading(f *Fetched) (end func(), why string) {
	if s, ok := k.w.store.(schema.Watcher); ok {
		return s.Reading(f.Page.SHA256, len(f.Page.Body))
	}
	return func() {}, ""
}

// learnJSON reads an answer of a site's API: a course, whose words are the reader's, or a listing.
func (k *walk) learnJSON(f *Fetched, at *url.URL, h http.Header, same bool) {
	defer func() { f.Reason += chainOf(f.Hops) }()
	found, err := links.ReadJSON(page.Readable(f.Page.Body), at, k.site)
	if f.Page.Status != http.StatusOK || err != nil {
		s := skim.Read(page.Readable(f.Page.Body))
		f.Outcome, f.Reason = judge.Page(judge.Answer{Status: f.Page.Status, Header: h, Body: f.Page.Body,
			Kind: f.Entry.Kind}, s)
		shell := f.Outcome == schema.OutcomeEmpty && len(f.Page.Body) > 0
		if f.Page.Status == http.StatusOK && errors.Is(err, io.ErrUnexpectedEOF) {
			f.Outcome, f.Reason = schema.OutcomeTruncated, "the JSON ends before it is whole"
			return
		}
		if f.Page.Status == http.StatusOK && (f.Outcome.Good() || shell) {
			f.Outcome, f.Reason = schema.OutcomeBadType, fmt.Sprintf("api.json names it, and it is not read as JSON: %v", err)
		}
		return
	}
	f.Outcome = schema.OutcomeOK
	if len(f.Hops) > 0 {
		k.moved(f, at)
	}
	k.keepValidators(f, h)
	if f.Outcome == schema.OutcomeSoft404 {
		return
	}
	known := f.Outcome == schema.OutcomeOK && !f.Entry.LastFetched.IsZero()
	f.ContentHash = f.Page.SHA256
	f.Unchanged = known && (same || f.ContentHash == f.Entry.ContentHash)
	if f.Entry.Kind == sites.KindListing && !(same && f.Entry.State == schema.StateDone) {
		k.links(f, &skim.Signs{}, found)
	}
}

// learnPage compares a good page with the last one, and takes its links.
func (k *walk) learnPage(f *Fetched, at *url.URL, s *skim.Signs, same bool) {
	known := f.Outcome == schema.OutcomeOK && !f.Entry.LastFetched.IsZero()
	course := f.Entry.Kind != sites.KindListing
	if course {
		f.ContentHash = contentHash(s)
		was := f.Entry.ContentHash
		f.Unchanged = known && (same || regionOf(f.ContentHash) == regionOf(was))
		still := f.Outcome == schema.OutcomeMoved && f.Page.SHA256 == f.Entry.SHA256 // moved to the page it moved to before
		if (f.Unchanged || still) && f.ContentHash == was {
			return // it says and leads to what it did: there is no need to parse it
		}
	}
	if same && f.Entry.State == schema.StateDone {
		f.ContentHash, f.Unchanged = f.Entry.ContentHash, true
		return // a listing read again in this run, and it is the same
	}
	leads := links.Read(k.document(f))
	f.NoIndex, f.TDMReserved = f.NoIndex || leads.NoIndex, f.TDMReserved || leads.TDMReserved
	all := leads.Found(at, k.site)
	if !course {
		f.ContentHash = listingHash(s, all)
		f.Unchanged = known && (same || f.ContentHash == f.Entry.ContentHash)
	}
	k.links(f, s, all)
}

// document parses the page, once: whoever reads it later reads this document.
func (k *walk) document(f *Fetched) *page.Doc {
	if f.Doc == nil {
		f.Doc = page.Read(f.Page.Body, f.Page.ContentType, k.site.Page.Charset)
	}
	return f.Doc
}

// contentHash is the hash of a course page: of its content region, and of where it leads.
func contentHash(s *skim.Signs) string { return s.Hash() + "." + s.Leads() }

// regionOf is the part of a content hash that tells whether a page is worth reading again.
func regionOf(hash string) string {
	region, _, _ := strings.Cut(hash, ".")
	return region
}

// listingHash is over the courses of a listing too: other links under the same words are another listing. Links to
// further listings stay out: a trap has new ones on every page.
func listingHash(s *skim.Signs, all []schema.Found) string {
	var courses []string
	for _, l := range all {
		if l.Kind == sites.KindCourse {
			courses = append(courses, l.URL)
		}
	}
	return s.Hash(courses...)
}

// A refresh within atOnce sends everybody on, whatever the page says; one within soon only where there is next to
// nothing to read meanwhile ("you will be redirected in five seconds"). A later one is of a page that keeps itself up
// to date.
const (
	atOnce = time.Second
	soon   = 15 * time.Second
)

// sentOn tells where a page sends its readers by itself, with <meta http-equiv="refresh"> or the header of that name;
// nil when they may stay, at when they are to come again. Excuses stay what they are wherever they lead: a maintenance
// page that leads home is no course that moved home. thin tells a page on which there is nothing else to read.
func (k *walk) sentOn(f *Fetched, at *url.URL, s *skim.Signs, header string) (to *url.URL, thin bool) {
	if !s.Refresh && header == "" || f.Page.Status != http.StatusOK {
		return nil, false
	}
	switch f.Outcome {
	case schema.OutcomeEmpty:
		thin = true
	case schema.OutcomeOK:
		thin = judge.Thin(s)
	case schema.OutcomeTruncated, schema.OutcomeWrongLang:
	default:
		return nil, false
	}
	longest := atOnce
	if thin {
		longest = soon
	}
	leads := &links.Leads{Refresh: header}
	if header == "" {
		leads = links.Read(k.document(f))
	}
	to, wait := leads.RefreshTo(at)
	if wait > longest {
		return nil, thin
	}
	return to, thin
}

// keepValidators takes the validators of a page reached without redirects; others belong to another page.
func (k *walk) keepValidators(f *Fetched, h http.Header) {
	f.ETag, f.LastModified = "", ""
	if len(f.Hops) == 0 && !f.Drawn {
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
	f.Found = append(f.Found, schema.Found{URL: f.FinalURL, Kind: sites.KindCourse, Parent: f.Entry.URL,
		Depth: f.Entry.Depth})
}

// links collects what a page leads to, within the bounds. A step of the same pagination adds no depth: the
// two-hundredth page of a listing is as near as the first.
func (k *walk) links(f *Fetched, s *skim.Signs, all []schema.Found) {
	if len(all) > k.w.lim.PageLinks {
		k.bounds.count("page_links")
		all = all[:k.w.lim.PageLinks]
	}
	if follow := k.bounds.content(f.Entry, regionOf(f.ContentHash), all); !follow {
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
func (k *walk) learnSitemap(f *Fetched, at *url.URL, h http.Header) {
	if f.Page.Status != http.StatusOK {
		f.Outcome, f.Reason = judge.Page(judge.Answer{Status: f.Page.Status, Header: http.Header{}, Body: f.Page.Body,
			Kind: sites.KindSitemap}, &skim.Signs{})
		return
	}
	body, err := sitemapBody(f.Page.Body, k.w.lim)
	if err != nil {
		f.Outcome, f.Limit, f.Reason = judge.Fault(err)
		return
	}
	read := links.ReadSitemap(body, at, k.site, k.w.lim.SitemapURLs)
	f.Outcome = schema.OutcomeOK
	if len(read.Found)+read.Foreign+read.Odd["sitemap_self"] == 0 {
		f.Outcome, f.Reason = schema.OutcomeEmpty, "no URL in the sitemap"
	}
	if read.Foreign > 0 {
		f.Reason = strconv.Itoa(read.Foreign) + " URLs of other hosts left out"
		k.bounds.count("foreign_sitemap_url")
	}
	k.oddities(f, read.Odd)
	if read.More > 0 {
		f.Limit = "sitemap_urls"
		k.bounds.count(f.Limit)
		k.fail("sitemap " + f.Entry.URL + " names more URLs than a sitemap may")
	}
	if f.Outcome == schema.OutcomeOK && !links.SitemapEnds(body) {
		f.Reason = strings.TrimPrefix(f.Reason+"; the file ends early", "; ")
		k.fail("sitemap " + f.Entry.URL + " ends early")
	}
	for _, l := range read.Found {
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
	f.ETag, f.LastModified = h.Get("ETag"), h.Get("Last-Modified")
	f.ContentHash = f.Page.SHA256
	f.Unchanged = f.Page.SHA256 == f.Entry.SHA256
}

// oddities counts what is wrong with a sitemap: in the run's report, and in the log with its address.
func (k *walk) oddities(f *Fetched, odd map[string]int) {
	for _, name := range slices.Sorted(maps.Keys(odd)) {
		k.bounds.add(name, odd[name])
		f.Reason = strings.TrimPrefix(fmt.Sprintf("%s; %s: %d", f.Reason, links.Oddities[name], odd[name]), "; ")
	}
	if len(odd) > 0 {
		k.log.Warn("sitemap is damaged", "url", f.Entry.URL, "what", f.Reason)
	}
}

// sitemapBody unzips a sitemap that is itself a gzip file, whatever its name, and makes UTF-8 without a byte
// order mark of it.
func sitemapBody(body []byte, lim Limits) ([]byte, error) {
	if bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		var err error
		b := wire.Bound{Max: lim.SitemapBytes, Ratio: lim.Ratio, Floor: lim.RatioFloor, Name: "sitemap_bytes"}
		if body, err = wire.Decode("gzip", body, b); err != nil {
			return nil, err
		}
	}
	return page.Readable(body), nil
}

// noIndexHeader reads X-Robots-Tag lines, those for another crawler aside.
func noIndexHeader(h http.Header) bool {
	for _, v := range h.Values("X-Robots-Tag") {
		agent, rest, named := strings.Cut(v, ":")
		agent = strings.ToLower(strings.TrimSpace(agent))
		switch {
		case named && agent == "carif":
			v = rest
		case named && !strings.HasPrefix(agent, "unavailable_after"):
			continue
		}
		if links.Directive(v, "noindex") || links.Directive(v, "none") {
			return true
		}
	}
	return false
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}
