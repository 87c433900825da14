package geo

import (
	"slices"
	"strings"

	"carif/geo/fold"
)

// Resolve decides a place. It never fails: words that say nothing give a Result
// without codes. The same words always give the same Result.
func (x *Index) Resolve(q Query) Result {
	e := x.read(q)
	if e.key == "" {
		return x.withoutCity(&e)
	}
	d := x.decide(&e)
	if len(d.communes) == 0 {
		if part := x.decideParts(&e); len(part.communes) > 0 {
			d = part
		}
	}
	switch len(d.communes) {
	case 0:
		return x.unknown(&e, d)
	case 1:
		return x.settled(&e, d)
	}
	return x.ambiguous(&e, d)
}

// decision is what the city's words came to.
type decision struct {
	communes []int32 // none, one, or the candidates
	base     string  // how: "name+postal" …
	notes    []string
	degree   int
	deps     depSet // the departments still possible when there is not one commune
}

func (d *decision) note(s string, most int) {
	if s != "" && !slices.Contains(d.notes, s) {
		d.notes = append(d.notes, s)
	}
	d.degree = min(d.degree, most)
}

// decide tries the scopes that the other words give, from the narrowest.
func (x *Index) decide(e *evidence) decision {
	clash := !e.stated.empty() && !e.around.empty() && e.stated.disjoint(e.around)
	if len(e.served) > 0 {
		if d := x.choose(e, "name+postal", scope{communes: e.served}); len(d.communes) == 1 {
			if clash {
				d.note("department contradicts", dMedium)
			}
			return d
		}
	}
	if !e.stated.empty() {
		d := x.choose(e, "name+department", scope{deps: e.stated})
		x.postalAgrees(e, &d, clash)
		d.deps = e.stated
		if len(d.communes) > 0 || !clash {
			return d
		}
	}
	if !e.around.empty() {
		d := x.choose(e, "name+postal", scope{deps: e.around})
		switch {
		case clash:
			d.note("department contradicts", dLow)
		case len(e.served) > 0:
			d.note("postal differs", dMedium)
		default:
			d.note("cedex", dHigh)
		}
		d.deps = e.around
		if clash && len(d.communes) == 0 {
			d.deps = e.stated
		}
		return d
	}
	return x.decideByName(e)
}

// postalAgrees weighs the postal code against a commune found by department.
func (x *Index) postalAgrees(e *evidence, d *decision, clash bool) {
	switch {
	case e.postal == "":
		if e.cedex {
			d.note("cedex", dHigh)
		}
	case clash:
		d.note("postal contradicts", dLow)
	case len(e.served) == 0:
		d.note("cedex", dHigh)
	default:
		d.note("postal differs", dMedium)
	}
}

// decideByName has the city alone, and perhaps a region, which is weaker: a site
// of one region also prints places of another.
func (x *Index) decideByName(e *evidence) decision {
	all := x.choose(e, "name", scope{})
	if e.cedex {
		all.note("cedex", dHigh)
	}
	x.orDepartment(e, &all)
	if !e.regions {
		return all
	}
	if len(all.communes) == 1 {
		dep := oneDep(x.depByCode[x.communes[all.communes[0]].Department])
		if !dep.disjoint(e.region) {
			all.base = "name+region"
			return all
		}
	}
	here := x.choose(e, "name+region", scope{deps: e.region})
	respelt := here.degree < dHigh && len(here.notes) > 0
	switch {
	case len(here.communes) == 0:
	case len(all.communes) == 0:
		here.note("", dMedium)
		return here
	case !respelt: // a name of the country is not respelt to fit a region
		here.note("", dMedium)
		return here
	}
	if len(all.communes) == 0 {
		all.deps = e.region
		return all
	}
	all.note("region differs", dLow)
	return all
}

// orDepartment weighs a name that is a department's too: "Vienne" printed alone
// is a town in Isère or the whole of Vienne, and "Gironde" hardly a village.
func (x *Index) orDepartment(e *evidence, d *decision) {
	bare, _ := fold.Bare(e.key)
	set, ok := x.depWords[bare]
	if !ok || len(d.communes) != 1 || bare == "paris" {
		return
	}
	if slices.Contains(d.notes, "former commune") || slices.Contains(d.notes, "alias") || d.degree < dMedium {
		*d = decision{base: "department", degree: dMedium, deps: set}
		return
	}
	d.note("name of a department", dMedium)
}

// choose takes the one commune that a scope leaves, or all that it leaves.
func (x *Index) choose(e *evidence, base string, s scope) decision {
	h := hits{}
	if e.long != "" {
		h = x.findFull(e.long, s)
	}
	if len(h.names) == 0 {
		h = x.find(e.key, s)
	}
	d := decision{base: base, degree: h.most}
	if len(h.names) == 0 {
		return d
	}
	if h.note != "" {
		d.note(h.note, h.most)
	}
	best, rivals := x.rank(h.names)
	d.communes = best
	if len(best) != 1 {
		return d
	}
	k := x.kindOf(h.names, best[0])
	switch k {
	case gone, part:
		d.note("former commune", dHigh)
	case label, usage:
		d.note("alias", dHigh)
	}
	if s.national() && (k != official || rivals > 0) {
		d.note("", dMedium)
	}
	if s.national() && rivals > 0 && x.contested(h.names, best[0]) {
		d.communes = x.distinct(h.names)
	}
	if s.communes == nil && (x.livingRival(h.names, best[0]) || x.articleRival(e.key, s, best[0])) {
		d.note("", dMedium)
	}
	return d
}

// partLinks are what stands between the parts of a place that holds more than a name.
var partLinks = strings.NewReplacer(" - ", ",", " – ", ",", " / ", ",", " et ", ",", ";", ",", "/", ",")

// decideParts reads words that hold more than a name ("Mérignac - Aéroport",
// "Sète, Montpellier"): each part is searched on its own where a department,
// a postal code or a region bounds the search.
func (x *Index) decideParts(e *evidence) decision {
	pieces := strings.FieldsFunc(partLinks.Replace(e.words), func(r rune) bool { return r == ',' })
	none := decision{}
	if len(pieces) < 2 || len(pieces) > 8 {
		return none
	}
	var found decision
	for _, p := range pieces {
		piece := x.piece(e, p)
		if piece.key == "" {
			continue
		}
		d := x.decide(&piece)
		for _, c := range d.communes {
			if !slices.Contains(found.communes, c) {
				found.communes = append(found.communes, c)
			}
		}
		if len(d.communes) > 0 {
			found.base, found.notes, found.degree, found.deps = d.base, d.notes, d.degree, d.deps
			e.arm = piece.arm
		}
	}
	found.note("part of the words", dMedium)
	return found
}
