package data

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"carif/text"
)

type reader struct {
	nodes int
	found Found
}

type object = map[string]any

// find looks for courses and events: a block may be one, a list, or a graph that holds some.
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
			r.found.Courses = append(r.found.Courses, r.course(v))
			return
		}
		if isEvent(v) {
			if at := instance(v); at.Start != "" && len(r.found.Events) < mostItems && !calledOff(v) {
				r.found.Events = append(r.found.Events, Event{str(v["name"]), at})
			}
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
		s, _ := t.(string)
		for _, p := range [...]string{"https://schema.org/", "http://schema.org/", "schema:"} {
			s = strings.TrimPrefix(s, p)
		}
		if s == name {
			return true
		}
	}
	return false
}

// silent are the properties that say nothing of a course, and those of people.
var silent = text.Set([]string{"@context", "@type", "@id", "url", "sameas", "image", "logo", "identifier", "mainentityofpage", "inlanguage",
	"instructor", "author", "creator", "editor", "contributor", "performer", "organizer", "employee", "review", "aggregaterating", "publisher",
	"isaccessibleforfree", "potentialaction", "contactpoint", "contactpoints", "founder", "founders", "director", "directors", "accountableperson",
	"employees", "member", "members", "alumni", "maintainer", "contact", "email", "telephone", "faxnumber"})

// isPerson reports an object or a name that is somebody's: "Mme …".
func isPerson(v any) bool {
	switch v := v.(type) {
	case object:
		return isA(v, "Person") || isA(v, "ContactPoint") || Somebody(v)
	case string:
		title, _, more := strings.Cut(strings.TrimSpace(v), " ")
		return more && civil[text.Fold(strings.TrimSuffix(title, "."))]
	}
	return false
}

var civil = text.Set([]string{"m", "mr", "mme", "mlle", "madame", "monsieur", "mademoiselle", "dr", "me", "maitre"})

func (r *reader) course(v object) Course {
	c := Course{Name: str(first(v["name"]))}
	for _, key := range keys(v) {
		x := v[key]
		switch strings.ToLower(key) {
		case "name":
		case "provider":
			for _, p := range list(x) {
				if o, ok := p.(object); ok && c.Provider == "" && !isPerson(o) {
					c.Provider = str(first(o["name"]))
				} else if s := str(p); s != "" && c.Provider == "" && !isPerson(s) {
					c.Provider = s
				}
			}
		case "offers":
			c.Price = r.price(x, &c)
		case "timerequired":
			if c.Hours = hours(str(first(x))); c.Hours == "" {
				c.left(key, str(first(x)))
			}
		case "hascourseinstance":
			for _, i := range list(x) {
				if o, ok := i.(object); ok && len(c.Sessions) < mostItems {
					r.session(o, &c)
				}
			}
		default:
			if !silent[strings.ToLower(key)] && !Nobody(key) {
				r.rest(key, x, &c, 0)
			}
		}
	}
	return c
}

// isEvent reports an Event of whatever kind.
func isEvent(v object) bool {
	return isA(v, "Event") || isA(v, "EducationEvent") || isA(v, "BusinessEvent") || isA(v, "CourseInstance")
}

// session reads a CourseInstance; one without a date is no session, and what it says is left over.
func (r *reader) session(o object, c *Course) {
	if s := instance(o); s.Start != "" && calledOff(o) {
		c.left("eventStatus", s.Start+" "+s.City+" : annulée")
	} else if s.Start != "" {
		c.Sessions = append(c.Sessions, s)
	} else {
		c.left("location", s.City)
	}
	for _, key := range [...]string{"courseMode", "courseWorkload", "courseSchedule"} {
		r.rest(key, o[key], c, 0)
	}
}

// calledOff reports an instance that its block says is not held.
func calledOff(o object) bool {
	status := strings.ToLower(str(first(o["eventStatus"])))
	return strings.HasSuffix(status, "cancelled") || strings.HasSuffix(status, "canceled")
}

// instance reads when and where something is held.
func instance(o object) Session {
	from, to := str(first(o["startDate"])), str(first(o["endDate"]))
	s := Session{Start: day(from), End: day(to)}
	if s.End != "" && len(from) > 10 && s.Start == from[:10] && len(to) >= 10 {
		s.End = to[:10] // its hours are those of a day's work, and so are its end's
	}
	for _, l := range list(o["location"]) {
		p, ok := l.(object)
		if !ok {
			s.City = str(l)
			continue
		}
		if isA(p, "VirtualLocation") {
			continue
		}
		s.City = str(first(p["name"]))
		for _, a := range list(p["address"]) {
			if at, ok := a.(object); ok {
				if town := str(first(at["addressLocality"])); town != "" {
					s.City, s.Postal = town, str(first(at["postalCode"]))
				}
			} else if s.City == "" {
				s.City = str(a)
			}
		}
	}
	return s
}

// price gives the one price in euros of the offers; other prices are left over.
func (r *reader) price(x any, c *Course) string {
	var all []string
	for _, o := range list(x) {
		v, ok := o.(object)
		if !ok {
			continue
		}
		amount, currency := str(first(v["price"])), str(first(v["priceCurrency"]))
		if amount == "" {
			for _, key := range [...]string{"lowPrice", "highPrice"} {
				if p := str(first(v[key])); p != "" {
					c.left("offers."+key, strings.TrimSpace(p+" "+currency))
				}
			}
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
		if isPerson(x) {
			return
		}
		for _, k := range keys(x) {
			if !silent[strings.ToLower(k)] && !Nobody(k) {
				r.rest(key+"."+k, x[k], c, level+1)
			}
		}
	case []any:
		for _, v := range x {
			r.rest(key, v, c, level+1)
		}
	default:
		if s := str(x); !isPerson(s) {
			c.left(key, s)
		}
	}
}

func (c *Course) left(name, words string) {
	if f := (Fact{name, words}); words != "" && len(c.Left) < mostItems && !slices.Contains(c.Left, f) {
		c.Left = append(c.Left, f)
	}
}

// keys gives the properties of an object in a fixed order.
func keys[V any](v map[string]V) []string { return slices.Sorted(maps.Keys(v)) }

// first is the first of several values.
func first(v any) any {
	if l, ok := v.([]any); ok && len(l) > 0 {
		return l[0]
	}
	return v
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

// Day gives the day of an ISO date or time, or of the thousandths of a second since 1970; "" for anything else.
func Day(s string) string {
	if len(s) == 13 && text.AllDigits(s) && (s[0] == '1' || s[0] == '2') {
		ms, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return ""
		}
		s = time.UnixMilli(ms).UTC().Format(time.RFC3339)
	}
	return day(s)
}

// day gives the day of an ISO date or time, "" for anything else. A full hour of the late evening in Greenwich is how
// programs write midnight in France or east of it: the day that begins there.
func day(s string) string {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || !text.AllDigits(s[:4]) || !text.AllDigits(s[5:7]) || !text.AllDigits(s[8:10]) {
		return ""
	}
	t, err := time.Parse(time.RFC3339, s)
	if err == nil && strings.HasSuffix(s, "Z") && t.Hour() >= 20 && t.Minute() == 0 && t.Second() == 0 {
		return t.AddDate(0, 0, 1).Format(time.DateOnly)
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
