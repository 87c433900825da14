// Package lexicon holds what the reader knows of words, all of it YAML beside this file: labels and the fields they mean,
// rules for labels in no list, kinds of values and the fields they contradict, words of a site's furniture, and what
// speaks for a page being a course's.
//
// It judges words by themselves: where they stand on a page is told elsewhere.
package lexicon

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

//go:embed *.yaml
var lexiconFiles embed.FS

// Fields that only the lexicon speaks of.
const (
	FieldIgnore  schema.Field = "ignore"  // chrome on purpose
	FieldAbsent  schema.Field = "absent"  // words that say that there is nothing
	FieldSection schema.Field = "section" // a heading over labels: says nothing itself
	FieldWebsite schema.Field = "website" // a site of the current block
	FieldPhone   schema.Field = "phone"   // a phone of the current block
	FieldEmail   schema.Field = "email"   // an e-mail of the current block
	FieldName    schema.Field = "name"    // the name of the current block
	FieldAddress schema.Field = "address" // the address of the current block
	FieldPostal  schema.Field = "postal"  // the postal code of the current block
	FieldCity    schema.Field = "city"    // the city of the current block
)

// Entry is what one label means.
type Entry struct {
	Field schema.Field
	Also  []schema.Field
	Or    schema.Field // what it means beside a plainer label of its field
	Weak  bool         // gives way to another label of the same field
	Open  bool         // needs no colon before its value ("Publiée le 31/03/2025")
	Guess bool         // told by its words only
	Cued  bool         // told by its words and those of its value together
	Told  bool         // a person says so, in a profile or a model: the kind of its values is not asked
	Cell  bool         // only where the page's structure shows a label: too common a word for running text
}

// Lexicon maps label keys to entries, by where the label stands.
type Lexicon struct {
	Course  map[string]*Entry
	Session map[string]*Entry       // labels inside a session mean these first
	Block   map[string]*Entry       // labels inside a provider's or contact's block
	Column  map[string]*Entry       // headers of tables
	Chrome  map[string]bool         // lines that are chrome wherever they stand
	Starts  []string                // folded beginnings of chrome lines
	Regions map[string]bool         // words of ids and classes that name a region of chrome
	Words   []wordRule              // what other labels mean by their words
	Empty   map[string]bool         // placeholders: words that say nothing
	Kinds   []kindRule              // what a value is by its own words
	ByKind  map[string]schema.Field // field of a value under an unknown label, by its kind
	pictos  map[string]schema.Field // what pictures beside a value are called, and the field they stand for
	cues    handCues                // what tells ways to be chosen from conditions
	NotKind map[string]bool         // stems of labels whose values tell nothing by their kind
	Proof   Evidence                // what speaks for a page being a course's
	Title   Title                   // what speaks for a line being the title
	owners  []pattern               // what a training body prints at the foot of its pages
	offices []pattern               // names of those that list the courses of others

	short      short     // labels by how they begin
	keys       keyFields // what the keys of a page's state mean
	otherDates []string  // words of headings over dates that are no session's

	OpenFirst               map[string]bool   // first words of the labels that need no colon
	labels                  map[string]bool   // all keys of Course, Session and Block: most lines are none of them
	opening                 [32]uint32        // of each first letter of theirs: the second letters
	IsTown                  func(string) bool // whether a text is a town of the gazetteer, alone or with its code
	IsShortTown             func(string) bool // whether it is what people call a well-known town
	IsState                 func(string) bool // whether a text is a wording of a session's state
	IsAudience, IsSelection func(string) bool // the same for audiences and ways of selection
}

// lexiconFile is one YAML file of the lexicon.
type lexiconFile struct {
	Course  map[string][]string       `yaml:"course"`
	Session map[string][]string       `yaml:"session"`
	Block   map[string][]string       `yaml:"block"`
	Column  map[string][]string       `yaml:"column"`
	Chrome  []string                  `yaml:"chrome"`
	Starts  []string                  `yaml:"chrome_starts"`
	Regions []string                  `yaml:"chrome_regions"`
	Empty   []string                  `yaml:"placeholders"`
	Words   []string                  `yaml:"words"`
	Kinds   map[string]KindFile       `yaml:"kinds"`
	Against map[string]Contradiction  `yaml:"contradicts"`
	ByKind  map[string]schema.Field   `yaml:"by_kind"`
	NotKind []string                  `yaml:"by_kind_not"`
	Proof   ProofFile                 `yaml:"course_page"`
	Title   *Title                    `yaml:"title"`
	Owners  []string                  `yaml:"body_marks"`
	Offices []string                  `yaml:"catalogue_names"`
	Others  []string                  `yaml:"other_dates"`
	Keys    *keyFile                  `yaml:"keys"`
	Cues    map[schema.Field][]string `yaml:"cues"`
	Pictos  map[string][]string       `yaml:"pictures"`
}

// LoadLexicon compiles the embedded files. Who calls it sets the four questions that vocabularies and places answer.
func LoadLexicon() (*Lexicon, error) {
	lx := &Lexicon{Course: map[string]*Entry{}, Session: map[string]*Entry{}, Block: map[string]*Entry{},
		Column: map[string]*Entry{}, Chrome: map[string]bool{}, Regions: map[string]bool{}, Empty: map[string]bool{}, pictos: map[string]schema.Field{}, cues: handCues{}}
	names, err := fs.Glob(lexiconFiles, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list lexicon: %w", err)
	}
	for _, name := range names {
		b, err := lexiconFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read lexicon: %w", err)
		}
		if err := lx.read(b); err != nil {
			return nil, fmt.Errorf("read lexicon %s: %w", name, err)
		}
	}
	lx.index()
	return lx, nil
}

// index notes what is asked of all labels at once.
func (lx *Lexicon) index() {
	lx.shorten()
	lx.OpenFirst, lx.opening = map[string]bool{}, [32]uint32{}
	lx.labels = make(map[string]bool, len(lx.Course)+len(lx.Session)+len(lx.Block))
	for _, m := range []map[string]*Entry{lx.Course, lx.Session, lx.Block} {
		for k, e := range m {
			if lx.labels[k] = true; e.Open {
				w, _, _ := strings.Cut(k, " ")
				lx.OpenFirst[w] = true
				lx.opening[w[0]&31] |= 1 << (w[min(1, len(w)-1)] & 31)
			}
		}
	}
}

// OtherDates reports a heading over dates that are no session's: "Journées portes ouvertes", "Jurys".
func (lx *Lexicon) OtherDates(heading string) bool {
	f := " " + text.FoldLabel(heading) + " "
	if strings.Contains(f, " session") {
		return false
	}
	for _, w := range lx.otherDates {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}

// Drop forgets the labels whose keys drop says true to.
func (lx *Lexicon) Drop(drop func(key string) bool) {
	for _, m := range []map[string]*Entry{lx.Course, lx.Session, lx.Block, lx.Column} {
		for k := range m {
			if drop(k) {
				delete(m, k)
			}
		}
	}
	lx.index()
}

// MayOpen spares most lines the looking up: it reports false where a line's first letters are those of no label that needs no
// colon.
func (lx *Lexicon) MayOpen(t string) bool {
	if len(t) < 2 || text.FoldByte(t[0]) < 'a' || text.FoldByte(t[1]) < 'a' {
		return true
	}
	return lx.opening[t[0]&31]&(1<<(t[1]&31)) != 0
}

// read takes what one file says.
func (lx *Lexicon) read(b []byte) error {
	var f lexiconFile
	if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
		return err
	}
	return lx.add(f)
}

func (lx *Lexicon) add(f lexiconFile) error {
	for _, part := range []struct {
		from map[string][]string
		to   map[string]*Entry
	}{{f.Course, lx.Course}, {f.Session, lx.Session}, {f.Block, lx.Block}, {f.Column, lx.Column}} {
		if err := addLabels(part.to, part.from); err != nil {
			return err
		}
	}
	rules, err := readWords(f.Words)
	if err != nil {
		return err
	}
	lx.Words = append(lx.Words, rules...)
	kinds, err := ReadKinds(f.Kinds, f.Against)
	if err != nil {
		return err
	}
	lx.Kinds = append(lx.Kinds, kinds...)
	if len(f.ByKind) > 0 {
		lx.ByKind, lx.NotKind = f.ByKind, text.Set(f.NotKind)
	}
	if len(f.Proof.Weights) > 0 {
		lx.Proof = Evidence{ProofFile: f.Proof}
		if err := lx.Proof.Compile(); err != nil {
			return err
		}
	}
	for field, names := range f.Pictos {
		for _, n := range names {
			lx.pictos[n] = schema.Field(field)
		}
	}
	if len(f.Cues) > 0 {
		if err := lx.cues.read(f.Cues); err != nil {
			return err
		}
	}
	if f.Title != nil {
		if len(f.Title.Headings) != 3 {
			return fmt.Errorf("title: headings: want the points of h1, h2 and h3, got %d", len(f.Title.Headings))
		}
		lx.Title = *f.Title
	}
	if f.Keys != nil {
		lx.keys = f.Keys.fields()
	}
	for _, s := range f.Others {
		lx.otherDates = append(lx.otherDates, " "+s+" ")
	}
	for _, l := range [...]struct {
		name string
		from []string
		to   *[]pattern
	}{{"body_marks", f.Owners, &lx.owners}, {"catalogue_names", f.Offices, &lx.offices}} {
		if err := compileInto(l.to, l.name, l.from); err != nil {
			return err
		}
	}
	for _, s := range f.Chrome {
		lx.Chrome[text.FoldLabel(s)] = true
	}
	for _, s := range f.Starts {
		lx.Starts = append(lx.Starts, text.FoldLabel(s))
	}
	for _, s := range f.Regions {
		lx.Regions[s] = true
	}
	for _, s := range f.Empty {
		lx.Empty[text.FoldLabel(s)] = true
	}
	return nil
}

// addLabels reads "label | also field, field | weak" lines under their field.
func addLabels(to map[string]*Entry, from map[string][]string) error {
	fields := make([]string, 0, len(from))
	for f := range from {
		fields = append(fields, f)
	}
	sort.Strings(fields)
	for _, f := range fields {
		for _, line := range from[f] {
			parts := strings.Split(line, "|")
			e := &Entry{Field: schema.Field(f)}
			for _, p := range parts[1:] {
				switch p = strings.TrimSpace(p); {
				case p == "weak":
					e.Weak = true
				case p == "open":
					e.Open = true
				case p == "cell":
					e.Cell = true
				case strings.HasPrefix(p, "or "):
					e.Or, e.Weak = schema.Field(p[3:]), true
				case strings.HasPrefix(p, "also "):
					e.Also = append(e.Also, schema.Field(strings.TrimSpace(p[5:])))
				default:
					return fmt.Errorf("label %q: unknown mark %q", parts[0], p)
				}
			}
			k := wording.LabelKey(parts[0])
			if k == "" {
				return fmt.Errorf("label %q of %s has no words", parts[0], f)
			}
			if old := to[k]; old != nil && old.Field != e.Field {
				return fmt.Errorf("label %q stands under %s and %s", parts[0], old.Field, f)
			}
			to[k] = e
		}
	}
	return nil
}

// tails are words that may follow a label without changing it: "Public visé par la formation".
var tails = []string{" formation", " action formation", " action", " stage", " par formation", " pour formation", " issue formation",
	" organisme formateur", " par organisme", " parcour formation", " cursu", " cour", " module", " pedagogique formation"}

// Knows reports whether a key is a label of a course, a session or a block.
func (lx *Lexicon) Knows(key string) bool {
	return lx.labels[key] || tailed(lx.Course, key) != nil || tailed(lx.Session, key) != nil
}

// Find looks a label up in m, whole first, then without a tail.
func Find(m map[string]*Entry, key string) *Entry {
	if key == "" || len(key) > 100 {
		return nil
	}
	if e := m[key]; e != nil {
		return e
	}
	return tailed(m, key)
}

// tailed looks up a label that words follow which change nothing.
func tailed(m map[string]*Entry, key string) *Entry {
	if key == "" || strings.IndexByte("neru", key[len(key)-1]) < 0 { // the last letters of tails
		return nil
	}
	for _, t := range tails {
		if head, ok := strings.CutSuffix(key, t); ok {
			if e := m[head]; e != nil && !e.Cell {
				return e
			}
		}
	}
	return nil
}

// pair gives the one field that two fields named together make: where and when is sessions, what one must have and
// be is admission.
func pair(a, b schema.Field) schema.Field {
	when := func(f schema.Field) bool {
		return f == schema.FieldSessions || f == schema.FieldSessionDates || f == schema.FieldSessionStart
	}
	switch {
	case when(a) && b == schema.FieldSessionCity, when(b) && a == schema.FieldSessionCity:
		return schema.FieldSessions
	case a == schema.FieldPrerequisites && b == schema.FieldAdmission, b == schema.FieldPrerequisites && a == schema.FieldAdmission:
		return schema.FieldAdmission
	}
	return ""
}

// FindTwo reads a label that names two things, "Public et prérequis" or "Validation / Certification", when both
// parts are labels by themselves.
func FindTwo(m map[string]*Entry, printed string) *Entry {
	if !strings.ContainsAny(printed, "/&-,") && !strings.Contains(printed, " et ") {
		return nil
	}
	for _, sep := range [...]string{" / ", "/", " et ", " & ", " - ", ", "} {
		a, b, ok := strings.Cut(printed, sep)
		if !ok {
			continue
		}
		ea := Find(m, wording.LabelKey(a))
		if ea == nil {
			continue
		}
		eb := Find(m, wording.LabelKey(b))
		if eb == nil || ea.Field == FieldIgnore || eb.Field == FieldIgnore {
			continue
		}
		if f := text.FoldLabel(b); sep == ", " && (strings.HasPrefix(f, "vous ") || strings.HasPrefix(f, "nous ") || strings.HasPrefix(f, "on ")) {
			return nil // "À la fin du cours, vous serez capable de": a sentence
		}
		if ea.Field == eb.Field || eb.Weak {
			return ea
		}
		if ea.Weak {
			return eb
		}
		if e := pair(ea.Field, eb.Field); e != "" {
			return &Entry{Field: e}
		}
		return &Entry{Field: ea.Field, Also: []schema.Field{eb.Field}, Cell: ea.Cell || eb.Cell, Weak: ea.Weak && eb.Weak}
	}
	return nil
}
