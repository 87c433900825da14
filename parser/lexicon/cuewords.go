package lexicon

import (
	"math"
	"strings"

	"carif/text"
)

// What a text under a heading that no list knows is about is told by weights of words that were counted on annotated
// pages (internal/cues), of the heading and of the text. Here is what is weighed.

const (
	cueStem  = 6    // letters of a word that are looked at: endings tell nothing of what is said
	cueText  = 1200 // bytes of the text that are asked
	cueWords = 40   // words of a line that are asked
	cueLong  = 400  // bytes of a text that is long
	cueShort = 60   // bytes of one that is short
)

// CueFeatures gives what is weighed of a heading and of the text under it, each once: the stems of the words; of the heading
// ("h:") two in a row as well ("hb:"); of the text the first words of its lines ("^"), and how it is built ("^LIST").
func CueFeatures(heading, words string) (head, body []string) {
	seen := map[string]bool{}
	put := func(to []string, feature string) []string {
		if seen[feature] {
			return to
		}
		seen[feature] = true
		return append(to, feature)
	}
	before := "^"
	for w := range strings.FieldsSeq(text.FoldLabel(heading)) {
		s := stemOf(w)
		if len(w) > 1 || w == "y" {
			head = put(head, "h:"+s)
		}
		head = put(head, "hb:"+before+"_"+s)
		before = s
	}
	if words == "" {
		return head, nil
	}
	words = words[:min(len(words), cueText)]
	lines, verbs := 0, 0
	for line := range strings.SplitSeq(words, "\n") {
		lines++
		for _, mark := range [...]string{"€", "%"} {
			if strings.Contains(line, mark) {
				body = put(body, mark)
			}
		}
		n := 0
		for w := range strings.FieldsSeq(text.FoldLabel(line)) {
			if n++; n > cueWords {
				break
			}
			if n == 1 {
				body = put(body, "^"+stemOf(w))
				if infinitive(w) {
					verbs++
				}
			}
			if len(w) > 1 {
				body = put(body, stemOf(w))
			}
		}
	}
	for _, built := range [...]struct {
		is   bool
		name string
	}{{verbs > 0, "^INF"}, {verbs > 1, "^INF2"}, {lines > 2, "^LIST"}, {lines > 7, "^LIST8"}, {len(words) < cueShort, "^SHORT"}, {len(words) > cueLong, "^LONG"}} {
		if built.is {
			body = put(body, built.name)
		}
	}
	return head, body
}

// CueScale gives what each of n features of a heading, or of a text, counts for: a heading of one word tells as much as one
// of five.
func CueScale(n int, heading bool) float64 {
	if heading {
		return 1.2 / math.Sqrt(float64(max(n, 1)))
	}
	return 1 / math.Sqrt(float64(max(n, 1)))
}

// stemOf gives the beginning of a folded word.
func stemOf(w string) string { return w[:min(len(w), cueStem)] }
