package text

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// Embedded reads a list of words that stands in the program as YAML. A mistake in it, an unknown key too, is a mistake
// of the build, which the tests of its package meet before any user does.
func Embedded[T any](src []byte) T {
	var out T
	if err := yaml.UnmarshalWithOptions(src, &out, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("read embedded words: %v", err))
	}
	return out
}

// Set makes a set of a list of words.
func Set(words []string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
