package parser

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"unicode/utf8"

	"carif/parser/claim"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/sites"
	"carif/text"
	"carif/text/kind"
)

// Outline is the page as the parser understood it: every block in page order.
type Outline struct {
	Blocks   []Block
	Evidence string // what speaks for the page being a course's, and how much of it is enough
}

// Block is one labelled (or unlabelled) stretch of the page and who took it.
type Block struct {
	Label string       // as printed; "" when the block has none
	Text  string       // its text
	Level int          // rank of the label: 1–6 for headings, 7 for a line or cell, 8 for an inline label, 0 for none
	Claim string       // field name, "absent", "unclaimed" or "chrome"
	Rule  string       // which rule decided: "label", "title", "chrome:form", …
	Where schema.Where // where it stands
	Why   []string     // who decided and what lost; only of a parser that explains
}

// result assembles what a page gave.
func (r *reading) result(page schema.Page, site *sites.Site) Result {
	res := Result{NoIndex: r.Lay.Noindex, TDM: r.Lay.Tdm}
	base := r.baseURL(page)
	res.Links = r.absoluteLinks(base)
	res.Canonical = absolute(base, r.Lay.Canonical)
	r.nativeID(page, site)
	res.Outline = r.outline()
	r.count(&res)
	res.Outline.Evidence = r.Evidence()
	if res.Refusal = r.Refusal(); res.Refusal == nil {
		res.Drafts = []schema.Draft{r.Draft}
	}
	return res
}

func (r *reading) baseURL(page schema.Page) *url.URL {
	base, err := url.Parse(page.URL)
	if err != nil || page.URL == "" {
		base = nil
	}
	if r.Lay.Base != "" {
		if b, err := url.Parse(r.Lay.Base); err == nil {
			if base != nil {
				return base.ResolveReference(b)
			}
			if b.IsAbs() {
				return b
			}
		}
	}
	return base
}

func absolute(base *url.URL, href string) string {
	href = strings.TrimSpace(href)
	if base == nil || href == "" {
		return href
	}
	u, err := url.Parse(href)
	if err != nil {
		return href
	}
	return base.ResolveReference(u).String()
}

func (r *reading) absoluteLinks(base *url.URL) []schema.Link {
	out := make([]schema.Link, 0, len(r.Lay.Links))
	for i, a := range r.Lay.Links {
		out = append(out, schema.Link{Href: absolute(base, a.Href), Text: r.Lay.Texts[i]})
	}
	return out
}

// nativeID falls back on a hidden field and on the page's URL where the page prints no id.
func (r *reading) nativeID(page schema.Page, site *sites.Site) {
	for _, v := range r.Draft.Get(schema.FieldNativeID) {
		if kind.NativeID(v.Text) != "" {
			return
		}
	}
	if u := r.address(page); u != nil {
		if id := site.NativeID(u); id != "" {
			r.Draft.Values = append(r.Draft.Values, schema.Value{Field: schema.FieldNativeID, Text: id})
			return
		}
	}
	if id := r.modelID(page); id != "" {
		r.Draft.Values = append(r.Draft.Values, schema.Value{Field: schema.FieldNativeID, Text: id})
		return
	}
	if len(r.Lay.HiddenIDs) > 0 {
		r.Draft.Values = append(r.Draft.Values, schema.Value{Field: schema.FieldNativeID, Text: r.Lay.HiddenIDs[0].Val})
	}
}

// address gives the page's URL: the one it came from, else the one it says it has; nil for neither.
func (r *reading) address(page schema.Page) *url.URL {
	raw := page.URL
	if raw == "" {
		raw = r.Lay.Canonical
	}
	u, err := url.Parse(raw)
	if err != nil || page.URL == "" && (u.Host == "" || u.Scheme != "http" && u.Scheme != "https") || raw == "" {
		return nil
	}
	return u
}

// outline lists the pieces with their claims, neighbours of one claim under one label together.
func (r *reading) outline() *Outline {
	o := &Outline{Blocks: make([]Block, 0, len(r.Pieces)*3/4+1)}
	var parts []string // of the last block
	end := func() {
		if n := len(o.Blocks); n > 0 && len(parts) > 1 {
			o.Blocks[n-1].Text = strings.TrimPrefix(strings.Join(parts, "\n"), "\n")
		}
	}
	for i := range r.Pieces {
		p := &r.Pieces[i]
		l := &r.Lay.Lines[p.Line]
		b, action := r.blockOf(p)
		if b.Label == "" && b.Text == "" {
			continue
		}
		if n := len(o.Blocks); n > 0 && b.Label == "" && b.Why == nil && o.Blocks[n-1].Claim == b.Claim && o.Blocks[n-1].Rule == b.Rule {
			parts = append(parts, b.Text)
			o.Blocks[n-1].Where.End = int(l.End)
		} else {
			end()
			parts = append(parts[:0], b.Text)
			if b.Claim != "chrome" { // chrome is not worth a path
				b.Where = schema.Where{Path: r.Path(l), Start: int(max(l.Start, 0)), End: int(max(l.End, 0))}
			}
			if b.Why == nil && r.Notes != nil && b.Claim != "chrome" {
				b.Why = ruleNotes[b.Rule] // one reason for all that it holds
			}
			o.Blocks = append(o.Blocks, b)
		}
		if action != "" {
			end()
			parts = append(parts[:0], action)
			o.Blocks = append(o.Blocks, Block{Text: action, Claim: "chrome", Rule: "chrome:action"})
		}
	}
	end()
	return o
}

// blockOf gives a piece as a block, and the link at its end that only does something with the page.
func (r *reading) blockOf(p *shape.Piece) (b Block, action string) {
	b = Block{Label: r.printedLabel(p), Text: r.Text(p), Level: int(p.Rank), Claim: p.Claim, Rule: p.Rule}
	if b.Claim == "" {
		b.Claim, b.Rule = "unclaimed", "none"
	}
	b.Why = r.Notes[p]
	if p.Tail > 0 && p.Tail >= p.From && p.Tail < p.To && b.Claim != "chrome" {
		t := r.Lay.Lines[p.Line].Text
		b.Text, action = strings.TrimSpace(t[p.From:p.Tail]), strings.TrimSpace(t[p.Tail:p.To])
	}
	return b, action
}

// ruleNotes tell in plain words why of the rules that leave no note of their own.
var ruleNotes = map[string][]string{
	"row":             {"a row of a table of sessions"},
	"detail row":      {"a row that belongs to the session above it"},
	"heads":           {"the heads of a table of sessions"},
	"session heading": {"a heading over sessions"},
	"over sessions":   {"a heading over sessions"},
	"session text":    {"words beside a session's date or town"},
	"session number":  {"the number of a session"},
	"other dates":     {"a table under a heading whose dates are no session's"},
	"unit":            {"a box that repeats, with a date or a town in each"},
	"none":            {"no label above it, and no words that tell what it is"},
	"heading":         {"a heading with nothing of a known kind under it"},
	"label:unknown":   {"a label that the lexicon does not know"},
}

// printedLabel gives a piece's label as the page prints it: with its number, which reading leaves out.
func (r *reading) printedLabel(p *shape.Piece) string {
	if p.Label == "" || p.From <= p.Lfrom {
		return p.Label
	}
	if head := r.Lay.Lines[p.Line].Text[p.Lfrom:p.From]; strings.Contains(head, p.Label) {
		return wording.TrimLabel(head)
	}
	return p.Label
}

// count fills the coverage and the content hash.
func (r *reading) count(res *Result) {
	h := sha256.New()
	var own []byte // of a piece, its words without its label
	buf, room := make([]byte, 0, 1024), make([]byte, 0, 1024)
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Claim == "chrome" || p.Skip {
			continue
		}
		t := r.Lay.Lines[p.Line].Text[p.Lfrom:p.To]
		buf = r.AppendFolded(buf[:0], p.Line, t)
		own = buf
		if p.From > p.Lfrom { // without its label
			own = text.AppendFoldLabel(room[:0], r.Text(p))
		}
		n := utf8.RuneCountInString(t)
		res.Coverage.Content += n
		switch {
		case p.Claim == "unclaimed" || p.Claim == "":
			res.Coverage.Unclaimed += n
		case len(own) > 0 && r.Lx.Empty[string(own)]:
			res.Coverage.Absent += n
		default:
			res.Coverage.Field += n
		}
		buf = append(buf, '\n')
		h.Write(buf)
	}
	for _, list := range append([][]schema.Value{r.Draft.Values}, claim.SessionValues(&r.Draft)...) { // what only machines are told
		for i := range list {
			if v := &list[i]; v.Where.Path == embedded {
				h.Write(append(text.AppendFoldLabel(buf[:0], v.Text), '\n'))
			}
		}
	}
	res.ContentHash = hex.EncodeToString(h.Sum(nil))
}
