package fold

import "testing"

func TestKey(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Saint-Étienne", "saint etienne"},
		{"St-Etienne", "saint etienne"},
		{"STE FOY L'ARGENTIERE", "sainte foy l argentiere"},
		{"Mans (Le)", "le mans"},
		{"(LE) HAVRE", "le havre"},
		{"Abergement-Clémenciat (L')", "l abergement clemenciat"},
		{"L’Haÿ-les-Roses", "l hay les roses"},
		{"L'HAŸ LES ROSES", "l hay les roses"},
		{"Œuilly", "oeuilly"},
		{"Lys-lez-Lannoy", "lys les lannoy"},
		{"BAGNEUX SS LOUP", "bagneux sous loup"},
		{"Chalon S/ Saône", "chalon s saone"},
		{"Chalon/S Saône", "chalon s saone"},
		{"Cha\u00adteauroux", "chateauroux"},
		{"Cha\u0302teauroux", "chateauroux"},
		{"Le\u00a0Mans", "le mans"},
		{"  ", ""},
		{"Les", "les"},
	}
	for _, tt := range tests {
		if got := Key(tt.in); got != tt.want {
			t.Errorf("Key(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestForms(t *testing.T) {
	if got, had := Bare("le mans"); got != "mans" || !had {
		t.Errorf("Bare = %q %v", got, had)
	}
	if got, had := Bare("les"); got != "les" || had {
		t.Errorf("Bare of an article alone = %q %v", got, had)
	}
	if sur, sous, ok := Over("fontenay s eure"); sur != "fontenay sur eure" || sous != "fontenay sous eure" || !ok {
		t.Errorf("Over = %q %q %v", sur, sous, ok)
	}
	if _, _, ok := Over("fontenay sur eure"); ok {
		t.Error("Over read an s where there is none")
	}
	if got, want := Loose("chapelle n d de la 2 eglises"), "chapelle notre dame deux eglises"; got != want {
		t.Errorf("Loose = %q, want %q", got, want)
	}
	if got, want := Glued("l hay les roses"), "lhaylesroses"; got != want {
		t.Errorf("Glued = %q, want %q", got, want)
	}
}
