package sqlite

import (
	"context"
	"fmt"
	"time"

	"carif/storage"
)

// MoveCaptures points everything at where archive records are now after the archive was rewritten, once: a process that
// dies before it can tell the archive so does it again to no effect. Pages whose record was dropped are fetched anew by
// the next harvest.
func (s *Store) MoveCaptures(ctx context.Context, m storage.Moved) error {
	return s.write(ctx, "follow the rewritten archive", func(t *tx) error {
		if done, err := t.followed(m.ID); done || err != nil {
			return err
		}
		for _, ref := range m.Dropped {
			if err := t.drop(ref, m.Pruned); err != nil {
				return err
			}
		}
		if err := t.repoint(m.Now); err != nil {
			return err
		}
		for _, ref := range m.Full {
			if err := t.exec("UPDATE capture SET revisit = 0 WHERE ref = ?", ref); err != nil {
				return err
			}
		}
		if err := t.dirty(); err != nil {
			return err
		}
		return t.resealIfSealed()
	})
}

// followed tells whether a rewriting was followed before, and notes that it is now. Those of older programs have no id.
func (t *tx) followed(id string) (done bool, err error) {
	if id == "" {
		return false, nil
	}
	var last string
	if _, err := t.get(&last, "SELECT value FROM meta WHERE name = 'followed'"); err != nil || last == id {
		return last == id, err
	}
	return false, t.exec("INSERT OR REPLACE INTO meta (name, value) VALUES ('followed', ?)", id)
}

// drop follows a record that is gone. One that was pruned stays known, by a name that is no place in the archive: there
// another record may stand now.
func (t *tx) drop(ref string, pruned time.Time) error {
	err := t.exec(`UPDATE page SET capture = NULL, etag = NULL, last_modified = NULL, sha256 = NULL, content_hash = NULL
		WHERE capture = ?`, ref)
	if err != nil {
		return err
	}
	name := ""
	if pruned.IsZero() {
		err = t.exec("DELETE FROM capture WHERE ref = ?", ref)
	} else {
		name = "pruned " + stamp(pruned) + " " + ref
		err = t.exec("UPDATE capture SET ref = ?2, pruned = ?3 WHERE ref = ?1", ref, name, stamp(pruned))
	}
	if err != nil {
		return err
	}
	return t.exec("UPDATE course_version SET capture = ?2 WHERE capture = ?1", ref, name)
}

// Needed gives the references of the archive records that a site cannot be read again without: the newest good answer
// of every page, with the answer it was drawn from, and the pieces of a feed.
func (s *Store) Needed(ctx context.Context) (map[string]bool, error) {
	needed := map[string]bool{}
	type row struct {
		Ref string `db:"ref"`
	}
	err := stream(ctx, s, "read captures", `SELECT capture AS ref FROM page WHERE capture IS NOT NULL
		UNION SELECT o.ref FROM page p JOIN capture c ON c.ref = p.capture
		JOIN capture o ON o.site = c.site AND o.url = c.url AND o.at = c.at
		UNION SELECT o.ref FROM page p JOIN capture c ON c.ref = p.capture JOIN capture o ON o.site = c.site
		AND o.url > c.url || '#piece-' AND o.url < c.url || '#piece.' AND o.at = c.at WHERE p.kind = 'feed'`, nil,
		func(r *row) error { needed[r.Ref] = true; return nil })
	return needed, err
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
