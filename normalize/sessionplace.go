package normalize

import (
	"strings"

	"carif/normalize/vocab"
	"carif/schema"
)

// finishPlace resolves the place of a session. A page may print it several times over ("Amiens (80)", then the whole
// address): the first town counts, and each printing of the same town may add its postal code, its department and
// its address.
func (b *builder) finishPlace(s *schema.Session, p *sessionParts) {
	if len(p.places) == 0 && p.postal == "" && p.department == "" {
		return
	}
	var town string
	postal, department := p.postal, p.department
	for _, v := range p.places {
		part := splitPlace(v.Text)
		switch {
		case town == "":
			town = part.City
		case part.City != "" && !sameTown(town, part.City):
			p.texts = addText(p.texts, v.Text)
			continue
		}
		if postal == "" {
			postal = part.Postal
		}
		if department == "" {
			department = part.Department
		}
		p.texts = addText(p.texts, part.Address)
	}
	pl := place{City: town, Postal: postal, Confidence: "none"}
	pl.resolve(b.n.geo, department, b.site.Region)
	s.City, s.PostalCode = ptr(pl.City), ptr(pl.Postal)
	s.Department, s.DepartmentStated = ptr(pl.Department), pl.Stated
	s.PlaceConfidence, s.PlaceHow = pl.Confidence, pl.How
	if pl.Confidence != "low" {
		s.Commune = ptr(pl.Commune)
	}
	s.Region = ptr(pl.Region)
	if pl.Issue != "" {
		b.issue(pl.Issue, schema.FieldSessionPlace, town, p.places[0])
	}
}

// sameTown compares two printings of a town: one may have more words ("LYON", "Lyon 8e").
func sameTown(a, b string) bool {
	x, y := vocab.Plain(a), vocab.Plain(b)
	return x == y || strings.HasPrefix(x, y+" ") || strings.HasPrefix(y, x+" ")
}
