package geo

import (
	"regexp"
	"strings"
	"sync"
	"unicode"

	"carif/geo/fold"
)

// SplitCity reads what sites print where a city is expected and parts it into
// the city's words as printed, a postal code (5 digits), a department (code or
// name as printed) and what else stood there ("CEDEX 9", "France"). Each may be
// "". The city keeps its article where it was ("Mans (Le)") and the number of an
// arrondissement ("LYON 03"): Resolve reads both. Words over 400 bytes, longer
// than any place, come back whole as the city.
func SplitCity(s string) (city, postal, department, rest string) {
	p := parts{city: squeeze(s)}
	if len(p.city) > longest || plain(p.city) {
		return p.city, "", "", ""
	}
	p.brackets()
	p.leading()
	p.trailing()
	p.cedex()
	p.trailing() // "BORDEAUX CEDEX 33000" was cut before, "BORDEAUX (33) CEDEX" is now
	p.country()
	return p.city, p.postal, p.department, strings.Join(p.rest, " ")
}

type parts struct {
	city, postal, department string
	rest                     []string
}

var (
	reBracket    = regexp.MustCompile(`\s*\(([^()]*)\)?`)
	reLeadPostal = regexp.MustCompile(`(?i)^(?:FR?\s?-\s?)?(\d{5}|\d{2}[ ]\d{3})(?:[ ,:–—-]+|$)`)
	reTailPostal = regexp.MustCompile(`(?i)[ ,:–—-]+(?:FR?\s?-\s?)?(\d{5}|\d{2}[ ]\d{3})$`)
	reLeadDep    = regexp.MustCompile(`(?i)^(\d{2}|2[AB]|9[78]\d)(?:\s*[–—:,]\s*|\s+-\s*|-\s+)`)
	reTailDep    = regexp.MustCompile(`(?i)(?:\s*[–—,]\s*|\s+-\s*|\s+)(\d{2}|2[AB]|9[78]\d)$`)
	reTailName   = regexp.MustCompile(`^(.+?)(?:\s*,\s*|\s+[–—-]\s+)([^,–—]+)$`)
	reCedex      = regexp.MustCompile(`(?i)[ ,–—-]*\bc[eé]dex\b.*$`)
	reCountry    = regexp.MustCompile(`(?i)(\s*,\s*|\s+-\s+|\s+)(France)$`)
	reDepCode    = regexp.MustCompile(`(?i)^(?:\d{2}|2[AB]|20[AB]|9[78]\d)$`)
)

// brackets takes what stands in brackets, except an article or an arrondissement.
func (p *parts) brackets() {
	if !strings.Contains(p.city, "(") {
		return
	}
	var kept strings.Builder
	last := 0
	for _, m := range reBracket.FindAllStringSubmatchIndex(p.city, -1) {
		kept.WriteString(p.city[last:m[0]])
		last = m[1]
		inner := strings.TrimSpace(p.city[m[2]:m[3]])
		if !p.take(inner) {
			kept.WriteString(p.city[m[0]:m[1]])
		}
	}
	kept.WriteString(p.city[last:])
	p.city = trim(kept.String())
}

// take sorts the words of a bracket; false leaves them with the city.
func (p *parts) take(inner string) bool {
	switch key := fold.Key(inner); {
	case key == "le", key == "la", key == "les", key == "l":
		return false
	case arrondissement(key) > 0 && !digits(key):
		return false
	case reDepCode.MatchString(inner) && p.department == "", isDepartment(key) && p.department == "":
		p.department = inner
	case postalCode(inner) != "" && p.postal == "":
		p.postal = postalCode(inner)
	case key != "":
		p.rest = append(p.rest, inner)
	}
	return true
}

func (p *parts) leading() {
	if p.city == "" || !isDigit(p.city[0]) && p.city[0]|0x20 != 'f' { // no pattern begins otherwise
		return
	}
	if m := reLeadPostal.FindStringSubmatch(p.city); m != nil && p.postal == "" {
		p.postal = strings.ReplaceAll(m[1], " ", "")
		p.city = trim(p.city[len(m[0]):])
		return
	}
	if m := reLeadDep.FindStringSubmatch(p.city); m != nil && p.department == "" {
		p.department = m[1]
		p.city = trim(p.city[len(m[0]):])
	}
}

func (p *parts) trailing() {
	if endsInCode(p.city) {
		if m := reTailPostal.FindStringSubmatch(p.city); m != nil && p.postal == "" {
			p.postal = strings.ReplaceAll(m[1], " ", "")
			p.city = trim(strings.TrimSuffix(p.city, m[0]))
		}
	}
	if p.department != "" {
		return
	}
	if endsInCode(p.city) {
		if m := reTailDep.FindStringSubmatch(p.city); m != nil {
			head := trim(strings.TrimSuffix(p.city, m[0]))
			if !numbered(head, m[1]) && hasLetter(head) && !reCedex.MatchString(head) {
				p.department, p.city = m[1], head
			}
			return
		}
	}
	if !strings.ContainsAny(p.city, ",–—") && !strings.Contains(p.city, "- ") {
		return
	}
	if m := reTailName.FindStringSubmatch(p.city); m != nil && isDepartment(fold.Key(m[2])) {
		p.city, p.department = trim(m[1]), m[2]
	}
}

// endsInCode reports whether the last byte is one that a postal code or a department's code ends in: a pattern is
// only asked where it may match.
func endsInCode(s string) bool {
	if s == "" {
		return false
	}
	c := s[len(s)-1]
	return isDigit(c) || len(s) > 1 && s[len(s)-2] == '2' && (c|0x20 == 'a' || c|0x20 == 'b')
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// cedex takes CEDEX and all that follows.
func (p *parts) cedex() {
	if !strings.ContainsAny(p.city, "xX") {
		return
	}
	if at := reCedex.FindStringIndex(p.city); at != nil {
		p.rest = append(p.rest, trim(p.city[at[0]:]))
		p.city = trim(p.city[:at[0]])
	}
}

// country takes a trailing "France". After a mere blank it must follow a postal
// code or the like: Roissy-en-France and Fort-de-France are printed so too.
func (p *parts) country() {
	if n := len(p.city) - len("France"); n < 0 || !strings.EqualFold(p.city[n:], "France") {
		return
	}
	m := reCountry.FindStringSubmatch(p.city)
	if m == nil {
		return
	}
	head := trim(strings.TrimSuffix(p.city, m[0]))
	last := fold.Key(head[strings.LastIndexAny(head, " -")+1:])
	if strings.TrimSpace(m[1]) == "" && (p.postal == "" || last == "en" || last == "de" || last == "la") {
		return
	}
	p.rest = append(p.rest, m[2])
	p.city = head
	p.trailing()
}

// numbered says whether a number after a city is its arrondissement.
func numbered(city, number string) bool {
	n := arrondissement(number)
	return n > 0 && n <= arrondissements(fold.Key(city))
}

// isDepartment says whether a key is the name of a department. It reads the
// short table only, so that SplitCity needs no Index.
func isDepartment(key string) bool {
	bare, _ := fold.Bare(key)
	return departmentNames()[bare] || formerDepartment(bare) != ""
}

var departmentNames = sync.OnceValue(func() map[string]bool {
	names := map[string]bool{}
	// A damaged table is New's to report: here it only means that no name is known.
	_ = eachRow("departments.tsv", 7, func(f []string) error {
		names[bareKey(f[1])] = true
		return nil
	})
	return names
})

// plain says that there is nothing to part: letters, blanks, hyphens and
// apostrophes only, and no CEDEX.
func plain(s string) bool {
	for _, r := range s {
		if r != ' ' && r != '-' && r != '\'' && r != '’' && !unicode.IsLetter(r) {
			return false
		}
	}
	lower := strings.ToLower(s)
	return !strings.Contains(lower, "cedex") && !strings.Contains(lower, "cédex") &&
		!strings.Contains(lower, "france") && !strings.Contains(s, " - ")
}

// squeeze makes every run of blanks one space and trims.
func squeeze(s string) string {
	if squeezed(s) {
		return trim(s)
	}
	return trim(strings.Join(strings.Fields(s), " "))
}

// squeezed reports whether words of plain letters have single spaces between them already; it may say no for some
// that have.
func squeezed(s string) bool {
	last := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c == ' ' && last == ' ' || c >= 0x80 && c != 0xC3 && last != 0xC3 {
			return false
		}
		last = c
	}
	return last != ' '
}

func trim(s string) string { return strings.Trim(s, " ,;:-–—") }

func hasLetter(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }
