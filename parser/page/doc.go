// Package page makes a document of the bytes of a page, once: the charset told by evidence, the text as UTF-8, and
// the tree of its elements. Whoever wants something of a page (its links and what it says of itself to the crawler, its
// values to the parser) reads it there.
//
// It is not for understanding pages, nor for fetching or keeping them.
package page

import (
	"bytes"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Doc is a page made ready to be read. It is not to be changed: the crawler and the parser share it.
type Doc struct {
	Decoding
	Text  string            // the whole page as UTF-8
	DOM   *goquery.Document // nil for plain text, and for a page nested too deep for a tree
	Plain bool              // plain text, no HTML
	Deep  bool              // nested too deep: there is no tree, only the tokens of Text
	Over  string            // the bound that the page goes beyond, in words: there is no tree, and it is not read; "" for none
}

var trees atomic.Int64

// Trees is how many pages were parsed into trees since the program began. Tests count by it: a page is parsed once.
func Trees() int64 { return trees.Load() }

// Read makes the document. The Content-Type is a hint only. A forced charset, which profiles may name, is believed
// against all evidence; "" forces none, and one that nobody knows is passed over.
func Read(body []byte, contentType, forced string) *Doc {
	d := &Doc{}
	d.Text, d.Decoding = Decode(body, contentType)
	if text, ok := decodeAs(body, forced); ok {
		d.Text, d.Decoding = text, Decoding{Charset: strings.ToLower(forced), Declared: d.Declared}
	}
	if isJSON(contentType, d.Text) {
		d.Text = wrapped(d.Text)
		contentType = "text/html"
	}
	if d.Plain = isPlain(contentType, d.Text); d.Plain {
		if len(d.Text) > MaxText {
			d.Over = overBounds([]byte(d.Text))
		}
		return d
	}
	room := rooms.Get().(*[]byte)
	*room = slim((*room)[:0], d.Text)
	if d.Over = overBounds(*room); d.Over != "" {
		return d // its room is too large to lend again
	}
	trees.Add(1)
	root, err := html.Parse(bytes.NewReader(*room)) // copies what it keeps
	if cap(*room) <= maxRoom {
		rooms.Put(room)
	}
	if err != nil { // the text is in memory: depth is all that can be wrong
		d.Deep = true
		return d
	}
	d.DOM = goquery.NewDocumentFromNode(root)
	return d
}

// Shows reports whether the tree holds at least n bytes of words that a reader sees; false where there is no tree.
func (d *Doc) Shows(n int) bool {
	if d.DOM == nil {
		return false
	}
	for node := range d.DOM.Get(0).Descendants() {
		if node.Type != html.TextNode {
			continue
		}
		switch up := node.Parent.DataAtom; {
		case up == atom.Title, up == atom.Script, up == atom.Style, up == atom.Template, up == atom.Noscript,
			up == atom.Iframe:
		case node.Parent.Namespace != "":
		default:
			if n -= len(strings.TrimSpace(node.Data)); n <= 0 {
				return true
			}
		}
	}
	return false
}

// rooms lends the room a page is slimmed in.
var rooms = sync.Pool{New: func() any { return new([]byte) }}

// maxRoom is the room kept between pages; most have less than a tenth of it.
const maxRoom = 1 << 20

// Readable gives the bytes as ASCII markup can be found in them: UTF-16 becomes UTF-8 and a byte order mark goes. All
// other charsets are left as they are.
func Readable(body []byte) []byte {
	if text, ok := decodeUTF16(body); ok {
		return []byte(text)
	}
	return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
}

// isPlain reports whether a page is a plain-text capture and no HTML.
func isPlain(contentType, text string) bool {
	if strings.HasPrefix(strings.ToLower(contentType), "text/plain") {
		return !strings.Contains(strings.ToLower(text[:min(len(text), 2000)]), "<html")
	}
	return !tagAt(text)
}

// isJSON reports whether a page is JSON: by its type, or all of it is.
func isJSON(contentType, text string) bool {
	head := strings.TrimLeft(text[:min(len(text), 64)], " \t\r\n")
	if head == "" || head[0] != '{' && head[0] != '[' {
		return false
	}
	return strings.Contains(strings.ToLower(contentType), "json") || json.Valid([]byte(text))
}

// wrapped makes of JSON a page that holds nothing but it, as the state its scripts would start from: it is read as such.
func wrapped(text string) string {
	return `<!DOCTYPE html><html><head></head><body><script type="application/json">` +
		strings.ReplaceAll(text, "<", `\u003c`) + `</script></body></html>`
}

// tagAt reports whether an element's tag stands in the text.
func tagAt(s string) bool {
	for i := strings.IndexByte(s, '<'); i >= 0 && i+1 < len(s); {
		if c := s[i+1]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '!' || c == '/' {
			return true
		}
		j := strings.IndexByte(s[i+1:], '<')
		if j < 0 {
			return false
		}
		i += 1 + j
	}
	return false
}
