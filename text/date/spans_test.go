package date

import (
	"strings"
	"testing"
)

// TestStretches: dates that belong together are one stretch; dates that no session has are none.
func TestStretches(t *testing.T) {
	for s, want := range map[string]string{
		"le 17 mai 2027":                                        "17 mai 2027",
		"du 3 au 7 mai 2027":                                    "3 au 7 mai 2027",
		"les 12, 13 et 14 février 2027 au verger":               "12, 13 et 14 février 2027",
		"05/01 → 27/03/2026":                                    "05/01 → 27/03/2026",
		"le 12 mars 2027 et le 14 avril 2027":                   "12 mars 2027 et le 14 avril 2027",
		"le 17 mai 2027 à Sète, le 24 juin 2027 à Agde":         "17 mai 2027|24 juin 2027",
		"mer. 7 oct. 2026 → ven. 19 mars 2027":                  "7 oct. 2026 → ven. 19 mars 2027",
		"du 3 au 7 mai 2027, candidater avant le 12 avril 2027": "3 au 7 mai 2027",
		"date limite d'inscription : 12 avril 2027":             "",
		"trois paniers, 12 brins":                               "",
		"tél. 01 99 00 21 04":                                   "",
		"":                                                      "",
	} {
		var got []string
		for _, at := range Stretches(s) {
			got = append(got, s[at[0]:at[1]])
		}
		if strings.Join(got, "|") != want {
			t.Errorf("Stretches(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestWeekday: days of the week in full, in the plural and cut short; March is a month.
func TestWeekday(t *testing.T) {
	for w, want := range map[string]bool{"lundi": true, "jeudis": true, "lun": true, "ven": true, "mar": true,
		"mars": false, "mardi gras": false, "s": false, "jours": false, "dime": false, "": false} {
		if got := Weekday(w); got != want {
			t.Errorf("Weekday(%q) = %v", w, got)
		}
	}
}
