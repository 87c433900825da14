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
	// People tells of everybody who is or was a contact, whether the course is exported or not.
	People(ctx context.Context, who storage.Acquaintance) error
}

// Geo gives the centroid of an INSEE commune in degrees (WGS 84); ok is false where it is not known.
type Geo interface {
	Centroid(commune string) (lat, lon float64, ok bool)
}
