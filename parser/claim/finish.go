package claim

import (
	"regexp"
	"slices"
	"strings"

	"carif/parser/session"
	"carif/parser/shape"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// finish puts the draft together once all pieces are read.
func (r *Reader) finish() {
	r.yieldSelected()
	r.dropOutside()
	r.dropTwins()
	r.providerByName()
	r.providerFromContact()
	r.addressFromContact()
	r.providerFromOwner()
	r.ownerDetails()
	r.updatedInChrome()
	r.yieldWeak()
	r.sectionsAtLast()
	r.sessionsAtLast()
	r.sessionsInMenus()
	r.dropMeetings()
	r.mergeSessions()
	r.applyLoose()
	r.settleLater()
	r.statedFacts()
	r.dropBare()
	r.footnotes()
	r.statedCodes()
	r.statedLevel()
	r.keepHeads()
	r.markAside()
	for _, s := range r.found {
		if s.Over.Text != "" && !s.Has(schema.FieldSessionCity) {
			s.Add(s.Over)
		}
		if s.Id != "" && !s.Has(schema.FieldSessionID) {
			s.Values = append(s.Values, schema.Value{Field: schema.FieldSessionID, Text: s.Id, Where: s.Where})
		}
		if len(s.Values) > 0 {
			r.Draft.Sessions = append(r.Draft.Sessions, schema.DraftSession{Values: s.Values, Where: s.Where})
		}
	}
}

// footnotes gives a session the note that a star behind its dates leads to: "01/09/2012 *", "* Dernières dates connues".
func (r *Reader) footnotes() {
	const longest = 200
	for i := range r.Pieces {
		p := &r.Pieces[i]
		t := r.Lay.Lines[p.Line].Text
		note, ok := strings.CutPrefix(t, "*")
		if note = strings.TrimSpace(note); !ok || len(note) < 4 || len(note) > longest || p.Claim != "chrome" && p.Claim != "unclaimed" {
			continue
		}
		for _, s := range r.found {
			starred := slices.ContainsFunc(s.Values, func(v schema.Value) bool {
				return (v.Field == schema.FieldSessionDates || v.Field == schema.FieldSessionStart || v.Field == schema.FieldSessionEnd) &&
					strings.HasSuffix(strings.TrimSpace(v.Text), "*")
			})
			if starred {
				pr := r.CollectLine(i)
				pr.Text, pr.Items = note, nil
				s.Add(r.SessionValue(schema.FieldSessionText, "", pr))
				p.Claim, p.Rule, p.Skip = "session", "footnote", false
			}
		}
	}
}

// dropMeetings takes the open days and the meetings out of the sessions: "3 mai 2027: information collective".
func (r *Reader) dropMeetings() {
	r.found = slices.DeleteFunc(r.found, func(s *session.Session) bool {
		if !s.OnlyMeeting() {
			return false
		}
		for _, v := range s.Values {
			r.looseValue(v)
		}
		return true
	})
}

// later is a value of the course that stands in one session.
type later struct {
	f     schema.Field
	label string
	pr    shape.Printed
	s     *session.Session
}

func perSession(f schema.Field) bool {
	return f == schema.FieldCentreHours || f == schema.FieldCompanyHours || f == schema.FieldWeeklyHours
}

// saysAlready reports whether the course has a value of a field that says the same.
func (r *Reader) saysAlready(f schema.Field, words string) bool {
	for _, v := range r.Draft.Get(f) {
		if text.FoldLabel(v.Text) == text.FoldLabel(words) {
			return true
		}
	}
	return false
}

// ofEach reports facts of a session that are the course's only where every session has them.
func ofEach(f schema.Field) bool {
	return f == schema.FieldEnrolmentUntil || f == schema.FieldInformationDates
}

// settleLater gives the course what all its sessions say alike, and each session what they say otherwise.
func (r *Reader) settleLater() {
	for _, s := range r.found {
		for _, v := range s.Values {
			if v.Field == schema.FieldSessionHours {
				r.later = append(r.later, later{schema.FieldDuration, v.Label, shape.Printed{Text: v.Text, Links: v.Links, Where: v.Where}, nil})
			}
		}
	}
	said := map[schema.Field]string{} // what all sessions say alike, "" once two differ
	times := map[schema.Field]int{}
	for _, l := range r.later {
		times[l.f]++
	}
	for _, l := range r.later {
		if ofEach(l.f) && times[l.f] < len(r.found) {
			said[l.f] = "" // of one of several sessions
			continue
		}
		if old, ok := said[l.f]; !ok {
			said[l.f] = text.FoldLabel(l.pr.Text)
		} else if old != text.FoldLabel(l.pr.Text) {
			said[l.f] = ""
		}
	}
	done := map[schema.Field]bool{}
	for _, l := range r.later {
		switch {
		case said[l.f] != "" && !done[l.f] && len(r.Draft.Get(l.f)) == 0:
			r.put(l.f, l.label, l.pr, nil, 0)
		case l.s != nil && !r.saysAlready(l.f, l.pr.Text):
			q := l.pr
			q.Text, q.Items = l.label+" : "+q.Text, nil
			l.s.Add(r.SessionValue(schema.FieldSessionText, l.label, q))
		}
		done[l.f] = true
	}
}

// yieldWeak turns values under weak labels into "other" where a plain label of the same field stands on the page.
func (r *Reader) yieldWeak() {
	if len(r.weak)+len(r.rowWeak) == 0 {
		return
	}
	strong := map[schema.Field]int{}
	weak := map[int]bool{}
	for _, n := range r.weak {
		if n < len(r.Draft.Values) {
			weak[n] = true
		}
	}
	row := map[int]bool{}
	for _, n := range r.rowWeak {
		row[n] = true
	}
	for n, v := range r.Draft.Values {
		if !weak[n] && !row[n] && tellsAmount(&v) {
			strong[v.Field]++
		}
	}
	taken := map[schema.Field]bool{}
	for n := range r.Draft.Values {
		v := &r.Draft.Values[n]
		if row[n] && strong[v.Field] > 0 {
			v.Field, v.Also = schema.FieldOther, nil
		}
		if !weak[n] {
			continue
		}
		if strong[v.Field] > 0 || taken[v.Field] {
			v.Field, v.Also = schema.FieldOther, nil
			if or := r.weakOr[n]; or != "" && strong[or] == 0 {
				v.Field = or
			}
			continue
		}
		taken[v.Field] = true
	}
}

// tellsAmount reports a value that tells how much, where its field asks for that: "Your fund pays" stands under a label of
// prices and leaves the number beside the title the price.
func tellsAmount(v *schema.Value) bool {
	return v.Field != schema.FieldPrice && v.Field != schema.FieldDuration || text.HasDigit(v.Text) || amount.Free(v.Text)
}

// maxJoined is the number of sessions up to which details are looked for: every one is compared with every other,
// and a page with more is a dump, whose rows have none.
const maxJoined = 2000

// rncpCode finds the number of a certification of the national list in running words: "RNCP 37275", "RNCP n° 37275".
var rncpCode = regexp.MustCompile(`(?i)\bRNCP\s*(?:n°|n|:)?\s*:?\s*(\d{3,6})\b`)

// statedCodes takes the certification's number out of words that say it by themselves, where no label names it: a badge, a
// line under the certification, a link. What must be known before and what may follow speak of other certifications.
func (r *Reader) statedCodes() {
	if len(r.Draft.Get(schema.FieldRNCP)) > 0 {
		return
	}
	said := map[string]bool{}
	take := func(t string, w schema.Where, label string) {
		if len(t) > 4000 || !strings.Contains(t, "RNCP") && !strings.Contains(t, "rncp") {
			return
		}
		for _, m := range rncpCode.FindAllStringSubmatch(t, 4) {
			if said[m[1]] {
				continue
			}
			said[m[1]] = true
			r.Draft.Values = append(r.Draft.Values, schema.Value{Field: schema.FieldRNCP, Label: label, Text: m[0], Where: w})
		}
	}
	for _, v := range r.Draft.Values {
		switch v.Field {
		case schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldFollowUp, schema.FieldSelection, schema.FieldAudience, schema.FieldProgramme:
		default:
			take(v.Text, v.Where, v.Label)
			for _, l := range v.Links {
				take(l.Text, v.Where, v.Label)
			}
		}
	}
	for _, u := range r.Draft.Unclaimed {
		take(u.Text, schema.Where{Path: u.Where}, u.Label)
	}
}

// certLevel is the level of a certification as it is printed behind its name: "…, niveau 4", "(niveau 5)".
var certLevel = regexp.MustCompile(`(?i)\bniveau\s+(?:[3-8]|I{1,3}|IV|V)\b(?: ?\([^()]{2,20}\))?`)

// statedLevel takes the level at which one leaves from the words of the certification, where no label tells it and one level
// is named.
func (r *Reader) statedLevel() {
	if len(r.Draft.Get(schema.FieldExitLevel)) > 0 {
		return
	}
	var found schema.Value
	for _, f := range [...]schema.Field{schema.FieldValidation, schema.FieldRNCP} {
		for _, v := range r.Draft.Get(f) {
			for _, m := range certLevel.FindAllString(v.Text, -1) {
				if found.Text != "" && !strings.EqualFold(found.Text, m) {
					return
				}
				found = schema.Value{Field: schema.FieldExitLevel, Label: v.Label, Text: m, Where: v.Where}
			}
		}
	}
	if found.Text != "" {
		r.Draft.Values = append(r.Draft.Values, found)
	}
}
