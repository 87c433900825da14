package sqlite

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"carif/schema"
	"carif/storage"
)

// Forget implements storage.Writer.
func (s *Store) Forget(ctx context.Context, p storage.Person) (storage.Forgotten, error) {
	var done storage.Forgotten
	err := s.write(ctx, "forget a person", func(t *tx) error {
		done = storage.Forgotten{}
		if err := t.addSuppressed(p); err != nil {
			return err
		}
		if len(t.s.redactor.Hashes(p)) == 0 {
			return fmt.Errorf("no name, phone, e-mail or page was given")
		}
		onPages, err := t.peopleOn(p.URLs)
		if err != nil {
			return err
		}
		if err := t.untrace(append(t.s.redactor.Traces(p), t.s.redactor.Traces(onPages)...)); err != nil {
			return err
		}
		if err := t.forgetAll(&done); err != nil {
			return err
		}
		if err := t.forgetAliases(); err != nil {
			return err
		}
		if err := t.forgetModels(onPages); err != nil {
			return err
		}
		if err := t.forgetPages(); err != nil {
			return err
		}
		if err := t.dropUnusedProviders(); err != nil {
			return err
		}
		if err := t.exec("INSERT INTO course_fts (course_fts) VALUES ('optimize')"); err != nil {
			return fmt.Errorf("clean full-text index: %w", err)
		}
		return t.resealIfSealed()
	})
	if err != nil {
		return done, err
	}
	return done, s.scrub()
}

// peopleOn are the contacts that stand on pages, whoever they are.
func (t *tx) peopleOn(urls []string) (storage.Person, error) {
	var all storage.Person
	for _, url := range urls {
		var rows []person
		if err := t.all(&rows, "SELECT "+peopleColumns+" FROM contact WHERE url = ?", url); err != nil {
			return all, err
		}
		for _, r := range rows {
			if r.Name.Valid {
				all.Names = append(all.Names, r.Name.String)
			}
			all.Phones = append(append(all.Phones, list(r.Phones)...), list(r.Faxes)...)
			all.Emails = append(all.Emails, list(r.Emails)...)
		}
	}
	return all, nil
}

// scrub writes the file anew, so that no freed page and no log holds what was taken out.
func (s *Store) scrub() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &tx{s: s}
	for _, q := range []string{"PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := s.conn.ExecContext(context.Background(), q); err != nil {
			return explain(s.path, fmt.Errorf("clean the file: %w", err))
		}
	}
	return explain(s.path, t.exec("PRAGMA optimize"))
}

type versionToForget struct {
	ID      int64  `db:"id"`
	Key     string `db:"key"`
	Newest  bool   `db:"newest"`
	Capture string `db:"capture"`
}

// forgetAll redacts every version of every course.
func (t *tx) forgetAll(done *storage.Forgotten) error {
	var all []versionToForget
	err := t.all(&all, `SELECT v.id, v.key, v.capture, NOT EXISTS (SELECT 1 FROM course_version n WHERE n.key = v.key
		AND n.version > v.version) AS newest
		FROM course_version v ORDER BY v.key, v.version`)
	if err != nil {
		return err
	}
	touched := map[string]bool{}
	for _, v := range all {
		people, text, err := t.forgetVersion(v)
		if err != nil {
			return fmt.Errorf("course %s: %w", v.Key, err)
		}
		done.Contacts += people
		done.Texts += oneIf(text)
		if people > 0 || text {
			touched[v.Key] = true
		}
	}
	refs := map[string]bool{}
	for key := range touched {
		if err := t.retell(key); err != nil {
			return fmt.Errorf("course %s: %w", key, err)
		}
		var found []string
		err := t.all(&found, `SELECT c.ref FROM sighting g JOIN page p ON p.id = g.page JOIN capture c
			ON c.site = p.site AND c.url = p.url WHERE g.key = ?1
			UNION SELECT capture FROM course_version WHERE key = ?1 AND capture <> ''`, key)
		if err != nil {
			return err
		}
		for _, ref := range found {
			refs[ref] = true
		}
	}
	for ref := range refs {
		done.Captures = append(done.Captures, ref)
	}
	slices.Sort(done.Captures)
	return nil
}

// forgotten is a version as it stands before it is redacted.
type forgotten struct {
	Version     int    `db:"version"`
	Payload     []byte `db:"payload"`
	Provenance  []byte `db:"provenance"`
	Fingerprint string `db:"fingerprint"`
	CourseHash  string `db:"course_hash"`
	Shown       bool   `db:"shown"`
	Open        bool   `db:"open"`
	SeenAt      string `db:"seen_at"`
}

// forgetVersion redacts one version; it tells how many contact rows went and whether a text changed.
func (t *tx) forgetVersion(v versionToForget) (people int, text bool, err error) {
	var row forgotten
	_, err = t.get(&row, `SELECT v.version, v.payload, v.provenance, v.fingerprint, v.course_hash,
		c.version IS v.version AS shown,
		coalesce(c.status = 'open', 0) AS open, coalesce((SELECT min(seen_at) FROM contact x
		WHERE x.course_key = v.key), '') AS seen_at
		FROM course_version v LEFT JOIN course c ON c.key = v.key WHERE v.id = ?`, v.ID)
	if err != nil {
		return 0, false, err
	}
	rec, err := t.s.unpack(row.Payload)
	if err != nil {
		return 0, false, err
	}
	if rec.Provenance, err = t.s.unpackOrigins(row.Provenance); err != nil {
		return 0, false, err
	}
	var before []person
	if v.Newest {
		if before, err = t.peopleOf(v.Key); err != nil {
			return 0, false, err
		}
		join(&rec, before)
	}
	clean, changed, err := t.s.redactor.Record(&rec)
	if err != nil || !changed && slices.Equal(rec.Provenance, clean.Provenance) {
		return 0, false, err
	}
	bare := withoutPeople(&clean)
	payload, err := t.rewrite(v, row, &clean, &bare)
	if err != nil {
		return 0, false, err
	}
	if v.Newest {
		if _, err := t.replacePeople(&clean, row.SeenAt, true); err != nil {
			return 0, false, err
		}
		if err := t.untraceGone(v.Key, before); err != nil {
			return 0, false, err
		}
	}
	if row.Shown {
		if err := t.show(v.ID, row.Open); err != nil {
			return 0, false, err
		}
	}
	after := 0
	for range t.s.tidy[contactTable].Rows(&clean, nil) {
		after++
	}
	return len(before) - after, !bytes.Equal(payload, row.Payload), nil
}

// untraceGone takes out the traces of those whom forgetting took out of a course's contacts: a name goes with the
// number that was given, wherever it stood.
func (t *tx) untraceGone(key string, before []person) error {
	now, err := t.peopleOf(key)
	if err != nil {
		return err
	}
	stays := map[string]bool{}
	for _, x := range t.traces(now) {
		stays[string(x.HMAC)] = true
	}
	return t.untrace(slices.DeleteFunc(t.traces(before), func(x storage.Trace) bool { return stays[string(x.HMAC)] }))
}

// rewrite stores a redacted version. The newest one also gets the hashes that its page will have when it is read
// again without the person, so that forgetting is no change of the course.
func (t *tx) rewrite(v versionToForget, row forgotten, clean, bare *schema.Record) ([]byte, error) {
	payload, filled, err := t.s.pack(bare)
	if err != nil {
		return nil, err
	}
	origins, err := t.s.packOrigins(clean.Provenance)
	if err != nil {
		return nil, err
	}
	fp, _, err := quickPrints(clean)
	if err != nil {
		return nil, err
	}
	if v.Newest {
		row.Fingerprint, row.CourseHash = schema.Fingerprint(clean.Course), fp.course
	}
	err = t.exec(`UPDATE course_version SET payload = ?2, provenance = ?3, side = ?4, fingerprint = ?5,
		course_hash = ?6, sha256 = ?7, filled = ?8 WHERE id = ?1`,
		v.ID, payload, origins, fp.side, row.Fingerprint, row.CourseHash,
		rowHash(v.Key, row.Version, row.Fingerprint, payload, origins), filled)
	if err != nil {
		return nil, fmt.Errorf("rewrite version: %w", err)
	}
	return payload, t.dirty()
}
