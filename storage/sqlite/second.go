package sqlite

import (
	"fmt"

	"carif/schema"
	"carif/storage"
)

// addedIn reports whether the course came with the run: nobody has seen it before.
func (v *versionRow) addedIn(run int64) bool { return v.Version == 1 && v.RunFrom == run }

// addedBy tells why a course is new: the site has it; the bytes are those of before, or gave it too as they are read
// today; or a page that gave others before is read with a new model.
func (t *tx) addedBy(page pageRow, p storage.PageResult, key string) (string, error) {
	switch {
	case p.Second:
	case p.Fetched == nil:
		return schema.CauseParser, nil
	case p.Before == nil:
		return schema.CauseSource, nil
	case p.Before.Pruned:
		return schema.CauseUnknown, nil
	case p.Before.Find(key) != nil:
		return schema.CauseParser, nil
	default:
		return schema.CauseSource, nil
	}
	var older int
	_, err := t.get(&older, `SELECT count(*) FROM sighting g JOIN course_version v ON v.key = g.key AND v.version = 1
		WHERE g.page = ? AND v.run_from < ?`, page.ID, p.Run)
	if older > 0 {
		return schema.CauseModel, err
	}
	return schema.CauseSource, err
}

// addAnew makes of a course that the run added what its second reading says: it was added so.
func (t *tx) addAnew(page pageRow, p storage.PageResult, rec *schema.Record, old *versionRow, fp prints) error {
	if err := t.people(rec, stamp(at(p)), true); err != nil {
		return err
	}
	if err := t.retitle(rec.Course); err != nil {
		return err
	}
	return t.rewriteNewest(page, p, rec, old, fp)
}

// unadd takes out a course that the run added by its first reading of a page and no page holds by the second: it never
// was. A course of an earlier run stays, and begins to miss.
func (t *tx) unadd(key string, run int64) error {
	var old versionRow
	known, err := t.get(&old, newestSQL, key)
	if err != nil || !known || !old.addedIn(run) {
		return err
	}
	var pages int
	_, err = t.get(&pages, "SELECT count(*) FROM sighting WHERE key = ? AND current = 1", key)
	if err != nil || pages > 0 {
		return err
	}
	if err := t.hide(key); err != nil {
		return err
	}
	for table, column := range map[string]string{"contact": "course_key", "course_version": "key", "sighting": "key",
		"missing": "key", "change": "course_key", "field_change": "course_key"} {
		if err := t.exec("DELETE FROM "+table+" WHERE "+column+" = ?", key); err != nil {
			return fmt.Errorf("take out of %s: %w", table, err)
		}
	}
	return nil
}
