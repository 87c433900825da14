package vocab

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"carif/text"
)

// file is a vocabulary as its YAML says. One that is layered over another may leave out everything but its
// name and what it adds.
type file struct {
	Name    word        `yaml:"name"`
	Title   string      `yaml:"title"`
	Source  string      `yaml:"source"`
	Entries []fileEntry `yaml:"entries"`
	Rules   []fileRule  `yaml:"rules"`
	None    []fileNone  `yaml:"none"`
	Earlier []fileList  `yaml:"earlier"`
}

// fileList is an earlier edition of the dictionary: its codes with their labels of then.
type fileList struct {
	Name   word              `yaml:"name"`
	Source string            `yaml:"source"`
	Codes  map[string]string `yaml:"codes"`
}

type fileEntry struct {
	Code     word   `yaml:"code"`
	Label    string `yaml:"label"`
	Wordings []word `yaml:"wordings"`
	Near     []word `yaml:"near"`
	Obsolete bool   `yaml:"obsolete"`
}

type fileRule struct {
	Code  word   `yaml:"code"`
	Start []word `yaml:"start"`
	Any   []word `yaml:"any"`
	All   []word `yaml:"all"`
	None  []word `yaml:"none"`
	Fit   string `yaml:"fit"`
}

// fileNone is what no code of the dictionary says.
type fileNone struct {
	Reason   word   `yaml:"reason"`
	Wordings []word `yaml:"wordings"`
	Start    []word `yaml:"start"`
	Any      []word `yaml:"any"`
}

// word is a string that knows its line.
type word = text.YAMLWord

// add reads one file into the set. A base file brings a new vocabulary; any other adds to one.
func (s *Set) add(name string, b []byte, base bool) error {
	var f file
	if err := text.ReadYAML(b, maxFile, &f); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read vocabulary %s: %w", name, err)
	}
	if f.Name.Text == "" {
		return fmt.Errorf("read vocabulary %s: line 1: no name", name)
	}
	v := s.byName[f.Name.Text]
	switch {
	case base && v != nil:
		return fmt.Errorf("read vocabulary %s: line %d: %q is there twice", name, f.Name.Line, f.Name.Text)
	case !base && v == nil:
		return fmt.Errorf("read vocabulary %s: line %d: %w %q (known: %s)", name, f.Name.Line, ErrUnknown, f.Name.Text,
			strings.Join(s.Names(), " "))
	case base:
		v = &Vocabulary{Name: f.Name.Text, Title: f.Title, Source: f.Source, labels: map[string]string{},
			index: map[string]Hit{}}
		s.byName[v.Name] = v
	}
	if err := v.merge(f, base); err != nil {
		return fmt.Errorf("read vocabulary %s: %w", name, err)
	}
	return nil
}

// merge lays a file over the vocabulary. Its own wordings win over those below it, but may not contradict
// each other.
func (v *Vocabulary) merge(f file, base bool) error {
	said := map[string]word{} // folded wording → where this file says it
	seen := map[string]bool{}
	for _, e := range f.Entries {
		code := e.Code.Text
		switch _, known := v.labels[code]; {
		case code == "":
			return fmt.Errorf("an entry has no code (label %q)", e.Label)
		case seen[code]:
			return fmt.Errorf("line %d: code %q is there twice", e.Code.Line, code)
		case !base && !known:
			return fmt.Errorf("line %d: code %q is not in the dictionary of %q", e.Code.Line, code, v.Name)
		case base && e.Label == "":
			return fmt.Errorf("line %d: code %q has no label", e.Code.Line, code)
		}
		seen[code] = true
		if base {
			v.labels[code] = e.Label
			v.entries = append(v.entries, Entry{Code: code, Label: e.Label, Obsolete: e.Obsolete})
		}
		if err := v.wordings(e, said, base); err != nil {
			return err
		}
	}
	if err := v.addRules(f.Rules, base); err != nil {
		return err
	}
	if err := v.addNone(f.None, said, base); err != nil {
		return err
	}
	if err := v.addEarlier(f.Earlier); err != nil {
		return err
	}
	v.begin = make(map[[2]byte]bool, len(v.index))
	for key := range v.index {
		if len(key) > 1 {
			v.begin[[2]byte{key[0], key[1]}] = true
		}
	}
	return nil
}

// wordings indexes the label and the wordings of one entry.
func (v *Vocabulary) wordings(e fileEntry, said map[string]word, base bool) error {
	code := e.Code.Text
	var entry *Entry
	for i := range v.entries {
		if v.entries[i].Code == code {
			entry = &v.entries[i]
		}
	}
	put := func(w word, fit string) error {
		key := text.FoldWording(w.Text)
		if w.Line == 0 { // an empty item never reaches UnmarshalYAML
			return fmt.Errorf("line %d: code %q has an empty wording", e.Code.Line, code)
		}
		if key == "" {
			return fmt.Errorf("line %d: %q has no word to match", w.Line, w.Text)
		}
		if h, ok := v.index[key]; ok && said[key].Line != 0 && h.Code != code {
			return fmt.Errorf("line %d: %q is already a wording of code %q (line %d)", w.Line, w.Text, h.Code, said[key].Line)
		}
		said[key] = w
		v.index[key] = Hit{Code: code, Label: v.labels[code], Fit: fit, By: w.Text}
		return nil
	}
	if base && !entry.Obsolete && text.FoldWording(e.Label) != "" {
		if err := put(word{Text: e.Label, Line: e.Code.Line}, Exact); err != nil {
			return err
		}
	}
	for _, w := range e.Wordings {
		if err := put(w, Exact); err != nil {
			return err
		}
		entry.Wordings = append(entry.Wordings, w.Text)
	}
	for _, w := range e.Near {
		if err := put(w, Near); err != nil {
			return err
		}
		entry.Near = append(entry.Near, w.Text)
	}
	return nil
}

// addRules checks and folds the rules of a file. A layered file's rules are tried first.
func (v *Vocabulary) addRules(rules []fileRule, base bool) error {
	var added []rule
	for _, fr := range rules {
		if _, ok := v.labels[fr.Code.Text]; !ok {
			return fmt.Errorf("line %d: a rule gives code %q, which is not in the dictionary of %q", fr.Code.Line,
				fr.Code.Text, v.Name)
		}
		if len(fr.Start)+len(fr.Any)+len(fr.All) == 0 {
			return fmt.Errorf("line %d: a rule for code %q names no words", fr.Code.Line, fr.Code.Text)
		}
		fit := fr.Fit
		switch fit {
		case "":
			fit = Exact
		case Exact, Near:
		default:
			return fmt.Errorf("line %d: fit %q is neither exact nor near", fr.Code.Line, fit)
		}
		r := rule{Rule: Rule{Code: fr.Code.Text, Fit: fit}}
		r.Start, r.start = phrases(fr.Start)
		r.Any, r.any = phrases(fr.Any)
		r.All, r.all = phrases(fr.All)
		r.None, r.none = phrases(fr.None)
		added = append(added, r)
	}
	if base {
		v.rules = append(v.rules, added...)
	} else {
		v.rules = append(added, v.rules...)
	}
	return nil
}

func phrases(ws []word) (texts, folded []string) {
	for _, w := range ws {
		stem, open := strings.CutSuffix(w.Text, "*")
		key := text.FoldWording(stem)
		if open {
			key += "*"
		}
		texts = append(texts, w.Text)
		folded = append(folded, key)
	}
	return texts, folded
}

// maxFile bounds the file of a vocabulary.
const maxFile = 16 << 20
