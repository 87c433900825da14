package skim

import (
	"bytes"
	"strings"
)

// lexer cuts a page into tags and text, in place and without a copy. It reads tags as HTML5's tokenizer does (a
// test holds it against that of x/net/html over the real pages); it builds no tree and resolves no references.
type lexer struct {
	b           []byte
	i           int
	kind        lexKind
	span        []byte // of lexText: the raw text
	name        []byte // of a tag, as written
	tag         tag
	selfClosing bool
	raw         []byte // name of the raw-text element we are in
	attrs
}

type lexKind uint8

const (
	lexText lexKind = iota
	lexStart
	lexEnd
)

// attrs are the attributes that matter here, raw.
type attrs struct {
	href, src, content, equiv, id, class, alt, title, lang, typ []byte
}

// next moves to the next tag or text; false at the end.
func (l *lexer) next() bool {
	for l.i < len(l.b) {
		if l.raw != nil {
			if l.rawText() {
				return true
			}
			continue
		}
		n := bytes.IndexByte(l.b[l.i:], '<')
		switch {
		case n < 0:
			return l.textTo(len(l.b))
		case n > 0:
			return l.textTo(l.i + n)
		}
		if l.markup() {
			return true
		}
	}
	return false
}

func (l *lexer) textTo(end int) bool {
	l.kind, l.span = lexText, l.b[l.i:end]
	l.i = end
	return true
}

// rawText reads what stands in a script, style, title … up to its own end tag.
func (l *lexer) rawText() bool {
	name := l.raw
	for from := l.i; ; {
		n := bytes.Index(l.b[from:], []byte("</"))
		if n < 0 {
			l.raw = nil
			return l.textTo(len(l.b))
		}
		at := from + n
		end := at + 2 + len(name)
		if end <= len(l.b) && bytes.EqualFold(l.b[at+2:end], name) && (end == len(l.b) || tagNameEnd(l.b[end])) {
			l.raw = nil
			if at > l.i {
				return l.textTo(at)
			}
			return false // its end tag comes next
		}
		from = at + 2
	}
}

func tagNameEnd(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '/' || c == '>'
}

// markup reads what begins with "<"; false when it was nothing to report (a comment).
func (l *lexer) markup() bool {
	rest := l.b[l.i+1:]
	switch {
	case len(rest) > 0 && letter(rest[0]):
		l.i++
		return l.openTag(lexStart)
	case len(rest) > 1 && rest[0] == '/' && letter(rest[1]):
		l.i += 2
		return l.openTag(lexEnd)
	case bytes.HasPrefix(rest, []byte("!--")):
		l.comment(l.i + 4)
		return false
	case len(rest) > 0 && (rest[0] == '!' || rest[0] == '?' || rest[0] == '/'):
		l.skipPast(">", l.i+1)
		return false
	}
	end := bytes.IndexByte(rest, '<')
	if end < 0 {
		return l.textTo(len(l.b))
	}
	return l.textTo(l.i + 1 + end)
}

// comment ends at "-->" or "--!>", or at once with "<!-->" and "<!--->".
func (l *lexer) comment(from int) {
	rest := l.b[from:]
	if bytes.HasPrefix(rest, []byte(">")) || bytes.HasPrefix(rest, []byte("->")) {
		l.skipPast(">", from)
		return
	}
	for at := from; ; {
		n := bytes.Index(l.b[at:], []byte("--"))
		if n < 0 {
			l.i = len(l.b)
			return
		}
		end := at + n + 2
		for end < len(l.b) && l.b[end] == '-' {
			end++
		}
		if end < len(l.b) && l.b[end] == '!' {
			end++
		}
		if end < len(l.b) && l.b[end] == '>' {
			l.i = end + 1
			return
		}
		at = end
	}
}

func (l *lexer) skipPast(end string, from int) {
	n := strings.Index(string(l.b[from:min(len(l.b), from+4096)]), end)
	if n < 0 {
		if n = bytes.Index(l.b[from:], []byte(end)); n < 0 {
			l.i = len(l.b)
			return
		}
	}
	l.i = from + n + len(end)
}

// openTag reads a tag whose name begins at l.i; false when the page ends inside it.
func (l *lexer) openTag(kind lexKind) bool {
	j := l.i
	for j < len(l.b) && !tagNameEnd(l.b[j]) {
		j++
	}
	l.kind, l.name, l.selfClosing, l.attrs = kind, l.b[l.i:j], false, attrs{}
	l.tag = tagOf(l.name)
	l.i = j
	for l.attr() {
	}
	if l.b[l.i-1] != '>' {
		return false
	}
	if kind == lexStart && l.tag.has(isRaw) {
		l.raw = l.name
	}
	return true
}

// attr reads one attribute; false after the tag's end.
func (l *lexer) attr() bool {
	b, j := l.b, l.i
	for j < len(b) && (b[j] <= ' ' || b[j] == '/') {
		l.selfClosing = b[j] == '/'
		j++
	}
	if j >= len(b) || b[j] == '>' {
		l.i = min(j+1, len(b))
		return false
	}
	l.selfClosing = false
	from := j
	for j++; j < len(b) && b[j] != '=' && !tagNameEnd(b[j]); j++ {
	}
	key := b[from:j]
	for j < len(b) && b[j] <= ' ' {
		j++
	}
	if j >= len(b) || b[j] != '=' {
		l.i = j
		return true
	}
	for j++; j < len(b) && b[j] <= ' '; j++ {
	}
	var value []byte
	value, l.i = attrValue(b, j)
	if dst := l.slot(key); dst != nil && *dst == nil {
		*dst = value
	}
	return true
}

func attrValue(b []byte, j int) (value []byte, next int) {
	if j < len(b) && (b[j] == '"' || b[j] == '\'') {
		n := bytes.IndexByte(b[j+1:], b[j])
		if n < 0 {
			return b[j+1:], len(b)
		}
		return b[j+1 : j+1+n], j + n + 2
	}
	from := j
	for j < len(b) && b[j] > ' ' && b[j] != '>' {
		j++
	}
	return b[from:j], j
}

func (a *attrs) slot(key []byte) *[]byte {
	var low [12]byte
	if len(key) > len(low) {
		return nil
	}
	switch string(lowered(low[:0], key)) {
	case "href":
		return &a.href
	case "src":
		return &a.src
	case "content":
		return &a.content
	case "http-equiv":
		return &a.equiv
	case "id":
		return &a.id
	case "class":
		return &a.class
	case "alt":
		return &a.alt
	case "title":
		return &a.title
	case "lang":
		return &a.lang
	case "type":
		return &a.typ
	}
	return nil
}

func lowered(dst, b []byte) []byte {
	for _, c := range b {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		dst = append(dst, c)
	}
	return dst
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
