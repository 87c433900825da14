package layout

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Unreadable tells why bytes are no page: binary, "" when they may be one.
func Unreadable(b []byte) string {
	if len(b) == 0 {
		return "empty"
	}
	if len(b) > MaxBody {
		return "longer than 16 MiB"
	}
	for _, magic := range [...]string{"%PDF-", "PK\x03\x04", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x1f\x8b", "\x7fELF", "\xd0\xcf\x11\xe0"} {
		if bytes.HasPrefix(b, []byte(magic)) {
			return "not a page but a file of another kind"
		}
	}
	return ""
}

// deepest is how deep a page read from its tokens may nest before elements without a meaning of their own are only
// line breaks.
const deepest = 200

// openTag is an element of tokenLayout's stack.
type openTag struct {
	tag atom.Atom
	st  inlineState
}

// TokenLayout lays a page out from its tokens: no tree, so no depth to run out of.
func tokenLayout(b *builder, text string) *Layout {
	z := html.NewTokenizer(strings.NewReader(text))
	var stack []openTag
	mute := atom.Atom(0)
	for {
		switch z.Next() {
		case html.ErrorToken:
			b.closeTo(&stack, 0)
			return b.finish()
		case html.TextToken:
			if mute == 0 {
				b.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if t := z.Token(); mute == 0 {
				mute = b.startTag(&stack, t)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if mute != 0 {
				if tag == mute {
					mute = 0
				}
				continue
			}
			for i := len(stack) - 1; i >= max(0, len(stack)-40); i-- {
				if stack[i].tag == tag {
					b.closeTo(&stack, i)
					break
				}
			}
		}
	}
}

// startTag opens an element; it gives the tag to wait for when its content is not to be read.
func (b *builder) startTag(stack *[]openTag, t html.Token) atom.Atom {
	if len(*stack) >= deepest && !meaning[t.DataAtom] {
		if block(t.DataAtom) {
			b.flush()
		}
		if !silent(t.DataAtom) {
			return 0
		}
	}
	if t.DataAtom == atom.Head || t.DataAtom == atom.Html {
		return 0
	}
	if closesLike[t.DataAtom] {
		for i := len(*stack) - 1; i >= max(0, len(*stack)-10); i-- {
			if (*stack)[i].tag == t.DataAtom {
				b.closeTo(stack, i)
				break
			}
			if (*stack)[i].tag == atom.Table || (*stack)[i].tag == atom.Ul || (*stack)[i].tag == atom.Ol {
				break
			}
		}
	}
	st, ok := b.open(t.DataAtom, t.Attr)
	switch {
	case ok:
		*stack = append(*stack, openTag{t.DataAtom, st})
		if len(*stack) > maxBoxDepth-20 {
			b.closeTo(stack, len(*stack)-10)
		}
	case silent(t.DataAtom) && t.Type == html.StartTagToken:
		return t.DataAtom
	}
	return 0
}

// closeTo closes the elements above the n-th.
func (b *builder) closeTo(stack *[]openTag, n int) {
	for len(*stack) > n {
		top := (*stack)[len(*stack)-1]
		b.close(top.tag, top.st)
		*stack = (*stack)[:len(*stack)-1]
	}
}

// meaning are the elements that tell what a text is: they are opened however deep they stand.
var meaning = map[atom.Atom]bool{atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.P: true, atom.Li: true, atom.Td: true,
	atom.Th: true, atom.Tr: true, atom.Table: true, atom.Dt: true, atom.Dd: true, atom.Br: true, atom.A: true, atom.Strong: true}

// closesLike are the elements whose start ends an open one of their kind.
var closesLike = map[atom.Atom]bool{atom.P: true, atom.Li: true, atom.Td: true, atom.Th: true, atom.Tr: true, atom.Dt: true, atom.Dd: true, atom.Option: true}
