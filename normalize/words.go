package normalize

import "strings"

// hasWords reports whether a run of whole words stands in a folded text.
func hasWords(s, words string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], words)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(words)
		if (i == 0 || s[i-1] == ' ') && (end == len(s) || s[end] == ' ') {
			return true
		}
		from = i + 1
	}
}

// hasStem reports whether a folded text has a word that begins with stem.
func hasStem(s, stem string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], stem)
		if i < 0 {
			return false
		}
		i += from
		if i == 0 || s[i-1] == ' ' {
			return true
		}
		from = i + 1
	}
}

// hasWord reports whether one of the tokens is the word.
func hasWord(ts []token, word string) bool {
	for _, t := range ts {
		if t.word == word {
			return true
		}
	}
	return false
}
