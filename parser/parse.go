package parser

import (
	"fmt"
	"strings"

	"carif/geo"
	"carif/geo/place"
	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/page"
	"carif/parser/region"
	"carif/parser/shape"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/sites"
	"carif/text"
	"carif/vocab"
)

// Parser reads pages. It is immutable after New and safe for concurrent use.
type Parser struct {
	lx        *lexicon.Lexicon
	model     *site.Model // of the site whose pages are read, nil for none
	sketching bool
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
	lx, err := lexicon.LoadLexicon()
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
	lx.IsTown, lx.IsState = place.Names(o.Places), o.Vocabularies.Knows(vocab.States)
	lx.IsAudience, lx.IsSelection = o.Vocabularies.Knows(vocab.Audiences), o.Vocabularies.Knows(vocab.Selection)
	return &Parser{lx: lx}, nil
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
		return Result{}, fmt.Errorf("parse page: %w", layout.ErrNotBuilt)
	}
	if site == nil {
		site = sites.Generic()
	}
	if reason := layout.Unreadable(pg.Body); reason != "" {
		return Result{Outline: &Outline{}, Refusal: &schema.Refusal{Reason: schema.RefuseUnreadable, Detail: reason}}, nil
	}
	if doc == nil {
		doc = ReadDoc(pg, site)
	}
	lay, hs := layOut(doc, site)
	r := p.reader(lay, site)
	r.draft.Charset = doc.Charset
	r.Plain = doc.Plain
	if doc.Deep {
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueFallback, Raw: "nested too deep"})
	}
	if doc.Repaired || lay.Twice {
		r.draft.Issues = append(r.draft.Issues, schema.Issue{Code: schema.IssueCharset, Raw: "text encoded twice was repaired"})
	}
	if lay.Dropped > 0 {
		raw := fmt.Sprintf("%d lines after the first %d were not read", lay.Dropped, layout.MaxLines)
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

func (p *Parser) reader(lay *layout.Layout, site *sites.Site) *reader {
	sh := &shape.Sheet{Lx: p.lx, Lay: lay, Known: make(map[string]bool, 96), Guesses: map[string]*lexicon.Entry{}}
	r := &reader{Regions: &region.Regions{Sheet: sh, Tables: map[int32]*region.Table{}, TitleAt: -1}, seen: map[string]bool{}, weakOr: map[int]schema.Field{}}
	if len(site.Page.Labels) > 0 {
		r.Site = make(map[string]schema.Field, len(site.Page.Labels))
		for l, f := range site.Page.Labels {
			r.Site[wording.LabelKey(l)] = schema.Field(f)
		}
	}
	for icon, fact := range site.Page.Icons {
		if f, words, ok := strings.Cut(fact, "="); ok {
			if r.Icons == nil {
				r.Icons = map[string][2]string{}
			}
			r.Icons[text.FoldLabel(icon)] = [2]string{strings.TrimSpace(f), strings.TrimSpace(words)}
		}
	}
	r.draft.Site, r.draft.ParserVersion, r.draft.Language = site.ID, Version, lay.Lang
	r.ask(p.model)
	return r
}

// read does all the reading.
func (r *reader) read(hs *layout.Hints) {
	r.Cut()
	r.FindTownHeads()
	if !r.Plain {
		r.MarkOthers()
		r.MarkChrome()
	}
	r.FindTables()
	r.CountStyles()
	r.FindTitle()
	r.takeTitle()
	r.takeUpdated()
	r.findCards()
	r.GuessLabels()
	r.parse(0, len(r.Pieces), shape.InCourse, nil)
	r.finish()
}

// layOut walks the tree of a page; one nested too deep for a tree is read from its tokens.
func layOut(doc *page.Doc, site *sites.Site) (*layout.Layout, *layout.Hints) {
	b := layout.NewBuilder(doc.Text)
	b.AllIcons = len(site.Page.Icons) > 0
	switch {
	case doc.Plain:
		return layout.PlainLayout(b, doc.Text), nil
	case doc.DOM == nil:
		return layout.TokenLayout(b, doc.Text), nil
	}
	hs := layout.HintsOf(doc.DOM, site)
	b.Walk(doc.DOM.Get(0), hs)
	lay := b.Finish()
	lay.JoinRows()
	return lay, hs
}
