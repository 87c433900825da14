package accounting

import (
	"strings"
	"testing"

	"carif/normalize"
	"carif/parser"
	"carif/schema"
)

// TestRecordKinds holds one value of each kind that was once lost between draft and record.
func TestRecordKinds(t *testing.T) {
	n, err := normalize.New(normalize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		field       schema.Field
		label, text string
	}{
		{schema.FieldSessionContact, "Contact", "Mme Sabrina F. - 01 99 00 92 72 - x@y.example.org"},
		{schema.FieldContact, "Contact", "Séverine CROISIC s.croisic@y.example.org"},
		{schema.FieldContact, "Contact", "ML Lille : K. CHARBI 01 99 00 92 72 ML Roubaix : R. SULAC 01 99 00 92 73"},
		{schema.FieldROME, "Métiers", "Moniteur éducateur\nÉducateur spécialisé"},
		{schema.FieldFormacode, "Domaine", "Travail social"},
		{schema.FieldCodes, "Codes", "70332 (bureautique) ; 32663 (comptabilité)"},
		{schema.FieldOther, "Inscription", "http://www.example.org/offre/page-19.html?idAction=01990092"},
		{schema.FieldOther, "En savoir plus", "Claude FICTIVE\nResponsable pédagogique\n01 99 00 41 24"},
		{schema.FieldProvider, "Organisme", "GRETA DU VAL\n3 rue Haute\n44319 NANTES CEDEX 3"},
		{schema.FieldProvider, "Organisme", "GRETA DU VAL\nSuivi par : Jean-Luc Oberlin (01 99 00 50 22)"},
		{schema.FieldProvider, "Organisme", "GRETA DU VAL\nTél.01 99 00 30 11Fax01 99 00 30 12Courriel a@y.example.org " +
			"Contact pour Nantes :Mme Sylvie FICTIVE01 99 00 30 13"},
		{schema.FieldProvider, "Organisme", "GRETA DU VAL\n3 rue Haute\n44300 NANTES\nVotre interlocutrice : Zoé FICTIVE"},
		{schema.FieldProviderAddress, "Adresse", "3 rue Haute\n44300 NANTES\nFrance"},
		{schema.FieldProviderCity, "Ville", "44319 NANTES CEDEX 3"},
		{schema.FieldProviderPhone, "Tél", "01 99 00 80 40 (accueil)"},
		{schema.FieldProviderEmail, "Mél", "Formulaire de contact"},
		{schema.FieldProviderEmail, "Mél", "aide [arobase] y.example.org"},
		{schema.FieldProviderWebsite, "Site", "http://www.exemple.fr http://www.ma-formation-exemple.fr"},
		{schema.FieldProviderNDA, "NDA", "94 20 P1028 20"},
		{schema.FieldProviderNDA, "NDA", "en cours d'attribution"},
		{schema.FieldContact, "Contact", "Anne NOZIER (Responsable); CLPS Rennes 01 99 00 43 60"},
		{schema.FieldContact, "Contact", "Contact au 01 99 00 44 97 (Henriette LE FICTIF - Assistante de formation)"},
		{schema.FieldContactPhone, "Téléphone", "01 99 00 44 97\n- Secrétaire"},
		{schema.FieldContactEmail, "Courriel", "v.mufon@y.example.org Assistant : Jean LEGRAND"},
		{schema.FieldContactEmail, "Courriel", "Cet e-mail est protégé, votre navigateur doit accepter le Javascript"},
		{schema.FieldFax, "Fax", "01 99 00 34 69 POLE EMPLOI : Mme GUEFFIN - g@y.example.org"},
		{schema.FieldROME, "ROME", "Intervention socioculturelle (ROME K1206), Éducation sportive (ROME G1204)"},
		{schema.FieldROME, "ROME", "M1803 Direction des systèmes,O1104 Conception de contenus,E1205 Réalisation"},
		{schema.FieldEntryLevel, "Niveau", "Être titulaire d'un bac ou d'un diplôme équivalent (DAEU)"},
		{schema.FieldPace, "Rythme", "Dates à déterminer.\nEn journée"},
		{schema.FieldSessionCity, "Lieu", "62100 Calais Cedex"},
		{schema.FieldSessionCity, "Lieu", "43000 LE PUY EN VELAY - Institut des Dômes, antenne"},
		{schema.FieldSessionCity, "Lieu", "Romans-sur-Isère (se renseigner auprès de l'organisme)"},
		{schema.FieldSessionDates, "Dates", "du 3 mars au 5 avril 2027 sous réserve d'inscriptions"},
		{schema.FieldSessionStart, "Début", "3 mars 2027 (réunion la veille)"},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			v := schema.Value{Field: c.field, Label: c.label, Text: c.text}
			d := schema.Draft{Values: []schema.Value{{Field: schema.FieldTitle, Text: "Tresser un panier"}}}
			if strings.HasPrefix(string(c.field), "session.") {
				day := schema.Value{Field: schema.FieldSessionDates, Text: "03/02/2027"}
				d.Sessions = []schema.DraftSession{{Values: []schema.Value{day, v}}}
			} else {
				d.Values = append(d.Values, v)
			}
			r := n.Record(d, schema.Page{}, nil)
			lost, err := ToRecord(&d, &r)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range lost {
				t.Errorf("lost: %q", l.Words)
			}
		})
	}
}

// TestSessionDetails holds what a session says in words that no number of its own can hold: they stay in its text.
func TestSessionDetails(t *testing.T) {
	n, err := normalize.New(normalize.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for f, text := range map[schema.Field]string{schema.FieldSessionHours: "18 mois",
		schema.FieldSessionDates: "du 3 mars au 5 avril 2027 sous réserve d'inscriptions",
		schema.FieldSessionPrice: "Frais pédagogiques 819 € - frais d'inscription 25 €"} {
		d := schema.Draft{Sessions: []schema.DraftSession{{Values: []schema.Value{
			{Field: schema.FieldSessionDates, Text: "03/02/2027"}, {Field: f, Text: text}}}}}
		r := n.Record(d, schema.Page{}, nil)
		if got := r.Course.Sessions[0].Text; got == nil || !strings.Contains(*got, text) {
			t.Errorf("%s: %q is not in the session's text: %v", f, text, got)
		}
	}
}

// TestLosses holds that the walk finds what is lost, so that its silence means something.
func TestLosses(t *testing.T) {
	const page = `<main><h1>Tresser un panier</h1><p>Du <b>3</b> mai à <i>Nan</i>tes</p><button>Envoyer</button>
<select><option>Agen</select><i class="material-icons">schedule</i><template>rien</template></main>`
	o := &parser.Outline{Blocks: []parser.Block{
		{Text: "Tresser un panier", Claim: "title"}, {Label: "Ateliers", Text: "Du 3 mai à Nantes", Claim: "unclaimed"}}}
	lost, err := ToOutline(page, false, o)
	if err != nil || len(lost) > 0 {
		t.Errorf("lost %v, error %v; want none", lost, err)
	}
	lost, err = ToOutline(strings.Replace(page, "à", "au soir à", 1), false, o)
	if err != nil || len(lost) != 1 || lost[0].Words != "au soir" {
		t.Errorf("lost %v, error %v; want \"au soir\"", lost, err)
	}
	d := &schema.Draft{Values: []schema.Value{{Field: schema.FieldTitle, Text: "Tresser un panier"}},
		Unclaimed: []schema.Unclaimed{{Text: "3 mai"}}}
	lost = ToDraft(o, d)
	if len(lost) != 2 || lost[0].Words != "du a nantes" || lost[1].Words != "ateliers" {
		t.Errorf("lost %v; want the town and the label", lost)
	}
}
