package links

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"carif/schema"
	"carif/sites"
)

// Sitemap reads a sitemap or a sitemap index: the pages and sitemaps of the site that it names. Files that are
// not well-formed are read as far as they go. foreign counts URLs of other hosts, more those over the limit.
func Sitemap(body []byte, base *url.URL, site *sites.Site, limit int) (found []schema.Found, foreign, more int) {
	p := sitemapReader{site: site, base: base, limit: limit}
	if !bytes.Contains(body, []byte("<")) {
		for line := range strings.Lines(string(body)) { // the text form: one URL a line
			p.loc = line
			p.entry()
		}
		return p.found, p.foreign, p.more
	}
	z := html.NewTokenizer(bytes.NewReader(body))
	z.AllowCDATA(true)
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.entry()
			return p.found, p.foreign, p.more
		case html.StartTagToken:
			name, _ := z.TagName()
			p.start(string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(string(name))
		case html.TextToken:
			if p.into != nil {
				*p.into += string(z.Text())
			}
		}
	}
}

type sitemapReader struct {
	site          *sites.Site
	base          *url.URL
	limit         int
	found         []schema.Found
	foreign, more int
	index         bool // inside <sitemap>, not <url>
	prefix        string
	loc, lastmod  string
	into          *string
}

// start knows the elements of the sitemap's own namespace by the prefix its root carries: <image:loc> and its
// like are other things.
func (p *sitemapReader) start(name string) {
	if pre, ok := strings.CutSuffix(name, "urlset"); ok {
		p.prefix = pre
	} else if pre, ok := strings.CutSuffix(name, "sitemapindex"); ok {
		p.prefix = pre
	}
	switch strings.TrimPrefix(name, p.prefix) {
	case "url", "sitemap":
		p.entry() // an entry that was never closed
		p.index = strings.HasSuffix(name, "sitemap")
	case "loc":
		p.loc, p.into = "", &p.loc
	case "lastmod":
		p.lastmod, p.into = "", &p.lastmod
	default:
		p.into = nil
	}
}

func (p *sitemapReader) end(name string) {
	p.into = nil
	switch strings.TrimPrefix(name, p.prefix) {
	case "url", "sitemap":
		p.entry()
	}
}

func (p *sitemapReader) entry() {
	loc, lastmod := strings.TrimSpace(p.loc), strings.TrimSpace(p.lastmod)
	p.loc, p.lastmod = "", ""
	if loc == "" {
		return
	}
	u := Resolve(p.base, loc)
	if u == nil || !p.site.Serves(u) {
		p.foreign++
		return
	}
	kind := p.site.Kind(u)
	if p.index && kind != sites.KindIgnore {
		kind = sites.KindSitemap
	}
	switch {
	case kind != sites.KindCourse && kind != sites.KindListing && kind != sites.KindSitemap:
	case len(p.found) >= p.limit:
		p.more++
	default:
		p.found = append(p.found, schema.Found{URL: p.site.CanonicalURL(u), Kind: kind, Parent: p.site.CanonicalURL(p.base),
			LastMod: lastmod})
	}
}

// SitemapEnds tells a whole file from one that was cut.
func SitemapEnds(body []byte) bool {
	tail := body[max(0, len(body)-256):]
	return !bytes.Contains(body, []byte("<")) || bytes.Contains(tail, []byte("urlset>")) ||
		bytes.Contains(tail, []byte("sitemapindex>"))
}
