package shape

import (
	"slices"
	"testing"
)

// TestYearsIn: the heading of a calendar tells one year, or the two of a school year.
func TestYearsIn(t *testing.T) {
	for words, want := range map[string][]int{
		"Calendrier des sessions - 1er semestre 2027": {2027},
		"Dates 2026-2027":           {2026, 2027},
		"Planning de l'année 2027":  {2027},
		"Sessions 2025, 2026, 2027": nil,
		"Dates 2024 et 2027":        nil,
		"Depuis 2019":               nil,
		"Sessions à venir":          nil,
	} {
		if got := yearsIn(words); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", words, got, want)
		}
	}
}

// TestBareDays: days without their month begin a cell's line; an hour, a room and a date of its own are none.
func TestBareDays(t *testing.T) {
	for words, want := range map[string]string{
		"du 4 au 8": "du 4 au 8", "12, 13 et 14": "12, 13 et 14", "15-19": "15-19", "1er au 5 COMPLET": "1er au 5",
		"le 5": "le 5", "Salle 4": "", "-": "",
	} {
		if got := bareDays.FindString(words); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}
