package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/pressly/goose/v3"

	"carif/schema"
	"carif/storage/delta"
)

// fieldChangeSQL makes the table; it is a part of the migration below.
const fieldChangeSQL = "00012_field_change.sql"

// fieldChanges is the migration that makes the table and tells, once, the changes that an older program found, from the
// versions it kept. Of those whose bytes and reader both changed nobody can tell the cause any more: it is unknown.
func (s *Store) fieldChanges() *goose.Migration {
	return goose.NewGoMigration(12, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		b, err := migrations.ReadFile("migrations/" + fieldChangeSQL)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, string(b)); err != nil {
			return err
		}
		put, err := tx.PrepareContext(ctx, `INSERT INTO field_change (run, course_key, version, field, name, old, new, kind,
			cause, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer put.Close()
		for last := int64(0); ; {
			batch, err := changesAfter(ctx, tx, last)
			if err != nil || len(batch) == 0 {
				return err
			}
			for i := range batch {
				c := &batch[i]
				last = c.id
				for _, r := range s.olderRows(c) {
					_, err := put.ExecContext(ctx, c.run, c.key, c.version, r.Field, r.Name, r.Old, r.New, string(r.Kind),
						r.cause, c.at)
					if err != nil {
						return fmt.Errorf("tell changes: %w", err)
					}
				}
			}
		}
	}}, nil)
}

// olderChange is a change that an older program found, with the versions it lies between.
type olderChange struct {
	id, run, version             int64
	key, kind, cause, fields, at string
	otherReader                  bool
	payload, before              []byte
}

func changesAfter(ctx context.Context, tx *sql.Tx, id int64) (batch []olderChange, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT c.id, c.run, c.version, c.course_key, c.kind, c.cause, c.fields, c.at,
		coalesce(v.parser_version <> b.parser_version OR v.vocab_version <> b.vocab_version, 0), v.payload, b.payload
		FROM change c LEFT JOIN course_version v ON v.key = c.course_key AND v.version = c.version
		LEFT JOIN course_version b ON b.key = c.course_key AND b.version = c.version - 1
		WHERE c.id > ? ORDER BY c.id LIMIT ?`, id, batchSize)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var c olderChange
		if err := rows.Scan(&c.id, &c.run, &c.version, &c.key, &c.kind, &c.cause, &c.fields, &c.at, &c.otherReader,
			&c.payload, &c.before); err != nil {
			return nil, fmt.Errorf("read changes: %w", err)
		}
		batch = append(batch, c)
	}
	return batch, rows.Err()
}

// olderRows tells a change of an older program. A version that cannot be read is told as a change of the course:
// `carif check --deep` tells of it, and it must not keep the file from being opened.
func (s *Store) olderRows(c *olderChange) []told {
	kind, cause := schema.ChangeKind(c.kind), c.cause
	rec, err := s.unpack(c.payload)
	if err != nil {
		return []told{{delta.Whole(kind, nil), cause}}
	}
	whole := told{delta.Whole(kind, rec.Course), cause}
	if kind == schema.ChangeAdded || kind == schema.ChangeClosed {
		return []told{whole}
	}
	was, err := s.unpack(c.before)
	if err != nil {
		return []told{whole}
	}
	if c.otherReader && cause == schema.CauseSource {
		cause = schema.CauseUnknown
	}
	rows := toldOf(delta.Courses(was.Course, rec.Course), cause)
	for _, f := range splitFields(c.fields) {
		shown := slices.ContainsFunc(rows, func(r told) bool { return delta.Owner(r.Name) == f })
		switch {
		case shown:
		case f == "contacts":
			rows = append(rows, told{delta.Contact(""), cause})
		case f == "provider" || f == "sessions": // versions hold no people: nothing else is left
			rows = append(rows, told{delta.Contact(f), cause})
		}
	}
	if kind == schema.ChangeReopened || len(rows) == 0 {
		rows = append([]told{whole}, rows...)
	}
	return rows
}
