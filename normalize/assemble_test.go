package normalize

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"carif/schema"
	"carif/sites"
	"carif/text"
)

// draftOf makes a draft of values.
func draftOf(vs ...schema.Value) schema.Draft { return schema.Draft{Values: vs} }

func val(f schema.Field, text string) schema.Value { return schema.Value{Field: f, Text: text} }

// sessionOf makes a draft of one session.
func sessionOf(vs ...schema.Value) schema.Draft {
	return schema.Draft{Sessions: []schema.DraftSession{{Values: vs}}}
}

func codesOf(cs []schema.Coded) string {
	var out []string
	for _, c := range cs {
		out = append(out, str(c.Code)+"="+c.Raw)
	}
	return strings.Join(out, "; ")
}

func issuesOf(r schema.Record) string {
	var out []string
	for _, i := range r.Issues {
		out = append(out, i.Code+" "+string(i.Field)+" "+i.Raw)
	}
	return strings.Join(out, "; ")
}

func TestProviderBlock(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(draftOf(val(schema.FieldProvider, "CENTRE EXEMPLE\nBP 80300\n2 boulevard Fictif\n33000 BORDEAUX CEDEX 9\nTél : 01 99 00 12 34 Fax : 01 99 00 12 35\nMail : Contact@example.org\nSite internet : http://www.example.org\nSiret : 732 829 320 00074")), schema.Page{}, nil)
	o := rec.Course.Provider
	for _, tt := range []struct{ what, got, want string }{
		{"name", str(o.Name), "CENTRE EXEMPLE"}, {"address", str(o.Address), "BP 80300\n2 boulevard Fictif\n33000 BORDEAUX CEDEX 9"}, {"city", str(o.City), "BORDEAUX"},
		{"postal", str(o.PostalCode), "33000"}, {"commune", str(o.Commune), "33063"}, {"phones", strings.Join(o.Phones, " "), "+33199001234"},
		{"faxes", strings.Join(o.Faxes, " "), "+33199001235"}, {"emails", strings.Join(o.Emails, " "), "contact@example.org"},
		{"website", str(o.Website), "http://www.example.org"}, {"siret", str(o.SIRET), "73282932000074"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s = %q, want %q", tt.what, tt.got, tt.want)
		}
	}
	if got := issuesOf(rec); got != "" {
		t.Errorf("issues = %s, want none", got)
	}
}

func TestProviderFields(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(draftOf(
		val(schema.FieldProviderName, "CENTRE EXEMPLE"), val(schema.FieldProviderAddress, "1 rue Fictive\n75012 PARIS"), val(schema.FieldProviderPhone, "01 99 00 12 34"),
		val(schema.FieldProviderSIRET, "73282932000075"), val(schema.FieldProviderNDA, "24930181145"), val(schema.FieldFax, "01 99 00 12 35"),
	), schema.Page{}, nil)
	o := rec.Course.Provider
	if str(o.City) != "PARIS" || str(o.PostalCode) != "75012" || str(o.Department) != "75" || str(o.NDA) != "24930181145" || o.SIRET != nil || len(o.Faxes) != 1 {
		t.Errorf("provider = %+v", o)
	}
	if got, want := issuesOf(rec), "bad_code provider.siret 73282932000075"; got != want {
		t.Errorf("issues = %q, want %q", got, want)
	}
}

func TestNamesWithMore(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(draftOf(val(schema.FieldProviderName, "Centre Exemple (réf : 1234P)"), val(schema.FieldContactName, "Madame Camille FICTIVE - Responsable de formation")), schema.Page{}, nil)
	o, k := rec.Course.Provider, rec.Course.Contacts[0]
	if str(o.Name) != "Centre Exemple" || str(o.Reference) != "1234P" || str(k.Name) != "Madame Camille FICTIVE" || str(k.Role) != "Responsable de formation" {
		t.Errorf("got %s, %s, %s, %s", str(o.Name), str(o.Reference), str(k.Name), str(k.Role))
	}
}

func TestSeveralNames(t *testing.T) {
	n := newNormalizer(t)
	v := schema.Value{Field: schema.FieldContact, Text: "Camille FICTIVE (Assistant(e) formation); Dominique FICTIF (Coordination)\nTél : 01 99 00 12 34"}
	var got []string
	for _, c := range n.Record(draftOf(v), schema.Page{}, nil).Course.Contacts {
		got = append(got, str(c.Name)+"|"+str(c.Role)+"|"+strings.Join(c.Phones, ","))
	}
	if want := "Camille FICTIVE|Assistant(e) formation|+33199001234 Dominique FICTIF|Coordination|"; strings.Join(got, " ") != want {
		t.Errorf("contacts = %s, want %s", strings.Join(got, " "), want)
	}
}

// TestBeyondTheBorder: the site's region settles a name that several communes bear, and does not hide a town beyond it.
func TestBeyondTheBorder(t *testing.T) {
	n := newNormalizer(t)
	site := &sites.Site{Profile: sites.Profile{ID: "x", Region: "53"}}
	s := n.Record(sessionOf(val(schema.FieldSessionCity, "NANTES")), schema.Page{}, site).Course.Sessions[0]
	if str(s.Commune) != "44109" {
		t.Errorf("commune = %s (%s), want 44109", str(s.Commune), s.PlaceHow)
	}
}

func TestContacts(t *testing.T) {
	n := newNormalizer(t)
	group := func(g int, f schema.Field, s string) schema.Value { return schema.Value{Field: f, Text: s, Group: g} }
	rec := n.Record(draftOf(
		group(1, schema.FieldContactName, "Claude FICTIVE"), group(1, schema.FieldContactRole, "Accueil"), group(1, schema.FieldContactPhone, "01 99 00 12 34"),
		group(2, schema.FieldContact, "Camille INVENTÉ\nTél : 01 99 00 12 36"), group(2, schema.FieldContactEmail, "camille@example.org"), group(2, schema.FieldFax, "01 99 00 12 37"),
		group(3, schema.FieldContactEmail, "form...@example.org"),
	), schema.Page{}, nil)
	var got []string
	for _, c := range rec.Course.Contacts {
		got = append(got, str(c.Name)+"|"+str(c.Role)+"|"+strings.Join(c.Phones, ",")+"|"+strings.Join(c.Faxes, ",")+"|"+strings.Join(c.Emails, ","))
	}
	want := "Claude FICTIVE|Accueil|+33199001234|| Camille INVENTÉ|<nil>|+33199001236|+33199001237|camille@example.org"
	if strings.Join(got, " ") != want {
		t.Errorf("contacts = %s, want %s", strings.Join(got, " "), want)
	}
	if got, want := issuesOf(rec), "bad_email contacts.emails form...@example.org"; got != want {
		t.Errorf("issues = %q, want %q", got, want)
	}
}

func TestFundingRows(t *testing.T) {
	n := newNormalizer(t)
	group := func(g int, f schema.Field, s string) schema.Value { return schema.Value{Field: f, Text: s, Group: g} }
	for _, tt := range []struct {
		name string
		vs   []schema.Value
		want string
	}{
		{"rows of a table", []schema.Value{group(1, schema.FieldFunder, "Pôle emploi"), group(1, schema.FieldScheme, "AFC"), group(2, schema.FieldFunder, "Conseil régional")}, "4 AFC -; 2 <nil> -"},
		{"labels one by one", []schema.Value{val(schema.FieldFundingType, "Formation conventionnée"), val(schema.FieldFunder, "FINANCEMENT INDIVIDUEL"), val(schema.FieldMeasure, "M")}, "10 <nil> M"},
		{"a list of schemes", []schema.Value{{Field: schema.FieldScheme, Items: []string{"Contrat d'apprentissage", "Programme régional"}}}, "- Contrat d'apprentissage -; - Programme régional -"},
		{"any words", []schema.Value{val(schema.FieldFunding, "Cette formation est conventionnée."), val(schema.FieldFunding, "Région Exemple")}, "2 <nil> -"},
		{"two in a cell", []schema.Value{val(schema.FieldFunder, "Etat, Région")}, "13 <nil> -; 2 <nil> -"},
		{"called again by its short name", []schema.Value{{Field: schema.FieldScheme, Items: []string{"Programme Inventé (PRI)", "PRI", "Contrat (jeunes)", "Contrat (adultes et jeunes)"}}},
			"- Programme Inventé (PRI) -; - Contrat (jeunes) -; - Contrat (adultes et jeunes) -"},
		{"its payer in brackets", []schema.Value{{Field: schema.FieldScheme, Items: []string{"Programme Sanitaire (Conseil régional)", "Programme sanitaire"}}},
			"2 Programme Sanitaire (Conseil régional) -"},
		{"printed twice", []schema.Value{val(schema.FieldFunder, "Etat"), val(schema.FieldFunder, "Etat")}, "13 <nil> -"},
	} {
		rec := n.Record(draftOf(tt.vs...), schema.Page{}, nil)
		var got []string
		for _, f := range rec.Course.Funding {
			funder, measure := "-", "-"
			if f.Funder != nil {
				funder = str(f.Funder.Code)
			}
			if f.Measure != nil {
				measure = *f.Measure
			}
			got = append(got, funder+" "+str(f.Scheme)+" "+measure)
		}
		if strings.Join(got, "; ") != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, strings.Join(got, "; "), tt.want)
		}
	}
}

func TestLists(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ raw, want string }{
		{"Particulier, individuel", "81050=Particulier, individuel"},
		{"Demandeur d'emploi, Bénéficiaire ARE, Demandeur d'emploi moins de 26 ans, Bénéficiaire du RSA", "80006=Demandeur d'emploi; 80006=Bénéficiaire ARE; 80009=Demandeur d'emploi moins de 26 ans; 80010=Bénéficiaire du RSA"},
		{"Salarié, Particulier, individuel", "82044=Salarié; 81050=Particulier, individuel"},
		{"Demandeur d'emploi ; Public éligible au CIF ; Salarié", "80006=Demandeur d'emploi; <nil>=Public éligible au CIF; 82044=Salarié"},
		{"Personnes disposant d'une expérience, quelle qu'elle soit", "<nil>=Personnes disposant d'une expérience, quelle qu'elle soit"},
		{"Salariés et demandeurs d'emploi", "82044=Salariés; 80006=demandeurs d'emploi"},
		{"- Tout public\n- Handicapés", "83056=Tout public; 81020=Handicapés"},
		{"dbnull", ""},
	} {
		rec := n.Record(draftOf(val(schema.FieldAudience, tt.raw)), schema.Page{}, nil)
		if got := codesOf(rec.Course.Audience); got != tt.want {
			t.Errorf("audience %q = %s, want %s", tt.raw, got, tt.want)
		}
	}
}

func TestTextsCountOnce(t *testing.T) {
	n := newNormalizer(t)
	full := "Savoir lire un plan.\nSavoir tracer un plan.\nSavoir corriger un plan."
	rec := n.Record(draftOf(
		val(schema.FieldObjective, "Savoir lire un plan.\nSavoir tracer… Lire la suite"), val(schema.FieldObjective, full), val(schema.FieldObjective, full), val(schema.FieldObjective, "Autre but."),
	), schema.Page{}, nil)
	if got, want := str(rec.Course.Objective), full+"\nAutre but."; got != want {
		t.Errorf("objective = %q, want %q", got, want)
	}
}

func TestCodesOfCourse(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(draftOf(
		val(schema.FieldROME, "J1501 : Soins d'hygiène\nSoins infirmiers (ROME J1506)"), schema.Value{Field: schema.FieldFormacode, Label: "Formacode (V14)", Text: "43436 aide-soignant"}, val(schema.FieldNSF, "331 - Santé"), val(schema.FieldRNCP, "3"),
		schema.Value{Field: schema.FieldValidation, Text: "Diplôme d'État", Links: []schema.Link{{Href: "http://www.rncp.example/fiche?x=1&fiche=4495"}}},
		schema.Value{Field: schema.FieldOther, Label: "Offres d'emploi", Text: "voir", Links: []schema.Link{{Href: "http://example.org/offres?codeRome=K1302"}}},
	), schema.Page{}, nil)
	show := func(cs []schema.Code) string {
		var out []string
		for _, c := range cs {
			s := c.Code + " " + str(c.Label)
			if c.FromLink {
				s += " link"
			}
			out = append(out, s)
		}
		return strings.Join(out, "; ")
	}
	c := rec.Course.Codes
	for _, tt := range []struct{ what, got, want string }{
		{"rome", show(c.ROME), "J1501 Soins d'hygiène; J1506 Soins infirmiers; K1302 <nil> link"},
		{"formacode", show(c.Formacode) + " " + str(c.Formacode[0].Version), "43436 aide-soignant V14"}, {"nsf", show(c.NSF), "331 Santé"}, {"rncp", show(c.RNCP), "4495 <nil> link"},
		{"issues", issuesOf(rec), "bad_code codes.rncp 3"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s = %s, want %s", tt.what, tt.got, tt.want)
		}
	}
}

func TestSessions(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct {
		name   string
		vs     []schema.Value
		want   string // start end precision entry-exit city postal department stated state
		issues string
	}{
		{"town with department", []schema.Value{val(schema.FieldSessionCity, "Bordeaux (33)"), val(schema.FieldSessionDates, "du 1er au 15 mars 2014")}, "2014-03-01 2014-03-15 day <nil> Bordeaux <nil> 33 true <nil>", ""},
		{"department in its column", []schema.Value{val(schema.FieldSessionCity, "TOURS"), val(schema.FieldSessionPostal, "37")}, "<nil> <nil> none <nil> TOURS <nil> 37 true <nil>", ""},
		{"department derived", []schema.Value{val(schema.FieldSessionCity, "33000 BORDEAUX CEDEX")}, "<nil> <nil> none <nil> BORDEAUX 33000 33 false <nil>", ""},
		{"town printed twice", []schema.Value{val(schema.FieldSessionCity, "Amiens (80)"), val(schema.FieldSessionCity, "1 rue Fictive\n80097 Amiens")}, "<nil> <nil> none <nil> Amiens 80097 80 true <nil>", ""},
		{"department in a line of its own", []schema.Value{val(schema.FieldSessionCity, "Besançon"), val(schema.FieldSessionText, "Doubs (25)")}, "<nil> <nil> none <nil> Besançon <nil> 25 true <nil>", ""},
		{"at any time", []schema.Value{{Field: schema.FieldSessionEntryExit, Label: "Entrées et sorties permanentes", Text: "vous pouvez commencer à tout moment de l'année."}}, "<nil> <nil> none 1 <nil> <nil> <nil> false <nil>", ""},
		{"a state under its label", []schema.Value{{Field: schema.FieldSessionState, Label: "Candidatures", Text: "acceptées"}}, "<nil> <nil> none <nil> <nil> <nil> <nil> false open", ""},
		{"permanent in the date cell", []schema.Value{val(schema.FieldSessionDates, "entrées-sorties permanentes :")}, "<nil> <nil> none 1 <nil> <nil> <nil> false <nil>", ""},
		{"yes under a label", []schema.Value{{Field: schema.FieldSessionEntryExit, Label: "Inscription permanente", Text: "Non"}}, "<nil> <nil> none 0 <nil> <nil> <nil> false <nil>", ""},
		{"places", []schema.Value{{Field: schema.FieldSessionState, Label: "Places disponibles", Text: "non"}}, "<nil> <nil> none <nil> <nil> <nil> <nil> false full", ""},
		{"places left", []schema.Value{val(schema.FieldSessionText, "A la date du 17/07/2012 il reste 9 place(s) disponible(s)")}, "<nil> <nil> none <nil> <nil> <nil> <nil> false open", ""},
		{"reversed", []schema.Value{val(schema.FieldSessionDates, "du 02/03/2014 au 01/03/2014")}, "2014-03-02 2014-03-01 day <nil> <nil> <nil> <nil> false <nil>", "dates_reversed session.dates 2014-03-02 > 2014-03-01"},
		{"impossible", []schema.Value{val(schema.FieldSessionDates, "du 31/02/2014 au 01/03/2014")}, "<nil> 2014-03-01 day <nil> <nil> <nil> <nil> false <nil>", "bad_date session.dates 31/02/2014"},
		{"unreadable", []schema.Value{val(schema.FieldSessionDates, "au printemps")}, "<nil> <nil> none <nil> <nil> <nil> <nil> false <nil>", "bad_date session.dates au printemps"},
		{"nothing", []schema.Value{val(schema.FieldSessionDates, "consulter l'organisme de formation.")}, "<nil> <nil> none <nil> <nil> <nil> <nil> false <nil>", ""},
		{"cells of their own", []schema.Value{val(schema.FieldSessionStart, "09/10/2012 *"), val(schema.FieldSessionEnd, "05/02/2013 *")}, "2012-10-09 2013-02-05 day <nil> <nil> <nil> <nil> false <nil>", ""},
		{"code beside another place", []schema.Value{val(schema.FieldSessionCity, "(LE) HAVRE-CENTRE"), {Field: schema.FieldSessionText, Label: "Lieu d'inscription", Text: "1, rue Fictive 76600 (LE) HAVRE-CENTRE"}}, "<nil> <nil> none <nil> (LE) HAVRE-CENTRE 76600 76 false <nil>", ""},
		{"no town at all", []schema.Value{val(schema.FieldSessionCity, "À distance")}, "<nil> <nil> none <nil> <nil> <nil> <nil> false <nil>", ""},
		{"department before the town", []schema.Value{val(schema.FieldSessionCity, "33 BORDEAUX")}, "<nil> <nil> none <nil> BORDEAUX <nil> 33 true <nil>", ""},
		{"a street is no department", []schema.Value{val(schema.FieldSessionCity, "33 rue Fictive\n33000 BORDEAUX")}, "<nil> <nil> none <nil> BORDEAUX 33000 33 false <nil>", ""},
		{"a site in a town", []schema.Value{val(schema.FieldSessionCity, "Site de Oignies")}, "<nil> <nil> none <nil> Site de Oignies <nil> 62 false <nil>", ""},
		{"no such town", []schema.Value{val(schema.FieldSessionCity, "Xyzville-les-Bains")}, "<nil> <nil> none <nil> Xyzville-les-Bains <nil> <nil> false <nil>", "unknown_place session.city Xyzville-les-Bains"},
	} {
		rec := n.Record(sessionOf(tt.vs...), schema.Page{}, nil)
		s := rec.Course.Sessions[0]
		stated := "false"
		if s.DepartmentStated {
			stated = "true"
		}
		got := strings.Join([]string{str(s.Start), str(s.End), s.DatePrecision, code(s.EntryExit), str(s.City), str(s.PostalCode), str(s.Department), stated, str(s.State)}, " ")
		if got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		if is := issuesOf(rec); is != tt.issues {
			t.Errorf("%s: issues %q, want %q", tt.name, is, tt.issues)
		}
	}
}

// TestDaysOfALine tells whether the days of one line are of one session or of several, by how long the course is.
func TestDaysOfALine(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ hours, dates, want string }{
		{"7 heures", "15 janvier, 12 mars, 18 juin et 24 septembre 2027", "2027-01-15/<nil> 2027-03-12/<nil> 2027-06-18/<nil> 2027-09-24/<nil>"},
		{"28 heures", "15 janvier, 12 mars, 18 juin et 24 septembre 2027", "2027-01-15/2027-09-24"},
		{"", "15 janvier, 12 mars, 18 juin et 24 septembre 2027", "2027-01-15/<nil> 2027-03-12/<nil> 2027-06-18/<nil> 2027-09-24/<nil>"},
		{"", "11 mars et 15 mai 2025", "2025-03-11/<nil>"},
		{"14 heures", "11 mars et 15 mai 2025", "2025-03-11/2025-05-15"},
		{"7 heures", "5, 12 et 19 mars 2027", "2027-03-05/<nil> 2027-03-12/<nil> 2027-03-19/<nil>"},
		{"", "5, 12 et 19 mars 2027", "2027-03-05/2027-03-19"},
		{"", "9, 10, 11 avril et 29 juin 2018", "2018-04-09/<nil>"},
		{"", "du 8 au 12 mars 2027 (complet), du 10 au 14 mai 2027 ou encore du 5 au 9 juillet 2027", "2027-03-08/2027-03-12 2027-05-10/2027-05-14 2027-07-05/2027-07-09"},
	} {
		d := sessionOf(val(schema.FieldSessionDates, tt.dates))
		if tt.hours != "" {
			d.Values = append(d.Values, val(schema.FieldDuration, tt.hours))
		}
		var got []string
		for _, s := range n.Record(d, schema.Page{}, nil).Course.Sessions {
			got = append(got, str(s.Start)+"/"+str(s.End))
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%s, %s: %s, want %s", tt.hours, tt.dates, got, tt.want)
		}
	}
}

func TestSharedPlace(t *testing.T) {
	n := newNormalizer(t)
	d := draftOf(val(schema.FieldSessionCity, "Bordeaux (33)"))
	d.Sessions = []schema.DraftSession{{Values: []schema.Value{val(schema.FieldSessionDates, "du 01/03/2014 au 02/03/2014")}}, {Values: []schema.Value{val(schema.FieldSessionCity, "Pau (64)")}}}
	s := n.Record(d, schema.Page{}, nil).Course.Sessions
	if str(s[0].City) != "Bordeaux" || str(s[1].City) != "Pau" {
		t.Errorf("cities = %s, %s; want Bordeaux for the session without one, Pau for the other", str(s[0].City), str(s[1].City))
	}
}

func TestIdentity(t *testing.T) {
	n := newNormalizer(t)
	site := &sites.Site{Profile: sites.Profile{ID: "demo", Carif: []string{"02"}}}
	at := time.Date(2026, 11, 23, 2, 14, 5, 0, time.UTC)
	rec := n.Record(draftOf(val(schema.FieldNativeID, "AB12"), val(schema.FieldUpdatedOn, "Mise à jour : 28 FéVRIER 2013"), val(schema.FieldRCO, "02_AB12")), schema.Page{URL: "https://example.org/x", FetchedAt: at, SHA256: "ff"}, site)
	if rec.Course.Key != "demo/AB12" || str(rec.Course.RCOID) != "02_AB12" || str(rec.Source.UpdatedOn) != "2013-02-28" || str(rec.Source.FetchedAt) != "2026-11-23T02:14:05Z" {
		t.Errorf("key %s rco %s updated %s fetched %s", rec.Course.Key, str(rec.Course.RCOID), str(rec.Source.UpdatedOn), str(rec.Source.FetchedAt))
	}
	loose := n.Record(schema.Draft{}, schema.Page{SHA256: "ff"}, nil)
	if loose.Course.Key != "generic/sha256:ff" || loose.Course.RCOID != nil || loose.Source.URL != nil {
		t.Errorf("key %s rco %v url %v, want the hash and nothing else", loose.Course.Key, loose.Course.RCOID, loose.Source.URL)
	}
}

func TestDurationsClash(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(draftOf(val(schema.FieldDuration, "600 heures"), val(schema.FieldCompanyHours, "140 heures"), val(schema.FieldCompanyHours, "840 heures")), schema.Page{}, nil)
	d := rec.Course.Duration
	if num(d.TotalHours) != 600 || d.CompanyHours != nil {
		t.Errorf("hours = %v %v, want 600 and none", num(d.TotalHours), num(d.CompanyHours))
	}
	if got, want := issuesOf(rec), "conflict duration.company_hours 840 heures"; got != want {
		t.Errorf("issues = %q, want %q", got, want)
	}
}

func TestPriceInScheme(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct {
		schemes []string
		want    float64
	}{{[]string{"Programme régional, coût : 1707 €"}, 1707}, {[]string{"A, coût : 0 €"}, -1}, {[]string{"A, coût : 490 €", "B, coût : 500 €"}, -1}} {
		var got *float64
		if p := n.Record(draftOf(schema.Value{Field: schema.FieldScheme, Items: tt.schemes}), schema.Page{}, nil).Course.Price; p != nil {
			got = p.AmountEUR
		}
		if num(got) != tt.want {
			t.Errorf("price of %q = %v, want %v", tt.schemes, num(got), tt.want)
		}
	}
}

// TestHugePage: lists are cut, said to be, and the work stays bounded.
func TestHugePage(t *testing.T) {
	n := newNormalizer(t)
	var d schema.Draft
	for i := range 5000 {
		id := strconv.Itoa(i)
		d.Values = append(d.Values, val(schema.FieldPace, "Rythme "+id), val(schema.FieldOther, "texte "+id), val(schema.FieldContactName, "Nom "+id), val(schema.FieldScheme, "Dispositif "+id), val(schema.FieldObjective, "But "+id))
	}
	d.Values = append(d.Values, val(schema.FieldDuration, strings.Repeat("12 heures ", 100000)), val(schema.FieldProvider, strings.Repeat("ligne\n", 100000)), val(schema.FieldPrice, strings.Repeat("1", 1000000)))
	rec := n.Record(d, schema.Page{}, nil)
	if len(rec.Course.Pace) != text.MostItems || len(rec.Course.Contacts) != text.MostItems {
		t.Errorf("%d rhythms, %d contacts; want %d of each", len(rec.Course.Pace), len(rec.Course.Contacts), text.MostItems)
	}
	if !strings.Contains(issuesOf(rec), "too_long pace 1000 entries, the rest left out") {
		t.Error("no issue says that a list was cut")
	}
}

func TestPlaceholders(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct {
		field  schema.Field
		raw    string
		absent bool
	}{
		{schema.FieldFollowUp, "Sans objet", true}, {schema.FieldObjective, "NC", true}, {schema.FieldObjective, "Non Communiqué", true}, {schema.FieldObjective, "/", true},
		{schema.FieldObjective, ".", true}, {schema.FieldAudience, "dbnull", true}, {schema.FieldEntryLevel, "Niveau non précisé", true}, {schema.FieldEntryLevel, "A déterminer", true},
		{schema.FieldPrice, "Se renseigner auprès du secrétariat.", true}, {schema.FieldPrice, "0 €", true}, {schema.FieldCompanyHours, "0 heures", true},
		{schema.FieldProgramme, "Aucune information disponible pour le moment", true}, {schema.FieldTeachingMode, "Consulter l'organisme", true},
		{schema.FieldAdmission, "Sans condition d'accès", false}, {schema.FieldPrerequisites, "Cette formation ne nécessite aucun pré requis", false},
		{schema.FieldAdmission, "Prendre contact avec l'organisme pour s'inscrire", false}, {schema.FieldPrice, "590 €", false}, {schema.FieldPersonalisable, "Non", false},
		{schema.FieldDuration, "10 heures", false}, {schema.FieldPrice, "Devis personnalisés sur demande", false},
	} {
		rec := n.Record(draftOf(val(tt.field, tt.raw)), schema.Page{}, nil)
		if got := len(rec.Absent) == 1 && rec.Absent[0].Raw == tt.raw && rec.Absent[0].Field == tt.field; got != tt.absent {
			t.Errorf("%s %q: absent %v, want %v", tt.field, tt.raw, got, tt.absent)
		}
	}
}

// TestContactLines: a line that names a person, a number and a mailbox gives all three, whatever stands between and
// whichever field its label names.
func TestContactLines(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ line, name, phone, email string }{
		{"Zoé FICTIVE - 01 99 00 12 34 - z.fictive@example.org", "Zoé FICTIVE", "+33199001234", "z.fictive@example.org"},
		{"Zoé FICTIVE, 01 99 00 12 34, z.fictive@example.org", "Zoé FICTIVE", "+33199001234", "z.fictive@example.org"},
		{"Zoé FICTIVE 01 99 00 12 34 z.fictive@example.org", "Zoé FICTIVE", "+33199001234", "z.fictive@example.org"},
		{"accueil@example.org / 01 99 00 12 34", "", "+33199001234", "accueil@example.org"},
		{"Mme FICTIVE - z.fictive@example.org", "Mme FICTIVE", "", "z.fictive@example.org"},
		{"Z. FICTIVE, ligne directe 01 99 00 12 34", "Z. FICTIVE", "+33199001234", ""},
		{"Zoé Fictive appeler le 01 99 00 12 34", "Zoé Fictive", "+33199001234", ""},
	} {
		for _, f := range []schema.Field{schema.FieldContact, schema.FieldContactPhone, schema.FieldContactEmail} {
			if f == schema.FieldContactEmail && tt.email == "" || f == schema.FieldContactPhone && tt.phone == "" {
				continue
			}
			cs := n.Record(draftOf(val(f, tt.line)), schema.Page{}, nil).Course.Contacts
			if len(cs) != 1 || str(cs[0].Name) != tt.name && cs[0].Name != nil || tt.name != "" && cs[0].Name == nil ||
				strings.Join(cs[0].Phones, " ") != tt.phone || strings.Join(cs[0].Emails, " ") != tt.email || cs[0].Role != nil {
				t.Errorf("%s %q: %+v", f, tt.line, cs)
			}
		}
	}
}
