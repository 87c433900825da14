package parser

import "testing"

// TestWordingsOfToday: the labels of the years since 2018 that were misread, each under its field.
func TestWordingsOfToday(t *testing.T) {
	for _, c := range []struct {
		label, value string
		want         []string
		never        []string
	}{
		{"Nom du certificateur", "Ministère des osiers", []string{"certification.certifier Ministère des osiers"}, []string{"validation"}},
		{"Date de début des parcours certifiants", "29-04-2023", []string{"certification.registered_from 29-04-2023"}, []string{"validation", "session."}},
		{"Date d'échéance de l'enregistrement", "29-04-2028", []string{"certification.registered_until 29-04-2028"}, []string{"session.", "updated_on"}},
		{"Ce titre en quelques chiffres", "92 % de réussite", []string{"results 92 % de réussite"}, []string{"validation"}},
		{"Objectifs opérationnels et évaluables", "Monter un fond", []string{"objective Monter un fond"}, []string{"other"}},
		{"Participants", "De 6 à 12 participants", []string{"group_size De 6 à 12 participants"}, []string{"audience"}},
		{"Code CPF", "235678", []string{"codes.cpf 235678"}, []string{"codes.certifinfo"}},
		{"Dernière mise à jour du programme", "12/03/2027", []string{"updated_on 12/03/2027"}, nil},
		{"Accessibilité PSH", "Atelier de plain-pied", []string{"disability_access Atelier de plain-pied"}, nil},
		{"Inter-entreprise", "590 € HT", []string{"price 590 € HT"}, nil},
		{"Effectif min / max", "6 / 12", []string{"group_size 6 / 12"}, nil},
		{"Modalités de certification", "Dossier et entretien avec un jury", []string{"validation Dossier et entretien avec un jury"}, nil},
		{"Suivi de l'exécution", "Feuilles d'émargement", []string{"assessment Feuilles d'émargement"}, nil},
		{"Délais d'accès", "15 jours", []string{"access_delay 15 jours"}, []string{"duration"}},
		{"Méthodes mobilisées et modalités d'évaluation", "Établi, puis un panier noté", []string{"methods Établi, puis un panier noté"}, nil},
		{"Reste à charge", "0 €", []string{"remaining_cost 0 €"}, []string{"price", "funding"}},
		{"Rythme de l'alternance", "1 semaine au centre, 3 semaines en entreprise", []string{"alternance 1 semaine au centre, 3 semaines en entreprise"}, []string{"contracts", "pace"}},
		{"Réunion d'information", "le 3 février 2027 à 14 h", []string{"information_dates le 3 février 2027 à 14 h"}, []string{"session."}},
		{"Date limite d'inscription", "1er mars 2027", []string{"enrolment_until 1er mars 2027"}, []string{"session."}},
	} {
		t.Run(c.label, func(t *testing.T) {
			checkPages(t, []pageCase{
				{"a heading", basket("<h2>" + c.label + "</h2><p>" + c.value + "</p>"), c.want, c.never},
				{"a pair", basket("<dl><dt>" + c.label + "</dt><dd>" + c.value + "</dd></dl>"), c.want, c.never},
				{"a line", basket("<p>" + c.label + " : " + c.value + "</p>"), c.want, c.never},
			})
		})
	}
}
