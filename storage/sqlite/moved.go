package sqlite

import (
	"context"
	"fmt"
)

// MoveCaptures points everything at where archive records are now (old reference → new) after the archive was
// rewritten. Pages whose record was dropped are fetched anew by the next harvest. Doing it again is harmless only
// with the same archive: the caller settles its journal right after.
func (s *Store) MoveCaptures(ctx context.Context, moved map[string]string, dropped []string) error {
	return s.write(ctx, "follow the rewritten archive", func(t *tx) error {
		for _, ref := range dropped {
			for _, q := range []string{
				"DELETE FROM capture WHERE ref = ?",
				`UPDATE page SET capture = NULL, etag = NULL, last_modified = NULL, sha256 = NULL, content_hash = NULL
				WHERE capture = ?`,
				"UPDATE course_version SET capture = '' WHERE capture = ?",
			} {
				if err := t.exec(q, ref); err != nil {
					return err
				}
			}
		}
		if err := t.repoint(moved); err != nil {
			return err
		}
		if err := t.dirty(); err != nil {
			return err
		}
		return t.resealIfSealed()
	})
}

// repoint renames in two steps: a new reference may be another record's old one.
func (t *tx) repoint(moved map[string]string) error {
	err := t.exec("CREATE TEMP TABLE IF NOT EXISTS moved_capture (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID")
	if err != nil {
		return err
	}
	for old, now := range moved {
		if err := t.exec("INSERT INTO moved_capture (old, new) VALUES (?, ?)", old, now); err != nil {
			return fmt.Errorf("move %s: %w", old, err)
		}
	}
	for _, c := range [][2]string{{"capture", "ref"}, {"page", "capture"}, {"course_version", "capture"}} {
		table, column := c[0], c[1]
		steps := []string{
			"UPDATE " + table + " SET " + column + " = '~' || m.new FROM moved_capture m WHERE " + column + " = m.old",
			"UPDATE " + table + " SET " + column + " = substr(" + column + ", 2) WHERE " + column + " >= '~' AND " +
				column + " < '~~'",
		}
		for _, q := range steps {
			if err := t.exec(q); err != nil {
				return fmt.Errorf("move %ss: %w", column, err)
			}
		}
	}
	return t.exec("DELETE FROM moved_capture")
}
