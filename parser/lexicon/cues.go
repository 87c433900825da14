package lexicon

import (
	_ "embed" // cues.tsv
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"carif/schema"
	"carif/text"
)

//go:embed cues.tsv
var cueWeights string

// weights tell the field of a text under an unknown heading.
type weights struct {
	fields []schema.Field
	bias   []int32
	of     map[string][]cue
}

// learnt are the weights of cues.tsv, read when they are first asked for: most commands read no page. A mistake in them
// is a mistake of the build, which the tests meet before any user does.
var learnt = sync.OnceValue(func() *weights {
	w, err := readWeights(cueWeights)
	if err != nil {
		panic(fmt.Sprintf("read embedded weights: %v", err))
	}
	return w
})

// handCues tell ways to be chosen from conditions, by words and their weights that a person wrote.
type handCues map[schema.Field]map[string]int

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

// readWeights reads what internal/cues wrote.
func readWeights(file string) (*weights, error) {
	w := &weights{of: make(map[string][]cue, strings.Count(file, "\n"))}
	for line := range strings.Lines(file) {
		name, said, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			continue // the first line, for people
		}
		if name == "fields" {
			for f := range strings.FieldsSeq(said) {
				w.fields = append(w.fields, schema.Field(f))
			}
			w.bias = make([]int32, len(w.fields))
			continue
		}
		var of []cue
		for part := range strings.FieldsSeq(said) {
			field, weight, _ := strings.Cut(part, ":")
			f, err := strconv.Atoi(field)
			n, err2 := strconv.Atoi(weight)
			if err != nil || err2 != nil || f < 0 || f >= len(w.fields) {
				return nil, fmt.Errorf("cues.tsv: %s: %q: want field:weight, the field below %d", name, part, len(w.fields))
			}
			of = append(of, cue{int32(f), int32(n)})
		}
		if name == "bias" {
			for _, c := range of {
				w.bias[c.field] = c.weight
			}
			continue
		}
		w.of[name] = of
	}
	return w, nil
}

// read takes the cues of a file: "word weight".
func (c handCues) read(files map[schema.Field][]string) error {
	for name, list := range files {
		c[name] = map[string]int{}
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
			c[name][word] = weight
		}
	}
	return nil
}

// weigh sums what a heading and a text say of each field, and reports whether the heading says anything. The text may be
// empty.
func (w *weights) weigh(heading, words string) (sums []float64, headed bool) {
	sums = make([]float64, len(w.fields))
	for f, b := range w.bias {
		sums[f] = float64(b)
	}
	head, body := CueFeatures(heading, words)
	for n, features := range [...][]string{head, body} {
		known := features[:0]
		for _, f := range features {
			if w.of[f] != nil {
				known = append(known, f)
			}
		}
		headed = headed || n == 0 && len(known) > 0
		scale := CueScale(len(known), n == 0)
		for _, f := range known {
			for _, c := range w.of[f] {
				sums[c.field] += float64(float64(c.weight) * scale) // rounded here: the sum is the same on every machine
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
	w := learnt()
	sums, headed := w.weigh(heading, words)
	best, ahead := leading(sums)
	if ahead < cueSure || !headed && ahead < cueAlone || !inWords(w.fields[best]) {
		return nil
	}
	return &Entry{Field: w.fields[best], Guess: true, Weak: true, Cued: true}
}

// CueAmong gives the field, of those still missing on a page, that the words of an unknown heading and of the text under it
// tell best, "" where they tell another one as well.
func (lx *Lexicon) CueAmong(heading, words string, missing map[schema.Field]bool) schema.Field {
	w := learnt()
	sums, _ := w.weigh(heading, words)
	best, ahead := leading(sums)
	f := w.fields[best]
	if i := slices.Index(w.fields, kinOf(f)); i >= 0 && sums[best]-sums[i] < cueSure {
		// What one must have and what one must be to be taken are told by the same words: either may be meant, and nothing else.
		sums[i] = sums[best] - cueSure
		if _, ahead = leading(sums); !missing[f] {
			f = w.fields[i]
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
	w := learnt()
	i := slices.Index(w.fields, f)
	if i < 0 || len(words) < cueFew {
		return "", false
	}
	sums, _ := w.weigh(heading, words)
	best, ahead := leading(sums)
	if sums[best]-sums[i] < cueAgainst || kinOf(f) == w.fields[best] {
		return "", false
	}
	headed, _ := w.weigh(heading, "")
	if best, ahead := leading(headed); w.fields[best] == f && ahead > 200 {
		return "", false // the heading was taken for what it says
	}
	if ahead >= cueSure && inWords(w.fields[best]) {
		instead = w.fields[best]
	}
	return instead, true
}

// Heading gives the field that the words of an unknown heading tell best by themselves, "" for none: a proposal, no reading.
func (lx *Lexicon) Heading(heading string) schema.Field {
	w := learnt()
	sums, _ := w.weigh(heading, "")
	best, ahead := leading(sums)
	if ahead < cueHeading || !inWords(w.fields[best]) {
		return ""
	}
	return w.fields[best]
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
func (c handCues) told(f schema.Field, words string) (sum int) {
	cues, seen := c[f], map[string]bool{}
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
