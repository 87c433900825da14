package links

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"carif/schema"
	"carif/sites"
)

// Sitemap is what a sitemap or a sitemap index says.
type Sitemap struct {
	Found   []schema.Found // the pages and sitemaps of the site
	Foreign int            // URLs of other hosts, left out
	More    int            // URLs over the limit, left out
	Odd     map[string]int // what was mended or left out because the file is damaged, by its name in Oddities
}

// Oddities says in words what is wrong with sitemaps, by the names under which a run counts it.
var Oddities = map[string]string{
	"sitemap_cut":       "URLs cut by the end of their sitemap, left out",
	"sitemap_ampersand": "URLs of sitemaps with a bare &, read as it stands",
	"sitemap_entity":    "URLs of sitemaps made of entities that nobody knows, left out",
	"sitemap_control":   "URLs of sitemaps with NUL or other control characters, read without them",
	"sitemap_unclosed":  "URLs of sitemaps whose element is not closed, read up to the next tag",
	"sitemap_blank":     "sitemaps with something before their XML declaration, read without it",
	"sitemap_self":      "sitemaps that name themselves",
	"sitemap_url":       "entries of sitemaps that are no http or https URL, left out",
}

// ReadSitemap reads a sitemap or a sitemap index. Files that are not well-formed are read as far as they go, and no
// entity but the characters of HTML is ever expanded.
func ReadSitemap(body []byte, base *url.URL, site *sites.Site, limit int) Sitemap {
	p := sitemapReader{site: site, base: base, limit: limit, self: site.CanonicalURL(base)}
	p.Odd = map[string]int{}
	if !bytes.Contains(body, []byte("<")) {
		for line := range strings.Lines(string(body)) { // the text form: one URL a line
			p.loc = strings.TrimSpace(line)
			p.entry()
		}
		return p.Sitemap
	}
	if clean := bytes.TrimLeft(body, " \t\r\n\ufeff"); len(clean) < len(body) && bytes.HasPrefix(clean, []byte("<?xml")) {
		p.Odd["sitemap_blank"]++
	}
	z := html.NewTokenizer(bytes.NewReader(body))
	z.AllowCDATA(true)
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.over()
			return p.Sitemap
		case html.StartTagToken:
			name, _ := z.TagName()
			p.start(string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			p.end(string(name))
		case html.TextToken:
			p.text(string(z.Raw()))
		}
	}
}

type sitemapReader struct {
	Sitemap
	site         *sites.Site
	base         *url.URL
	self         string // canonical URL of the sitemap
	limit        int
	index        bool // inside <sitemap>, not <url>
	prefix       string
	loc, lastmod string
	into         *string
	wrong        string // what is wrong with the entry under way, of Oddities, so that it is left out
}

// longestText is more than a URL or a date may take: more of it is not read, and the entry is left out.
const longestText = 16 << 10

// text reads the text of a <loc> or <lastmod>, as it stands in the file.
func (p *sitemapReader) text(raw string) {
	if p.into == nil {
		return
	}
	if len(*p.into)+len(raw) > longestText {
		if p.into == &p.loc {
			p.wrong = "sitemap_url"
		}
		return
	}
	data, ok := strings.CutPrefix(raw, "<![CDATA[")
	if ok {
		data = strings.TrimSuffix(data, "]]>")
	} else if strings.Contains(raw, "&") {
		var bare, unknown bool
		data, bare, unknown = unescape(raw)
		if bare && p.into == &p.loc {
			p.Odd["sitemap_ampersand"]++
		}
		if unknown && p.into == &p.loc {
			p.wrong = "sitemap_entity"
		}
	}
	*p.into += data
}

// unescape reads the references of characters in a text of XML, those that HTML knows too. bare tells that an & is
// none and stands for itself, as in "?a=1&copy=2"; unknown, that an entity is one of the file's own or nobody's.
func unescape(raw string) (out string, bare, unknown bool) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(raw, "&")
		b.WriteString(before)
		if !found {
			return b.String(), bare, unknown
		}
		n := strings.IndexFunc(rest, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("#_.:-", r))
		})
		if n <= 0 || rest[n] != ';' {
			bare = true
			b.WriteByte('&')
			raw = rest
			continue
		}
		char := html.UnescapeString("&" + rest[:n+1])
		unknown = unknown || strings.HasSuffix(char, ";") // it took the name, or a part of it, for none
		b.WriteString(char)
		raw = rest[n+1:]
	}
}

// start knows the elements of the sitemap's own namespace by the prefix its root carries: <image:loc> and its
// like are other things.
func (p *sitemapReader) start(name string) {
	if pre, ok := strings.CutSuffix(name, "urlset"); ok {
		p.prefix = pre
	} else if pre, ok := strings.CutSuffix(name, "sitemapindex"); ok {
		p.prefix = pre
	}
	p.unclosed()
	switch strings.TrimPrefix(name, p.prefix) {
	case "url", "sitemap":
		p.entry() // an entry that was never closed
		p.index = strings.HasSuffix(name, "sitemap")
	case "loc":
		if p.loc != "" || p.wrong != "" {
			p.entry() // a second URL of one entry is one, too
		}
		p.into = &p.loc
	case "lastmod":
		p.lastmod, p.into = "", &p.lastmod
	}
}

func (p *sitemapReader) end(name string) {
	name = strings.TrimPrefix(name, p.prefix)
	if name == "loc" {
		p.into = nil
	}
	p.unclosed()
	if name == "url" || name == "sitemap" {
		p.entry()
	}
}

// unclosed ends the text of an element at a tag that is not its end.
func (p *sitemapReader) unclosed() {
	if p.into == &p.loc && strings.TrimSpace(p.loc) != "" {
		p.Odd["sitemap_unclosed"]++
	}
	p.into = nil
}

// over ends the file: a URL that it ends in may be the beginning of another one.
func (p *sitemapReader) over() {
	if p.into == &p.loc {
		p.wrong = "sitemap_cut"
	}
	p.entry()
}

// entry takes the entry under way, if there is one.
func (p *sitemapReader) entry() {
	loc, lastmod, wrong := strings.TrimSpace(p.loc), strings.TrimSpace(p.lastmod), p.wrong
	p.loc, p.lastmod, p.wrong = "", "", ""
	if wrong != "" {
		p.Odd[wrong]++
		return
	}
	if strings.ContainsFunc(loc, unsent) {
		p.Odd["sitemap_control"]++
		loc = strings.TrimSpace(strings.Join(strings.FieldsFunc(loc, unsent), ""))
	}
	if loc == "" {
		return
	}
	u := Resolve(p.base, loc)
	switch {
	case u == nil:
		p.Odd["sitemap_url"]++
		return
	case !p.site.Serves(u):
		p.Foreign++
		return
	}
	kind := p.site.Kind(u)
	if p.index && kind != sites.KindIgnore {
		kind = sites.KindSitemap
	}
	at := p.site.CanonicalURL(u)
	switch {
	case kind != sites.KindCourse && kind != sites.KindListing && kind != sites.KindSitemap:
	case kind == sites.KindSitemap && at == p.self:
		p.Odd["sitemap_self"]++
	case len(p.Found) >= p.limit:
		p.More++
	default:
		p.Found = append(p.Found, schema.Found{URL: at, Kind: kind, Parent: p.self, LastMod: lastmod})
	}
}

// unsent reports what no URL is written with, and what no browser sends of one that is.
func unsent(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7f || r == '\ufeff'
}

// SitemapEnds tells a whole file from one that was cut.
func SitemapEnds(body []byte) bool {
	tail := body[max(0, len(body)-256):]
	return !bytes.Contains(body, []byte("<")) || bytes.Contains(tail, []byte("urlset>")) ||
		bytes.Contains(tail, []byte("sitemapindex>"))
}
