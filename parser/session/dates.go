package session

import (
	"strings"

	"carif/parser/wording"
	"carif/text"
	"carif/text/date"
)

// The parser reads no dates: package date recognises them, and what a date opens is told here.

// CutDates splits "Rouen : du 01/02/2013 au 03/04/2013 (complet)" into the dates with their words, what stands before
// them and what stands after.
func CutDates(t string) (dates, before, after string) {
	spans := date.Spans(t)
	if len(spans) == 0 {
		return t, "", ""
	}
	first, last := spans[0][0], spans[len(spans)-1][1]
	if theirs := date.Stretches(t); len(theirs) > 0 && theirs[len(theirs)-1][1] >= spans[0][1] {
		first = min(first, theirs[0][0]) // "05/01 → 27/03/2026"
		last = theirs[len(theirs)-1][1]  // "du 3 au 7 mai 2027, candidater avant le 12 avril 2027"
	}
	after = strings.Trim(t[last:], " ,:-–;")
	if strings.Trim(after, " .") == "" {
		after = "" // the end of a sentence
	}
	if strings.HasPrefix(after, ")") || strings.Count(after, "(") != strings.Count(after, ")") {
		after = strings.Trim(after, "()")
	}
	from := 0
	pre := t[:first]
	sep := true
	if i := strings.LastIndexAny(pre, ":"); date.OnlyDays(text.Fold(pre)) { // "13, 14 et 15 mai 2024"
	} else if i > 0 {
		before, from = strings.Trim(pre[:i], " -:"), i+1
	} else if i, n := lastDash(pre); i > 0 && !wording.Digit(pre[i-1]) {
		before, from = strings.Trim(pre[:i], " -:–—|"), i+n
	} else if n := len(date.Lead(pre)); n > 0 && n < len(pre) {
		sep = false
		before, from = strings.TrimSpace(pre[:n]), n
	}
	if after != "" && !(wording.TownLike(before) && (sep || wording.TellsState(after))) {
		before, from = "", 0
	}
	return strings.TrimSpace(t[from:last]), PlaceWords(before), PlaceWords(after)
}

// lastDash gives where the last dash or bar between words stands, and how many bytes it has.
func lastDash(t string) (at, length int) {
	at = -1
	for _, mark := range dashes {
		if i := strings.LastIndex(t, mark); i > at {
			at, length = i, len(mark)
		}
	}
	return at, length
}

// PlaceWords drops the word that leads to a place: "à Rouen", "au LAMENTIN".
func PlaceWords(t string) string {
	t = strings.TrimPrefix(strings.TrimPrefix(t, "à "), "À ")
	if u, ok := strings.CutPrefix(t, "au "); ok && u != "" && wording.Upper(u[0]) {
		t = u
	}
	if i := strings.LastIndex(t, " à "); i > 0 && i+4 < len(t) && wording.Upper(t[i+len(" à ")]) { // "aura lieu à Perpignan (66000)"
		t = t[i+len(" à "):]
	}
	return strings.TrimSpace(t)
}

// Sentence parts what is said behind the dates of a line in a sentence of its own: "du … au … . Inscriptions jusqu'au …".
func Sentence(t string) (dates, more string) {
	spans := date.Spans(t)
	if len(spans) < 2 {
		return t, ""
	}
	for i := spans[0][1]; i+2 < len(t); i++ {
		if t[i] == '.' && t[i+1] == ' ' && wording.Upper(t[i+2]) {
			return t[:i], t[i+2:]
		}
	}
	return t, ""
}

// TownDate reports whether a line is a town and one date: "Aubusson (23200) : avril 2014", "Tours – 6 septembre 2027 (complet)".
func TownDate(t string) bool {
	for _, mark := range dashes {
		town, when, ok := strings.Cut(t, mark)
		if !ok {
			continue
		}
		for _, behind := range [...]string{" (", " – ", " - ", ", "} {
			when, _, _ = strings.Cut(when, behind)
		}
		return TownName(town) && date.Only(when)
	}
	return false
}

// dashes are what may stand between a town and its dates.
var dashes = [...]string{" : ", " – ", " - ", " — ", " | "}

// TownName reports whether words before a date may be a town, and not what the date is of.
func TownName(t string) bool {
	return wording.TownLike(t) && !otherDateWords(text.FoldLabel(t)) && !strings.Contains(t, "jusqu")
}

// EntryExitText reports whether a short value says how one enters, whatever its label.
func EntryExitText(t string) bool {
	f := text.FoldLabel(t)
	return len(f) < 60 && (wording.Permanent(t) || strings.Contains(f, "date fixe") || strings.Contains(f, "dates fixes") || strings.HasPrefix(f, "a la date prevue") || strings.HasPrefix(f, "aux dates prevues"))
}

// TellsDates reports whether a line among sessions says when one is: a period, a way to enter, or a day at its head, behind
// nothing but its weekday or the number of a group.
func TellsDates(t string) bool {
	if date.HoldsPeriod(t) || wording.Permanent(t) || TownDate(t) {
		return true
	}
	spans := date.Spans(t)
	if len(t) > 160 || len(spans) == 0 || !wording.Digit(t[spans[0][0]]) || otherDateWords(text.FoldLabel(strings.TrimLeft(t, "-•* "))) {
		return false
	}
	head, _ := wording.CutOrdinal(t[:spans[0][0]])
	for w := range strings.FieldsSeq(text.FoldLabel(head)) {
		switch w {
		case "le", "les", "du", "des", "et":
		default:
			if !date.Weekday(w) && (len(w) > 2 || strings.Trim(w, "0123456789") != "") {
				return false
			}
		}
	}
	return true
}

// Prose gives what sentences among sessions say of when: the days, each stretch of them by itself, with the sentence it
// stands in. Months and years alone are no session, and a sentence that speaks of tests, of registration or of meetings
// tells none.
func Prose(t string) (dates, sentences []string) {
	if len(t) > longestProse || len(date.Spans(t)) == 0 {
		return nil, nil
	}
	for _, sentence := range splitSentences(t) {
		for _, at := range date.Stretches(sentence) {
			if when := sentence[at[0]:at[1]]; otherIn(text.FoldLabel(sentence[:at[0]])) || !daysIn(when) {
				continue
			} else {
				dates, sentences = append(dates, when), append(sentences, sentence)
			}
		}
	}
	return dates, sentences
}

// longestProse is the longest text whose sentences are looked at for days.
const longestProse = 1500

// daysIn reports whether a stretch of dates tells days with their year.
func daysIn(when string) bool {
	p := date.ReadPeriod(when)
	return len(p.Ranges) > 0 && len(p.Partial)+len(p.Bad) == 0 && p.Precision() == date.PrecisionDay && p.Ranges[0].Start != ""
}

// otherIn reports folded words that say anywhere that a date is no session's.
func otherIn(f string) bool {
	for w := range strings.FieldsSeq(f) {
		if otherDateWords(w) || w == "jusqu" || w == "depuis" || w == "loi" || w == "arrete" || w == "decret" || w == "validite" || w == "portes" || w == "decouverte" || w == "visite" || w == "bilan" || w == "soutenance" {
			return true
		}
	}
	return false
}

// splitSentences parts a text where a sentence ends and another begins.
func splitSentences(t string) (out []string) {
	from := 0
	for i := 0; i+2 < len(t); i++ {
		if endsSentence(t, i) || t[i] == '\n' {
			out, from = append(out, t[from:i+1]), i+1
		}
	}
	return append(out, t[from:])
}

// endsSentence reports whether a sentence ends at byte i and another begins behind it.
func endsSentence(t string, i int) bool {
	return i+2 < len(t) && (t[i] == '.' || t[i] == '!' || t[i] == '?') && t[i+1] == ' ' && wording.Upper(t[i+2])
}
