package lheo

import (
	"strconv"
	"strings"

	"carif/geo"
	"carif/geo/place"
	"carif/schema"
	"carif/vocab"
)

// courseOnly reads from the action of a course without sessions what is the course's.
func (d *decoder) courseOnly(a *node) {
	d.courseHours(a)
	if p, i := d.real(a.child("prix-total-TTC"), schema.FieldPrice); p != nil && i.course {
		d.setPrice(p)
	}
	if v, i := d.coded(a.child("modalites-entrees-sorties"), schema.FieldEntryExit, vocab.EntryExit, ""); i.course {
		d.c.EntryExit = v
	}
}

// courseHours reads the whole length that stands in an action: what is marked as the course's goes there, unless it is
// the action's own, else it is given.
func (d *decoder) courseHours(a *node) *float64 {
	h, i := d.real(a.child("nombre-heures-total"), schema.FieldSessionHours)
	if !i.course || h == nil {
		return h
	}
	if a.extra("source", ownTotal) == "" {
		d.setTotal(h)
	}
	return nil
}

// session reads a session with what its action says of it.
func (d *decoder) session(a, n *node) schema.Session {
	s := schema.Session{DatePrecision: "none", PlaceConfidence: "none", Contacts: []schema.Contact{}}
	d.sessionIDs(&s, a, n)
	d.period(&s, n.child("periode"))
	d.place(&s, a, n)
	d.door(&s, a, n)
	v, i := d.coded(a.child("modalites-entrees-sorties"), schema.FieldSessionEntryExit, vocab.EntryExit, "")
	if i.course {
		d.c.EntryExit = v
	} else {
		s.EntryExit = v
	}
	s.Hours = d.courseHours(a)
	if p, i := d.real(a.child("prix-total-TTC"), schema.FieldSessionPrice); i.course && p != nil {
		d.setPrice(p)
	} else {
		s.Price = p
	}
	s.Provider = d.deliverer(&s, a)
	s.State = d.state(n)
	s.CPFEligible = yes(n.extra("source", "cpf"))
	s.Seats = d.seats(n)
	s.Text = said(n.extra("source", "texte"))
	if t := words(n.child("modalites-inscription")); t != nil && s.Text == nil {
		s.Text = t
	}
	for _, c := range n.all("contact-session") {
		d.addContact(&s.Contacts, d.contact(c))
	}
	d.extraContacts(&s.Contacts, n)
	return s
}

// door reads the street and the point of the place, and where to enrol.
func (d *decoder) door(s *schema.Session, a, n *node) {
	if l := a.child("lieu-de-formation"); !parseInfo(l.attr("info")).filler {
		l.attr("tag") // the first is the principal one
		ad := l.child("coordonnees", "adresse")
		s.Address, s.PlaceName = street(ad), placeName(ad)
		lat, lon := ad.child("geolocalisation", "latitude"), ad.child("geolocalisation", "longitude")
		if y, x := degrees(lat, 90), degrees(lon, 180); y != nil && x != nil {
			s.Latitude, s.Longitude = y, x
			lat.take()
			lon.take()
		}
	}
	e := n.child("adresse-inscription")
	ad := e.child("adresse")
	if ad == nil || parseInfo(e.attr("info")).filler {
		return
	}
	at := schema.Address{Name: placeName(ad), Street: street(ad), PostalCode: ad.value("codepostal"),
		City: ad.city(), Commune: ad.value("code-INSEE-commune"), Department: ad.value("departement"),
		Region: ad.value("region")}
	ad.country(at.Department != nil || at.Commune != nil)
	if at != (schema.Address{}) {
		s.Enrolment = &at
	}
}

// placeName is the denomination of an address, unless this package put the provider's name there.
func placeName(ad *node) *string {
	if n := ad.child("denomination"); n != nil && n.attr("info") != noteProvider {
		if t := ad.extra("source", "lieu"); t != "" {
			return &t
		}
		return words(n)
	}
	return nil
}

// degrees reads a coordinate; nil where it is none.
func degrees(n *node, most float64) *float64 {
	if n == nil {
		return nil
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(n.text), 64)
	if err != nil || v != v || v > most || v < -most || v == 0 {
		return nil
	}
	return &v
}

func (d *decoder) sessionIDs(s *schema.Session, a, n *node) {
	if num := strings.TrimSpace(a.attr("numero")); rcoRE.MatchString(num) {
		s.RCOID = &num
	}
	if num := n.attr("numero"); strings.TrimSpace(num) != "" {
		s.NativeID = &num
	}
	s.Reference, s.CreatedOn = said(n.attr("ref")), d.dateOf(n, "datecrea")
	for _, at := range []*node{n, a} {
		if s.PublishedOn = d.dateOf(at, "datemaj"); s.PublishedOn != nil {
			return
		}
	}
}

// period reads the dates. The precision is that of the less precise one.
func (d *decoder) period(s *schema.Session, p *node) {
	if p == nil {
		return
	}
	start, end := d.day(p.child("debut"), schema.FieldSessionStart), d.day(p.child("fin"), schema.FieldSessionEnd)
	if start.first != "" {
		s.Start = &start.first
	}
	if end.last != "" {
		s.End = &end.last
	}
	for _, w := range []when{start, end} {
		if w.precision == "month" || w.precision == "day" && s.DatePrecision == "none" {
			s.DatePrecision = w.precision
		}
	}
	if parseInfo(p.attr("info")).season && s.DatePrecision == "month" {
		s.DatePrecision = "season"
	}
	if s.Start != nil && s.End != nil && *s.End < *s.Start {
		d.issue(schema.IssueDatesReversed, schema.FieldSessionDates, *s.Start+" > "+*s.End, "periode")
	}
}

func (d *decoder) day(n *node, field schema.Field) when {
	if n == nil {
		return when{precision: "none"}
	}
	if parseInfo(n.attr("info")).filler {
		return when{precision: "none"}
	}
	w, ok := expand(strings.TrimSpace(n.text))
	if n.used = ok; !ok {
		d.issue(schema.IssueBadDate, field, n.text, "periode/"+n.name)
		return when{precision: "none"}
	}
	return w
}

// place reads the place of the training.
func (d *decoder) place(s *schema.Session, a, n *node) {
	l := a.child("lieu-de-formation")
	ad := l.child("coordonnees", "adresse")
	if l == nil || parseInfo(l.attr("info")).filler {
		return
	}
	if l.child("coordonnees", "prenom") != nil { // EDOF names a person there, others the building
		d.addContact(&s.Contacts, d.contact(l))
	}
	if ad == nil {
		return
	}
	s.City, s.PostalCode = ad.city(), ad.value("codepostal")
	p := d.stated(ad, schema.FieldSessionCity)
	s.Department, s.Commune, s.Region = schema.NonEmpty(p.Department), schema.NonEmpty(p.Commune),
		schema.NonEmpty(p.Region)
	s.DepartmentStated, s.PlaceConfidence, s.PlaceHow = p.Stated, p.Confidence, p.How
	if k := ad.child("pays"); k != nil && strings.HasPrefix(p.How, howAbroad) { // the writer gives it again
		k.take()
	}
}

// howAbroad stands before the country of a place that is not in France, where it is told how a place was found.
const howAbroad = "abroad: "

// stated resolves an address by the rules of printed ones, codes weighed against words. Foreign places are none of
// France's.
func (d *decoder) stated(ad *node, field schema.Field) place.Place {
	if country := ad.abroad(); country != "" { // codes there are are left over
		return place.Place{Confidence: string(geo.None), How: howAbroad + country}
	}
	code := func(name string) string { return first(ad.value(name)) }
	s := place.Stated{City: first(ad.city()), Postal: code("codepostal"), Department: code("departement"),
		Commune: code("code-INSEE-commune"), Region: code("region")}
	if d.ours() {
		return d.kept(&s, field)
	}
	p, doubts := s.Resolve(d.places, d.o.Region)
	for _, i := range doubts {
		d.issue(i.Code, field, i.Raw, ad.name)
		for _, k := range ad.kids { // a code that is not believed stays one that was said
			if strings.HasPrefix(k.name, "code-") && k.text == i.Raw {
				k.used = k.text == p.Commune
			}
		}
	}
	ad.country(p.Department != "" || p.Commune != "")
	if p.Confidence == string(geo.None) || p.Confidence == string(geo.Low) {
		p.Commune = ""
	}
	return p
}

// kept is a place of ours: its codes stand as they were, as sure as the words beside them make the commune.
func (d *decoder) kept(s *place.Stated, field schema.Field) place.Place {
	p := place.Place{Department: s.Department, Stated: s.Department != "", Commune: s.Commune, Region: s.Region,
		Confidence: string(geo.None)}
	if s.Commune == "" {
		return p
	}
	p.Confidence, p.How = string(geo.Medium), "commune code"
	words := *s
	words.Commune = ""
	if q, _ := words.Resolve(d.places, d.o.Region); q.Commune == s.Commune {
		p.Confidence, p.How = q.Confidence, p.How+", "+q.How
	} else if _, known := d.places.Commune(s.Commune); !known {
		p.Confidence = string(geo.Low)
		d.issue(schema.IssueBadCode, field, s.Commune, "code-INSEE-commune")
	}
	return p
}

// abroad gives the code or the name of an address's country where that has no communes of the INSEE: overseas France
// has.
func (n *node) abroad() string {
	country := n.extra("source", "pays")
	if p := n.child("pays"); p != nil {
		country = strings.TrimSpace(p.text)
	}
	switch strings.ToUpper(country) {
	case "-", "FR", "FX", "FRA", "FRANCE", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF":
		return ""
	}
	return country
}

// value gives the text of a child, nil for fillers: producers write zeros and dashes where they know nothing.
func (n *node) value(name string) *string {
	k := n.child(name)
	if k == nil || parseInfo(k.attr("info")).filler {
		return nil
	}
	t := strings.TrimSpace(k.take())
	if strings.Trim(t, "0") == "" || strings.Trim(t, "-") == "" || strings.Trim(t, "9") == "" {
		return nil
	}
	return &t
}

func (n *node) city() *string {
	if t := n.extra("source", "ville"); t != "" {
		return &t
	}
	return words(n.child("ville"))
}

// state reads the state of the session: our own word where it stands, else what the code says. Code 3, suspended, is no
// state a page has.
func (d *decoder) state(n *node) *string {
	if t := n.extra("source", "etat"); t != "" {
		return &t
	}
	k := n.child("etat-recrutement")
	if k == nil || parseInfo(k.attr("info")).filler {
		return nil
	}
	state := ""
	switch strings.TrimSpace(k.take()) {
	case "1":
		state = "open"
	case "2":
		state = "closed"
	default:
		d.issue(schema.IssueUnknownValue, schema.FieldSessionState, k.text, "etat-recrutement")
		k.used = false
		return nil
	}
	return &state
}

func (d *decoder) seats(n *node) *int {
	for _, r := range n.all("recrutement") {
		if k := r.child("nb-places"); k != nil && !parseInfo(k.attr("info")).filler {
			if h := d.realOf(k, schema.FieldSessionSeats); h != nil {
				seats := int(*h)
				return &seats
			}
		}
	}
	return nil
}
