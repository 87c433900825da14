package session

import (
	"regexp"
	"strings"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// OtherDates reports a dated line that says of what: of tests, of registration, of meetings, and so of no session.
func OtherDates(t string) bool {
	if !date.HoldsPeriod(t) {
		return false
	}
	f := text.FoldLabel(strings.TrimLeft(t, "-•* "))
	return otherDateWords(f) || meetsOnly(t, f)
}

// meetings are words for days on which one hears of courses and takes none.
var meetings = regexp.MustCompile(`\b(portes? ouvertes?|jpo|(reunions?|seances?) (collectives? )?d informations?|reunions? d accueil|informations? collectives?)\b`)

// OnlyMeeting reports a session of which nothing but a day and a place is told and that its own words call an open day or a
// meeting.
func (s *Session) OnlyMeeting() bool {
	said := text.FoldLabel(strings.TrimLeft(s.Get(schema.FieldSessionText), "-•* "))
	at := meetings.FindStringIndex(said)
	if at == nil || at[0] > len("journee de ") || len(said) > 120 || text.HasDigit(said) { // a meeting with a day of its own is not the session's
		return false
	}
	for _, v := range s.Values {
		switch v.Field {
		case schema.FieldSessionText, schema.FieldSessionCity:
		case schema.FieldSessionDates, schema.FieldSessionStart:
			if p := date.ReadPeriod(v.Text); len(p.Ranges) != 1 || p.Ranges[0].End != "" && p.Ranges[0].End != p.Ranges[0].Start {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// meetsOnly reports a line whose only day is an open day's or a meeting's: "Le 3 mai 2027, réunion d'information". A line that
// tells a session first, or a day of its own beside the meeting's, is the session's.
func meetsOnly(t, f string) bool {
	return len(t) < 200 && !strings.HasPrefix(f, "session") && !strings.HasPrefix(f, "formation") && meetings.MatchString(f) && len(date.Spans(t)) < 2
}

// OtherDays reports a heading over days that are no session's: "Journées portes ouvertes", "Inscriptions", "Actualités".
func OtherDays(heading string) bool {
	f := text.FoldLabel(heading)
	return otherDateWords(f) || meetings.MatchString(f) || notSessions.MatchString(f)
}

// notSessions are words of headings over news, and over what others say of the course.
var notSessions = regexp.MustCompile(`\b(actualites?|actus?|news|agenda|evenements?|temoignages?|avis|histoire|depuis|equipe|formateurs?|intervenants?|resultats?|chiffres?|agrements?|certification|rncp|vacances|fermeture)\b`)

// otherDateWords reports folded words that say a date is of tests, of registration, of meetings.
func otherDateWords(f string) bool {
	for _, w := range [...]string{"epreuve", "concours", "inscription", "preinscription", "pre inscription", "retrait", "retour", "depot", "reunion", "information",
		"oral ", "oraux", "ecrit", "examen", "soutenance", "jury", "test", "selection", "cloture", "date limite", "limite", "resultat", "admissib", "candidature", "dossier",
		"fin des inscriptions", "ouverture des inscriptions"} {
		if strings.HasPrefix(f, w) {
			return true
		}
	}
	return false
}

// OnePeriod reports a line that tells one whole period: "du 4 au 8 mai 2027", "du 04/05/2027 au 08/05/2027".
func OnePeriod(t string) bool {
	if len(t) > 200 || !date.HoldsPeriod(t) {
		return false
	}
	switch len(date.Spans(t)) {
	case 1:
		return true
	case 2:
		p := date.ReadPeriod(t)
		return len(p.Ranges) == 1 && len(p.Partial)+len(p.Bad) == 0 && p.Ranges[0].Start != "" && p.Ranges[0].End != ""
	}
	return false
}

// EachPeriod parts a line that tells several periods, each whole by itself and with what is said of it: "du 9 au 11 février
// 2026 (complet), du 13 au 15 avril 2026". It is nil for one period, and for lists that lend each other their year.
func EachPeriod(t string) []string {
	if len(t) > 600 || len(date.Spans(t)) < 2 {
		return nil
	}
	var out []string
	from := 0
	for i := 0; i < len(t); i++ {
		n := 0
		switch {
		case t[i] == ';' || t[i] == ',' || t[i] == '\n':
			n = 1
		case endsSentence(t, i):
			n = 1
		case strings.HasPrefix(t[i:], " puis "), strings.HasPrefix(t[i:], " et du "), strings.HasPrefix(t[i:], " ou du "), strings.HasPrefix(t[i:], " ou le "):
			n = strings.IndexByte(t[i+1:], ' ') + 1
		}
		if n == 0 || !whole(t[from:i]) || !whole(t[i+n:]) {
			continue
		}
		out = append(out, strings.TrimSpace(t[from:i]))
		from = i + n
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, strings.TrimSpace(t[from:]))
}

// whole reports whether a text tells when a session is without another's year.
func whole(t string) bool {
	p := date.ReadPeriod(t)
	if len(p.Ranges) == 0 || len(p.Partial)+len(p.Bad) > 0 || p.Ranges[0].Start == "" {
		return false
	}
	first, more, _ := strings.Cut(text.FoldLabel(t), " ")
	if first == "a" && more != "" && wording.Digit(more[0]) {
		return false
	}
	switch first {
	case "au", "jusqu", "sortie", "fin":
		return false // the end of the period before
	}
	return !OtherDates(strings.TrimSpace(t))
}

// StateAfter gives where words that tell a session's state follow its last date, 0 when none do.
func StateAfter(t string) int {
	spans := date.Spans(t)
	if len(spans) == 0 {
		return 0
	}
	at := spans[len(spans)-1][1]
	if wording.TellsState(t[at:]) {
		return at
	}
	return 0
}

// Lacks reports whether a sentence says more than the values taken out of it: "Le stage a lieu à Sète, de février à avril".
func (s *Session) Lacks(sentence string, from int) bool {
	if len(sentence) > 300 {
		return false
	}
	var said strings.Builder
	for _, v := range s.Values[min(from, len(s.Values)):] {
		said.WriteString(" " + text.FoldLabel(v.Text))
	}
	said.WriteByte(' ')
	lacking := 0
	for w := range strings.FieldsSeq(text.FoldLabel(sentence)) {
		if len(w) > 2 && w != "session" && w != "sessions" && !strings.Contains(said.String(), " "+w+" ") {
			lacking++
		}
	}
	return lacking > 1 && s.Dated()
}

// Exact takes a month for words where days are told after it: "rentrée de janvier 2014" over "Du 6 janvier 2014 au …".
func (s *Session) Exact(dates string) {
	spans := date.Spans(dates)
	if len(spans) < 2 && (len(spans) == 0 || !wording.Digit(dates[spans[0][0]])) {
		return
	}
	for n := range s.Values {
		v := &s.Values[n]
		if v.Field == schema.FieldSessionDates && len(date.Spans(v.Text)) == 1 && !wording.Digit(v.Text[date.Spans(v.Text)[0][0]]) {
			v.Field = schema.FieldSessionText
		}
	}
}

// OpenOrShut reports a cell that says whether one may still come, whatever its head is called.
func OpenOrShut(f string) bool {
	switch f {
	case "ouvert", "ouverte", "ferme", "fermee", "clos", "close", "complet", "complete":
		return true
	}
	return wording.StateText(f)
}

// EntryWords gives where "Entrée / sortie à date fixe" begins in t, len(t) when it does not stand there.
func EntryWords(t string) int {
	for _, w := range [...]string{"Entrée", "entrée", "Entrées", "ENTREE", "Entree"} {
		if i := strings.Index(t, w); i >= 0 && wording.Permanent(t[i:]) {
			return i
		}
	}
	return len(t)
}
