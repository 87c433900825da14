package place

import (
	_ "embed"

	"carif/text"
)

//go:embed words.yaml
var wordsYAML []byte

var words = text.Embedded[struct {
	Nowhere []string `yaml:"nowhere"`
	Streets []string `yaml:"streets"`
	Sites   []string `yaml:"sites"`
}](wordsYAML)

var nowhere, streets, sites = text.Set(words.Nowhere), text.Set(words.Streets), text.Set(words.Sites)
