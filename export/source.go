package export

import (
	"context"

	"carif/schema"
	"carif/storage"
)

// Source gives the records of one snapshot in a fixed order, that of their keys. fn may not keep or change a record.
// A storage.Reader is one; tests have their own.
type Source interface {
	Courses(ctx context.Context, f storage.Filter, fn func(schema.Record) error) error
	// People streams every contact known, whether its course is exported or not, and the words that are nobody's.
	People(ctx context.Context, contact func(schema.Contact) error, nobody func(words string, town bool) error) error
}

// Geo gives the centroid of an INSEE commune in degrees (WGS 84); ok is false where it is not known.
type Geo interface {
	Centroid(commune string) (lat, lon float64, ok bool)
}
