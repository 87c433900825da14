// Package vocab holds the controlled vocabularies of carif, one YAML file a LHÉO dictionary, and matches
// printed wordings to their codes. A user's own folder of YAML is layered over the embedded files.
//
// Matching is by folded words (case, accents, punctuation, plural and feminine forms do not count), then by the
// rules a file declares. It is never by likeness: an unknown wording stays unknown, because a wrong code is worse
// than none. Wordings known to have no code are declared too, with the reason, and are not unknown. The package is
// not for reading pages or for counting what was met: its callers do that.
package vocab

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	"carif/schema"
)

//go:embed data/*.yaml
var embedded embed.FS

// ErrUnknown is the answer to a vocabulary name that does not exist.
var ErrUnknown = errors.New("unknown vocabulary")

// The names of the embedded vocabularies.
const (
	Levels      = "level"
	Objectives  = "objective"
	Audiences   = "audience"
	EntryExit   = "entry-exit"
	Teaching    = "teaching"
	Pathways    = "pathway"
	Selection   = "selection"
	Funders     = "funder"
	States      = "state"
	Validation  = "validation"
	YesNo       = "yesno"
	Placeholder = "placeholder"
)

// The values of Coded.Fit.
const (
	Exact = "exact" // the words mean what the code means
	Near  = "near"  // a declared approximation: the nearest code there is
)

// Entry is one code of a vocabulary.
type Entry struct {
	Code     string
	Label    string
	Wordings []string // as sites print it
	Near     []string // wordings that mean something close, which has no code of its own
	Obsolete bool     // kept for reading old records, never given to a new one
}

// Rule gives a code to wordings that no list can hold.
type Rule struct {
	Code  string
	Start []string // the wording begins with one of these runs of words
	Any   []string // and one of these stands in it
	All   []string // and each of these
	None  []string // and none of these
	Fit   string
}

// Hit is a match, with how it came about.
type Hit struct {
	Code, Label, Fit string
	// By is the wording or rule of the vocabulary that matched, as its file has it.
	By string
	// reason tells why the dictionary has no code for the wording; then Code is "".
	reason string
}

// Vocabulary is one dictionary with its wordings.
type Vocabulary struct {
	Name    string // as used by Match
	Title   string // for people
	Source  string // where the codes come from
	entries []Entry
	labels  map[string]string // code → label
	index   map[string]Hit    // folded wording → hit
	begin   map[[2]byte]bool  // the first two letters of the folded wordings
	rules   []rule
	none    []noneRule
	earlier map[string]map[string]string // edition → code → label
}

// Set is all vocabularies in force. It is read-only after Load and safe for concurrent use.
type Set struct {
	byName  map[string]*Vocabulary
	version string
}

// Load reads the embedded vocabularies and, over them, the *.yaml files of dir ("" for none). A duplicate or
// unknown code, an unknown key or a wording given to two codes is an error that names file, line and reason.
func Load(dir string) (*Set, error) {
	s := &Set{byName: map[string]*Vocabulary{}}
	sum := sha256.New()
	if err := s.layer(embedded, "data", "builtin:", sum.Write, true); err != nil {
		return nil, err
	}
	if dir != "" {
		info, err := os.Stat(dir)
		if err != nil {
			return nil, fmt.Errorf("read vocabulary folder: %w", err)
		}
		if !info.IsDir() {
			return nil, fmt.Errorf("read vocabulary folder: %s is not a folder", dir)
		}
		if err := s.layer(os.DirFS(dir), ".", dir+string(filepath.Separator), sum.Write, false); err != nil {
			return nil, err
		}
	}
	s.version = hex.EncodeToString(sum.Sum(nil))[:16]
	return s, nil
}

// layer adds the files of one folder, in the order of their names.
func (s *Set) layer(fsys fs.FS, dir, shown string, hash func([]byte) (int, error), base bool) error {
	names, err := fs.Glob(fsys, joinFS(dir, "*.yaml"))
	if err != nil {
		return fmt.Errorf("list vocabularies: %w", err)
	}
	sort.Strings(names)
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read vocabulary: %w", err)
		}
		if _, err := hash(b); err != nil {
			return fmt.Errorf("hash vocabulary %s: %w", name, err)
		}
		if err := s.add(shown+filepath.Base(name), b, base); err != nil {
			return err
		}
	}
	return nil
}

func joinFS(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}

// Version changes whenever the words of a vocabulary do.
func (s *Set) Version() string { return s.version }

// Names lists the vocabularies in alphabetical order.
func (s *Set) Names() []string {
	names := make([]string, 0, len(s.byName))
	for n := range s.byName {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}

// Get gives one vocabulary, nil when there is none of that name.
func (s *Set) Get(name string) *Vocabulary { return s.byName[name] }

// Entries lists the codes of a vocabulary in the order of its files, nil when there is none of that name.
func (s *Set) Entries(name string) []Entry {
	v := s.byName[name]
	if v == nil {
		return nil
	}
	return append([]Entry(nil), v.entries...)
}

// Rules lists the rules of a vocabulary in the order they are tried, nil when there is none of that name.
func (s *Set) Rules(name string) []Rule {
	v := s.byName[name]
	if v == nil {
		return nil
	}
	out := make([]Rule, len(v.rules))
	for i := range v.rules {
		out[i] = v.rules[i].Rule
	}
	return out
}

// Label is the label of a code, "" when the vocabulary does not have it.
func (s *Set) Label(name, code string) string {
	if v := s.byName[name]; v != nil {
		return v.labels[code]
	}
	return ""
}

// Match codes one printed wording. The Coded always holds the words as Raw; code and label are nil, and the
// answer false, where the vocabulary has nothing for them.
func (s *Set) Match(name, raw string) (schema.Coded, bool) {
	c := schema.Coded{Raw: raw}
	hit, ok := s.Find(name, raw)
	if !ok {
		return c, false
	}
	c.Code, c.Label, c.Fit = &hit.Code, &hit.Label, hit.Fit
	return c, true
}

// Find is Match that also tells by which wording or rule.
func (s *Set) Find(name, raw string) (Hit, bool) {
	v := s.byName[name]
	if v == nil {
		return Hit{}, false
	}
	return v.find(raw, true)
}

// Lists reports whether the words are a wording that the vocabulary itself lists, no rule asked: what tells one
// item with a comma in it ("Particulier, individuel") from two.
func (s *Set) Lists(name, raw string) bool {
	v := s.byName[name]
	if v == nil {
		return false
	}
	_, ok := v.find(raw, false)
	return ok
}

// Coded makes the coded value of a known code; the code alone where the vocabulary does not have it.
func (s *Set) Coded(name, code, raw string) schema.Coded {
	c := schema.Coded{Code: &code, Raw: raw, Fit: Exact}
	if l := s.Label(name, code); l != "" {
		c.Label = &l
	}
	return c
}
