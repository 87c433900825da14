package wording

import (
	"strings"

	"carif/text"
)

// TellsState reports whether a short text tells a session's state: "Complet", "Candidatures closes", "Session ouverte aux
// inscriptions".
func TellsState(t string) bool {
	if len(t) > 60 {
		return false
	}
	f := text.FoldLabel(strings.Trim(t, " -–,;:()[]"))
	if n := strings.TrimLeft(f, "0123456789"); len(f)-len(n) <= 3 && strings.HasPrefix(n, " place") { // "6 places restantes"
		f = n[1:]
		switch f {
		case "place restante", "encore disponible":
			return true
		}
	}
	return StateText(f) || stateWords(f)
}

// stateWords reports whether folded words are what may be open or closed and whether it is so, or the latter alone.
func stateWords(f string) bool {
	words := strings.Fields(f)
	if len(words) > 5 {
		return false
	}
	said := false
	for i, w := range words {
		switch strings.TrimSuffix(w, "s") {
		case "recrutement", "inscription", "candidature", "session", "formation", "preinscription":
			if i > 0 {
				return false
			}
		case "est", "sont", "deja", "encore":
			if i == 0 {
				return false
			}
		case "ouvert", "ouverte", "ferme", "fermee", "complet", "complete", "clo", "close", "termine", "terminee", "cloture",
			"cloturee", "annule", "annulee", "reporte", "reportee", "suspendu", "suspendue":
			said = true
		default:
			return false
		}
	}
	return said
}

// StateText reports whether a line is nothing but a session's state.
func StateText(f string) bool {
	switch f {
	case "recrutement clos", "recrutement ouvert", "recrutement termine", "recrutement en cours", "inscriptions closes", "inscriptions en cours", "inscriptions ouvertes", "inscription close",
		"inscription ouverte", "session complete", "complet", "session ouverte", "session fermee", "session close", "session annulee",
		"place disponible", "places disponibles", "plus de place", "plus de places", "plus de place disponible", "plus de places disponibles", "ouvert aux inscriptions",
		"ouverte aux inscriptions", "a venir", "bientot ouverte", "bientot ouvert", "inscriptions bientot ouvertes", "inscription bientot ouverte", "ouverture des inscriptions a venir", "inscriptions a venir", "inscriptions terminees", "sur liste d attente", "liste d attente", "aucune place disponible", "il reste des places", "places restantes":
		return true
	}
	return false
}
