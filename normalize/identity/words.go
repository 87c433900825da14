package identity

import (
	_ "embed"

	"carif/text"
)

//go:embed words.yaml
var wordsYAML []byte

var words = text.Embedded[struct {
	LegalForms []string `yaml:"legal_forms"`
	SharedMail []string `yaml:"shared_mail"`
}](wordsYAML)
