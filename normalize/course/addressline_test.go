package course

import "testing"

func TestAddressLines(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"Maison familiale - 5 rue du Port - 02000 LAON - Tél. 01 99 00 55 01", "Maison familiale\n5 rue du Port\n02000 LAON\nTél. 01 99 00 55 01"},
		{"GRETA - antenne sud", "GRETA - antenne sud"},
		{"GRETA\n02000 LAON - Tél. 01 99 00 55 01", "GRETA\n02000 LAON - Tél. 01 99 00 55 01"},
		{"MFR du Val, 3 rue du Port, 02000 Laon.", "MFR du Val\n3 rue du Port\n02000 Laon"},
		{"3 rue du Port, bâtiment B, 02000 Laon", "3 rue du Port, bâtiment B, 02000 Laon"},
		{"Centre Essai — quai Neuf — 02000 Laon", "Centre Essai\nquai Neuf\n02000 Laon"},
		{"02000 LAON - GRETA", "02000 LAON - GRETA"},
	} {
		if got := addressLines(tt.raw); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.raw, got, tt.want)
		}
	}
}
