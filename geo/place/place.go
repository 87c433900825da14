package place

import (
	"slices"
	"strings"

	"carif/geo"
	"carif/schema"
	"carif/text"
)

// Place is a printed place with the codes it was resolved to.
type Place struct {
	City, Postal, Address      string
	Department                 string // INSEE code
	Stated                     bool   // the page itself prints the department
	Commune, Region, OldRegion string
	Confidence, How            string
	Candidates                 []geo.Candidate
	Issue                      string // unknown_place, ambiguous_place or ""
	Around                     string // what stood in brackets behind the town and is no code: "Bretagne"
}

// Split parts a city, a city with its code, or a whole address; nothing is looked up. Department is as printed.
func Split(s string) Place {
	s, more := townFirst(s)
	line, address := cityLine(s)
	address = strings.Trim(address+", "+more, ", ")
	city, code, dep, around := geo.SplitCity(line)
	if dep == "" && code == "" {
		city, dep = leadingDepartment(city)
	}
	return Place{City: strings.Trim(city, " ,;:-–"), Postal: code, Department: dep, Address: address,
		Around: around, Confidence: string(geo.None)}
}

// townFirst parts "Sète (34200), centre nautique" after the code that brackets give a town; more is "" for other words.
func townFirst(s string) (town, more string) {
	i, j := strings.IndexByte(s, '('), strings.IndexByte(s, ')')
	if i < 3 || j < i+3 || j > i+6 || j == len(s)-1 || !text.IsDigit(s[i+1]) ||
		!text.IsDigit(s[j-1]) && s[j-1] != 'A' && s[j-1] != 'B' || strings.ContainsAny(s[:i], "0123456789\n") {
		return s, ""
	}
	return s[:j+1], strings.Trim(s[j+1:], " ,;:-–")
}

// Read reads a place and looks it up. postal and region are what the page and the site say beside it; each may
// be "".
func Read(index *geo.Index, s, postal, region string) Place {
	if postal == "" {
		if p, several := SeveralTowns(index, s, region); several {
			return p
		}
	}
	p := Split(s)
	if p.Postal == "" {
		p.Postal = Postal(postal)
	}
	dep := p.Department
	p.Department = ""
	if p.City == "" && p.Postal == "" && dep == "" {
		return p
	}
	p.Resolve(index, dep, region)
	return p
}

// Resolve looks the place up and keeps what is sure apart from what is printed.
func (p *Place) Resolve(index *geo.Index, dep, region string) {
	if d, ok := index.Department(dep); ok && dep != "" {
		p.Department, p.Stated = d.Code, true
	}
	printed := p.City
	r := lookUp(index, geo.Query{City: p.City, Postal: p.Postal, Department: dep}, region)
	if r.Commune == "" && !area(r) {
		if q := townOfQuarter(index, *p, dep, region); q.Commune != "" {
			r = q
			r.How += ", words around the name left out"
		}
	}
	if r.Commune == "" || strings.Contains(r.How, "part of the words") {
		if part, q := townPart(index, *p, dep, region); part != "" {
			p.City, r = part, q
		}
	}
	r = doubted(index, r, p.City, region)
	contradicted := contradicts(index, r, printed, p.City, p.Around)
	if contradicted {
		r.How, r.Confidence = r.How+", region contradicts", geo.Low
	}
	p.Commune, p.Region, p.OldRegion = r.Commune, r.Region, r.OldRegion
	p.Confidence, p.How, p.Candidates = string(r.Confidence), r.How, r.Candidates
	if p.Department == "" {
		p.Department = r.Department
		p.Stated = dep != "" && r.Department != "" && strings.Contains(r.How, "department") // "(20)" of Corsica
	}
	if p.Commune == "" && p.City != "" {
		p.Issue = schema.IssueUnknownPlace
		if strings.HasPrefix(r.How, "ambiguous") {
			p.Issue = schema.IssueAmbiguousPlace
		}
	}
	if contradicted {
		p.Issue = schema.IssueAmbiguousPlace
	}
}

// townPart finds the town in words that a mark parts from a site's name: "CLERMONT-FERRAND - Institut des Dômes",
// "Lycée Valadon, Limoges". "" where no part, or more than one, is a town. "Nice / Sophia" leaves a choice of two, of
// which the town that is known is no more likely.
func townPart(index *geo.Index, p Place, dep, region string) (town string, r geo.Result) {
	for _, sep := range []string{" - ", " – ", " · ", " • ", " | ", ", ", " : ", "/"} {
		parts := strings.Split(p.City, sep)
		if len(parts) < 2 || len(parts) > 4 {
			continue
		}
		for _, part := range parts {
			part = strings.TrimSpace(part)
			q := lookUp(index, geo.Query{City: part, Postal: p.Postal, Department: dep}, region)
			if q.Commune == "" || q.Commune == r.Commune || strings.Contains(q.How, "differs") ||
				strings.Contains(q.How, "part of") {
				continue
			}
			if town != "" {
				return "", geo.Result{}
			}
			town, r = part, q
		}
		if town != "" && sep == "/" && p.Postal == "" && dep == "" && !slices.ContainsFunc(parts, siteWords) {
			return p.City, geo.Result{How: "ambiguous, part of the words", Confidence: geo.None,
				Candidates: []geo.Candidate{{Commune: r.Commune, Name: r.Name, Department: r.Department}}}
		}
		if town != "" {
			return town, r
		}
	}
	return "", geo.Result{}
}

// siteWords reports whether words name a site and no town: "AFPA", "à distance".
func siteWords(s string) bool {
	return slices.ContainsFunc(strings.Fields(text.Fold(s)), func(w string) bool { return sites[w] })
}

// lookUp resolves a place by the page's own words, and asks the region only where they leave more than one reading:
// a catalogue also lists courses beyond its border.
func lookUp(index *geo.Index, q geo.Query, region string) geo.Result {
	r := index.Resolve(q)
	if r.Confidence == geo.High || region == "" {
		return r
	}
	q.Region = region
	if with := index.Resolve(q); with.Commune != "" && (r.Commune == "" || with.Confidence != geo.Low) {
		return with
	}
	return r
}

// cityLine takes the line with the city out of an address: from its postal code on; else the first line. The
// rest is the address.
func cityLine(s string) (line, address string) {
	lines := strings.Split(s, "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		k := PostalAt(lines[i])
		if k == 0 && i > 0 && len(strings.TrimSpace(lines[i])) == 5 && !text.HasDigit(lines[i-1]) { // the code below its town
			return strings.TrimSpace(lines[i-1]) + " (" + strings.TrimSpace(lines[i]) + ")",
				strings.Join(append(lines[:i-1:i-1], lines[i+1:]...), "\n")
		}
		if k < 0 || strings.TrimSpace(strings.Trim(lines[i][k+5:], " )-–,;")) == "" && k > 0 {
			continue // no code, or "Bordeaux (33000)": SplitCity reads that
		}
		before := strings.Trim(lines[i][:k], " ,-–;")
		head := append(append([]string(nil), lines[:i]...), before)
		if before == "" {
			head = head[:i]
		}
		return lines[i][k:], strings.Join(dropCity(head, lines[i][k+5:]), "\n")
	}
	if len(lines) > 1 {
		return lines[0], strings.Join(lines[1:], "\n")
	}
	return s, ""
}

// dropCity drops lines that only repeat the city from an address.
func dropCity(lines []string, city string) []string {
	out := lines[:0]
	for _, l := range lines {
		if l != "" && !strings.EqualFold(strings.TrimSpace(l), strings.TrimSpace(city)) {
			out = append(out, l)
		}
	}
	return out
}

// PostalAt finds a postal code that a town may follow; -1 when there is none. "BP 80300" and "CS 10001" are boxes.
func PostalAt(s string) int {
	for i := 0; i+5 <= len(s); i++ {
		if !text.IsDigit(s[i]) {
			continue
		}
		j := i
		for j < len(s) && text.IsDigit(s[j]) {
			j++
		}
		if j-i == 5 && !boxBefore(s[:i]) && (j == len(s) || s[j] == ' ' || s[j] == ',' || s[j] == '-' || s[j] == ')') {
			return i
		}
		i = j - 1
	}
	return -1
}

// boxBefore reports whether a text ends in the words of a post box.
func boxBefore(s string) bool {
	s = strings.ToLower(strings.TrimRight(s, " .n°"))
	for _, box := range []string{"bp", "b.p", "cs", "c.s", "tsa", "cidex"} {
		if rest, ok := strings.CutSuffix(s, box); ok && (rest == "" || rest[len(rest)-1] == ' ' ||
			rest[len(rest)-1] == '-' || rest[len(rest)-1] == ',') {
			return true
		}
	}
	return false
}

// Postal reads a postal code that stands alone: five digits, blanks apart.
func Postal(s string) string {
	d := text.Compact(text.CutLabel(s))
	if len(d) == 5 && text.AllDigits(d) {
		return d
	}
	return ""
}

// withoutQuarter takes the part of a town, or the site that sits in it, off its name: "ROUEN-CENTRE", "LE HAVRE SUD",
// "Site de Oignies". compass tells that the part was a point of the compass.
func withoutQuarter(city string) (town string, compass, ok bool) {
	for _, head := range []string{"site de ", "site d'", "antenne de ", "antenne d'", "ville de "} {
		if text.HasPrefixFold(city, head) {
			return city[len(head):], false, true
		}
	}
	i := strings.LastIndexAny(city, "- ")
	if i <= 0 {
		return "", false, false
	}
	switch w := strings.ToLower(city[i+1:]); w {
	case "centre", "nord", "sud", "est", "ouest", "ville":
		return strings.TrimRight(city[:i], "- "), w != "centre" && w != "ville", true
	}
	return "", false, false
}

// OpensStreet reports whether a text begins with the word of a street: "rue", "Zone", "BP".
func OpensStreet(s string) bool {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(s)), " ")
	first = strings.Trim(first, ".,")
	return streets[first] || first == "bp" || first == "cs"
}

// leadingDepartment reads "33 BORDEAUX" and "2A AJACCIO"; a house number before a street is none.
func leadingDepartment(s string) (city, dep string) {
	head, rest, ok := strings.Cut(s, " ")
	if !ok || len(head) < 2 || len(head) > 3 || !text.IsDigit(head[0]) || rest == "" || text.IsDigit(rest[0]) ||
		len(head) == 3 && !strings.HasPrefix(head, "97") {
		return s, ""
	}
	if last := head[len(head)-1]; !text.IsDigit(last) && last != 'A' && last != 'B' {
		return s, ""
	}
	first, _, _ := strings.Cut(strings.ToLower(rest), " ")
	if streets[strings.Trim(first, ".,")] {
		return s, ""
	}
	return rest, head
}
