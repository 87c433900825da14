package forget

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"

	"carif/storage"
	"carif/storage/redact"
)

// What stands where the words of a forgotten person stood: one mark in the database, and in an archived page something
// of the same kind, so that the page is still read as it was.
const (
	mark      = storage.Redacted
	markName  = "Anonyme EFFACE"
	markEmail = "efface@example.invalid"
	markPhone = "00 00 00 00 00"
)

// sign is what stands in an archived page for a value of that kind.
func sign(k redact.Kind) string {
	switch k {
	case redact.KindEmail:
		return markEmail
	case redact.KindPhone:
		return markPhone
	}
	return markName
}

// The most words and pieces of text over which a name or number may be spread by tags between them.
const (
	spreadWords  = 8
	spreadPieces = 5
)

// piece is one token of a page as it stands in the source.
type piece struct {
	raw    string
	kind   html.TokenType
	script bool // text of a script or style element: no entities there
}

// redactPage takes people out of a page as it was received: of texts, attributes, comments and scripts, also behind
// entities, percent signs and tags in between. What tags cut in parts goes first: a part of it may be a name too. whole
// is false when the page is in a charset that cannot be edited.
func redactPage(body []byte, find redact.Finder) (clean []byte, changed, whole bool) {
	if bytes.HasPrefix(body, []byte{0xff, 0xfe}) || bytes.HasPrefix(body, []byte{0xfe, 0xff}) {
		return nil, false, false // UTF-16
	}
	text, latin := string(body), !utf8.Valid(body)
	if latin {
		var err error
		if text, err = charmap.Windows1252.NewDecoder().String(text); err != nil {
			return nil, false, false
		}
	}
	list := pieces(text)
	spread(list, find)
	for i := range list {
		list[i].redact(find)
	}
	var b strings.Builder
	for i := range list {
		b.WriteString(list[i].raw)
	}
	if b.String() == text {
		return body, false, true
	}
	out := b.String()
	if latin {
		var err error
		if out, err = charmap.Windows1252.NewEncoder().String(out); err != nil {
			return nil, false, false
		}
	}
	return []byte(out), true, true
}

func pieces(text string) []piece {
	var list []piece
	z := html.NewTokenizer(strings.NewReader(text))
	script := false
	for {
		kind := z.Next()
		raw := string(z.Raw())
		if raw != "" {
			list = append(list, piece{raw, kind, script && kind == html.TextToken})
		}
		if kind == html.ErrorToken {
			return list
		}
		if kind == html.StartTagToken || kind == html.EndTagToken {
			name, _ := z.TagName()
			script = kind == html.StartTagToken && (string(name) == "script" || string(name) == "style")
		}
	}
}

// redact takes people out of one piece. A tag with an address that tells somebody leads nowhere any more.
func (p *piece) redact(find redact.Finder) {
	prose := p.kind == html.TextToken && !p.script
	spans := find(p.raw, !prose)
	isURL := func(x redact.Span) bool { return x.Kind == redact.KindURL }
	if !prose && p.kind != html.TextToken && p.kind != html.CommentToken && slices.ContainsFunc(spans, isURL) {
		p.raw = p.bare()
		return
	}
	p.raw = redact.Cut(p.raw, spans, sign)
}

func told(find redact.Finder, s string) bool { return len(find(s, true)) > 0 }

// bare is a tag of which only the name is left.
func (p *piece) bare() string {
	name := strings.TrimLeft(p.raw, "</")
	if i := strings.IndexAny(name, " \t\r\n\f/>"); i >= 0 {
		name = name[:i]
	}
	if p.kind == html.EndTagToken {
		return "</" + name + ">"
	}
	return "<" + name + ">"
}

// spread takes out what tags cut in parts: "<b>Camille</b> EXEMPLE". The sign stands in the first of the parts.
func spread(list []piece, find redact.Finder) {
	var texts []*piece
	for i := range list {
		if list[i].kind == html.TextToken && !list[i].script && strings.TrimSpace(list[i].raw) != "" {
			texts = append(texts, &list[i])
		}
	}
	for from := range texts {
		for _, between := range []string{"", " "} {
			window := texts[from:min(from+spreadPieces, len(texts))]
			for cutOver(window, between, find) {
			}
		}
	}
}

// cutOver cuts the first thing out of pieces that begins in the first of them and ends in another.
func cutOver(list []*piece, between string, find redact.Finder) bool {
	if len(list) < 2 {
		return false
	}
	first := lastWords(list[0].raw)
	joined, starts := list[0].raw[first:], []int{0} // of each piece in joined
	left := spreadWords
	for _, p := range list[1:] {
		var end int
		if end, left = firstWords(p.raw, left); end == 0 {
			break
		}
		starts = append(starts, len(joined)+len(between))
		joined += between + p.raw[:end]
	}
	for _, x := range find(joined, false) {
		if len(starts) < 2 || x.From >= starts[1]-len(between) || x.To <= starts[1] || !whole(joined, starts, x, find) {
			continue
		}
		for i := 1; i < len(starts); i++ {
			if n := x.To - starts[i]; n > 0 {
				list[i].raw = list[i].raw[min(n, len(list[i].raw)):]
			}
		}
		list[0].raw = list[0].raw[:first+x.From] + sign(x.Kind)
		return true
	}
	return false
}

// whole tells that no piece holds by itself what the find takes a part of: then the find is none.
func whole(joined string, starts []int, x redact.Span, find redact.Finder) bool {
	for i, from := range starts {
		to := len(joined)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		for _, own := range find(joined[from:to], false) {
			if a, b := from+own.From, from+own.To; a < x.From && b > x.From || a < x.To && b > x.To {
				return false
			}
		}
	}
	return true
}

// firstWords is where the first n words of a text end, and how many more there may be.
func firstWords(s string, n int) (end, left int) {
	in := false
	for i, r := range s {
		if blank := unicode.IsSpace(r); blank == in {
			if in = !blank; in {
				n--
			}
			if n < 0 {
				return i, 0
			}
		}
	}
	return len(s), n
}

// lastWords is where the last words of a text begin, as many as a name may be spread over.
func lastWords(s string) int {
	n, in, at := 0, false, len(s)
	for at > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:at])
		if blank := unicode.IsSpace(r); blank == in {
			if in = !blank; in {
				n++
			}
			if n > spreadWords {
				return at
			}
		}
		at -= size
	}
	return 0
}
