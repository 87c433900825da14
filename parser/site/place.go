package site

import "strings"

// StableClass gives the first class that a person may have named: letters and hyphens only, and not the scrambled name
// that a build tool gives. "" when there is none.
func StableClass(attr string) string {
	for attr != "" {
		c, rest, _ := strings.Cut(attr, " ")
		if stableName(c) {
			return c
		}
		attr = rest
	}
	return ""
}

// stableName reports whether a class is made of words: no digits, and vowels among its letters as words have.
func stableName(c string) bool {
	if len(c) < 2 || len(c) > 40 {
		return false
	}
	vowels, run := 0, 0
	for i := 0; i < len(c); i++ {
		switch b := c[i] | 0x20; {
		case c[i] == '-' || c[i] == '_':
			run = 0
		case b < 'a' || b > 'z':
			return false
		case strings.IndexByte("aeiouy", b) >= 0:
			vowels++
			run = 0
		default:
			if run++; run > 4 {
				return false
			}
		}
		if i > 1 && upper(c[i]) && !upper(c[i-1]) && i+1 < len(c) && !upper(c[i+1]) && i > 2 && upper(c[i-2]) {
			return false // "aBcDe"
		}
	}
	return vowels > 0 || len(c) < 5
}

func upper(b byte) bool { return b >= 'A' && b <= 'Z' }

// fits reports whether a place of the model is a place of a page: the same boxes, and each class the model names.
func fits(at, place string) bool {
	if at == place {
		return true
	}
	for at != "" || place != "" {
		var a, p string
		a, at, _ = strings.Cut(at, ">")
		p, place, _ = strings.Cut(place, ">")
		if a != p && (strings.IndexByte(a, '.') >= 0 || !strings.HasPrefix(p, a+".")) {
			return false
		}
	}
	return true
}
