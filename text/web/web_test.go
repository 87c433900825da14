package web

import "testing"

func TestAddress(t *testing.T) {
	for s, want := range map[string]string{
		"https://example.org/a": "https://example.org/a", "www.example.org": "http://www.example.org",
		"example": "", "a@example.org": "", "www.example.org et plus": "", "http": "",
	} {
		if got := Address(s); got != want {
			t.Errorf("Address(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestRealTLD(t *testing.T) {
	for s, want := range map[string]bool{"example.org": true, "example.fr": true, "exemple.frDispositif": false, "a.paris": true, "a.zzzz": false} {
		if got := RealTLD(s); got != want {
			t.Errorf("RealTLD(%q) = %v, want %v", s, got, want)
		}
	}
}
