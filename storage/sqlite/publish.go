package sqlite

import (
	"context"
	"fmt"
)

// Publish implements storage.Runs.
func (s *Store) Publish(ctx context.Context, site string, run int64) error {
	return s.write(ctx, fmt.Sprintf("publish run %d of %s", run, site), func(t *tx) error {
		var was int64
		if _, err := t.get(&was, "SELECT coalesce(published_run, 0) FROM site WHERE id = ?", site); err != nil {
			return err
		}
		n, err := t.count(`UPDATE site SET published_run = ?2
			WHERE id = ?1 AND EXISTS (SELECT 1 FROM run WHERE id = ?2 AND site = ?1)`, site, run)
		if err == nil && n == 0 {
			err = fmt.Errorf("the site has no such run")
		}
		if err != nil {
			return err
		}
		if was != run {
			err = t.exec("INSERT INTO publication (run, at) VALUES (?, ?) ON CONFLICT DO NOTHING", run, t.s.now().Unix())
		}
		if err != nil {
			return err
		}
		if err := t.showRun(site, run); err != nil {
			return err
		}
		return t.resealIfSealed()
	})
}

// Withhold implements storage.Runs.
func (s *Store) Withhold(ctx context.Context, site string, run int64) error {
	return s.write(ctx, fmt.Sprintf("withhold run %d of %s", run, site), func(t *tx) error {
		var published int64
		err := t.exec("UPDATE site SET published_run = coalesce(published_run, 0) WHERE id = ?", site)
		if err == nil {
			_, err = t.get(&published, "SELECT published_run FROM site WHERE id = ?", site)
		}
		if err == nil && published >= run {
			err = fmt.Errorf("run %d is published already", published)
		}
		if err != nil {
			return err
		}
		if err := t.showRun(site, published); err != nil {
			return err
		}
		return t.resealIfSealed()
	})
}

// showRun makes the tidy tables of a site what they were after a run, touching only the courses that differ.
func (t *tx) showRun(site string, run int64) error {
	var hidden []string
	err := t.all(&hidden, `SELECT key FROM course WHERE site = ?1 AND NOT EXISTS
		(SELECT 1 FROM course_version v WHERE v.key = course.key AND v.run_from <= ?2)`, site, run)
	if err != nil {
		return err
	}
	for _, key := range hidden {
		if err := t.hide(key); err != nil {
			return fmt.Errorf("course %s: %w", key, err)
		}
	}
	var differ []struct {
		ID   int64 `db:"id"`
		Open bool  `db:"open"`
	}
	err = t.all(&differ, `SELECT v.id AS id, v.run_to IS NULL OR v.run_to > ?2 AS open FROM course_version v
		LEFT JOIN course c ON c.key = v.key
		WHERE v.site = ?1 AND v.version = (SELECT max(x.version) FROM course_version x WHERE x.key = v.key
		AND x.run_from <= ?2)
		AND (c.key IS NULL OR c.version <> v.version OR (c.status = 'open') <> (v.run_to IS NULL OR v.run_to > ?2))
		ORDER BY v.key`, site, run)
	if err != nil {
		return err
	}
	for _, d := range differ {
		if err := t.show(d.ID, d.Open); err != nil {
			return err
		}
	}
	return nil
}
