package level

import "testing"

func TestNamed(t *testing.T) {
	for s, want := range map[string]bool{
		"Niveau V (CAP, BEP)": true, "Niv. 5": true, "niveau IV": true, "Bac +2": true, "BTS": true, "CAP ou BEP": true, "Bac pro": true,
		"Niveau en fonction des acquis": false, "CAP Emploi": false, "Être titulaire d'un bac": false, "Entretien": false, "": false,
	} {
		if got := Named(s); got != want {
			t.Errorf("Named(%q) = %v, want %v", s, got, want)
		}
	}
}
