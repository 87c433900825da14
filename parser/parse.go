package parser

import (
	"fmt"
	"strings"

	"carif/geo"
	"carif/geo/place"
	"carif/parser/page"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
	"carif/text"
	"carif/vocab"
)

// Parser reads pages. It is immutable after New and safe for concurrent use.
type Parser struct {
	lx                      *lexicon
	openFirst               map[string]bool
	isTown                  func(string) bool // whether a text is a town of the gazetteer, alone or with its code
	isState                 func(string) bool // whether a text is a wording of a session's state
	isAudience, isSelection func(string) bool // the same for audiences and ways of selection
	model                   *site.Model       // of the site whose pages are read, nil for none
	sketching               bool
}

// Options are the words that a user's own folders may add to: the parser reads none of them itself.
type Options struct {
	Vocabularies *vocab.Set // nil for the built-in ones
	Places       *geo.Index // nil for the built-in ones
}

// New compiles the embedded lexicon and asks the built-in vocabularies and places.
func New() (*Parser, error) { return NewWith(Options{}) }

// NewWith is New with vocabularies or places of the caller's.
func NewWith(o Options) (*Parser, error) {
	lx, err := loadLexicon()
	if err != nil {
		return nil, err
	}
	if o.Vocabularies == nil {
		if o.Vocabularies, err = vocab.Load(""); err != nil {
			return nil, fmt.Errorf("load vocabularies: %w", err)
		}
	}
	if o.Places == nil {
		if o.Places, err = geo.Default(); err != nil {
			return nil, fmt.Errorf("load places: %w", err)
		}
	}
	p := &Parser{lx: lx, openFirst: map[string]bool{}, isTown: place.Names(o.Places), isState: o.Vocabularies.Knows(vocab.States),
		isAudience: o.Vocabularies.Knows(vocab.Audiences), isSelection: o.Vocabularies.Knows(vocab.Selection)}
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
func (p *Parser) Parse(pg schema.Page, site *sites.Site) (Result, error) {
	return p.ParseDoc(nil, pg, site)
}

// ParseDoc is Parse of a page whose document was made already: by ReadDoc, from the same page for the same site. With a
// nil document it makes one.
func (p *Parser) ParseDoc(doc *page.Doc, pg schema.Page, site *sites.Site) (Result, error) {
	if p == nil || p.lx == nil {
		return Result{}, fmt.Errorf("parse page: %w", errNotBuilt)
	}
	if site == nil {
		site = sites.Generic()
	}
	if reason := unreadable(pg.Body); reason != "" {
		return Result{Outline: &Outline{}, Refusal: &schema.Refusal{Reason: schema.RefuseUnreadable, Detail: reason}}, nil
	}
	if doc == nil {
		doc = ReadDoc(pg, site)
	}
	lay, hs := layOut(doc, site)
	r := p.reader(lay, site)
	r.draft.Charset = doc.Charset
	r.plain = doc.Plain
	if doc.Deep {
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueFallback, Raw: "nested too deep"})
	}
	if doc.Repaired || lay.twice {
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueCharset, Raw: "text encoded twice was repaired"})
	}
	if lay.dropped > 0 {
		raw := fmt.Sprintf("%d lines after the first %d were not read", lay.dropped, maxLines)
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueTooLong, Raw: raw})
	}
	r.read(hs)
	res := r.result(pg, site)
	if p.sketching {
		res.Sketch = r.sketch(pg, &res)
	}
	return res, nil
}

// ReadDoc makes the document of a page as the parser reads it for a site.
func ReadDoc(pg schema.Page, site *sites.Site) *page.Doc {
	ct := pg.ContentType
	if strings.HasSuffix(strings.ToLower(pg.File), ".txt") && !strings.HasPrefix(strings.ToLower(ct), "text/plain") {
		ct = "text/plain; " + ct // a file's name says so
	}
	return page.Read(pg.Body, ct, site.Page.Charset)
}

func (p *Parser) reader(lay *layout, site *sites.Site) *reader {
	r := &reader{p: p, lx: p.lx, openFirst: p.openFirst, lay: lay, known: make(map[string]bool, 96), guesses: map[string]*entry{}, tables: map[int32]*table{}, seen: map[string]bool{}, weakOr: map[int]schema.Field{}, titleAt: -1}
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
			r.icons[text.FoldLabel(icon)] = [2]string{strings.TrimSpace(f), strings.TrimSpace(words)}
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
	r.findCards()
	r.guessLabels()
	r.parse(0, len(r.pieces), inCourse, nil)
	r.finish()
}

// layOut walks the tree of a page; one nested too deep for a tree is read from its tokens.
func layOut(doc *page.Doc, site *sites.Site) (*layout, *hints) {
	b := newBuilder(doc.Text)
	b.allIcons = len(site.Page.Icons) > 0
	switch {
	case doc.Plain:
		return plainLayout(b, doc.Text), nil
	case doc.DOM == nil:
		return tokenLayout(b, doc.Text), nil
	}
	hs := hintsOf(doc.DOM, site)
	b.walk(doc.DOM.Get(0), hs)
	lay := b.finish()
	lay.joinRows()
	return lay, hs
}
