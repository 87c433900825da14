package sqlite

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"carif/schema"
	"carif/storage"
)

// stream reads rows one by one into fn.
func stream[T any](ctx context.Context, s *Store, what, q string, args []any, fn func(*T) error) error {
	rows, err := s.r.QueryxContext(ctx, q, args...)
	if err != nil {
		return explain(s.path, fmt.Errorf("%s: %w", what, err))
	}
	defer rows.Close()
	return explain(s.path, scanEach(rows, fn))
}

func scanEach[T any](rows *sqlx.Rows, fn func(*T) error) error {
	for rows.Next() {
		var r T
		if err := rows.StructScan(&r); err != nil {
			return fmt.Errorf("read row: %w", err)
		}
		if err := fn(&r); err != nil {
			return err
		}
	}
	return rows.Err()
}

type changeRow struct {
	Run    int64  `db:"run"`
	Key    string `db:"course_key"`
	Kind   string `db:"kind"`
	Cause  string `db:"cause"`
	Fields string `db:"fields"`
	At     string `db:"at"`
}

// Changes implements storage.Reader.
func (s *Store) Changes(ctx context.Context, run int64, fn func(schema.Change) error) error {
	return stream(ctx, s, "read changes", `SELECT run, course_key, kind, cause, fields, at FROM change
		WHERE ?1 = 0 OR run = ?1 ORDER BY id`, []any{run}, func(r *changeRow) error {
		return fn(schema.Change{Run: r.Run, Key: r.Key, Kind: schema.ChangeKind(r.Kind), Cause: r.Cause,
			Fields: splitFields(r.Fields), At: parseTime(r.At)})
	})
}

type archivedRow struct {
	Site        string `db:"site"`
	URL         string `db:"url"`
	Kind        string `db:"kind"`
	Capture     string `db:"capture"`
	ContentType string `db:"content_type"`
	Status      int    `db:"status"`
	FetchedAt   string `db:"fetched_at"`
	SHA256      string `db:"sha256"`
	ContentHash string `db:"content_hash"`
}

// Pages implements storage.Reader.
func (s *Store) Pages(ctx context.Context, site string, fn func(storage.Page) error) error {
	return stream(ctx, s, "read pages", `SELECT site, url, kind, capture, coalesce(content_type, '') AS content_type,
		200 AS status,
		coalesce(fetched_at, '') AS fetched_at, coalesce(sha256, '') AS sha256,
		coalesce(content_hash, '') AS content_hash FROM page
		WHERE (?1 = '' OR site = ?1) AND kind IN ('course', 'feed') AND capture IS NOT NULL ORDER BY site, url`, []any{site},
		func(r *archivedRow) error {
			return fn(r.page())
		})
}

func (r *archivedRow) page() storage.Page {
	return storage.Page{Site: r.Site, URL: r.URL, Kind: schema.Kind(r.Kind), Capture: r.Capture,
		ContentType: r.ContentType, Status: r.Status,
		FetchedAt: parseTime(r.FetchedAt), SHA256: r.SHA256, ContentHash: r.ContentHash}
}

type captureRow struct {
	Ref         string `db:"ref"`
	URL         string `db:"url"`
	At          string `db:"at"`
	Status      int    `db:"status"`
	ContentType string `db:"content_type"`
	SHA256      string `db:"sha256"`
	Revisit     bool   `db:"revisit"`
	Pruned      bool   `db:"pruned"`
}

// Captures implements storage.Reader.
func (s *Store) Captures(ctx context.Context, site, url string) ([]storage.Capture, error) {
	var all []storage.Capture
	err := stream(ctx, s, "read captures", `SELECT ref, url, at, status, content_type, sha256, revisit, 0 AS pruned
		FROM capture WHERE site = ? AND url = ? AND pruned IS NULL ORDER BY run, at, ref`, []any{site, url},
		func(r *captureRow) error {
			all = append(all, r.capture())
			return nil
		})
	return all, err
}

// Archived implements storage.Reader.
func (s *Store) Archived(ctx context.Context, fn func(storage.Capture, int) error) error {
	type row struct {
		captureRow
		Pages int `db:"pages"`
	}
	return stream(ctx, s, "read captures", `SELECT c.ref, c.url, c.at, c.status, c.content_type, c.sha256, c.revisit,
		c.pruned IS NOT NULL AS pruned, coalesce(p.pages, 0) AS pages
		FROM capture c LEFT JOIN (SELECT capture, count(*) AS pages FROM page WHERE kind = 'course'
		AND capture IS NOT NULL GROUP BY capture) p
		ON p.capture = c.ref ORDER BY c.ref`, nil, func(r *row) error { return fn(r.capture(), r.Pages) })
}

func (r *captureRow) capture() storage.Capture {
	return storage.Capture{Ref: r.Ref, URL: r.URL, At: parseTime(r.At), Status: r.Status,
		ContentType: r.ContentType, SHA256: r.SHA256, Revisit: r.Revisit, Pruned: r.Pruned}
}

type unknownRow struct {
	Site    string `db:"site"`
	Field   string `db:"field"`
	Text    string `db:"text"`
	N       int    `db:"n"`
	Example string `db:"example"`
}

// UnknownLabels implements storage.Reader.
func (s *Store) UnknownLabels(ctx context.Context, site string, limit int) ([]storage.Unknown, error) {
	return s.unknown(ctx, `SELECT course_key, '' AS field, label AS text FROM unclaimed WHERE label <> ''
		UNION ALL SELECT course_key, '', raw FROM issue WHERE code = 'unknown_label'`, site, limit)
}

// UnknownValues implements storage.Reader.
func (s *Store) UnknownValues(ctx context.Context, site string, limit int) ([]storage.Unknown, error) {
	return s.unknown(ctx, "SELECT course_key, field, raw AS text FROM issue WHERE code = 'unknown_value'", site, limit)
}

func (s *Store) unknown(ctx context.Context, source, site string, limit int) ([]storage.Unknown, error) {
	if limit <= 0 {
		limit = -1
	}
	var all []storage.Unknown
	err := stream(ctx, s, "read unknown words", `SELECT c.site AS site, u.field AS field, u.text AS text,
		count(DISTINCT c.key) AS n,
		coalesce(min(c.url), '') AS example FROM (`+source+`) u JOIN course c ON c.key = u.course_key
		AND c.status = 'open'
		WHERE ?1 = '' OR c.site = ?1 GROUP BY 1, 2, 3 ORDER BY n DESC, 1, 2, 3 LIMIT ?2`, []any{site, limit},
		func(r *unknownRow) error {
			all = append(all, storage.Unknown{Site: r.Site, Field: schema.Field(r.Field), Text: r.Text, N: r.N,
				Example: r.Example})
			return nil
		})
	return all, err
}
