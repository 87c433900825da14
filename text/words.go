package text

import "strings"

// HasWords reports whether a run of whole words stands in a folded text.
func HasWords(s, words string) bool {
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

// HasStem reports whether a folded text has a word that begins with stem.
func HasStem(s, stem string) bool {
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

// HasWord reports whether one of the tokens is the word.
func HasWord(ts []Token, word string) bool {
	for _, t := range ts {
		if t.Word == word {
			return true
		}
	}
	return false
}
