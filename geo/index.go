package geo

import (
	"slices"
	"strings"
	"sync"

	"carif/geo/fold"
)

// Index holds the tables in memory. It never changes after New and may be used
// by many goroutines.
type Index struct {
	vintage     string
	communes    []Commune // communes first by code, arrondissements among them
	byCode      map[string]int32
	former      map[string]int32 // codes that no commune has any more → the commune it is in today
	departments []Department
	depByCode   map[string]int
	regions     []Region
	regByCode   map[string]int
	depWords    map[string]depSet // folded names and old names
	regWords    map[string]depSet // folded names, codes and names before 2016
	regNames    map[string]string // folded name of today → code

	names  []entry
	byDep  [][]int32 // names filed under each department
	full   chain     // by full key
	bare   chain     // by key without article
	postal map[string][]int32
	arms   map[int32][]int32 // city → its arrondissements, in order

	weak func() weakTables // built when first needed
}

// weakTables find names whose spelling differs by more than the article.
type weakTables struct{ glued, loose chain }

// entry is a name under which a commune is known in a department.
type entry struct {
	key     string
	commune int32
	dep     uint8
	kind    kind
}

// kind says what a name is to its commune; a smaller one is the better claim.
type kind uint8

const (
	official kind = iota // the name of today
	usage                // what people say: "La Défense"
	part                 // déléguée or associée: lives on inside the commune
	label                // the post office's
	gone                 // merged or renamed
)

// Default gives the index of the embedded tables, built once for the process.
func Default() (*Index, error) { return defaultIndex() }

var defaultIndex = sync.OnceValues(New)

// Vintage names the edition of the tables: "COG 2026 (@etalab/… 6.0.0)".
func (x *Index) Vintage() string { return x.vintage }

// Commune gives a commune or an arrondissement by its INSEE code.
func (x *Index) Commune(insee string) (Commune, bool) {
	i, ok := x.byCode[insee]
	if !ok {
		return Commune{}, false
	}
	c := x.communes[i]
	c.Postal = slices.Clone(c.Postal)
	return c, true
}

// Former gives the commune of today by a code that no commune has any more: of one that was merged into it, or of
// Corsica before 1976 ("20033").
func (x *Index) Former(insee string) (Commune, bool) {
	if i, ok := x.former[insee]; ok {
		return x.Commune(x.communes[i].Code)
	}
	if len(insee) == 5 && insee[:2] == "20" {
		for _, half := range []string{"2A", "2B"} { // which share no number
			if c, ok := x.Commune(half + insee[2:]); ok {
				return c, true
			}
			if i, ok := x.former[half+insee[2:]]; ok {
				return x.Commune(x.communes[i].Code)
			}
		}
	}
	return Commune{}, false
}

// Department gives a department by code ("33", "(33)", "2a") or by name. Words
// that fit several, such as "20" or "Corse", give none.
func (x *Index) Department(words string) (Department, bool) {
	set := x.departmentWords(words)
	if set.count() != 1 {
		return Department{}, false
	}
	return x.departments[set.first()], true
}

// Region gives a region of today by its INSEE code.
func (x *Index) Region(code string) (Region, bool) {
	i, ok := x.regByCode[code]
	if !ok {
		return Region{}, false
	}
	r := x.regions[i]
	r.Carif, r.Departments = slices.Clone(r.Carif), slices.Clone(r.Departments)
	return r, true
}

// Regions gives all regions and overseas territories by code.
func (x *Index) Regions() []Region {
	out := slices.Clone(x.regions)
	for i := range out {
		out[i].Carif, out[i].Departments = slices.Clone(out[i].Carif), slices.Clone(out[i].Departments)
	}
	return out
}

// Departments gives all departments and overseas territories by code.
func (x *Index) Departments() []Department { return slices.Clone(x.departments) }

// Communes calls yield for each commune of today by code, arrondissements
// included (they have a Parent), until yield says false.
func (x *Index) Communes(yield func(Commune) bool) {
	for _, c := range x.communes {
		c.Postal = slices.Clone(c.Postal)
		if !yield(c) {
			return
		}
	}
}

// chain is a hash table from a key to a list of numbers, without a slice a key.
type chain struct {
	head map[string]int32
	next []int32 // by number; -1 ends
}

func newChain(n int) chain {
	return chain{head: make(map[string]int32, n), next: make([]int32, 0, n)}
}

// add files the next number under key; numbers are added in order from 0.
func (c *chain) add(key string) {
	i := int32(len(c.next))
	next, ok := c.head[key]
	if !ok {
		next = -1
	}
	c.next = append(c.next, next)
	c.head[key] = i
}

// each calls f with the numbers filed under key.
func (c *chain) each(key string, f func(int32)) {
	i, ok := c.head[key]
	for ok && i >= 0 {
		f(i)
		i = c.next[i]
	}
}

// buildWeak fills the tables of other spellings, about 40 ms.
func (x *Index) buildWeak() weakTables {
	w := weakTables{newChain(len(x.names)), newChain(len(x.names))}
	for _, e := range x.names {
		w.glued.add(fold.Glued(e.key))
		w.loose.add(strings.Clone(fold.Loose(e.key)))
	}
	return w
}
