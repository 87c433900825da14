// Package wording knows what a few French words look like, whatever page they stand on: the key of a label, an id, a postal
// line, a town's name, the heading of a session, the words of its state. It is made of pure functions of strings.
//
// It knows no field and no page, and it reads no value: text and its rooms do that.
package wording

import (
	"bytes"
	"strings"

	"carif/text"
)

// LabelKey is the form under which a label is looked up: folded, articles dropped, plurals cut, a remark of several
// words in brackets at the end left out.
func LabelKey(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexByte(s, '('); i > 2 && strings.IndexByte(s[i:], ' ') > 0 {
		if j := strings.IndexByte(s[i:], ')'); j > 0 && i+j >= len(s)-3 {
			s = s[:i]
		}
	}
	var room [96]byte
	f := text.AppendFoldLabel(room[:0], s)
	if Shortened(s) {
		f = append(f[:0], Unabridge(string(f))...)
	}
	return string(key(f))
}

// KeyOf makes a label's key of its folded words.
func KeyOf(f string) string {
	var room [96]byte
	k := key(append(room[:0], f...))
	if string(k) == f {
		return f
	}
	return string(k)
}

// key makes a label's key of its folded words, in their place.
func key(f []byte) []byte {
	if bytes.HasPrefix(f, []byte("s adresse")) { // a verb, and no address
		return append(f[:1], f[2:]...)
	}
	to, from := 0, 0
	for i := 0; i <= len(f); i++ {
		if i < len(f) && f[i] != ' ' {
			continue
		}
		w := f[from:i]
		from = i + 1
		if stopWord(w) {
			continue
		}
		if n := len(w); n > 3 && (w[n-1] == 's' || w[n-1] == 'x') {
			w = w[:n-1]
		}
		if to > 0 {
			f[to] = ' '
			to++
		}
		to += copy(f[to:], w)
	}
	if to == 0 { // "Du", "Au", "À": nothing but articles
		return f
	}
	return f[:to]
}

// stopWord reports whether a word is dropped from labels: "Durée de la formation" and "Durée formation" are one label.
func stopWord(w []byte) bool {
	switch string(w) {
	case "le", "la", "les", "l", "d", "de", "du", "des", "un", "une", "a", "au", "aux", "cette", "votre", "ce", "notre", "nos", "vos",
		"s", "e", "es", "x", "ne":
		return true
	}
	return false
}

// abbreviations are words that labels print short, in their folded form. None of them is a word by itself.
var abbreviations = map[string]string{"no": "numero", "num": "numero", "nb": "nombre", "nbre": "nombre", "niv": "niveau", "deb": "debut",
	"ses": "session", "sess": "session", "org": "organisme", "orga": "organisme", "etab": "etablissement", "recrut": "recrutement",
	"dern": "derniere", "cond": "condition", "insc": "inscription", "inscr": "inscription", "prog": "programme", "obj": "objectif",
	"resp": "responsable", "dur": "duree", "ent": "entreprise", "entr": "entreprise", "hebdo": "hebdomadaire", "mod": "modalite",
	"adm": "admission", "certif": "certification", "valid": "validation", "form": "formation", "eff": "effectif", "disp": "disponible",
	"entrep": "entreprise", "ctre": "centre", "hres": "heures", "cont": "contenu", "publ": "public", "financ": "financement",
	"adr": "adresse", "ryth": "rythme", "dep": "departement", "pl": "places", "sem": "semaine", "fonct": "fonction", "prev": "prevue", "peda": "pedagogique"}

// Shortened reports whether a label prints words short: a point after a letter, or nothing but capitals.
func Shortened(s string) bool {
	capitals := len(s) > 1
	for i := 0; i < len(s) && capitals; i++ {
		capitals = s[i] < 'a' || s[i] > 'z'
	}
	if capitals || strings.IndexByte(s, '.') < 0 {
		return capitals
	}
	for i := 2; i < len(s); i++ {
		if s[i] == '.' && letterByte(s[i-1]) && letterByte(s[i-2]) {
			return true
		}
	}
	return false
}

func letterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// Unabridge writes the words of a folded label out that are printed short.
func Unabridge(f string) string {
	changed := false
	words := strings.Split(f, " ")
	for i, w := range words {
		if len(w) > 6 {
			continue
		}
		long := abbreviations[w]
		if strings.HasPrefix(long, "entrepr") && i > 0 && words[i-1] == "niveau" {
			long = "entree"
		}
		if long != "" {
			words[i], changed = long, true
		}
	}
	if !changed {
		return f
	}
	return strings.Join(words, " ")
}

// TrimRightLabel takes the colon from the end of a label.
func TrimRightLabel(s string) string { return strings.TrimRight(s, " :") }

// TrimLabel takes colons, dashes, bullets and points from both ends of a label. The point that cuts its last word short
// ("Niv. req.") stays.
func TrimLabel(s string) string {
	const around = " :•-–—>»*·\t.|"
	s = strings.TrimLeft(s, around)
	t := strings.TrimRight(s, around)
	if len(t) < len(s) && s[len(t)] == '.' && cutWord(t) {
		return s[:len(t)+1]
	}
	return t
}

// cutWord reports whether the last word of a label may be cut short: a few letters.
func cutWord(t string) bool {
	n := len(t) - 1 - strings.LastIndexAny(t, " '’-/")
	return n > 0 && n < 9 && text.IsLetter(t[len(t)-1])
}
