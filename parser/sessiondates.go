package parser

import (
	"strings"

	"carif/text"
	"carif/text/date"
)

// The parser reads no dates: package date recognises them, and what a date opens is told here.

// cutDates splits "Rouen : du 01/02/2013 au 03/04/2013 (complet)" into the dates with their words, what stands before
// them and what stands after.
func cutDates(t string) (dates, before, after string) {
	spans := date.Spans(t)
	if len(spans) == 0 {
		return t, "", ""
	}
	last := spans[len(spans)-1][1]
	after = strings.Trim(t[last:], " ,:-–;")
	if strings.HasPrefix(after, ")") || strings.Count(after, "(") != strings.Count(after, ")") {
		after = strings.Trim(after, "()")
	}
	from := 0
	pre := t[:spans[0][0]]
	sep := true
	if i := strings.LastIndexAny(pre, ":"); date.OnlyDays(text.Fold(pre)) { // "13, 14 et 15 mai 2024"
	} else if i > 0 {
		before, from = strings.Trim(pre[:i], " -:"), i+1
	} else if i := strings.LastIndex(pre, " - "); i > 0 && !digit(pre[i-1]) {
		before, from = strings.Trim(pre[:i], " -:"), i+3
	} else if n := len(date.Lead(pre)); n > 0 && n < len(pre) {
		sep = false
		before, from = strings.TrimSpace(pre[:n]), n
	}
	if after != "" && !(townLike(before) && (sep || tellsState(after))) {
		before, from = "", 0
	}
	return strings.TrimSpace(t[from:last]), placeWords(before), placeWords(after)
}

// placeWords drops the word that leads to a place: "à Rouen", "au LAMENTIN".
func placeWords(t string) string {
	t = strings.TrimPrefix(strings.TrimPrefix(t, "à "), "À ")
	if u, ok := strings.CutPrefix(t, "au "); ok && u != "" && upper(u[0]) {
		t = u
	}
	if i := strings.LastIndex(t, " à "); i > 0 && i+4 < len(t) && upper(t[i+len(" à ")]) { // "aura lieu à Perpignan (66000)"
		t = t[i+len(" à "):]
	}
	return strings.TrimSpace(t)
}

// sentence parts what is said behind the dates of a line in a sentence of its own: "du … au … . Inscriptions jusqu'au …".
func sentence(t string) (dates, more string) {
	spans := date.Spans(t)
	if len(spans) < 2 {
		return t, ""
	}
	for i := spans[0][1]; i+2 < len(t); i++ {
		if t[i] == '.' && t[i+1] == ' ' && upper(t[i+2]) {
			return t[:i], t[i+2:]
		}
	}
	return t, ""
}

// townDate reports whether a line is a town and one date: "Aubusson (23200) : avril 2014".
func townDate(t string) bool {
	town, when, ok := strings.Cut(t, " : ")
	return ok && townName(town) && date.Only(when)
}

// townName reports whether words before a date may be a town, and not what the date is of.
func townName(t string) bool {
	return townLike(t) && !otherDateWords(text.FoldLabel(t)) && !strings.Contains(t, "jusqu")
}

// entryExitText reports whether a short value says how one enters, whatever its label.
func entryExitText(t string) bool {
	f := text.FoldLabel(t)
	return len(f) < 60 && (permanent(t) || strings.Contains(f, "date fixe") || strings.Contains(f, "dates fixes"))
}

// mayBePermanent spares most lines the folding.
func mayBePermanent(t string) bool {
	for _, w := range [...]string{"ntr", "NTR", "fixe", "FIXE", "nnée", "NNÉE", "NNEE", "ermanent", "ERMANENT"} {
		if strings.Contains(t, w) {
			return true
		}
	}
	return false
}

// permanent reports whether a line says how one may enter: permanently or at fixed dates.
func permanent(t string) bool {
	if len(t) > 120 || !mayBePermanent(t) {
		return false
	}
	f := text.FoldLabel(t)
	return strings.Contains(f, "entree") && (strings.Contains(f, "permanent") || strings.Contains(f, "date fixe") || strings.Contains(f, "dates fixes")) ||
		strings.HasPrefix(f, "a date fixe") || strings.HasPrefix(f, "toute l annee") || strings.HasPrefix(f, "session permanente") ||
		strings.Contains(f, "dispositif permanent") || strings.HasPrefix(f, "atelier permanent")
}

// tellsDates reports whether a line among sessions says when one is: a period, a way to enter, or a day at its head, behind
// nothing but its weekday or the number of a group.
func tellsDates(t string) bool {
	if date.HoldsPeriod(t) || permanent(t) || townDate(t) {
		return true
	}
	spans := date.Spans(t)
	if len(t) > 160 || len(spans) == 0 || !digit(t[spans[0][0]]) || otherDateWords(text.FoldLabel(strings.TrimLeft(t, "-•* "))) {
		return false
	}
	head, _ := cutOrdinal(t[:spans[0][0]])
	for w := range strings.FieldsSeq(text.FoldLabel(head)) {
		switch w {
		case "le", "les", "du", "des", "et", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche":
		default:
			if len(w) > 2 || strings.Trim(w, "0123456789") != "" {
				return false
			}
		}
	}
	return true
}

// cutOrdinal drops the number of a group or session at the head of a line: "Groupe 2 : 8 et 9 avril 2027".
func cutOrdinal(t string) (rest string, cut bool) {
	trimmed := strings.TrimLeft(t, "-•* ")
	word, more, ok := strings.Cut(trimmed, " ")
	switch strings.TrimSuffix(text.FoldLabel(word), "s") {
	case "groupe", "session", "promotion", "promo", "cycle", "date", "stage", "rentree", "creneau":
	default:
		return t, false
	}
	more = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(more, "n°"), "N°"), " ")
	n := 0
	for n < len(more) && n < 3 && (digit(more[n]) || more[n] >= 'A' && more[n] <= 'D') {
		n++
	}
	after := strings.TrimLeft(more[n:], " ")
	if !ok || n == 0 || after != "" && !strings.ContainsAny(after[:1], ":-,(.") && !strings.HasPrefix(after, "–") {
		return t, false
	}
	return strings.TrimLeft(after, " :-–,."), true
}

// datedLines reads unlabelled lines of which most say when and where by themselves: "Du 5 janvier au 3 avril 2026 à Brest,
// il reste des places". It reports false for other lines.
func (r *reader) datedLines(i, k int) bool {
	n, all := 0, 0
	for j := i; j < k; j++ {
		t := r.text(&r.pieces[j])
		if t == "" || r.pieces[j].skip {
			continue
		}
		all++
		if len(t) < 220 && len(date.Spans(t)) >= 2 && date.HoldsPeriod(t) && !otherDates(t) && r.saysWhere(t) {
			n++
		}
	}
	if n == 0 || 2*n < all {
		return false
	}
	r.sessionRun(i, k, nil)
	return true
}

// saysWhere reports whether a town or a session's state stands before or behind the dates of a line.
func (r *reader) saysWhere(t string) bool {
	spans := date.Spans(t)
	for _, part := range [...]string{t[:spans[0][0]], t[spans[len(spans)-1][1]:]} {
		for q := range strings.FieldsFuncSeq(part, func(c rune) bool { return c == ',' || c == ':' || c == '–' || c == '.' || c == ';' }) {
			if q = placeWords(strings.TrimSpace(q)); q != "" && (r.town(q) || r.state(q)) {
				return true
			}
		}
	}
	return false
}
