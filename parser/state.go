package parser

import (
	"cmp"
	"strings"
	"unicode"

	"carif/parser/data"
	"carif/parser/lexicon"
	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/phone"
)

// embedState joins the state that the page's scripts start from: what it says of the object that bears the course's
// title. Its keys are labels, and the kind of a value decides with them.
func (r *reading) embedState(page string) {
	trees, bad := data.State(page)
	o := r.stateObject(trees)
	if bad > 0 && o == nil {
		r.unclaim("state", "a script that cannot be read")
	}
	if o == nil {
		return
	}
	r.facts = o.Facts
	printed := r.printed(false)
	left := r.stateFacts(o.Facts, printed)
	var sessions []data.Session
	under := "" // the list that sessions were found in: lists in it are parts of them
	for _, l := range o.Lists {
		if under != "" && strings.HasPrefix(l.Name, under+".") {
			continue
		}
		found := r.stateSessions(&l)
		switch {
		case len(found) > 0 && under == "":
			sessions, under = found, l.Name
		case l.Others:
		default:
			left = append(left, r.stateList(&l, printed)...)
		}
	}
	r.embedSessions("state", sessions)
	for i, f := range left {
		if i < mostLeft && worded(f.Text) && !private(f.Text) && !printed(f.Text) {
			r.unclaim("state "+f.Name, f.Text)
		}
	}
}

// stateObject finds the object of the page's course in the trees of its state; nil for none.
func (r *reading) stateObject(trees []any) *data.Object {
	if len(trees) == 0 {
		return nil
	}
	titles := r.Draft.Get(schema.FieldTitle)
	if len(titles) == 0 {
		// a page that is drawn by its scripts: what they draw it from is all there is
		title := data.TitleOf(trees, func(key string) bool { return r.stateField(key, false) != "" || r.Lx.KeyOfSessions(key) })
		if title == "" {
			return nil
		}
		r.embedText(schema.FieldTitle, "state title", title)
		titles = r.Draft.Get(schema.FieldTitle)
	}
	return data.Named(trees, titles[0].Text, r.printed(true))
}

// mostLeft is how many values of a state are listed that no field took.
const mostLeft = 60

// printed gives a question: does the page print these words, outside its furniture or anywhere?
func (r *reading) printed(content bool) func(words string) bool {
	var all []byte
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if t := r.Lay.Lines[p.Line].Text; !content || !p.Skip && p.Claim != "chrome" {
			all = append(text.AppendFoldLabel(append(all, ' '), t[p.Lfrom:p.To]), ' ')
		}
	}
	page := string(all)
	return func(words string) bool {
		for _, line := range strings.Split(words, "\n") {
			if f := text.FoldLabel(line); f != "" && !strings.Contains(page, " "+f+" ") {
				return false
			}
		}
		return true
	}
}

// stateFacts gives fields what the course's object says of them, and returns what none took.
func (r *reading) stateFacts(facts []data.Fact, printed func(string) bool) (left []data.Fact) {
	for _, f := range facts {
		field := r.stateField(f.Name, false)
		words := unit(field, f)
		if field == "" || words == "" || r.Lx.Misfit(field, words) != nil || text.FoldLabel(words) == r.title() || r.Lx.Empty[text.FoldLabel(words)] {
			left = append(left, f)
			continue
		}
		r.embedText(field, "state "+f.Name, words, alike(field)...)
	}
	return left
}

// stateField gives the field of a value by its keys: as the site's model tells, else as the lexicon does.
func (r *reading) stateField(path string, session bool) schema.Field {
	if f := r.labels[text.KeyWords(path[strings.LastIndexByte(path, '.')+1:])]; f != "" && lexicon.IsSession(f) == session {
		return f
	}
	if f := r.Model.Field(stateKey(path)); f != "" && !session {
		return f
	}
	return r.Lx.KeyField(path, session)
}

// keyLabels are a profile's labels as keys of a state are compared with them: such a key is a label too.
func keyLabels(labels map[string]string) map[string]schema.Field {
	out := make(map[string]schema.Field, len(labels))
	for label, field := range labels {
		if field != "ignore" && field != "section" {
			out[text.KeyWords(label)] = schema.Field(field)
		}
	}
	return out
}

// stateKey is the key under which a site's model knows a value of the state.
func stateKey(path string) string { return "state " + path }

// alike are the fields that say together what one says.
func alike(f schema.Field) []schema.Field {
	switch f {
	case schema.FieldProviderName:
		return []schema.Field{schema.FieldProvider}
	case schema.FieldDuration:
		return []schema.Field{schema.FieldCentreHours, schema.FieldCompanyHours}
	case schema.FieldAdmission:
		return []schema.Field{schema.FieldPrerequisites}
	}
	return nil
}

// unit writes the unit behind a bare number that its key tells; "" for a number that says nothing without one.
func unit(f schema.Field, x data.Fact) string {
	switch {
	case strings.Contains(x.Text, "{{") || strings.HasPrefix(x.Text, "-") && strings.Trim(x.Text, "-0123456789.,") == "":
		return "" // a place that was not filled, and the number that programs write for none
	case strings.Trim(x.Text, "0123456789.,") != "":
		return x.Text
	}
	key := text.KeyWords(x.Name)
	switch f {
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours, schema.FieldWeeklyHours:
		if x.Text == "0" {
			return ""
		}
		if strings.Contains(key, "heure") || strings.Contains(key, "hour") {
			return x.Text + " heures"
		}
		return ""
	case schema.FieldPrice:
		if x.Text == "0" {
			return ""
		}
		return x.Text + " EUR"
	case schema.FieldROME, schema.FieldAudience, schema.FieldEntryLevel, schema.FieldExitLevel, schema.FieldTeachingMode, schema.FieldEntryExit:
		return "" // the number of a list of the program's own
	}
	return x.Text
}

// stateSessions reads a list of objects that have a first day each as sessions.
func (r *reading) stateSessions(l *data.List) (out []data.Session) {
	named := r.Lx.KeyOfSessions(l.Name)
	if l.Others && !named {
		return nil
	}
	if over, _ := text.LastKey(l.Name); l.Inside && !r.Lx.KeyOfSessions(over) {
		return nil // another course's
	}
	for _, item := range l.Items {
		s, off, other := r.stateSession(l.Name, item, named)
		switch {
		case s.Start == "" || !named && (s.End == "" || s.City == "") || other:
			// what has a name and a time of its own is anything: a certificate, an open day, another course
		case off:
			r.unclaim("state "+l.Name, s.Start+" "+s.City+" : annulée")
		default:
			out = append(out, s)
		}
	}
	return out
}

// stateSession reads one object of a list as a session: whether it is called off, and whether it is something else by its name.
func (r *reading) stateSession(list string, item []data.Fact, named bool) (s data.Session, off, other bool) {
	for _, f := range item {
		off = off || data.CalledOff(f)
		if name := text.FoldLabel(f.Text); data.Naming(f.Name) && strings.HasPrefix(f.Name, list+".") {
			other = other || !named && name != r.title() || r.meeting(name)
		}
		switch r.stateField(f.Name, true) {
		case schema.FieldSessionStart:
			s.Start = cmp.Or(s.Start, dayOf(f.Text))
		case schema.FieldSessionEnd:
			s.End = cmp.Or(s.End, dayOf(f.Text))
		case schema.FieldSessionDates:
			if p := date.ReadPeriod(f.Text); named && s.Start == "" {
				s.Start, s.End = cmp.Or(p.Start(), dayOf(f.Text)), p.End()
			}
		case schema.FieldSessionCity:
			s.City = cmp.Or(s.City, f.Text)
		case schema.FieldSessionPostal:
			s.Postal = cmp.Or(s.Postal, f.Text)
		}
	}
	return s, off, other
}

// dayOf reads a day as programs or people write it.
func dayOf(s string) string {
	return cmp.Or(data.Day(s), date.ReadPeriod(s).Start())
}

// stateList gives a field the names of a list's objects, and returns them where the list's name tells none.
func (r *reading) stateList(l *data.List, printed func(string) bool) (left []data.Fact) {
	var lines []string
	for _, item := range l.Items {
		for _, f := range item {
			if strings.HasPrefix(f.Name, l.Name+".") && r.Lx.KeyField(f.Name, false) != "" && worded(f.Text) {
				lines = append(lines, f.Text)
				break
			}
		}
		for _, f := range item {
			if strings.HasPrefix(f.Name, l.Name+".") {
				left = append(left, f)
			}
		}
	}
	field := r.stateField(l.Name, false)
	if words := strings.Join(lines, "\n"); field != "" && words != "" && r.Lx.Misfit(field, words) == nil {
		r.embedText(field, "state "+l.Name, words, alike(field)...)
	}
	return left
}

// private reports a text with a mailbox or a telephone number: in a state it is as likely somebody's as the desk's.
func private(s string) bool {
	return strings.Contains(s, "@") || len(phone.Read("", s).Phones) > 0
}

// worded reports a text that says something to people: several words, or one that is written as people write.
func worded(s string) bool {
	if strings.Contains(s, "://") || len(s) < 3 || strings.HasPrefix(s, "/") || data.Day(s) != "" || strings.HasPrefix(s, "{") {
		return false
	}
	upper, other := false, false
	for i, c := range s {
		switch {
		case i == 0 && unicode.IsUpper(c):
			upper = true
		case c == ' ' || c >= 0x80 && unicode.IsLetter(c):
			return strings.ContainsFunc(s, unicode.IsLetter)
		case !unicode.IsLower(c):
			other = true
		}
	}
	return upper && !other
}
