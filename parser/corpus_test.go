package parser

import (
	"path/filepath"
	"sort"
)

// corpusFiles lists the real pages, none where they are not there.
func corpusFiles() ([]string, error) {
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", "corpus", "*", "*.html"))
	sort.Strings(files)
	return files, err
}
