package course

import (
	"strconv"
	"strings"

	"carif/schema"
	"carif/text"
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
	b.rhythms()
}

// text joins the values of a text field in page order. A text that stands twice, or short and full, counts once.
func (b *builder) text(f schema.Field) *string {
	var parts []string
	for _, v := range b.take(f) {
		parts = addText(parts, v.Text)
	}
	if len(parts) >= text.MostItems {
		b.issue(schema.IssueTooLong, f, "more than "+strconv.Itoa(text.MostItems)+" texts, the rest left out", nil)
	}
	return schema.NonEmpty(strings.Join(parts, "\n"))
}

// addText adds a text unless it or its full version is there; a full version takes the place of a short one.
func addText(parts []string, s string) []string {
	if s == "" || len(parts) >= text.MostItems {
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

// sameStart reports whether short is the same text as full, or a cut version of it: its words up to a mark that
// the page puts where it cuts ("…", "Lire la suite").
func sameStart(short, full string) bool {
	cut := strings.TrimSpace(short)
	marked := false
	for _, tail := range []string{"Lire la suite", "lire la suite", "Voir plus", "[...]", "[…]", "...", "…"} {
		if t, ok := strings.CutSuffix(cut, tail); ok {
			cut, marked = strings.TrimSpace(t), true
		}
	}
	if !marked && (len(short) > len(full)+20 || len(full) > len(short)+20) {
		return false // the same words cannot differ by more than their punctuation
	}
	a, z := text.Fold(cut), text.Fold(full)
	if a == z {
		return true
	}
	last := max(0, strings.LastIndexByte(a, ' ')) // the last word may be cut in its middle
	return marked && last > 0 && strings.HasPrefix(z, a[:last])
}
