package sites

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/PuerkitoBio/goquery"

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
	wrong string // what is wrong with the YAML of it; "" for nothing
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
	for _, k := range slices.Sorted(maps.Keys(s.Map)) {
		if f := text.FoldLabel(k); f != "" && strings.Contains(words, " "+f+" ") {
			return s.Map[k]
		}
	}
	return ""
}

// FieldSelector is a compiled Select.
type FieldSelector struct {
	Field schema.Field
	Select
	Match goquery.Matcher
}

// checkSelects compiles the selectors of the course's fields and of the sessions'.
func (s *Site) checkSelects(c *checker) {
	s.selectors.Fields = c.selects("page.fields", s.Page.Fields, false)
	s.selectors.Rows = c.selector("page.sessions.rows", s.Page.Sessions.Rows)
	if s.Page.Sessions.Rows == "" && len(s.Page.Sessions.Fields) > 0 {
		c.bad("page.sessions", "rows is missing: a CSS selector of the elements that are one session each")
	}
	s.selectors.InRow = c.selects("page.sessions.fields", s.Page.Sessions.Fields, true)
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
			c.bad(at, "%q is not a field of a record (`carif dictionary` and docs/site-profiles.md list them)", name)
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
		if m := c.selector(at, sel.CSS); m != nil {
			out = append(out, FieldSelector{schema.Field(name), sel, m})
		}
	}
	return out
}
