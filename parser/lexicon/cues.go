package lexicon

import (
	_ "embed" // cues.tsv
	"fmt"
	"slices"
	"strconv"
	"strings"

	"carif/schema"
	"carif/text"
)

//go:embed cues.tsv
var cueWeights string

// cues tell the field of a text under an unknown heading.
type cues struct {
	fields []schema.Field
	bias   []int32
	of     map[string][]cue

	words map[schema.Field]map[string]int // what tells ways to be chosen from conditions, by hand
}

// cue is what one word says of one field, in hundredths.
type cue struct {
	field  int32
	weight int32
}

// How far the field that words tell best must lie before the next one, in hundredths.
const (
	cueSure    = 150 // where every field may still come
	cueAlone   = 400 // where the heading says nothing
	cueMissing = 50  // where only some fields are missing
	cueHeading = 150 // of a heading alone
	cueAgainst = 350 // of the field that its heading was taken for
	cueFew     = 25  // bytes of a text that may speak against its heading
)

// load reads the weights that internal/cues wrote.
func (c *cues) load(weights string) error {
	c.of = make(map[string][]cue, strings.Count(weights, "\n"))
	for line := range strings.Lines(weights) {
		name, said, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			continue // the first line, for people
		}
		if name == "fields" {
			for f := range strings.FieldsSeq(said) {
				c.fields = append(c.fields, schema.Field(f))
			}
			c.bias = make([]int32, len(c.fields))
			continue
		}
		var of []cue
		for part := range strings.FieldsSeq(said) {
			field, weight, _ := strings.Cut(part, ":")
			f, err := strconv.Atoi(field)
			w, err2 := strconv.Atoi(weight)
			if err != nil || err2 != nil || f < 0 || f >= len(c.fields) {
				return fmt.Errorf("cues.tsv: %s: %q: want field:weight, the field below %d", name, part, len(c.fields))
			}
			of = append(of, cue{int32(f), int32(w)})
		}
		if name == "bias" {
			for _, w := range of {
				c.bias[w.field] = w.weight
			}
			continue
		}
		c.of[name] = of
	}
	return nil
}

// addWords takes the cues that are written by hand: "word weight".
func (c *cues) addWords(files map[schema.Field][]string) error {
	c.words = map[schema.Field]map[string]int{}
	for name, list := range files {
		c.words[name] = map[string]int{}
		for _, s := range list {
			word, number, ok := strings.Cut(s, " ")
			weight := 1
			if ok {
				n, err := strconv.Atoi(number)
				if err != nil || n < 1 || n > 5 {
					return fmt.Errorf("cue %q of %s: want \"word weight\", the weight from 1 to 5", s, name)
				}
				weight = n
			}
			c.words[name][word] = weight
		}
	}
	return nil
}

// weigh sums what a heading and a text say of each field, and reports whether the heading says anything. The text may be
// empty.
func (c *cues) weigh(heading, words string) (sums []float64, headed bool) {
	sums = make([]float64, len(c.fields))
	for f, b := range c.bias {
		sums[f] = float64(b)
	}
	head, body := CueFeatures(heading, words)
	if words == "" {
		body = nil
	}
	for n, features := range [...][]string{head, body} {
		known := features[:0]
		for _, f := range features {
			if c.of[f] != nil {
				known = append(known, f)
			}
		}
		headed = headed || n == 0 && len(known) > 0
		scale := CueScale(len(known), n == 0)
		for _, f := range known {
			for _, w := range c.of[f] {
				sums[w.field] += float64(float64(w.weight) * scale) // rounded here: the sum is the same on every machine
			}
		}
	}
	return sums, headed
}

// leading gives the place of the field that words tell best, and by how much before the next one.
func leading(sums []float64) (best int, ahead float64) {
	next := -1
	for f := 1; f < len(sums); f++ {
		switch {
		case sums[f] > sums[best]:
			best, next = f, best
		case next < 0 || sums[f] > sums[next]:
			next = f
		}
	}
	if next < 0 {
		return best, 0
	}
	return best, sums[best] - sums[next]
}

// inWords reports the fields that hold what is said, and not a value whose kind tells it better than any words: a length, a
// level, a number. Classes that stand for several fields are none of a page.
func inWords(f schema.Field) bool {
	switch f {
	case "contacts", "codes", schema.FieldOther, schema.FieldDuration, schema.FieldEntryLevel, schema.FieldExitLevel, schema.FieldTeachingMode, schema.FieldHighlights:
		return false
	}
	return true
}

// Cue gives the field that the words of an unknown heading and of the text under it tell together, nil where they do not
// tell one for sure.
func (lx *Lexicon) Cue(heading, words string) *Entry {
	sums, headed := lx.cues.weigh(heading, words)
	best, ahead := leading(sums)
	if ahead < cueSure || !headed && ahead < cueAlone || !inWords(lx.cues.fields[best]) {
		return nil
	}
	return &Entry{Field: lx.cues.fields[best], Guess: true, Weak: true, Cued: true}
}

// CueAmong gives the field, of those still missing on a page, that the words of an unknown heading and of the text under it
// tell best, "" where they tell another one as well.
func (lx *Lexicon) CueAmong(heading, words string, missing map[schema.Field]bool) schema.Field {
	sums, _ := lx.cues.weigh(heading, words)
	best, ahead := leading(sums)
	f := lx.cues.fields[best]
	if i := slices.Index(lx.cues.fields, kinOf(f)); i >= 0 && sums[best]-sums[i] < cueSure {
		// What one must have and what one must be to be taken are told by the same words: either may be meant, and nothing else.
		sums[i] = sums[best] - cueSure
		if _, ahead = leading(sums); !missing[f] {
			f = lx.cues.fields[i]
		}
	}
	if ahead >= cueMissing && missing[f] {
		return f
	}
	return ""
}

// kinOf gives the field whose texts use the words of another.
func kinOf(f schema.Field) schema.Field {
	switch f {
	case schema.FieldAdmission:
		return schema.FieldPrerequisites
	case schema.FieldPrerequisites:
		return schema.FieldAdmission
	}
	return ""
}

// Denies gives what the words of a heading and of the text under it tell, where they speak plainly against a field that the
// heading alone was taken for; "" where they do not, or tell no field.
func (lx *Lexicon) Denies(f schema.Field, heading, words string) (instead schema.Field, denied bool) {
	i := slices.Index(lx.cues.fields, f)
	if i < 0 || len(words) < cueFew {
		return "", false
	}
	sums, _ := lx.cues.weigh(heading, words)
	best, ahead := leading(sums)
	if sums[best]-sums[i] < cueAgainst || kinOf(f) == lx.cues.fields[best] {
		return "", false
	}
	headed, _ := lx.cues.weigh(heading, "")
	if best, ahead := leading(headed); lx.cues.fields[best] == f && ahead > 200 {
		return "", false // the heading was taken for what it says
	}
	if ahead >= cueSure && inWords(lx.cues.fields[best]) {
		instead = lx.cues.fields[best]
	}
	return instead, true
}

// Heading gives the field that the words of an unknown heading tell best by themselves, "" for none: a proposal, no reading.
func (lx *Lexicon) Heading(heading string) schema.Field {
	sums, _ := lx.cues.weigh(heading, "")
	best, ahead := leading(sums)
	if ahead < cueHeading || !inWords(lx.cues.fields[best]) {
		return ""
	}
	return lx.cues.fields[best]
}

// NoSelection gives the field of a text under a label that only its words take for ways to select, where the text tells
// nothing of selecting and much of what one must be or is examined in: admission or assessment; "" else.
func (lx *Lexicon) NoSelection(words string) schema.Field {
	const sure = 4
	need := max(lx.cues.told(schema.FieldAdmission, words), lx.cues.told(schema.FieldPrerequisites, words))
	switch n := lx.cues.told(schema.FieldAssessment, words); {
	case lx.cues.told(schema.FieldSelection, words) > 1:
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
	return lx.cues.told(schema.FieldSelection, words) > 1 && lx.cues.told(schema.FieldAdmission, words) < 2 && lx.cues.told(schema.FieldPrerequisites, words) < 2
}

// told sums what the words of a text say of one of the fields that words by hand tell, each word once.
func (c *cues) told(f schema.Field, words string) (sum int) {
	cues, seen := c.words[f], map[string]bool{}
	see := func(key string) {
		if w := cues[key]; w > 0 && !seen[key] {
			seen[key] = true
			sum += w
		}
	}
	for line := range strings.SplitSeq(words[:min(len(words), cueText)], "\n") {
		n := 0
		for w := range strings.FieldsSeq(text.FoldLabel(line)) {
			if n++; n > cueWords {
				break
			}
			for end := len(w); end == len(w) || end > 3; end-- {
				if see(w[:end]); n == 1 {
					see("^" + w[:end])
				}
			}
		}
	}
	return sum
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
