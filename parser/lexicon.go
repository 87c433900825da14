package parser

import (
	"embed"
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/goccy/go-yaml"

	"carif/schema"
	"carif/text"
)

//go:embed lexicon/*.yaml
var lexiconFiles embed.FS

// Fields that only the lexicon speaks of.
const (
	fieldIgnore  schema.Field = "ignore"  // chrome on purpose
	fieldAbsent  schema.Field = "absent"  // words that say that there is nothing
	fieldSection schema.Field = "section" // a heading over labels: says nothing itself
	fieldWebsite schema.Field = "website" // a site of the current block
	fieldPhone   schema.Field = "phone"   // a phone of the current block
	fieldEmail   schema.Field = "email"   // an e-mail of the current block
	fieldName    schema.Field = "name"    // the name of the current block
	fieldAddress schema.Field = "address" // the address of the current block
	fieldPostal  schema.Field = "postal"  // the postal code of the current block
	fieldCity    schema.Field = "city"    // the city of the current block
)

// entry is what one label means.
type entry struct {
	field schema.Field
	also  []schema.Field
	or    schema.Field // what it means beside a plainer label of its field
	weak  bool         // gives way to another label of the same field
	open  bool         // needs no colon before its value ("Publiée le 31/03/2025")
	guess bool         // told by its words only
	told  bool         // a person says so, in a profile or a model: the kind of its values is not asked
	cell  bool         // only where the page's structure shows a label: too common a word for running text
}

// lexicon maps label keys to entries, by where the label stands.
type lexicon struct {
	course  map[string]*entry
	session map[string]*entry       // labels inside a session mean these first
	block   map[string]*entry       // labels inside a provider's or contact's block
	column  map[string]*entry       // headers of tables
	chrome  map[string]bool         // lines that are chrome wherever they stand
	starts  []string                // folded beginnings of chrome lines
	regions map[string]bool         // words of ids and classes that name a region of chrome
	words   []wordRule              // what other labels mean by their words
	empty   map[string]bool         // placeholders: words that say nothing
	kinds   []kindRule              // what a value is by its own words
	byKind  map[string]schema.Field // field of a value under an unknown label, by its kind
	notKind map[string]bool         // stems of labels whose values tell nothing by their kind
	proof   evidence                // what speaks for a page being a course's
}

// lexiconFile is one YAML file of the lexicon.
type lexiconFile struct {
	Course  map[string][]string      `yaml:"course"`
	Session map[string][]string      `yaml:"session"`
	Block   map[string][]string      `yaml:"block"`
	Column  map[string][]string      `yaml:"column"`
	Chrome  []string                 `yaml:"chrome"`
	Starts  []string                 `yaml:"chrome_starts"`
	Regions []string                 `yaml:"chrome_regions"`
	Empty   []string                 `yaml:"placeholders"`
	Words   []string                 `yaml:"words"`
	Kinds   map[string]kindFile      `yaml:"kinds"`
	Against map[string]contradiction `yaml:"contradicts"`
	ByKind  map[string]schema.Field  `yaml:"by_kind"`
	NotKind []string                 `yaml:"by_kind_not"`
	Proof   proofFile                `yaml:"course_page"`
}

func loadLexicon() (*lexicon, error) {
	lx := &lexicon{course: map[string]*entry{}, session: map[string]*entry{}, block: map[string]*entry{},
		column: map[string]*entry{}, chrome: map[string]bool{}, regions: map[string]bool{}, empty: map[string]bool{}}
	names, err := fs.Glob(lexiconFiles, "lexicon/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list lexicon: %w", err)
	}
	for _, name := range names {
		b, err := lexiconFiles.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read lexicon: %w", err)
		}
		var f lexiconFile
		if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("read lexicon %s: %w", name, err)
		}
		if err := lx.add(f); err != nil {
			return nil, fmt.Errorf("read lexicon %s: %w", name, err)
		}
	}
	return lx, nil
}

func (lx *lexicon) add(f lexiconFile) error {
	for _, part := range []struct {
		from map[string][]string
		to   map[string]*entry
	}{{f.Course, lx.course}, {f.Session, lx.session}, {f.Block, lx.block}, {f.Column, lx.column}} {
		if err := addLabels(part.to, part.from); err != nil {
			return err
		}
	}
	rules, err := readWords(f.Words)
	if err != nil {
		return err
	}
	lx.words = append(lx.words, rules...)
	kinds, err := readKinds(f.Kinds, f.Against)
	if err != nil {
		return err
	}
	lx.kinds = append(lx.kinds, kinds...)
	if len(f.ByKind) > 0 {
		lx.byKind, lx.notKind = f.ByKind, text.Set(f.NotKind)
	}
	if len(f.Proof.Weights) > 0 {
		lx.proof = evidence{proofFile: f.Proof}
		if err := lx.proof.compile(); err != nil {
			return err
		}
	}
	for _, s := range f.Chrome {
		lx.chrome[text.FoldLabel(s)] = true
	}
	for _, s := range f.Starts {
		lx.starts = append(lx.starts, text.FoldLabel(s))
	}
	for _, s := range f.Regions {
		lx.regions[s] = true
	}
	for _, s := range f.Empty {
		lx.empty[text.FoldLabel(s)] = true
	}
	return nil
}

// addLabels reads "label | also field, field | weak" lines under their field.
func addLabels(to map[string]*entry, from map[string][]string) error {
	fields := make([]string, 0, len(from))
	for f := range from {
		fields = append(fields, f)
	}
	sort.Strings(fields)
	for _, f := range fields {
		for _, line := range from[f] {
			parts := strings.Split(line, "|")
			e := &entry{field: schema.Field(f)}
			for _, p := range parts[1:] {
				switch p = strings.TrimSpace(p); {
				case p == "weak":
					e.weak = true
				case p == "open":
					e.open = true
				case p == "cell":
					e.cell = true
				case strings.HasPrefix(p, "or "):
					e.or, e.weak = schema.Field(p[3:]), true
				case strings.HasPrefix(p, "also "):
					e.also = append(e.also, schema.Field(strings.TrimSpace(p[5:])))
				default:
					return fmt.Errorf("label %q: unknown mark %q", parts[0], p)
				}
			}
			k := labelKey(parts[0])
			if k == "" {
				return fmt.Errorf("label %q of %s has no words", parts[0], f)
			}
			if old := to[k]; old != nil && old.field != e.field {
				return fmt.Errorf("label %q stands under %s and %s", parts[0], old.field, f)
			}
			to[k] = e
		}
	}
	return nil
}

// tails are words that may follow a label without changing it: "Public visé par la formation".
var tails = []string{" formation", " action formation", " action", " stage", " par formation", " pour formation", " issue formation",
	" organisme formateur", " par organisme", " parcour formation", " cursu", " cour", " module", " pedagogique formation"}

// find looks a label up in m, whole first, then without a tail, then as two labels in one.
func find(m map[string]*entry, key string) *entry {
	if key == "" || len(key) > 100 {
		return nil
	}
	if e := m[key]; e != nil {
		return e
	}
	for _, t := range tails {
		if head, ok := strings.CutSuffix(key, t); ok {
			if e := m[head]; e != nil && !e.cell {
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
	case when(a) && b == schema.FieldSessionPlace, when(b) && a == schema.FieldSessionPlace:
		return schema.FieldSessions
	case a == schema.FieldPrerequisites && b == schema.FieldAdmission, b == schema.FieldPrerequisites && a == schema.FieldAdmission:
		return schema.FieldAdmission
	}
	return ""
}

// findTwo reads a label that names two things, "Public et prérequis" or "Validation / Certification", when both
// parts are labels by themselves.
func findTwo(m map[string]*entry, printed string) *entry {
	for _, sep := range []string{" / ", "/", " et ", " & ", " - ", ", "} {
		a, b, ok := strings.Cut(printed, sep)
		if !ok {
			continue
		}
		ea, eb := find(m, labelKey(a)), find(m, labelKey(b))
		if ea == nil || eb == nil || ea.field == fieldIgnore || eb.field == fieldIgnore {
			continue
		}
		if ea.field == eb.field || eb.weak {
			return ea
		}
		if ea.weak {
			return eb
		}
		if e := pair(ea.field, eb.field); e != "" {
			return &entry{field: e}
		}
		return &entry{field: ea.field, also: []schema.Field{eb.field}, cell: ea.cell || eb.cell, weak: ea.weak && eb.weak}
	}
	return nil
}
