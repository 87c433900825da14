package wording

import (
	"strings"

	"golang.org/x/net/html"
)

// IdIn finds a session's id in attributes: class="session-13668", onclick="ouvrirFicheSession('60808')".
func IdIn(as []html.Attribute) string {
	for i := range as {
		if as[i].Key == "name" || as[i].Key == "href" {
			if n, ok := strings.CutPrefix(strings.TrimPrefix(as[i].Val, "#"), "sess"); ok && len(n) > 0 && len(n) < 4 && strings.Trim(n, "0123456789") == "" {
				return n
			}
		}
		switch as[i].Key {
		case "id", "class", "onclick", "name", "data-session", "data-id", "data-session-id":
			if id := IdInText(as[i].Val, as[i].Key == "onclick"); id != "" {
				return id
			}
			if strings.HasPrefix(as[i].Key, "data-") && IsID(as[i].Val) && !hashed(as[i].Val) {
				return as[i].Val
			}
		}
	}
	return ""
}

// hashed reports whether an id has small letters between or after digits: the name a page builder gives a box.
func hashed(s string) bool {
	i := strings.IndexAny(s, "0123456789")
	return i >= 0 && strings.IndexFunc(s[i:], func(c rune) bool { return c >= 'a' && c <= 'z' }) >= 0
}

// IsID reports whether a text has the form of an id.
func IsID(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		if Digit(s[i]) {
			n++
		} else if !(s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z' || s[i] == '_' || s[i] == '-') {
			return false
		}
	}
	return n >= 2 && len(s) <= 30
}

// IdInText finds the id after a word that speaks of a session or its detail.
func IdInText(s string, call bool) string {
	low := strings.ToLower(s)
	for _, w := range [...]string{"session", "sess", "detail"} {
		for at := 0; ; {
			i := strings.Index(low[at:], w)
			if i < 0 {
				break
			}
			at += i + len(w)
			if id := idAfter(s[at:], call); id != "" {
				return id
			}
		}
	}
	return ""
}

// idAfter reads an id after a few letters, marks and, in a call, brackets and quotes.
func idAfter(rest string, call bool) string {
	j := 0
	for j < len(rest) && j < 40 && !Digit(rest[j]) {
		if !call && rest[j] != '-' && rest[j] != '_' && rest[j] != '#' && !(rest[j] >= 'A' && rest[j] <= 'Z' || rest[j] >= 'a' && rest[j] <= 'z') {
			return ""
		}
		j++
	}
	k := j
	for k < len(rest) && (Digit(rest[k]) || rest[k] >= 'A' && rest[k] <= 'Z' || rest[k] == '_') {
		k++
	}
	if k-j >= 2 {
		return rest[j:k]
	}
	return ""
}

// CutID splits "00589155Publiée le 31/03/2025" after the id.
func CutID(t string) (id, rest string) {
	i := 0
	for i < len(t) && (Digit(t[i]) || t[i] >= 'A' && t[i] <= 'Z' && !(i > 0 && Digit(t[i-1]) && i+1 < len(t) && t[i+1] >= 'a' && t[i+1] <= 'z') || t[i] == '_' || t[i] == '-' || t[i] == '/') {
		i++
	}
	if i == 0 {
		return t, ""
	}
	return t[:i], t[i:]
}

// Clip cuts a text after n bytes, at a border of letters.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
