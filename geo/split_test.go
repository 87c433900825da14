package geo

import "testing"

func TestSplitCity(t *testing.T) {
	tests := []struct{ in, city, postal, department, rest string }{
		{"Bordeaux", "Bordeaux", "", "", ""},
		{"Bordeaux (33)", "Bordeaux", "", "33", ""},
		{"Bordeaux ( 33 )", "Bordeaux", "", "33", ""},
		{"Bordeaux (33", "Bordeaux", "", "33", ""},
		{"Bordeaux (33000)", "Bordeaux", "33000", "", ""},
		{"Bordeaux (Gironde)", "Bordeaux", "", "Gironde", ""},
		{"Bordeaux (site de Bacalan)", "Bordeaux", "", "", "site de Bacalan"},
		{"33000 BORDEAUX CEDEX 9", "BORDEAUX", "33000", "", "CEDEX 9"},
		{"33 000 Bordeaux", "Bordeaux", "33000", "", ""},
		{"F-33000 Bordeaux", "Bordeaux", "33000", "", ""},
		{"33000\u00a0Bordeaux", "Bordeaux", "33000", "", ""},
		{"BORDEAUX Cedex", "BORDEAUX", "", "", "Cedex"},
		{"BORDEAUX CEDEX 33000", "BORDEAUX", "33000", "", "CEDEX"},
		{"BORDEAUX (33) CEDEX 2", "BORDEAUX", "", "33", "CEDEX 2"},
		{"Bordeaux - 33000", "Bordeaux", "33000", "", ""},
		{"Bordeaux, 33000, France", "Bordeaux", "33000", "", "France"},
		{"33000 Bordeaux France", "Bordeaux", "33000", "", "France"},
		{"95700 ROISSY EN FRANCE", "ROISSY EN FRANCE", "95700", "", ""},
		{"97200 FORT DE FRANCE", "FORT DE FRANCE", "97200", "", ""},
		{"33 - Bordeaux", "Bordeaux", "", "33", ""},
		{"33: Bordeaux", "Bordeaux", "", "33", ""},
		{"2A - Ajaccio", "Ajaccio", "", "2A", ""},
		{"974 - Saint-Denis", "Saint-Denis", "", "974", ""},
		{"Bordeaux 33", "Bordeaux", "", "33", ""},
		{"Bordeaux - 33", "Bordeaux", "", "33", ""},
		{"Bordeaux, Gironde", "Bordeaux", "", "Gironde", ""},
		{"Saint-Denis - La Réunion", "Saint-Denis", "", "La Réunion", ""},
		{"PARIS 12e", "PARIS 12e", "", "", ""},
		{"Paris (12e)", "Paris (12e)", "", "", ""},
		{"Paris 12ème arrondissement", "Paris 12ème arrondissement", "", "", ""},
		{"75012 PARIS", "PARIS", "75012", "", ""},
		{"75543 PARIS CEDEX 11", "PARIS", "75543", "", "CEDEX 11"},
		{"LYON 03", "LYON 03", "", "", ""},
		{"Lyon 69", "Lyon", "", "69", ""},
		{"97100 Basse-Terre", "Basse-Terre", "97100", "", ""},
		{"Mans (Le)", "Mans (Le)", "", "", ""},
		{"Mans (Le) (72)", "Mans (Le)", "", "72", ""},
		{"Isle-Adam (L')", "Isle-Adam (L')", "", "", ""},
		{"(Le) Mans", "(Le) Mans", "", "", ""},
		{"AJACCIO (20)", "AJACCIO", "", "20", ""},
		{"Chalon S/ Saône", "Chalon S/ Saône", "", "", ""},
		{"St-Etienne", "St-Etienne", "", "", ""},
		{"STE FOY", "STE FOY", "", "", ""},
		{"Mérignac - Aéroport", "Mérignac - Aéroport", "", "", ""},
		{"33000", "", "33000", "", ""},
		{"(33)", "", "", "33", ""},
		{"CEDEX", "", "", "", "CEDEX"},
		{"", "", "", "", ""},
		{" , ", "", "", "", ""},
	}
	for _, tt := range tests {
		city, postal, department, rest := SplitCity(tt.in)
		got := [4]string{city, postal, department, rest}
		want := [4]string{tt.city, tt.postal, tt.department, tt.rest}
		if got != want {
			t.Errorf("SplitCity(%q) = %q, want %q", tt.in, got, want)
		}
	}
}

func FuzzSplitCity(f *testing.F) {
	for _, s := range []string{"33000 BORDEAUX CEDEX 9", "Mans (Le) (72)", "Paris (12", "((()))", "\xff - 33", "CEDEX CEDEX"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		city, postal, department, rest := SplitCity(s)
		if postal != "" && (len(postal) != 5 || !digits(postal)) {
			t.Errorf("SplitCity(%q): postal %q is not 5 digits", s, postal)
		}
		if len(city) > len(s)+8 || len(department) > len(s) || len(rest) > len(s)+8 {
			t.Errorf("SplitCity(%q) invented words: %q %q %q", s, city, department, rest)
		}
		if again, _, _, _ := SplitCity(s); again != city {
			t.Errorf("SplitCity(%q) gave %q, then %q", s, city, again)
		}
	})
}
