package date

import (
	"strings"

	"carif/text"
)

// longestLine is the most bytes of a line that may say when a session runs, and of one that says it in one date.
const (
	longestLine = 200
	longestOne  = 60
)

// HoldsPeriod reports whether a line says when something runs: two dates joined, or one alone or after "du", "à partir
// du", "rentrée le" ….
func HoldsPeriod(t string) bool {
	if len(t) > longestLine {
		return false
	}
	spans := Spans(t)
	if len(spans) >= 2 {
		return len(strings.TrimSpace(t[spans[0][1]:spans[1][0]])) <= 30
	}
	if len(spans) != 1 {
		return false
	}
	before := text.Fold(t[:spans[0][0]])
	switch {
	case before == "":
		return len(t)-spans[0][1] < 3
	case len(t) < 90 && OnlyDays(before), len(t) < 120 && dayTo(before):
		return true
	}
	return len(t) < longestOne && leads(before)
}

// Only reports whether a text is one date and nothing else: "avril 2014".
func Only(t string) bool {
	if len(t) > 30 {
		return false
	}
	spans := Spans(t)
	return len(spans) == 1 && strings.Trim(t[:spans[0][0]]+t[spans[0][1]:], " .") == ""
}

// OnlyDays reports whether folded words are days of a month and what joins them: the "13, 14 et" of "13, 14 et 15 mai".
func OnlyDays(folded string) bool {
	n := 0
	for w := range strings.SplitSeq(folded, " ") {
		switch w {
		case "et", "au", "a", "les", "le", "du", "de", "er":
			continue
		}
		if weekday(w) {
			continue
		}
		if len(w) > 2 || strings.Trim(w, "0123456789") != "" {
			return false
		}
		n++
	}
	return n > 0
}

// dayTo reports whether folded words end in the start of a range: "du 18 au" before "20 novembre 2013".
func dayTo(folded string) bool {
	w := strings.Fields(folded)
	if len(w) < 3 || w[len(w)-1] != "au" && w[len(w)-1] != "a" {
		return false
	}
	for n := len(w) - 2; n >= 0 && n >= len(w)-4; n-- {
		if (w[n] == "du" || w[n] == "de" || w[n] == "d") && n+1 < len(w) && (text.IsDigit(w[n+1][0]) || monthOf(w[n+1]) > 0) {
			return true
		}
	}
	return false
}

// leads reports whether folded words before a date say that something begins there.
func leads(folded string) bool {
	for _, w := range [...]string{"du", "le", "a partir", "a partir du", "a partir de", "des le", "debut", "debut le",
		"rentree", "de", "session du", "d", "date de debut"} {
		if folded == w || strings.HasSuffix(folded, " "+w) && len(folded) < 40 {
			return true
		}
	}
	return false
}

// Lead gives what stands before the words that lead to a date: "LA ROCHELLE" of "LA ROCHELLE du ".
func Lead(s string) string {
	for {
		s = strings.TrimRight(s, " ,:")
		i := strings.LastIndexByte(s, ' ')
		if !leading(text.Fold(s[i+1:]), i >= 0) {
			return s
		}
		if s = s[:max(i, 0)]; text.Fold(s) == "a" { // of "à partir du"
			return ""
		}
	}
}

// leading reports whether a folded word leads to a date; behind tells that words stand before it.
func leading(w string, behind bool) bool {
	switch w {
	case "du", "de", "le", "les", "session", "d", "des", "debut":
		return true
	case "au", "a", "et", "partir":
		return behind
	}
	return weekday(w) || behind && w != "" && (monthOf(w) != 0 || len(w) <= 2 && strings.Trim(w, "0123456789") == "")
}
