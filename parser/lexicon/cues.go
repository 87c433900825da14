package lexicon

import (
	"fmt"
	"strconv"
	"strings"

	"carif/schema"
	"carif/text"
)

// cueFile is what cues.yaml says of a field: "word weight".
type cueFile struct {
	Heading []string `yaml:"heading"`
	Text    []string `yaml:"text"`
}

// cue is what one word tells, of one field of the list of cues.
type cue struct {
	field  int
	weight int
}

// cues tell the field of a text under an unknown heading.
type cues struct {
	fields        []schema.Field
	heading, text map[string][]cue
}

// What a guess by cues asks for. Weights are small whole numbers, so that a person can add them up.
const (
	cueHeading  = 2    // of the heading at least
	cueText     = 3    // of the text at least
	cueBoth     = 6    // of both together
	cueMargin   = 3    // above the field that comes next
	longestCue  = 12   // letters of a cue
	mostCueText = 1500 // bytes of the text that are asked
	perLine     = 40   // words of a line that are asked
)

func (c *cues) add(files map[string]cueFile) error {
	c.heading, c.text = map[string][]cue{}, map[string][]cue{}
	for name, f := range files {
		c.fields = append(c.fields, schema.Field(name))
		for _, part := range []struct {
			to   map[string][]cue
			from []string
		}{{c.heading, f.Heading}, {c.text, f.Text}} {
			for _, s := range part.from {
				word, number, ok := strings.Cut(s, " ")
				weight := 1
				if ok {
					n, err := strconv.Atoi(number)
					if err != nil || n < 1 || n > 5 {
						return fmt.Errorf("cue %q of %s: want \"word weight\", the weight from 1 to 5", s, name)
					}
					weight = n
				}
				part.to[word] = append(part.to[word], cue{len(c.fields) - 1, weight})
			}
		}
	}
	return nil
}

// tally sums what words tell, each word once.
type tally struct {
	sums []int
	seen map[string]bool
}

func (t *tally) see(cues map[string][]cue, key string) {
	if found := cues[key]; found != nil && !t.seen[key] {
		t.seen[key] = true
		for _, c := range found {
			t.sums[c.field] += c.weight
		}
	}
}

// word sees a word and its beginnings: words of up to three letters count whole.
func (t *tally) word(cues map[string][]cue, mark, w string) {
	t.see(cues, mark+w)
	for n := min(len(w)-1, longestCue); n > 3; n-- {
		t.see(cues, mark+w[:n])
	}
}

// Cue gives the field that the words of an unknown heading and of the text under it tell together, nil where they do not
// tell one for sure.
func (lx *Lexicon) Cue(heading, words string) *Entry {
	head, body := lx.cues.head(heading), lx.cues.read(words)
	best, next := leading(head, body)
	if best < 0 || lx.cues.fields[best] == schema.FieldOther || head[best] < cueHeading || body[best] < cueText ||
		head[best]+body[best] < max(cueBoth, next+cueMargin) {
		return nil
	}
	return &Entry{Field: lx.cues.fields[best], Guess: true, Weak: true, Cued: true}
}

// leading gives the place of the field that heading and text tell best together, -1 where there are none, and how much the
// one that comes next is told.
func leading(head, body []int) (best, next int) {
	best = -1
	for f := range head {
		switch n := head[f] + body[f]; {
		case best < 0:
			best = f
		case n > head[best]+body[best]:
			best, next = f, head[best]+body[best]
		default:
			next = max(next, n)
		}
	}
	return best, next
}

// CueAmong gives the field, of those still missing on a page, that the words of an unknown heading and of the text under it
// tell best, "" where they tell another one as well.
func (lx *Lexicon) CueAmong(heading, words string, missing map[schema.Field]bool) schema.Field {
	const both, margin = 5, 2
	head, body := lx.cues.head(heading), lx.cues.read(words)
	best, next := leading(head, body)
	if best < 0 || !missing[lx.cues.fields[best]] || lx.cues.fields[best] == schema.FieldAudience && whatToDo(words) || head[best] == 0 && (body[best] < next+2*margin || !told(lx.cues.fields[best])) || body[best] == 0 || head[best]+body[best] < max(both, next+margin) {
		return ""
	}
	return lx.cues.fields[best]
}

// Heading gives the field that the words of an unknown heading tell best by themselves, "" for none: a proposal, no reading.
func (lx *Lexicon) Heading(heading string) schema.Field {
	head := lx.cues.head(heading)
	best, tied := -1, false
	for f, n := range head {
		switch {
		case n > cueHeading && (best < 0 || n > head[best]):
			best, tied = f, false
		case best >= 0 && n == head[best]:
			tied = true
		}
	}
	if best < 0 || tied || lx.cues.fields[best] == schema.FieldOther {
		return ""
	}
	return lx.cues.fields[best]
}

// NoSelection gives the field of a text under a label that only its words take for ways to select, where the text tells
// nothing of selecting and much of what one must be or is examined in: admission or assessment; "" else.
func (lx *Lexicon) NoSelection(words string) schema.Field {
	const sure = 4
	body := lx.cues.read(words)
	sums := map[schema.Field]int{}
	for f, n := range body {
		sums[lx.cues.fields[f]] = n
	}
	need := max(sums[schema.FieldAdmission], sums[schema.FieldPrerequisites])
	switch n := sums[schema.FieldAssessment]; {
	case sums[schema.FieldSelection] > 1:
	case need >= sure && need > n:
		return schema.FieldAdmission
	case n > 6 && n > need:
		return schema.FieldAssessment
	}
	return ""
}

// OnlySelection reports a few words that tell ways to select, and nothing of what one must be.
func (lx *Lexicon) OnlySelection(words string) bool {
	if len(words) > 90 || strings.Contains(words, "\n") {
		return false
	}
	selecting := false
	for f, n := range lx.cues.read(words) {
		switch lx.cues.fields[f] {
		case schema.FieldSelection:
			selecting = n > 1
		case schema.FieldAdmission, schema.FieldPrerequisites:
			if n > 1 {
				return false
			}
		}
	}
	return selecting
}

// head sums what the words of a heading tell, by field.
func (c *cues) head(words string) []int {
	head := tally{make([]int, len(c.fields)), map[string]bool{}}
	for w := range strings.FieldsSeq(text.FoldLabel(words)) {
		head.word(c.heading, "", w)
	}
	return head.sums
}

// read sums what the words of a text tell, by field.
func (c *cues) read(words string) []int {
	body := tally{make([]int, len(c.fields)), map[string]bool{}}
	for line := range strings.SplitSeq(words[:min(len(words), mostCueText)], "\n") {
		ws := strings.Fields(text.FoldLabel(line))
		if strings.ContainsRune(line, '€') {
			body.see(c.text, "€")
		}
		if strings.ContainsRune(line, '%') {
			body.see(c.text, "%")
		}
		if len(ws) > 0 {
			body.word(c.text, "^", ws[0])
			if infinitive(ws[0]) {
				body.see(c.text, "^INF")
			}
		}
		for _, w := range ws[:min(len(ws), perLine)] {
			body.word(c.text, "", w)
		}
	}
	if strings.Count(words, "\n") >= 3 {
		body.see(c.text, "^LIST")
	}
	return body.sums
}

// told reports the fields whose texts alone tell what they are: what one learns to do, and a list of what is taught.
func told(f schema.Field) bool { return f == schema.FieldObjective || f == schema.FieldProgramme }

// whatToDo reports a text with a line that begins with a verb in the infinitive: it tells what one does, not who.
func whatToDo(words string) bool {
	for line := range strings.SplitSeq(words, "\n") {
		first, _, more := strings.Cut(text.FoldLabel(line), " ")
		if more && infinitive(first) {
			return true
		}
	}
	return false
}

// infinitive reports a verb as it stands in lists of what one learns to do.
func infinitive(w string) bool {
	if len(w) < 5 {
		return false
	}
	switch w[len(w)-2:] {
	case "er", "ir":
		return true
	case "re":
		return len(w) > 5 && strings.ContainsAny(w[len(w)-3:len(w)-2], "dtcvi")
	}
	return false
}

// Picture gives the field that a picture stands for, by its class: "far fa-clock"; "" for most.
func (lx *Lexicon) Picture(class string) schema.Field {
	for w := range strings.FieldsFuncSeq(strings.ToLower(class), func(c rune) bool { return c < 'a' || c > 'z' }) {
		if f := lx.pictos[w]; f != "" {
			return f
		}
	}
	return ""
}
