package lheo

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"

	"carif/geo"
	"carif/parser/page"
	"carif/schema"
	"carif/vocab"

	"golang.org/x/text/unicode/norm"
)

// readerVersion is the ParserVersion of records read from feeds; it changes when their meaning does.
const readerVersion = "lheo-4"

// decoder makes a record of one formation.
type decoder struct {
	o       *ReadOptions
	f       *node
	r       schema.Record
	c       *schema.Course
	places  *geo.Index
	feed    string // the version of LHÉO that the feed says it has
	charset string // the bytes were read with
	guessed string // what is declared, where bytes are not that
	twice   bool   // its texts were encoded twice, as those of a page that says so
}

func newDecoder(o *ReadOptions, f *node) *decoder { return &decoder{o: o, f: f, c: &schema.Course{}} }

var (
	rcoRE  = regexp.MustCompile(`^[0-9]{2}_[0-9A-Za-z_-]+$`)
	rncpRE = regexp.MustCompile(`^(?:RNCP)?[0-9]+$`)
)

func (d *decoder) record() schema.Record {
	d.r = schema.Record{Course: d.c, Absent: []schema.Absent{}, Unclaimed: []schema.Unclaimed{}, Issues: []schema.Issue{}}
	d.empties()
	if d.guessed != "" {
		what := "the bytes are " + d.charset + ", declared is " + d.guessed
		if d.charset == d.guessed {
			what = "some bytes are not " + d.charset + ", as declared"
		}
		d.issue(schema.IssueCharset, "", what, "")
	}
	h := sha256.New()
	b := bufio.NewWriterSize(h, 1<<10) // a hash takes a few letters at a time badly
	d.f.hash(b)
	_ = b.Flush() // a hash takes everything
	if !d.ours() {
		signs := 0
		d.f.each(func(n *node) { signs += page.TwiceSigns(n.text) })
		if d.twice = signs > 1; d.twice {
			d.issue(schema.IssueCharset, "", "text encoded twice was repaired", "")
		}
		d.settle(d.f)
	}
	d.source(hex.EncodeToString(h.Sum(nil)))
	d.identity()
	d.course()
	d.actions()
	if d.ours() {
		d.keptWords()
	} else {
		d.leftovers()
	}
	return d.r
}

// empties makes the lists of the course empty and not nil, as a page's record has them.
func (d *decoder) empties() {
	c := d.c
	c.Outline, c.Selection, c.Audience, c.Validation = []schema.OutlineItem{}, []schema.Coded{}, []schema.Coded{},
		[]schema.Coded{}
	c.Pace, c.Funding, c.Contacts, c.Sessions, c.Other = []string{}, []schema.Funding{}, []schema.Contact{},
		[]schema.Session{}, []schema.Labelled{}
	none := func() []schema.Code { return []schema.Code{} }
	c.Codes = schema.Codes{RNCP: none(), RS: none(), CertifInfo: none(), ROME: none(), Formacode: none(), NSF: none()}
	c.Complete()
}

// ours tells a formation that this package wrote: its texts are taken byte for byte.
func (d *decoder) ours() bool { return d.f.extra("carif", "cle") != "" }

// maxText is the most bytes of one text.
const maxText = 1 << 20

// settle brings the texts of a foreign feed to the form of the record: no markup, no blanks around, NFC, of bounded
// size.
func (d *decoder) settle(n *node) {
	for _, k := range n.kids {
		d.settle(k)
	}
	if len(n.text) > maxText {
		d.issue(schema.IssueTooLong, schema.FieldOther, strings.ToValidUTF8(n.text[:200], ""), n.name)
		n.text = n.text[:maxText]
	}
	if d.twice {
		n.text = page.UndoTwice(n.text)
	}
	n.text = strings.ToValidUTF8(norm.NFC.String(strings.TrimSpace(plainText(n.text))), "\uFFFD")
}

func (d *decoder) source(sha string) {
	s := schema.Source{SHA256: sha, ParserVersion: readerVersion, Charset: d.charset}
	if d.o.File != "" {
		s.File = &d.o.File
	}
	s.URL = d.address()
	s.UpdatedOn = d.dateOf(d.f, "datemaj")
	s.CreatedOn = d.dateOf(d.f, "datecrea")
	d.r.Source = s
}

// address is where the formation is shown. Feeds print addresses of brochures too, and addresses without a scheme:
// those are words, and are left over.
func (d *decoder) address() *string {
	web := d.f.child("url-formation", "urlweb")
	if d.ours() {
		if t := d.f.extra("source", "url-formation"); t != "" {
			return &t
		}
		return textOf(web)
	}
	list := []string{d.f.attr("uri"), d.f.attr("href"), ""}
	if web != nil {
		list[2] = web.text
	}
	for _, u := range list {
		if u = strings.TrimSpace(u); strings.HasPrefix(u, "http://") || strings.HasPrefix(u, "https://") {
			if web != nil && web.text == u {
				web.used = true
			}
			return &u
		}
	}
	return nil
}

// hash feeds the content of a node to a hash: blanks between elements do not count.
func (n *node) hash(w *bufio.Writer) {
	put := func(parts ...string) {
		for _, p := range parts {
			_, _ = w.WriteString(p) // a hash takes everything
		}
	}
	put("<", n.name)
	for _, a := range n.attrs {
		put(" ", a.name, "=", a.value)
	}
	put(">", n.text)
	for _, k := range n.kids {
		k.hash(w)
	}
	put("</>")
}

// identity finds what names the course: what this package wrote, else the producer's numbers.
func (d *decoder) identity() {
	num := strings.TrimSpace(d.f.attr("numero"))
	key, native := d.f.extra("carif", "cle"), d.f.extra("carif", "numero")
	site := d.o.Site
	if key != "" && site == "" {
		site = d.f.extra("carif", "site")
	}
	if site == "" {
		site = "lheo"
	}
	if rcoRE.MatchString(num) {
		d.c.RCOID = &num
	}
	id := native
	if _, was, _ := strings.Cut(key, "/"); schema.IDForm(was) && !schema.NoID(key) {
		id = was // of another site, but the same id
	}
	if native == "" && key == "" {
		native, id = d.numbered(num)
	}
	if native != "" {
		d.c.NativeID = &native
	}
	if ref := said(strings.TrimSpace(d.f.attr("ref"))); ref != nil && *ref != native && *ref != key {
		d.c.Reference = ref
	}
	d.r.Source.Site = site
	if key == "" || d.o.Site != "" && d.o.Site != d.f.extra("carif", "site") {
		key = schema.Key(site, id, first(d.r.Source.URL), d.r.Source.SHA256)
	}
	d.c.Key = key
}

// numbered gives the native id that a producer's number holds, and what of it names the course: the Carif's two digits
// belong to it, unless they are the site's own, for a local id is only unique inside one Carif.
func (d *decoder) numbered(num string) (native, id string) {
	native = num
	if d.c.RCOID != nil {
		native = num[3:]
	}
	if native == "" {
		native = strings.TrimSpace(d.f.attr("ref"))
	}
	switch {
	case native == "":
	case !schema.IDForm(native):
		d.issue(schema.IssueBadCode, schema.FieldNativeID, native, "formation/@numero")
		return "", ""
	case d.c.RCOID != nil && num[:2] != d.o.Carif:
		return native, num
	}
	return native, native
}

// issue reports words that could not be read.
func (d *decoder) issue(code string, field schema.Field, raw, where string) {
	d.r.Issues = append(d.r.Issues, schema.Issue{Code: code, Field: field, Raw: raw, Where: where})
}

// words gives the plain text of an element, nil for fillers and blanks: "-" is how producers leave an element out.
func words(n *node) *string {
	if n == nil || parseInfo(n.attr("info")).filler {
		return nil
	}
	return said(n.take())
}

func said(s string) *string {
	switch strings.TrimSpace(s) {
	case "", "-", "--", ".", "Non renseigné":
		return nil
	}
	return &s
}

// whole prefers the whole text, kept in an extra, to one that was cut.
func (d *decoder) whole(n *node) *string { return d.wholeOf(d.f, n) }

// wholeOf is whole for an element of an action.
func (d *decoder) wholeOf(a, n *node) *string {
	if n == nil {
		return nil
	}
	for _, at := range []*node{a, d.f} {
		if t := at.extra("texte-integral", n.name); t != "" {
			n.take()
			return &t
		}
	}
	return words(n)
}

// date reads an ISO date of eight digits; what is none becomes an issue.
func (d *decoder) date(where, s string) *string {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil
	}
	w, ok := expand(s)
	if !ok || w.precision != "day" {
		d.issue(schema.IssueBadDate, schema.FieldUpdatedOn, s, where)
		return nil
	}
	return &w.first
}

// dateOf reads a date that is an attribute; what is none is left over.
func (d *decoder) dateOf(n *node, name string) *string {
	s := n.attr(name)
	day := d.date(n.name+"/@"+name, s)
	if day == nil && said(s) != nil {
		n.leave(name)
	}
	return day
}

// coded reads a coded element. field names it in issues, voc the vocabulary that has its labels; none is the code that
// says "not told".
func (d *decoder) coded(n *node, field schema.Field, voc, none string) (*schema.Coded, info) {
	if n == nil {
		return nil, info{}
	}
	i := parseInfo(n.attr("info"))
	code := strings.TrimSpace(n.take())
	if i.filler || code == "" || code == none && none != "" {
		if i.raw != "" {
			return &schema.Coded{Raw: i.raw}, i
		}
		return nil, i
	}
	raw := i.raw
	if raw == "" {
		raw = code
	}
	if d.o.Vocab.Label(voc, code) == "" {
		if v, ok := d.o.Vocab.FromThen(voc, editionBefore, code, raw); ok && voc == vocab.Funders { // by Formacode, once
			return &v, i
		}
		d.issue(schema.IssueUnknownValue, field, code, n.name)
		return &schema.Coded{Raw: raw}, i
	}
	v := d.o.Vocab.Coded(voc, code, raw)
	if i.near {
		v.Fit = vocab.Near
	}
	return &v, i
}

// real reads a number of LHÉO, which writes both "590,50" and "590.50".
func (d *decoder) real(n *node, field schema.Field) (*float64, info) {
	if n == nil {
		return nil, info{}
	}
	i := parseInfo(n.attr("info"))
	if i.exact != nil {
		return i.exact, i
	}
	return d.realOf(n, field), i
}

// realOf reads the number of an element; what is none is left over, as its feed has it.
func (d *decoder) realOf(n *node, field schema.Field) *float64 {
	v := d.parseReal(n.take(), field, n.name)
	n.used = v != nil || said(n.text) == nil
	return v
}

// bareNumber takes away what people write around and in numbers.
var bareNumber = strings.NewReplacer(",", ".", " ", "", "\u00a0", "", "\u202f", "", "€", "")

func (d *decoder) parseReal(s string, field schema.Field, where string) *float64 {
	t := strings.TrimSpace(s)
	if t == "" || t == "-" {
		return nil
	}
	t = bareNumber.Replace(t)
	v, err := strconv.ParseFloat(t, 64)
	if err != nil || v < 0 || v != v || v > 1e9 {
		d.issue(schema.IssueBadNumber, field, s, where)
		return nil
	}
	return &v
}

// flag reads an answer; one that is neither yes nor no is left, to be listed.
func flag(n *node) *bool {
	b := yes(n.text)
	if b != nil {
		n.take()
	}
	return b
}

// yes reads a dict-boolean, our own Oui and Non, or what other producers write for them.
func yes(s string) *bool {
	var b bool
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "1", "oui", "éligible", "true", "vrai", "o":
		b = true
	case "0", "non", "non éligible", "false", "faux", "n":
	default:
		return nil
	}
	return &b
}
