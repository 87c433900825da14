package schema

import (
	"encoding/json"
	"testing"
)

// TestCanonicalStringsAreJSON: fingerprints of stored courses were made with encoding/json.
func TestCanonicalStringsAreJSON(t *testing.T) {
	list := []string{"", "Été à l'œuvre", "a\nb\tc\r", `"\<b>&`, "\u2028 \u2029", "\xff a \xc3", "\uFFFD", "\x7f\x00\x1b", "€ 😀"}
	for c := range 256 {
		list = append(list, "é"+string([]byte{byte(c)})+"z")
	}
	for _, s := range list {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := appendString([]byte("x"), s); string(got) != "x"+string(want) {
			t.Errorf("%q: %s, want %s", s, got[1:], want)
		}
	}
}
