package date

import "carif/text"

// noSession reports whether the words before the date at token i, back to a mark that ends a part of a sentence, say
// that no session runs then: "Date limite d'inscription : 3 mars", "Information collective le 3 mars",
// "annulé - 3 mars".
func noSession(ts []text.Token, i int) bool {
	nearest, near := "", true
	for j, n := i-1, 0; j >= 0 && n < 10 && ts[j].Line == text.At(ts, i).Line; j, n = j-1, n+1 {
		t := ts[j]
		if t.Num != "" || t.Mark == ',' || t.Mark == ';' || t.Mark == '(' || t.Mark == ')' || t.Mark == '/' {
			break
		}
		switch t.Word {
		case "limite", "cloture":
			return true
		case "tard":
			return text.At(ts, j-1).Word == "plus"
		case "session", "sessions", "formation", "rentree", "debut", "demarrage", "stage":
			near = false
		}
		if near && (calledOff(t.Word) || meeting(ts, j)) {
			return true
		}
		if nearest == "" && t.Word != "" && !leading(t.Word, true) && !opening(t.Word) {
			nearest = t.Word
		}
	}
	switch nearest {
	case "inscription", "inscriptions", "candidature", "candidatures", "dossier", "dossiers", "jury", "examen", "examens",
		"concours", "test", "tests", "entretien", "entretiens", "epreuve", "epreuves", "selection", "selections":
		return true
	}
	return false
}

// opening tells the words that may stand between registration and its day: "inscriptions ouvertes jusqu'au 3 mars".
func opening(w string) bool {
	switch w {
	case "ouvertes", "ouverte", "possibles", "possible", "jusqu", "depuis", "les", "avant":
		return true
	}
	return false
}

func calledOff(w string) bool {
	switch w {
	case "annule", "annulee", "annules", "annulees", "annulation":
		return true
	}
	return false
}

// meeting tells by the word at token i a meeting before the course: "information collective", "réunion", "portes
// ouvertes".
func meeting(ts []text.Token, i int) bool {
	prev := text.At(ts, i-1)
	switch ts[i].Word {
	case "collective", "collectives":
		return text.HasStem(prev.Word, "info") || text.HasStem(prev.Word, "reunion")
	case "reunion", "reunions":
		return true
	case "ouvertes":
		return prev.Word == "portes"
	}
	return false
}
