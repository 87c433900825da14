// Package data reads what a page says to machines: the schema.org courses of its JSON-LD blocks. It gives the page's own
// words and dates, bounded, whatever stands there.
//
// It is not for deciding what of it counts beside what the page prints (package parser does), nor for people: instructors,
// authors and those who rate are never read.
package data

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"carif/text"
)

// The bounds of what is read of one page.
const (
	mostBytes = 2 << 20 // of all blocks
	mostDepth = 64      // of objects and lists in one another
	mostNodes = 50_000  // values of all blocks
	longest   = 4000    // bytes of one text
	mostItems = 200     // sessions and further facts of one course
)

// Course is a schema.org Course. Texts are "" where the block does not say.
type Course struct {
	Name     string
	Provider string
	Price    string // amount and currency, "1200 EUR"; "" for several
	Hours    string // of timeRequired, where it is hours: "35 heures"
	Sessions []Session
	Left     []Fact // what is said beside these
}

// Session is a CourseInstance.
type Session struct {
	Start, End string // ISO dates
	City       string
	Postal     string
}

// Fact is anything else a block says, by the name of its property.
type Fact struct{ Name, Text string }

// Read gives the courses of the JSON-LD blocks of a page, in their order; bad counts the blocks that are no JSON.
func Read(page string) (courses []Course, bad int) {
	left := mostBytes
	r := &reader{nodes: mostNodes}
	for from := 0; ; {
		block, next := nextBlock(page, from)
		if next < 0 || len(block) > left {
			return r.courses, bad
		}
		from, left = next, left-len(block)
		var v any
		if block = tidy(block); depth(block) > mostDepth || json.Unmarshal([]byte(block), &v) != nil {
			bad++
			continue
		}
		r.find(v, 0)
	}
}

// nextBlock finds the next script of type application/ld+json; next is -1 where there is none.
func nextBlock(page string, from int) (block string, next int) {
	for {
		i := text.IndexFold(page[from:], "<script")
		if i < 0 {
			return "", -1
		}
		from += i
		end := strings.IndexByte(page[from:], '>')
		if end < 0 {
			return "", -1
		}
		tag := page[from : from+end]
		from += end + 1
		stop := text.IndexFold(page[from:], "</script")
		if stop < 0 {
			return "", -1
		}
		block, from = page[from:from+stop], from+stop
		if text.IndexFold(tag, "ld+json") >= 0 {
			return block, from
		}
	}
}

// tidy takes off what people put around JSON, and the control characters that stand in its texts.
func tidy(s string) string {
	s = strings.TrimSpace(s)
	for _, p := range [...][2]string{{"<!--", "-->"}, {"//<![CDATA[", "//]]>"}, {"<![CDATA[", "]]>"}, {"/*<![CDATA[*/", "/*]]>*/"}} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, p[0]), p[1]))
	}
	s = strings.TrimRight(s, "; \n\t\r")
	return strings.Map(func(c rune) rune {
		if c < ' ' {
			return ' '
		}
		return c
	}, s)
}

// depth counts how deep objects and lists stand in one another.
func depth(s string) (most int) {
	n, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			n++
			most = max(most, n)
		case c == '}' || c == ']':
			n--
		}
	}
	return most
}

type reader struct {
	nodes   int
	courses []Course
}

type object = map[string]any

// find looks for courses: a block may be one, a list, or a graph that holds some.
func (r *reader) find(v any, level int) {
	if r.nodes--; r.nodes < 0 || level > 4 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			r.find(x, level+1)
		}
	case object:
		if isA(v, "Course") {
			r.courses = append(r.courses, r.course(v))
			return
		}
		for _, key := range [...]string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if x, ok := v[key]; ok {
				r.find(x, level+1)
			}
		}
	}
}

// isA reports whether an object is of a type, alone or among others.
func isA(v object, name string) bool {
	for _, t := range list(v["@type"]) {
		if s, _ := t.(string); strings.TrimPrefix(strings.TrimPrefix(s, "https://schema.org/"), "http://schema.org/") == name {
			return true
		}
	}
	return false
}

// silent are the properties that say nothing of a course, and those of people.
var silent = text.Set([]string{"@context", "@type", "@id", "url", "sameas", "image", "logo", "identifier", "mainentityofpage", "inlanguage",
	"instructor", "author", "creator", "editor", "contributor", "performer", "organizer", "employee", "review", "aggregaterating", "publisher",
	"isaccessibleforfree", "potentialaction"})

func (r *reader) course(v object) Course {
	c := Course{Name: str(v["name"])}
	for _, key := range keys(v) {
		x := v[key]
		switch strings.ToLower(key) {
		case "name":
		case "provider":
			for _, p := range list(x) {
				if o, ok := p.(object); ok && c.Provider == "" && !isA(o, "Person") {
					c.Provider = str(o["name"])
				} else if s := str(p); s != "" && c.Provider == "" {
					c.Provider = s
				}
			}
		case "offers":
			c.Price = r.price(x, &c)
		case "timerequired":
			if c.Hours = hours(str(x)); c.Hours == "" {
				c.left(key, str(x))
			}
		case "hascourseinstance":
			for _, i := range list(x) {
				if o, ok := i.(object); ok && len(c.Sessions) < mostItems {
					r.session(o, &c)
				}
			}
		default:
			if !silent[strings.ToLower(key)] {
				r.rest(key, x, &c, 0)
			}
		}
	}
	return c
}

// session reads a CourseInstance; one without a date is no session, and what it says is left over.
func (r *reader) session(o object, c *Course) {
	s := Session{Start: day(str(o["startDate"])), End: day(str(o["endDate"]))}
	for _, l := range list(o["location"]) {
		p, ok := l.(object)
		if !ok {
			s.City = str(l)
			continue
		}
		if isA(p, "VirtualLocation") {
			continue
		}
		s.City = str(p["name"])
		for _, a := range list(p["address"]) {
			if at, ok := a.(object); ok {
				if town := str(at["addressLocality"]); town != "" {
					s.City, s.Postal = town, str(at["postalCode"])
				}
			} else if s.City == "" {
				s.City = str(a)
			}
		}
	}
	if s.Start != "" {
		c.Sessions = append(c.Sessions, s)
	} else {
		c.left("location", s.City)
	}
	for _, key := range [...]string{"courseMode", "courseWorkload", "courseSchedule"} {
		r.rest(key, o[key], c, 0)
	}
}

// price gives the one price in euros of the offers; other prices are left over.
func (r *reader) price(x any, c *Course) string {
	var all []string
	for _, o := range list(x) {
		v, ok := o.(object)
		if !ok {
			continue
		}
		amount, currency := str(v["price"]), str(v["priceCurrency"])
		if amount == "" {
			continue
		}
		if p := amount + " " + currency; !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	if len(all) == 1 && strings.HasSuffix(all[0], " EUR") {
		return all[0]
	}
	for _, p := range all {
		c.left("price", p)
	}
	return ""
}

// rest keeps the texts below a property.
func (r *reader) rest(key string, x any, c *Course, level int) {
	if r.nodes--; r.nodes < 0 || level > 8 {
		return
	}
	switch x := x.(type) {
	case object:
		if isA(x, "Person") {
			return
		}
		for _, k := range keys(x) {
			if !silent[strings.ToLower(k)] {
				r.rest(key+"."+k, x[k], c, level+1)
			}
		}
	case []any:
		for _, v := range x {
			r.rest(key, v, c, level+1)
		}
	default:
		c.left(key, str(x))
	}
}

func (c *Course) left(name, words string) {
	if f := (Fact{name, words}); words != "" && len(c.Left) < mostItems && !slices.Contains(c.Left, f) {
		c.Left = append(c.Left, f)
	}
}

// keys gives the properties of an object in a fixed order.
func keys(v object) []string {
	out := make([]string, 0, len(v))
	for k := range v {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// str is a text or a number as one line.
func str(v any) string {
	switch v := v.(type) {
	case string:
		if len(v) > longest {
			v = strings.ToValidUTF8(v[:longest], "")
		}
		return text.OneLine(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// day gives the date of an ISO date or time, "" for anything else.
func day(s string) string {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || !text.AllDigits(s[:4]) || !text.AllDigits(s[5:7]) || !text.AllDigits(s[8:10]) {
		return ""
	}
	return s[:10]
}

// hours reads an ISO 8601 duration of whole hours: "PT35H".
func hours(s string) string {
	h, ok := strings.CutPrefix(s, "PT")
	if h, ok2 := strings.CutSuffix(h, "H"); ok && ok2 && text.AllDigits(h) && len(h) < 6 {
		return h + " heures"
	}
	return ""
}
