package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/jmoiron/sqlx"
	"golang.org/x/sync/errgroup"

	"carif/schema"
	"carif/storage"
	"carif/vocab/scale"
)

// batchSize is how many records are read before their contacts are looked up.
const batchSize = 256

type recordRow struct {
	Key     string `db:"key"`
	Newest  bool   `db:"newest"`
	Payload []byte `db:"payload"`
	lifeRow
}

// numbering gives what puts a value among the arguments of a query and names it there: "?1".
func numbering(args *[]any) func(any) string {
	return func(v any) string {
		*args = append(*args, v)
		return fmt.Sprintf("?%d", len(*args))
	}
}

// coursesSQL builds the query of a filter; only its values are arguments.
func coursesSQL(f storage.Filter) (string, []any) {
	var where []string
	var args []any
	arg := numbering(&args)
	join, last := asOfSQL(f, arg)
	where = append(where, "v.run_from <= "+last)
	if f.WithClosed {
		where = append(where,
			"v.version = (SELECT max(x.version) FROM course_version x WHERE x.key = v.key AND x.run_from <= "+last+")")
	} else {
		where = append(where, "(v.run_to IS NULL OR v.run_to > "+last+")")
	}
	where = append(where, chosenSQL(f, last, arg)...)
	newest, life := "0", ""
	if f.WithContacts {
		newest = "NOT EXISTS (SELECT 1 FROM course_version n WHERE n.key = v.key AND n.version > v.version)"
	}
	if f.WithHistory {
		life = ", " + lifeSQL(last)
	}
	return "SELECT v.key AS key, " + newest + " AS newest, v.payload AS payload" + life + " FROM course_version v" + join +
		" WHERE " + strings.Join(where, " AND ") + " ORDER BY v.key", args
}

// chosenSQL are the conditions of a filter that choose courses, whatever the moment.
func chosenSQL(f storage.Filter, last string, arg func(any) string) (where []string) {
	if len(f.Sites) > 0 {
		where = append(where, "v.site IN (SELECT value FROM json_each("+arg(jsonList(f.Sites))+"))")
	}
	if len(f.Keys) > 0 {
		keys := "(SELECT value FROM json_each(" + arg(jsonList(f.Keys)) + "))"
		where = append(where, "(v.key IN "+keys+" OR v.key IN (SELECT a.key FROM course_alias a WHERE a.alias IN "+keys+
			" AND NOT EXISTS (SELECT 1 FROM course_version x WHERE x.key = a.alias)))")
	}
	changed := func(since string) {
		if !f.WithClosed {
			since = "c.kind <> 'closed' AND " + since
		}
		where = append(where, "EXISTS (SELECT 1 FROM change c WHERE c.course_key = v.key AND c.run <= "+last+
			" AND "+since+")")
	}
	if !f.ChangedSince.IsZero() {
		changed("c.at >= " + arg(stamp(f.ChangedSince)))
	}
	if f.ChangedSinceRun > 0 {
		changed("c.run > coalesce((SELECT m.run FROM (" + momentSQL(storage.Filter{AsPublished: f.ChangedSinceRun}, arg) +
			") m WHERE m.site = v.site), 0)")
	}
	return where
}

// Courses implements storage.Reader.
func (s *Store) Courses(ctx context.Context, f storage.Filter, fn func(schema.Record) error) error {
	tx, err := s.r.BeginTxx(ctx, nil)
	if err != nil {
		return explain(s.path, fmt.Errorf("read courses: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // it only read
	q, args := coursesSQL(f)
	rows, err := tx.QueryxContext(ctx, q, args...)
	if err != nil {
		return explain(s.path, fmt.Errorf("read courses: %w", err))
	}
	defer rows.Close()
	var canonical func(string) (schema.CanonicalProvider, bool)
	if f.WithHistory {
		if canonical, err = canonicalOf(ctx, tx); err != nil {
			return explain(s.path, err)
		}
	}
	left := f.Limit
	for more := true; more; {
		var batch []recordRow
		if batch, more, err = nextBatch(rows); err != nil {
			return explain(s.path, fmt.Errorf("read courses: %w", err))
		}
		done, err := s.emit(ctx, tx, f, batch, &left, canonical, fn)
		if done || err != nil {
			return err
		}
	}
	return nil
}

func nextBatch(rows *sqlx.Rows) (batch []recordRow, more bool, err error) {
	for len(batch) < batchSize {
		if !rows.Next() {
			return batch, false, rows.Err()
		}
		var r recordRow
		if err := rows.StructScan(&r); err != nil {
			return nil, false, err
		}
		batch = append(batch, r)
	}
	return batch, true, nil
}

// emit hands a batch to fn; done tells that the limit was reached.
func (s *Store) emit(ctx context.Context, q sqlx.QueryerContext, f storage.Filter, batch []recordRow, left *int,
	canonical func(string) (schema.CanonicalProvider, bool), fn func(schema.Record) error) (done bool, err error) {
	var people map[string][]person
	if f.WithContacts {
		var keys []string
		for _, r := range batch {
			if r.Newest {
				keys = append(keys, r.Key)
			}
		}
		if people, err = peopleOf(ctx, q, keys); err != nil {
			return false, err
		}
	}
	recs, err := s.unpackAll(batch)
	if err != nil {
		return false, err
	}
	for i, r := range batch {
		rec := recs[i]
		if rec.History = r.history(); rec.History != nil {
			rec.History.Scales = scale.Of(rec.Course)
			rec.History.Canonical = canonical
		}
		if !inRegions(&rec, f.Regions) {
			continue
		}
		if f.WithContacts {
			join(&rec, people[r.Key])
		} else {
			hidePeople(&rec)
		}
		if err := fn(rec); err != nil {
			return false, err
		}
		if *left--; *left == 0 {
			return true, nil
		}
	}
	return false, nil
}

// unpackAll reads the records of a batch, on every core: reading JSON is most of what a stream costs.
func (s *Store) unpackAll(batch []recordRow) ([]schema.Record, error) {
	recs := make([]schema.Record, len(batch))
	var g errgroup.Group
	share := max(len(batch)/runtime.GOMAXPROCS(0), 32)
	for from := 0; from < len(batch); from += share {
		g.Go(func() error {
			for i := from; i < min(from+share, len(batch)); i++ {
				var err error
				if recs[i], err = s.unpack(batch[i].Payload); err != nil {
					return fmt.Errorf("%s: course %s: %w: `carif check --deep` says what is lost", s.path, batch[i].Key, err)
				}
			}
			return nil
		})
	}
	return recs, g.Wait()
}

// inRegions tells whether the provider or a session of a course stands in one of the regions; none means all.
func inRegions(rec *schema.Record, regions []string) bool {
	if len(regions) == 0 {
		return true
	}
	in := func(r *string) bool { return r != nil && slices.Contains(regions, *r) }
	if o := rec.Course.Provider; o != nil && in(o.Region) {
		return true
	}
	return slices.ContainsFunc(rec.Course.Sessions, func(s schema.Session) bool { return in(s.Region) })
}

// keySQL is the key a course has now, given that or one it had before. A key in use is never read as an alias.
const keySQL = `coalesce((SELECT a.key FROM course_alias a WHERE a.alias = ?1
	AND NOT EXISTS (SELECT 1 FROM course_version x WHERE x.key = ?1)), ?1)`

// Course implements storage.Reader.
func (s *Store) Course(ctx context.Context, key string) (schema.Record, bool, error) {
	var found *schema.Record
	f := storage.Filter{Keys: []string{key}, WithClosed: true}
	err := s.Courses(ctx, f, func(rec schema.Record) error {
		found = &rec
		return nil
	})
	if err != nil || found == nil {
		return schema.Record{}, false, err
	}
	return *found, true, nil
}

type versionListRow struct {
	Version       int            `db:"version"`
	RunFrom       int64          `db:"run_from"`
	RunTo         sql.NullInt64  `db:"run_to"`
	FromAt        string         `db:"from_at"`
	ToAt          sql.NullString `db:"to_at"`
	Kind          string         `db:"kind"`
	Cause         string         `db:"cause"`
	Fields        string         `db:"fields"`
	Fingerprint   string         `db:"fingerprint"`
	ParserVersion string         `db:"parser_version"`
	VocabVersion  string         `db:"vocab_version"`
	Payload       []byte         `db:"payload"`
}

// Versions implements storage.Reader.
func (s *Store) Versions(ctx context.Context, key string) ([]storage.Version, error) {
	var rows []versionListRow
	err := s.r.SelectContext(ctx, &rows, `SELECT version, run_from, run_to, from_at, to_at, kind, cause, fields,
		fingerprint,
		parser_version, vocab_version, payload FROM course_version WHERE key = `+keySQL+` ORDER BY version`, key)
	if err != nil {
		return nil, explain(s.path, fmt.Errorf("read versions of %s: %w", key, err))
	}
	versions := make([]storage.Version, len(rows))
	for i, r := range rows {
		rec, err := s.unpack(r.Payload)
		if err != nil {
			return nil, fmt.Errorf("%s: course %s, version %d: %w: `carif check --deep` says what is lost", s.path, key,
				r.Version, err)
		}
		hidePeople(&rec)
		versions[i] = storage.Version{No: r.Version, RunFrom: r.RunFrom, RunTo: r.RunTo.Int64,
			From: parseTime(r.FromAt),
			To:   parseTime(r.ToAt.String), Fingerprint: r.Fingerprint, Kind: schema.ChangeKind(r.Kind), Cause: r.Cause,
			Fields: splitFields(r.Fields), ParserVersion: r.ParserVersion, VocabVersion: r.VocabVersion, Record: rec}
	}
	return versions, nil
}

func splitFields(s string) []string {
	if s == "" {
		return []string{}
	}
	return strings.Split(s, ",")
}

// Provenance implements storage.Reader.
func (s *Store) Provenance(ctx context.Context, key string) ([]schema.Origin, storage.CaptureInfo, error) {
	var row struct {
		Provenance []byte `db:"provenance"`
		Payload    []byte `db:"payload"`
		Capture    string `db:"capture"`
	}
	err := s.r.GetContext(ctx, &row,
		"SELECT provenance, payload, capture FROM course_version WHERE key = "+keySQL+" ORDER BY version DESC LIMIT 1", key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, storage.CaptureInfo{}, fmt.Errorf("%s: %w", key, storage.ErrNotFound)
	}
	if err != nil {
		return nil, storage.CaptureInfo{}, explain(s.path, fmt.Errorf("read provenance of %s: %w", key, err))
	}
	origins, err := s.unpackOrigins(row.Provenance)
	if err != nil {
		return nil, storage.CaptureInfo{}, err
	}
	rec, err := s.unpack(row.Payload)
	if err != nil {
		return nil, storage.CaptureInfo{}, err
	}
	info := storage.CaptureInfo{Ref: row.Capture, SHA256: rec.Source.SHA256}
	if rec.Source.URL != nil {
		info.URL = *rec.Source.URL
	}
	if rec.Source.FetchedAt != nil {
		info.FetchedAt = *rec.Source.FetchedAt
	}
	return origins, info, nil
}
