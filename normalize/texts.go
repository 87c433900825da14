package normalize

import (
	"strings"

	"carif/normalize/vocab"
	"carif/schema"
)

// texts fills the title and the free texts.
func (b *builder) texts() {
	for _, v := range b.take(schema.FieldTitle) {
		b.c.Title = b.single(b.c.Title, v)
	}
	b.c.Highlights = b.text(schema.FieldHighlights)
	b.c.Objective = b.text(schema.FieldObjective)
	b.c.Programme = b.text(schema.FieldProgramme)
	b.c.Prerequisites = b.text(schema.FieldPrerequisites)
	b.c.Admission = b.text(schema.FieldAdmission)
	b.c.FollowUp = b.text(schema.FieldFollowUp)
	if b.c.Programme != nil {
		b.c.Outline = outline(*b.c.Programme)
	}
	for _, v := range b.take(schema.FieldPace) {
		for _, item := range paceItems(v) {
			if !b.n.placeholder(item) {
				b.c.Pace = addOnce(b.c.Pace, item)
			}
		}
	}
}

// text joins the values of a text field in page order. A text that stands twice, or short and full, counts once.
func (b *builder) text(f schema.Field) *string {
	var parts []string
	for _, v := range b.take(f) {
		parts = addText(parts, v.Text)
	}
	return ptr(strings.Join(parts, "\n"))
}

// addText adds a text unless it or its full version is there; a full version takes the place of a short one.
func addText(parts []string, s string) []string {
	if s == "" {
		return parts
	}
	for i, have := range parts {
		switch {
		case have == s, sameStart(s, have):
			return parts
		case sameStart(have, s):
			parts[i] = s
			return parts
		}
	}
	return append(parts, s)
}

// sameStart reports whether short is a cut version of full: the same words, ended by dots or "Lire la suite".
func sameStart(short, full string) bool {
	if len(short) > len(full)+20 || len(short) < 20 {
		return vocab.Plain(short) == vocab.Plain(full)
	}
	cut := strings.TrimSpace(short)
	marked := false
	for _, tail := range []string{"Lire la suite", "lire la suite", "Voir plus", "[...]", "[…]", "...", "…"} {
		if t, ok := strings.CutSuffix(strings.TrimSpace(cut), tail); ok {
			cut, marked = t, true
		}
	}
	a, z := vocab.Plain(cut), vocab.Plain(full)
	if a == z {
		return true
	}
	if !marked || !strings.HasPrefix(z, a[:max(0, strings.LastIndexByte(a, ' '))]) {
		return false
	}
	return true
}

// paceItems parts the printed rhythms: list items, lines, semicolons, and commas between short pieces.
func paceItems(v *schema.Value) []string {
	raw := v.Items
	if len(raw) == 0 {
		raw = strings.FieldsFunc(v.Text, func(r rune) bool { return r == '\n' || r == ';' || r == '•' })
	}
	var out []string
	for _, item := range raw {
		if item = clean(bullet(item)); item == "" {
			continue
		}
		pieces := cutOutside(item, ",")
		if len(item) > 200 || !capitals(pieces) {
			pieces = []string{item}
		}
		out = append(out, pieces...)
	}
	return out
}
