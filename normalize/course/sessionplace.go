package course

import (
	"carif/geo/place"
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
	var several *place.Place
	postal, department := p.postal, p.department
	for _, v := range p.places {
		part := place.Split(v.Text)
		if place.Nowhere(v.Text) {
			p.texts = addText(p.texts, v.Text)
			continue
		}
		if list, ok := place.SeveralTowns(b.n.Places(), v.Text, b.region()); ok && town == "" && postal == "" && department == "" {
			town, several = list.City, &list
			continue
		}
		switch {
		case town == "":
			town = part.City
		case part.City != "" && !place.SameTown(town, part.City):
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
	if town == "" && postal == "" && department == "" {
		return
	}
	if postal == "" && department == "" {
		postal = p.postalNearby(town)
	}
	pl := place.Place{City: town, Postal: postal, Confidence: "none"}
	if several != nil && postal == "" && department == "" {
		pl = *several
	} else {
		pl.Resolve(b.n.Places(), department, b.region())
	}
	if pl.Issue == schema.IssueAmbiguousPlace && several == nil && postal == "" && department == "" {
		b.likeProvider(&pl)
	}
	s.City, s.PostalCode = schema.NonEmpty(pl.City), schema.NonEmpty(pl.Postal)
	s.Department, s.DepartmentStated = schema.NonEmpty(pl.Department), pl.Stated
	s.PlaceConfidence, s.PlaceHow = pl.Confidence, pl.How
	if pl.Confidence != "low" {
		s.Commune = schema.NonEmpty(pl.Commune)
	}
	s.Region = schema.NonEmpty(pl.Region)
	if pl.Issue != "" {
		b.issue(pl.Issue, schema.FieldSessionPlace, town, p.places[0])
	}
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
