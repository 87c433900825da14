package geo

import (
	"cmp"
	"slices"
	"strings"
)

// unknown has a city that no table knows. It may name a department. Communes of
// the department that begin with the same words are offered, never taken.
func (x *Index) unknown(e *evidence, d decision) Result {
	if e.stated.empty() && e.around.empty() {
		if set := x.departmentName(strings.Fields(e.key)); set.count() == 1 {
			return x.area(set, "department", nil, dMedium)
		}
		if set := x.regionWords(e.key); !set.empty() {
			return x.area(set, "region", nil, dLow)
		}
	}
	r := x.area(d.deps, "unknown name", d.notes, dLow)
	if r.Department != "" {
		r.Candidates = x.candidates(x.distinct(x.longer(e.key, scope{deps: d.deps})))
	}
	return r
}

// ambiguous gives the candidates, largest first, and what they share.
func (x *Index) ambiguous(e *evidence, d decision) Result {
	var deps depSet
	for _, c := range d.communes {
		deps = deps.or(oneDep(x.depByCode[x.communes[c].Department]))
	}
	r := x.area(deps, "ambiguous", d.notes, dLow)
	r.Candidates = x.candidates(d.communes)
	return r
}

func (x *Index) candidates(communes []int32) []Candidate {
	list := make([]Candidate, 0, len(communes))
	for _, i := range communes {
		c := &x.communes[i]
		list = append(list, Candidate{c.Code, c.Name, c.Department, c.Population})
	}
	slices.SortFunc(list, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Population, a.Population), cmp.Compare(a.Commune, b.Commune))
	})
	return list[:min(len(list), 20)]
}

// area gives the department and regions that a set shares, without a commune.
func (x *Index) area(set depSet, base string, notes []string, degree int) Result {
	r := Result{How: how(base, notes), Confidence: None}
	r.Region = x.regionOf(set)
	if set.count() == 1 {
		d := &x.departments[set.first()]
		r.Department, r.OldRegion = d.Code, d.OldRegion
	} else {
		r.OldRegion = x.oldRegionOf(set)
	}
	if r.Department != "" || r.Region != "" {
		r.Confidence = confidence(degree)
	}
	return r
}

// oldRegionOf gives the one region before 2016 of a set; "" when they differ.
func (x *Index) oldRegionOf(set depSet) (code string) {
	same := !set.empty()
	set.each(func(i int) {
		r := x.departments[i].OldRegion
		same = same && (code == "" || code == r)
		code = r
	})
	if !same {
		return ""
	}
	return code
}

func how(base string, notes []string) string {
	return strings.Join(append([]string{base}, notes...), ", ")
}
