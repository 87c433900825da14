package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"carif/storage"
	"carif/vocab/reference"
)

var _ storage.Referencer = (*Store)(nil)

// LoadReference implements storage.Referencer.
func (s *Store) LoadReference(ctx context.Context, rows iter.Seq2[reference.Row,
	error]) (storage.ReferenceLoad, error) {
	var done storage.ReferenceLoad
	err := s.write(ctx, "load reference table", func(t *tx) error {
		for r, err := range rows {
			if err == nil {
				err = ctx.Err() // rows are written one by one: a person may stop between two
			}
			if err != nil {
				return err
			}
			n, err := t.count(`INSERT INTO reference (list, code, label, extra) VALUES (?, ?, ?, ?)
				ON CONFLICT (list, code) DO UPDATE SET label = excluded.label, extra = excluded.extra
				WHERE label IS NOT excluded.label OR extra IS NOT excluded.extra`, r.List, r.Code, plainText(r.Label),
				null(r.Extra))
			if err != nil {
				return fmt.Errorf("%s %s: %w", r.List, r.Code, err)
			}
			done.Rows++
			done.Written += n
		}
		return nil
	})
	if err != nil {
		return storage.ReferenceLoad{}, err
	}
	return done, nil
}

// Reference implements storage.Referencer.
func (s *Store) Reference(ctx context.Context, list, code string) (reference.Row, bool, error) {
	r := reference.Row{List: list, Code: code}
	err := s.r.QueryRowxContext(ctx, "SELECT label, coalesce(extra, '') FROM reference WHERE list = ? AND code = ?",
		list, code).Scan(&r.Label, &r.Extra)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return reference.Row{}, false, nil
	case err != nil:
		return reference.Row{}, false, fmt.Errorf("read reference %s %s: %w", list, code, err)
	}
	return r, true, nil
}
