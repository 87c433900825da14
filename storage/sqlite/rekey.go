package sqlite

import (
	"fmt"
	"slices"

	"carif/schema"
	"carif/storage"
	"carif/text"
)

// A better reading of a page may give its course another key. It is the same course all the same: everything it has
// moves under the new key, and the old one becomes an alias.

// held is a course that a page speaks for, as its newest version has it.
type held struct {
	Key     string `db:"key"`
	SHA256  string `db:"page_sha256"`
	Parser  string `db:"parser_version"`
	Open    bool   `db:"open"`
	Payload []byte `db:"payload"`
	rec     schema.Record
}

// heldSQL lists the courses now on a page that no other living page speaks for, the oldest first.
const heldSQL = `SELECT v.key, v.page_sha256, v.parser_version, v.run_to IS NULL AS open, v.payload
	FROM sighting g JOIN course_version v ON v.key = g.key
	WHERE g.page = ?1 AND g.current = 1
	AND NOT EXISTS (SELECT 1 FROM course_version n WHERE n.key = v.key AND n.version > v.version)
	AND (v.page = ?1 OR NOT EXISTS (SELECT 1 FROM sighting o JOIN page p ON p.id = o.page
		WHERE o.key = v.key AND o.page = v.page AND o.current = 1 AND p.gone_count = 0))
	ORDER BY v.id`

// follow gives the page's courses that are read under another key than last time their history back, before the
// records are saved. A record whose key is already another course's gets a key of its own and an issue: two courses
// are never made one.
func (t *tx) follow(site string, page pageRow, p storage.PageResult, current map[string]bool,
	recs []schema.Record) error {
	now := fresh(current, recs)
	if len(now) == 0 || len(current) == 0 {
		return nil
	}
	gone, err := t.vanished(page, recs)
	if err != nil || len(gone) == 0 {
		return err
	}
	for _, m := range matches(gone, now) {
		if !sameCourse(m.old, m.now) {
			continue
		}
		key, err := t.freeKey(m.old, m.now)
		if err != nil {
			return err
		}
		if key != m.now.Course.Key {
			setKey(m.now, key)
		}
		if key == m.old.Key {
			continue
		}
		if err := t.rekey(site, p, m.old.Key, key); err != nil {
			return fmt.Errorf("course %s, now %s: %w", m.old.Key, key, err)
		}
		delete(current, m.old.Key)
		current[key] = true
	}
	return nil
}

// fresh lists the records under keys that the page did not hold.
func fresh(current map[string]bool, recs []schema.Record) []*schema.Record {
	var list []*schema.Record
	for i := range recs {
		if !current[recs[i].Course.Key] {
			list = append(list, &recs[i])
		}
	}
	return list
}

// vanished lists the courses that the page speaks for and that none of the records names.
func (t *tx) vanished(page pageRow, recs []schema.Record) ([]held, error) {
	var list []held
	if err := t.all(&list, heldSQL, page.ID); err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(h held) bool {
		return slices.ContainsFunc(recs, func(r schema.Record) bool { return r.Course.Key == h.Key })
	})
	for i := range list {
		var err error
		if list[i].rec, err = t.s.unpack(list[i].Payload); err != nil {
			return nil, fmt.Errorf("course %s: %w", list[i].Key, err)
		}
	}
	return list, nil
}

// match is a course and the record that it is read as now.
type match struct {
	old *held
	now *schema.Record
}

// matches pairs courses and records: by title, then what is left in its order, where it can only be that way.
func matches(gone []held, fresh []*schema.Record) []match {
	var list []match
	var left []*held
	for i := range gone {
		at := slices.IndexFunc(fresh, func(r *schema.Record) bool { return sameTitle(&gone[i].rec, r) })
		if at < 0 {
			left = append(left, &gone[i])
			continue
		}
		list = append(list, match{&gone[i], fresh[at]})
		fresh = slices.Delete(slices.Clone(fresh), at, at+1)
	}
	if len(left) != len(fresh) && len(left) != 1 {
		return list
	}
	for i, h := range left {
		if i < len(fresh) {
			list = append(list, match{h, fresh[i]})
		}
	}
	return list
}

func sameTitle(a, b *schema.Record) bool {
	return a.Course.Title != nil && b.Course.Title != nil && text.Fold(*a.Course.Title) == text.Fold(*b.Course.Title)
}

// readAlike reports whether two readings knew the same of the site; nil is nothing.
func readAlike(a, b *string) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// sameCourse tells whether a course and a record under another key are one course, read in another way: from the same
// bytes, or by another reader where the old key was no id or the title stayed. Where the reader is the same and the
// bytes are not, the site itself has put another course there.
func sameCourse(old *held, rec *schema.Record) bool {
	was, is := old.Key, rec.Course.Key
	if rec.Source.SHA256 != "" && rec.Source.SHA256 == old.SHA256 || schema.SetApart(was, is) {
		return true
	}
	titled := sameTitle(&old.rec, rec)
	if titled && (schema.OfBytes(was) || schema.SetApart(is, was)) {
		return true // the key of a saved page's bytes, or of a page that held this course alone
	}
	if rec.Source.ParserVersion == old.Parser && readAlike(rec.Source.Model, old.rec.Source.Model) {
		return false
	}
	id := old.rec.Course.NativeID
	return titled || id == nil || !schema.IDForm(*id)
}

// freeKey gives the key under which a course goes on: the one it is read under, or, where another course has or had
// that, one set apart from it. What it was set apart by once stays, whatever became of its title since.
func (t *tx) freeKey(old *held, rec *schema.Record) (string, error) {
	key := rec.Course.Key
	for {
		taken := 0
		if _, err := t.get(&taken, "SELECT count(*) FROM course_version WHERE key = ?", key); err != nil {
			return "", err
		}
		switch {
		case taken == 0 || key == old.Key:
			return key, nil
		case schema.SetApart(old.Key, key):
			return old.Key, nil
		}
		key = schema.KeyApart(key, rec.Course)
	}
}

// setKey gives a record another key than the one it was read under, which is an issue.
func setKey(rec *schema.Record, key string) {
	rec.Issues = append(slices.Clone(rec.Issues), schema.DuplicateID(rec.Course, rec.Course.Key))
	course := *rec.Course
	course.Key = key
	rec.Course = &course
}

// rekey moves all that a course has under another key and keeps the old one as an alias.
func (t *tx) rekey(site string, p storage.PageResult, from, to string) error {
	var shown struct {
		ID   int64 `db:"id"`
		Open bool  `db:"open"`
	}
	visible, err := t.get(&shown, `SELECT v.id, c.status = 'open' AS open FROM course c
		JOIN course_version v ON v.key = c.key AND v.version = c.version WHERE c.key = ?`, from)
	if err != nil {
		return err
	}
	if err := t.hide(from); err != nil {
		return err
	}
	for _, q := range []string{
		"UPDATE contact SET course_key = ?2 WHERE course_key = ?1",
		"UPDATE change SET course_key = ?2 WHERE course_key = ?1",
		"UPDATE field_change SET course_key = ?2 WHERE course_key = ?1",
		"UPDATE OR REPLACE sighting SET key = ?2 WHERE key = ?1",
		"UPDATE OR REPLACE missing SET key = ?2 WHERE key = ?1",
		"UPDATE course_alias SET key = ?2 WHERE key = ?1",
	} {
		if err := t.exec(q, from, to); err != nil {
			return err
		}
	}
	if err := t.renameVersions(from, to); err != nil {
		return err
	}
	if err := t.exec("DELETE FROM course_alias WHERE alias = ?", to); err != nil { // it had this key before
		return err
	}
	if t.s.redactor == nil {
		if err := t.loadRedactor(); err != nil {
			return err
		}
	}
	if t.s.redactor.Text(from) == from { // a key made of prose may name a person who is to be forgotten
		err = t.exec("INSERT OR REPLACE INTO course_alias (alias, key, site, run, at) VALUES (?, ?, ?, ?, ?)", from, to,
			site, p.Run, stamp(p.At))
		if err != nil {
			return err
		}
	}
	if err := t.dirty(); err != nil || !visible {
		return err
	}
	return t.show(shown.ID, shown.Open)
}

// renamed is a version as it is rewritten under another key.
type renamed struct {
	ID          int64  `db:"id"`
	Version     int    `db:"version"`
	Fingerprint string `db:"fingerprint"`
	CourseHash  string `db:"course_hash"`
	Payload     []byte `db:"payload"`
	Provenance  []byte `db:"provenance"`
}

// renameVersions rewrites every version under the new key. The newest gets the hashes that the course has under it, so
// that another key alone is no change.
func (t *tx) renameVersions(from, to string) error {
	var all []renamed
	err := t.all(&all, `SELECT id, version, fingerprint, course_hash, payload, provenance FROM course_version
		WHERE key = ? ORDER BY version`, from)
	if err != nil {
		return err
	}
	for i, v := range all {
		rec, err := t.s.unpack(v.Payload)
		if err != nil {
			return err
		}
		rec.Course.Key = to
		payload, filled, err := t.s.pack(&rec)
		if err != nil {
			return err
		}
		if i == len(all)-1 {
			people, err := t.peopleOf(to)
			if err != nil {
				return err
			}
			join(&rec, people)
			fp, _, err := quickPrints(&rec)
			if err != nil {
				return err
			}
			v.Fingerprint, v.CourseHash = schema.Fingerprint(rec.Course), fp.course
		}
		err = t.exec(`UPDATE course_version SET key = ?2, payload = ?3, fingerprint = ?4, course_hash = ?5, sha256 = ?6,
			filled = ?7
			WHERE id = ?1`, v.ID, to, payload, v.Fingerprint, v.CourseHash,
			rowHash(to, v.Version, v.Fingerprint, payload, v.Provenance), filled)
		if err != nil {
			return fmt.Errorf("rename version %d: %w", v.Version, err)
		}
	}
	return nil
}

// forgetAliases drops the old keys that hold a person's words.
func (t *tx) forgetAliases() error {
	var all []string
	if err := t.all(&all, "SELECT alias FROM course_alias"); err != nil {
		return err
	}
	for _, alias := range all {
		if !t.keyTells(alias) {
			continue
		}
		if err := t.exec("DELETE FROM course_alias WHERE alias = ?", alias); err != nil {
			return err
		}
	}
	return nil
}
