package geo

import (
	"slices"
	"strings"

	"carif/geo/fold"
)

// scope bounds a search: departments, communes, or both. The zero scope is the
// whole country.
type scope struct {
	deps     depSet
	communes []int32 // nil: any
}

func (s scope) national() bool { return s.deps.empty() && s.communes == nil }

func (s scope) holds(e *entry) bool {
	if !s.deps.empty() && !s.deps.has(e.dep) {
		return false
	}
	return s.communes == nil || slices.Contains(s.communes, e.commune)
}

// hits are the names found by one way of spelling.
type hits struct {
	names []int32
	note  string // what the way of spelling adds to Result.How
	most  int    // the highest degree of confidence it allows (see degrees)
}

// degrees of confidence as numbers, so that the lower of two can be taken.
const (
	dNone = iota
	dLow
	dMedium
	dHigh
)

func confidence(degree int) Confidence {
	return [...]Confidence{None, Low, Medium, High}[max(dNone, min(degree, dHigh))]
}

// find looks the key up in a scope, from the strictest spelling to the loosest,
// and stops at the first that finds something.
func (x *Index) find(key string, s scope) hits {
	for _, way := range []func(string, scope) hits{x.findFull, x.findOver, x.findBare} {
		if h := way(key, s); len(h.names) > 0 {
			return h
		}
	}
	if s.national() {
		return hits{}
	}
	for _, way := range []func(string, scope) hits{x.findGlued, x.findLoose, x.findCut, x.findQuarter, x.findShort} {
		if h := way(key, s); len(h.names) > 0 {
			return h
		}
	}
	return hits{}
}

func (x *Index) collect(c *chain, key string, s scope) (found []int32) {
	c.each(key, func(i int32) {
		if s.holds(&x.names[i]) {
			found = append(found, i)
		}
	})
	return found
}

func (x *Index) findFull(key string, s scope) hits {
	return hits{names: x.collect(&x.full, key, s), most: dHigh}
}

// findOver reads "S/" as "sur" and as "sous"; both may exist.
func (x *Index) findOver(key string, s scope) hits {
	sur, sous, ok := fold.Over(key)
	if !ok {
		return hits{}
	}
	found := append(x.collect(&x.full, sur, s), x.collect(&x.full, sous, s)...)
	return hits{names: found, most: dHigh}
}

// findBare leaves the article out. A page that prints none is as clear as one
// that prints it; a page that prints another is not.
func (x *Index) findBare(key string, s scope) hits {
	bare, had := fold.Bare(key)
	h := hits{names: x.collect(&x.bare, bare, s), most: dHigh}
	switch {
	case had:
		h.most, h.note = dMedium, "other spelling"
	case s.national():
		h.most = dMedium
	}
	return h
}

func (x *Index) findGlued(key string, s scope) hits {
	w := x.weak()
	return hits{names: x.collect(&w.glued, fold.Glued(key), s), note: "other spelling", most: dMedium}
}

func (x *Index) findLoose(key string, s scope) hits {
	w := x.weak()
	return hits{names: x.collect(&w.loose, fold.Loose(key), s), note: "other spelling", most: dMedium}
}

// cutAt is the shortest name taken for one that a form's field cut short: the
// post office cuts at 26, 30 or 32 characters.
const cutAt = 22

func (x *Index) findCut(key string, s scope) hits {
	if len(key) < cutAt {
		return hits{}
	}
	var found []int32
	s.each(x, func(i int32) {
		if strings.HasPrefix(x.names[i].key, key) {
			found = append(found, i)
		}
	})
	return hits{names: found, note: "cut short", most: dMedium}
}

// findQuarter leaves out the word that sites add for a part of the town:
// "ROUEN-CENTRE", "Toulouse Nord".
func (x *Index) findQuarter(key string, s scope) hits {
	town := strings.TrimSuffix(key, " ville")
	at := strings.LastIndexByte(town, ' ')
	if at < 0 {
		if town == key {
			return hits{}
		}
		at = len(town)
	} else {
		switch town[at+1:] {
		case "centre", "nord", "sud", "est", "ouest", "gare", "principal":
		default:
			if town == key {
				return hits{}
			}
			at = len(town)
		}
	}
	h := x.findFull(town[:at], s)
	if len(h.names) == 0 {
		h = x.findBare(town[:at], s)
	}
	h.note, h.most = "part of the words", dMedium
	return h
}

// findShort takes the beginning of a name ("94100 SAINT MAUR") where a postal
// code leaves but a few communes; a department would leave too many.
func (x *Index) findShort(key string, s scope) hits {
	if s.communes == nil {
		return hits{}
	}
	return hits{names: x.longer(key, s), note: "short name", most: dMedium}
}

// longer gives the names of today in a scope that begin with the words of key.
func (x *Index) longer(key string, s scope) (found []int32) {
	if len(key) < 4 {
		return nil
	}
	s.each(x, func(i int32) {
		n := &x.names[i]
		if rest, ok := strings.CutPrefix(n.key, key); ok && n.kind == official && strings.HasPrefix(rest, " ") {
			found = append(found, i)
		}
	})
	return found
}

// each calls f with every name of a scope that is not the whole country.
func (s scope) each(x *Index, f func(int32)) {
	deps := s.deps
	if deps.empty() {
		for _, c := range s.communes {
			deps = deps.or(oneDep(x.depByCode[x.communes[c].Department]))
		}
	}
	deps.each(func(d int) {
		for _, i := range x.byDep[d] {
			if s.holds(&x.names[i]) {
				f(i)
			}
		}
	})
}
