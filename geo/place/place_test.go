package place

import (
	"testing"

	"carif/geo"
)

func TestTownAmongOtherWords(t *testing.T) {
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ raw, city, commune string }{
		{"63000 CLERMONT-FERRAND - Institut des Dômes", "CLERMONT-FERRAND", "63113"},
		{"43000 LE PUY EN VELAY - Institut des Dômes, antenne", "LE PUY EN VELAY", "43157"},
		{"Lycée Jean Rostand - Strasbourg", "Strasbourg", "67482"},
		{"59000 LILLE - SECLIN", "LILLE", "59350"},
		{"Strasbourg, Haguenau", "Strasbourg, Haguenau", ""}, // two towns: neither
		{"Saint-Lô", "Saint-Lô", "50502"},
	} {
		got := Read(index, tt.raw, "", "")
		if got.City != tt.city || got.Commune != tt.commune {
			t.Errorf("%q: got %q %q, want %q %q", tt.raw, got.City, got.Commune, tt.city, tt.commune)
		}
	}
}
