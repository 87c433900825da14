package place

import (
	"slices"
	"strings"

	"carif/geo"
	"carif/schema"
)

// SeveralTowns reads a text that names more than one town: "Lille (59) et Arras (62)", "Paris, Lyon et Marseille".
// None of them is the place: the towns are candidates, and what they share (a department, a region) is kept. ok is
// false for a text of one town or none.
func SeveralTowns(index *geo.Index, s, region string) (p Place, ok bool) {
	parts, strong := townParts(s)
	if len(parts) < 2 || len(parts) > 8 {
		return Place{}, false
	}
	var towns []geo.Result
	coded, postal, named := 0, false, 0
	deps := departments(index, parts, region)
	for _, part := range parts {
		r, code := oneTown(index, part, region)
		postal = postal || len(code) == 5
		if strings.HasPrefix(r.How, "ambiguous") {
			r = neighbour(r, deps, index)
		}
		if r.Commune == "" {
			continue
		}
		named++
		if slices.ContainsFunc(towns, func(t geo.Result) bool { return t.Commune == r.Commune }) {
			continue
		}
		towns = append(towns, r)
		if code != "" {
			coded++
		}
	}
	all := named == len(parts)
	// "59000 LILLE - SECLIN" is one town and a part of it
	listed := coded >= 2 && (all || strong) || all && (strong || !postal)
	if len(towns) < 2 || !listed {
		return Place{}, false
	}
	p = Place{City: strings.TrimSpace(s), Confidence: string(geo.Low), How: "ambiguous, several towns",
		Issue:      schema.IssueAmbiguousPlace,
		Department: towns[0].Department, Region: towns[0].Region, OldRegion: towns[0].OldRegion}
	for _, t := range towns {
		p.Candidates = append(p.Candidates, geo.Candidate{Commune: t.Commune, Department: t.Department})
		p.Department, p.Region, p.OldRegion = same(p.Department, t.Department), same(p.Region, t.Region),
			same(p.OldRegion, t.OldRegion)
	}
	return p, true
}

// departments gives the departments of the parts of a list that are one town each.
func departments(index *geo.Index, parts []string, region string) (out []string) {
	for _, part := range parts {
		if r, _ := oneTown(index, part, region); r.Commune != "" {
			out = append(out, r.Department)
		}
	}
	return out
}

// neighbour decides a name that several communes bear by the other towns of its list: Mérignac beside Pessac is that of
// Gironde. What none of them tells stays undecided.
func neighbour(r geo.Result, deps []string, index *geo.Index) geo.Result {
	for _, c := range r.Candidates {
		if slices.Contains(deps, c.Department) {
			return index.Resolve(geo.Query{City: c.Name, Department: c.Department})
		}
	}
	return geo.Result{}
}

// same gives what two codes share: the code, or nothing.
func same(a, b string) string {
	if a == b {
		return a
	}
	return ""
}

// townParts parts a text at the words and marks of a list that stand outside brackets. strong tells that one of them
// was a word or mark that only lists have.
func townParts(s string) (parts []string, strong bool) {
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth = max(0, depth-1)
		}
		if depth > 0 {
			continue
		}
		for _, sep := range listSeparators {
			if strings.HasPrefix(s[i:], sep.mark) {
				parts = append(parts, s[from:i])
				strong = strong || sep.strong
				from = i + len(sep.mark)
				i = from - 1
				break
			}
		}
	}
	parts = append(parts, s[from:])
	for i := range parts {
		parts[i] = strings.TrimPrefix(strings.Trim(parts[i], " ,;:.-–"), "à ")
	}
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" }), strong
}

// listSeparators part the towns of a list.
var listSeparators = []struct {
	mark   string
	strong bool
}{{" et ", true}, {" ET ", true}, {" ou ", true}, {" OU ", true}, {" puis ", true}, {" & ", true}, {" + ", true},
	{";", true}, {"|", true},
	{" / ", false}, {"/", false}, {", ", false}, {" - ", false}, {" – ", false}, {"\n", false}}

// paris is the one department that is a town.
const paris = "75"

// oneTown resolves a part of a list that is a town by its whole name, or that several bear; the name of a department or
// region is none.
func oneTown(index *geo.Index, part, region string) (r geo.Result, code string) {
	p := Split(part)
	code = p.Postal
	if code == "" {
		code = p.Department
	}
	if dep, is := index.Department(p.City); is && code == "" && dep.Code != paris || p.City == "" { // "Laval, Mayenne"
		return geo.Result{}, code
	}
	r = lookUp(index, geo.Query{City: p.City, Postal: p.Postal, Department: p.Department}, region)
	if strings.HasPrefix(r.How, "ambiguous") && !strings.Contains(r.How, "part of") {
		return r, code
	}
	if strings.Contains(r.How, "part of") || strings.Contains(r.How, "differs") ||
		r.Confidence != geo.High && r.Confidence != geo.Medium {
		return geo.Result{}, code
	}
	return r, code
}
