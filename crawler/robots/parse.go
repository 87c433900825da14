package robots

import (
	"strconv"
	"strings"
	"time"
)

// rule is one Allow or Disallow line.
type rule struct {
	allow   bool
	pattern string // escaped as Google's parser does
	normal  string // in the normal form of RFC 9309
	line    int
	text    string // as printed, for people
}

// group is the rules under one run of User-agent lines.
type group struct {
	agents []string // product tokens
	global bool     // one of them was "*"
	rules  []rule
	delay  time.Duration
}

// Book is one robots.txt, read as Google's open-source parser reads it (github.com/google/robotstxt),
// quirks included: missing colons, common misspellings, lines cut at 16 kB, a NUL ends its line.
type Book struct {
	groups   []group
	Sitemaps []string
	Lines    int  // lines that were a directive at all
	twoForms bool // the normal form of some rule is not as Google's parser escapes it
}

const maxLine = 2083*8 - 1

// Parse reads a robots.txt.
func Parse(body []byte) *Book {
	p := &bookParser{book: &Book{}}
	for i, bom := 0, "\xEF\xBB\xBF"; i < len(bom) && len(body) > 0 && body[0] == bom[i]; i++ {
		body = body[1:]
	}
	line, start, afterCR := 0, 0, false
	for i, b := range body {
		if b != '\n' && b != '\r' {
			continue
		}
		if !(i == start && afterCR && b == '\n') {
			line++
			p.line(line, body[start:i])
		}
		start, afterCR = i+1, b == '\r'
	}
	p.line(line+1, body[start:])
	return p.book
}

type bookParser struct {
	book      *Book
	separator bool // a rule was seen since the last User-agent line
}

func (p *bookParser) line(n int, raw []byte) {
	s := string(raw[:min(len(raw), maxLine)])
	if i := strings.IndexByte(s, 0); i >= 0 {
		s = s[:i]
	}
	key, value, ok := keyValue(s)
	if !ok {
		return
	}
	text := strings.TrimSpace(s)
	switch k := strings.ToLower(key); {
	case hasAnyPrefix(k, "user-agent", "useragent", "user agent"):
		p.agent(value)
	case strings.HasPrefix(k, "allow"):
		p.rule(rule{allow: true, pattern: escapePattern(value), normal: normalPattern(value), line: n, text: text})
	case hasAnyPrefix(k, "disallow", "dissallow", "dissalow", "disalow", "diaslow", "diasllow", "disallaw"):
		p.rule(rule{pattern: escapePattern(value), normal: normalPattern(value), line: n, text: text})
		if slashed := strings.ReplaceAll(value, `\`, "/"); slashed != value { // as browsers send it, and we
			p.rule(rule{pattern: escapePattern(value), normal: normalPattern(slashed), line: n, text: text})
		}
	case hasAnyPrefix(k, "sitemap", "site-map"):
		p.book.Sitemaps = append(p.book.Sitemaps, value)
	case hasAnyPrefix(k, "crawl-delay", "crawldelay", "crawl delay"):
		p.delay(value)
	default:
		return
	}
	p.book.Lines++
}

func (p *bookParser) current() *group {
	if len(p.book.groups) == 0 {
		return nil
	}
	return &p.book.groups[len(p.book.groups)-1]
}

func (p *bookParser) agent(value string) {
	g := p.current()
	if g == nil || p.separator {
		p.book.groups = append(p.book.groups, group{})
		g, p.separator = p.current(), false
	}
	if value != "" && value[0] == '*' && (len(value) == 1 || isCSpace(value[1])) {
		g.global = true
		return
	}
	g.agents = append(g.agents, tokenOf(value))
}

func (p *bookParser) rule(r rule) {
	if g := p.current(); g != nil {
		p.book.twoForms = p.book.twoForms || r.normal != r.pattern
		g.rules = append(g.rules, r)
		p.separator = true
	}
}

// delay reads Crawl-delay, with a comma where a French hand wrote one. What is no number is ignored; as in
// Google's parser, the line does not end a run of User-agent lines.
func (p *bookParser) delay(value string) {
	g := p.current()
	sec, err := strconv.ParseFloat(strings.Replace(value, ",", ".", 1), 64)
	if g == nil || err != nil || !(sec > 0) {
		return
	}
	g.delay = max(g.delay, time.Duration(min(sec, 1e6)*float64(time.Second)))
}

// keyValue splits a line as Google's parser does: at the colon, or, where it was forgotten, at white space
// when that leaves exactly two words.
func keyValue(s string) (key, value string, ok bool) {
	if i := strings.IndexByte(s, '#'); i >= 0 {
		s = s[:i]
	}
	s = trimC(s)
	sep := strings.IndexByte(s, ':')
	if sep < 0 {
		if sep = strings.IndexAny(s, " \t"); sep < 0 {
			return "", "", false
		}
		if strings.ContainsAny(strings.TrimLeft(s[sep:], " \t"), " \t") {
			return "", "", false
		}
	}
	if key = trimC(s[:sep]); key == "" {
		return "", "", false
	}
	return key, trimC(s[sep+1:]), true
}

func hasAnyPrefix(s string, list ...string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func isCSpace(b byte) bool { return b == ' ' || b >= '\t' && b <= '\r' }

// trimC trims ASCII white space only: in UTF-8, bytes like 0x85 and 0xA0 are parts of letters.
func trimC(s string) string { return strings.Trim(s, " \t\n\v\f\r") }

// tokenOf is the leading product token of a user-agent value: letters, "-" and "_".
func tokenOf(s string) string {
	i := 0
	for i < len(s) && (s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' || s[i] == '-' || s[i] == '_') {
		i++
	}
	return s[:i]
}

// ProductToken is the part of a User-Agent header that robots.txt rules name: "carif" of "carif/1.0 (+https://…)".
func ProductToken(userAgent string) string { return tokenOf(userAgent) }
