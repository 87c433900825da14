package sqlite

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"

	"carif/schema"
	"carif/storage"
)

// never is when a page is asked again whose address tells a forgotten person (Unix milliseconds: the year 9998).
const never = 253370764800000

// tells tells whether an address, or what else is no prose, holds the words of somebody to forget.
func (t *tx) tells(s string) bool { return len(t.s.redactor.Find(s, true)) > 0 }

// keyTells judges a course's key as the address or the part of one that it is.
func (t *tx) keyTells(key string) bool { return t.tells(key) || t.tells("/"+url.PathEscape(key)) }

// ready loads the list of those to forget where it is not at hand.
func (t *tx) ready() error {
	if t.s.redactor != nil {
		return nil
	}
	return t.loadRedactor()
}

// pageWords is what the row of a page may tell.
type pageWords struct {
	ID           int64  `db:"id"`
	URL          string `db:"url"`
	Parent       string `db:"parent"`
	Reason       string `db:"reason"`
	FinalURL     string `db:"final_url"`
	LastMod      string `db:"lastmod"`
	ETag         string `db:"etag"`
	LastModified string `db:"last_modified"`
	ContentType  string `db:"content_type"`
	Held         bool   `db:"held"` // a course was read from it
}

// forgetPages takes people out of what is known of pages: their addresses, where those lead, and why they failed; out
// of captures, robots.txt files, the notes and the reports of runs too.
func (t *tx) forgetPages() error {
	for _, step := range []func() error{t.forgetKeys, t.forgetRows, t.forgetCaptures, t.forgetRobots, t.forgetNotes,
		t.forgetReports, t.forgetAlarms} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) forgetRows() error {
	var all []pageWords
	err := t.all(&all, `SELECT id, url, coalesce(parent, '') AS parent, coalesce(reason, '') AS reason,
		coalesce(final_url, '') AS final_url, coalesce(lastmod, '') AS lastmod, coalesce(etag, '') AS etag,
		coalesce(last_modified, '') AS last_modified, coalesce(content_type, '') AS content_type,
		EXISTS (SELECT 1 FROM sighting g WHERE g.page = page.id)
			OR EXISTS (SELECT 1 FROM course_version v WHERE v.page = page.id) AS held FROM page`)
	if err != nil {
		return err
	}
	for i := range all {
		if err := t.forgetPage(&all[i]); err != nil {
			return fmt.Errorf("page %d: %w", all[i].ID, err)
		}
	}
	return nil
}

// forgetPage cleans one page. One whose own address tells is asked no more; only its number is left, where a course was
// read from it.
func (t *tx) forgetPage(p *pageWords) error {
	words := []string{p.Parent, p.Reason, p.FinalURL, p.LastMod, p.ETag, p.LastModified, p.ContentType}
	switch {
	case t.tells(p.URL) && !p.Held:
		if err := t.exec("DELETE FROM page WHERE id = ?", p.ID); err != nil {
			return err
		}
		return t.dirty()
	case t.tells(p.URL):
		err := t.exec(`UPDATE page SET url = ?2, state = 'gone', lane = 4, next_try = ?3, etag = NULL,
			last_modified = NULL, sha256 = NULL, content_hash = NULL, capture = NULL WHERE id = ?1`, p.ID,
			fmt.Sprintf("%s#%d", storage.Redacted, p.ID), never)
		if err == nil {
			err = t.dirty()
		}
		if err != nil {
			return err
		}
	case !t.tells(strings.Join(words, "\n")):
		return nil
	}
	blank := func(s string) any {
		if t.tells(s) {
			return nil
		}
		return null(s)
	}
	return t.exec(`UPDATE page SET parent = ?2, reason = ?3, final_url = ?4, lastmod = ?5,
		etag = CASE WHEN ?6 THEN NULL ELSE etag END,
		last_modified = CASE WHEN ?7 THEN NULL ELSE last_modified END, content_type = ?8 WHERE id = ?1`, p.ID,
		blank(p.Parent), null(t.s.redactor.Loose(p.Reason)), blank(p.FinalURL), blank(p.LastMod), t.tells(p.ETag),
		t.tells(p.LastModified), blank(p.ContentType))
}

// forgetURL cleans the page of an address that tells, where one is known.
func (t *tx) forgetURL(site, address string) error {
	p := pageWords{Held: true}
	if ok, err := t.get(&p, "SELECT id, url FROM page WHERE site = ? AND url = ?", site, address); !ok || err != nil {
		return err
	}
	return t.forgetPage(&p)
}

// forgetKeys removes the courses whose key tells somebody: they were known by nothing but an address or id that does.
func (t *tx) forgetKeys() error {
	var keys []string
	if err := t.all(&keys, "SELECT DISTINCT key FROM course_version"); err != nil {
		return err
	}
	for _, key := range keys {
		if !t.keyTells(key) {
			continue
		}
		if err := t.hide(key); err != nil {
			return err
		}
		people, err := t.peopleOf(key)
		if err != nil {
			return err
		}
		if err := t.leave(people, nil); err != nil { // those whom forgetting left there: others
			return err
		}
		for _, q := range []string{"DELETE FROM contact WHERE course_key = ?", "DELETE FROM missing WHERE key = ?",
			"DELETE FROM change WHERE course_key = ?", "DELETE FROM field_change WHERE course_key = ?",
			"DELETE FROM sighting WHERE key = ?",
			"DELETE FROM course_alias WHERE key = ?", "DELETE FROM course_version WHERE key = ?"} {
			if err := t.exec(q, key); err != nil {
				return fmt.Errorf("remove a course: %w", err)
			}
		}
		if err := t.dirty(); err != nil {
			return err
		}
	}
	return nil
}

// forgetCaptures drops the captures whose address tells: the archive drops their records. Of the others' kinds of
// content those that tell go.
func (t *tx) forgetCaptures() error {
	for column, q := range map[string]string{"url": "DELETE FROM capture WHERE url = ?",
		"content_type": "UPDATE capture SET content_type = '' WHERE content_type = ?"} {
		var words []string
		if err := t.all(&words, "SELECT DISTINCT "+column+" FROM capture"); err != nil {
			return err
		}
		for _, w := range words {
			if !t.tells(w) {
				continue
			}
			if err := t.exec(q, w); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *tx) forgetRobots() error {
	var origins []string
	if err := t.all(&origins, "SELECT origin FROM robots"); err != nil {
		return err
	}
	for _, o := range origins {
		var r robotsRow
		_, err := t.get(&r, "SELECT fetched_at, status, body, error, good_at FROM robots WHERE origin = ?", o)
		if err != nil {
			return err
		}
		err = t.exec(`UPDATE robots SET body = ?2, error = ?3
			WHERE origin = ?1 AND (body IS NOT ?2 OR error <> ?3)`, o, t.cleanRobots(r.Body), t.s.redactor.Loose(r.Error))
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) forgetNotes() error {
	var notes []struct {
		ID   int64  `db:"id"`
		Note string `db:"note"`
	}
	if err := t.all(&notes, "SELECT id, note FROM run WHERE note <> ''"); err != nil {
		return err
	}
	for _, n := range notes {
		if !t.tells(n.Note) {
			continue
		}
		if err := t.exec("UPDATE run SET note = ? WHERE id = ?", t.s.redactor.Loose(n.Note), n.ID); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) forgetReports() error {
	var runs []int64
	if err := t.all(&runs, "SELECT run FROM run_report"); err != nil {
		return err
	}
	for _, run := range runs {
		var was string
		if _, err := t.get(&was, "SELECT report FROM run_report WHERE run = ?", run); err != nil {
			return err
		}
		is := eachString(was, t.s.redactor.Loose)
		if is == was {
			continue
		}
		if err := t.exec("UPDATE run_report SET report = ? WHERE run = ?", is, run); err != nil {
			return err
		}
	}
	return nil
}

// cleanRobots blanks the lines of a robots.txt that tell somebody: what they forbid is not asked for that same reason.
func (t *tx) cleanRobots(body []byte) []byte {
	if body == nil || t.s.redactor.Empty() {
		return body
	}
	lines := bytes.SplitAfter(body, []byte("\n"))
	for i, l := range lines {
		switch {
		case !t.tells(string(l)):
		case bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(l)), []byte("user")): // it begins a group
			lines[i] = []byte(t.s.redactor.Loose(string(l)))
		default:
			lines[i] = l[len(bytes.TrimRight(l, "\r\n")):]
		}
	}
	return bytes.Join(lines, nil)
}

// forgetful leaves out of a fetch the words that would bring somebody back.
func (t *tx) forgetful(f *schema.Fetched) {
	if t.s.redactor.Empty() {
		return
	}
	f.Reason = t.s.redactor.Loose(f.Reason)
	for _, s := range []*string{&f.ETag, &f.LastModified, &f.Page.ContentType} {
		if t.tells(*s) {
			*s = ""
		}
	}
	if t.tells(f.FinalURL) {
		f.FinalURL = f.Entry.URL
	}
}
