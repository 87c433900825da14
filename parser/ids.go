package parser

import (
	"strings"

	"golang.org/x/net/html"
)

// Where ids of sessions stand when no text prints them: in attributes, calls and the targets of links.

// attrID looks for a session's id in the attributes of a piece's line and of the boxes around it.
func (r *reader) attrID(i int) string {
	l := &r.lay.lines[r.pieces[i].line]
	if id := idIn(l.attrs); id != "" {
		return id
	}
	for b, n := l.box, 0; b > 0 && n < 5; b, n = r.lay.boxes[b].parent, n+1 {
		if id := idIn(r.lay.boxes[b].attrs); id != "" {
			return id
		}
	}
	return ""
}

// rowID looks for a session's id in a row: its own attributes, its cells', its lines' and links'.
func (r *reader) rowID(row int32, a, b int) string {
	if id := idIn(r.lay.boxes[row].attrs); id != "" {
		return id
	}
	for k := row + 1; int(k) < len(r.lay.boxes) && r.lay.boxes[k].depth > r.lay.boxes[row].depth; k++ {
		if id := idIn(r.lay.boxes[k].attrs); id != "" {
			return id
		}
	}
	for j := a; j < b; j++ {
		l := &r.lay.lines[r.pieces[j].line]
		if id := idIn(l.attrs); id != "" {
			return id
		}
		for _, an := range l.anchors {
			if id := idIn([]html.Attribute{{Key: "href", Val: an.href}}); id != "" {
				return id
			}
			if id := idInText(an.href, true); id != "" {
				return id
			}
		}
	}
	return ""
}

// idIn finds a session's id in attributes: class="session-13668", onclick="ouvrirFicheSession('60808')".
func idIn(as []html.Attribute) string {
	for i := range as {
		if as[i].Key == "name" || as[i].Key == "href" {
			if n, ok := strings.CutPrefix(strings.TrimPrefix(as[i].Val, "#"), "sess"); ok && len(n) > 0 && len(n) < 4 && strings.Trim(n, "0123456789") == "" {
				return n
			}
		}
		switch as[i].Key {
		case "id", "class", "onclick", "name", "data-session", "data-id", "data-session-id":
			if id := idInText(as[i].Val, as[i].Key == "onclick"); id != "" {
				return id
			}
			if strings.HasPrefix(as[i].Key, "data-") && isID(as[i].Val) && !hashed(as[i].Val) {
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

func isID(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		if digit(s[i]) {
			n++
		} else if !(s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 'a' && s[i] <= 'z' || s[i] == '_' || s[i] == '-') {
			return false
		}
	}
	return n >= 2 && len(s) <= 30
}

// idInText finds the id after a word that speaks of a session or its detail.
func idInText(s string, call bool) string {
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
	for j < len(rest) && j < 40 && !digit(rest[j]) {
		if !call && rest[j] != '-' && rest[j] != '_' && rest[j] != '#' && !(rest[j] >= 'A' && rest[j] <= 'Z' || rest[j] >= 'a' && rest[j] <= 'z') {
			return ""
		}
		j++
	}
	k := j
	for k < len(rest) && (digit(rest[k]) || rest[k] >= 'A' && rest[k] <= 'Z' || rest[k] == '_') {
		k++
	}
	if k-j >= 2 {
		return rest[j:k]
	}
	return ""
}
