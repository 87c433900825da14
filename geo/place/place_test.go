package place

import (
	"strings"
	"testing"

	"carif/geo"
	"carif/schema"
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

// TestSeveralTowns: a text of two towns is not one sure town.
func TestSeveralTowns(t *testing.T) {
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	for raw, want := range map[string]string{
		"Lille (59) et Arras (62)": "59350 62041", "Lille (59), Arras (62)": "59350 62041", "Lille (59) / Arras (62)": "59350 62041",
		"Lille (59)\nArras (62)": "59350 62041", "Lille (59) ou Arras": "59350 62041", "59000 Lille et 62000 Arras": "59350 62041",
		"Lille (59000) ou Arras (62000)": "59350 62041", "Paris, Lyon et Marseille": "75056 69123 13055", "Lille et Arras": "59350 62041",
		"Saint-Denis (93) et Saint-Denis (974)": "93066 97411",
		"Lille (59)":                            "", "Lille, Nord": "", "Laval, Mayenne": "", "59000 LILLE - SECLIN": "", "Brest et sa région": "", "Lille (59 et 62)": "",
		"12 rue de Lille\n62000 Arras": "", "1 rue du Pont\n34077 Montpellier cedex 3\nEspace Jean Jaurès, 48000 Mende": "", "Lille (59) et Lille (59)": "", "Terre-et-Marais (50)": "", "Lycée Valadon, Limoges": "",
	} {
		p := Read(index, raw, "", "")
		var got []string
		for _, c := range p.Candidates {
			got = append(got, c.Commune)
		}
		if _, several := SeveralTowns(index, raw, ""); several != (want != "") || several && strings.Join(got, " ") != want {
			t.Errorf("%q: got %q (%s), want %q", raw, got, p.How, want)
		}
		if want != "" && (p.Commune != "" || p.Confidence == "high" || p.Issue != schema.IssueAmbiguousPlace) {
			t.Errorf("%q: %+v, want no commune and an issue", raw, p)
		}
	}
}

func TestNames(t *testing.T) {
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	is := Names(index)
	for s, want := range map[string]bool{"Rennes": true, "LE MANS": true, "Bordeaux (33)": true, "35000 RENNES": true, "Saint-Martin": true,
		"Complet": false, "Entrée permanente": false, "12 rue de Rennes": false, "": false} {
		if got := is(s); got != want {
			t.Errorf("Names(%q) = %v, want %v", s, got, want)
		}
	}
}

// TestDoubt: a village is not taken for the department, the region or the town that its name alone stands for, and words
// that contradict the town are noticed.
func TestDoubt(t *testing.T) {
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ raw, region, commune, department, confidence string }{
		{"Grand Est", "", "", "", "low"}, {"Grand Ouest", "", "", "", "none"}, {"Grand Sud", "", "", "", "none"}, {"Grand (88)", "", "88212", "88", "high"},
		{"LE HAVRE SUD", "", "76351", "76", "high"}, {"ROUEN-CENTRE", "", "76540", "76", "high"},
		{"Chalon", "", "", "", "none"}, {"Chalon", "27", "71076", "71", "medium"}, {"Chalon (38)", "", "38066", "38", "high"},
		{"Evry", "", "", "", "none"}, {"Evry (91)", "", "91228", "91", "high"}, {"Évry", "27", "89162", "89", "medium"},
		{"Marne", "", "", "51", "medium"}, {"Creuse", "", "", "23", "medium"}, {"Allier", "", "", "03", "medium"},
		{"Indre", "", "", "36", "medium"}, {"Indre (44)", "", "44074", "44", "high"}, {"Vienne", "", "38544", "38", "medium"},
		{"Mérignac / Pessac", "", "", "33", "low"}, {"Bordeaux - Mérignac", "", "", "33", "low"}, {"Nice / Sophia", "", "", "", "none"},
		{"Nantes (Bretagne)", "", "44109", "44", "low"}, {"Nantes - Bretagne", "", "44109", "44", "low"},
		{"Nantes (Pays de la Loire)", "", "44109", "44", "high"}, {"Limoges (Limousin)", "", "87085", "87", "high"},
		{"AFPA / Limoges", "", "87085", "87", "high"}, {"Lyon / à distance", "", "69123", "69", "high"},
		{"Lyon - Centre", "", "69123", "69", "high"},
	} {
		p := Read(index, tt.raw, "", tt.region)
		if p.Commune != tt.commune || p.Department != tt.department || p.Confidence != tt.confidence {
			t.Errorf("Read(%q, %q) = %q %q %s (%s), want %q %q %s", tt.raw, tt.region, p.Commune, p.Department, p.Confidence, p.How,
				tt.commune, tt.department, tt.confidence)
		}
	}
}

// TestShortNames: what people call a well-known town or a department, and words that begin many names.
func TestShortNames(t *testing.T) {
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	is := ShortNames(index)
	for s, want := range map[string]bool{"Brive": true, "BRIVE": true, "Châlons": true, "Morbihan": true, "Côtes-d'Armor": true,
		"Saint": false, "Pont": false, "Mont": false, "Les": false, "Session": false, "Automne": false, "Brive 2": false, "19": false, "": false,
		strings.Repeat("Brive ", 9): false} {
		if got := is(s); got != want {
			t.Errorf("ShortNames(%q) = %v, want %v", s, got, want)
		}
	}
}

// TestTownBesideMarks: the one town among words that a mark parts, and two towns are none.
func TestTownBesideMarks(t *testing.T) {
	index, err := geo.Default()
	if err != nil {
		t.Fatal(err)
	}
	for raw, commune := range map[string]string{"Centre Essai · Strasbourg": "67482", "Strasbourg | Centre Essai": "67482", "Centre Essai • Strasbourg": "67482",
		"Strasbourg · Haguenau": "", "Centre Essai · Zorglub": ""} {
		if got := Read(index, raw, "", ""); got.Commune != commune {
			t.Errorf("%q: %q (%s), want %q", raw, got.Commune, got.How, commune)
		}
	}
}
