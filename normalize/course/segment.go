package course

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"carif/geo/place"
	"carif/text"
)

// part is what a stretch of an address block is.
type part int

const (
	partText part = iota
	partName      // of a person or desk
	partRole
	partPhone
	partFax
	partEmail
	partWeb
	partSIRET
	partNDA
	partAddress
	partPostal
	partCity
	partOrg // the organisation's own name
)

// segment is one stretch of a block: what stands under one inline label.
type segment struct {
	part part
	text string
	line int
}

// segments parts a block of name, address, telephone and so on at its lines and at the labels inside them. A
// label counts only where its value follows it in the right shape, so that "Nom de la rose" is no name.
func segments(s string) []segment {
	var out []segment
	for i, line := range partedLines(s) {
		current, from := partText, 0
		flush := func(to int) {
			if t := strings.Trim(line[from:to], " :;,|-–\t"); t != "" {
				out = append(out, segment{current, t, i})
			}
		}
		lower := strings.ToLower(line)
		if len(lower) != len(line) {
			lower = line
		}
		for k := 0; k < len(line); {
			if p, n := labelAt(line, lower, k); n > 0 {
				flush(k)
				current, from = p, k+n
				k += n
				continue
			}
			_, n := utf8.DecodeRuneInString(line[k:])
			k += n
		}
		flush(len(line))
	}
	return out
}

// labelAt tells the inline label at byte k and how many bytes it takes with its punctuation; 0 for none.
func labelAt(line, lower string, k int) (part, int) {
	if k > 0 {
		before, _ := utf8.DecodeLastRuneInString(line[:k])
		glued := unicode.IsDigit(before) && unicode.IsUpper(rune(line[k])) // "…67.82Mail…"
		if !glued && (unicode.IsLetter(before) || unicode.IsDigit(before) || before == '\'' || before == '-' ||
			before == '.' && !strings.HasSuffix(line[:k], " .")) {
			return 0, 0
		}
	}
	for _, l := range inlineLabels {
		if !strings.HasPrefix(lower[k:], l.word) {
			continue
		}
		n := len(l.word)
		rest := line[k+n:]
		if strings.HasPrefix(rest, "(s)") {
			n, rest = n+3, rest[3:]
		}
		trimmed := strings.TrimLeft(rest, " .")
		colon := strings.HasPrefix(trimmed, ":")
		if colon {
			trimmed = strings.TrimLeft(trimmed, ": ")
		}
		if follows(l.part, rest, trimmed, colon, k == 0) {
			return l.part, n + len(rest) - len(trimmed)
		}
	}
	return 0, 0
}

// follows reports whether the words after a label have the shape of its value.
func follows(p part, rest, trimmed string, colon, start bool) bool {
	first, _ := utf8.DecodeRuneInString(trimmed)
	switch p {
	case partPhone, partFax:
		if colon || trimmed == "" && start {
			return true
		}
		return isDigitRune(first) || first == '+' || first == '(' || first == '/' || first == '|'
	case partEmail:
		w, _, _ := strings.Cut(trimmed, " ")
		return colon || strings.Contains(w, "@")
	case partName:
		glued, _ := utf8.DecodeRuneInString(rest)
		return colon || unicode.IsUpper(glued) && start
	case partSIRET, partNDA, partPostal:
		return colon || isDigitRune(first)
	}
	return colon
}

func isDigitRune(r rune) bool { return r >= '0' && r <= '9' }

// partedLines gives the lines of a block; one line that holds name, address and numbers between dashes or bars is as
// many.
func partedLines(s string) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		line = text.Bullet(line)
		if parts := oneLine(line); parts != nil {
			out = append(out, parts...)
			continue
		}
		out = append(out, line)
	}
	return out
}

// oneLine parts "École des Filaos – 264 rue Sainte-Anne, 97410 Saint-Pierre – 01 99 00 37 46", nil where the first
// part is no name or none of the others ends an address.
func oneLine(line string) []string {
	if len(line) > 300 || place.PostalAt(line) < 0 {
		return nil
	}
	parts := strings.Split(dashes.Replace(line), " | ")
	if len(parts) < 2 || text.HasDigit(parts[0]) || place.PostalAt(parts[0]) >= 0 || place.OpensStreet(parts[0]) {
		return nil
	}
	for _, p := range parts[1:] {
		if at := place.PostalAt(p); at > 0 && text.HasDigit(p[:at]) || at == 0 && len(parts) > 2 {
			return parts
		}
	}
	return nil
}

// dashes puts one bar for all that parts a line; made once, it is read-only.
var dashes = strings.NewReplacer(" – ", " | ", " — ", " | ", " - ", " | ", " • ", " | ", " · ", " | ")

// addressLines parts an organisation printed in one line, "Maison familiale - 5 rue du Port - 02000 LAON - Tél. …",
// into its lines; so too where other marks or commas part it. Any other text stays as it is.
func addressLines(t string) string {
	if first, rest, several := strings.Cut(t, "\n"); several {
		if parts := addressLines(first); parts != first && !strings.Contains(rest, ", ") && strings.Count(first, ", ") > 1 {
			return parts + "\n" + rest
		}
		return t
	}
	for _, mark := range [...]string{" - ", " – ", " — ", " · ", " | ", ", "} {
		parts := strings.Split(t, mark)
		if len(parts) < 2 || len(parts) > 6 || place.PostalAt(parts[0]) >= 0 {
			continue
		}
		if mark == ", " && (len(parts) < 3 || text.HasDigit(parts[0]) || place.OpensStreet(parts[0])) {
			continue
		}
		for _, p := range parts[1:] {
			if place.PostalAt(p) == 0 && len(p) > 7 {
				return strings.TrimSuffix(strings.Join(parts, "\n"), ".")
			}
		}
	}
	return t
}
