package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jmoiron/sqlx"

	"carif/schema"
	"carif/vocab/scale"
)

// scalesMeta is the setting that tells by which tables the scales of the rows shown were computed.
const scalesMeta = "scales"

// scaleBatch is how many courses are put on the scales at once.
const scaleBatch = 1000

// scaledBy is the version of the tables that the scales of a database were computed by; "" where none were.
func scaledBy(ctx context.Context, q sqlx.QueryerContext) (have string, err error) {
	err = sqlx.GetContext(ctx, q, &have, "SELECT value FROM meta WHERE name = ?", scalesMeta)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read version of scales: %w", err)
	}
	return have, nil
}

// rescale computes the scales of all courses shown anew, where they were computed by other tables than those of this
// program, or not at all: by an older one. What they follow from stands in the rows themselves.
func (s *Store) rescale(ctx context.Context) error {
	have, err := scaledBy(ctx, s.w)
	if err != nil || have == scale.Version() {
		return err
	}
	tx, err := s.w.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("compute scales: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	set, values := scaleCells()
	put, err := tx.PrepareContext(ctx, set)
	if err != nil {
		return fmt.Errorf("compute scales: %w", err)
	}
	defer put.Close()
	for last, more := "", true; more; {
		batch, err := scaledAfter(ctx, tx, last)
		if err != nil {
			return fmt.Errorf("compute scales: %w", err)
		}
		for i := range batch {
			last = batch[i].Key
			if _, err := put.ExecContext(ctx, values(&batch[i])...); err != nil {
				return fmt.Errorf("compute scales of %s: %w", last, err)
			}
		}
		more = len(batch) == scaleBatch
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES (?1, ?2)
		ON CONFLICT (name) DO UPDATE SET value = ?2`, scalesMeta, scale.Version()); err != nil {
		return fmt.Errorf("compute scales: %w", err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("compute scales: %w", err)
	}
	return nil
}

// scaleCells gives the statement that writes the columns of the scales, and the values it takes of a course.
func scaleCells() (set string, values func(*schema.Course) []any) {
	table, _ := schema.TableByName("course")
	var sets []string
	var columns []schema.Column
	for _, c := range table.Columns {
		if c.Scale {
			sets, columns = append(sets, c.Name+" = ?"), append(columns, c)
		}
	}
	return "UPDATE course SET " + strings.Join(sets, ", ") + " WHERE key = ?", func(c *schema.Course) []any {
		cells := make([]any, 0, len(columns)+1)
		for x := range table.Rows(&schema.Record{Course: c}, &schema.History{Scales: scale.Of(c)}) {
			for i := range columns {
				cells = append(cells, columns[i].Cell(x))
			}
		}
		return append(cells, c.Key)
	}
}

// scaledAfter reads what the scales of the next courses follow from.
func scaledAfter(ctx context.Context, tx *sql.Tx, last string) ([]schema.Course, error) {
	rows, err := tx.QueryContext(ctx, `SELECT c.key, c.entry_level_code, coalesce(c.entry_level_raw, ''),
		coalesce(c.entry_level_fit, ''), c.exit_level_code, coalesce(c.exit_level_raw, ''), coalesce(c.exit_level_fit, ''),
		k.list, k.code, coalesce(k.main, 0)
		FROM (SELECT * FROM course WHERE key > ?1 ORDER BY key LIMIT ?2) c
		LEFT JOIN course_code k ON k.course_key = c.key AND k.list IN ('nsf', 'formacode', 'rome')
		ORDER BY c.key, k.position`, last, scaleBatch)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []schema.Course
	for rows.Next() {
		var key string
		var entry, exit schema.Coded
		var list, code sql.NullString
		var main bool
		if err := rows.Scan(&key, &entry.Code, &entry.Raw, &entry.Fit, &exit.Code, &exit.Raw, &exit.Fit, &list, &code,
			&main); err != nil {
			return nil, err
		}
		if n := len(out); n == 0 || out[n-1].Key != key {
			out = append(out, schema.Course{Key: key, EntryLevel: &entry, ExitLevel: &exit})
		}
		codes := &out[len(out)-1].Codes
		one := schema.Code{Code: code.String, Main: main}
		switch list.String {
		case "nsf":
			codes.NSF = append(codes.NSF, one)
		case "formacode":
			codes.Formacode = append(codes.Formacode, one)
		case "rome":
			codes.ROME = append(codes.ROME, one)
		}
	}
	return out, rows.Err()
}
