package harvest

import (
	"fmt"
	"net/url"
	"runtime/debug"

	"carif/normalize"
	"carif/parser"
	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

// Reader turns a page into records: parse, then normalise. It is safe for concurrent use.
type Reader struct {
	Parser     *parser.Parser
	Normalizer *normalize.Normalizer
	Sites      *sites.Set

	sitesDir string // a user's own profiles and models, "" for none
}

// NewReader loads the lexicon, the vocabularies and the profiles once. vocabDir and sitesDir are a user's
// own folders, "" for none.
func NewReader(sitesDir, vocabDir string) (*Reader, error) {
	set, err := sites.NewSet(sitesDir)
	if err != nil {
		return nil, err
	}
	n, err := normalize.New(normalize.Options{VocabDir: vocabDir})
	if err != nil {
		return nil, fmt.Errorf("load vocabularies: %w", err)
	}
	p, err := parser.NewWith(parser.Options{Vocabularies: n.Vocabularies()})
	if err != nil {
		return nil, fmt.Errorf("load label lexicon: %w", err)
	}
	return &Reader{Parser: p, Normalizer: n, Sites: set, sitesDir: sitesDir}, nil
}

// Reading is what one page gave.
type Reading struct {
	Site    *sites.Site
	Records []schema.Record
	Refusal *schema.Refusal // set when there is no record
	Parsed  parser.Result
}

// Read parses and normalises one page. site nil chooses the profile by the page's host, else the generic
// one. A panic in a reader is a fault of ours that must not cost the run: it comes back as an error, with
// the stack, and the page counts as unread.
func (r *Reader) Read(page schema.Page, site *sites.Site) (Reading, error) {
	return r.ReadDoc(nil, page, site)
}

// ReadDoc is Read of a page whose document the crawler has made; nil makes it here.
func (r *Reader) ReadDoc(doc *page.Doc, page schema.Page, site *sites.Site) (out Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			out.Records, out.Refusal = nil, nil
			err = fmt.Errorf("read page %s: reader panic: %v\n%s", pageName(page), p, debug.Stack())
		}
	}()
	if site == nil {
		site = r.SiteFor(page.URL)
	}
	out.Site = site
	if out.Parsed, err = r.Parser.ParseDoc(doc, page, site); err != nil {
		return out, fmt.Errorf("parse page %s: %w", pageName(page), err)
	}
	out.Refusal = out.Parsed.Refusal
	for _, d := range out.Parsed.Drafts {
		out.Records = append(out.Records, r.Normalizer.Record(d, page, site))
	}
	setApart(out.Records)
	if len(out.Records) == 0 && out.Refusal == nil {
		out.Refusal = &schema.Refusal{Reason: schema.RefuseNotACourse,
			Detail: "nothing of a course was found on the page"}
	}
	return out, nil
}

// Records gives the records of one page, read with the profile of its host.
func (r *Reader) Records(page schema.Page) ([]schema.Record, error) {
	got, err := r.Read(page, nil)
	return got.Records, err
}

// Canonical is a page's address as the database knows it.
func (r *Reader) Canonical(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	return r.SiteFor(raw).CanonicalURL(u)
}

// SiteFor gives the profile that names the URL's host, the generic one where none does.
func (r *Reader) SiteFor(raw string) *sites.Site {
	if u, err := url.Parse(raw); err == nil && u.Host != "" {
		if s := r.Sites.ForHost(u.Host); s != nil {
			return s
		}
	}
	return sites.Generic()
}

func pageName(p schema.Page) string {
	if p.File != "" {
		return p.File
	}
	return p.URL
}
