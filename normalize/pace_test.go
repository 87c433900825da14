package normalize

import (
	"fmt"
	"strings"
	"testing"

	"carif/schema"
)

// TestHoursAmongTheRhythm: the hours of a course may stand among the words on its rhythm, where no label of their own has any.
func TestHoursAmongTheRhythm(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct{ pace, duration, want string }{
		{"1 200 heures en centre et 280 heures de stage, 35 h par semaine", "", "- 1200 280 35"},
		{"La formation dure 21 heures en journée", "", "21 - - -"},
		{"35 heures", "", ""}, // may be those of a week
		{"En journée, le mardi", "", ""},
		{"1 200 heures en centre et 280 heures de stage", "400 heures", "400 - - -"},
	} {
		values := []schema.Value{val(schema.FieldPace, c.pace)}
		if c.duration != "" {
			values = append(values, val(schema.FieldDuration, c.duration))
		}
		d := n.Record(draftOf(values...), schema.Page{}, nil).Course.Duration
		got := ""
		if d != nil {
			got = hours(d.TotalHours) + hours(d.CentreHours) + hours(d.CompanyHours) + hours(d.WeeklyHours)
		}
		if got = strings.TrimSpace(got); got != c.want {
			t.Errorf("%q beside %q: %q, want %q", c.pace, c.duration, got, c.want)
		}
	}
}

func hours(h *float64) string {
	if h == nil {
		return "- "
	}
	return fmt.Sprint(*h) + " "
}

// TestNoValidation: "Aucune" says that there is none, and the number of a certification is not the certification.
func TestNoValidation(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct{ text, items, absent string }{
		{"Aucune", "", "Aucune"}, {"Sans validation", "", "Sans validation"},
		{"RNCP34422", "", ""}, {"RS 5678", "", ""},
		{"Titre professionnel Vannier", "Titre professionnel Vannier", ""},
		{"Titre professionnel Vannier - Accessible en VAE", "Titre professionnel Vannier", ""},
		{"Aucune épreuve : attestation de fin de formation", "Aucune épreuve : attestation de fin de formation", ""},
		{"RNCP34422 - Titre professionnel Vannier", "RNCP34422 - Titre professionnel Vannier", ""},
	} {
		rec := n.Record(draftOf(val(schema.FieldValidation, c.text)), schema.Page{}, nil)
		var items, absent []string
		for _, v := range rec.Course.Validation {
			items = append(items, v.Raw)
		}
		for _, a := range rec.Absent {
			if a.Field == schema.FieldValidation {
				absent = append(absent, a.Raw)
			}
		}
		if strings.Join(items, "|") != c.items || strings.Join(absent, "|") != c.absent {
			t.Errorf("%q: %q, absent %q; want %q, absent %q", c.text, items, absent, c.items, c.absent)
		}
	}
}

// TestNoRhythm: what stands among the words on the rhythm and is none goes where it belongs.
func TestNoRhythm(t *testing.T) {
	n := newNormalizer(t)
	for _, c := range []struct{ label, text, pace, lasts, methods, other string }{
		{"Durée et rythme", "Temps plein\n868 heures dont 300 en entreprise", "Temps plein", "868 heures dont 300 en entreprise", "", ""},
		{"Durée et rythme", "2 an(s)", "", "2 an(s)", "", ""},
		{"Rythme", "Temps plein\nDe 5 à 20 jours selon l'osier", "Temps plein", "De 5 à 20 jours selon l'osier", "", ""},
		{"Rythme", "3 jours en avril", "3 jours en avril", "", "", ""},
		{"Rythme", "2 jours au centre puis 3 jours chez l'artisan", "2 jours au centre puis 3 jours chez l'artisan", "", "", ""},
		{"Rythme", "35 h par semaine", "35 h par semaine", "", "", ""},
		{"Organisation de la formation", "Cours du jour, Entreprise", "Cours du jour", "", "", "Entreprise"},
		{"Organisation pédagogique", "En alternance\nUn poste par stagiaire", "En alternance", "", "Un poste par stagiaire", ""},
		{"Organisation pédagogique", "En pension complète", "", "", "", "En pension complète"},
	} {
		v := val(schema.FieldPace, c.text)
		v.Label = c.label
		got := n.Record(draftOf(v), schema.Page{}, nil).Course
		lasts, methods, other := "", "", ""
		if got.Duration != nil && got.Duration.Text != nil {
			lasts = *got.Duration.Text
		}
		if got.Methods != nil {
			methods = *got.Methods
		}
		for _, o := range got.Other {
			other += o.Text
		}
		if pace := strings.Join(got.Pace, "; "); pace != c.pace || lasts != c.lasts || methods != c.methods || other != c.other {
			t.Errorf("%q: pace %q, duration %q, methods %q, other %q", c.text, pace, lasts, methods, other)
		}
	}
	v := val(schema.FieldPace, "FOAD ; Modulaire ; Temps plein")
	c := n.Record(draftOf(v), schema.Page{}, nil).Course
	if c.TeachingMode == nil || c.Pathway == nil || strings.Join(c.Pace, ";") != "Temps plein" {
		t.Errorf("mode %v, pathway %v, pace %q", c.TeachingMode, c.Pathway, c.Pace)
	}
}
