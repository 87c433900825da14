package sqlite

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"

	"carif/schema"
	"carif/storage"
	"carif/storage/delta"
)

// told is one row of field_change before it is stored.
type told struct {
	delta.Row
	cause string
}

func toldOf(rows []delta.Row, cause string) []told {
	all := make([]told, len(rows))
	for i, r := range rows {
		all[i] = told{r, cause}
	}
	return all
}

// came tells of a course that is new, and why.
func (t *tx) came(ch *schema.Change, page pageRow, p storage.PageResult, rec *schema.Record) (rows []told, err error) {
	ch.Cause, err = t.addedBy(page, p, ch.Key)
	return []told{{delta.Whole(schema.ChangeAdded, rec.Course), ch.Cause}}, err
}

// compare tells in which fields a course differs from its newest version, and why each does.
func (t *tx) compare(ch *schema.Change, old *versionRow, rec *schema.Record, p storage.PageResult) ([]told, error) {
	was, err := t.s.unpack(old.Payload)
	if err != nil {
		return nil, err
	}
	people, err := t.peopleOf(rec.Course.Key)
	if err != nil {
		return nil, err
	}
	now, closed := *rec, old.RunTo.Valid
	if closed {
		now = withoutPeople(rec) // closing took the people: nothing is left to compare with
	}
	join(&was, people)
	ch.Fields = differing(was.Course, now.Course)
	rows, cause, err := t.causes(old, &was, &now, p)
	if err != nil {
		return nil, err
	}
	if err := t.s.shaped(rows, old); err != nil {
		return nil, err
	}
	ch.Cause = cause
	for i := range rows {
		if i == 0 || slices.Index(schema.Causes(), rows[i].cause) < slices.Index(schema.Causes(), ch.Cause) {
			ch.Cause = rows[i].cause
		}
	}
	if closed {
		ch.Cause = schema.CauseSource // it is there again
		rows = append([]told{{delta.Whole(schema.ChangeReopened, rec.Course), ch.Cause}}, rows...)
	}
	return rows, nil
}

// differing lists the top-level fields in which two readings differ.
func differing(was, now *schema.Course) []string {
	a, b := schema.FieldFingerprints(was), schema.FieldFingerprints(now)
	fields := []string{}
	for f, v := range b {
		if a[f] != v {
			fields = append(fields, f)
		}
	}
	for f := range a {
		if _, ok := b[f]; !ok {
			fields = append(fields, f) // one of those that count only where they say something
		}
	}
	sort.Strings(fields)
	return fields
}

// causes tells why fields read otherwise: the bytes, the reader, the profile, what is known of the site, or the
// vocabulary; cause is that of a difference that no field shows. Where both the bytes and the reading are others, the
// old bytes as they read today stand between: up to them it is the reading, from them on it is the source.
//
// A page that is read again from the archive says nothing new, even where its bytes are not those the version was read
// from: they were read since, and said the same.
func (t *tx) causes(old *versionRow, was, now *schema.Record, p storage.PageResult) (rows []told, cause string,
	err error) {
	otherBytes := now.Source.SHA256 == "" || now.Source.SHA256 != old.PageSHA256
	cause = old.readBy(was, now, p)
	switch {
	case cause != "" && otherBytes && p.Fetched != nil:
		return t.parted(was, now, p, cause)
	case cause != "":
	case otherBytes:
		cause = schema.CauseSource
	case p.Profile != "" && old.Profile == "":
		cause = schema.CauseProfile // nothing else is left, and it was not noted then
	default:
		cause = schema.CauseParser
	}
	return toldOf(delta.Courses(was.Course, now.Course), cause), cause, nil
}

// readBy tells what of the way of reading is not what it was, the first that is; "" for nothing.
func (v *versionRow) readBy(was, now *schema.Record, p storage.PageResult) string {
	switch {
	case now.Source.ParserVersion != v.ParserVersion:
		return schema.CauseParser
	case v.Profile != "" && p.Profile != "" && v.Profile != p.Profile:
		return schema.CauseProfile
	case !same(was.Source.Model, now.Source.Model):
		return schema.CauseModel
	case p.VocabVersion != v.VocabVersion:
		return schema.CauseVocabulary
	}
	return ""
}

// parted tells what is new by the reading from what the page says anew.
func (t *tx) parted(was, now *schema.Record, p storage.PageResult, cause string) ([]told, string, error) {
	found := p.Before.Find(now.Course.Key)
	if found == nil {
		return toldOf(delta.Courses(was.Course, now.Course), schema.CauseUnknown), schema.CauseUnknown, nil
	}
	between := *found
	if err := t.suppress(&between); err != nil {
		return nil, "", err
	}
	if _, err := cleanPrints(&between); err != nil {
		return nil, "", err
	}
	read := delta.Courses(was.Course, between.Course)
	said := delta.Courses(between.Course, now.Course)
	read = slices.DeleteFunc(read, func(r delta.Row) bool { // what went and came back is no change
		i := slices.IndexFunc(said, func(s delta.Row) bool {
			return s.Field == r.Field && !r.OfPeople() && same(r.Old, s.New) && same(r.New, s.Old)
		})
		if i >= 0 {
			said = slices.Delete(said, i, i+1)
		}
		return i >= 0
	})
	if len(read)+len(said) == 0 {
		cause = schema.CauseSource
	}
	return append(toldOf(read, cause), toldOf(said, schema.CauseSource)...), cause, nil
}

func same(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// shaped gives the fields that a stored record could not hold yet, and that are not the source's, the cause schema.
func (s *Store) shaped(rows []told, old *versionRow) error {
	if !slices.ContainsFunc(rows, func(r told) bool { return r.cause == schema.CauseParser }) {
		return nil
	}
	b, err := s.dec.DecodeAll(old.Payload, nil)
	var had struct{ Course map[string]json.RawMessage }
	if err == nil {
		err = json.Unmarshal(b, &had)
	}
	if err != nil {
		return fmt.Errorf("read stored record: %w", err)
	}
	for i := range rows {
		if rows[i].cause == schema.CauseParser && lately(rows[i].Name, had.Course) {
			rows[i].cause = schema.CauseSchema
		}
	}
	return nil
}

// lately tells the fields that a record always has, and that this one has not: it is of before they were.
func lately(name string, course map[string]json.RawMessage) bool {
	top, always := schema.JSONField(delta.Owner(name))
	if !always {
		return false
	}
	_, had := course[top]
	return !had
}

// tell stores what changed.
func (t *tx) tell(ch schema.Change, version int, rows []told) error {
	for _, r := range rows {
		err := t.exec(`INSERT INTO field_change (run, course_key, version, field, name, old, new, kind, cause, at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, ch.Run, ch.Key, version, r.Field, r.Name, r.Old, r.New, string(r.Kind),
			r.cause, stamp(ch.At))
		if err != nil {
			return fmt.Errorf("write field change: %w", err)
		}
	}
	return nil
}

// left tells of a course that closed.
func (t *tx) left(ch schema.Change, version int) error {
	c := &schema.Course{}
	if _, err := t.get(&c.Title, "SELECT title FROM course WHERE key = ?", ch.Key); err != nil {
		return err
	}
	return t.tell(ch, version, []told{{delta.Whole(schema.ChangeClosed, c), ch.Cause}})
}

// retitle tells of a new course under the title that a second reading of its page gives.
func (t *tx) retitle(c *schema.Course) error {
	return t.exec("UPDATE field_change SET new = ? WHERE course_key = ? AND version = 1 AND kind = 'added' AND field = ?",
		delta.Whole(schema.ChangeAdded, c).New, c.Key, delta.WholeCourse)
}

// reprofile notes that a version reads the same with another profile.
func (t *tx) reprofile(p storage.PageResult, rec *schema.Record, old *versionRow) error {
	if p.Profile == "" || p.Profile == old.Profile || rec.Source.SHA256 != old.PageSHA256 {
		return nil
	}
	return t.exec("UPDATE course_version SET profile = ? WHERE id = ?", p.Profile, old.ID)
}

// fieldRow is a row of field_change.
type fieldRow struct {
	ID      int64   `db:"id"`
	Key     string  `db:"course_key"`
	Version int     `db:"version"`
	Field   string  `db:"field"`
	Name    string  `db:"name"`
	Old     *string `db:"old"`
	New     *string `db:"new"`
	Kind    string  `db:"kind"`
	Cause   string  `db:"cause"`
}

// retell writes the words of a course's changes anew, from versions that were redacted: what was cut out of them may
// have been cut in two by an excerpt. Words that no version has any more go.
func (t *tx) retell(key string) error {
	var versions []renamed
	err := t.all(&versions, `SELECT id, version, fingerprint, course_hash, payload, provenance FROM course_version
		WHERE key = ? ORDER BY version`, key)
	if err != nil {
		return err
	}
	var before *schema.Course
	for _, v := range versions {
		rec, err := t.s.unpack(v.Payload)
		if err != nil {
			return err
		}
		var rows []fieldRow
		err = t.all(&rows, `SELECT id, course_key, version, field, name, old, new, kind, cause FROM field_change
			WHERE course_key = ? AND version = ? ORDER BY id`, key, v.Version)
		if err != nil {
			return err
		}
		var now []delta.Row
		if before != nil {
			now = delta.Courses(before, rec.Course)
		}
		for _, r := range retold(rows, now, rec.Course) {
			err := t.exec("UPDATE field_change SET field = ?2, old = ?3, new = ?4 WHERE id = ?1", r.ID, r.Field, r.Old, r.New)
			if err != nil {
				return err
			}
		}
		before = rec.Course
	}
	return t.dirty()
}

// retold are the rows of a version in the words of the rows that its record gives now.
func retold(rows []fieldRow, now []delta.Row, c *schema.Course) []fieldRow {
	taken := map[int]bool{}
	n := map[string]int{}
	for _, r := range rows {
		n[r.Field]++
	}
	find := func(fits func(delta.Row) bool) *delta.Row {
		for i := range now {
			if !taken[i] && fits(now[i]) {
				taken[i] = true
				return &now[i]
			}
		}
		return nil
	}
	for i := range rows {
		r := &rows[i]
		if r.Field == delta.WholeCourse {
			w := delta.Whole(schema.ChangeKind(r.Kind), c)
			r.Old, r.New = w.Old, w.New
			continue
		}
		if x := (delta.Row{Name: r.Name}); x.OfPeople() {
			r.Field = r.Name // the item it is in may be called after somebody
			continue
		}
		w := find(func(d delta.Row) bool { return d.Field == r.Field && n[r.Field] == 1 })
		if w == nil {
			w = find(func(d delta.Row) bool { return d.Name == r.Name && string(d.Kind) == r.Kind && n[r.Field] == 1 })
		}
		if w == nil { // two steps of one field, of which no version has the middle, or nothing is left to tell
			w = &delta.Row{Field: r.Name}
		}
		r.Field, r.Old, r.New = w.Field, w.Old, w.New
	}
	return rows
}

// fields looks for changes without the rows that tell them.
func (c *checker) fields() {
	var missing []string
	c.fail(c.tx.SelectContext(c.ctx, &missing, `SELECT c.course_key || ', version ' || c.version FROM change c
		WHERE NOT EXISTS (SELECT 1 FROM field_change f WHERE f.course_key = c.course_key AND f.version = c.version
		AND f.run = c.run) LIMIT ?`, maxFindings))
	for _, m := range missing {
		c.add("field_change", "%s: what changed is not told", m)
	}
}

// sameModel reports whether a version was read with the same knowledge of its site; nil is none.
func (t *tx) sameModel(old *versionRow, rec *schema.Record) (bool, error) {
	was, err := t.s.unpack(old.Payload)
	return err == nil && same(was.Source.Model, rec.Source.Model), err
}
