package lexicon

import (
	"fmt"
	"regexp"
)

// ProofFile is the YAML of what speaks for a page being the page of one course.
type ProofFile struct {
	Weights    map[string]float64 `yaml:"evidence"`
	Suggested  float64            `yaml:"suggested"`
	Unlabelled float64            `yaml:"unlabelled"`
	Enough     float64            `yaml:"enough"`
	Titles     []string           `yaml:"other_pages"`
}

// Evidence is a proofFile ready for use.
type Evidence struct {
	ProofFile
	Others []*regexp.Regexp // titles of pages of another kind
}

// Compile readies the patterns; its error names the one that does not compile.
func (e *Evidence) Compile() error {
	for _, t := range e.Titles {
		re, err := regexp.Compile(t)
		if err != nil {
			return fmt.Errorf("other_pages %q: %w", t, err)
		}
		e.Others = append(e.Others, re)
	}
	return nil
}

// OwnedByBody reports whether a folded line of a page's furniture says that the site is a training body's own.
func (lx *Lexicon) OwnedByBody(f string) bool {
	for _, re := range lx.owners {
		if re.MatchString(f) {
			return true
		}
	}
	return false
}
