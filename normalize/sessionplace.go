package normalize

import (
	"strings"

	"carif/schema"
	"carif/vocab"
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
		if nowhere(v.Text) {
			p.texts = addText(p.texts, v.Text)
			continue
		}
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
	if town == "" && postal == "" && department == "" {
		return
	}
	if postal == "" && department == "" {
		postal = p.postalNearby(town)
	}
	pl := place{City: town, Postal: postal, Confidence: "none"}
	pl.resolve(b.n.places(), department, b.region())
	if pl.Issue == schema.IssueAmbiguousPlace && postal == "" && department == "" {
		b.likeProvider(&pl)
	}
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

// department gives the code of a department printed as "37", "Tarn" or "Tarn (81)", "" for other words.
func (n *Normalizer) department(s string) string {
	if len(s) > 40 {
		return ""
	}
	name, code, bracket := strings.Cut(s, "(")
	if bracket {
		if d, ok := n.places().Department(strings.Trim(code, "() ")); ok {
			return d.Code
		}
	}
	if d, ok := n.places().Department(strings.TrimSpace(name)); ok {
		return d.Code
	}
	return ""
}

// nowhere tells words that stand where a town should and name none: distance courses, the whole country.
func nowhere(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch vocab.Fold(s) {
	case "distance", "distanciel", "ligne", "foad", "formation distance", "e learning", "visioconference", "classe virtuelle", "domicile", "france", "france entiere", "toute france", "national", "nationale", "partout france", "tou departement", "divers lieu", "plusieur lieu", "lieu definir", "lieu preciser", "multi site", "dan votre entreprise", "entreprise", "intra entreprise":
		return true
	}
	return false
}

// sameTown compares two printings of a town: one may have more words ("LYON", "Lyon 8e").
func sameTown(a, b string) bool {
	x, y := vocab.Plain(a), vocab.Plain(b)
	return x == y || strings.HasPrefix(x, y+" ") || strings.HasPrefix(y, x+" ")
}

// postalNearby finds the postal code of the session's own town in the session's other places ("Lieu d'inscription").
func (p *sessionParts) postalNearby(town string) string {
	for _, v := range p.otherPlaces {
		if part := splitPlace(v.Text); part.Postal != "" && sameTown(part.City, town) {
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
func (b *builder) likeProvider(pl *place) {
	o := b.c.Provider
	if o == nil || o.City == nil || o.Commune == nil || !sameTown(pl.City, *o.City) {
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
