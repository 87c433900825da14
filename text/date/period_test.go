package date

import (
	"strings"
	"testing"
)

func TestReadPeriod(t *testing.T) {
	for _, tt := range []struct{ raw, start, end, precision string }{
		{"du 01/01/2025 au 31/12/2026", "2025-01-01", "2026-12-31", "day"},
		{"Du 01/09/2013 au 30/06/2016", "2013-09-01", "2016-06-30", "day"},
		{"Session du 04-09-2012 au 30-06-2013", "2012-09-04", "2013-06-30", "day"},
		{"30/09/2013 - 30/09/2015", "2013-09-30", "2015-09-30", "day"},
		{"NIORT 27/05/13 au 26/06/14", "2013-05-27", "2014-06-26", "day"},
		{"lundi, octobre 3, 2016 au vendredi, octobre 13, 2017", "2016-10-03", "2017-10-13", "day"},
		{"lundi 3 septembre 2012", "2012-09-03", "", "day"},
		{"1er avril 2013", "2013-04-01", "", "day"},
		{"11 sept. 2014", "2014-09-11", "", "day"},
		{"28 FéVRIER 2013", "2013-02-28", "", "day"},
		{"12.03.2014", "2014-03-12", "", "day"},
		{"05/04/2023", "2023-04-05", "", "day"},
		{"septembre 2013", "2013-09-01", "2013-09-30", "month"},
		{"De septembre 2013 à avril 2014", "2013-09-01", "2014-04-30", "month"},
		{"De septembre 2013 à fevrier 2015", "2013-09-01", "2015-02-28", "month"},
		{"D'avril 2013 à fevrier 2014", "2013-04-01", "2014-02-28", "month"},
		{"D’octobre 2013 à janvier 2014", "2013-10-01", "2014-01-31", "month"},
		{"A partir de septembre 2013", "2013-09-01", "", "month"},
		{"À partir d'octobre 2013", "2013-10-01", "", "month"},
		{"A partir du 25/02/2010", "2010-02-25", "", "day"},
		{"du 1er au 15 mars 2014", "2014-03-01", "2014-03-15", "day"},
		{"du 15 au 20/12/2013", "2013-12-15", "2013-12-20", "day"},
		{"15/09/2013 -> 20/12/2013", "2013-09-15", "2013-12-20", "day"},
		{"commence le 6 septembre 2027 et se termine le 30 juin 2028", "2027-09-06", "2028-06-30", "day"},
		{"entre le 15/09/2013 et le 20/12/2013", "2013-09-15", "2013-12-20", "day"},
		{"du lundi 3 au vendredi 7 mars 2014", "2014-03-03", "2014-03-07", "day"},
		{"du 3 septembre au 5 octobre 2014", "2014-09-03", "2014-10-05", "day"},
		{"de novembre à mars 2014", "2013-11-01", "2014-03-31", "month"},
		{"12, 13 et 14 mars 2014", "2014-03-12", "2014-03-14", "day"},
		{"14 → 15 octobre 2024", "2024-10-14", "2024-10-15", "day"},
		{"10-14 mars 2014", "2014-03-10", "2014-03-14", "day"},
		{"rentrée 2013", "2013-09-01", "", "season"},
		{"rentrée scolaire 2013", "2013-09-01", "", "season"},
		{"1er trimestre 2014", "2014-01-01", "", "season"},
		{"printemps 2014", "2014-03-01", "", "season"},
		{"jusqu'au 30/06/2014", "", "2014-06-30", "day"},
		{"Du  au 30/06/2014", "", "2014-06-30", "day"},
		{"Du 01/09/2013 au ", "2013-09-01", "", "day"},
		{"Du  au ", "", "", "none"},
		{"20250915", "2025-09-15", "", "day"},
		{"00000000", "", "", "none"},
		{"du 20250915 au 99999999", "2025-09-15", "", "day"},
		{"2025", "", "", "none"},
		{"2013-2014", "", "", "none"},
		{"Sans objet", "", "", "none"},
		{"30/02/2025", "", "", "none"},
		{"00/00/0000", "", "", "none"},
		{"13/25/2014", "", "", "none"},
		{"septembre", "", "", "none"},
		{"09/2013", "2013-09-01", "2013-09-30", "month"},
		{"2013-09-16", "2013-09-16", "", "day"},
		{"du 30/02/2014 au 15/03/2014", "", "2014-03-15", "day"},
		{"Du 10/03/2014 au 14/03/2014 et du 07/04/2014 au 11/04/2014", "2014-03-10", "2014-04-11", "day"},
		{"dès septembre 2014", "2014-09-01", "", "month"},
		{"du 29/02/2012 au 01/03/2012", "2012-02-29", "2012-03-01", "day"},
		{"consulter l'organisme de formation.", "", "", "none"},
		{"de 9h00 à 17h30", "", "", "none"},
		{"01 99 00 12 34", "", "", "none"},
		{"sept-13", "2013-09-01", "2013-09-30", "month"},
		{"du 10/03 au 14/03/2014", "2014-03-10", "2014-03-14", "day"},
		{"10/03-14/03/2014", "2014-03-10", "2014-03-14", "day"},
		{"02.09 au 04.09.2014", "2014-09-02", "2014-09-04", "day"},
		{"Début : 01/09/2013 - Fin : 30/06/2014", "2013-09-01", "2014-06-30", "day"},
		{"Date de début : 01/09/2013\nDate de fin : 30/06/2014", "2013-09-01", "2014-06-30", "day"},
		{"2014-01-20/2014-01-24", "2014-01-20", "2014-01-24", "day"},
		{"mars/avril 2014", "2014-03-01", "2014-04-30", "month"},
		{"3-mars-2014", "2014-03-03", "", "day"},
		{"03-mars-14", "2014-03-03", "", "day"},
		{"jeudi 13 et vendredi 14 mars 2014", "2014-03-13", "2014-03-14", "day"},
		{"d'avril 2014 jusqu'en juin 2014", "2014-04-01", "2014-06-30", "month"},
		{"avant le 15/09/2013", "", "", "none"},
		{"A la date du 17/07/2012 il reste 9 place(s)", "", "", "none"},
		{"janvier à juin 2014", "2014-01-01", "2014-06-30", "month"},
		{"mi-octobre 2013", "2013-10-01", "2013-10-31", "month"},
		{"Du 3 au 7 mars", "", "", "none"},
		{"entrée le 2 mai 2013, fin le 3 juin 2013", "2013-05-02", "2013-06-03", "day"},
		{"Fin le 3 mars 2025", "", "2025-03-03", "day"},
		{"fin mars à mi-juin 2025", "2025-03-01", "2025-06-30", "month"}, {"de mi-mars à fin juin 2025", "2025-03-01", "2025-06-30", "month"},
		{"de 09 à 12/2025", "2025-09-01", "2025-12-31", "month"}, {"09-12/2025", "2025-09-01", "2025-12-31", "month"},
		{"du 1er septembre au 30 juin 2025-2026", "2025-09-01", "2026-06-30", "day"},
		{"du 1er septembre au 30 juin 2025/26", "2025-09-01", "2026-06-30", "day"},
		{"du 1er septembre au 20 décembre 2025-2026", "2025-09-01", "2025-12-20", "day"}, {"rentrée 2025-2026", "2025-09-01", "", "season"},
		{"1er trimestre 2025-2026", "", "", "none"}, {"3 mars 2025-26 mars 2025", "2025-03-03", "2025-03-26", "day"},
		{"1er et 2e trimestre 2025", "2025-01-01", "", "season"}, {"1er trimestre et 2e trimestre 2025", "2025-01-01", "", "season"},
	} {
		got := ReadPeriod(tt.raw)
		if got.Start() != tt.start || got.End() != tt.end || got.Precision() != tt.precision {
			t.Errorf("ReadPeriod(%q) = %q %q %s, want %q %q %s", tt.raw, got.Start(), got.End(), got.Precision(), tt.start, tt.end, tt.precision)
		}
	}
}

func TestReadPeriodBad(t *testing.T) {
	for raw, want := range map[string]int{"30/02/2025": 1, "00/00/0000": 1, "du 31/04/2014 au 31/06/2014": 2, "00000000": 0, "Sans objet": 0, "septembre": 0, "12/03/20145": 1} {
		if got := ReadPeriod(raw); len(got.Bad) != want {
			t.Errorf("ReadPeriod(%q).Bad = %q, want %d", raw, got.Bad, want)
		}
	}
}

func TestReadDay(t *testing.T) {
	for _, tt := range []struct {
		raw, want string
		bad       bool
	}{
		{"Publiée le 31/03/2025", "2025-03-31", false},
		{"Mise à jour : 28 FéVRIER 2013", "2013-02-28", false},
		{"04-09-2013 10:22", "2013-09-04", false},
		{"septembre 2013", "", false},
		{"31/02/2013", "", true},
		{"hier", "", true},
		{"le 2 juin et le 3 juillet 2025", "", true}, {"2 et 3 juin 2025", "", true}, {"du 3 au 7 mars 2025", "", true},
		{"Date limite : 3 mars 2025", "2025-03-03", false}, {"Créée le 02/03/2024, mise à jour le 05/06/2024", "2024-03-02", false},
		{"", "", false},
	} {
		got, bad := ReadDay(tt.raw)
		if got != tt.want || bad != tt.bad {
			t.Errorf("ReadDay(%q) = %q %v, want %q %v", tt.raw, got, bad, tt.want, tt.bad)
		}
	}
}

func BenchmarkReadPeriod(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		ReadPeriod("du 01/01/2025 au 31/12/2026 Entrée / sortie à date fixe")
	}
}

// TestPeriodLists: the year that a list prints once is that of all its dates, and no interval is dropped in silence.
func TestPeriodLists(t *testing.T) {
	for _, tt := range []struct{ raw, want, partial string }{
		{"du 15 au 17 janvier et du 20 au 22 février 2025", "2025-01-15/2025-01-17 2025-02-20/2025-02-22", ""},
		{"jeu. 13 et ven. 14 févr. 2025", "2025-02-13/2025-02-14", ""},
		{"du lun. 7 au mar. 8 avr. 2025", "2025-04-07/2025-04-08", ""},
		{"du 15/01 au 17/01 et du 20/02 au 22/02/2025", "2025-01-15/2025-01-17 2025-02-20/2025-02-22", ""},
		{"du 15 au 17 décembre et du 20 au 22 janvier 2025", "2024-12-15/2024-12-17 2025-01-20/2025-01-22", ""},
		{"du 15 au 17 janvier 2025 et du 20 au 22 février", "2025-01-15/2025-01-17 2025-02-20/2025-02-22", ""},
		{"du 15 au 17 janvier, du 20 au 22 février puis du 3 au 5 mars 2025", "2025-01-15/2025-01-17 2025-02-20/2025-02-22 2025-03-03/2025-03-05", ""},
		{"du 12 au 14 et du 19 au 21 mars 2025", "2025-03-12/2025-03-14 2025-03-19/2025-03-21", ""},
		{"du 5 au 7, du 12 au 14 et du 19 au 21 mars 2025", "2025-03-05/2025-03-07 2025-03-12/2025-03-14 2025-03-19/2025-03-21", ""},
		{"du 1er au 5 et du 8 au 12 mars 2025", "2025-03-01/2025-03-05 2025-03-08/2025-03-12", ""},
		{"Formation reportée au 3 mars 2025", "2025-03-03/", ""},
		{"15-17 janvier et 20-22 février 2025", "2025-01-15/2025-01-17 2025-02-20/2025-02-22", ""},
		{"15 au 17 janvier / 20 au 22 février 2025", "2025-01-15/2025-01-17 2025-02-20/2025-02-22", ""},
		{"Session 1 : du 15 au 17 janvier - Session 2 : du 20 au 22 février 2025", "2025-01-15/2025-01-17 2025-02-20/2025-02-22", ""},
		{"le 12 et le 14 mars 2025", "2025-03-12/ 2025-03-14/", ""},
		{"18-19-20 janvier 2027", "2027-01-18/2027-01-20", ""}, {"15-16 mars 2027", "2027-03-15/2027-03-16", ""},
		{"3, 10 et 17 mars 2025", "2025-03-03/ 2025-03-10/ 2025-03-17/", ""}, {"13, 14 et 15 mai 2025", "2025-05-13/2025-05-15", ""},
		{"3 ou 10 mars 2025", "2025-03-03/ 2025-03-10/", ""}, {"3 ou 4 mars 2025", "2025-03-03/ 2025-03-04/", ""},
		{"3 puis 10 mars 2025", "2025-03-03/ 2025-03-10/", ""}, {"3 + 10 mars 2025", "2025-03-03/ 2025-03-10/", ""},
		{"3/10 mars 2025", "2025-03-03/ 2025-03-10/", ""}, {"3/7 mars 2025", "2025-03-03/ 2025-03-07/", ""},
		{"3, 4, 10 et 11 mars 2025", "2025-03-03/2025-03-04 2025-03-10/2025-03-11", ""},
		{"3-5 et 10 mars 2025", "2025-03-03/2025-03-05 2025-03-10/", ""},
		{"3 à 5 mars et 10 mars 2025", "2025-03-03/2025-03-05 2025-03-10/", ""}, {"3.-7.3.2025", "2025-03-03/2025-03-07", ""},
		{"1er et 2e trimestre 2025", "2025-01-01/ 2025-04-01/", ""}, {"30, 31 et 1er mars 2025", "", ""},
		{"entre le 15 et le 20 mars 2025", "2025-03-15/2025-03-20", ""},
		{"1er/03/2024", "2024-03-01/", ""},
		{"2 ème trimestre 2014", "2014-04-01/", ""},
		{"13h30 au 12/03/2014", "/2014-03-12", ""},
		{"21/09/2026 › 12/02/2027", "2026-09-21/2027-02-12", ""},
		{"mer. 7 oct. 2026 → ven. 19 mars 2027", "2026-10-07/2027-03-19", ""},
		{"jeudis 6 et 20 février 2025", "2025-02-06/ 2025-02-20/", ""}, {"lundi 3 et lundi 10 juin 2024", "2024-06-03/ 2024-06-10/", ""},
		{"du lun. 4 avril au ven. 22 avril 2022", "2022-04-04/2022-04-22", ""},
		{"lun. 12 mai 2026 → ven. 16 mai 2026, candidater avant le 16 avr. 2026", "2026-05-12/2026-05-16", ""},
		{"le 12 mars et le 14 avril 2025", "2025-03-12/ 2025-04-14/", ""},
		{"du 20 au 22 mars et du 15 au 17 janvier 2025", "2025-01-15/2025-01-17", "22 mars"},
		{"du 15 au 17 janvier (complet) ; inscriptions pour le 20 février 2025", "2025-02-20/", "17 janvier"},
	} {
		p := ReadPeriod(tt.raw)
		var got []string
		for _, r := range p.Ranges {
			got = append(got, r.Start+"/"+r.End)
		}
		if strings.Join(got, " ") != tt.want || strings.Join(p.Partial, "|") != tt.partial {
			t.Errorf("ReadPeriod(%q) = %q, partial %q; want %q, %q", tt.raw, got, p.Partial, tt.want, tt.partial)
		}
	}
}

// TestDaySpellings: the endings of a first and the abbreviations of months as pages print them.
func TestDaySpellings(t *testing.T) {
	for raw, want := range map[string]string{
		"15 juill. 2024": "2024-07-15", "15 juill 2024": "2024-07-15", "15 octob. 2024": "2024-10-15", "15 mar. 2024": "",
		"1 er mars 2024": "2024-03-01", "1er mars 2024": "2024-03-01", "1° mars 2024": "2024-03-01", "1º mars 2024": "2024-03-01",
		"1ᵉʳ mars 2024": "2024-03-01", "1re mars 2024": "2024-03-01", "premier mars 2024": "2024-03-01", "2 er mars 2024": "",
		"3-mars-2014": "2014-03-03", "3-sept.-2014": "2014-09-03", "3/mars/2014": "2014-03-03", "1er-mars-2014": "2014-03-01",
	} {
		if got, _ := ReadDay(raw); got != want {
			t.Errorf("ReadDay(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestSpans(t *testing.T) {
	for raw, want := range map[string]string{
		"Dijon : 11 Sept. 2014 au 14 Sept. 2014": "11 Sept. 2014|14 Sept. 2014", "le 3-mars-2014": "3-mars-2014",
		"1er trimestre 2014": "1er trimestre 2014", "rentrée 2014": "rentrée 2014", "il a été 2014 fois": "",
		"du 12/09/2013 au 13.09.13": "12/09/2013|13.09.13", "(3 septembre)": "3 septembre", "septembre": "", "en mai 2014": "mai 2014",
		"20130912": "", "12/15 places": "", "05.01.12.00.34": "", "01 99 00 12 34": "", "octobre 3, 2016": "octobre 3, 2016",
		"31/02/2013": "31/02/2013", "09/2013": "09/2013", "un mars 2 places": "",
	} {
		var got []string
		for _, sp := range Spans(raw) {
			got = append(got, raw[sp[0]:sp[1]])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("Spans(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestLead(t *testing.T) {
	for in, want := range map[string]string{
		"LA ROCHELLE du ": "LA ROCHELLE", "A partir du ": "", "à partir de ": "", "Rennes, à partir du lundi ": "Rennes",
		"Agen du 18 au ": "Agen", "Agen de septembre à ": "Agen", "Session ": "", "Au ": "Au", "": "", "Paris 12": "Paris", "d'": "",
	} {
		if got := Lead(in); got != want {
			t.Errorf("Lead(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestHoldsPeriod(t *testing.T) {
	for in, want := range map[string]bool{
		"Dijon : 11 Sept. 2014 au 14 Sept. 2014": true, "3-mars-2014": true, "1er trimestre 2014": true, "rentrée 2014": true,
		"du 18 au 20 novembre 2013": true, "4 - 8 novembre 2013": true, "à partir du 3 mars 2014": true, "Les 13, 14 et 15 mai 2024": true,
		"Loi du 5 mars 2014 relative à la formation professionnelle, à l'emploi": false, "Mise à jour : 3 mars 2014": false, "": false,
	} {
		if got := HoldsPeriod(in); got != want {
			t.Errorf("HoldsPeriod(%q) = %v, want %v", in, got, want)
		}
	}
}

// TestNoSession: a deadline, a meeting and what was called off start no session, and a range within a month that goes back
// is none: the words are kept with a reason.
func TestNoSession(t *testing.T) {
	for _, raw := range []string{
		"Date limite d'inscription : 3 mars 2025", "Clôture des inscriptions le 3 mars 2025", "au plus tard le 3 mars 2025",
		"Date limite d'inscription à la formation : 03/03/2025", "Inscriptions jusqu'au 3 mars 2025", "inscriptions du 3 au 7 mars 2025",
		"Information collective le 3 mars 2025", "Réunion d'information à Lille le 3 mars 2025", "informations collectives les 3 et 10 mars 2025",
		"Tests de sélection le 3 mars 2025", "annulé - 3 mars 2025", "Annulée : du 3 au 7 mars 2025", "portes ouvertes le 3 mars 2025",
	} {
		if p := ReadPeriod(raw); len(p.Ranges) > 0 || len(p.Other) == 0 || p.Reason != "a date, and none of a session" {
			t.Errorf("ReadPeriod(%q) = %+v, want no range and a reason", raw, p)
		}
	}
	for _, raw := range []string{"du 7 au 3 mars 2025", "30 au 2 mars 2025", "du 7 mars au 3 mars 2025", "17-3 mars 2025", "30, 31 et 1er mars 2025"} {
		if p := ReadPeriod(raw); len(p.Ranges) > 0 || len(p.Bad) == 0 || p.Reason != Reversed {
			t.Errorf("ReadPeriod(%q) = %+v, want no range and a reason", raw, p)
		}
	}
	for _, raw := range []string{"Information collective le 3 février 2025, formation du 10 au 14 mars 2025", "Session du 10 au 14 mars 2025",
		"Clôture des inscriptions le 3 février 2025 ; du 10 au 14 mars 2025", "Tests de sélection, session du 10 au 14 mars 2025"} {
		if p := ReadPeriod(raw); p.Start() != "2025-03-10" || p.End() != "2025-03-14" {
			t.Errorf("ReadPeriod(%q) = %+v, want the session's dates", raw, p)
		}
	}
}
