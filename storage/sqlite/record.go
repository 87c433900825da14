package sqlite

import (
	"database/sql"
	"fmt"
	"strings"

	"carif/schema"
	"carif/storage"
	"carif/text"
)

// versionRow is what a commit needs to know of a course's newest version.
type versionRow struct {
	ID            int64         `db:"id"`
	Version       int           `db:"version"`
	Page          int64         `db:"page"`
	RunFrom       int64         `db:"run_from"`
	RunTo         sql.NullInt64 `db:"run_to"`
	Fingerprint   string        `db:"fingerprint"`
	CourseHash    string        `db:"course_hash"`
	Side          string        `db:"side"`
	PageSHA256    string        `db:"page_sha256"`
	ParserVersion string        `db:"parser_version"`
	VocabVersion  string        `db:"vocab_version"`
	Profile       string        `db:"profile"`
	Payload       []byte        `db:"payload"`
}

const newestSQL = `SELECT id, version, page, run_from, run_to, fingerprint, course_hash, side, page_sha256,
	parser_version, vocab_version, profile, payload
	FROM course_version WHERE key = ? ORDER BY version DESC LIMIT 1`

type sighted struct {
	Key     string `db:"key"`
	Current bool   `db:"current"`
}

// records saves what a page holds now: exactly these records.
func (t *tx) records(site string, page pageRow, p storage.PageResult, recs []schema.Record) ([]schema.Change, error) {
	var before []sighted
	if !page.made {
		if err := t.all(&before, "SELECT key, current FROM sighting WHERE page = ?", page.ID); err != nil {
			return nil, err
		}
	}
	current := map[string]bool{}
	for _, g := range before {
		if g.Current {
			current[g.Key] = true
		}
	}
	if p.Fetched == nil {
		if err := t.reread(page, p, len(recs)); err != nil {
			return nil, err
		}
	}
	if err := t.follow(site, page, p, current, recs); err != nil {
		return nil, err
	}
	changes := make([]schema.Change, 0, len(recs))
	for i := range recs {
		if t.keyTells(recs[i].Course.Key) {
			continue
		}
		if err := t.keepKey(before, &recs[i]); err != nil {
			return nil, err
		}
		if p.Fetched != nil {
			if err := t.takeOver(site, page.ID, p.Fetched.Led, recs[i].Course.Key); err != nil {
				return nil, err
			}
		}
		c, err := t.record(site, page, p, &recs[i])
		if err != nil {
			return nil, fmt.Errorf("record %s: %w", recs[i].Course.Key, err)
		}
		changes = append(changes, c)
		key := recs[i].Course.Key
		if current[key] {
			delete(current, key)
			continue
		}
		if err := t.dirty(); err != nil {
			return nil, err
		}
		err = t.exec(`INSERT INTO sighting (key, page, current, last_run) VALUES (?1, ?2, 1, 0)
			ON CONFLICT (key, page) DO UPDATE SET current = 1`, key, page.ID)
		if err != nil {
			return nil, err
		}
	}
	for key := range current {
		if err := t.dirty(); err != nil {
			return nil, err
		}
		if err := t.exec("UPDATE sighting SET current = 0, last_run = ? WHERE key = ? AND page = ?", page.SeenRun.Int64,
			key, page.ID); err != nil {
			return nil, err
		}
		if p.Second {
			if err := t.unadd(key, p.Run); err != nil {
				return nil, fmt.Errorf("record %s: %w", key, err)
			}
		}
	}
	return changes, nil
}

// reread saves what a reparse found a page to be.
func (t *tx) reread(page pageRow, p storage.PageResult, courses int) error {
	var refusal any
	if p.Refusal != nil {
		refusal = p.Refusal.Reason
	}
	return t.exec(`UPDATE page SET courses = ?2, refusal = ?3
		WHERE id = ?1 AND (courses IS NOT ?2 OR refusal IS NOT ?3)`, page.ID, courses, refusal)
}

// record saves one record: a new version only where the course says something else than the newest one.
func (t *tx) record(site string, page pageRow, p storage.PageResult, rec *schema.Record) (schema.Change, error) {
	ch := schema.Change{Run: p.Run, Key: rec.Course.Key, Kind: schema.ChangeSame, Fields: []string{}, At: at(p)}
	if err := t.suppress(rec); err != nil {
		return ch, err
	}
	var old versionRow
	known, err := t.get(&old, newestSQL, ch.Key)
	if err != nil {
		return ch, err
	}
	open := known && !old.RunTo.Valid
	if known && !open && p.Fetched == nil {
		return ch, nil // an old capture tells nothing of today: a reparse never opens a closed course again
	}
	if open && old.elsewhere(page, p) {
		switch spoken, apart, err := t.spokenFor(&old, p, rec); {
		case err != nil || spoken:
			return ch, err
		case apart:
			return t.record(site, page, p, rec)
		}
	}
	fp, err := cleanPrints(rec)
	if err != nil {
		return ch, err
	}
	if open && fp.course == old.CourseHash {
		return ch, t.refresh(page, p, rec, &old, fp.side)
	}
	fp.fingerprint = schema.Fingerprint(rec.Course)
	if open && fp.fingerprint == old.Fingerprint {
		return ch, t.refresh(page, p, rec, &old, fp.side)
	}
	if p.Second && open && old.addedIn(p.Run) {
		return ch, t.addAnew(page, p, rec, &old, fp)
	}
	var fields []told
	switch {
	case !known:
		ch.Kind = schema.ChangeAdded
		fields, err = t.came(&ch, page, p, rec)
	case open:
		ch.Kind = schema.ChangeChanged
		if fields, err = t.compare(&ch, &old, rec, p); err != nil {
			return ch, err
		}
		err = t.exec("UPDATE course_version SET run_to = ?, to_at = ? WHERE id = ?", p.Run, stamp(ch.At), old.ID)
	default:
		ch.Kind = schema.ChangeReopened
		fields, err = t.compare(&ch, &old, rec, p)
	}
	if err != nil {
		return ch, err
	}
	if err := t.open(site, page, p, rec, ch, old.Version+1, fp); err != nil {
		return ch, err
	}
	return ch, t.tell(ch, old.Version+1, fields)
}

// elsewhere reports that a version was read from another page, which may speak for the course. A page that comes in
// parts is the only one of its site.
func (v *versionRow) elsewhere(page pageRow, p storage.PageResult) bool {
	return v.Page != page.ID && p.Part == storage.PartNone
}

// spokenFor reports that the page a course was first read from is there and speaks for it, so that this one is an
// alias; or, where it is of another course, sets the record apart from that.
func (t *tx) spokenFor(old *versionRow, p storage.PageResult, rec *schema.Record) (spoken, apart bool, err error) {
	elsewhere, err := t.livesOn(rec.Course.Key, old.Page)
	if err != nil || !elsewhere {
		return false, false, err
	}
	if apart, err = t.another(old, p, rec); err != nil || !apart {
		return true, false, err
	}
	setKey(rec, schema.KeyApart(rec.Course.Key, rec.Course))
	return false, true, nil
}

// another reports whether a record is of another course than the one that has its key: the site gave one id twice. Both
// must be there at once, or the record have been set apart before; one whose page was not read in this run may have
// moved.
func (t *tx) another(old *versionRow, p storage.PageResult, rec *schema.Record) (bool, error) {
	key := rec.Course.Key
	if strings.Contains(key, schema.ApartMark) {
		return false, nil
	}
	var there int
	_, err := t.get(&there, `SELECT (SELECT count(*) FROM page WHERE id = ?1 AND (seen_run = ?2 OR ?3)) +
		(SELECT count(*) FROM course_version WHERE key = ?4)`, old.Page, p.Run, p.Fetched == nil,
		schema.KeyApart(key, rec.Course))
	if err != nil || there == 0 {
		return false, err
	}
	was, err := t.s.unpack(old.Payload)
	if err != nil {
		return false, err
	}
	return unlike(was.Course.Title, rec.Course.Title) || unlike(providerName(was.Course), providerName(rec.Course)), nil
}

func providerName(c *schema.Course) *string {
	if c.Provider == nil {
		return nil
	}
	return c.Provider.Name
}

// unlike reports two names of which neither holds the other.
func unlike(a, b *string) bool {
	if a == nil || b == nil {
		return false
	}
	x, y := text.FoldWording(*a), text.FoldWording(*b)
	return !strings.Contains(x, y) && !strings.Contains(y, x)
}

// livesOn tells whether the page still holds the course.
func (t *tx) livesOn(key string, page int64) (bool, error) {
	var n int
	_, err := t.get(&n, `SELECT count(*) FROM sighting g JOIN page p ON p.id = g.page
		WHERE g.key = ? AND g.page = ? AND g.current = 1 AND p.gone_count = 0`, key, page)
	return n > 0, err
}

// open writes a new version, its people, its tidy rows and the change.
func (t *tx) open(site string, page pageRow, p storage.PageResult, rec *schema.Record, ch schema.Change, version int,
	fp prints) error {
	clean := withoutPeople(rec)
	payload, filled, err := t.s.pack(&clean)
	if err != nil {
		return err
	}
	origins, err := t.s.packOrigins(rec.Provenance)
	if err != nil {
		return err
	}
	fields := strings.Join(ch.Fields, ",")
	when := stamp(ch.At)
	err = t.exec(`INSERT INTO course_version (key, version, site, page, run_from, from_at, kind, cause, fields,
		fingerprint, course_hash, side,
		page_sha256, capture, parser_version, vocab_version, payload, provenance, sha256, filled, profile)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		ch.Key, version, site, page.ID, p.Run, when, string(ch.Kind), ch.Cause, fields, fp.fingerprint, fp.course,
		fp.side,
		rec.Source.SHA256, capture(page, p), rec.Source.ParserVersion, p.VocabVersion, payload, origins,
		rowHash(ch.Key, version, fp.fingerprint, payload, origins), filled, p.Profile)
	if err != nil {
		return fmt.Errorf("write version: %w", err)
	}
	if err := t.dirty(); err != nil {
		return err
	}
	if err := t.people(rec, when, version > 1); err != nil {
		return err
	}
	h := schema.History{Version: version, FirstSeen: when, ChangedAt: when, Status: statusOpen,
		Fingerprint: fp.fingerprint}
	if err := t.project(&clean, h, version > 1); err != nil {
		return err
	}
	return t.change(ch, version)
}

func (t *tx) change(ch schema.Change, version int) error {
	return t.exec("INSERT INTO change (run, course_key, version, kind, cause, fields, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		ch.Run, ch.Key, version, string(ch.Kind), ch.Cause, strings.Join(ch.Fields, ","), stamp(ch.At))
}

// capture is the archive record a version was read from.
func capture(page pageRow, p storage.PageResult) string {
	if p.Capture != "" {
		return p.Capture
	}
	return page.Capture.String // a reparse reads the last one
}

// refresh rewrites the newest version in place where the course is the same but what stands beside it is not, or
// where the same bytes are now read at other places, or with other knowledge of their site.
func (t *tx) refresh(page pageRow, p storage.PageResult, rec *schema.Record, old *versionRow, side string) error {
	reread := rec.Source.SHA256 == old.PageSHA256 && rec.Source.ParserVersion != old.ParserVersion
	if !reread && p.Fetched == nil {
		same, err := t.sameModel(old, rec)
		if err != nil {
			return err
		}
		reread = !same
	}
	if side == old.Side && !reread {
		return t.reprofile(p, rec, old)
	}
	return t.rewriteNewest(page, p, rec, old, prints{fingerprint: old.Fingerprint, course: old.CourseHash, side: side})
}

// rewriteNewest writes another reading into the newest version and its tidy rows.
func (t *tx) rewriteNewest(page pageRow, p storage.PageResult, rec *schema.Record, old *versionRow, fp prints) error {
	clean := withoutPeople(rec)
	payload, filled, err := t.s.pack(&clean)
	if err != nil {
		return err
	}
	origins, err := t.s.packOrigins(rec.Provenance)
	if err != nil {
		return err
	}
	err = t.exec(`UPDATE course_version SET side = ?2, page_sha256 = ?3, capture = ?4, parser_version = ?5,
		vocab_version = ?6,
		payload = ?7, provenance = ?8, sha256 = ?9, fingerprint = ?10, course_hash = ?11,
		filled = ?12, profile = ?13 WHERE id = ?1`, old.ID, fp.side,
		rec.Source.SHA256, capture(page, p), rec.Source.ParserVersion, p.VocabVersion, payload, origins,
		rowHash(rec.Course.Key, old.Version, fp.fingerprint, payload, origins), fp.fingerprint, fp.course, filled,
		p.Profile)
	if err != nil {
		return fmt.Errorf("rewrite version: %w", err)
	}
	if err := t.dirty(); err != nil {
		return err
	}
	return t.reproject(old.ID)
}
