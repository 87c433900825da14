package place

import (
	"strings"
	"testing"

	"carif/geo"
)

// TestStated: codes are weighed against words, of any year; what contradicts is never sure, and is told.
func TestStated(t *testing.T) {
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		in           Stated
		want, issues string // commune department region old-region confidence
	}{
		{Stated{City: "La Rochelle", Postal: "17000", Commune: "17300"}, "17300 17 75 54 high", ""},
		{Stated{City: "LA ROCHELLE CEDEX", Postal: "17042"}, "17300 17 75 54 high", ""},
		{Stated{City: "Saint-Denis", Postal: "97400", Department: "974"}, "97411 974 04 04 high", ""},
		{Stated{City: "MARSEILLE 2EME", Postal: "13002"}, "13202 13 93 93 high", ""},
		{Stated{City: "Marseille", Postal: "13002", Commune: "13055"}, "13202 13 93 93 high", ""}, // the code names the city
		{Stated{City: "Paris", Commune: "75112"}, "75112 75 11 11 high", ""},                      // and the words do
		{Stated{City: "BASTIA", Postal: "20200", Department: "20"}, "2B033 2B 94 94 high", ""},
		{Stated{City: "Bastia", Commune: "20033"}, "2B033 2B 94 94 high", ""}, // before 1976
		{Stated{City: "Rouen", Department: "76", Region: "23"}, "76540 76 28 23 high", ""},
		{Stated{City: "Bordeaux", Region: "72"}, "33063 33 75 72 high", ""},
		{Stated{Region: "72"}, "  75 72 low", ""},
		{Stated{Commune: "33063"}, "33063 33 75 72 high", ""},
		{Stated{City: "Zac des Tilleuls", Postal: "33000", Commune: "33063"}, "33063 33 75 72 high", ""},
		{Stated{City: "Zac des Tilleuls", Commune: "33063"}, "33063 33 75 72 medium", ""},
		{Stated{City: "Arbignieu", Commune: "01015"}, "01015 01 84 82 high", ""}, // merged, its code is the new one's
		{Stated{City: "Amareins", Commune: "01003"}, "01165 01 84 82 high", ""},  // merged, its code is gone
		{Stated{City: "Pont-l Evêque", Postal: "14130", Commune: "14000"}, "14514 14 28 25 medium", "bad_code"},
		{Stated{Commune: "14000"}, "    none", "bad_code"},
		{Stated{City: "Bordeaux", Postal: "33000", Department: "QQ"}, "33063 33 75 72 medium", "bad_code"},
		{Stated{City: "Bordeaux", Postal: "33000", Region: "99"}, "33063 33 75 72 medium", "bad_code"},
		{Stated{City: "La Rochelle", Postal: "17000", Commune: "33063"}, "17300 17 75 54 medium", "conflict"},
		{Stated{City: "La Rochelle", Commune: "33063"}, "    none", "conflict"},
		{Stated{City: "Lille", Commune: "33063"}, "    none", "conflict"},
		{Stated{City: "Bordeaux", Postal: "33000", Region: "11"}, "33063 33 75 72 medium", "conflict"},
		{Stated{City: "Bordeaux", Postal: "33000", Department: "59"}, "33063 59 75 72 medium", "conflict"}, // as printed
		{Stated{Postal: "33000", Department: "59", Commune: "33063"}, "33063 33 75 72 medium", "conflict"},
		{Stated{City: "Nulle-Part", Department: "33"}, " 33 75 72 low", "unknown_place"},
		{Stated{City: "Bordeaux", Postal: "3300"}, "33063 33 75 72 medium", "bad_code"},
		{Stated{}, "    none", ""},
	} {
		p, doubts := tt.in.Resolve(index, "")
		var codes []string
		for _, i := range doubts {
			codes = append(codes, i.Code)
			if i.Raw == "" {
				t.Errorf("%+v: an issue without words", tt.in)
			}
		}
		got := strings.Join([]string{p.Commune, p.Department, p.Region, p.OldRegion, p.Confidence}, " ")
		if got != tt.want || strings.Join(codes, " ") != tt.issues {
			t.Errorf("%+v:\n got %q (%s), %q\nwant %q, %q", tt.in, got, p.How, codes, tt.want, tt.issues)
		}
		if strings.HasPrefix(p.How, ",") || p.OldRegion != "" && p.OldRegion != p.Region && tt.in.Region == p.OldRegion &&
			!strings.Contains(p.How, "of before 2016") {
			t.Errorf("%+v: how %q", tt.in, p.How)
		}
	}
	if p, doubts := (Stated{City: "Saint-Denis"}).Resolve(index, "04"); p.Commune != "97411" || len(doubts) != 0 {
		t.Errorf("the site's region is no hint: %+v, %v", p, doubts)
	}
}
