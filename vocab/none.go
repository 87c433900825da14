package vocab

import (
	"fmt"

	"carif/text"
)

// NoCode is a declared statement that the dictionary has no code for what some wordings say: they get none, and
// are not unknown.
type NoCode struct {
	Reason   string
	Wordings []string
	Start    []string // or the wording begins with one of these runs of words
	Any      []string // or one of these stands in it
}

// noneRule is a NoCode with its phrases folded.
type noneRule struct {
	NoCode
	start, any []string
}

// NoCode reports whether the vocabulary declares that it has no code for a wording, and why. A long text is judged by
// how it begins. Ask it of wordings that Find knows no code for: a code always comes first.
func (s *Set) NoCode(name, raw string) (reason string, ok bool) {
	v := s.byName[name]
	if v == nil || len(v.none) == 0 {
		return "", false
	}
	whole := len(raw) <= longest
	if !whole {
		raw = raw[:longest] // a word cut in two at the end is in no phrase
	}
	var buf [longest + 64]byte
	folded := text.AppendFoldWording(buf[:0], raw)
	if h, ok := v.index[string(folded)]; ok && whole {
		return h.reason, h.reason != ""
	}
	key := string(folded)
	for i := range v.none {
		n := &v.none[i]
		if begins(key, n.start) >= 0 || whole && firstOf(key, n.any) >= 0 {
			return n.Reason, true
		}
	}
	return "", false
}

// NoCodes lists what a vocabulary declares to have no code, in the order of its files.
func (s *Set) NoCodes(name string) []NoCode {
	v := s.byName[name]
	if v == nil {
		return nil
	}
	out := make([]NoCode, len(v.none))
	for i := range v.none {
		out[i] = v.none[i].NoCode
	}
	return out
}

// addNone checks and folds what a file declares to have no code. A layered file takes a wording's code away by it, or
// gives one to a wording that has none below.
func (v *Vocabulary) addNone(list []fileNone, said map[string]word, base bool) error {
	var added []noneRule
	for _, f := range list {
		if f.Reason.Text == "" {
			return fmt.Errorf("%san entry of none gives no reason", f.at())
		}
		if len(f.Wordings)+len(f.Start)+len(f.Any) == 0 {
			return fmt.Errorf("line %d: none (%s) names no words", f.Reason.Line, f.Reason.Text)
		}
		n := noneRule{NoCode: NoCode{Reason: f.Reason.Text}}
		for _, w := range f.Wordings {
			key := text.FoldWording(w.Text)
			if key == "" {
				return fmt.Errorf("line %d: %q has no word to match", w.Line, w.Text)
			}
			if h, ok := v.index[key]; ok && said[key].Line != 0 && h.Code != "" {
				return fmt.Errorf("line %d: %q is already a wording of code %q (line %d)", w.Line, w.Text, h.Code, said[key].Line)
			}
			said[key] = w
			v.index[key] = Hit{By: w.Text, reason: f.Reason.Text}
			n.Wordings = append(n.Wordings, w.Text)
		}
		n.Start, n.start = phrases(f.Start)
		n.Any, n.any = phrases(f.Any)
		added = append(added, n)
	}
	if base {
		v.none = append(v.none, added...)
	} else {
		v.none = append(added, v.none...)
	}
	return nil
}

// at gives the place of an entry without a reason, for a message.
func (f *fileNone) at() string {
	for _, ws := range [][]word{f.Wordings, f.Start, f.Any} {
		if len(ws) > 0 {
			return fmt.Sprintf("line %d: ", ws[0].Line)
		}
	}
	return ""
}
