package amount

import (
	"strings"

	"carif/text"
)

// Hours is what a printed text says of a course's length, in hours; nil where it says nothing or has no single
// plain reading. A printed 0 means that nobody typed it in: it is nil too.
type Hours struct {
	Total, Centre, Company, Weekly *float64
	// Unclear tells that hours are printed and have no single reading ("De 20 heures à 180 heures").
	Unclear bool
	// Zero tells that only zeros are printed.
	Zero bool
	// Part tells that hours are printed and none counts the course: those of a day, of a year, a deadline's.
	Part bool
}

// role is what an amount of hours counts.
type role int

const (
	roleNone     role = iota
	roleTotal         // said to be the total
	roleCentre        // in the training centre
	roleCompany       // in a company
	roleWeekly        // a week
	roleOther         // a day, at a distance, personal work …
	roleTheory        // in the training centre, unless hours of practice stand beside
	roleLessons       // in the training centre where hours in a company stand beside, else what the label says
	rolePractice      // in the centre or in a company: nothing tells
)

// hourAmount is an amount of hours with its role.
type hourAmount struct {
	amount
	role    role
	inRange bool // one end of "de 20 heures à 180 heures" or of "9h00-12h30"
}

// ReadHours reads a printed duration. The label tells what a number counts that has no words of its own beside it
// ("Durée en centre" over "595"); without one it is the total.
func ReadHours(label, s string) Hours {
	ts := text.Tokens(s)
	var h Hours
	byLabel := roleOf(text.Fold(label))
	if byLabel == roleTheory {
		byLabel = roleCentre
	}
	if v, ok := lone(ts); ok && !HasEuro(s) {
		h.put(byLabel, v, new(bool))
		h.Zero = v == 0
		return h
	}
	if unclearAlone(ts) {
		h.Unclear = true
		return h
	}
	if company, total, ok := slashPair(ts, byLabel); ok {
		h.put(roleCompany, company, new(bool))
		h.put(roleTotal, total, new(bool))
		return h
	}
	h.fill(findHours(ts), byLabel, text.HasWord(ts, "dont"))
	if h.Unclear && strings.Contains(s, "\n") {
		if plain, ok := plainLine(label, s); ok {
			return plain
		}
	}
	return h
}

// plainLine reads the one line of a longer text that is a duration and nothing else ("680 heures"), where the
// sentences below it name more hours.
func plainLine(label, s string) (h Hours, ok bool) {
	for _, line := range strings.Split(s, "\n") {
		if line = text.Bullet(line); len(line) > 50 || line == "" || !text.IsDigit(line[0]) {
			continue
		}
		got := ReadHours(label, line)
		if got.Unclear || got.Total == nil {
			continue
		}
		if ok {
			return Hours{}, false // two such lines
		}
		h, ok = got, true
	}
	return h, ok
}

// fill sorts amounts into the four places.
func (h *Hours) fill(as []hourAmount, byLabel role, dont bool) {
	clash := [9]bool{}
	nonzero := false
	plain := 0
	// "1274 h : 434 h en centre, 840 h en office"
	if n := len(as); n > 2 && as[0].role == roleNone && sumOf(as[1:]) == as[0].value {
		as[0].role, as[0].inRange = roleTotal, false
		for k := 1; k < n; k++ {
			if a := &as[k]; a.role == roleNone || a.inRange {
				a.role, a.inRange = roleOther, false
			}
		}
	}
	for _, a := range as {
		r := a.role
		if a.inRange {
			h.Unclear = h.Unclear || r != roleOther
			continue
		}
		nonzero = nonzero || a.value != 0
		if r == roleNone {
			plain++
			r = byLabel
			if plain > 1 && dont { // "5545 heures dont 4095": the first is the whole
				r = roleOther
			}
		}
		h.put(r, a.value, &clash[r])
	}
	h.Zero = len(as) > 0 && !nonzero && !h.Unclear
	h.Part = nonzero
	if h.Unclear && h.Total != nil && plain > 0 { // a total beside a range of totals is no plain reading
		return
	}
	for r, c := range clash {
		if !c {
			continue
		}
		h.Unclear = true
		switch role(r) {
		case roleNone, roleTotal:
			h.Total = nil
		case roleCentre:
			h.Centre = nil
		case roleCompany:
			h.Company = nil
		case roleWeekly:
			h.Weekly = nil
		}
	}
}

// sumOf adds amounts up.
func sumOf(as []hourAmount) (sum float64) {
	for _, a := range as {
		sum += a.value
	}
	return sum
}

// put sets one place; a second, different amount for the same place is a clash.
func (h *Hours) put(r role, v float64, clash *bool) {
	var at **float64
	switch r {
	case roleNone, roleTotal:
		at = &h.Total
	case roleCentre:
		at = &h.Centre
	case roleCompany:
		at = &h.Company
	case roleWeekly:
		at = &h.Weekly
	default:
		return
	}
	switch {
	case v == 0:
	case *at == nil:
		*at = &v
	case **at != v:
		*clash = true
	}
}

// slashPair reads "555 / 1220 h" below a label that names the company: hours there and the total, as the one catalogue
// that writes so explains in its column's head. The first may be missing ("/ 950 h"), whatever the label, and is never
// the larger.
func slashPair(ts []text.Token, byLabel role) (company, total float64, ok bool) {
	i := 0
	if a, found := numberAt(ts, 0); found {
		if byLabel != roleCompany {
			return 0, 0, false
		}
		company, i = a.value, a.to
		if hourUnit(text.At(ts, i).Word) {
			i++
		}
	}
	if text.At(ts, i).Mark != '/' {
		return 0, 0, false
	}
	b, found := numberAt(ts, i+1)
	if !found || b.odd || b.value <= company || !hourUnit(text.At(ts, b.to).Word) || b.to+1 != len(ts) {
		return 0, 0, false
	}
	return company, b.value, true
}

func hourUnit(w string) bool {
	switch w {
	case "h", "heure", "heures", "hr", "hrs":
		return true
	}
	return false
}

// findHours finds the amounts of hours of a text and what each counts.
func findHours(ts []text.Token) []hourAmount {
	var as []hourAmount
	for i := 0; i < len(ts); i++ {
		a, ok := numberAt(ts, i)
		if !ok {
			continue
		}
		unit := text.At(ts, a.to)
		end := a.to
		switch {
		case hourUnit(unit.Word):
			var minutes float64
			minutes, end = minutesAt(ts, end+1)
			a.value += minutes
		case !otherUnit(unit.Word) && unitBefore(ts, i):
			// "dont 4095 en entreprise", "En centre : 595", "Nombre d'heures : 420"
		default:
			i = a.to - 1
			continue
		}
		a.to = end
		as = append(as, hourAmount{amount: a, role: roleAt(ts, a), inRange: a.odd})
		i = end - 1
	}
	for i := 1; i < len(as); i++ {
		if between(ts, as[i-1].amount, as[i].amount) {
			as[i-1].inRange, as[i].inRange = true, true
		}
	}
	markOpenRanges(ts, as)
	markParts(ts, as)
	markClocks(ts, as)
	return as
}

// unitBefore reports whether the words before a bare number say that it counts hours.
func unitBefore(ts []text.Token, i int) bool {
	prev := text.At(ts, i-1)
	if prev.Word == "dont" || prev.Mark == ':' && roleBefore(ts, i) != roleNone {
		return true
	}
	if prev.Mark != ':' && prev.Mark != ')' {
		return false
	}
	for j := i - 2; j >= 0 && j >= i-6 && ts[j].Line == ts[i].Line; j-- {
		if hourUnit(ts[j].Word) {
			return text.At(ts, j-1).Num == "" // "7 heures : 420" names another amount
		}
	}
	return false
}

// markOpenRanges finds ranges whose first number has no unit of its own: "200 à 300 heures", "entre 20 et 30 h".
func markOpenRanges(ts []text.Token, as []hourAmount) {
	for k := range as {
		i := as[k].from
		link := text.At(ts, i-1)
		if bounded(ts, i) || boundAfter(ts, as[k].to) || choice(ts, as[k].to) {
			as[k].inRange = true
		}
		if (link.Word == "a" || link.Word == "et" || link.Mark == '-') && text.At(ts, i-2).Num != "" {
			if link.Word != "et" || text.HasWord(ts[:i], "entre") {
				as[k].inRange = true
			}
		}
	}
}

// between reports whether two amounts are the ends of a range: only "à", "et" after "entre", or a dash between.
func between(ts []text.Token, a, b amount) bool {
	switch b.from - a.to {
	case 1:
		t := ts[a.to]
		return t.Word == "a" || t.Mark == '-' && !hasColon(ts, b) || t.Word == "et" && text.HasWord(ts[:a.from], "entre")
	}
	return false
}

func hasColon(ts []text.Token, a amount) bool { return text.At(ts, a.from-1).Mark == ':' }

// roleAt tells what an amount counts: by the label before its colon, else by the words after it, else by the
// words before it.
func roleAt(ts []text.Token, a amount) role {
	if r := roleBefore(ts, a.from); text.At(ts, a.from-1).Mark == ':' && r != roleNone {
		return r
	}
	if r := roleOfPart(ts, a); r != roleNone {
		return r
	}
	after := ""
	for i := a.to; i < len(ts) && i < a.to+8; i++ {
		t := ts[i]
		if t.Mark == ':' { // "1064 heures (Centre : 504 h": the words lead to the next amount
			after = ""
			break
		}
		if t.Line != ts[a.from].Line || t.Num != "" || t.Mark == ';' || t.Mark == ',' || t.Mark == ')' || t.Mark == '+' ||
			t.Word == "et" || t.Word == "dont" {
			break
		}
		if t.Mark == '/' {
			if w := text.At(ts, i+1).Word; !otherUnit(w) && !hourUnit(w) { // "420 h / En entreprise 140 h"
				break
			}
			after += " par"
			continue
		}
		if t.Mark == '-' && t.Gap {
			break
		}
		after += " " + t.Word
	}
	if r := roleOf(after); r != roleNone {
		return r
	}
	return roleBefore(ts, a.from)
}

// roleOfPart reads "8 semaines de 35 heures", "10 jours de 7 h", "4 x 3 h", "3 h x 4": the amount is for each part; and
// "24h/24", "sous 48 h", which count no course.
func roleOfPart(ts []text.Token, a amount) role {
	i := a.from
	link, unit := text.At(ts, i-1), text.At(ts, i-2).Word
	if link.Mark == '\'' || link.Mark == '’' { // "12 séances d'1h30"
		link, unit = text.At(ts, i-2), text.At(ts, i-3).Word
	}
	next, number := text.At(ts, a.to), text.At(ts, a.to+1).Num
	switch {
	case times(link), times(next) && number != "":
		return roleOther
	case (next.Mark == '/' || next.Word == "sur") && (number == "24" || number == "7") &&
		!hourUnit(text.At(ts, a.to+2).Word):
		return roleOther
	case link.Word == "sous", link.Word == "les" && unit == "dans", next.Word == "avant":
		return roleOther
	case (link.Word == "de" || link.Word == "a") && text.HasStem(unit, "semaine"):
		return roleWeekly
	case (link.Word == "de" || link.Word == "d") && otherUnit(unit):
		return roleOther
	}
	return roleNone
}

// roleBefore reads the words in front of token i, back to the last mark or number.
func roleBefore(ts []text.Token, i int) role {
	words := ""
	j := i - 1
	if text.At(ts, j).Mark == ':' {
		j--
	}
	for n := 0; j >= 0 && n < 6; j, n = j-1, n+1 {
		t := ts[j]
		if t.Word == "" || hourUnit(t.Word) || t.Line != text.At(ts, i).Line {
			break
		}
		words = t.Word + " " + words
	}
	return roleOf(words)
}

// otherUnit tells units that are not hours.
func otherUnit(w string) bool {
	switch w {
	case "seance", "seances", "module", "modules", "euro", "euros", "place", "places":
		return true
	}
	return timeUnit(w)
}

// timeUnit tells units of time longer than hours.
func timeUnit(w string) bool {
	switch w {
	case "jour", "jours", "j", "semaine", "semaines", "sem", "mois", "an", "ans", "annee", "annees":
		return true
	}
	return false
}
