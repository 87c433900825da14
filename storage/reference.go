package storage

import (
	"context"
	"iter"

	"carif/vocab/reference"
)

// Referencer keeps the official lists a user loaded (RNCP, RS, ROME, Formacode, SIRENE): they give labels to codes
// that pages print alone. They are no part of what a run reads: no run changes them and no manifest seals them.
type Referencer interface {
	// LoadReference lays rows over those that are there, all or none. The same rows again change nothing. An error
	// of the rows is returned as it is.
	LoadReference(ctx context.Context, rows iter.Seq2[reference.Row, error]) (ReferenceLoad, error)
	// Reference gives one code of a list; ok is false when it was never loaded.
	Reference(ctx context.Context, list, code string) (row reference.Row, ok bool, err error)
}

// ReferenceLoad counts what a load did.
type ReferenceLoad struct {
	Rows    int // given
	Written int // new or other than before
}
