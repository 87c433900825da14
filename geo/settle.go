package geo

import (
	"slices"

	"carif/geo/fold"
)

// withoutCity has a postal code, a department or a region at most.
func (x *Index) withoutCity(e *evidence) Result {
	clash := !e.stated.empty() && !e.around.empty() && e.stated.disjoint(e.around)
	switch {
	case clash:
		return x.area(e.stated, "department", []string{"postal contradicts"}, dLow)
	case len(e.served) == 1:
		return x.settled(e, decision{communes: e.served, base: "postal", degree: dHigh})
	case !e.around.empty():
		set := e.around
		if !e.stated.empty() {
			set = set.and(e.stated)
		}
		r := x.area(set, "postal", nil, dMedium)
		if len(e.served) > 1 {
			r.Candidates = x.candidates(e.served)
		}
		return r
	case !e.stated.empty():
		return x.area(e.stated, "department", nil, dMedium)
	case e.regions:
		return x.area(e.region, "region", nil, dLow)
	}
	if e.silent {
		return Result{How: "empty", Confidence: None}
	}
	return Result{How: "unknown words", Confidence: None}
}

// settled has one commune; what is left is its arrondissement.
func (x *Index) settled(e *evidence, d decision) Result {
	i := d.communes[0]
	if arms := x.arms[i]; len(arms) > 0 {
		i = x.arrondissement(e, &d, arms, i)
	}
	c := &x.communes[i]
	r := Result{
		Commune: c.Code, Name: c.Name, Department: c.Department, Region: c.Region,
		OldRegion: x.departments[x.depByCode[c.Department]].OldRegion,
		How:       how(d.base, d.notes), Confidence: confidence(d.degree),
	}
	if len(c.Postal) == 1 {
		r.Postal = c.Postal[0]
	}
	return r
}

// arrondissement takes the one that the words or the postal code state. When
// they differ the city stays: which of the two is wrong is not known.
func (x *Index) arrondissement(e *evidence, d *decision, arms []int32, city int32) int32 {
	byPostal := slices.IndexFunc(arms, func(a int32) bool { return slices.Contains(x.communes[a].Postal, e.postal) })
	byWords := e.arm - 1
	switch {
	case byWords >= len(arms), byWords < 0 && byPostal < 0:
		return city
	case byWords >= 0 && byPostal >= 0 && byWords != byPostal:
		d.note("arrondissement contradicts postal", dMedium)
		return city
	case byWords < 0:
		byWords = byPostal
	}
	d.note("arrondissement", e.armBy)
	return arms[byWords]
}

// piece gives the evidence of one part of the words, with the same department,
// postal code and region.
func (x *Index) piece(e *evidence, words string) evidence {
	p := *e
	city, postal, department, _ := SplitCity(words)
	p.words, p.long = "", ""
	p.key, p.arm = cityAndNumber(fold.Key(city))
	if postal != "" && e.postal == "" {
		p.postal = postal
		p.served, p.around = x.postal[postal], x.postalDepartments(postal)
	}
	if set := x.departmentWords(department); !set.empty() && e.stated.empty() {
		p.stated = set
	}
	return p
}
