package parser

import (
	"strings"

	"carif/text"
)

// The parser reads no dates: it only recognises where some stand, to know that a line opens a session.

// dateAt gives the length of a date at the start of s: 12/09/2013, 12-09-13, 3 septembre 2012, septembre 2013.
func dateAt(s string) int {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	if n == 1 || n == 2 {
		m := n
		if strings.HasPrefix(s[m:], "er ") {
			m += 2
		}
		if m < len(s) && (s[m] == '/' || s[m] == '-' || s[m] == '.') {
			j := m + 1
			k := j
			for k < len(s) && digit(s[k]) {
				k++
			}
			if k-j >= 1 && k-j <= 2 && k < len(s) && s[k] == s[m] {
				e := k + 1
				for e < len(s) && digit(s[e]) {
					e++
				}
				if e-k-1 == 2 || e-k-1 == 4 {
					return e
				}
			}
			return 0
		}
		if m < len(s) && s[m] == ' ' {
			if k := monthAt(s[m+1:]); k > 0 {
				return m + 1 + k + yearAt(s[m+1+k:])
			}
		}
		return 0
	}
	if n == 4 && len(s) >= 10 && s[4] == '-' && digit(s[5]) && s[7] == '-' && digit(s[8]) {
		return 10
	}
	if n == 0 {
		if k := monthAt(s); k > 0 {
			if y := yearAt(s[k:]); y > 0 {
				return k + y
			}
			if day, year, ok := strings.Cut(s[k:min(len(s), k+10)], ","); ok && len(day) >= 2 && len(day) <= 3 && digit(day[1]) && yearAt(year) > 0 { // octobre 3, 2016
				return k + len(day) + 1 + yearAt(year)
			}
		}
	}
	return 0
}

func yearAt(s string) int {
	if len(s) >= 5 && s[0] == ' ' && digit(s[1]) && digit(s[2]) && digit(s[3]) && digit(s[4]) {
		return 5
	}
	return 0
}

var months = [...]string{"janvier", "février", "fevrier", "mars", "avril", "mai", "juin", "juillet", "août", "aout", "septembre", "octobre", "novembre", "décembre", "decembre",
	"janv.", "févr.", "fév.", "avr.", "juil.", "sept.", "oct.", "nov.", "déc.", "JANVIER", "FÉVRIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "AOÛT", "SEPTEMBRE", "OCTOBRE", "NOVEMBRE", "DECEMBRE", "DÉCEMBRE",
	"Janvier", "Février", "Fevrier", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Aout", "Septembre", "Octobre", "Novembre", "Décembre", "Decembre"}

func monthAt(s string) int {
	if s == "" {
		return 0
	}
	switch s[0] | 0x20 {
	case 'j', 'f', 'm', 'a', 's', 'o', 'n', 'd':
	default:
		return 0
	}
	for _, m := range months {
		if m[0] == s[0] && strings.HasPrefix(s, m) { // the first byte alone rules nearly all out
			return len(m)
		}
	}
	return 0
}

// dateSpans gives where dates stand in s.
func dateSpans(s string) [][2]int {
	var out [][2]int
	for i := 0; i < len(s); i++ {
		if i > 0 && (digit(s[i-1]) || s[i-1] == '/') || !digit(s[i]) && (i > 0 && s[i-1] != ' ' && s[i-1] != '\'' && s[i-1] != '(') {
			continue
		}
		if n := dateAt(s[i:]); n > 0 {
			out = append(out, [2]int{i, i + n})
			i += n - 1
		}
	}
	return out
}

// dateRange reports whether a line says when a session runs: two dates joined, or one after "du", "à partir du" ….
func dateRange(t string) bool {
	if len(t) > 200 || !strings.ContainsAny(t, "0123456789") {
		return false
	}
	spans := dateSpans(t)
	if len(spans) >= 2 {
		gap := strings.ToLower(strings.TrimSpace(t[spans[0][1]:spans[1][0]]))
		return len(gap) <= 30
	}
	if len(spans) != 1 {
		return false
	}
	before := text.FoldLabel(t[:spans[0][0]])
	if before != "" && len(t) < 90 && days(before) { // "4 - 8 novembre 2013", "les 13, 14 et 15 mai 2024"
		return true
	}
	if w := strings.Fields(before); len(w) >= 3 && (w[len(w)-1] == "au" || w[len(w)-1] == "a") && len(t) < 120 { // "du 18 au 20 novembre 2013"
		for n := len(w) - 2; n >= 0 && n >= len(w)-4; n-- {
			if (w[n] == "du" || w[n] == "de" || w[n] == "d") && n+1 < len(w) && (digit(w[n+1][0]) || monthAt(w[n+1]) > 0) {
				return true
			}
		}
	}
	for _, w := range [...]string{"du", "le", "a partir", "a partir du", "a partir de", "des le", "debut", "debut le", "rentree", "de", "session du", "d", "date de debut"} {
		if before == w || strings.HasSuffix(before, " "+w) && len(before) < 40 {
			return len(t) < 60
		}
	}
	return before == "" && len(t)-spans[0][1] < 3
}

// days reports whether folded words are days of a month and what joins them.
func days(f string) bool {
	n := 0
	for w := range strings.SplitSeq(f, " ") {
		switch w {
		case "et", "au", "a", "les", "le", "du", "de":
			continue
		}
		if len(w) > 2 || strings.Trim(w, "0123456789") != "" {
			return false
		}
		n++
	}
	return n > 0
}

// cutDates splits "Rouen : du 01/02/2013 au 03/04/2013 (complet)" into the dates with their words, what stands before
// them and what stands after.
func cutDates(t string) (dates, before, after string) {
	spans := dateSpans(t)
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
	if i := strings.LastIndexAny(pre, ":"); days(text.FoldLabel(pre)) { // "13, 14 et 15 mai 2024"
	} else if i > 0 {
		before, from = strings.Trim(pre[:i], " -:"), i+1
	} else if i := strings.LastIndex(pre, " - "); i > 0 && !digit(pre[i-1]) {
		before, from = strings.Trim(pre[:i], " -:"), i+3
	} else if n := len(beforeDates(pre)); n > 0 && n < len(pre) {
		sep = false
		before, from = strings.TrimSpace(pre[:n]), n
	}
	if after != "" && !(townLike(before) && (sep || stateText(text.FoldLabel(after)) || stateLine(after))) {
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
	spans := dateSpans(t)
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

// oneDate reports whether a text is one date and nothing else: "avril 2014".
func oneDate(t string) bool {
	if len(t) > 30 {
		return false
	}
	spans := dateSpans(t)
	return len(spans) == 1 && strings.Trim(t[:spans[0][0]]+t[spans[0][1]:], " .") == ""
}

// townDate reports whether a line is a town and one date: "Aubusson (23200) : avril 2014".
func townDate(t string) bool {
	town, date, ok := strings.Cut(t, " : ")
	return ok && townName(town) && oneDate(date)
}

// townName reports whether words before a date may be a town, and not what the date is of.
func townName(t string) bool {
	return townLike(t) && !otherDateWords(text.FoldLabel(t)) && !strings.Contains(t, "jusqu")
}

// beforeDates gives what stands before the words that lead to a date: "LA ROCHELLE" of "LA ROCHELLE du ".
func beforeDates(s string) string {
	for {
		t := strings.TrimRight(s, " ,:")
		cut := false
		for _, w := range [...]string{"du", "de", "le", "à partir", "A partir", "à partir du", "Du", "De", "Le", "session", "Session", "d'", "D'", "dès", "début",
			"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"} {
			if t == w {
				return ""
			}
			if u, ok := strings.CutSuffix(t, " "+w); ok {
				t, cut = u, true
			}
		}
		if u, ok := strings.CutSuffix(t, " au"); ok { // "du 18 au " and "de septembre à "
			t, cut = u, true
		} else if u, ok := strings.CutSuffix(t, " à"); ok {
			t, cut = u, true
		} else if i := strings.LastIndexByte(t, ' '); i >= 0 && len(t)-i < 12 && (strings.Trim(t[i+1:], "0123456789") == "" && len(t)-i <= 3 || monthAt(t[i+1:]) == len(t)-i-1) {
			t, cut = t[:i], true
		}
		if s = t; !cut {
			return s
		}
	}
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
