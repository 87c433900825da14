package sqlite

import (
	"context"

	"carif/schema"
	"carif/storage"
)

func (t *tx) suppress(rec *schema.Record) error { return nil }

// Suppress implements storage.Writer.
func (s *Store) Suppress(ctx context.Context, p storage.Person) error { return nil }

// Forget implements storage.Writer.
func (s *Store) Forget(ctx context.Context, p storage.Person) (storage.Forgotten, error) {
	return storage.Forgotten{}, nil
}
