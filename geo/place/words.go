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
}](wordsYAML)

var nowhere, streets = text.Set(words.Nowhere), text.Set(words.Streets)
