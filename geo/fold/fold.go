// Package fold turns the printed name of a French place into the key under
// which all its spellings meet: case, accents, ligatures, apostrophes, hyphens,
// St/Ste and the place of the article no longer count.
//
// It is for comparing place names only: it knows the post office's
// abbreviations and nothing about other words, and it never guesses by
// likeness. The generator of the tables and the index share it, so that a table
// is always searched with the folding it was built with.
package fold

import (
	"strings"

	"carif/text"
)

// Key gives the full key of a name: lower-case words without accents, separated
// by one blank. An article printed after the name ("Mans (Le)") moves to the
// front; St, Ste, Sts and Stes are written out; "lez" and "lès" become "les",
// "SS" becomes "sous". A lone "s" (from "S/", "/S" or "S") stays: only the index
// can tell whether "sur" or "sous" was meant (see Over).
func Key(s string) string {
	words := strings.Fields(text.Fold(s))
	for i, w := range words {
		words[i] = written(w)
	}
	if n := len(words); n > 1 && article(words[n-1]) {
		last := words[n-1]
		copy(words[1:], words[:n-1])
		words[0] = last
	}
	return strings.Join(words, " ")
}

// Bare gives the key without its leading article and says whether it had one.
// A key that is only an article stays whole.
func Bare(key string) (bare string, had bool) {
	first, rest, ok := strings.Cut(key, " ")
	if ok && article(first) {
		return rest, true
	}
	return key, false
}

// Glued gives the key without blanks: "bourgenbresse".
func Glued(key string) string { return strings.ReplaceAll(key, " ", "") }

// Loose gives the words that tell one name from another in a département:
// articles and linking words are dropped, the post office's abbreviations are
// written out ("ND" → "notre dame", "2" → "deux"). Two places may share a loose
// key, so one match among several proves nothing.
func Loose(key string) string {
	words := strings.Fields(key)
	kept := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w == "n" && i+1 < len(words) && (words[i+1] == "d" || words[i+1] == "dame") {
			i++
			w = "notre dame"
		}
		if !linking(w) {
			kept = append(kept, unabridged(w))
		}
	}
	if len(kept) == 0 {
		return key
	}
	return strings.Join(kept, " ")
}

// Over gives the two readings of a key that holds a lone "s": with "sur" and
// with "sous". ok is false when the key has none.
func Over(key string) (sur, sous string, ok bool) {
	words := strings.Fields(key)
	for i, w := range words {
		if w != "s" || i == 0 || i == len(words)-1 {
			continue
		}
		words[i] = "sur"
		sur = strings.Join(words, " ")
		words[i] = "sous"
		return sur, strings.Join(words, " "), true
	}
	return "", "", false
}

// written gives the written-out form of a word of the full key.
func written(w string) string {
	switch w {
	case "st":
		return "saint"
	case "ste":
		return "sainte"
	case "sts":
		return "saints"
	case "stes":
		return "saintes"
	case "lez":
		return "les"
	case "ss":
		return "sous"
	}
	return w
}

// unabridged gives the written-out form of a word of the loose key.
func unabridged(w string) string {
	switch w {
	case "nd":
		return "notre dame"
	case "gd", "gds", "grands":
		return "grand"
	case "gde", "gdes", "grandes":
		return "grande"
	case "mt":
		return "mont"
	case "vx":
		return "vieux"
	case "dvt", "dev", "dt":
		return "devant"
	case "sta":
		return "santa"
	case "2":
		return "deux"
	case "3":
		return "trois"
	}
	return w
}

func article(w string) bool {
	return w == "le" || w == "la" || w == "les" || w == "l"
}

func linking(w string) bool {
	switch w {
	case "le", "la", "les", "l", "de", "du", "des", "d", "et", "en", "a", "au", "aux", "sur", "sous", "s":
		return true
	}
	return false
}
