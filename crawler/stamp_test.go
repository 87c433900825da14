package crawler

import "testing"

// TestRegionHashIgnoresStamps: when a page was made is no change of it; what it says is.
func TestRegionHashIgnoresStamps(t *testing.T) {
	const base = "<html><body><h1>Soudage</h1><p>du 12/01/2026 au 16/01/2026, 9h00 - 17h00</p>"
	for _, c := range []struct {
		name, a, b string
		same       bool
	}{
		{"time", "<p>Page générée à 03:00:00</p>", "<p>Page générée à 04:11:12</p>", true},
		{"date and time", "<p>Page générée le 24/11/2026 à 03:00:00</p>", "<p>Page générée le 25/11/2026 à 04:11:12</p>", true},
		{"latin-1", "<p>le 24/11/2026 \xe0 03:00:00</p>", "<p>le 25/11/2026 \xe0 04:11:12</p>", true},
		{"ISO", "<p>2026-11-24T03:00:00</p>", "<p>2026-11-25T04:11:12</p>", true},
		{"ISO with a blank", "<p>2026-11-24 03:00:00</p>", "<p>2026-11-25 04:11:12</p>", true},
		{"date alone", "<p>du 12/02/2026</p>", "<p>du 13/02/2026</p>", false},
		{"date and hour", "<p>le 12/02/2026 à 9h00</p>", "<p>le 13/02/2026 à 9h00</p>", false},
		{"words", "<p>Un</p>", "<p>Deux</p>", false},
	} {
		got := RegionHash([]byte(base+c.a), nil) == RegionHash([]byte(base+c.b), nil)
		if got != c.same {
			t.Errorf("%s: got same %v, want %v", c.name, got, c.same)
		}
	}
}
