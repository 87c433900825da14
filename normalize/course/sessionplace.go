package course

import (
	"slices"
	"strings"

	"carif/geo/place"
	"carif/schema"
	"carif/text"
)

// printedPlace is what a session's values say of its place, before it is looked up.
type printedPlace struct {
	town, postal, department string
	around                   string
	several                  *place.Place // where the first value names more than one town
}

// coded reports whether the page prints a code beside the town.
func (q *printedPlace) coded() bool { return q.postal != "" || q.department != "" }

// finishPlace resolves the place of a session.
func (b *builder) finishPlace(s *schema.Session, p *sessionParts) {
	if len(p.places) == 0 && p.postal == "" && p.department == "" {
		return
	}
	q := b.printedPlace(p)
	if q.town == "" && !q.coded() {
		return
	}
	if !q.coded() {
		q.postal = p.postalNearby(q.town)
	}
	pl := place.Place{City: q.town, Postal: q.postal, Around: q.around, Confidence: "none"}
	switch {
	case q.several != nil && !q.coded():
		pl = *q.several
	default:
		pl.Resolve(b.n.Places(), q.department, b.region())
		if pl.Issue == schema.IssueAmbiguousPlace && !q.coded() {
			b.likeProvider(&pl)
		}
	}
	s.City, s.PostalCode = schema.NonEmpty(pl.City), schema.NonEmpty(pl.Postal)
	s.Department, s.DepartmentStated = schema.NonEmpty(pl.Department), pl.Stated
	s.PlaceConfidence, s.PlaceHow = pl.Confidence, pl.How
	if pl.Confidence != "low" {
		s.Commune = schema.NonEmpty(pl.Commune)
	}
	s.Region = schema.NonEmpty(pl.Region)
	if pl.Issue != "" {
		b.issue(pl.Issue, schema.FieldSessionCity, q.town, p.places[0])
	}
	p.aroundTown(s, &q)
}

// aroundTown keeps the printed lines of the place that say more than the session's town: "62000 ARRAS CEDEX", the site
// in that town.
func (p *sessionParts) aroundTown(s *schema.Session, q *printedPlace) {
	k := kept{}
	k.add(p.texts...)
	k.add(q.department)
	k.pointers(s.City)
	for _, v := range p.places {
		for line := range strings.SplitSeq(v.Text, "\n") {
			if k.lacks(line) {
				p.texts = addText(p.texts, line)
				k.add(line)
			}
		}
	}
}

// postalUnder reads the postal code that ends a line under the town: "NANCY", "Lycée du Port - 54000"; "" where it is
// that of another town.
func (b *builder) postalUnder(town, printed string) string {
	for line := range strings.SplitSeq(printed, "\n") {
		at := strings.LastIndexByte(line, ' ')
		code := line[at+1:]
		if at < 1 || len(code) != 5 || !text.AllDigits(code) || place.Postal(code) == "" {
			continue
		}
		if p := place.Read(b.n.Places(), town, code, b.region()); p.Postal == code && p.Commune != "" &&
			p.Confidence == "high" {
			return code
		}
	}
	return ""
}

// codedFirst puts the first place that comes with its number before one that names no town that is known: "CFPPA du
// Pays d'Alençon", then "Sées (61)".
func (b *builder) codedFirst(places []*schema.Value) {
	if len(places) < 2 || place.Read(b.n.Places(), places[0].Text, "", b.region()).Commune != "" {
		return
	}
	coded := func(v *schema.Value) bool {
		part := place.Split(v.Text)
		return part.City != "" && (part.Postal != "" || part.Department != "")
	}
	for i, v := range places {
		if !coded(v) {
			continue
		}
		copy(places[1:i+1], places[:i])
		places[0] = v
		return
	}
}

// printedPlace gathers the place of a session. A page may print it several times over ("Amiens (80)", then the whole
// address): the first town counts, and each printing of the same town may add its postal code, its department and
// its address.
func (b *builder) printedPlace(p *sessionParts) printedPlace {
	q := printedPlace{postal: p.postal, department: p.department}
	b.codedFirst(p.places)
	for _, v := range p.places {
		if place.Nowhere(v.Text) {
			p.texts = addText(p.texts, v.Text)
			continue
		}
		if q.town == "" && !q.coded() {
			if list, ok := place.SeveralTowns(b.n.Places(), v.Text, b.region()); ok {
				q.town, q.several = list.City, &list
				continue
			}
		}
		part := place.Split(v.Text)
		switch {
		case q.town == "":
			q.town, q.around = part.City, part.Around
		case part.City != "" && !place.SameTown(q.town, part.City):
			p.texts = addText(p.texts, v.Text)
			continue
		}
		if q.postal == "" {
			q.postal = part.Postal
		}
		if q.postal == "" && q.town != "" {
			q.postal = b.postalUnder(q.town, v.Text)
		}
		if q.department == "" {
			q.department = part.Department
		}
		p.texts = addText(p.texts, part.Address)
	}
	if q.department == "" && q.town != "" {
		q.department = b.departmentLine(p, q.postal)
	}
	return q
}

// departmentLine finds a line of its own that names the department with its number beside the town, among what is
// printed of the session's place or of nothing else: "Loir-et-Cher
// (41)".
func (b *builder) departmentLine(p *sessionParts, postal string) string {
	printed := slices.Clone(p.texts)
	for _, v := range p.places {
		printed = append(printed, v.Text)
	}
	for _, t := range printed[:min(len(printed), text.MostItems)] {
		for line := range strings.SplitSeq(t, "\n") {
			name, code, ok := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), ")"), "(")
			if name = strings.TrimSpace(name); !ok || len(code) < 2 || len(code) > 3 || len(name) < 3 {
				continue
			}
			d := place.Department(b.n.Places(), name) // the name of a department, and not of a town
			if d == code && (postal == "" || strings.HasPrefix(postal, d[:2])) {
				return d
			}
		}
	}
	return ""
}

// postalNearby finds the postal code of the session's own town in the session's other places ("Lieu d'inscription").
func (p *sessionParts) postalNearby(town string) string {
	for _, v := range p.otherPlaces {
		if part := place.Split(v.Text); part.Postal != "" && place.SameTown(part.City, town) {
			return part.Postal
		}
	}
	return ""
}

// region is the region of the site, else that of the course's provider: a hint where a town's name alone stands.
func (b *builder) region() string {
	if b.site.Region != "" {
		return b.site.Region
	}
	if o := b.c.Provider; o != nil && o.Region != nil {
		return *o.Region
	}
	return ""
}

// likeProvider settles a town that several communes fit when the course's provider sits in one of them and its
// address tells which.
func (b *builder) likeProvider(pl *place.Place) {
	o := b.c.Provider
	if o == nil || o.City == nil || o.Commune == nil || !place.SameTown(pl.City, *o.City) {
		return
	}
	for _, c := range pl.Candidates {
		if c.Commune == *o.Commune {
			pl.Commune, pl.Department, pl.Issue = c.Commune, c.Department, ""
			if o.Region != nil {
				pl.Region = *o.Region
			}
			pl.Confidence, pl.How = "medium", "name, town of the provider"
			return
		}
	}
}
