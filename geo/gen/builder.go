package main

import (
	"fmt"
	"maps"
	"slices"

	"carif/geo/fold"
)

// place is a row of Etalab's communes.json, all editions.
type place struct {
	Code       string   `json:"code"`
	Name       string   `json:"nom"`
	Type       string   `json:"type"` // commune-actuelle, commune-deleguee, commune-associee, arrondissement-municipal
	Department string   `json:"departement"`
	Region     string   `json:"region"`
	Capital    string   `json:"chefLieu"` // of a déléguée or associée: the commune that holds it
	Parent     string   `json:"commune"`  // of an arrondissement: its city
	Former     []string `json:"anciensCodes"`
	Postal     []string `json:"codesPostaux"`
	Population int      `json:"population"`

	lat, lon string // degrees, 4 decimals; empty when unknown
}

// division is a row of departements.json or regions.json.
type division struct {
	Code    string `json:"code"`
	Name    string `json:"nom"`
	Region  string `json:"region"`
	Capital string `json:"chefLieu"`
}

// former is a name that once was a commune's, or still is a part's.
type former struct {
	name, code, department, today string
	kind                          string // D déléguée, A associée, F merged, N renamed, T changed département
	end                           string // last day as a commune of that name; empty when unknown
}

// alias is a name that never was official.
type alias struct {
	name, department, commune string
	origin                    string // P postal label, U usage
}

// builder gathers the tables of one edition.
type builder struct {
	places      []place // the edition's rows as published
	current     map[string]*place
	arms        map[string]*place
	holder      map[string]string // code lost → commune that holds it today
	departments []division
	regions     []division
	formers     map[string]former // by key, department, commune
	aliases     []alias
	labels      []alias // every postal label that is not the plain capital form of a name
}

func newBuilder(reg registry, cog string) (*builder, error) {
	b := &builder{
		current: map[string]*place{}, arms: map[string]*place{},
		holder: map[string]string{}, formers: map[string]former{},
	}
	if err := reg.read(etalab, cog, "data/communes.json", &b.places); err != nil {
		return nil, err
	}
	if err := reg.read(etalab, cog, "data/departements.json", &b.departments); err != nil {
		return nil, err
	}
	if err := reg.read(etalab, cog, "data/regions.json", &b.regions); err != nil {
		return nil, err
	}
	for i := range b.places {
		p := &b.places[i]
		switch p.Type {
		case "commune-actuelle":
			b.current[p.Code] = p
		case "arrondissement-municipal":
			b.arms[p.Code] = p
		}
	}
	b.hold()
	if len(b.current) < 30000 || len(b.departments) < 101 || len(b.regions) < 18 {
		return nil, fmt.Errorf("read %s %s: %d communes, %d departments, %d regions: not the whole country",
			etalab, cog, len(b.current), len(b.departments), len(b.regions))
	}
	return b, nil
}

// hold fills holder: a déléguée's own word counts before the list of old codes.
func (b *builder) hold() {
	for _, code := range slices.Sorted(maps.Keys(b.current)) {
		for _, old := range b.current[code].Former {
			b.holder[old] = code
		}
	}
	for _, p := range b.places {
		if p.Capital != "" && p.Type != "commune-actuelle" {
			b.holder[p.Code] = p.Capital
		}
	}
}

// today gives the commune that holds a code now; "" when nothing tells.
func (b *builder) today(code string) string {
	for range 5 {
		if b.current[code] != nil {
			return code
		}
		if p := b.arms[code]; p != nil {
			return p.Parent
		}
		next, ok := b.holder[code]
		if !ok {
			return ""
		}
		code = next
	}
	return ""
}

// departmentOf gives the department that an INSEE commune code begins with.
func departmentOf(code string) string {
	if len(code) < 3 {
		return ""
	}
	if code[:2] == "97" || code[:2] == "98" {
		return code[:3]
	}
	return code[:2]
}

// official says whether a key is the name of a commune of today in a department.
func (b *builder) official() map[string]bool {
	seen := make(map[string]bool, len(b.current))
	for code, p := range b.current {
		seen[departmentOf(code)+" "+fold.Key(p.Name)] = true
	}
	return seen
}
