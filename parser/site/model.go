package site

import (
	"errors"
	"fmt"
	"io"

	"github.com/goccy/go-yaml"

	"carif/schema"
	"carif/text"
)

// Version of the algorithm; it changes whenever the same pages may give another model.
const Version = "2"

// Model is what is known of one site. It is immutable once compiled and safe for concurrent use.
type Model struct {
	Site         string     `yaml:"site"`
	ID           string     `yaml:"model"`
	Algorithm    string     `yaml:"algorithm"`
	BuiltFrom    BuiltFrom  `yaml:"built_from"`
	Chrome       []Constant `yaml:"chrome,omitempty"`
	Placeholders []Constant `yaml:"placeholders,omitempty"`
	Tails        []Tail     `yaml:"tails,omitempty"`
	Templates    []Template `yaml:"templates,omitempty"`
	NativeID     *URLPart   `yaml:"native_id,omitempty"`
	Labels       []Label    `yaml:"labels,omitempty"`
	Places       []Place    `yaml:"label_places,omitempty"`
	Sessions     []Region   `yaml:"sessions,omitempty"`
	Others       []Region   `yaml:"other_courses,omitempty"`
	Anchors      []Anchor   `yaml:"anchors,omitempty"`
	Override     Override   `yaml:"override"`

	compiled `yaml:"-"`
}

// BuiltFrom tells the sample.
type BuiltFrom struct {
	Pages   int    `yaml:"pages"`
	Groups  int    `yaml:"groups"`
	Classes int    `yaml:"classes"`
	First   string `yaml:"first,omitempty"` // days between which the pages were fetched
	Last    string `yaml:"last,omitempty"`
}

// Constant is a line that the site prints on every page.
type Constant struct {
	Text string `yaml:"text"`
	At   string `yaml:"at,omitempty"`
	Seen string `yaml:"seen"` // groups that print it, of all
}

// Tail is what the site adds to every value of a label.
type Tail struct {
	Text  string `yaml:"text"`
	Under string `yaml:"under"` // the label's key
	Seen  string `yaml:"seen"`
}

// Template is a line with holes: "Fiche n° {native_id} mise à jour le {updated_on}".
type Template struct {
	Line string `yaml:"line"`
	Seen string `yaml:"seen"`
}

// URLPart tells where in the URL of a page its native id stands.
type URLPart struct {
	Query   string `yaml:"query,omitempty"`   // name of the parameter
	Segment int    `yaml:"segment,omitempty"` // from the end of the path: 1 is the last
	Part    string `yaml:"part,omitempty"`    // "whole", "first" or "last" word of it
	Seen    string `yaml:"seen"`
}

// Label is a label of the site and the field its values belong to.
type Label struct {
	Text      string       `yaml:"text"`
	Key       string       `yaml:"key"`
	Field     schema.Field `yaml:"field"`
	InSession schema.Field `yaml:"in_session,omitempty"` // what it means inside a session, where that is another field
	Why       string       `yaml:"why"`
	Score     float64      `yaml:"score,omitempty"`
	Next      string       `yaml:"next,omitempty"`
	Examples  []string     `yaml:"examples,omitempty"`
}

// Place is where the site prints labels.
type Place struct {
	At   string `yaml:"at"`
	Seen string `yaml:"seen"`
}

// Region is a repeated box.
type Region struct {
	At      string                  `yaml:"at"`
	Columns map[string]schema.Field `yaml:"columns,omitempty"` // what its parts are, by their place in it
	Pages   int                     `yaml:"pages"`
	Records int                     `yaml:"records"`
}

// Anchor is a line that many pages print, whoever gives the course: no title of one, and where pages come to lack it the
// site has changed.
type Anchor struct {
	Text  string `yaml:"text"`
	After string `yaml:"after,omitempty"` // the line before it on most pages
	Seen  string `yaml:"seen"`
}

// Override is what people write into a model; it wins.
type Override struct {
	Labels map[string]schema.Field `yaml:"labels,omitempty"` // printed label → field
	Chrome []string                `yaml:"chrome,omitempty"` // lines that are the site's own
	Keep   []string                `yaml:"keep,omitempty"`   // lines that are not, whatever was learnt
}

// Marshal writes the model as YAML that a person can read and change.
func (m *Model) Marshal() ([]byte, error) {
	b, err := yaml.MarshalWithOptions(m, yaml.Indent(2))
	if err != nil {
		return nil, fmt.Errorf("write model of %s: %w", m.Site, err)
	}
	return b, nil
}

// maxModel bounds the YAML of a model that is read at all.
const maxModel = 16 << 20

// Unmarshal reads a model that Marshal wrote and a person may have changed.
func Unmarshal(b []byte) (*Model, error) {
	m := &Model{}
	if err := text.ReadYAML(b, maxModel, m); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read model: %w", err)
	}
	if m.Site == "" {
		return nil, fmt.Errorf("read model: no key \"site\": whose model is it?")
	}
	m.compile()
	return m, nil
}
