package sqlite

// alias saves that a page only leads to another one, which was dealt with by itself: it holds what that one holds, and
// speaks for none of it.
func (t *tx) alias(site string, page pageRow, url string) error {
	target := pageRow{}
	ok, err := t.get(&target, "SELECT id, sha256 FROM page WHERE site = ? AND url = ?", site, url)
	if !ok || err != nil {
		return err
	}
	err = t.exec(`UPDATE page SET etag = NULL, last_modified = NULL, sha256 = NULL, content_hash = NULL, capture = NULL,
		refusal = NULL, courses = (SELECT courses FROM page WHERE id = ?2) WHERE id = ?1`, page.ID, target.ID)
	if err != nil {
		return err
	}
	changed := 0
	for _, q := range []string{
		// courses that this page has shown itself, and that the other showed without being heard: it is read anew
		`UPDATE page SET etag = NULL, last_modified = NULL, sha256 = NULL, content_hash = NULL WHERE id = ?2 AND EXISTS (
			SELECT 1 FROM sighting g JOIN course_version v ON v.key = g.key AND v.run_to IS NULL WHERE g.page = ?2
			AND g.current = 1 AND v.page = ?1 AND v.page_sha256 IS NOT page.sha256)`,
		`UPDATE course_version SET page = ?2 WHERE page = ?1 AND run_to IS NULL
			AND key IN (SELECT key FROM sighting WHERE page = ?2 AND current = 1)`,
		`UPDATE sighting SET current = 0, last_run = (SELECT coalesce(seen_run, 0) FROM page WHERE id = ?1)
			WHERE page = ?1 AND current = 1 AND key NOT IN (SELECT key FROM sighting WHERE page = ?2 AND current = 1)`,
		`INSERT INTO sighting (key, page, current, last_run) SELECT key, ?1, 1, 0 FROM sighting WHERE page = ?2
			AND current = 1 ON CONFLICT (key, page) DO UPDATE SET current = 1 WHERE current = 0`,
	} {
		n, err := t.count(q, page.ID, target.ID)
		if err != nil {
			return err
		}
		changed += n
	}
	if changed == 0 {
		return nil
	}
	return t.dirty()
}

// takeOver makes a page speak for a course it was found to hold, where one spoke for it that now leads to this page.
func (t *tx) takeOver(site string, page int64, led []string, key string) error {
	for _, url := range led {
		n, err := t.count(`UPDATE course_version SET page = ?1 WHERE key = ?4 AND run_to IS NULL
			AND page = (SELECT id FROM page WHERE site = ?2 AND url = ?3)`, page, site, url, key)
		if err == nil && n > 0 {
			err = t.dirty()
		}
		if err != nil {
			return err
		}
	}
	return nil
}
