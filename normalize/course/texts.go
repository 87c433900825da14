package course

import (
	"regexp"
	"strconv"
	"strings"

	"carif/normalize/value"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/vocab"
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
			case lengthAlone(item):
				b.lasts = append(b.lasts, item)
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

// unitOfTime finds the words that count time. They make a rhythm only beside others: "de 5 à 20 jours", "3 jours par
// semaine".
var unitOfTime = regexp.MustCompile(`(?i)\d ?(h|heures?|jours?|semaines?|mois)\b`)

// recurs finds what makes an amount of time one that comes again, or tells when it is.
var recurs = regexp.MustCompile(`(?i)/|\bpar\b|\bchaque\b|\btous\b|\btoutes\b|\bjour[nsé]\w+|\bpuis\b|` +
	`\ben (janv|f[ée]v|mars|avril|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c)`)

// lengthAlone reports words that say how long something lasts and nothing of when.
func lengthAlone(item string) bool {
	if !unitOfTime.MatchString(item) || recurs.MatchString(item) || amount.OnlyDuration(item) {
		return false
	}
	return !rhythmic(unitOfTime.ReplaceAllString(item, " "))
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
