package text

import (
	"strings"
	"unicode"
)

// KeyWords gives the words of a key: "dateDebut", "date_debut" and "date-debut" are "date debut".
func KeyWords(key string) string {
	var b strings.Builder
	lower := false
	for _, c := range key {
		if unicode.IsUpper(c) && lower {
			b.WriteByte(' ')
		}
		lower = unicode.IsLower(c) || unicode.IsDigit(c)
		b.WriteRune(c)
	}
	return FoldLabel(strings.NewReplacer("_", " ", "-", " ", "$", " ").Replace(b.String()))
}

// LastKey parts a path of keys with points between them at the last one; within is "" where there is only one.
func LastKey(path string) (within, last string) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:]
}
