package geo

import (
	"strings"

	"carif/geo/fold"
)

// evidence is what the words of a Query say, read once.
type evidence struct {
	key     string // of the city, without CEDEX, codes and arrondissement
	long    string // the key with what stood in brackets: "castillon canton de lembeye"; "" without
	words   string // the city's words as printed, for its parts
	arm     int    // arrondissement stated, 0 for none
	armBy   int    // the highest confidence that its wording allows
	cedex   bool   // the words say CEDEX, or the postal code is none of a commune
	stated  depSet // departments the words state
	postal  string // 5 digits
	served  []int32
	around  depSet // departments of the postal code
	region  depSet
	regions bool // region words were understood
	silent  bool // the query is empty
}

// longest is more bytes than any place is printed with: the longest name has 45
// letters. Longer words name no place, and are not searched.
const longest = 400

// short drops words that are too long to be read.
func short(words string) string {
	if len(words) > longest {
		return ""
	}
	return words
}

// read gathers the evidence of a query. What its City holds fills the fields
// that are empty.
func (x *Index) read(q Query) evidence {
	q = Query{q.City, short(q.Postal), short(q.Department), short(q.Region)}
	city, postal, department, rest := SplitCity(q.City)
	e := evidence{words: city, postal: postalCode(q.Postal), armBy: dHigh, silent: q == Query{}}
	if e.postal == "" {
		e.postal = postal
	}
	e.stated = x.departmentWords(q.Department)
	if e.stated.empty() {
		e.stated = x.departmentWords(department)
	}
	if e.stated.empty() && q.Department != "" && e.postal == "" {
		e.postal = postalCode(q.Department)
	}
	e.key, e.arm = cityAndNumber(fold.Key(city[:min(len(city), longest)]))
	x.bracketNumber(&e, department)
	if e.postal != "" {
		e.served = x.postal[e.postal]
		e.around = x.postalDepartments(e.postal)
	}
	if len(city) > longest {
		e.words, rest = "", ""
	}
	extra := fold.Key(rest)
	post := strings.HasPrefix(extra, "cedex")
	if extra != "" && !post && strings.Contains(q.City, "(") {
		e.long = fold.Key(city + " " + rest)
	}
	e.cedex = post || (e.postal != "" && len(e.served) == 0)
	e.region = x.regionWords(q.Region)
	if e.region.empty() && e.stated.empty() {
		e.region = x.regionWords(q.Department) // a region printed in the department's place
	}
	e.regions = !e.region.empty()
	return e
}

// bracketNumber reads "Paris (12)": a number that is no department of that city
// but can be its arrondissement.
func (x *Index) bracketNumber(e *evidence, department string) {
	most := arrondissements(e.key)
	if most == 0 || e.arm > 0 || department == "" {
		return
	}
	n := arrondissement(fold.Key(department))
	if n == 0 || n > most || !e.stated.disjoint(x.codes("75", "69", "13")) {
		return
	}
	e.arm, e.armBy, e.stated = n, dMedium, depSet{}
}
