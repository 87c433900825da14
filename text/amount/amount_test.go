package amount

import "testing"

func num(p *float64) float64 {
	if p == nil {
		return -1
	}
	return *p
}

func TestReadHours(t *testing.T) {
	for _, tt := range []struct {
		label, raw                     string
		total, centre, company, weekly float64
	}{
		{"", "1435 h ( 595 h en Cours du jour ; 840 h en Entreprise )", 1435, 595, 840, -1},
		{"", "( 591 h en Cours du jour ; 263 h en Entreprise )", -1, 591, 263, -1},
		{"", "5545 heures dont 4095 en entreprise", 5545, -1, 4095, -1},
		{"", "1435 heures dont 840 en entreprise", 1435, -1, 840, -1},
		{"", "Maximale : 1435 heures\nEn centre : 595\nEn entreprise", -1, 595, -1, -1},
		{"", "- totale : 64 heures - en centre : 64 heures", 64, 64, -1, -1},
		{"", "100,00 Heures (Durée par stagiaire)", 100, -1, -1, -1},
		{"", "49h", 49, -1, -1, -1},
		{"", "1 435 h", 1435, -1, -1, -1},
		{"", "1 435 h", 1435, -1, -1, -1},
		{"Durée", "/ 950 h", 950, -1, -1, -1},
		{"Durée en entreprise / totale", "555 h / 1220 h", 1220, -1, 555, -1},
		{"", "3 jours", -1, -1, -1, -1},
		{"", "3600 heures (1500 h de cours, 2100 h de stage)", 3600, 1500, 2100, -1},
		{"", "1064 heures (Centre : 504 h / Entreprise : 560 h)", 1064, 504, 560, -1},
		{"", "400 heures en organisme, 140 heures en milieu professionnel", -1, 400, 140, -1},
		{"", "De 20 heures à 180 heures", -1, -1, -1, -1},
		{"", "de 300 h à 600h en fonction du concours", -1, -1, -1, -1},
		{"", "200 à 300 heures", -1, -1, -1, -1},
		{"", "7h30", 7.5, -1, -1, -1},
		{"", "35 heures par semaine", -1, -1, -1, 35},
		{"Durée hebdomadaire", "35 heures", -1, -1, -1, 35},
		{"Durée en centre", "595", -1, 595, -1, -1},
		{"Durée de la formation en entreprise", "840 heures", -1, -1, 840, -1},
		{"", "0 heures", -1, -1, -1, -1},
		{"", "495 h d'enseignement théorique et 840 h de stage", -1, 495, 840, -1},
		{"", "Durée indicative : 210 heures", 210, -1, -1, -1},
		{"", "26 semaines à 22,5 heures par semaine", -1, -1, -1, 22.5},
		{"", "de 9h00 à 17h30", -1, -1, -1, -1},
		{"", "1.435 heures", 1435, -1, -1, -1},
		{"", "680 heures\nEn entreprise, 300 heures la première année et 200 heures la seconde", 680, -1, -1, -1},
		{"", "En centre 420 h / En entreprise 140 h", -1, 420, 140, -1},
		{"", "Nombre d'heures : 420", 420, -1, -1, -1},
		{"", "Durée (h) 420", 420, -1, -1, -1},
		{"", "400 heures minimum", -1, -1, -1, -1},
		{"", "5 jours (35 h) - 8h/12h 13h/16h", 35, -1, -1, -1},
		{"", "2 jours / 14 heures, de 9 h à 17 h", 14, -1, -1, -1},
		{"", "de 10h à 18h (35 heures)", 35, -1, -1, -1},
		{"", "14 h - 2 jours de 9h00 à 17h00", 14, -1, -1, -1},
		{"", "3 jours, 9h-17h", -1, -1, -1, -1},
		{"", "De 35 à 70 heures", -1, -1, -1, -1},
		{"", "1 274 heures : 434 h en centre, 840 h en office", 1274, 434, -1, -1},
		{"", "910 heures de cours sur 2 ans", 910, -1, -1, -1},
		{"", "455 h de cours + 210 h en entreprise", -1, 455, 210, -1},
		{"", "12 séances d'1h30", -1, -1, -1, -1},
		{"", "8 semaines de 35 heures", -1, -1, -1, 35},
		{"", "600", 600, -1, -1, -1},
		{"Durée théorique", "360", -1, 360, -1, -1},
		{"Durée", "455h/945h", -1, -1, -1, -1}, {"", "35 h 30", 35.5, -1, -1, -1}, {"", "35 heures 30 minutes", 35.5, -1, -1, -1},
		{"", "15 h 15 mn", 15.25, -1, -1, -1}, {"", "7h 30", 7.5, -1, -1, -1}, {"", "1 h ½", 1.5, -1, -1, -1},
		{"", "1½ h", 1.5, -1, -1, -1}, {"", "1 h 1/2", 1.5, -1, -1, -1}, {"", "35 h et demie", 35.5, -1, -1, -1},
		{"", "14 h 12 places", 14, -1, -1, -1}, {"", "14 h 20 jours", 14, -1, -1, -1}, {"", "14 h 30/01/2025", 14, -1, -1, -1},
		{"", "35 h\n1/2 journées", 35, -1, -1, -1},
		{"", "35 h\n12 mois", 35, -1, -1, -1}, {"", "9 h de cours / 3 h de TD", -1, 9, -1, -1},
		{"", "400 heures + stage 12 semaines", -1, -1, -1, -1}, {"", "35 h + 1 h d'entretien", -1, -1, -1, -1},
		{"", "1,435 h", -1, -1, -1, -1}, {"", "1,435.50 h", 1435.5, -1, -1, -1}, {"", "1'435 h", 1435, -1, -1, -1},
		{"", "1’435 h", 1435, -1, -1, -1}, {"", "1 4350 h", -1, -1, -1, -1}, {"", "35 ± 5 h", -1, -1, -1, -1},
		{"", "120 heures/an sur 2 ans", -1, -1, -1, -1}, {"", "120 h par an", -1, -1, -1, -1},
		{"", "3 h 30 par jour", -1, -1, -1, -1}, {"", "3 h par séance", -1, -1, -1, -1}, {"", "2h/sem", -1, -1, -1, 2},
		{"", "24h/24", -1, -1, -1, -1}, {"", "24 h sur 24", -1, -1, -1, -1}, {"", "réponse sous 48h", -1, -1, -1, -1},
		{"", "dans les 48 h", -1, -1, -1, -1}, {"", "délai de 48 heures", -1, -1, -1, -1}, {"", "48 h avant le stage", -1, -1, -1, -1},
		{"", "21h en présentiel et 14h à distance", -1, -1, -1, -1}, {"", "35 h dont 14 h à distance", 35, -1, -1, -1},
		{"", "20h théorie 15h pratique", -1, -1, -1, -1}, {"", "20 h de théorie", -1, 20, -1, -1}, {"", "15 h de pratique", -1, -1, -1, -1},
		{"", "500 h max", -1, -1, -1, -1}, {"", "500 h au maximum", -1, -1, -1, -1}, {"", "< 35 h", -1, -1, -1, -1},
		{"", "≥ 35 h", -1, -1, -1, -1}, {"", "<= 35 h", -1, -1, -1, -1}, {"", "35 h et plus", -1, -1, -1, -1},
		{"", "2h / Demi-journée / Journée", -1, -1, -1, -1}, {"", "2 h ou une journée", -1, -1, -1, -1},
		{"", "20 %", -1, -1, -1, -1}, {"", "590 €", -1, -1, -1, -1}, {"", "2025", -1, -1, -1, -1}, {"", "2 x 35 h", -1, -1, -1, -1},
		{"", "35 h x 2", -1, -1, -1, -1},
	} {
		h := ReadHours(tt.label, tt.raw)
		got := [4]float64{num(h.Total), num(h.Centre), num(h.Company), num(h.Weekly)}
		want := [4]float64{tt.total, tt.centre, tt.company, tt.weekly}
		if got != want {
			t.Errorf("ReadHours(%q, %q) = %v, want %v", tt.label, tt.raw, got, want)
		}
	}
}

func TestReadPrice(t *testing.T) {
	for raw, want := range map[string]float64{
		"560 € net de taxes. Passage de la certification en sus : 79 €.": 560, "560 €, examen 75 € à part": 560,
		"590 Euros": 590, "4 561 Euros": 4561, "3690 €.": 3690, "coût : 0 €": -1, "1510": 1510, "760,72 €": 760.72,
		"Programme régional de formations qualifiantes (PRFQ), coût : 1707 €": 1707,
		"1200 € (demandeurs d'emploi), 1800 € (salariés)":                     -1,
		"Coût horaire : 12,50 € - Coût total : 1500 €":                        1500, "entre 500 et 800 euros": -1, "à partir de 450 €": -1, "350 € / jour / personne": -1,
		"12 € de l'heure": -1, "Gratuit": 0, "Devis personnalisés sur demande": -1, "de 500 à 800 €": -1, "0": -1,
		"1297 euros": 1297, "Coût : 1570 €": 1570, "€ 450": 450, "1.250,50 €": 1250.5, "1500 € soit 10 €/h": 1500,
		"15 €90": 15.9, "15€90": 15.9, "15 euros et 90 centimes": 15.9, "1 590 ,50 €": 1590.5, "1,590.00 €": 1590, "1'590 €": 1590,
		"590,555 €": -1, "590,555": -1, "1 5900 €": -1, "10 x 59 €": -1, "59 € x 10": -1, "3 fois 200 €": -1,
		"590 € en 3 fois": 590, "590 € (ou 10 x 59 €)": 590, "20 %": -1, "590 $": -1, "$ 590": -1, "590 £": -1, "590 CHF": -1,
		"-590 €": -1, "- 590 €": 590, "Remise : -50 €": -1, "2025": -1, "Tarif 2025 : 590 €": 590, "2 025": 2025, "2025 €": 2025,
		"2000": 2000, "50 € d'acompte": -1, "acompte de 50 €": -1, "caution 300 €": -1, "300 € de caution": -1,
		"économisez 100 €": -1, "590 € de frais de dossier": -1, "590 € hors frais de dossier": 590,
		"60€ Frais de sélection - 25€ Frais de dossier": -1,
		"590 € + 50 € de frais de dossier":              590, "590 € + frais de dossier": 590, "590 € mensuels": -1,
		"mensualités : 59 €": -1, "590 euros la journée": -1, "590 € / semaine": -1, "590 € pour une journée": 590,
		"590 € minimum": -1, "590 € max": -1, "590 € au plus": -1, "< 590 €": -1, "Gratuit pour les DE, 590 € sinon": -1,
		"Formation initiale : gratuit ; formation continue : 6 500 €": 6500, "390 euros en internat": 390, "590 €. Rappel : 590 €": 590,
		"0 € en apprentissage ; 7 620 € en autofinancement": 7620,
		"590 € (parking gratuit)":                           590, "590 €, devis gratuit": 590, "Inscription gratuite. 590 €": 590, "Non gratuit : 590 €": 590, "590 € et plus": -1,
	} {
		if got := num(ReadPrice(raw).Amount); got != want {
			t.Errorf("ReadPrice(%q) = %v, want %v", raw, got, want)
		}
	}
}
