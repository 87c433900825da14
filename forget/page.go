package forget

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
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

var (
	phoneWords = regexp.MustCompile(`\+?\(?\d(?:[\s.\-/()\x{00A0}\x{202F}]{0,3}\d){8,}`)
	addresses  = regexp.MustCompile(`(?i)\b(?:href|src|action|content|data-[a-z\-]+)\s*=\s*` +
		`(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`)
)

// inKind puts a mark of the kind of what words takes out.
func inKind(words func(string) string) func(string) string {
	cut := func(sign string) func(string) string {
		return func(m string) string {
			if got := words(m); got != m {
				return strings.ReplaceAll(got, mark, sign)
			}
			return m
		}
	}
	return func(s string) string {
		s = redact.Mailboxes(s, cut(markEmail))
		s = phoneWords.ReplaceAllStringFunc(s, cut(markPhone))
		return cut(markName)(s)
	}
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

// redactPage takes words out of a page as it was received: in texts, attributes, comments and scripts, also behind
// entities, percent signs and tags in between. whole is false when the page is in a charset that cannot be edited.
func redactPage(body []byte, words func(string) string) (clean []byte, changed, whole bool) {
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
	words = inKind(words)
	list := pieces(text)
	for i := range list {
		list[i].redact(words)
	}
	spread(list, words)
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

// redact takes words out of one piece.
func (p *piece) redact(words func(string) string) {
	p.raw = words(p.raw)
	switch {
	case p.kind == html.TextToken && !p.script:
		if plain := html.UnescapeString(p.raw); plain != p.raw {
			if cut := words(plain); cut != plain {
				p.raw = html.EscapeString(cut)
			}
		}
	case told(words, html.UnescapeString(p.raw)) || told(words, unpercent(p.raw)) || told(words, unslash(p.raw)),
		p.kind != html.TextToken && p.kind != html.CommentToken && pointed(words, p.raw):
		p.raw = p.bare()
	}
}

// pointed tells a tag with an address that tells somebody by its parts: "equipe/prenom-nom.html".
func pointed(words func(string) string, tag string) bool {
	for _, m := range addresses.FindAllStringSubmatch(tag, -1) {
		if v := html.UnescapeString(m[1] + m[2] + m[3]); strings.ContainsAny(v, "-_+%./") && told(words, "/"+v) {
			return true
		}
	}
	return false
}

func told(words func(string) string, s string) bool { return words(s) != s }

// bare is a piece without all it may tell: a tag keeps its name, a comment or script nothing.
func (p *piece) bare() string {
	switch p.kind {
	case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
		name := strings.TrimLeft(p.raw, "</")
		if i := strings.IndexAny(name, " \t\r\n\f/>"); i >= 0 {
			name = name[:i]
		}
		if p.kind == html.EndTagToken {
			return "</" + name + ">"
		}
		return "<" + name + ">"
	}
	return ""
}

func unpercent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if c, err := url.PathUnescape(s[i : i+3]); err == nil {
				b.WriteString(c)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// unslash reads the \u0040 of JSON in scripts.
func unslash(s string) string {
	if !strings.Contains(s, `\u`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.HasPrefix(s[i:], `\u`) && i+6 <= len(s) {
			if r, ok := hex4(s[i+2 : i+6]); ok {
				b.WriteRune(r)
				i += 5
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func hex4(s string) (r rune, ok bool) {
	for _, c := range strings.ToLower(s) {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 + c - '0'
		case c >= 'a' && c <= 'f':
			r = r<<4 + c - 'a' + 10
		default:
			return 0, false
		}
	}
	return r, true
}

// spread finds what tags cut in parts: "<b>Camille</b> EXEMPLE". All parts are blanked.
func spread(list []piece, words func(string) string) {
	var texts []int
	for i := range list {
		if list[i].kind == html.TextToken && !list[i].script && strings.TrimSpace(list[i].raw) != "" {
			texts = append(texts, i)
		}
	}
	for from := range texts {
		for to := from + 1; to < min(from+spreadPieces, len(texts)); to++ {
			if !spreadOver(list, texts[from:to+1], words) {
				continue
			}
			first := from
			for first+1 < to && spreadOver(list, texts[first+1:to+1], words) {
				first++ // what stands before it is no part of it
			}
			for _, i := range texts[first : to+1] {
				list[i].raw = ""
			}
			list[texts[first]].raw = markName
			break
		}
	}
}

func spreadOver(list []piece, at []int, words func(string) string) bool {
	parts := make([]string, len(at))
	n := 0
	for k, i := range at {
		parts[k] = html.UnescapeString(list[i].raw)
		n += len(strings.Fields(parts[k]))
	}
	return n <= spreadWords && (told(words, strings.Join(parts, "")) || told(words, strings.Join(parts, " ")))
}
