package sqlite

import (
	"database/sql"
	"fmt"

	"carif/schema"
)

// The states of a course.
const (
	statusOpen   = "open"
	statusClosed = "closed"
)

// people writes the contact rows of a course's newest version in place of the last one's: history keeps no people, but
// traces of them.
func (t *tx) people(rec *schema.Record, when string, replace bool) error {
	old, err := t.replacePeople(rec, when, replace)
	if err != nil || len(old) == 0 {
		return err
	}
	now, err := t.peopleOf(rec.Course.Key)
	if err != nil {
		return err
	}
	return t.leave(old, now)
}

// replacePeople writes the contact rows of a course and gives those that stood there.
func (t *tx) replacePeople(rec *schema.Record, when string, replace bool) (old []person, err error) {
	if replace {
		if old, err = t.peopleOf(rec.Course.Key); err != nil {
			return nil, err
		}
		if err := t.exec("DELETE FROM contact WHERE course_key = ?", rec.Course.Key); err != nil {
			return nil, fmt.Errorf("drop old contacts: %w", err)
		}
	}
	return old, t.fill(contactTable, rec, &schema.History{SeenAt: when})
}

// shown is the course row that readers see now.
type shown struct {
	SearchID  int64  `db:"search_id"`
	FirstSeen string `db:"first_seen"`
}

// project writes the tidy rows of one version of a course in place of those shown.
func (t *tx) project(rec *schema.Record, h schema.History, mayExist bool) error {
	key := rec.Course.Key
	var old shown
	exists := false
	if mayExist {
		var err error
		if exists, err = t.get(&old, "SELECT search_id, first_seen FROM course WHERE key = ?", key); err != nil {
			return err
		}
		if _, err = t.get(&h.FirstSeen, "SELECT from_at FROM course_version WHERE key = ? AND version = 1",
			key); err != nil {
			return err
		}
	}
	upto, err := t.searchUpto()
	if err != nil {
		return err
	}
	if exists {
		if err := t.clear(key, old.SearchID, upto); err != nil {
			return err
		}
		h.SearchID = old.SearchID
	}
	for _, table := range append([]string{"provider", "course"}, t.s.children...) {
		if err := t.fill(table, rec, &h); err != nil {
			return err
		}
		if table == "course" && !exists {
			h.SearchID = t.last
		}
	}
	return t.index(h.SearchID, upto)
}

// clear takes away what hangs on a course row that is about to be rewritten.
func (t *tx) clear(key string, searchID, upto int64) error {
	if err := t.unindex(searchID, upto); err != nil {
		return err
	}
	for _, table := range t.s.children {
		if err := t.exec("DELETE FROM "+table+" WHERE course_key = ?", key); err != nil {
			return fmt.Errorf("drop old rows of %s: %w", table, err)
		}
	}
	return nil
}

// versionShown is a version to be shown.
type versionShown struct {
	Key         string         `db:"key"`
	Version     int            `db:"version"`
	FromAt      string         `db:"from_at"`
	ToAt        sql.NullString `db:"to_at"`
	Fingerprint string         `db:"fingerprint"`
	Payload     []byte         `db:"payload"`
}

// reproject shows a stored version as it is now: open, or closed when it was.
func (t *tx) reproject(id int64) error {
	return t.show(id, false)
}

// show writes the tidy rows of a stored version. open shows it as open although it was closed later.
func (t *tx) show(id int64, open bool) error {
	var v versionShown
	if _, err := t.get(&v, "SELECT key, version, from_at, to_at, fingerprint, payload FROM course_version WHERE id = ?",
		id); err != nil {
		return err
	}
	rec, err := t.s.unpack(v.Payload)
	if err != nil {
		return fmt.Errorf("course %s: %w", v.Key, err)
	}
	h := schema.History{Version: v.Version, ChangedAt: v.FromAt, Status: statusOpen, Fingerprint: v.Fingerprint}
	if v.ToAt.Valid && !open {
		h.Status, h.ClosedAt = statusClosed, &v.ToAt.String
	}
	return t.project(&rec, h, true)
}

// hide takes a course out of the tidy tables.
func (t *tx) hide(key string) error {
	var old shown
	ok, err := t.get(&old, "SELECT search_id, first_seen FROM course WHERE key = ?", key)
	if err != nil || !ok {
		return err
	}
	upto, err := t.searchUpto()
	if err != nil {
		return err
	}
	if err := t.unindex(old.SearchID, upto); err != nil {
		return err
	}
	return t.exec("DELETE FROM course WHERE key = ?", key)
}

// dropUnusedProviders removes the providers that no course names any more.
func (t *tx) dropUnusedProviders() error {
	n, err := t.count(`DELETE FROM provider WHERE NOT EXISTS (SELECT 1 FROM course c WHERE c.provider_key = provider.key)
		AND NOT EXISTS (SELECT 1 FROM session s WHERE s.provider_key = provider.key)`)
	if err != nil || n == 0 {
		return err
	}
	// an organisation is not called any longer what none of its rows prints: it may be what was to be forgotten
	return t.exec(`UPDATE provider_canonical SET name = NULL WHERE name IS NOT NULL
		AND name NOT IN (SELECT p.name FROM provider p WHERE p.name IS NOT NULL)`)
}
