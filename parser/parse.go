package parser

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"

	"carif/parser/site"
	"carif/schema"
	"carif/sites"
)

// Version of the parser; it changes whenever the meaning of a Draft may change.
const Version = "1"

// Parser reads pages. It is immutable after New and safe for concurrent use.
type Parser struct {
	lx        *lexicon
	openFirst map[string]bool
	model     *site.Model // of the site whose pages are read, nil for none
	sketching bool
}

// New compiles the embedded lexicon.
func New() (*Parser, error) {
	lx, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	p := &Parser{lx: lx, openFirst: map[string]bool{}}
	for _, m := range []map[string]*entry{lx.course, lx.session} {
		for k, e := range m {
			if e.open {
				w, _, _ := strings.Cut(k, " ")
				p.openFirst[w] = true
			}
		}
	}
	return p, nil
}

// Result is everything one page gave.
type Result struct {
	Drafts  []schema.Draft  // one a course on the page; empty when Refusal is set
	Refusal *schema.Refusal // why the page gave no course; nil when it gave one
	Outline *Outline        // the page as it was understood, for people
	Links   []schema.Link   // all anchors of the page, absolute when the page's URL is known
	// ContentHash is the SHA-256 of the folded text of the content region, without chrome and clock-like
	// lines: equal hashes mean that the page says the same thing.
	ContentHash string
	NoIndex     bool   // <meta name="robots" content="noindex">
	TDM         bool   // text-and-data-mining is reserved (tdm-reservation)
	Canonical   string // rel=canonical, absolute when the page's URL is known; "" when not given
	Coverage    Coverage
	Sketch      *site.Sketch // what a site's model is built from; nil unless asked for
}

// Coverage counts the runes of the content text by where they went.
type Coverage struct {
	Content, Field, Absent, Unclaimed int
}

// Parse reads one page. A nil site means the generic profile. It returns an error only for misuse; a page that
// cannot be read gives a Refusal.
func (p *Parser) Parse(page schema.Page, site *sites.Site) (Result, error) {
	if p == nil || p.lx == nil {
		return Result{}, fmt.Errorf("parse page: %w", errNotBuilt)
	}
	if site == nil {
		site = sites.Generic()
	}
	if reason := unreadable(page.Body); reason != "" {
		return Result{Outline: &Outline{}, Refusal: &schema.Refusal{Reason: schema.RefuseUnreadable, Detail: reason}}, nil
	}
	text, dec := Decode(page.Body, page.ContentType)
	if forced, ok := decodeAs(page.Body, site.Page.Charset); ok {
		text, dec = forced, Decoding{Charset: strings.ToLower(site.Page.Charset), Declared: dec.Declared}
	}
	lay, hs, fallback := layOut(text, isPlain(page, text), site)
	r := p.reader(lay, site)
	r.draft.Charset = dec.Charset
	r.plain = isPlain(page, text)
	if fallback {
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueFallback, Raw: "nested too deep"})
	}
	if dec.Repaired || lay.twice {
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueCharset, Raw: "text encoded twice was repaired"})
	}
	if lay.dropped > 0 {
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueTooLong, Raw: fmt.Sprintf("%d lines after the first %d were not read", lay.dropped, maxLines)})
	}
	r.read(hs)
	res := r.result(page, site)
	if p.sketching {
		res.Sketch = r.sketch(page, &res)
	}
	return res, nil
}

func (p *Parser) reader(lay *layout, site *sites.Site) *reader {
	r := &reader{lx: p.lx, openFirst: p.openFirst, lay: lay, known: make(map[string]bool, 96), guesses: map[string]*entry{}, tables: map[int32]*table{}, seen: map[string]bool{}, weakOr: map[int]schema.Field{}, titleAt: -1}
	if len(site.Page.Labels) > 0 {
		r.site = make(map[string]schema.Field, len(site.Page.Labels))
		for l, f := range site.Page.Labels {
			r.site[labelKey(l)] = schema.Field(f)
		}
	}
	for icon, fact := range site.Page.Icons {
		if f, words, ok := strings.Cut(fact, "="); ok {
			if r.icons == nil {
				r.icons = map[string][2]string{}
			}
			r.icons[fold(icon)] = [2]string{strings.TrimSpace(f), strings.TrimSpace(words)}
		}
	}
	r.draft.Site, r.draft.ParserVersion, r.draft.Language = site.ID, Version, lay.lang
	r.ask(p.model)
	return r
}

// read does all the reading.
func (r *reader) read(hs *hints) {
	r.cut()
	if !r.plain {
		r.markOthers()
		r.markChrome()
	}
	r.findTables()
	r.countStyles()
	r.findTitle()
	r.takeTitle()
	r.takeUpdated()
	r.guessLabels()
	r.parse(0, len(r.pieces), inCourse, nil)
	r.finish()
}

// isPlain reports whether a page is a plain-text capture and no HTML.
func isPlain(page schema.Page, text string) bool {
	ct := strings.ToLower(page.ContentType)
	if strings.HasPrefix(ct, "text/plain") || strings.HasSuffix(strings.ToLower(page.File), ".txt") {
		return !strings.Contains(strings.ToLower(text[:min(len(text), 2000)]), "<html")
	}
	i := strings.IndexByte(text, '<')
	return i < 0 || !tagAt(text)
}

// tagAt reports whether an element's tag stands in the text.
func tagAt(s string) bool {
	for i := strings.IndexByte(s, '<'); i >= 0 && i+1 < len(s); {
		if c := s[i+1]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '!' || c == '/' {
			return true
		}
		j := strings.IndexByte(s[i+1:], '<')
		if j < 0 {
			return false
		}
		i += 1 + j
	}
	return false
}

// layOut parses the text into a tree and walks it; a page nested too deep is read from its tokens.
func layOut(text string, plain bool, site *sites.Site) (*layout, *hints, bool) {
	b := newBuilder(text)
	b.allIcons = len(site.Page.Icons) > 0
	if plain {
		return plainLayout(b, text), nil, false
	}
	doc, err := html.Parse(strings.NewReader(slim(text)))
	if err != nil {
		return tokenLayout(b, text), nil, true
	}
	hs := resolve(doc, site)
	b.walk(doc, hs)
	lay := b.finish()
	lay.joinRows()
	return lay, hs, false
}
