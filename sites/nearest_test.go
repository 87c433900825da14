package sites

import "testing"

func TestMeant(t *testing.T) {
	for name, want := range map[string]string{
		"prerequisite":  ": is prerequisites meant?",
		"Objective":     ": is objective meant?",
		"city":          ": is provider.city or session.city meant?",
		"sesion.city":   ": is session.city meant?",
		"session.town":  "",
		"course.rncp":   ": is codes.rncp meant?",
		"durée":         "",
		"":              "",
		"certifiying":   ": is certifying meant?",
		"session.begin": "",
	} {
		if got := meant(name); got != want {
			t.Errorf("meant(%q): got %q, want %q", name, got, want)
		}
	}
}
