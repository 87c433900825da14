package crawler

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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

// chromeTags are never content; header only outside main and article, where it is the site's own.
var chromeTags = map[string]bool{"nav": true, "footer": true}

// hiddenTags hold no visible text.
var hiddenTags = map[string]bool{"script": true, "style": true, "template": true, "noscript": true, "svg": true, "iframe": true}

// chromeWords are id and class words of what surrounds content and may change on every answer.
var chromeWords = map[string]bool{
	"footer": true, "pied": true, "pied-de-page": true, "pieddepage": true, "bas-de-page": true, "basdepage": true,
	"site-footer": true, "page-footer": true, "clock": true, "horloge": true, "date-du-jour": true, "datedujour": true,
	"breadcrumb": true, "fil-ariane": true, "filariane": true, "cookie": true, "cookies": true, "compteur": true,
}

type scanner struct {
	scan
	z      *html.Tokenizer
	skip   string // tag name whose element is being skipped
	depth  int    // of skip within itself
	hidden bool   // skipped text is not even visible
	inMain int
	into   *string // title or heading being read
}

func scanPage(body []byte) *scan {
	s := &scanner{z: html.NewTokenizer(bytes.NewReader(body))}
	s.text = make([]byte, 0, len(body)/6+64)
	for {
		switch s.z.Next() {
		case html.ErrorToken:
			return &s.scan
		case html.TextToken:
			s.words(s.z.Raw()) // Text copies each piece; references are resolved where words are compared
		case html.StartTagToken:
			s.start(false)
		case html.SelfClosingTagToken:
			s.start(true)
		case html.EndTagToken:
			s.end()
		}
	}
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
	if s.skip != "" || s.into == &s.title {
		s.text = s.text[:n]
	}
}

// appendFolded appends text with each run of white space as one space.
func appendFolded(dst, t []byte) []byte {
	space := len(dst) == 0 || dst[len(dst)-1] == ' '
	for _, b := range t {
		if b <= ' ' {
			if !space {
				dst = append(dst, ' ')
			}
			space = true
			continue
		}
		dst = append(dst, b)
		space = false
	}
	return dst
}

func (s *scanner) start(selfClosing bool) {
	nameBytes, more := s.z.TagName()
	name := atom.String(nameBytes) // no allocation for the names of HTML
	s.marks++
	var attr attrs
	if more && needsAttrs[name] || more && s.skip == "" {
		attr = s.attrs()
	}
	s.element(name, &attr)
	switch {
	case s.skip == name && !selfClosing:
		s.depth++
	case s.skip == "" && !selfClosing && !voidTags[name] && (hiddenTags[name] || s.chrome(name, &attr)):
		s.skip, s.depth, s.hidden = name, 1, hiddenTags[name]
	}
	if s.skip == "" && !inlineTags[name] {
		s.text = appendFolded(s.text, blank)
	}
}

func (s *scanner) chrome(name string, a *attrs) bool {
	if chromeTags[name] || name == "header" && s.inMain == 0 {
		return true
	}
	return hasWord(a.id, chromeWords) || hasWord(a.class, chromeWords)
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

func (s *scanner) end() {
	b, _ := s.z.TagName()
	name := atom.String(b)
	switch name {
	case "title", "h1":
		s.into = nil
	case "html", "body":
		s.closed = true
	case "main", "article":
		s.inMain = max(0, s.inMain-1)
	}
	if s.skip == name {
		if s.depth--; s.depth == 0 {
			s.skip, s.hidden = "", false
		}
	}
	if s.skip == "" && !inlineTags[name] {
		s.text = appendFolded(s.text, blank)
	}
}

// attrs are the attributes that matter here; they hold until the tokenizer's next step.
type attrs struct {
	href, src, rel, name, content, equiv, id, class, alt, title, lang, typ []byte
}

func (s *scanner) attrs() (a attrs) {
	for more := true; more; {
		var k, v []byte
		k, v, more = s.z.TagAttr()
		if dst := a.slot(string(k)); dst != nil && *dst == nil {
			*dst = v
		}
	}
	return a
}

func (a *attrs) slot(key string) *[]byte {
	switch key {
	case "href":
		return &a.href
	case "src":
		return &a.src
	case "rel":
		return &a.rel
	case "name":
		return &a.name
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

func (s *scanner) element(name string, a *attrs) {
	switch name {
	case "html":
		s.opened = true
		s.lang = string(a.lang)
	case "body":
		s.opened = true
	case "main", "article":
		s.inMain++
	case "title":
		if s.title == "" && s.skip == "" {
			s.into = &s.title
		}
	case "h1":
		if s.heading == "" {
			s.into = &s.heading
		}
	case "base":
		if s.base == "" {
			s.base = string(a.href)
		}
	case "a", "area":
		s.link(a.href)
	case "iframe", "frame":
		s.link(a.src)
	case "link":
		if bytes.EqualFold(a.rel, []byte("next")) || bytes.EqualFold(a.rel, []byte("prev")) {
			s.link(a.href)
		}
	case "meta":
		s.meta(a)
	case "input":
		s.password = s.password || bytes.EqualFold(a.typ, []byte("password"))
	}
	if s.skip == "" {
		s.labels(name, a)
	}
	s.captcha = s.captcha || captchaMark(a.id) || captchaMark(a.class)
}

// labels takes words that stand in attributes: icons carry a session's state in theirs.
func (s *scanner) labels(name string, a *attrs) {
	if len(a.alt) > 0 {
		s.word(a.alt)
	}
	if len(a.title) > 0 {
		s.word(a.title)
	}
	if name == "a" && (bytes.HasPrefix(a.href, []byte("mailto:")) || bytes.HasPrefix(a.href, []byte("tel:"))) {
		s.word(a.href)
	}
}

func (s *scanner) word(b []byte) {
	s.text = appendFolded(appendFolded(appendFolded(s.text, blank), b), blank)
}

var blank = []byte(" ")

func (s *scanner) link(href []byte) {
	if len(href) > 0 && href[0] != '#' {
		s.hrefs = append(s.hrefs, string(href))
	}
}

func (s *scanner) meta(a *attrs) {
	switch strings.ToLower(string(a.name)) {
	case "robots", "carif":
		s.noindex = s.noindex || directive(string(a.content), "noindex") || directive(string(a.content), "none")
	case "tdm-reservation":
		s.tdm = string(bytes.TrimSpace(a.content)) == "1"
	}
	if bytes.EqualFold(a.equiv, []byte("refresh")) {
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

var needsAttrs = map[string]bool{"a": true, "area": true, "link": true, "meta": true, "base": true, "html": true, "iframe": true, "frame": true}

var voidTags = map[string]bool{"area": true, "base": true, "br": true, "col": true, "embed": true, "hr": true,
	"img": true, "input": true, "link": true, "meta": true, "source": true, "track": true, "wbr": true}

// inlineTags do not part words.
var inlineTags = map[string]bool{"a": true, "abbr": true, "b": true, "em": true, "font": true, "i": true, "small": true,
	"span": true, "strong": true, "sub": true, "sup": true, "u": true, "mark": true}

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
