package identity

import (
	_ "embed"

	"carif/text"
)

//go:embed words.yaml
var wordsYAML []byte

var words = text.Embedded[struct {
	LegalForms []string          `yaml:"legal_forms"`
	Spellings  map[string]string `yaml:"spellings"`
	SharedMail []string          `yaml:"shared_mail"`
}](wordsYAML)
