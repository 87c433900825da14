// Package value types one printed value: a wording becomes the code of its vocabulary, a level, a state, a yes or no,
// a list its items. Reader holds the vocabularies in use; what needs none of them stands in text and geo.
//
// It is not for saying which value belongs where in a record: that is package course.
package value

import (
	"fmt"

	"carif/geo"
	"carif/vocab"
)

// Reader reads values with the vocabularies it was given. It is read-only and safe for concurrent use.
type Reader struct {
	Vocab *vocab.Set
}

// Places gives the tables of places. They are read at the first record, since a night in which nothing changed has
// none. They stand in the program: a mistake in them is a mistake of the build.
func (n *Reader) Places() *geo.Index {
	g, err := geo.Default()
	if err != nil {
		panic(fmt.Sprintf("load places: %v", err))
	}
	return g
}
