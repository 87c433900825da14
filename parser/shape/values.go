package shape

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/code"
)

// CodeShape gives the field of a short value that is a code and its name, whatever its label: "44041 accueil petite
// enfance", "K1303 - Assistance auprès d'enfants".
func CodeShape(t string) schema.Field {
	if len(t) > 90 || strings.Contains(t, "\n") {
		return ""
	}
	number, rest, _ := strings.Cut(t, " ")
	if rest = strings.TrimLeft(rest, " -–:"); !wording.Letter(rest) {
		return ""
	}
	switch {
	case len(number) == 5 && text.AllDigits(number):
		return schema.FieldFormacode
	case code.ROMEShape(number):
		return schema.FieldROME
	}
	return ""
}

// HoursLabel gives the part of a duration that a bare label before an amount of hours means: "Centre : 495 heures".
func HoursLabel(key, value string) schema.Field {
	if value == "" || !wording.Digit(value[0]) || len(value) > 40 {
		return ""
	}
	if f := " " + text.FoldLabel(value) + " "; !strings.Contains(f, " heures ") && !strings.Contains(f, " h ") && !strings.Contains(f, " heure ") {
		return ""
	}
	switch key {
	case "centre", "organisme", "centre formation", "etablissement", "en centre":
		return schema.FieldCentreHours
	case "entreprise", "en entreprise", "stage", "milieu professionnel":
		return schema.FieldCompanyHours
	case "total", "totale", "globale", "maximale":
		return schema.FieldDuration
	}
	return ""
}

// Duration reports whether a field is a duration or a part of one.
func Duration(f schema.Field) bool { return strings.HasPrefix(string(f), "duration") }

// Modules reports a heading over the parts of a course, each of which may have labels of its own.
func Modules(e *lexicon.Entry, p *Piece) bool {
	if e.Field != schema.FieldProgramme || !p.Whole || p.Sure < Structural {
		return false
	}
	switch p.Key {
	case "module", "module formation", "unite enseignement", "unite formation", "bloc competence", "composante", "liste module", "detail module":
		return true
	}
	return false
}
