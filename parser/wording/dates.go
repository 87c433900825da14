package wording

import (
	"slices"
	"strings"

	"carif/text"
	"carif/text/date"
	"carif/text/kind"
)

// mayBePermanent spares most lines the folding.
func mayBePermanent(t string) bool {
	for i := 2; i+1 < len(t); i++ {
		before, after := t[i-1]|0x20, t[i+1]|0x20
		switch t[i] | 0x20 {
		case 'x': // fixe
			if before == 'i' && after == 'e' {
				return true
			}
		case 'm': // permanent
			if before == 'r' && after == 'a' && t[i-2]|0x20 == 'e' {
				return true
			}
		case 'n': // toute l'année
			if before == 'a' && after == 'n' {
				return true
			}
		}
	}
	return false
}

// Permanent reports whether a line says how one may enter: permanently or at fixed dates.
func Permanent(t string) bool {
	if len(t) > 120 || !mayBePermanent(t) {
		return false
	}
	f := text.FoldLabel(t)
	return strings.Contains(f, "entree") && (strings.Contains(f, "permanent") || strings.Contains(f, "date fixe") || strings.Contains(f, "dates fixes")) ||
		strings.HasPrefix(f, "a date fixe") || strings.HasPrefix(f, "toute l annee") || strings.HasPrefix(f, "entree possible") && strings.Contains(f, "tout moment") || strings.HasPrefix(f, "session permanente") ||
		strings.Contains(f, "dispositif permanent") || strings.HasPrefix(f, "atelier permanent")
}

// CutOrdinal drops the number of a group or session at the head of a line: "Groupe 2 : 8 et 9 avril 2027".
func CutOrdinal(t string) (rest string, cut bool) {
	trimmed := strings.TrimLeft(t, "-•* ")
	word, more, ok := strings.Cut(trimmed, " ")
	switch strings.TrimSuffix(text.FoldLabel(word), "s") {
	case "groupe", "session", "promotion", "promo", "cycle", "date", "stage", "rentree", "creneau":
	default:
		return t, false
	}
	more = strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(more, "n°"), "N°"), " ")
	n := 0
	for n < len(more) && n < 3 && (Digit(more[n]) || more[n] >= 'A' && more[n] <= 'D') {
		n++
	}
	after := strings.TrimLeft(more[n:], " ")
	if !ok || n == 0 || after != "" && !strings.ContainsAny(after[:1], ":-,(.") && !strings.HasPrefix(after, "–") {
		return t, false
	}
	return strings.TrimLeft(after, " :-–,."), true
}

// SessionHeading reports whether a heading opens a session: "Session du 4 mai au 6 juin", "Détail de la session 2".
func SessionHeading(lab string) bool {
	if len(lab) < 9 || len(lab) > 140 || !strings.Contains(lab, "ession") && !strings.Contains(lab, "ESSION") {
		return false
	}
	f := text.FoldLabel(lab)
	for _, p := range [...]string{"session du ", "session de ", "session n ", "session no ", "session numero ", "detail de la session ", "session 1", "session 2", "session 3", "session 4",
		"session 5", "session 6", "session 7", "session 8", "session 9"} {
		if rest, ok := strings.CutPrefix(f, p); ok {
			return strings.HasPrefix(p, "session ") && len(p) == 9 || strings.ContainsAny(rest, "0123456789") || len(p) > 11
		}
	}
	return false
}

// DropBrackets drops a remark in brackets at the end.
func DropBrackets(t string) string {
	if i := strings.IndexByte(t, '('); i > 0 {
		return t[:i]
	}
	return t
}

// WhenHeading reports whether a heading is nothing but a time: "Du 4 mai au 6 juin 2027".
func WhenHeading(t string) bool {
	return len(t) < 160 && (date.HoldsPeriod(t) && (strings.ContainsAny(t, "-àA") || len(date.Spans(t)) == 2) || strings.Contains(t, " - ") && Permanent(t) || strings.HasPrefix(t, "Du ") && strings.Contains(t, " - ") || dayTown(t) || severalDays(t))
}

// severalDays reports days that follow one another and nothing else: "11 et 12 mars 2024", "19, 20 et 21 avril 2027".
func severalDays(t string) bool {
	spans := date.Spans(t)
	if len(spans) != 1 || spans[0][1] != len(t) || !date.OnlyDays(text.Fold(t[:spans[0][0]])) {
		return false
	}
	p := date.ReadPeriod(t)
	return len(p.Ranges) == 1 && p.Ranges[0].Closed() && p.Ranges[0].Start < p.Ranges[0].End
}

// dayTown reports a day and the town behind it, with its department: "Le 16/01/2027 Châteauroux (36)".
func dayTown(t string) bool {
	town, code, ok := strings.Cut(t, "(")
	if !ok || len(code) < 3 || len(code) > 6 || !strings.HasSuffix(code, ")") || strings.Trim(code[:len(code)-1], "0123456789AB") != "" {
		return false
	}
	spans := date.Spans(town)
	if len(spans) != 1 || spans[0][0] > len("Le ") || !strings.EqualFold(strings.TrimSpace(town[:spans[0][0]]), "le") && spans[0][0] > 0 {
		return false
	}
	return TownLike(strings.Trim(town[spans[0][1]:], " ,–-"))
}

// UpdateDate gives the date after words that speak of an update, "" when there are none.
func UpdateDate(t string) string {
	spans := date.Spans(t)
	if len(spans) != 1 || len(t)-spans[0][1] > 2 {
		return ""
	}
	f := text.FoldLabel(t[:spans[0][0]])
	for _, w := range [...]string{"mise a jour", "mis a jour", "modifi", "actualis", "maj ", "revise", "verifie", "revu", "relu", "controle"} {
		if strings.Contains(f+" ", w) {
			return strings.TrimSpace(t[spans[0][0]:spans[0][1]])
		}
	}
	if len(f) < 16 && strings.HasPrefix(f, "version ") { // "Version 7 du 22/09/2026"
		return strings.TrimSpace(t[spans[0][0]:spans[0][1]])
	}
	return ""
}

// SheetID gives the id after "Réf.", "Fiche n°", "Numéro de formation" where no colon parts them.
func SheetID(t string) (label, id string) {
	t = strings.TrimSpace(t)
	i := strings.LastIndexByte(t, ' ')
	if j := strings.LastIndex(t, "°"); j > i {
		i = j + len("°") - 1
	}
	if i < 1 {
		return "", ""
	}
	label, id = strings.Trim(t[:i+1], " ("), strings.Trim(t[i+1:], " .)")
	if !IsID(id) && (len(id) < 5 || !strings.ContainsAny(id, "-_/") || kind.NativeID(id) == "") {
		return "", ""
	}
	f := text.FoldLabel(label)
	if !sheetWords(label, f) {
		return "", ""
	}
	for _, w := range [...]string{"ref", "reference", "fiche n", "n", "numero", "code", "identifiant", "id", "formation n", "action n", "stage n", "offre n", "no", "fiche", "dossier"} {
		if strings.HasPrefix(f, "fiche ") && strings.HasSuffix(f, " n") && len(f) < 40 { // "Fiche action n° MP11-1331"
			return label, id
		}
		if year(id) && w != "n" && !strings.HasSuffix(f, " n") && !strings.HasSuffix(f, "numero") {
			continue // "Dossier de sélection 2024"
		}
		if f == w || w != "fiche" && strings.HasPrefix(f, w+" ") && len(f) < 40 {
			return label, id
		}
	}
	return "", ""
}

// sheetWords reports whether a label says no more than that the number is a sheet's: "Numéro vert 0 800" does, and
// "Code postal", "N° de déclaration".
func sheetWords(label, folded string) bool {
	printed := strings.Fields(label)
	for _, w := range strings.Fields(folded) {
		if ofSheet[w] {
			continue
		}
		if w[0] >= '0' && w[0] <= '9' || Registers[w] {
			return false
		}
		own := slices.ContainsFunc(printed, func(s string) bool { return strings.ToUpper(w) == s }) // "N° C2RP"
		if !own {
			return false
		}
	}
	return true
}

// SessionParam gives the id in an address that names a session by a parameter: "/inscription?formation=12&session=4460".
func SessionParam(href string) string {
	_, query, ok := strings.Cut(href, "?")
	if !ok {
		return ""
	}
	for pair := range strings.FieldsFuncSeq(query, func(c rune) bool { return c == '&' || c == ';' || c == '#' }) {
		key, value, _ := strings.Cut(pair, "=")
		switch strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(key, "_", ""), "-", "")) {
		case "session", "sessionid", "idsession", "sess", "seance":
			if IsID(value) || len(value) > 2 && len(value) <= 40 && kind.NativeID(value) != "" {
				return value
			}
		}
	}
	return ""
}

// Registers are what numbers other than a sheet's are called by: registers of the state, telephones, codes of other things.
var Registers = map[string]bool{"rncp": true, "rs": true, "rome": true, "siret": true, "siren": true, "formacode": true, "nsf": true,
	"nda": true, "uai": true, "cpf": true, "tva": true, "ape": true, "naf": true, "tel": true, "fax": true, "session": true, "azur": true,
	"vert": true, "unique": true, "indigo": true, "gratuit": true, "qualiopi": true, "datadock": true, "postal": true, "insee": true,
	"declaration": true, "agrement": true, "cedex": true, "rcs": true, "rna": true, "idcc": true, "opco": true, "anadep": true}

// ofSheet are the words before the number of a sheet.
var ofSheet = map[string]bool{"ref": true, "reference": true, "fiche": true, "n": true, "no": true, "numero": true, "code": true,
	"identifiant": true, "id": true, "formation": true, "action": true, "stage": true, "offre": true, "dossier": true, "programme": true,
	"produit": true, "module": true, "parcours": true, "carif": true, "oref": true, "catalogue": true, "interne": true, "de": true,
	"du": true, "la": true, "le": true, "l": true, "d": true, "annuaire": true, "cette": true, "votre": true, "notre": true,
	"a": true, "rappeler": true, "indiquer": true, "mentionner": true, "communiquer": true, "preciser": true}

// year reports four digits that are a year.
func year(id string) bool {
	return len(id) == 4 && (id[:2] == "19" || id[:2] == "20") && text.AllDigits(id)
}

// CutCount takes the number of its sessions off the end of a heading: "Chartres (28) 2 dates".
func CutCount(t string) string {
	f := strings.TrimRight(t, " )")
	i := strings.LastIndexByte(f, ' ')
	if i < 2 {
		return t
	}
	switch text.Fold(f[i+1:]) {
	case "date", "dates", "session", "sessions":
	default:
		return t
	}
	head := strings.TrimRight(f[:i], " ")
	j := len(head)
	for j > 0 && Digit(head[j-1]) {
		j--
	}
	if len(head)-j < 1 || len(head)-j > 2 {
		return t
	}
	return strings.TrimRight(head[:j], " -–·:(")
}
