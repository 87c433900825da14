package crawler

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// scan is what one pass over a page's tokens tells: enough to judge it and to go on from it, without a tree.
// Pages are read as bytes in whatever charset: markup is ASCII, and words are folded before they are compared.
type scan struct {
	hrefs    []string // of a, area, frames and link rel=next/prev, as written
	base     string   // first <base href>
	title    string
	heading  string // first h1
	lang     string // <html lang>
	text     []byte // visible text as it stands in the source, white space folded, chrome (navigation, footer) left out
	visible  int    // bytes of visible text, chrome included
	noindex  bool
	tdm      bool
	opened   bool // <html> or <body> was opened …
	closed   bool // … and </html> or </body> came
	captcha  bool // an element of a bot check
	refresh  bool // <meta http-equiv=refresh>
	password bool // a field for a password
	marks    int  // elements that look like markup of a page at all
}

// chromeWords are id and class words of what surrounds content.
var chromeWords = map[string]bool{
	"footer": true, "pied": true, "pied-de-page": true, "pieddepage": true, "bas-de-page": true, "basdepage": true,
	"site-footer": true, "page-footer": true, "cookie": true, "cookies": true,
}

// tickingWords are id and class words of what may change on every answer, wherever it stands.
var tickingWords = map[string]bool{
	"clock": true, "horloge": true, "date-du-jour": true, "datedujour": true, "breadcrumb": true, "fil-ariane": true,
	"filariane": true, "compteur": true,
}

type scanner struct {
	scan
	lexer
	skip   []byte // name of the element being skipped
	depth  int    // of skip within itself
	hidden bool   // skipped text is not even visible
	inMain int
	into   *string // title or heading being read
}

func scanPage(body []byte) *scan {
	s := &scanner{lexer: lexer{b: body}}
	s.text = make([]byte, 0, len(body)/3+64)
	for s.next() {
		switch s.kind {
		case lexText:
			s.words(s.span)
		case lexStart:
			s.start()
		case lexEnd:
			s.end()
		}
	}
	return &s.scan
}

// words takes in a piece of text.
func (s *scanner) words(t []byte) {
	if s.into != nil && len(*s.into) < 300 {
		*s.into = strings.TrimSpace(*s.into + " " + html.UnescapeString(utf8Of(bytes.TrimSpace(t))))
	}
	if s.hidden {
		return
	}
	n := len(s.text)
	s.text = appendFolded(s.text, t)
	s.visible += len(s.text) - n
	if s.skip != nil || s.into == &s.title {
		s.text = s.text[:n]
	}
}

// appendFolded appends text with each run of white space as one space.
func appendFolded(dst, t []byte) []byte {
	space := len(dst) == 0 || dst[len(dst)-1] == ' '
	for i := 0; i < len(t); {
		if t[i] <= ' ' {
			if !space {
				dst = append(dst, ' ')
				space = true
			}
			i++
			continue
		}
		j := i + 1
		for j < len(t) && t[j] > ' ' {
			j++
		}
		dst = append(dst, t[i:j]...)
		space = false
		i = j
	}
	return dst
}

func (s *scanner) start() {
	s.marks++
	s.element()
	open := !s.selfClosing && !s.tag.has(isVoid)
	switch {
	case s.skip != nil:
		if open && bytes.EqualFold(s.skip, s.name) {
			s.depth++
		}
	case open && (s.tag.has(isHidden) || s.chrome()):
		s.skip, s.depth, s.hidden = s.name, 1, s.tag.has(isHidden)
	}
	s.gap()
}

// chrome is never content; inside main or article only what ticks is. A <header> may hold the course's title.
func (s *scanner) chrome() bool {
	if s.inMain == 0 && (s.tag == tagFooter || hasWord(s.id, chromeWords) || hasWord(s.class, chromeWords)) {
		return true
	}
	return s.tag.has(isChrome) || hasWord(s.id, tickingWords) || hasWord(s.class, tickingWords)
}

// gap parts words where an element that is not inline begins or ends.
func (s *scanner) gap() {
	if n := len(s.text); s.skip == nil && !s.tag.has(isInline) && n > 0 && s.text[n-1] != ' ' {
		s.text = append(s.text, ' ')
	}
}

func (s *scanner) end() {
	switch s.tag {
	case tagTitle, tagH1:
		s.into = nil
	case tagHTML, tagBody:
		s.closed = true
	case tagMain, tagArticle:
		s.inMain = max(0, s.inMain-1)
	}
	if s.skip != nil && bytes.EqualFold(s.skip, s.name) {
		if s.depth--; s.depth == 0 {
			s.skip, s.hidden = nil, false
		}
	}
	s.gap()
}

func hasWord(list []byte, words map[string]bool) bool {
	for w := range bytes.FieldsSeq(list) {
		if words[string(w)] || hasUpper(w) && words[string(bytes.ToLower(w))] {
			return true
		}
	}
	return false
}

func hasUpper(b []byte) bool {
	for _, c := range b {
		if c >= 'A' && c <= 'Z' {
			return true
		}
	}
	return false
}

func (s *scanner) element() {
	switch s.tag {
	case tagHTML:
		s.opened = true
		s.lang = string(s.attrs.lang)
	case tagBody:
		s.opened = true
	case tagMain, tagArticle:
		s.inMain++
	case tagTitle:
		if s.title == "" && s.skip == nil {
			s.into = &s.title
		}
	case tagH1:
		if s.heading == "" {
			s.into = &s.heading
		}
	case tagBase:
		if s.base == "" {
			s.base = attrText(s.href)
		}
	case tagA, tagArea:
		s.link(s.href)
	case tagIframe, tagFrame:
		s.link(s.src)
	case tagLink:
		if bytes.EqualFold(s.rel, []byte("next")) || bytes.EqualFold(s.rel, []byte("prev")) {
			s.link(s.href)
		}
	case tagMeta:
		s.meta()
	case tagInput:
		s.password = s.password || bytes.EqualFold(s.typ, []byte("password"))
	}
	if s.skip == nil {
		s.labels()
	}
	s.captcha = s.captcha || captchaMark(s.id) || captchaMark(s.class)
}

// labels takes words that stand in attributes: icons carry a session's state in theirs, or
// in the name of their file.
func (s *scanner) labels() {
	if len(s.alt) > 0 {
		s.word(s.alt)
	}
	if s.tag == tagImg {
		file, _, _ := bytes.Cut(s.src, []byte("?"))
		s.word(file[bytes.LastIndexByte(file, '/')+1:])
	}
	if len(s.attrs.title) > 0 {
		s.word(s.attrs.title)
	}
	if s.tag == tagA && (bytes.HasPrefix(s.href, []byte("mailto:")) || bytes.HasPrefix(s.href, []byte("tel:"))) {
		s.word(s.href)
	}
}

func (s *scanner) word(b []byte) {
	if len(b) > 200 {
		return // a data: URL
	}
	s.text = appendFolded(appendFolded(appendFolded(s.text, blank), b), blank)
}

var blank = []byte(" ")

func (s *scanner) link(href []byte) {
	if len(href) > 0 && href[0] != '#' {
		s.hrefs = append(s.hrefs, attrText(href))
	}
}

func (s *scanner) meta() {
	switch content := attrText(s.content); strings.ToLower(string(s.attrs.name)) {
	case "robots", "carif":
		s.noindex = s.noindex || directive(content, "noindex") || directive(content, "none")
	case "tdm-reservation":
		s.tdm = strings.TrimSpace(content) == "1"
	}
	if bytes.EqualFold(s.equiv, []byte("refresh")) {
		s.refresh = true
	}
}

// directive looks a word up in a comma-separated list.
func directive(list, word string) bool {
	for d := range strings.SplitSeq(strings.ToLower(list), ",") {
		if strings.TrimSpace(d) == word {
			return true
		}
	}
	return false
}

// utf8Of reads bytes as UTF-8, else as windows-1252's Latin letters: good enough to compare words and to
// follow links, never used for a record.
func utf8Of(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}
