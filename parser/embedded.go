package parser

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"carif/parser/data"
	"carif/parser/page"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// embedded is the place of what a page says to machines only.
const embedded = "embedded"

// embed joins what a page says to machines to what it prints. Printed words count for texts, dates for machines count for
// dates, and where the two differ it is an issue; what is not used is listed.
func (r *reading) embed(doc *page.Doc) {
	var root *html.Node
	if doc.DOM != nil && len(doc.DOM.Nodes) > 0 {
		root = doc.DOM.Nodes[0]
	}
	found := data.Read(doc.Text, root)
	if found.Bad > 0 {
		r.unclaim("application/ld+json", "a block that cannot be read")
	}
	if c := r.ownCourse(found.Courses); c != nil {
		r.TellEmbedded()
		r.embedText(schema.FieldTitle, "schema.org name", c.Name)
		r.embedText(schema.FieldProviderName, "schema.org provider", c.Provider, schema.FieldProvider)
		r.embedText(schema.FieldPrice, "schema.org price", c.Price)
		r.embedText(schema.FieldDuration, "schema.org timeRequired", c.Hours, schema.FieldCentreHours, schema.FieldCompanyHours)
		r.embedSessions("schema.org hasCourseInstance", c.Sessions)
		for _, f := range c.Left {
			if !r.says(f.Text) {
				r.unclaim("schema.org "+f.Name, f.Text)
			}
		}
	}
	r.embedEvents(found.Events)
	r.embedState(doc.Text)
}

// ownCourse gives the course of the page among the blocks: the only one, where its name and the page's title have a word
// in common, else those with the page's title, which say the same course twice. Others are courses that the page only
// names, and are listed.
func (r *reading) ownCourse(courses []data.Course) (own *data.Course) {
	title := r.title()
	if len(courses) == 1 && (title == "" || courses[0].Name == "" || shareWord(title, courses[0].Name)) {
		return &courses[0]
	}
	for i := range courses {
		switch c := &courses[i]; {
		case title == "" || text.FoldLabel(c.Name) != title:
		case own == nil:
			own = c
		default:
			r.merge(own, c)
		}
	}
	for i := range courses {
		if name := courses[i].Name; own == nil && name != "" && i < mostListed {
			r.unclaim("schema.org Course", name)
		}
	}
	return own
}

// merge adds to a course what another block says of it: microdata often repeats the JSON-LD block, and says more.
func (r *reading) merge(to, from *data.Course) {
	for _, x := range [...]struct {
		name string
		to   *string
		from string
	}{{"provider", &to.Provider, from.Provider}, {"price", &to.Price, from.Price}, {"timeRequired", &to.Hours, from.Hours}} {
		if *x.to == "" {
			*x.to = x.from
		} else if x.from != "" && x.from != *x.to {
			to.Left = append(to.Left, data.Fact{Name: x.name, Text: x.from})
		}
	}
	had := len(to.Sessions)
	for _, s := range from.Sessions {
		if !slices.ContainsFunc(to.Sessions[:had], func(o data.Session) bool {
			return o.Start == s.Start && (o.City == s.City || o.City == "" || s.City == "")
		}) {
			to.Sessions = append(to.Sessions, s)
		}
	}
	for _, f := range from.Left {
		if !slices.Contains(to.Left, f) {
			to.Left = append(to.Left, f)
		}
	}
}

// shareWord reports two names that have a word in common, or the beginning of one: an article is none.
func shareWord(a, b string) bool {
	for _, v := range strings.Fields(wording.LabelKey(a)) {
		for _, w := range strings.Fields(wording.LabelKey(b)) {
			n := min(len(v), len(w))
			if v == w && n > 2 || n >= 4 && v[:min(n, 6)] == w[:min(n, 6)] {
				return true
			}
		}
	}
	return false
}

// mostListed is how many blocks of a kind are listed that nothing took.
const mostListed = 20

// title is the folded title of the draft.
func (r *reading) title() string {
	if v := r.Draft.Get(schema.FieldTitle); len(v) > 0 {
		return text.FoldLabel(v[0].Text)
	}
	return ""
}

// embedEvents reads events that bear the course's name as its sessions, and lists the others.
func (r *reading) embedEvents(events []data.Event) {
	var own []data.Session
	title := r.title()
	for i, e := range events {
		name := text.FoldLabel(e.Name)
		switch {
		case title != "" && !r.meeting(name) && (strings.Contains(name, title) || strings.Contains(title, name) && 2*len(name) > len(title)):
			own = append(own, e.Session)
		case i < mostListed && !r.says(e.Name):
			r.unclaim("schema.org Event", strings.TrimSpace(e.Name+" "+e.Start))
		}
	}
	r.embedSessions("schema.org Event", own)
}

// meeting reports the name of what is held about courses and is none: an open day, a meeting that informs.
func (r *reading) meeting(name string) bool {
	return r.Lx.OtherDates(name) && !r.Lx.OtherDates(r.title())
}

// embedText gives a field that nothing printed tells its embedded words; words that say something else are listed.
func (r *reading) embedText(f schema.Field, name, words string, also ...schema.Field) {
	if words == "" {
		return
	}
	printed := len(r.Draft.Get(f)) > 0
	for _, a := range also {
		printed = printed || len(r.Draft.Get(a)) > 0
	}
	switch {
	case !printed:
		r.Suggest(f)
		r.Draft.Values = append(r.Draft.Values, schema.Value{Field: f, Text: words, Where: schema.Where{Path: embedded}})
	case !r.says(words) && !private(words):
		r.unclaim(name, words)
		if f == schema.FieldPrice || f == schema.FieldDuration {
			r.Draft.Issues = append(r.Draft.Issues, schema.Issue{Code: schema.IssueConflict, Field: f, Raw: words + " embedded", Where: embedded})
		}
	}
}

// says reports whether a value of the draft says some words: all of them in their order, or the same number.
func (r *reading) says(words string) bool {
	f := text.Fold(words)
	number := strings.TrimRight(words, " EURheus")
	for _, v := range r.Draft.Values {
		if number != "" && text.AllDigits(number) {
			if hasNumber(v.Text, number) {
				return true
			}
		} else if strings.Contains(text.Fold(v.Text), f) {
			return true
		}
	}
	for _, s := range r.Draft.Sessions {
		for _, v := range s.Values {
			if strings.Contains(text.Fold(v.Text), f) {
				return true
			}
		}
	}
	return false
}

// hasNumber reports whether a text says a whole number, with or without what parts its thousands: "1 490,00 €" says 1490.
func hasNumber(words, number string) bool {
	run := []byte{}
	said := func() bool {
		ok := string(run) == number
		run = run[:0]
		return ok
	}
	for i, c := range words {
		_, n := utf8.DecodeRuneInString(words[i:])
		next, _ := utf8.DecodeRuneInString(words[i+n:])
		switch {
		case c >= '0' && c <= '9':
			run = append(run, byte(c))
		case len(run) > 0 && (c == ' ' || c == '.' || c == '\u00a0' || c == '\u202f' || c == '\u2009') && next >= '0' && next <= '9' && thousand(words[i:]):
		default:
			if said() {
				return true
			}
		}
	}
	return said()
}

// thousand reports a mark that three digits and no fourth follow.
func thousand(s string) bool {
	_, n := utf8.DecodeRuneInString(s)
	s = s[n:]
	return len(s) >= 3 && text.AllDigits(s[:3]) && (len(s) == 3 || s[3] < '0' || s[3] > '9')
}

func (r *reading) unclaim(label, words string) {
	r.Draft.Unclaimed = append(r.Draft.Unclaimed, schema.Unclaimed{Label: label, Text: words, Where: embedded})
}

// embedSessions joins embedded sessions to the printed ones: by their first day, or the only one to the only one.
func (r *reading) embedSessions(from string, sessions []data.Session) {
	printed := len(r.Draft.Sessions)
	for _, s := range sessions {
		at := -1
		for i := range r.Draft.Sessions[:printed] {
			if startOf(&r.Draft.Sessions[i]) == s.Start {
				at = i
				break
			}
		}
		switch {
		case at >= 0:
			r.fillSession(&r.Draft.Sessions[at], s, false)
		case printed == 0 && s.Start == "" && s.End == "": // a place alone tells no session
			r.unclaim(from, s.City)
		case printed == 0:
			r.Draft.Sessions = append(r.Draft.Sessions, schema.DraftSession{Where: schema.Where{Path: embedded}})
			r.fillSession(&r.Draft.Sessions[len(r.Draft.Sessions)-1], s, false)
		case printed == 1 && len(sessions) == 1:
			have := startOf(&r.Draft.Sessions[0])
			if have != "" && farApart(have, s.Start) {
				r.Draft.Issues = append(r.Draft.Issues, schema.Issue{Code: schema.IssueConflict, Field: schema.FieldSessions,
					Raw: s.Start + " is no printed session", Where: embedded})
				r.unclaim(from, strings.TrimSpace(s.Start+" "+s.End+" "+s.City))
				break
			}
			if have != "" {
				r.Draft.Issues = append(r.Draft.Issues, schema.Issue{Code: schema.IssueConflict, Field: schema.FieldSessionStart,
					Raw: have + " printed, " + s.Start + " embedded", Where: embedded})
			}
			r.fillSession(&r.Draft.Sessions[0], s, have != "")
		default:
			words := strings.TrimSpace(s.Start + " " + s.End + " " + s.City)
			r.Draft.Issues = append(r.Draft.Issues, schema.Issue{Code: schema.IssueConflict, Field: schema.FieldSessions,
				Raw: words + " is no printed session", Where: embedded})
			r.unclaim(from, words)
		}
	}
}

// farApart reports two days that are not two ways to tell one session's: one block was forgotten when the page was renewed.
func farApart(a, b string) bool {
	x, err1 := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	return err1 == nil && err2 == nil && x.Sub(y).Abs() > 120*24*time.Hour
}

// fillSession gives a session what it lacks of an embedded one; dates that differ are replaced where over says so.
func (r *reading) fillSession(to *schema.DraftSession, s data.Session, over bool) {
	if over {
		for i := range to.Values {
			switch v := &to.Values[i]; v.Field {
			case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd:
				v.Field = schema.FieldSessionText
			}
		}
	}
	add := func(f schema.Field, words string) {
		if words != "" {
			to.Values = append(to.Values, schema.Value{Field: f, Text: words, Where: schema.Where{Path: embedded}})
		}
	}
	start, end := periodOf(to)
	if start == "" {
		add(schema.FieldSessionStart, s.Start)
	}
	if end == "" {
		add(schema.FieldSessionEnd, s.End)
	} else if s.End != "" && s.End != end && !over {
		r.Draft.Issues = append(r.Draft.Issues, schema.Issue{Code: schema.IssueConflict, Field: schema.FieldSessionEnd,
			Raw: end + " printed, " + s.End + " embedded", Where: embedded})
	}
	if !has(to, schema.FieldSessionCity) && s.City != "" {
		if r.MaybeTown(s.City) {
			add(schema.FieldSessionCity, strings.TrimSpace(s.Postal+" "+s.City))
		} else {
			add(schema.FieldSessionText, s.City)
		}
	}
}

func has(s *schema.DraftSession, f schema.Field) bool {
	for _, v := range s.Values {
		if v.Field == f {
			return true
		}
	}
	return false
}

// startOf is the first day of a printed session, "" where none is whole.
func startOf(s *schema.DraftSession) string {
	start, _ := periodOf(s)
	return start
}

// periodOf reads the days a printed session begins and ends.
func periodOf(s *schema.DraftSession) (start, end string) {
	for _, v := range s.Values {
		switch v.Field {
		case schema.FieldSessionStart:
			start = cmp.Or(start, date.ReadPeriod(v.Text).Start())
		case schema.FieldSessionEnd:
			end = cmp.Or(end, date.ReadPeriod(v.Text).End(), date.ReadPeriod(v.Text).Start())
		case schema.FieldSessionDates:
			p := date.ReadPeriod(v.Text)
			start, end = cmp.Or(start, p.Start()), cmp.Or(end, p.End())
		}
	}
	return start, end
}
