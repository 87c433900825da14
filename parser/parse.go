package parser

import (
	"errors"
	"fmt"
	"strings"

	"carif/geo"
	"carif/geo/place"
	"carif/parser/claim"
	"carif/parser/data"
	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/page"
	"carif/parser/shape"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
	"carif/vocab"
)

// Parser reads pages. It is immutable after New and safe for concurrent use.
type Parser struct {
	lx        *lexicon.Lexicon
	model     *site.Model // of the site whose pages are read, nil for none
	sketching bool
	explain   bool
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
	lx.IsTown, lx.IsShortTown, lx.IsState = place.Names(o.Places), place.ShortNames(o.Places), o.Vocabularies.Knows(vocab.States)
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
	// Selected are the fields that the profile's selectors gave words, "sessions" where they gave sessions.
	Selected []schema.Field
	// Declined are those whose selectors found words of another kind.
	Declined []schema.Field
	Sketch   *site.Sketch // what a site's model is built from; nil unless asked for
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
	if reason := layout.Unreadable(pg.Body); reason != "" {
		return Result{Outline: &Outline{}, Refusal: &schema.Refusal{Reason: schema.RefuseUnreadable, Detail: reason}}, nil
	}
	if doc == nil {
		doc = ReadDoc(pg, site)
	}
	if doc.Over != "" {
		return tooComplex(doc.Over), nil
	}
	lay := layout.Of(doc, site)
	defer lay.Release()
	sheet := shape.Cut(lay, shape.Hints{Lexicon: p.lx, Model: p.model, Labels: site.Page.Labels, Icons: site.Page.Icons, Explain: p.explain})
	if sheet.Over {
		return tooComplex(fmt.Sprintf("more than %d labels", shape.MaxPieces)), nil
	}
	r := claim.Read(outline.Find(sheet), p.draft(doc, lay, site))
	done := &reading{Reader: r, labels: keyLabels(site.Page.Labels)}
	done.embed(doc)
	res := done.result(pg, site)
	res.Selected, res.Declined = r.SelectedFields()
	if p.sketching {
		res.Sketch = done.sketch(pg, &res)
	}
	return res, nil
}

// tooComplex is what comes of a page that goes beyond a bound of the reader's.
func tooComplex(why string) Result {
	return Result{Outline: &Outline{}, Refusal: &schema.Refusal{Reason: schema.RefuseTooComplex, Detail: why}}
}

// errNotBuilt is what a Parser that New did not make says.
var errNotBuilt = errors.New("parser not made by New")

// draft begins the draft of a page with what its bytes tell of themselves.
func (p *Parser) draft(doc *page.Doc, lay *layout.Layout, site *sites.Site) schema.Draft {
	d := schema.Draft{Site: site.ID, ParserVersion: Version, Language: lay.Lang, Charset: doc.Charset}
	if p.model != nil {
		d.Model = p.model.Reading()
	}
	if doc.Deep {
		d.Issues = append(d.Issues, schema.Issue{Code: schema.IssueFallback, Raw: "nested too deep"})
	}
	if doc.Repaired || lay.Twice {
		d.Issues = append(d.Issues, schema.Issue{Code: schema.IssueCharset, Raw: "text encoded twice was repaired"})
	}
	if lay.Dropped > 0 {
		raw := fmt.Sprintf("%d lines after the first %d were not read", lay.Dropped, layout.MaxLines)
		d.Issues = append(d.Issues, schema.Issue{Code: schema.IssueTooLong, Raw: raw})
	}
	return d
}

// reading is a page that was read: what its pieces became, for the result and for people.
type reading struct {
	*claim.Reader
	facts  []data.Fact             // of the page's state, what is said of the course
	labels map[string]schema.Field // what the profile says that keys mean, by the words of a key
}

// ReadDoc makes the document of a page as the parser reads it for a site.
func ReadDoc(pg schema.Page, site *sites.Site) *page.Doc {
	ct := pg.ContentType
	if strings.HasSuffix(strings.ToLower(pg.File), ".txt") && !strings.HasPrefix(strings.ToLower(ct), "text/plain") {
		ct = "text/plain; " + ct // a file's name says so
	}
	return page.Read(pg.Body, ct, site.Page.Charset)
}

// With gives a parser that reads the pages of one site with what is known of them. p stays as it is; nil gives one
// that reads page by page.
func (p *Parser) With(m *site.Model) *Parser {
	q := *p
	q.model = m
	return &q
}

// LabelField tells what a label means, by the lexicon: "" where it knows none, or only by the words behind it. key is the
// label as labels are compared (text.FoldLabel).
func (p *Parser) LabelField(key string) schema.Field {
	for _, list := range []map[string]*lexicon.Entry{p.lx.Course, p.lx.Session} {
		if e := list[key]; e != nil {
			return e.Field
		}
	}
	return ""
}

// Sketching gives a parser whose results carry a sketch of the page, which a model of its site is built from.
func (p *Parser) Sketching() *Parser {
	q := *p
	q.sketching = true
	return &q
}

// Explaining gives a parser whose outlines tell why each block is read as it is and what else it might have been.
func (p *Parser) Explaining() *Parser {
	q := *p
	q.explain = true
	return &q
}

// modelID gives the native id that stands in the page's URL where the site prints none.
func (r *reading) modelID(page schema.Page) string {
	if u := r.address(page); u != nil && r.Model != nil {
		return r.Model.URLID(u)
	}
	return ""
}
