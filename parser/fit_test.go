package parser

import (
	"strings"
	"testing"

	"carif/parser/lexicon"
	"carif/schema"
	"carif/text"
)

// kindCases are, for each kind of lexicon/kinds.yaml, values that are of the kind, values that are not, a field that refuses
// them and one that takes them.
var kindCases = map[string]struct {
	is, not       []string
	refuses, fits schema.Field
}{
	"people":    {[]string{"6 à 12 participants", "Groupe de 8 personnes", "10 stagiaires maximum"}, []string{"Demandeurs d'emploi", "12 heures"}, schema.FieldAudience, schema.FieldOther},
	"opening":   {[]string{"Du lundi au vendredi\n9h00 - 17h00"}, []string{"Du lundi au vendredi", "9h00 - 17h00"}, schema.FieldPace, schema.FieldOther},
	"mode":      {[]string{"Présentiel ou à distance", "100 % en ligne", "Formation hybride"}, []string{"Brest", "Cours du soir"}, schema.FieldSessionCity, schema.FieldTeachingMode},
	"placeless": {[]string{"Dans vos locaux", "Intra-entreprise", "À définir", "France entière"}, []string{"Brest (29)", "3 rue du Port"}, schema.FieldSessionCity, schema.FieldOther},
	"date":      {[]string{"12/03/2027", "le 3 mai 2027"}, []string{"mai 2027", "12 jours"}, schema.FieldPrice, schema.FieldUpdatedOn},
	"entry":     {[]string{"Entrées et sorties permanentes", "À dates fixes"}, []string{"Entretien"}, schema.FieldSelection, schema.FieldEntryExit},
	"yesno":     {[]string{"Oui", "non"}, []string{"Oui, un diplôme"}, schema.FieldValidation, schema.FieldOther},
	"number":    {[]string{"12", "2027"}, []string{"12 h", "29200"}, schema.FieldAudience, schema.FieldOther},
	"rncp":      {[]string{"RNCP37275", "Fiche RNCP n° 37275", "RS6111"}, []string{"37275", "Titre de vannier"}, schema.FieldProviderName, schema.FieldRNCP},
	"euros":     {[]string{"350 €", "À partir de 150 € HT", "1 200 euros"}, []string{"350", "Gratuit"}, schema.FieldDuration, schema.FieldPrice},
	"hours":     {[]string{"21 heures", "3 jours", "environ 2 mois"}, []string{"21", "le 3 mai"}, schema.FieldPrice, schema.FieldDuration},
	"nosession": {[]string{"Aucune session programmée", "Dates à venir", "Nous consulter"}, []string{"Session du 3 mai"}, schema.FieldSessionDates, schema.FieldOther},
	"outcomes":  {[]string{"Tresser plus vite", "Être capable de vendre un panier"}, []string{"Obtenir le diplôme", "Attestation", "Papier de fin"}, schema.FieldValidation, schema.FieldObjective},
	"prose":     {[]string{"Laissez votre adresse au centre et nous vous rappellerons."}, []string{"Odile Kerambrun"}, schema.FieldContactName, schema.FieldObjective},
	"deadlines": {[]string{"Ouverture des inscriptions : 4 mars 2027", "Clôture : 7 juin 2027 à minuit"}, []string{"Entretien", "Ouverture d'esprit"}, schema.FieldSelection, schema.FieldOther},
	"dateless":  {[]string{"Attestation de compétences remise aux stagiaires"}, []string{"Du 4 au 8 mai 2027 au centre", "À préciser"}, schema.FieldSessionEnd, schema.FieldValidation},
	"timeless":  {[]string{"Lens", "12 participants", "9h-17h"}, []string{"12/03/2027", "septembre", "À préciser", "S1301", "Toute l'année"}, schema.FieldSessionDates, schema.FieldPace},
	"anyplace":  {[]string{"Selon la date, à Sète ou à Agde", "Plusieurs lieux"}, []string{"Sète", "Site de Sète"}, schema.FieldSessionCity, schema.FieldOther},
	"codeless": {[]string{"Le vannier exerce seul ou dans un atelier et il vend ses paniers."},
		[]string{"B1802 Réalisation d'articles en cuir", "44028"}, schema.FieldROME, schema.FieldOther},
	"anytime":  {[]string{"Entrées et sorties permanentes. Prochaine entrée en mai", "Toute l'année"}, []string{"Entretien", "Lycée du Port"}, schema.FieldProviderName, schema.FieldEntryExit},
	"callable": {[]string{"Odile Kerambrun, 01 99 00 12 34", "01 99 00 12 34"}, []string{"Entretien", "Dossier 01 99"}, schema.FieldSelection, schema.FieldContact},
	"pedagogy": {[]string{"Exposés, jeux de rôles et études de cas", "Cours magistraux"}, []string{"Cours magistraux à distance", "En salle"}, schema.FieldTeachingMode, schema.FieldMethods},
	"required": {[]string{"Être titulaire d'un diplôme de niveau 4", "Avoir validé le premier module"}, []string{"Présentiel"}, schema.FieldPace, schema.FieldAdmission},
	"announce": {[]string{"En bref", "L'essentiel", "Infos pratiques"}, []string{"En bref, un métier", "Programme"}, "", schema.FieldOther},
	"ahead": {[]string{"Inscription possible jusqu'à 8 jours avant le premier jour", "2 mois entre la demande et le début"}, []string{"3 jours", "8 mois dont 2 en entreprise"},
		schema.FieldDuration, schema.FieldAccessDelay},
	"invite": {[]string{"Nous contacter →", "Voir les financements", "Je m'inscris"}, []string{"Odile Kerambrun", "Centre des osiers"}, schema.FieldContactName, schema.FieldProgramme},
}

func TestKindsOfValues(t *testing.T) {
	lx, err := lexicon.LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	fold := func(s string) string { return text.FoldLabel(strings.ReplaceAll(s, "€", " euros ")) }
	for i := range lx.Kinds {
		k := &lx.Kinds[i]
		c, ok := kindCases[k.Name]
		if !ok {
			t.Errorf("kind %q has no case here: add one", k.Name)
			continue
		}
		for _, s := range c.is {
			if !k.Is(s, fold(s)) {
				t.Errorf("%q is no %s", s, k.Name)
			}
			if c.refuses != "" && lx.Misfit(c.refuses, s) == nil {
				t.Errorf("%s takes %q, a value of kind %s", c.refuses, s, k.Name)
			}
		}
		for _, s := range c.not {
			if k.Is(s, fold(s)) {
				t.Errorf("%q is %s", s, k.Name)
			}
		}
		if c.refuses != "" && !k.Refuses(c.refuses) || k.Refuses(c.fits) {
			t.Errorf("kind %s: refused by %s %v, by %s %v", k.Name, c.refuses, k.Refuses(c.refuses), c.fits, k.Refuses(c.fits))
		}
		if long := strings.Repeat(c.is[0]+" ", 1+k.Max/len(c.is[0])); k.Is(long, fold(long)) {
			t.Errorf("kind %s has no longest value", k.Name)
		}
	}
	if len(lx.Kinds) != len(kindCases) {
		t.Errorf("%d kinds, %d cases", len(lx.Kinds), len(kindCases))
	}
}

// TestMisfitSpares: what a way to reach somebody says is a contact's, and other takes everything.
func TestMisfitSpares(t *testing.T) {
	lx, err := lexicon.LoadLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Toute la semaine, même tard, le centre peut vous répondre au 01 99 00 21 04.", "Pour toute demande vous pouvez écrire à accueil@example.org avec vos dates."} {
		if k := lx.Misfit(schema.FieldContact, s); k != nil {
			t.Errorf("%q is refused as %s", s, k.Name)
		}
	}
	if k := lx.Misfit(schema.FieldOther, "6 à 12 participants"); k != nil {
		t.Errorf("other refuses %s", k.Name)
	}
}

// TestMisfits: a label proposes a field, and the kind of the value refuses it.
func TestMisfits(t *testing.T) {
	checkPages(t, []pageCase{
		{"people", basket(`<h4>Participants</h4><p>6 à 12 participants</p>`), []string{"group_size 6 à 12 participants"}, []string{"audience"}},
		{"a mode for a place", basket(`<h4>Lieu</h4><p>Présentiel ou à distance</p>`), []string{"teaching_mode Présentiel ou à distance", "sessions 0"}, nil},
		{"opening hours", basket(`<h4>Horaires</h4><p>Du lundi au vendredi 9h00 - 17h00</p>`), nil, []string{"pace", "9h00"}},
		{"a price for a length", basket(`<h4>Durée</h4><p>350 €</p>`), []string{"price 350 €"}, []string{"duration"}},
		{"a length for a price", basket(`<h4>Tarif</h4><p>21 heures</p>`), []string{"duration 21 heures"}, []string{"price"}},
		{"outcomes", basket(`<h4>Validation</h4><ul><li>Tresser plus vite</li><li>Vendre ses paniers</li></ul>`), nil, []string{"validation"}},
	})
}

func TestReadKindsTellsMistakes(t *testing.T) {
	good := map[string]lexicon.KindFile{"k": {Max: 9, Match: "x"}}
	for name, c := range map[string]struct {
		kinds   map[string]lexicon.KindFile
		against map[string]lexicon.Contradiction
	}{
		"no such kind": {good, map[string]lexicon.Contradiction{"z": {}}},
		"bad pattern":  {map[string]lexicon.KindFile{"k": {Match: "("}}, map[string]lexicon.Contradiction{"k": {}}},
		"bad but":      {map[string]lexicon.KindFile{"k": {Match: "x", But: "("}}, map[string]lexicon.Contradiction{"k": {}}},
	} {
		if _, err := lexicon.ReadKinds(c.kinds, c.against); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// FuzzMisfit: no value, whatever it holds, breaks the kinds, and what is refused is refused for a reason that says so.
func FuzzMisfit(f *testing.F) {
	lx, err := lexicon.LoadLexicon()
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range kindCases {
		for _, s := range append(c.is, c.not...) {
			f.Add(s)
		}
	}
	f.Add("\xff€\x00")
	f.Add(strings.Repeat("a ", 449))
	f.Fuzz(func(t *testing.T, s string) {
		for _, field := range []schema.Field{schema.FieldAudience, schema.FieldContactName, schema.FieldSessionCity, schema.FieldValidation, schema.FieldDuration} {
			k := lx.Misfit(field, s)
			if k != nil && (!k.Refuses(field) || len(s) > k.Max || k.Max > lexicon.LongestKind) {
				t.Errorf("%s refuses %q as %s", field, s, k.Name)
			}
		}
		lx.Invites(s)
		lx.SaysNone(s)
	})
}
