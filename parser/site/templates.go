package site

import (
	"fmt"
	"net/url"
	"strings"

	"carif/schema"
	"carif/text"
)

// templates finds lines that are the same on the pages but for a date or a number, and that speak of an update or hold
// the course's number.
func (b *builder) templates() {
	if !b.t.uses(IdeaUpdate) {
		return
	}
	seen := map[string]map[string]string{} // line with holes → page → number in it
	for _, s := range b.c.pages {
		for _, list := range [...][]Line{s.Lines, s.Bits} {
			for i := range list {
				line, id := holes(&list[i])
				if line == "" {
					continue
				}
				if seen[line] == nil {
					seen[line] = map[string]string{}
				}
				seen[line][s.Name] = id
			}
		}
	}
	n := float64(len(b.c.pages))
	for line, pages := range seen {
		k := float64(len(pages))
		dated := strings.Contains(line, dateHole)
		if dated && k < b.t.Update*n || !dated && k < b.t.Native*n {
			continue
		}
		if strings.Contains(line, idHole) && !b.numbers(pages, dated) {
			continue
		}
		b.m.Templates = append(b.m.Templates, Template{Line: line, Seen: fmt.Sprintf("%d/%d", len(pages), len(b.c.pages))})
	}
}

// numbers reports whether the numbers in a line are those of the pages: another one on each, and, where no date stands
// beside it, the one in the URL.
func (b *builder) numbers(pages map[string]string, dated bool) bool {
	values, inURL := map[string]bool{}, 0
	for name, id := range pages {
		values[id] = true
		if u, err := url.Parse(name); err == nil && u.Host != "" && strings.Contains(u.RequestURI(), id) {
			inURL++
		}
	}
	n := float64(len(pages))
	return float64(len(values)) >= b.t.Native*n && (dated || float64(inURL) >= b.t.Native*n)
}

// The holes of a template.
const (
	dateHole = "{updated_on}"
	idHole   = "{native_id}"
)

// holes puts holes for the date of a line that speaks of an update and for the number in it; "" for other lines.
func holes(l *Line) (line, id string) {
	if len(l.Text) > 140 || strings.ContainsAny(l.Text, "{}") {
		return "", ""
	}
	before, after, date := l.Text, "", ""
	if l.Hole[1] > 0 {
		if l.Kind&KindUpdate == 0 || strings.Contains(text.Fold(l.Text), "du site") {
			return "", "" // of the sheet, not of the site
		}
		before, after, date = l.Text[:l.Hole[0]], l.Text[l.Hole[1]:], dateHole
	}
	if from, to := number(before); to > 0 {
		id = before[from:to]
		before = before[:from] + idHole + before[to:]
	} else if from, to := number(after); to > 0 {
		id = after[from:to]
		after = after[:from] + idHole + after[to:]
	}
	if date == "" && id == "" {
		return "", ""
	}
	return before + date + after, id
}

// number finds the only word of a text that has an id's form.
func number(t string) (from, to int) {
	for at := 0; at < len(t); {
		end := strings.IndexByte(t[at:], ' ')
		if end < 0 {
			end = len(t) - at
		}
		w := strings.Trim(t[at:at+end], "().,;:|")
		if len(w) >= 4 && idForm(w) && strings.ContainsAny(w, "0123456789") {
			if to > 0 {
				return 0, 0
			}
			from = at + strings.Index(t[at:at+end], w)
			to = from + len(w)
		}
		at += end + 1
	}
	return from, to
}

// holed is a template cut at its holes.
type holed struct {
	words  []string // around the holes: one more than fields
	fields []schema.Field
}

func parseTemplate(line string) holed {
	var h holed
	for {
		i := strings.IndexByte(line, '{')
		j := strings.IndexByte(line, '}')
		if i < 0 || j < i {
			break
		}
		h.words = append(h.words, line[:i])
		h.fields = append(h.fields, schema.Field(line[i+1:j]))
		line = line[j+1:]
	}
	h.words = append(h.words, line)
	return h
}

// Hole is what stands in a hole of a template.
type Hole struct {
	Field    schema.Field
	From, To int
}

// Fill gives what stands in the holes of a line that is one of the site's templates; nil for other lines.
func (m *Model) Fill(line string) []Hole {
	if m == nil || len(line) > 200 {
		return nil
	}
	for i := range m.holed {
		if out := m.holed[i].fill(line); out != nil {
			return out
		}
	}
	return nil
}

func (h *holed) fill(line string) []Hole {
	if len(h.fields) == 0 || !strings.HasPrefix(line, h.words[0]) {
		return nil
	}
	var out []Hole
	at := len(h.words[0])
	for n, f := range h.fields {
		next, to := h.words[n+1], len(line)
		switch {
		case n == len(h.fields)-1:
			if to -= len(next); to <= at || line[to:] != next {
				return nil
			}
		case next == "":
			return nil
		default:
			i := strings.Index(line[at:], next)
			if i < 1 {
				return nil
			}
			to = at + i
		}
		out = append(out, Hole{f, at, to})
		at = to + len(next)
	}
	return out
}

// MayFill reports whether a template may fit a part of a line.
func (m *Model) MayFill(line string) bool {
	if m == nil || len(line) > maxText {
		return false
	}
	for i := range m.holed {
		if w := m.holed[i].words[0]; w != "" && strings.Contains(line, w) {
			return true
		}
	}
	return false
}
