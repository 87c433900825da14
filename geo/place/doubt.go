package place

import (
	"cmp"
	"strings"
	"sync"

	"carif/geo"
	"carif/geo/fold"
	"carif/text"
)

// A village is never what a page means that prints its name alone where the name is also a department's, or the
// beginning of a town's that has ten times its people and goes by it ("Chalon", "Évry").
const (
	village   = 5_000  // people, fewer than these
	wellKnown = 20_000 // people, at least these
	timesMore = 10
)

// wholeDepartment is how a name was decided that is a department's before it is a village's.
const wholeDepartment = "department, and a village of that name"

// doubted takes a village back that stands for its name alone.
func doubted(index *geo.Index, r geo.Result, city, region string) geo.Result {
	base, _, _ := strings.Cut(r.How, ",")
	if r.Commune == "" || base != "name" || strings.Contains(r.How, "cedex") {
		return r
	}
	c, ok := index.Commune(r.Commune)
	if !ok || c.Population >= village {
		return r
	}
	if strings.Contains(r.How, "name of a department") {
		if d, is := index.Department(city); is {
			return geo.Result{Department: d.Code, Region: d.Region, OldRegion: d.OldRegion, How: wholeDepartment,
				Confidence: geo.Medium}
		}
	}
	town, known := shortNames(index)[fold.Key(city)]
	if !known || town.Code == c.Code || town.Population < timesMore*c.Population {
		return r
	}
	here := index.Resolve(geo.Query{Region: region})
	if region != "" && here.Region == town.Region && here.Region != c.Region {
		long := index.Resolve(geo.Query{City: town.Name, Department: town.Department})
		long.How, long.Confidence = "name+region, short name", geo.Medium
		return long
	}
	out := geo.Result{How: "ambiguous, short name", Confidence: geo.None, Candidates: []geo.Candidate{
		{Commune: town.Code, Name: town.Name, Department: town.Department, Population: town.Population},
		{Commune: c.Code, Name: c.Name, Department: c.Department, Population: c.Population}}}
	if town.Region == c.Region {
		out.Region, out.OldRegion, out.Confidence = r.Region, r.OldRegion, geo.Low
	}
	return out
}

var shortNamesOnce sync.Map // *geo.Index → func() map[string]geo.Commune

// shortNames gives the well-known town that goes by the first words of its name, by those words: "chalon" is
// Chalon-sur-Saône's.
func shortNames(index *geo.Index) map[string]geo.Commune {
	once, _ := shortNamesOnce.LoadOrStore(index, sync.OnceValue(func() map[string]geo.Commune {
		towns := map[string]geo.Commune{}
		index.Communes(func(c geo.Commune) bool {
			if c.Parent != "" || c.Population < wellKnown {
				return true
			}
			key := fold.Key(c.Name)
			for i := range len(key) {
				if key[i] == ' ' && towns[key[:i]].Population < c.Population {
					towns[key[:i]] = c
				}
			}
			return true
		})
		return towns
	}))
	return once.(func() map[string]geo.Commune)()
}

// area reports whether words are a whole department or region.
func area(r geo.Result) bool {
	base, _, _ := strings.Cut(r.How, ",")
	return base == "region" || base == "department"
}

// townOfQuarter resolves the town that the words around its name are taken off. A village has no quarters:
// "Grand Ouest" is none of Grand's.
func townOfQuarter(index *geo.Index, p Place, dep, region string) geo.Result {
	town, compass, ok := withoutQuarter(p.City)
	if !ok {
		return geo.Result{}
	}
	r := lookUp(index, geo.Query{City: town, Postal: p.Postal, Department: dep}, region)
	if c, found := index.Commune(r.Commune); compass && dep == "" && p.Postal == "" && found && c.Population < village {
		return geo.Result{}
	}
	return r
}

// contradicts reports whether words beside a town name a region that it does not lie in: "Nantes (Bretagne)".
func contradicts(index *geo.Index, r geo.Result, printed, city, around string) bool {
	if r.Commune == "" {
		return false
	}
	words := []string{around}
	if printed != city {
		for _, sep := range []string{" - ", " – ", ", ", " / "} {
			if parts := strings.Split(printed, sep); len(parts) > 1 {
				words = append(words, parts...)
			}
		}
	}
	for _, w := range words {
		if key := text.Fold(w); key == "" || key == "centre" || key == "sud" || key == text.Fold(city) { // parts of a town
			continue
		}
		there := index.Resolve(geo.Query{Region: strings.TrimSpace(w)})
		old := there.OldRegion
		if code := cmp.Or(there.Region, old); code != "" && there.Region != r.Region && (old == "" || old != r.OldRegion) {
			return true
		}
	}
	return false
}
