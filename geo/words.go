package geo

import (
	"strings"

	"carif/geo/fold"
)

// departmentWords reads the departments that words name: a code, a name, both
// ("Gironde (33)"), or several codes. Unknown words name none.
func (x *Index) departmentWords(words string) depSet {
	key := fold.Key(words)
	if key == "" {
		return depSet{}
	}
	var codes depSet
	var rest []string
	for _, w := range strings.Fields(key) {
		if set := x.departmentCode(w); !set.empty() {
			codes = codes.or(set)
			continue
		}
		rest = append(rest, w)
	}
	named := x.departmentName(rest)
	if both := codes.and(named); !both.empty() {
		return both
	}
	if !codes.empty() {
		return codes
	}
	return named
}

// departmentCode reads a folded code; "20" is both halves of Corsica, and a
// postal code stands for its department.
func (x *Index) departmentCode(w string) depSet {
	switch w {
	case "20":
		return x.codes("2A", "2B")
	case "2a", "20a":
		return x.codes("2A")
	case "2b", "20b":
		return x.codes("2B")
	case "69m", "69d": // metropolis and remaining department, as some lists split the Rhône
		return x.codes("69")
	}
	switch {
	case len(w) == 1 && w[0] >= '1' && w[0] <= '9':
		return x.codes("0" + w)
	case len(w) == 5 && digits(w):
		return x.postalDepartments(w)
	}
	return x.codes(w)
}

func (x *Index) codes(list ...string) (s depSet) {
	for _, c := range list {
		if i, ok := x.depByCode[c]; ok {
			s = s.or(oneDep(i))
		}
	}
	return s
}

// departmentName reads folded words as a name, after "département de la …".
func (x *Index) departmentName(words []string) depSet {
	for len(words) > 0 {
		name := strings.Join(words, " ")
		if set, ok := x.depWords[name]; ok {
			return set
		}
		if code := formerDepartment(name); code != "" {
			return x.departmentCode(code)
		}
		switch words[0] {
		case "departement", "dept", "dpt", "de", "du", "des", "d", "le", "la", "les", "l":
			words = words[1:]
		default:
			return depSet{}
		}
	}
	return depSet{}
}

// formerDepartment gives the code of a department by a name it lost, or by one
// that people use for it.
func formerDepartment(name string) string {
	switch name {
	case "corse":
		return "20"
	case "basses alpes":
		return "04"
	case "basses pyrenees":
		return "64"
	case "charente inferieure":
		return "17"
	case "cotes du nord":
		return "22"
	case "loire inferieure":
		return "44"
	case "seine inferieure":
		return "76"
	case "belfort":
		return "90"
	case "ile de la reunion":
		return "974"
	case "guyane francaise":
		return "973"
	}
	return ""
}

// regionWords reads the departments of the region that words name: an INSEE code
// or a name, today's or before 2016.
func (x *Index) regionWords(words string) depSet {
	key := fold.Key(words)
	if key == "" {
		return depSet{}
	}
	key = strings.TrimPrefix(key, "region ")
	switch key {
	case "paca":
		key = "provence alpes cote d azur"
	case "idf":
		key = "ile de france"
	case "centre val de loire", "centre":
		key = "24"
	}
	bare, _ := fold.Bare(key)
	return x.regWords[bare]
}

// regionOf gives the one region of a set of departments; "" when they are of
// several or none.
func (x *Index) regionOf(set depSet) (code string) {
	same := !set.empty()
	set.each(func(i int) {
		r := x.departments[i].Region
		same = same && (code == "" || code == r)
		code = r
	})
	if !same {
		return ""
	}
	return code
}

// postalCode reads "33000", "F-33000", "33 000"; "" for anything else.
func postalCode(words string) string {
	s := strings.TrimSpace(words)
	for _, p := range []string{"FR-", "F-", "FR", "F"} {
		if len(s) > len(p) && strings.EqualFold(s[:len(p)], p) {
			s = s[len(p):]
			break
		}
	}
	s = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return -1
		}
		return r
	}, s)
	if len(s) != 5 || !digits(s) {
		return ""
	}
	return s
}

// postalDepartments gives the departments that a postal code serves: those of
// its communes, else what its first digits say (a CEDEX is in no public list).
func (x *Index) postalDepartments(code string) (set depSet) {
	for _, i := range x.postal[code] {
		set = set.or(oneDep(x.depByCode[x.communes[i].Department]))
	}
	if !set.empty() {
		return set
	}
	switch {
	case code[:2] == "20" && code[2] <= '1':
		return x.codes("2A")
	case code[:2] == "20" && (code[2] == '2' || code[2] == '4' || code[2] == '6'):
		return x.codes("2B")
	case code[:2] == "20":
		return x.codes("2A", "2B")
	case code[:2] == "97" || code[:2] == "98":
		return x.codes(code[:3])
	}
	return x.codes(code[:2])
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
