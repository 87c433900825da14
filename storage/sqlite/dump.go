package sqlite

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jmoiron/sqlx"

	"carif/schema"
	"carif/storage"
	"carif/storage/aside"
)

// dumpVersion is a version in a dump: nothing of when it was read.
type dumpVersion struct {
	Key         string         `json:"key"`
	Version     int            `json:"version"`
	Open        bool           `json:"open"`
	Kind        string         `json:"kind"`
	Cause       string         `json:"cause"`
	Fields      string         `json:"fields"`
	Fingerprint string         `json:"fingerprint"`
	Record      *schema.Record `json:"record"`
}

type dumpVersionRow struct {
	Key         string `db:"key"`
	Version     int    `db:"version"`
	Open        bool   `db:"open"`
	Kind        string `db:"kind"`
	Cause       string `db:"cause"`
	Fields      string `db:"fields"`
	Fingerprint string `db:"fingerprint"`
	Payload     []byte `db:"payload"`
}

// dumpPage is a page in a dump.
type dumpPage struct {
	Site        string  `db:"site" json:"site"`
	URL         string  `db:"url" json:"url"`
	Kind        string  `db:"kind" json:"kind"`
	State       string  `db:"state" json:"state"`
	Outcome     *string `db:"outcome" json:"outcome"`
	FinalURL    *string `db:"final_url" json:"final_url"`
	SHA256      *string `db:"sha256" json:"sha256"`
	ContentHash *string `db:"content_hash" json:"content_hash"`
	GoneCount   int     `db:"gone_count" json:"gone_count"`
	Courses     *int    `db:"courses" json:"courses"`
	Refusal     *string `db:"refusal" json:"refusal"`
	Links       int     `db:"links" json:"links"`
	Holds       string  `db:"holds" json:"holds"` // keys of the courses on it
}

// dumpAlias is a key that a course had, in a dump.
type dumpAlias struct {
	Alias string `db:"alias" json:"alias"`
	Key   string `db:"key" json:"key"`
}

// Dump implements storage.Keeper.
func (s *Store) Dump(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err := stream(ctx, s, "dump pages", `SELECT site, url, kind, state,
		CASE outcome WHEN 'not_modified' THEN 'ok' ELSE outcome END AS outcome, final_url, sha256, content_hash,
		gone_count, courses, refusal, links,
		coalesce((SELECT group_concat(key, ' ') FROM (SELECT key FROM sighting g WHERE g.page = page.id
		AND g.current = 1 ORDER BY key)), '') AS holds
		FROM page ORDER BY site, url`, nil, func(r *dumpPage) error { return enc.Encode(map[string]any{"page": r}) })
	if err != nil {
		return err
	}
	err = stream(ctx, s, "dump versions", `SELECT key, version, run_to IS NULL AS open, kind, cause, fields,
		fingerprint, payload
		FROM course_version ORDER BY key, version`, nil, func(r *dumpVersionRow) error {
		rec, err := s.unpack(r.Payload)
		if err != nil {
			return fmt.Errorf("course %s: %w", r.Key, err)
		}
		rec.Source.FetchedAt, rec.Source.File = nil, nil
		return enc.Encode(map[string]any{"version": dumpVersion{r.Key, r.Version, r.Open, r.Kind, r.Cause, r.Fields,
			r.Fingerprint, &rec}})
	})
	if err != nil {
		return err
	}
	err = stream(ctx, s, "dump field changes", `SELECT course_key, version, field, old, new, kind, cause
		FROM field_change ORDER BY course_key, version, kind = 'closed', field, id`, nil, func(r *fieldRow) error {
		return enc.Encode(map[string]any{"field": []any{r.Key, r.Version, r.Field, r.Old, r.New, r.Kind, r.Cause}})
	})
	if err != nil {
		return err
	}
	err = stream(ctx, s, "dump aliases", "SELECT alias, key FROM course_alias ORDER BY alias", nil,
		func(a *dumpAlias) error { return enc.Encode(map[string]any{"alias": a}) })
	if err != nil {
		return err
	}
	err = stream(ctx, s, "dump contacts", "SELECT "+peopleColumns+" FROM contact ORDER BY course_key, position", nil,
		func(p *person) error {
			row := []any{p.CourseKey, p.Position, p.Owner, p.Session.Int64, pointer(p.Name), pointer(p.Role), p.Phones,
				p.Faxes, p.Emails}
			if p.Civility.Valid || p.FirstName.Valid || p.LastName.Valid || p.Office.Bool {
				row = append(row, pointer(p.Civility), pointer(p.FirstName), pointer(p.LastName), p.Office.Bool)
			}
			return enc.Encode(map[string]any{"contact": row})
		})
	if err != nil {
		return err
	}
	if err := s.dumpModels(ctx, enc); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write dump: %w", err)
	}
	return nil
}

// dumpModels writes what is known of the sites: the versions that are in use or wait.
func (s *Store) dumpModels(ctx context.Context, enc *json.Encoder) error {
	return stream(ctx, s, "dump site models", `SELECT * FROM site_model WHERE state <> 'past'
		ORDER BY site, host, version`, nil, func(r *modelRow) error {
		return enc.Encode(map[string]any{"model": []any{r.Site, r.Host, r.State, r.Applied, r.Body}})
	})
}

// Backup implements storage.Keeper. Rights to read the database are enough; what cannot be written is the target.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := checkTarget(path); err != nil {
		return err
	}
	aside.Sweep(path, filepath.Base(path)+".part") // the last is how earlier programs called it
	part, err := aside.File(path, 0o600)           // SQLite fills an empty file, and would make one that all may read
	if err != nil {
		return fmt.Errorf("back up to %s: %w", path, err)
	}
	err = s.copyTo(ctx, part.Path, path)
	if err != nil {
		_ = os.Remove(part.Path) // a half copy is of no use
	}
	return errors.Join(err, part.Release())
}

// copyTo copies the database to a file aside and puts that in its place.
func (s *Store) copyTo(ctx context.Context, part, path string) error {
	// the pool's query_only forbids any VACUUM
	db, err := sqlx.Open("sqlite3", fileURI(s.path)+"?mode=ro&_busy_timeout=10000"+s.immutable())
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		if full := explain(path, err); errors.Is(full, storage.ErrDiskFull) {
			return full
		}
		return explain(s.path, fmt.Errorf("back up to %s: %w", path, err))
	}
	steps := []func() error{
		func() error { return markCopy(ctx, part) },
		func() error { return syncFile(part) },
		func() error { return os.Rename(part, path) },
		func() error { return syncFile(filepath.Dir(path)) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("back up: %w", err)
		}
	}
	return nil
}

// checkTarget refuses a copy where no file can be made.
func checkTarget(path string) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return refuse(fs.ErrNotExist, "%s: the folder %s does not exist: create it first", path, dir)
	case err != nil:
		return fmt.Errorf("%s: %w", path, err)
	case !info.IsDir():
		return refuse(fs.ErrNotExist, "%s: %s is no folder: choose another place for the copy", path, dir)
	case !writable(dir):
		return refuse(storage.ErrReadOnly, "%s: the folder %s cannot be written: choose another place for the copy", path,
			dir)
	}
	return nil
}

// markCopy writes into a copy that it is one.
func markCopy(ctx context.Context, path string) error {
	db, err := sqlx.Open("sqlite3", fileURI(path))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "INSERT OR REPLACE INTO meta (name, value) VALUES ('copy', '1')")
	return errors.Join(err, db.Close())
}

// IsCopy implements storage.Keeper.
func (s *Store) IsCopy(ctx context.Context) (yes bool, err error) {
	err = s.r.GetContext(ctx, &yes, "SELECT EXISTS (SELECT 1 FROM meta WHERE name = 'copy')")
	if err != nil {
		return false, explain(s.path, fmt.Errorf("read meta: %w", err))
	}
	return yes, nil
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
