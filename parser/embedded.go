package parser

import (
	"cmp"
	"strings"

	"golang.org/x/net/html"

	"carif/parser/data"
	"carif/parser/page"
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

// ownCourse gives the course of the page among the blocks: the only one, else the only one with the page's title. Others
// are courses that the page only names, and are listed.
func (r *reading) ownCourse(courses []data.Course) (own *data.Course) {
	if len(courses) == 1 {
		return &courses[0]
	}
	title, n := r.title(), 0
	for i := range courses {
		if title != "" && text.FoldLabel(courses[i].Name) == title {
			own = &courses[i]
			n++
		}
	}
	for i := range courses {
		if name := courses[i].Name; n != 1 && name != "" && i < mostListed && text.FoldLabel(name) != title {
			r.unclaim("schema.org Course", name)
		}
	}
	if n != 1 {
		return nil
	}
	return own
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
		case title != "" && len(name) > 3 && (strings.Contains(name, title) || strings.Contains(title, name)), name == "" && len(events) == 1:
			own = append(own, e.Session)
		case i < mostListed && !r.says(e.Name):
			r.unclaim("schema.org Event", strings.TrimSpace(e.Name+" "+e.Start))
		}
	}
	r.embedSessions("schema.org Event", own)
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
	case !r.says(words):
		r.unclaim(name, words)
	}
}

// says reports whether a value of the draft says some words: all of them in their order, or the same number.
func (r *reading) says(words string) bool {
	f := text.Fold(words)
	number := strings.TrimRight(words, " EURheus")
	for _, v := range r.Draft.Values {
		if strings.Contains(text.Fold(v.Text), f) || text.AllDigits(number) && strings.Contains(text.Digits(v.Text), number) {
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
		case printed == 0:
			r.Draft.Sessions = append(r.Draft.Sessions, schema.DraftSession{Where: schema.Where{Path: embedded}})
			r.fillSession(&r.Draft.Sessions[len(r.Draft.Sessions)-1], s, false)
		case printed == 1 && len(sessions) == 1:
			have := startOf(&r.Draft.Sessions[0])
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
