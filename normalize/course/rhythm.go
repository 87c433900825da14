package course

import (
	"strings"

	"carif/normalize/value"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/vocab"
)

// rhythms fills the pace. Pages print under its labels what else a course is held like: each item goes by what it is,
// hours to the duration, a mode and a pathway to their fields, and what is no rhythm by the words of its label.
func (b *builder) rhythms() {
	for _, v := range b.take(schema.FieldPace) {
		label := text.FoldLabel(v.Label)
		for _, item := range paceItems(v) {
			switch {
			case b.n.Placeholder(item):
				b.rec.Absent = append(b.rec.Absent, schema.Absent{Field: v.Field, Raw: item})
			case amount.OnlyDuration(item) && (strings.Contains(label, "duree") || !ofAWeek(item)):
				b.lasts = append(b.lasts, item)
			case b.knows(vocab.Teaching, item) && !b.has(schema.FieldTeachingMode):
				b.aside(schema.FieldTeachingMode, v, item)
			case b.knows(vocab.Pathways, item) && !b.has(schema.FieldPathway):
				b.aside(schema.FieldPathway, v, item)
			case rhythmic(item):
				b.c.Pace = text.AddOnce(b.c.Pace, item)
			case strings.Contains(label, "pedagog") && !anyStem(item, words.Board):
				b.aside(schema.FieldMethods, v, item)
			case strings.Contains(label, "duree"):
				b.lasts = append(b.lasts, item)
			case label == "":
				b.c.Pace = text.AddOnce(b.c.Pace, item)
			default:
				b.other(v.Label, item)
			}
		}
	}
}

// ofAWeek reports hours that may be those of a week.
func ofAWeek(item string) bool {
	h := amount.ReadHours("", item)
	return h.Total != nil && *h.Total < longerThanAWeek
}

func (b *builder) knows(vocabulary, words string) bool {
	_, ok := b.n.Vocab.Match(vocabulary, words)
	return ok
}

func (b *builder) has(f schema.Field) bool {
	return b.byField[f] != nil && len(b.byField[f].values) > 0
}

// aside gives words to a field that is read later.
func (b *builder) aside(f schema.Field, v *schema.Value, words string) {
	k := b.byField[f]
	if k == nil {
		k = &bucket{}
		b.byField[f] = k
	}
	moved := *v
	moved.Field, moved.Text, moved.Items, moved.Also = f, words, nil, nil
	k.values, b.values = append(k.values, &moved), append(b.values, &moved)
}

// rhythmic reports words on when or how often a course is held.
func rhythmic(item string) bool { return anyStem(item, words.Rhythm) }

// anyStem reports whether a word of a text is one of the stems or, where the stem is long enough, begins with it.
func anyStem(s string, stems []string) bool {
	for _, t := range text.Tokens(s) {
		for _, stem := range stems {
			if t.Word == stem || len(stem) > 3 && strings.HasPrefix(t.Word, stem) {
				return true
			}
		}
	}
	return false
}

// paceItems parts the printed rhythms: list items, lines, semicolons, and commas between short pieces.
func paceItems(v *schema.Value) []string {
	printed := v.Text
	if len(v.Items) > 0 {
		printed = strings.Join(v.Items, "\n")
	}
	var out []string
	for _, item := range strings.FieldsFunc(printed, func(r rune) bool { return r == '\n' || r == ';' || r == '•' }) {
		if item = text.Clean(text.Bullet(item)); item == "" {
			continue
		}
		pieces := value.CutOutside(strings.TrimLeft(item, "/, "), ",")
		if len(item) > 200 || !value.Capitals(pieces) {
			pieces = []string{item}
		}
		out = append(out, pieces...)
	}
	return out
}
