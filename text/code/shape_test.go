package code

import "testing"

func TestRegisterShape(t *testing.T) {
	for s, want := range map[string]bool{"RNCP34422": true, "rncp 34422": true, "RNCP n° 34422": true, "RS5678": true, " RS 5678 ": true,
		"RNCP34422 - Vannier": false, "RNCP": false, "RS": false, "RSA": false, "34422": false, "RNCP1234567": false, "": false} {
		if got := RegisterShape(s); got != want {
			t.Errorf("RegisterShape(%q) = %v", s, got)
		}
	}
}
