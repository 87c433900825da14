package skim

import (
	"bytes"
	"carif/text"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Signs is what one pass over a page's bytes tells: enough to judge it, and to know it again, before it is parsed.
// Pages are read as bytes in whatever charset: markup is ASCII, and words are folded before they are compared.
type Signs struct {
	Title    string
	Heading  string // first h1
	Lang     string // <html lang>
	Text     []byte // visible text as it stands in the source, white space folded, chrome (navigation, footer) left out
	Visible  int    // bytes of visible text, chrome included
	Opened   bool   // <html> or <body> was opened …
	Closed   bool   // … and </html> or </body> came
	Captcha  bool   // an element of a bot check
	Refresh  bool   // <meta http-equiv=refresh>, wherever it stands
	Password bool   // a field for a password
	Marks    int    // elements that look like markup of a page at all
	leads    uint64 // hash of the attributes that lead on or speak to crawlers
	Data     []byte // what scripts of data tell machines of the page
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
	Signs
	lexer
	skip   []byte // name of the element being skipped
	depth  int    // of skip within itself
	hidden bool   // skipped text is not even visible
	inMain int
	into   *string // title or heading being read
}

// Read skims a page, which page.Readable has made ready.
func Read(body []byte) *Signs {
	s := &scanner{lexer: lexer{b: body}}
	s.Text = make([]byte, 0, len(body)/3+64)
	s.leads = seed64
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
	return &s.Signs
}

// words takes in a piece of text.
func (s *scanner) words(t []byte) {
	if s.into != nil && len(*s.into) < 300 {
		*s.into = strings.TrimSpace(*s.into + " " + html.UnescapeString(UTF8(bytes.TrimSpace(t))))
	}
	if s.hidden {
		s.machine(t)
		return
	}
	n := len(s.Text)
	s.Text = appendFolded(s.Text, t)
	s.Visible += len(s.Text) - n
	if s.skip != nil || s.into == &s.Title {
		s.Text = s.Text[:n]
	}
}

// mostData bounds what is kept of scripts of data: the reader reads no more of them.
const mostData = 2 << 20

// machine takes in a script that is data and no program: schema.org blocks and the state that other scripts start from.
// The reader reads both, so that a page which changes in them alone has changed.
func (s *scanner) machine(t []byte) {
	if !bytes.EqualFold(s.skip, []byte("script")) || len(t) > mostData-len(s.Data) {
		return
	}
	if t = bytes.TrimSpace(t); len(t) == 0 {
		return
	}
	data := t[0] == '{' || t[0] == '['
	for _, mark := range [...]string{"ld+json", "__NUXT__", "__next_f", "_STATE__", "JSON.parse("} {
		data = data || bytes.Contains(t, []byte(mark))
	}
	if data {
		s.Data = append(s.Data, t...)
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
	s.Marks++
	s.leaveDrawing(breaksOut)
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

// leaveDrawing ends a drawing that nobody closed at the first element that cannot stand in one, or at the end of one
// around it, as browsers do: what follows is the page's again.
func (s *scanner) leaveDrawing(at map[string]bool) {
	if s.skip != nil && bytes.EqualFold(s.skip, svg) && at[string(lowered(nil, s.name[:min(len(s.name), 10)]))] {
		s.skip, s.depth, s.hidden = nil, 0, false
	}
}

var svg = []byte("svg")

// breaksOut are the elements that end foreign content, from HTML's parsing rules; around are those that hold drawings.
var (
	breaksOut = text.Set(strings.Fields(`b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head
		hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var`))
	around = text.Set(strings.Fields(`blockquote body center dd div dl dt em h1 h2 h3 h4 h5 h6 li ol p pre small span
		strong table ul html main section header footer nav form td tr th tbody button label article aside`))
)

// chrome is never content; inside main or article only what ticks is. A <header> may hold the course's title.
func (s *scanner) chrome() bool {
	if s.inMain == 0 && (s.tag == tagFooter || hasWord(s.id, chromeWords) || hasWord(s.class, chromeWords)) {
		return true
	}
	return s.tag.has(isChrome) || hasWord(s.id, tickingWords) || hasWord(s.class, tickingWords)
}

// gap parts words where an element that is not inline begins or ends.
func (s *scanner) gap() {
	if n := len(s.Text); s.skip == nil && !s.tag.has(isInline) && n > 0 && s.Text[n-1] != ' ' {
		s.Text = append(s.Text, ' ')
	}
}

func (s *scanner) end() {
	s.leaveDrawing(around)
	switch s.tag {
	case tagTitle, tagH1:
		s.into = nil
	case tagHTML, tagBody:
		s.Closed = true
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
		s.Opened = true
		s.Lang = string(s.lang)
	case tagBody:
		s.Opened = true
	case tagMain, tagArticle:
		s.inMain++
	case tagTitle:
		if s.Title == "" && s.skip == nil {
			s.into = &s.Title
		}
	case tagH1:
		if s.Heading == "" {
			s.into = &s.Heading
		}
	case tagBase, tagA, tagArea, tagLink:
		s.lead(s.href)
	case tagIframe, tagFrame:
		s.lead(s.src)
	case tagMeta:
		s.lead(s.content)
		s.Refresh = s.Refresh || bytes.EqualFold(s.equiv, []byte("refresh"))
	case tagInput:
		s.Password = s.Password || bytes.EqualFold(s.typ, []byte("password"))
	}
	if s.skip == nil {
		s.labels()
	}
	s.Captcha = s.Captcha || captchaMark(s.id) || captchaMark(s.class)
}

// captchaMark tells ids and classes of bot checks.
func captchaMark(v []byte) bool {
	return len(v) >= 6 && (bytes.Contains(v, []byte("captcha")) || bytes.Contains(v, []byte("cf-chl")) ||
		bytes.Contains(v, []byte("challenge-")) || bytes.Contains(v, []byte("CAPTCHA")))
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
	s.Text = appendFolded(appendFolded(appendFolded(s.Text, blank), b), blank)
}

var blank = []byte(" ")

// lead takes in what may lead on from the page.
func (s *scanner) lead(v []byte) {
	h := s.leads
	for _, c := range v {
		h = (h ^ uint64(c)) * prime64
	}
	s.leads = (h ^ 0xff) * prime64 // no URL holds this byte twice in a row: "a" "b" is not "ab"
}

// FNV-1a.
const (
	seed64  = 14695981039346656037
	prime64 = 1099511628211
)

// UTF8 reads bytes as UTF-8, else as windows-1252's Latin letters: good enough to compare words and to
// judge a page, never used for a record.
func UTF8(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
	}
	return string(r)
}

// Folded is the page's text as words are compared: lower case, without accents, apostrophes straight. A text over
// limit bytes is cut there.
func (s *Signs) Folded(limit int) string {
	return Fold(html.UnescapeString(UTF8(s.Text[:min(len(s.Text), limit)])))
}

// Fold makes words comparable: lower case, without accents, apostrophes straight.
func Fold(s string) string { return straight.Replace(text.Unaccent(s)) }

// straight turns the apostrophes that pages print into the plain one.
var straight = strings.NewReplacer("’", "'", "\u0092", "'")
