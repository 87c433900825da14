package sites

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"carif/schema"
	"carif/text"
)

// Select tells where the words of a field stand. In YAML it is a CSS selector, or one with more to say:
// {css: ".ville", attr: title, take: "s=(\\d+)", split: ",", map: {vert: ouvert}}.
type Select struct {
	CSS   string            `yaml:"css"`
	Attr  string            `yaml:"attr"`  // the attribute that holds the words; "" for the element's text
	Take  string            `yaml:"take"`  // regular expression: what its group, or all of it, matches is the words
	Split string            `yaml:"split"` // what parts several values in the words; "" for nothing
	Map   map[string]string `yaml:"map"`   // a word of them → the words it stands for; other words say nothing
	take  *regexp.Regexp
	keys  []mapKey // of Map, the longest first
	wrong string   // what is wrong with the YAML of it; "" for nothing
}

// UnmarshalYAML reads a selector alone, or one with its keys.
func (s *Select) UnmarshalYAML(unmarshal func(any) error) error {
	var css string
	if unmarshal(&css) == nil {
		s.CSS = css
		return nil
	}
	var keys map[string]any
	if unmarshal(&keys) != nil {
		s.wrong = "wrong type: expected a CSS selector, or {css: …, attr: …, take: …, split: …, map: …}"
		return nil
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if k != "css" && k != "attr" && k != "take" && k != "split" && k != "map" {
			s.wrong = fmt.Sprintf("unknown key %q: a selector has css, attr, take, split and map", k)
			return nil
		}
	}
	type plain Select
	if unmarshal((*plain)(s)) != nil {
		s.wrong = "wrong type: css, attr, take and split are text, map is word: words"
	}
	return nil
}

// Words gives the words that an element's text or attribute says: the part to take of them, by the selector's map where
// it has one.
func (s Select) Words(t string) string {
	if s.take != nil {
		m := s.take.FindStringSubmatch(t)
		if m == nil {
			return ""
		}
		t = strings.TrimSpace(m[len(m)-1])
	}
	if len(s.Map) == 0 {
		return t
	}
	words := " " + text.FoldLabel(t) + " "
	for _, k := range s.keys {
		if strings.Contains(words, " "+k.folded+" ") {
			return s.Map[k.key]
		}
	}
	return ""
}

// mapKey is a key of a selector's map and what it is compared as.
type mapKey struct{ key, folded string }

// compileMap puts the keys of the map in order: of those that a text holds the longest says most of it, as
// "non complet" does where "complet" stands too.
func (s *Select) compileMap(c *checker, at string) {
	by := map[string]string{} // folded key → key
	for _, k := range slices.Sorted(maps.Keys(s.Map)) {
		f := text.FoldLabel(k)
		other, twice := by[f]
		switch {
		case f == "":
			c.bad(at, "map: %q has neither letters nor digits, which are what words are compared by: no text can match it", k)
		case twice && s.Map[other] != s.Map[k]:
			c.bad(at, "map: %q and %q are the same word, as case and accents do not matter: one of them is too many",
				other, k)
		case !twice:
			by[f] = k
			s.keys = append(s.keys, mapKey{k, f})
		}
	}
	slices.SortFunc(s.keys, func(a, b mapKey) int {
		return cmp.Or(len(b.folded)-len(a.folded), strings.Compare(a.folded, b.folded))
	})
}

// attrForm is the name of an attribute as a page that was read has it: HTML's parser makes small letters of capitals.
var attrForm = regexp.MustCompile(`^[^\s"'<>/=A-Z\x00]+$`)

// FieldSelector is a compiled Select.
type FieldSelector struct {
	Field schema.Field
	Select
	Match goquery.Matcher
}

// checkSelects compiles the selectors of the course's fields and of the sessions'.
func (s *Site) checkSelects(c *checker) {
	s.selectors.Fields = c.selects("page.fields", s.Page.Fields, false)
	for i := range s.selectors.Fields {
		f := &s.selectors.Fields[i]
		f.Match = within{f.Match, s.selectors.Drop, f.Attr == ""}
	}
	if rows := c.selector("page.sessions.rows", s.Page.Sessions.Rows); rows != nil {
		s.selectors.Rows = within{rows, s.selectors.Drop, false}
	}
	if s.Page.Sessions.Rows == "" && len(s.Page.Sessions.Fields) > 0 {
		c.bad("page.sessions", "rows is missing: a CSS selector of the elements that are one session each")
	}
	s.selectors.InRow = c.selects("page.sessions.fields", s.Page.Sessions.Fields, true)
	for i := range s.selectors.InRow {
		f := &s.selectors.InRow[i]
		f.Match = within{f.Match, s.selectors.Drop, true}
	}
}

// within finds the elements that a selector names and that no part of the page which the profile drops holds.
type within struct {
	goquery.Matcher
	drop  []goquery.Matcher
	outer bool // not those that stand in one of them: their words are said already
}

// MatchAll implements goquery.Matcher.
func (w within) MatchAll(n *html.Node) []*html.Node {
	if _, ok := w.Matcher.(counting); ok && siblings(n) > mostCounted {
		return nil
	}
	return w.add(nil, n)
}

func (w within) add(found []*html.Node, n *html.Node) []*html.Node {
	if n.Type == html.ElementNode {
		for _, d := range w.drop {
			if d.Match(n) {
				return found
			}
		}
		if w.Match(n) {
			if found = append(found, n); w.outer {
				return found
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		found = w.add(found, c)
	}
	return found
}

// counting is a selector that counts siblings, anew for each of them.
type counting struct{ goquery.Matcher }

// mostCounted bounds the siblings that a selector counts on one page, a second's work.
const mostCounted = 100_000_000

// countsSiblings tells such selectors by their words.
var countsSiblings = regexp.MustCompile(`(?i):nth-|:(first|last|only)-of-type`)

// MatchAll implements goquery.Matcher. On a page with more siblings than can be counted the selector finds nothing.
func (m counting) MatchAll(n *html.Node) []*html.Node {
	if siblings(n) > mostCounted {
		return nil
	}
	return m.Matcher.MatchAll(n)
}

// siblings is how often a sibling is counted where each element counts all of its own.
func siblings(n *html.Node) (sum int) {
	own := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		own++
		sum += siblings(c)
	}
	return sum + own*own
}

// The bounds of a CSS selector: of its length, and of the parentheses that stand in each other.
const (
	longestSelector = 2000
	deepestSelector = 8
)

// tooCostly says why a selector would cost too much to be tried on every element of a page; "" where it would not.
func tooCostly(sel string) string {
	if len(sel) > longestSelector {
		return fmt.Sprintf("the selector has %d characters: %d are the most", len(sel), longestSelector)
	}
	var open []bool // for each open parenthesis whether it is in a :has()
	quote := byte(0)
	for i := 0; i < len(sel); i++ {
		switch c := sel[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			has := strings.HasSuffix(strings.ToLower(sel[:i]), ":has")
			in := len(open) > 0 && open[len(open)-1]
			if has && in {
				return fmt.Sprintf("%q: a :has() in a :has() takes too long on a large page: name what is in it directly", sel)
			}
			if open = append(open, has || in); len(open) > deepestSelector {
				return fmt.Sprintf("parentheses stand more than %d deep in each other", deepestSelector)
			}
		case c == ')' && len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	return ""
}

func (c *checker) selects(key string, from map[string]Select, session bool) (out []FieldSelector) {
	for _, name := range slices.Sorted(maps.Keys(from)) {
		sel, at := from[name], key+"."+name
		switch isSession := strings.HasPrefix(name, "session."); {
		case sel.wrong != "":
			c.bad(at, "%s", sel.wrong)
			continue
		case name == string(schema.FieldTitle), name == string(schema.FieldUpdatedOn):
			c.bad(at, "has a key of its own: page.title, page.updated")
			continue
		case !slices.Contains(schema.Fields(), schema.Field(name)), name == string(schema.FieldSessions):
			c.bad(at, "%q is not a field of a record%s (`carif dictionary` and docs/site-profiles.md list them)", name,
				meant(name))
			continue
		case isSession && !session:
			c.bad(at, "is a field of a session: it belongs below page.sessions.fields")
			continue
		case !isSession && session:
			c.bad(at, "is a field of the course: it belongs below page.fields")
			continue
		case sel.CSS == "":
			c.bad(at, "css is missing: the CSS selector of the element")
			continue
		}
		if sel.Take != "" {
			if sel.take = c.regexp(at, sel.Take); sel.take != nil && sel.take.NumSubexp() > 1 {
				c.bad(at, "take has %d groups: one at most tells what to take", sel.take.NumSubexp())
				continue
			}
		}
		if sel.Attr != "" && !attrForm.MatchString(sel.Attr) {
			c.bad(at, "attr: %q is no name of an attribute: one has no blanks, quotes or capitals (data-montant)", sel.Attr)
			continue
		}
		sel.compileMap(c, at)
		if m := c.selector(at, sel.CSS); m != nil {
			out = append(out, FieldSelector{schema.Field(name), sel, m})
		}
	}
	return out
}
