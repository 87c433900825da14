package geo

import (
	"slices"

	"carif/geo/fold"
)

// rank gives the communes with a claim: those of today's name if any bears it,
// else all; and how many other communes have a weaker one.
func (x *Index) rank(names []int32) (best []int32, rivals int) {
	all := x.distinct(names)
	for _, i := range names {
		if n := &x.names[i]; n.kind == official && !slices.Contains(best, n.commune) {
			best = append(best, n.commune)
		}
	}
	if len(best) == 0 {
		return all, 0
	}
	return best, len(all) - len(best)
}

// distinct gives the communes of names, each once.
func (x *Index) distinct(names []int32) (out []int32) {
	for _, i := range names {
		if c := x.names[i].commune; !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// kindOf gives the best claim of a commune among names.
func (x *Index) kindOf(names []int32, commune int32) kind {
	k := gone
	for _, i := range names {
		if n := &x.names[i]; n.commune == commune {
			k = min(k, n.kind)
		}
	}
	return k
}

// contested says that another commune goes by this name in daily use ("Aix",
// "Clermont"): without a department the words do not tell which.
func (x *Index) contested(names []int32, commune int32) bool {
	return slices.ContainsFunc(names, func(i int32) bool {
		return x.names[i].kind == usage && x.names[i].commune != commune
	})
}

// livingRival says that a part of another commune still bears this name.
func (x *Index) livingRival(names []int32, commune int32) bool {
	return slices.ContainsFunc(names, func(i int32) bool {
		return x.names[i].kind == part && x.names[i].commune != commune
	})
}

// articleRival says that a page that leaves articles out would print another
// commune of the scope the same way: "Vergne" where there is La Vergne too.
func (x *Index) articleRival(key string, s scope, commune int32) (rival bool) {
	if _, had := fold.Bare(key); had || s.national() {
		return false
	}
	x.bare.each(key, func(i int32) {
		n := &x.names[i]
		rival = rival || n.kind == official && n.commune != commune && s.holds(n)
	})
	return rival
}
