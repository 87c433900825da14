package lheo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"regexp"
	"strings"

	"carif/geo"
	"carif/lheo/charset"
	"carif/schema"
	"carif/vocab"

	"golang.org/x/net/html"
)

// Errors that tell why a feed was not read to its end.
var (
	ErrNamespace = errors.New("not a LHÉO 2.2 or 2.3 feed")
	ErrDTD       = errors.New("the feed has a DTD or its own entities, which are refused")
	ErrCut       = errors.New("the feed is cut")
	ErrNothing   = errors.New("the feed is empty: there is nothing in it")
	ErrTooBig    = errors.New("one formation is over the limit")
	ErrSyntax    = errors.New("the feed is not well-formed XML")
)

// The bounds of what is read: a feed may be of gigabytes, one formation is of kilobytes.
const (
	maxFormation = 32 << 20 // bytes of one formation
	maxDepth     = 64
	maxNodes     = 500_000
)

// ReadOptions say what the feed's records become.
type ReadOptions struct {
	// Site is the site of the records, and the first part of their keys. With "" records that this package wrote keep
	// the site and key they had, and all others get the site "lheo".
	Site string
	// Carif is the two-digit number that stands for the site itself, "" for none: a formation's number that begins with it
	// is the site's own, and any other belongs to the key whole, since a local id is only unique inside one Carif.
	Carif string
	// File is the feed's name, kept in Source.File.
	File string
	// Vocab gives the labels of codes and codes the validations. It is required.
	Vocab *vocab.Set
	// Region is the site's, a hint to places of which a town's name alone is told; "" for none.
	Region string
}

// Summary counts what Read read.
type Summary struct {
	Formations int
	Sessions   int
	Version    string // "2.2", "2.3", "EDOF", or "" where the feed names none
	Issues     map[string]int
	// Extras are what the feed says of itself, of no formation: no record has a place for them. The first of them only,
	// of a feed that has very many.
	Extras []schema.Unclaimed
}

// The most that is kept of what a feed says of itself.
const (
	mostExtras   = 100
	longestExtra = 1_000
)

// Read streams a feed: fn gets a record for each formation as soon as it is read. An error of fn or of the feed ends
// it; the records given until then are whole, and the summary counts them.
func Read(ctx context.Context, r io.Reader, o ReadOptions, fn func(schema.Record) error) (Summary, error) {
	if o.Vocab == nil {
		return Summary{}, errors.New("read LHÉO feed: no vocabularies given")
	}
	places, err := geo.Default()
	if err != nil {
		return Summary{}, fmt.Errorf("read LHÉO feed: %w", err)
	}
	text := charset.NewReader(r)
	f := &feed{in: newMeter(text), text: text, o: o, places: places,
		sum: Summary{Issues: map[string]int{}}}
	f.dec = xml.NewDecoder(f.in)
	f.dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it is UTF-8 by now
	if err := f.read(ctx, fn); err != nil {
		return f.sum, fmt.Errorf("read LHÉO feed: %w", err)
	}
	return f.sum, nil
}

// feed is a feed being read.
type feed struct {
	in   *meter
	text *charset.Reader // what in reads
	dec  *xml.Decoder
	o    ReadOptions
	sum  Summary

	places *geo.Index
}

func (f *feed) read(ctx context.Context, fn func(schema.Record) error) error {
	root, err := f.root()
	if err != nil {
		return err
	}
	depth := 1
	for {
		tok, err := f.token()
		if err != nil {
			return err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if t.Name.Local == "extras" && t.Name.Space == root.Name.Space {
				if err := f.extras(t); err != nil {
					return err
				}
				continue
			}
			if t.Name.Local != "formation" || t.Name.Space != root.Name.Space {
				depth++
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := f.formation(t, fn); err != nil {
				return err
			}
		case xml.EndElement:
			if depth--; depth == 0 {
				return f.tail()
			}
		}
	}
}

// root finds the first element and holds it to a namespace that is known.
func (f *feed) root() (xml.StartElement, error) {
	blank := true
	for {
		tok, err := f.token()
		if blank && errors.Is(err, ErrCut) {
			return xml.StartElement{}, ErrNothing
		}
		c, letters := tok.(xml.CharData)
		blank = blank && letters && len(bytes.TrimSpace(c)) == 0
		if err != nil {
			return xml.StartElement{}, err
		}
		t, ok := tok.(xml.StartElement)
		if !ok {
			continue
		}
		if strings.EqualFold(t.Name.Local, "html") {
			return t, fmt.Errorf("%w: it is a web page", ErrNamespace)
		}
		return t, f.known(t.Name)
	}
}

// The versions of LHÉO that are read; "" is a feed that names none.
const (
	version22   = "2.2"
	version23   = "2.3"
	versionEDOF = "EDOF" // a part of 2.3 under a namespace of its own, for the catalogues of Mon compte formation
)

// nsEDOF is the namespace of EDOF, without what producers change about it.
const nsEDOF = "of.moncompteformation.gouv.fr"

// known holds the first element to a namespace that is known, and to what holds offers.
func (f *feed) known(name xml.Name) error {
	bare := strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(name.Space), "http://"), "https://")
	bare = strings.TrimPrefix(strings.TrimSuffix(bare, "/"), "www.")
	switch bare {
	case strings.TrimPrefix(NS22, "http://www."):
		f.sum.Version = version22
	case strings.TrimPrefix(NS23, "http://"):
		f.sum.Version = version23
	case nsEDOF:
		f.sum.Version = versionEDOF
	case "": // its formations tell
	default:
		return fmt.Errorf("%w: its first element is %q in namespace %q; expected \"lheo\" in %q or %q", ErrNamespace,
			name.Local, name.Space, NS23, NS22)
	}
	switch name.Local {
	case "lheo", "lheo-plus":
		return nil
	case "lheo-index":
		return fmt.Errorf("%w: it is a LHÉO index (lheo-index): it holds summaries of offers (resume-offre), not the "+
			"offers; import the feed they are of", ErrNamespace)
	}
	return fmt.Errorf("%w: its first element is %q in namespace %q; expected \"lheo\"", ErrNamespace, name.Local,
		name.Space)
}

// tail reads to the end: anything but blanks and comments there is an error of the feed.
func (f *feed) tail() error {
	for {
		tok, err := f.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return f.explain(err)
		}
		if c, ok := tok.(xml.CharData); ok && len(bytes.TrimSpace(c)) > 0 {
			return fmt.Errorf("%w: text after its end, at byte %d", ErrSyntax, f.in.n())
		}
		if _, ok := tok.(xml.StartElement); ok {
			return fmt.Errorf("%w: a second document after its end, at byte %d", ErrSyntax, f.in.n())
		}
	}
}

// token gives the next token; declarations of types and entities are refused before anything could expand.
func (f *feed) token() (xml.Token, error) {
	tok, err := f.dec.Token()
	if err != nil {
		return nil, f.explain(err)
	}
	if d, ok := tok.(xml.Directive); ok {
		if strings.HasPrefix(strings.ToLower(string(d)), "doctype html") {
			return nil, fmt.Errorf("%w: it is a web page", ErrNamespace)
		}
		return nil, fmt.Errorf("%w (<!%.20s…> at byte %d)", ErrDTD, string(d), f.in.n())
	}
	return tok, nil
}

// explain names where a feed ends or breaks, and how much of it was read.
func (f *feed) explain(err error) error {
	read := fmt.Sprintf("at byte %d, %d formations read before it", f.in.n(), f.sum.Formations)
	var syn *xml.SyntaxError
	switch {
	case errors.Is(err, ErrTooBig):
		return fmt.Errorf("%w of %d MiB, %s", ErrTooBig, maxFormation>>20, read)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syn) &&
		strings.Contains(syn.Msg, "unexpected EOF"):
		return fmt.Errorf("%w %s", ErrCut, read)
	case errors.As(err, &syn):
		return fmt.Errorf("%w: line %d: %s, %s", ErrSyntax, syn.Line, syn.Msg, read)
	}
	return fmt.Errorf("%w (%s)", err, read)
}

// formation reads one formation and hands its record on.
func (f *feed) formation(start xml.StartElement, fn func(schema.Record) error) error {
	f.in.allow(maxFormation)
	nodes, from := 0, f.in.n()
	n, err := f.element(start, 1, &nodes)
	if err != nil {
		return err
	}
	f.in.allow(maxFormation)
	if f.sum.Version == "" && n.child("intitule-formation") == nil && n.child("action") == nil {
		return fmt.Errorf("%w: it names no namespace, and its formations have nothing of LHÉO's: expected %q", ErrNamespace,
			NS23)
	}
	d := newDecoder(&f.o, n)
	d.places, d.feed, d.charset = f.places, f.sum.Version, f.text.Charset()
	if f.text.Guessed(from, f.in.n()) {
		d.guessed = f.text.Declared()
	}
	r := d.record()
	if err := fn(r); err != nil {
		return err
	}
	f.sum.Formations++
	f.sum.Sessions += len(r.Course.Sessions)
	for _, i := range r.Issues {
		f.sum.Issues[i.Code]++
	}
	return nil
}

// extras reads what a feed says of itself, which stands outside its formations.
func (f *feed) extras(start xml.StartElement) error {
	f.in.allow(maxFormation)
	nodes := 0
	n, err := f.element(start, 1, &nodes)
	if err != nil {
		return err
	}
	f.in.allow(maxFormation)
	(&spot{n: n}).walk(func(p *spot) {
		text := strings.TrimSpace(p.n.text)
		if said(text) == nil || len(f.sum.Extras) == mostExtras {
			return
		}
		if r := []rune(text); len(r) > longestExtra {
			text = string(r[:longestExtra-1]) + "…"
		}
		f.sum.Extras = append(f.sum.Extras, schema.Unclaimed{Label: label(p.n), Text: text, Where: p.path()})
	})
	return nil
}

// element reads an element whose start was just read.
func (f *feed) element(start xml.StartElement, depth int, nodes *int) (*node, error) {
	if *nodes++; *nodes > maxNodes || depth > maxDepth {
		return nil, fmt.Errorf("%w: over %d elements or nested deeper than %d, at byte %d", ErrTooBig, maxNodes, maxDepth,
			f.in.n())
	}
	n := &node{name: start.Name.Local}
	for _, a := range start.Attr {
		if a.Name.Space == "" {
			n.attrs = append(n.attrs, attr{name: a.Name.Local, value: a.Value})
		}
	}
	var text strings.Builder
	for {
		tok, err := f.token()
		if err != nil {
			return nil, err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			k, err := f.element(t, depth+1, nodes)
			if err != nil {
				return nil, err
			}
			n.kids = append(n.kids, k)
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if n.text = text.String(); len(n.kids) > 0 && strings.TrimSpace(n.text) == "" {
				n.text = ""
			}
			return n, nil
		}
	}
}

// meter counts bytes and stops a formation that never ends: the XML reader below would take all of a text in memory.
// It is the XML reader's buffer, too, which asks for one byte after the other.
type meter struct {
	r     io.Reader
	buf   []byte
	at    int   // in buf, of the next byte
	stop  int   // in buf, of the first byte that may not be read
	end   int   // in buf, of the first byte that is not there
	base  int64 // bytes read before buf
	limit int64 // bytes that may be read in all
}

func newMeter(r io.Reader) *meter {
	m := &meter{r: r, buf: make([]byte, 1<<16)}
	m.allow(maxFormation)
	return m
}

// n is how many bytes were read.
func (m *meter) n() int64 { return m.base + int64(m.at) }

// allow lets so many more bytes be read.
func (m *meter) allow(n int64) {
	m.limit = m.n() + n
	m.stop = int(min(int64(m.end), m.limit-m.base))
}

// fill reads on where all that is there was read.
func (m *meter) fill() error {
	if m.n() >= m.limit {
		return ErrTooBig
	}
	m.base, m.at, m.end, m.stop = m.n(), 0, 0, 0
	for range 100 { // as bufio bears readers that give nothing
		n, err := m.r.Read(m.buf)
		if m.end = n; n > 0 { // an error comes again
			m.stop = int(min(int64(n), m.limit-m.base))
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

func (m *meter) ReadByte() (byte, error) {
	if m.at == m.stop {
		if err := m.fill(); err != nil {
			return 0, err
		}
	}
	b := m.buf[m.at]
	m.at++
	return b, nil
}

// Read serves readers of other charsets, which want blocks.
func (m *meter) Read(p []byte) (int, error) {
	if m.at == m.stop {
		if err := m.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, m.buf[m.at:m.stop])
	m.at += n
	return n, nil
}

// Numbers tells, before a feed is read, which numbers of its formations stand there more than once. It is a glance at
// the tags alone: what is wrong with the feed is told by Read.
type Numbers struct {
	own   string
	seed  maphash.Seed
	whole map[uint64]int // by what of @numero names the course
	local map[uint64]int // by what is behind the Carif's two digits
}

// CountNumbers reads a feed through. own is the Carif's number that is the site's own, "" for none: what stands behind
// it and what has no Carif's number before it name the same course. Memory grows with the number of formations, by some
// bytes each.
func CountNumbers(r io.Reader, own string) (*Numbers, error) {
	n := &Numbers{own: own, seed: maphash.MakeSeed(), whole: map[uint64]int{}, local: map[uint64]int{}}
	b := bufio.NewReaderSize(charset.NewReader(r), 1<<16)
	var tag []byte // a tag may be longer than the buffer
	for {
		part, err := b.ReadSlice('>')
		if at := bytes.LastIndexByte(part, '<'); at >= 0 {
			tag = append(tag[:0], part[at:]...)
		} else if len(tag) < 1<<12 {
			tag = append(tag, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		}
		if m := formationTag.FindSubmatch(tag); m != nil {
			num := strings.TrimSpace(html.UnescapeString(string(m[1]) + string(m[2])))
			n.whole[n.hash(n.Of(num))]++
			n.local[n.hash(localID(num))]++
		}
		if tag = tag[:0]; err != nil {
			break
		}
	}
	for _, m := range [...]map[uint64]int{n.whole, n.local} {
		for k, times := range m {
			if times < 2 {
				delete(m, k)
			}
		}
	}
	return n, nil
}

var formationTag = regexp.MustCompile(`^<(?:\w+:)?formation\s(?:[^>]*\s)?numero\s*=\s*(?:"([^"]*)"|'([^']*)')`)

func (n *Numbers) hash(s string) uint64 { return maphash.String(n.seed, s) }

// Of is what of a number names the course.
func (n *Numbers) Of(numero string) string {
	if numero = strings.TrimSpace(numero); n.own != "" && rcoRE.MatchString(numero) && numero[:2] == n.own {
		return numero[3:]
	}
	return numero
}

// Times is how often a number stands in the feed: 1 for one that stands there once, or was not seen.
func (n *Numbers) Times(numero string) int { return max(1, n.whole[n.hash(n.Of(numero))]) }

// SharesLocal reports whether formations of several Carifs, or twice the same, have the local part of a number.
func (n *Numbers) SharesLocal(numero string) bool { return n.local[n.hash(localID(numero))] > 1 }

// localID is the part of a national number that its Carif gave.
func localID(numero string) string {
	if rcoRE.MatchString(numero) {
		return numero[3:]
	}
	return numero
}
