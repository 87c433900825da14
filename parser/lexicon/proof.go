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
	Together   float64            `yaml:"together"`
	Titles     []string           `yaml:"other_pages"`
}

// Evidence is a proofFile ready for use.
type Evidence struct {
	ProofFile
	others []otherPage
}

// otherPage tells the titles of pages of another kind.
type otherPage struct {
	title *regexp.Regexp
	first firsts
}

// OtherPage reports whether a folded title is that of a page of another kind.
func (e *Evidence) OtherPage(folded string) bool {
	for i := range e.others {
		if o := &e.others[i]; folded != "" && o.first[folded[0]] && o.title.MatchString(folded) {
			return true
		}
	}
	return false
}

// Compile readies the patterns; its error names the one that does not compile.
func (e *Evidence) Compile() error {
	for _, t := range e.Titles {
		re, err := regexp.Compile(t)
		if err != nil {
			return fmt.Errorf("other_pages %q: %w", t, err)
		}
		e.others = append(e.others, otherPage{re, firstsOf(t)})
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
