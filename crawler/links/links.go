// Package links tells where a page or a sitemap leads: its links, the page it sends its readers on to, and what it says
// to crawlers. Pages are read from their document, which is parsed once and for all readers.
//
// It is not for deciding which links are followed: the profile and the bounds of the walk do that.
package links

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

// Leads is what a page says of where it leads.
type Leads struct {
	Base        string   // first <base href>
	Hrefs       []string // of a, area, frames and link rel=next/prev, as written, in page order
	Refresh     string   // content of the first <meta http-equiv=refresh> that holds for readers with scripts
	NoIndex     bool
	TDMReserved bool

	charset string
}

// Read gathers the leads of a page. One without a tree is read from its tokens.
func Read(doc *page.Doc) *Leads {
	l := &Leads{charset: doc.Charset}
	if doc.DOM == nil {
		l.tokens(doc.Text, false)
		return l
	}
	doc.DOM.FindMatcher(leading{}).Each(func(_ int, s *goquery.Selection) {
		n := s.Get(0)
		if n.DataAtom != atom.Noscript {
			l.element(n.DataAtom, n.Attr, templated(n))
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode { // where there are scripts its markup is but text
				l.tokens(c.Data, true)
			}
		}
	})
	return l
}

// leading is the goquery.Matcher of elements that may lead on: what a CSS selector of eight names would find, in one
// comparison a node.
type leading struct{}

// Match tells whether a node is one of them.
func (leading) Match(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.A, atom.Area, atom.Base, atom.Frame, atom.Iframe, atom.Link, atom.Meta, atom.Noscript:
		return true
	}
	return false
}

// MatchAll finds them at and below a node, in page order.
func (m leading) MatchAll(n *html.Node) []*html.Node { return m.below(n, nil) }

func (m leading) below(n *html.Node, out []*html.Node) []*html.Node {
	if m.Match(n) {
		out = append(out, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = m.below(c, out)
	}
	return out
}

// Filter keeps those of a list.
func (m leading) Filter(list []*html.Node) (out []*html.Node) {
	for _, n := range list {
		if m.Match(n) {
			out = append(out, n)
		}
	}
	return out
}

// templated tells what stands in a template: scripts may make a page of it, until then it says nothing of this one.
func templated(n *html.Node) bool {
	if n.DataAtom != atom.Meta && n.DataAtom != atom.Base {
		return false // links are followed wherever they stand
	}
	for n = n.Parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.Template {
			return true
		}
	}
	return false
}

// tokens reads what has no tree. What stands in a noscript or a template leads on, but sends nobody on who has scripts.
func (l *Leads) tokens(text string, noscript bool) {
	z := html.NewTokenizer(strings.NewReader(text))
	templates := 0
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
		default:
			continue
		}
		t := z.Token()
		switch {
		case t.DataAtom == atom.Template && kind == html.EndTagToken:
			templates = max(0, templates-1)
		case t.DataAtom == atom.Template:
			templates++ // a slash in its tag closes nothing
		case kind != html.EndTagToken:
			l.element(t.DataAtom, t.Attr, noscript || templates > 0)
		}
	}
}

// element takes what one element says. One that is inert holds for nobody yet, but for its links.
func (l *Leads) element(tag atom.Atom, attrs []html.Attribute, inert bool) {
	switch tag {
	case atom.A, atom.Area:
		l.link(attr(attrs, "href"))
	case atom.Frame, atom.Iframe:
		l.link(attr(attrs, "src"))
	case atom.Link:
		if rel := attr(attrs, "rel"); strings.EqualFold(rel, "next") || strings.EqualFold(rel, "prev") {
			l.link(attr(attrs, "href"))
		}
	case atom.Base:
		if l.Base == "" && !inert {
			l.Base = attr(attrs, "href")
		}
	case atom.Meta:
		l.meta(attrs, inert)
	}
}

func (l *Leads) link(href string) {
	if href != "" && (href[0] != '#' || sites.IsRoute(href[1:])) {
		l.Hrefs = append(l.Hrefs, href)
	}
}

func (l *Leads) meta(attrs []html.Attribute, inert bool) {
	content := attr(attrs, "content")
	switch strings.ToLower(attr(attrs, "name")) {
	case "robots", "carif":
		l.NoIndex = l.NoIndex || Directive(content, "noindex") || Directive(content, "none")
	case "tdm-reservation":
		l.TDMReserved = strings.TrimSpace(content) == "1"
	}
	if l.Refresh == "" && !inert && strings.EqualFold(strings.TrimSpace(attr(attrs, "http-equiv")), "refresh") {
		l.Refresh = content
	}
}

func attr(attrs []html.Attribute, key string) string {
	for i := range attrs {
		if attrs[i].Key == key {
			return attrs[i].Val
		}
	}
	return ""
}

// Directive looks a word up in a comma-separated list.
func Directive(list, word string) bool {
	for d := range strings.SplitSeq(strings.ToLower(list), ",") {
		if strings.TrimSpace(d) == word {
			return true
		}
	}
	return false
}

// Found lists what the page leads to, in page order, each canonical URL once: courses and listings of the profile,
// nothing else. Parent is the canonical form of at, Depth is left at 0.
func (l *Leads) Found(at *url.URL, site *sites.Site) []schema.Found {
	parent := site.CanonicalURL(at)
	base := l.base(at)
	seen := make(map[string]bool, len(l.Hrefs))
	var out []schema.Found
	for _, href := range l.Hrefs {
		u := l.resolve(base, href)
		if u == nil || u.User != nil || href[0] == '#' && !site.Renders() {
			continue
		}
		kind := site.Kind(u)
		if kind != sites.KindCourse && kind != sites.KindListing {
			continue
		}
		c := site.CanonicalURL(u)
		if seen[c] || c == parent {
			continue
		}
		seen[c] = true
		out = append(out, schema.Found{URL: c, Kind: kind, Parent: parent})
	}
	return out
}

// base is what links are resolved with; what comes out is judged by the profile like any link.
func (l *Leads) base(at *url.URL) *url.URL {
	if l.Base == "" {
		return at
	}
	if b := l.resolve(at, l.Base); b != nil {
		return b
	}
	return at
}

func (l *Leads) resolve(base *url.URL, href string) *url.URL {
	return Resolve(base, inCharset(href, l.charset))
}

// inCharset writes the query of a link in the page's charset, as browsers do before they send it.
func inCharset(href, charset string) string {
	path, query, has := strings.Cut(href, "?")
	if !has || ascii(query) {
		return href
	}
	cm := page.Charmap(charset)
	if cm == nil {
		return href
	}
	query, fragment, cut := strings.Cut(query, "#")
	b := append([]byte(path), '?')
	for _, r := range query {
		if c, ok := cm.EncodeRune(r); ok {
			b = append(b, c)
		} else {
			b = append(b, "%26%23"+strconv.Itoa(int(r))+"%3B"...) // the reference of a letter that the charset has not
		}
	}
	if cut {
		b = append(append(b, '#'), fragment...)
	}
	return string(b)
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
