package lexicon

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// ProofFile is the YAML of what speaks for a page being the page of one course.
type ProofFile struct {
	Weights      map[string]float64 `yaml:"evidence"`
	Suggested    float64            `yaml:"suggested"`
	Unlabelled   float64            `yaml:"unlabelled"`
	Enough       float64            `yaml:"enough"`
	Together     float64            `yaml:"together"`
	CourseTitles []string           `yaml:"course_titles"`
	Sentences    map[string]string  `yaml:"sentences"`
	Against      AgainstFile        `yaml:"against"`
	Events       []string           `yaml:"events"`
	Titles       []string           `yaml:"other_pages"`
}

// AgainstFile is the YAML of what pages of other kinds print, by the kind of page.
type AgainstFile struct {
	Weight float64             `yaml:"weight"`
	Unless float64             `yaml:"unless"`
	Beside []string            `yaml:"beside"`
	Kinds  map[string][]string `yaml:"kinds"`
}

// Evidence is a proofFile ready for use.
type Evidence struct {
	ProofFile
	others, events, courses []pattern
	sentences               []Sentence
	against                 []Sentence
}

// Sentence tells words and what they are evidence of.
type Sentence struct {
	Name string
	pattern
}

// pattern is an expression over folded text, with the bytes it may begin with and the words one of which it needs.
type pattern struct {
	words *regexp.Regexp
	first firsts
	holds holds
}

// Is reports whether folded words match.
func (p *pattern) Is(folded string) bool {
	return folded != "" && p.first[folded[0]] && p.holds.in(folded) && p.words.MatchString(folded)
}

func anyOf(ps []pattern, folded string) bool {
	for i := range ps {
		if ps[i].Is(folded) {
			return true
		}
	}
	return false
}

// OtherPage reports whether a folded title is that of a page of another kind.
func (e *Evidence) OtherPage(folded string) bool {
	return anyOf(e.others, folded) || anyOf(e.events, folded)
}

// Event reports whether a folded title is that of an event or an offer, whatever else the page says.
func (e *Evidence) Event(folded string) bool { return anyOf(e.events, folded) }

// CourseTitle reports whether a folded title says that the page is a course's.
func (e *Evidence) CourseTitle(folded string) bool { return anyOf(e.courses, folded) }

// SpeaksAgainst gives the number of the wording, from 0, that a folded label or short line of a page of another kind has
// and the kind of page; -1 for none.
func (e *Evidence) SpeaksAgainst(folded string) (n int, kind string) {
	for i := range e.against {
		if e.against[i].Is(folded) {
			return i, e.against[i].Name
		}
	}
	return -1, ""
}

// InWords are the sentences that say what a label would, in a fixed order.
func (e *Evidence) InWords() []Sentence { return e.sentences }

// Compile readies the patterns; its error names the one that does not compile.
func (e *Evidence) Compile() (err error) {
	for _, l := range []struct {
		name string
		from []string
		to   *[]pattern
	}{{"other_pages", e.Titles, &e.others}, {"events", e.Events, &e.events}, {"course_titles", e.CourseTitles, &e.courses}} {
		if err := compileInto(l.to, l.name, l.from); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.ProofFile.Sentences)) {
		p, err := compilePattern("sentences "+name, e.ProofFile.Sentences[name])
		if err != nil {
			return err
		}
		if e.Weights[name] == 0 {
			return fmt.Errorf("sentences %q: no evidence of this name", name)
		}
		e.sentences = append(e.sentences, Sentence{name, p})
	}
	for _, kind := range slices.Sorted(maps.Keys(e.Against.Kinds)) {
		for _, t := range e.Against.Kinds[kind] {
			p, err := compilePattern("against "+kind, t)
			if err != nil {
				return err
			}
			e.against = append(e.against, Sentence{kind, p})
		}
	}
	return nil
}

// compileInto adds the patterns of a list to those compiled before.
func compileInto(to *[]pattern, list string, from []string) error {
	for _, t := range from {
		p, err := compilePattern(list, t)
		if err != nil {
			return err
		}
		*to = append(*to, p)
	}
	return nil
}

func compilePattern(list, t string) (pattern, error) {
	re, err := regexp.Compile(t)
	if err != nil {
		return pattern{}, fmt.Errorf("%s %q: %w", list, t, err)
	}
	return pattern{re, firstsOf(t), holdsOf(t)}, nil
}

// ofManyBodies is what a catalogue says of the bodies it lists, in the words that one body says of itself.
var ofManyBodies = regexp.MustCompile(`\b(organismes|prestataires|partenaires|dispensateurs|(les|des) (centres|ecoles|etablissements))( \w+){0,5}? ` +
	`(certifie\w*s|labellise\w*s|titulaires|detenteurs|ayant|possedant|disposant|detenant|beneficiant)\b( \w+){0,5}? qualiopi\b|` +
	`\b(chaque|tout|aucun) (organisme|prestataire|centre|etablissement|partenaire)( \w+){0,5}? (certifie|titulaire|labellise|detenteur)( \w+){0,5}? qualiopi\b`)

// OwnedByBody reports whether a folded line of a page's furniture says that the site is a training body's own.
func (lx *Lexicon) OwnedByBody(f string) bool {
	if strings.Contains(f, "qualiopi") {
		f = ofManyBodies.ReplaceAllString(f, "")
	}
	return anyOf(lx.owners, f)
}

// ListsOthers reports whether a folded name is one of a catalogue, an office or a region: whoever has it lists the courses of
// others.
func (lx *Lexicon) ListsOthers(f string) bool { return anyOf(lx.offices, f) }
