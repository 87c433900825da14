package layout

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/parser/page"
	"carif/text"
)

// builder makes a layout from a stream of open, text and close events.
type builder struct {
	lay      Layout
	allIcons bool         // a profile tells what icons mean: keep them all
	stack    []int32      // open boxes
	ords     [][]tagCount // of each open box: how many children of each tag it has
	arena    []run        // runs of finished lines
	// the line being built
	buf     []byte
	cur     Line
	space   bool
	started bool
	plain   bool  // a plain-text capture: places are line numbers
	num     int32 // line of a plain-text capture
	fromPos int32
	toPos   int32
	// inline state
	style  uint8
	class  string
	href   string
	inLink bool
	closed bool   // a span or link has just ended: the next one is another word
	picto  string // class of the picture that stands before the words to come
	linkAt int32
	linkTx []byte
	cursor int // in src, for byte ranges
	pre    int
	nested int       // open inline elements
	partAt int32     // where the outermost of them began in the line
	parts  []Stretch // of the line being built
	twice  bool      // the page's text was encoded twice and its letters written as entities
}

type tagCount struct {
	tag atom.Atom
	n   int16
}

// ordinal counts one more child of a tag in the innermost open box.
func (b *builder) ordinal(tag atom.Atom) int16 {
	top := len(b.stack) - 1
	for len(b.ords) <= top+1 {
		b.ords = append(b.ords, nil)
	}
	b.ords[top+1] = b.ords[top+1][:0] // of the box that is about to open
	for i := range b.ords[top] {
		if c := &b.ords[top][i]; c.tag == tag {
			c.n = max(c.n, c.n+1) // stops counting at the largest number
			return c.n
		}
	}
	b.ords[top] = append(b.ords[top], tagCount{tag, 1})
	return 1
}

func newBuilder(src string) *builder {
	b := &builder{}
	b.lay.src = src
	from := rooms.Get().(*room)
	b.lay.Boxes = append(from.boxes, Box{Tag: atom.Body, Parent: -1, Span: 1})
	b.lay.Lines = from.lines
	b.lay.Links = make([]anchor, 0, 48)
	b.lay.Texts = make([]string, 0, 48)
	b.stack = append(make([]int32, 0, 64), 0)
	b.buf = make([]byte, 0, 1024)
	return b
}

// openBox starts a block element.
func (b *builder) openBox(tag atom.Atom, attrs []html.Attribute) bool {
	b.flush()
	if len(b.stack) >= maxBoxDepth {
		return false
	}
	parent := b.stack[len(b.stack)-1]
	n := b.ordinal(tag)
	bx := Box{Tag: tag, Parent: parent, First: int32(len(b.lay.Lines)), Depth: int16(len(b.stack)), Ord: n, Span: 1, Attrs: attrs}
	if tag == atom.Td || tag == atom.Th {
		bx.Span = colspan(attrs)
	}
	b.lay.Boxes = append(b.lay.Boxes, bx)
	b.stack = append(b.stack, int32(len(b.lay.Boxes)-1))
	return true
}

func (b *builder) closeBox() {
	b.flush()
	i := b.stack[len(b.stack)-1]
	b.lay.Boxes[i].Last = int32(len(b.lay.Lines))
	b.stack = b.stack[:len(b.stack)-1]
}

func colspan(attrs []html.Attribute) int16 {
	s := Attr(attrs, "colspan")
	n := 0
	for i := 0; i < len(s) && s[i] >= '0' && s[i] <= '9' && n < 1000; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return int16(min(max(n, 1), 1000))
}

// flush ends the current line.
func (b *builder) flush() {
	b.space = false
	if !b.started {
		return
	}
	b.closeLinkText()
	if b.nested > 0 {
		b.part()
	}
	c := b.cur
	if n := len(b.parts); n > 1 && n < maxParts {
		c.Parts = append([]Stretch(nil), b.parts...)
	}
	b.parts = b.parts[:0]
	if len(b.buf) == 0 && len(c.Icons) == 0 {
		b.drop()
		return
	}
	if len(b.lay.Lines) >= MaxLines {
		b.lay.Dropped++
		b.cur, b.buf, b.started = Line{}, b.buf[:0], false
		return
	}
	text := strings.TrimRight(string(b.buf), " ")
	c.Text, c.Num = text, b.num
	c.Picto, b.picto = b.picto, ""
	c.Box = b.stack[len(b.stack)-1]
	c.Start, c.End = b.fromPos, b.toPos
	if n := len(c.Runs); n > 0 && n <= cap(b.arena)-len(b.arena) && &c.Runs[0] == &b.arena[:len(b.arena)+1][len(b.arena)] {
		b.arena = b.arena[:len(b.arena)+n]
		c.Runs = c.Runs[:n:n]
	}
	if len(c.Icons) > 0 {
		c.denials()
	}
	b.lay.Lines = append(b.lay.Lines, c)
	b.cur = Line{}
	b.buf = b.buf[:0]
	b.started = false
	b.partAt = 0
	if b.inLink {
		b.linkAt = 0
	}
}

// part ends an outermost inline element of the line.
func (b *builder) part() {
	if from, to := min(b.partAt, int32(len(b.buf))), int32(len(b.buf)); to > from && len(b.parts) < maxParts {
		b.parts = append(b.parts, Stretch{from, to})
	}
}

// maxParts is the number of inline elements of one line that are told apart; a line with more is running text.
const maxParts = 12

// drop forgets a line that shows nothing; what its attributes tell goes to the box.
func (b *builder) drop() {
	if len(b.cur.Attrs) > 0 {
		bx := &b.lay.Boxes[b.stack[len(b.stack)-1]]
		bx.Attrs = append(bx.Attrs[:len(bx.Attrs):len(bx.Attrs)], b.cur.Attrs...)
	}
	b.cur = Line{}
	b.started = false
}

func (b *builder) begin() {
	if !b.started {
		b.started = true
		b.fromPos = -1
		b.toPos = -1
	}
}

// text adds the data of one text node.
func (b *builder) text(s string) {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s) // entities that had been encoded twice
	}
	if odd(s) {
		if t := page.UndoTwice(s); t != s {
			s, b.twice = t, true
		}
	}
	if b.inLink {
		b.linkTx = append(b.linkTx, s...)
	}
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r' || s[i] == '\f') {
		i++
	}
	if i == len(s) {
		if len(s) > 0 && b.started {
			b.space = true
		}
		return
	}
	b.closed = false
	from, to := b.locate(s, i)
	b.mark()
	if b.fromPos < 0 {
		b.fromPos = int32(from)
	}
	b.toPos = int32(to)
	b.append(s)
}

// odd reports letters that French has not, which text encoded twice has.
func odd(s string) bool {
	i := strings.IndexByte(s, "Ã"[0]) // their first byte is one
	return i >= 0 && (strings.Contains(s[i:], "Ã") || strings.Contains(s[i:], "Â") || strings.Contains(s[i:], "â€"))
}

// mark begins a run where the style has changed.
func (b *builder) mark() {
	b.begin()
	n := len(b.cur.Runs)
	if n == 0 || b.cur.Runs[n-1].Style != b.style || b.cur.Runs[n-1].Class != b.class {
		if n == 0 && cap(b.arena)-len(b.arena) < 8 {
			b.arena = make([]run, 0, 256)
		}
		if n == 0 { // the runs of most lines share one allocation
			b.cur.Runs = b.arena[len(b.arena):len(b.arena):cap(b.arena)]
		}
		b.cur.Runs = append(b.cur.Runs, run{At: int32(len(b.buf)), Style: b.style, Class: b.class})
	}
}

// append adds text with blanks collapsed and invisible runes dropped.
func (b *builder) append(s string) {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			i += b.appendRune(s[i:])
			continue
		}
		i++
		switch {
		case c == '\n' && b.breaksAt(s[i:]):
			b.flush()
			b.mark()
		case c <= ' ' || c == 0x7f:
			b.space = b.space || c != 0
		default:
			j := i
			for j < len(s) && s[j] > ' ' && s[j] < 0x7f {
				j++
			}
			b.word(s[i-1 : j])
			i = j
		}
	}
}

// appendRune adds the first rune of a text that is not ASCII; it gives its length in bytes.
func (b *builder) appendRune(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case r == 0xA0 || r >= 0x2000 && r <= 0x200A || r == 0x202F || r == 0x205F || r == 0x3000 || r == 0x85 || r == 0x2028 || r == 0x2029:
		b.space = true
	case text.Unseen(r) || r == utf8.RuneError && n == 1 || r >= 0x80 && r < 0xA0:
	default:
		b.word(s[:n])
	}
	return n
}

// word adds bytes that show, behind the blank that is due.
func (b *builder) word(s string) {
	if b.space && len(b.buf) > 0 {
		b.buf = append(b.buf, ' ')
	}
	b.space = false
	b.buf = append(b.buf, s...)
}

// breaksAt reports whether a raw newline is a line of its own for a reader: inside pre, or before a bullet.
func (b *builder) breaksAt(rest string) bool {
	if b.pre > 0 {
		return true
	}
	rest = strings.TrimLeft(rest, " \t\n\r\u00a0")
	return strings.HasPrefix(rest, "•") || strings.HasPrefix(rest, "\u00b7") || strings.HasPrefix(rest, "\u25aa") || strings.HasPrefix(rest, "\uf0b7")
}

// locate finds the text node's bytes in the page: text begins right after a tag's end, so the search is for
// ">" and the first plain characters. An entity at the start or moved content leaves the range unknown (-1).
func (b *builder) locate(s string, i int) (from, to int) {
	j := i
	for j < len(s) && j-i < 20 && s[j] >= ' ' && s[j] < 0x7f && s[j] != '&' && s[j] != '\'' && s[j] != '"' && s[j] != '<' && s[j] != '>' {
		j++
	}
	if j-i < 2 || b.plain {
		return b.cursor, b.cursor
	}
	src := b.lay.src[:min(len(b.lay.src), b.cursor+1<<16)] // moved content is not looked for far away
	k := strings.Index(src[b.cursor:], s[i:j])
	if k < 0 {
		return b.cursor, b.cursor
	}
	from = b.cursor + k
	to = len(src)
	if e := strings.IndexByte(src[from:], '<'); e >= 0 {
		to = from + e
	}
	b.cursor = to
	return from, to
}

// br breaks the line, unless it stands in the middle of a phrase: "à la charge du<br>stagiaire".
func (b *builder) br() {
	if i := bytes.LastIndexByte(b.buf, ' '); i > 0 && len(b.buf)-i < 6 {
		switch string(b.buf[i+1:]) {
		case "de", "du", "des", "la", "le", "les", "au", "aux", "et", "ou", "en", "par", "pour", "sur", "un":
			b.space = true
			return
		}
	}
	b.flush()
}

func (b *builder) addIcon(attrs []html.Attribute) {
	ic := Icon{Alt: Attr(attrs, "alt"), Title: Attr(attrs, "title"), Src: Attr(attrs, "src")}
	if strings.TrimSpace(ic.Alt) == "" && strings.TrimSpace(ic.Title) == "" && IconWord(ic.Src) == "" && !b.allIcons {
		return
	}
	b.begin()
	ic.At = int32(len(b.buf))
	b.cur.Icons = append(b.cur.Icons, ic)
}

func (b *builder) openLink(href string) {
	b.inLink, b.href, b.linkTx = true, href, b.linkTx[:0]
	if mailLink(href) && len(b.buf) > 0 { // "Courriel<a>x@y.fr</a>Site": an address is a word by itself
		b.space = true
	}
	b.linkAt = int32(len(b.buf))
}

func (b *builder) closeLinkText() {
	if b.inLink && b.href != "" && len(b.buf) > int(b.linkAt) {
		b.cur.Anchors = append(b.cur.Anchors, anchor{Href: b.href, From: b.linkAt, To: int32(len(b.buf))})
	}
}

func (b *builder) closeLink() {
	if !b.inLink {
		return
	}
	if b.href != "" && b.started && (len(b.buf) > int(b.linkAt) || len(b.cur.Icons) > 0) {
		b.cur.Anchors = append(b.cur.Anchors, anchor{Href: b.href, From: min(b.linkAt, int32(len(b.buf))), To: int32(len(b.buf))})
	}
	if b.href != "" {
		b.lay.Links = append(b.lay.Links, anchor{Href: b.href})
		b.lay.Texts = append(b.lay.Texts, oneBlank(b.linkTx))
	}
	b.space = b.space || mailLink(b.href) && len(b.buf) > 0
	b.inLink, b.href = false, ""
}

// oneBlank gives text with one blank where it has several.
func oneBlank(t []byte) string {
	t = bytes.TrimSpace(t)
	for i, c := range t {
		if c < ' ' || c == 0xC2 || c > 0xE0 || c == ' ' && t[i-1] == ' ' { // accents of French begin otherwise than blanks do
			return strings.Join(strings.Fields(string(t)), " ")
		}
	}
	return string(t)
}

func mailLink(href string) bool { return strings.HasPrefix(href, "mailto:") }

// Finish closes what is open and gives the layout.
func (b *builder) finish() *Layout {
	b.flush()
	for len(b.stack) > 0 {
		b.closeBox()
	}
	b.lay.Twice = b.twice
	return &b.lay
}
