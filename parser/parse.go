package parser

import (
	"carif/schema"
	"carif/sites"
)

// Version of the parser; it changes whenever the meaning of a Draft may change.
const Version = "1"

// Parser reads pages. It is immutable after New and safe for concurrent use.
type Parser struct{}

// New compiles the embedded lexicon.
func New() (*Parser, error) { return &Parser{}, nil }

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
}

// Coverage counts the runes of the content text by where they went.
type Coverage struct {
	Content, Field, Absent, Unclaimed int
}

// Parse reads one page. A nil site means the generic profile. It returns an error only for misuse; a page that
// cannot be read gives a Refusal.
func (p *Parser) Parse(page schema.Page, site *sites.Site) (Result, error) {
	return Result{Outline: &Outline{}, Refusal: &schema.Refusal{Reason: schema.RefuseUnreadable, Detail: "not built yet"}}, nil
}
