package geo

import (
	"strings"
	"testing"
)

// index gives the shared index of the tests.
func index(t testing.TB) *Index {
	t.Helper()
	x, err := Default()
	if err != nil {
		t.Fatalf("load tables: %v", err)
	}
	return x
}

func TestResolve(t *testing.T) {
	x := index(t)
	tests := []struct {
		q                           Query
		commune, department, region string
		how                         string
		confidence                  Confidence
	}{
		// name + department
		{Query{City: "Bordeaux (33)"}, "33063", "33", "75", "name+department", High},
		{Query{City: "Bordeaux", Department: "Gironde"}, "33063", "33", "75", "name+department", High},
		{Query{City: "33 - Bordeaux"}, "33063", "33", "75", "name+department", High},
		{Query{City: "Mans (Le)", Department: "(72)"}, "72181", "72", "52", "name+department", High},
		{Query{City: "MANS", Department: "72"}, "72181", "72", "52", "name+department", High},
		{Query{City: "Le Rochelle", Department: "17"}, "17300", "17", "75", "name+department, other spelling", Medium},
		{Query{City: "Chalon S/ Saône", Department: "71"}, "71076", "71", "27", "name+department", High},
		{Query{City: "Chalon /S Saône", Department: "71"}, "71076", "71", "27", "name+department", High},
		{Query{City: "CHALON/SAONE", Department: "71"}, "71076", "71", "27", "name+department, other spelling", Medium},
		{Query{City: "St-Etienne", Department: "42"}, "42218", "42", "84", "name+department", High},
		{Query{City: "LHAY LES ROSES", Department: "94"}, "94038", "94", "11", "name+department, other spelling", Medium},
		{Query{City: "L’HAY-LES-ROSES", Department: "94"}, "94038", "94", "11", "name+department", High},
		{Query{City: "Oeuilly", Department: "51"}, "51410", "51", "44", "name+department", High},
		{Query{City: "ST REMY EN BOUZEMONT ST G", Department: "51"}, "51513", "51", "44", "name+department, cut short", Medium},
		{Query{City: "AJACCIO (20)"}, "2A004", "2A", "94", "name+department", High},
		{Query{City: "Bastia", Department: "20"}, "2B033", "2B", "94", "name+department", High},
		{Query{City: "Saint-Denis", Department: "974"}, "97411", "974", "04", "name+department", High},
		{Query{City: "Saint-Denis", Department: "Réunion"}, "97411", "974", "04", "name+department", High},
		{Query{City: "Saint-Martin (978)"}, "97801", "978", "978", "name+department", High},
		// former communes, aliases
		{Query{City: "Châlons-sur-Marne (51)"}, "51108", "51", "44", "name+department, former commune", High},
		{Query{City: "Pont-Farcy (14)"}, "50592", "50", "28", "name+department, former commune", High},
		{Query{City: "Saint-Pol-sur-Mer", Postal: "59430"}, "59183", "59", "32", "name+postal, former commune", High},
		{Query{City: "Paris La Défense", Department: "92"}, "92062", "92", "11", "name+department, alias", High},
		{Query{City: "Aix", Department: "13"}, "13001", "13", "93", "name+department, alias", High},
		// postal
		{Query{City: "97100 Basse-Terre"}, "97105", "971", "01", "name+postal", High},
		{Query{City: "BASTIA", Postal: "20200"}, "2B033", "2B", "94", "name+postal", High},
		{Query{City: "33000 BORDEAUX CEDEX 9"}, "33063", "33", "75", "name+postal", High},
		{Query{City: "CLERMONT FERRAND", Postal: "63009"}, "63113", "63", "84", "name+postal, cedex", High},
		{Query{City: "Bourg en Bresse Cedex (01)"}, "01053", "01", "84", "name+department, cedex", High},
		{Query{Postal: "33000"}, "33063", "33", "75", "postal", High},
		{Query{Postal: "01400"}, "", "01", "84", "postal", Medium},
		{Query{Postal: "33999"}, "", "33", "75", "postal", Medium},
		{Query{City: "ROUEN-CENTRE", Postal: "76100"}, "76540", "76", "28", "name+postal, part of the words", Medium},
		{Query{City: "(LE) HAVRE-CENTRE", Postal: "76600"}, "76351", "76", "28", "name+postal, part of the words", Medium},
		{Query{City: "94100 SAINT MAUR"}, "94068", "94", "11", "name+postal, short name", Medium},
		// arrondissements
		{Query{City: "PARIS 12e"}, "75112", "75", "11", "name, arrondissement", High},
		{Query{City: "Paris 12ème arrondissement", Department: "75"}, "75112", "75", "11", "name+department, arrondissement", High},
		{Query{City: "12e arrondissement de Paris"}, "75112", "75", "11", "name, arrondissement", High},
		{Query{City: "Paris XIIe"}, "75112", "75", "11", "name, arrondissement", High},
		{Query{City: "Paris 1er"}, "75101", "75", "11", "name, arrondissement", High},
		{Query{City: "75012 PARIS"}, "75112", "75", "11", "name+postal, arrondissement", High},
		{Query{City: "75116 PARIS"}, "75116", "75", "11", "name+postal, arrondissement", High},
		{Query{City: "LYON 03"}, "69383", "69", "84", "name, arrondissement", High},
		{Query{City: "Marseille 13"}, "13055", "13", "93", "name", High},
		{Query{City: "Paris (12)"}, "75112", "75", "11", "name, arrondissement", Medium},
		{Query{City: "75543 PARIS CEDEX 11"}, "75056", "75", "11", "name+postal, cedex", High},
		{Query{City: "Paris 12e", Postal: "75011"}, "75056", "75", "11", "name+postal, arrondissement contradicts postal", Medium},
		{Query{City: "Paris", Department: "75"}, "75056", "75", "11", "name+department", High},
		{Query{City: "Paris 25"}, "", "25", "27", "unknown name", Low},
		// the city alone, or with a region
		{Query{City: "BORDEAUX Cedex"}, "33063", "33", "75", "name, cedex", High},
		{Query{City: "Paris, France"}, "75056", "75", "11", "name", High},
		{Query{City: "STE FOY"}, "", "", "", "ambiguous", None},
		{Query{City: "Saint-Denis"}, "", "", "", "ambiguous", None},
		{Query{City: "Aix"}, "", "", "", "ambiguous", None},
		{Query{City: "La Rochelle"}, "", "", "", "ambiguous", None},
		{Query{City: "La Rochelle", Region: "75"}, "17300", "17", "75", "name+region", Medium},
		{Query{City: "La Rochelle", Region: "Poitou-Charentes"}, "17300", "17", "75", "name+region", Medium},
		{Query{City: "Bordeaux", Region: "75"}, "33063", "33", "75", "name+region", High},
		{Query{City: "La Rochelle", Department: "Nouvelle-Aquitaine"}, "17300", "17", "75", "name+region", Medium},
		{Query{City: "ClermontFerrand", Region: "84"}, "63113", "63", "84", "name+region, other spelling", Medium},
		{Query{City: "Bordeaux", Region: "11"}, "33063", "33", "75", "name, region differs", Low},
		{Query{City: "Vienne"}, "38544", "38", "84", "name, name of a department", Medium},
		{Query{City: "Gironde"}, "", "33", "75", "department", Medium},
		{Query{City: "Aquitaine"}, "", "", "75", "region", Low},
		{Query{City: "Corse"}, "", "", "94", "region", Low},
		// words that contradict each other
		{Query{City: "Aubervilliers", Postal: "93300", Department: "92"}, "93001", "93", "11", "name+postal, department contradicts", Medium},
		{Query{City: "Bordeaux", Postal: "75012", Department: "33"}, "33063", "33", "75", "name+department, postal contradicts", Low},
		{Query{City: "Bordeaux", Department: "31"}, "", "31", "76", "unknown name", Low},
		{Query{Postal: "33000", Department: "75"}, "", "75", "11", "department, postal contradicts", Low},
		// more than a name
		{Query{City: "Mérignac - Aéroport", Department: "33"}, "33281", "33", "75", "name+department, part of the words", Medium},
		{Query{City: "Sète, Montpellier", Department: "34"}, "", "34", "76", "ambiguous, part of the words", Low},
		// nothing
		{Query{}, "", "", "", "empty", None},
		{Query{City: "à distance"}, "", "", "", "unknown name", None},
		{Query{City: "Toute la France"}, "", "", "", "unknown name", None},
		{Query{Department: "33"}, "", "33", "75", "department", Medium},
		{Query{Region: "72"}, "", "", "75", "region", Low},
		{Query{Postal: "98000"}, "", "", "", "unknown words", None}, // Monaco
		{Query{City: "Castillon (Canton de Lembeye)", Department: "64"}, "64182", "64", "75", "name+department", High},
		{Query{City: "Bordeaux (site de Bacalan)", Department: "33"}, "33063", "33", "75", "name+department", High},
		{Query{City: "Vergne", Department: "17"}, "17464", "17", "75", "name+department", Medium}, // La Vergne is there too
	}
	for _, tt := range tests {
		got := x.Resolve(tt.q)
		if got.Commune != tt.commune || got.Department != tt.department || got.Region != tt.region ||
			got.How != tt.how || got.Confidence != tt.confidence {
			t.Errorf("Resolve(%+v) = %q %q %q %q %q, want %q %q %q %q %q", tt.q,
				got.Commune, got.Department, got.Region, got.How, got.Confidence,
				tt.commune, tt.department, tt.region, tt.how, tt.confidence)
		}
	}
}

func TestResolveDetails(t *testing.T) {
	x := index(t)
	r := x.Resolve(Query{City: "coulounieix chamiers", Department: "24"})
	if r.Name != "Coulounieix-Chamiers" || r.Postal != "24660" || r.OldRegion != "72" {
		t.Errorf("details = %q %q %q, want the official name, 24660 and Aquitaine (72)", r.Name, r.Postal, r.OldRegion)
	}
	if r := x.Resolve(Query{City: "Bordeaux", Department: "33"}); r.Postal != "" {
		t.Errorf("Postal = %q for a commune of several", r.Postal)
	}
	r = x.Resolve(Query{City: "Saint-Denis"})
	if len(r.Candidates) < 4 || r.Candidates[0].Commune != "97411" {
		t.Errorf("candidates of Saint-Denis = %v, want several, Réunion's first", r.Candidates)
	}
	r = x.Resolve(Query{City: "Boulogne", Department: "62"})
	if r.Commune != "" || len(r.Candidates) != 1 || r.Candidates[0].Commune != "62160" {
		t.Errorf("Boulogne (62) = %+v, want no code and Boulogne-sur-Mer offered", r)
	}
}

func FuzzResolve(f *testing.F) {
	f.Add("Bordeaux (33)", "33000", "33", "75")
	f.Add("PARIS 12e", "75012", "", "")
	f.Add("Sète, Montpellier / Nîmes", "", "34 30", "occitanie")
	f.Add("\xff(", "0000é", "2a", "é")
	x := index(f)
	f.Fuzz(func(t *testing.T, city, postal, department, region string) {
		r := x.Resolve(Query{city, postal, department, region})
		if r.Commune != "" {
			c, ok := x.Commune(r.Commune)
			if !ok || c.Department != r.Department || c.Region != r.Region || c.Name != r.Name {
				t.Errorf("Resolve = %+v, not the commune %+v", r, c)
			}
			if len(r.Candidates) > 0 {
				t.Errorf("Resolve decided and still has candidates: %+v", r)
			}
		}
		if r.Confidence == None && r.Commune+r.Department+r.Region != "" || r.How == "" {
			t.Errorf("Resolve = %+v: codes without confidence or without how", r)
		}
		if strings.HasPrefix(r.How, "ambiguous") && (r.Commune != "" || len(r.Candidates) < 2) {
			t.Errorf("Resolve = %+v: ambiguous without a choice", r)
		}
	})
}
