package course

import (
	_ "embed"

	"carif/text"
)

//go:embed words.yaml
var wordsYAML []byte

// words are the lists of words.yaml.
var words = text.Embedded[struct {
	Inline []struct {
		Part  string   `yaml:"part"`
		Words []string `yaml:"words"`
	} `yaml:"inline"`
	Headings         []string `yaml:"headings"`
	BesideValidation []string `yaml:"beside_validation"`
	Roles            []string `yaml:"roles"`
	NameLinks        []string `yaml:"name_links"`
	NameParticles    []string `yaml:"name_particles"`
	SurnameHeads     []string `yaml:"surname_heads"`
	Desks            []string `yaml:"desks"`
	Joining          []string `yaml:"joining"`
	BesideDates      []string `yaml:"beside_dates"`
	Rhythm           []string `yaml:"rhythm"`
	Qualified        []string `yaml:"qualified"`
	Formation        []string `yaml:"formation"`
	Remarks          []string `yaml:"remarks"`
	Clicks           []string `yaml:"clicks"`
	Selecting        []string `yaml:"selecting"`
	Board            []string `yaml:"board"`
}](wordsYAML)

// inlineLabels are the labels that stand inside blocks, in the order of words.yaml.
var inlineLabels = func() (out []inlineLabel) {
	for _, l := range words.Inline {
		for _, w := range l.Words {
			out = append(out, inlineLabel{w, partNames[l.Part]})
		}
	}
	return out
}()

type inlineLabel struct {
	word string
	part part
}

// partNames are the parts by the names that words.yaml has for them.
var partNames = map[string]part{"name": partName, "role": partRole, "phone": partPhone, "fax": partFax,
	"email": partEmail,
	"web":   partWeb, "siret": partSIRET, "nda": partNDA, "address": partAddress, "postal": partPostal, "city": partCity,
	"organisation": partOrg}
