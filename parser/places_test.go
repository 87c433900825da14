package parser

import (
	"testing"

	"carif/parser/outline"
	"carif/parser/shape"
)

// TestTowns: what only looks like a town is none.
func TestTowns(t *testing.T) {
	p, err := theParser()
	if err != nil {
		t.Fatal(err)
	}
	r := &outline.Regions{Sheet: &shape.Sheet{Lx: p.lx}}
	for s, want := range map[string]bool{"Brest": true, "- Brest": true, "Brest (29)": true, "29200 Brest": true, "Marseille 8e": true,
		"Participation": false, "Dates à venir": false, "Attestation": false, "": false} {
		for range 2 { // asked again, it answers from what it kept
			if got := r.Town(s); got != want {
				t.Errorf("town(%q) = %v", s, got)
			}
		}
	}
	for s, want := range map[string]bool{"Manosque - 04": true, "Zorglubville (29)": true, "SAINT ZORGLUB": true, "Brest, Quimper": true, "Brest (29) Complet": true,
		"Participation": false, "Dates à venir": false} {
		if got := r.MaybeTown(s); got != want {
			t.Errorf("maybeTown(%q) = %v", s, got)
		}
	}
	for s, want := range map[string]bool{"Complet": true, "Places disponibles": true, "(inscriptions closes)": true, "Brest": false, "12 places": false, "": false} {
		if got := r.State(s); got != want {
			t.Errorf("state(%q) = %v", s, got)
		}
	}
}
