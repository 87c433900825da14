package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"carif/parser/site"
	"carif/storage"
)

type modelRow struct {
	ID      int64         `db:"id"`
	Site    string        `db:"site"`
	Host    string        `db:"host"`
	Version int           `db:"version"`
	Model   string        `db:"model"`
	State   string        `db:"state"`
	Pages   int           `db:"pages"`
	Givers  int           `db:"givers"`
	BuiltAt string        `db:"built_at"`
	Run     sql.NullInt64 `db:"run"`
	Applied string        `db:"applied"`
	Sample  string        `db:"sample"`
	Body    string        `db:"body"`
}

// AddModel implements storage.Modeller.
func (s *Store) AddModel(ctx context.Context, m storage.SiteModel) (version int, err error) {
	if m.BuiltAt.IsZero() {
		m.BuiltAt = s.now()
	}
	err = s.write(ctx, "store model of "+m.Host, func(t *tx) error {
		if _, err := t.get(&version, "SELECT coalesce(max(version), 0) + 1 FROM site_model WHERE site = ? AND host = ?",
			m.Site, m.Host); err != nil {
			return err
		}
		if err := t.retireModel(m.Site, m.Host, m.State); err != nil {
			return err
		}
		var run any
		if m.Run != 0 {
			run = m.Run
		}
		err := t.exec(`INSERT INTO site_model (site, host, version, model, state, pages, givers, built_at, run, applied,
			sample, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, m.Site, m.Host, version, m.Model, string(m.State),
			m.Pages, m.Givers, stamp(m.BuiltAt), run, m.Applied, m.Sample, m.Body)
		if err != nil {
			return err
		}
		return t.modelsChanged()
	})
	return version, err
}

// retireModel makes past the version that is in a state, and the waiting one too where another is put in use: it was
// compared with one that is no longer.
func (t *tx) retireModel(site, host string, state storage.ModelState) error {
	return t.exec(`UPDATE site_model SET state = 'past' WHERE site = ?1 AND host = ?2 AND state <> 'past'
		AND (state = ?3 OR ?3 = 'in_use')`, site, host, string(state))
}

// modelsChanged keeps the seal true after a change that may or may not be a run's.
func (t *tx) modelsChanged() error {
	if err := t.dirty(); err != nil {
		return err
	}
	return t.resealIfSealed()
}

// Models implements storage.Modeller.
func (s *Store) Models(ctx context.Context, site string) ([]storage.SiteModel, error) {
	var out []storage.SiteModel
	err := stream(ctx, s, "read site models", `SELECT * FROM site_model WHERE ?1 = '' OR site = ?1
		ORDER BY site, host, version`, []any{site}, func(r *modelRow) error {
		out = append(out, storage.SiteModel{Site: r.Site, Host: r.Host, Version: r.Version, Model: r.Model,
			State: storage.ModelState(r.State), Pages: r.Pages, Givers: r.Givers, BuiltAt: parseTime(r.BuiltAt),
			Run: r.Run.Int64, Applied: r.Applied, Sample: r.Sample, Body: r.Body})
		return nil
	})
	return out, err
}

// UseModel implements storage.Modeller.
func (s *Store) UseModel(ctx context.Context, site, host string, version int) error {
	return s.write(ctx, "take model of "+host+" into use", func(t *tx) error {
		if err := t.retireModel(site, host, storage.ModelInUse); err != nil {
			return err
		}
		n, err := t.count(`UPDATE site_model SET state = 'in_use', applied = '' WHERE site = ? AND host = ?
			AND version = ?`, site, host, version)
		if err == nil && n == 0 {
			err = fmt.Errorf("it has no version %d", version)
		}
		if err != nil {
			return err
		}
		return t.modelsChanged()
	})
}

// MarkModel implements storage.Modeller.
func (s *Store) MarkModel(ctx context.Context, site, host, applied string) error {
	return s.write(ctx, "note what was read with the model of "+host, func(t *tx) error {
		n, err := t.count(`UPDATE site_model SET applied = ?3 WHERE site = ?1 AND host = ?2 AND state = 'in_use'
			AND applied <> ?3`, site, host, applied)
		if err != nil || n == 0 {
			return err
		}
		return t.modelsChanged()
	})
}

// ResampleModel implements storage.Modeller.
func (s *Store) ResampleModel(ctx context.Context, site, host string, version int, sample string) error {
	return s.write(ctx, "note what the model of "+host+" is built from", func(t *tx) error {
		n, err := t.count("UPDATE site_model SET sample = ? WHERE site = ? AND host = ? AND version = ?", sample, site,
			host, version)
		if err == nil && n == 0 {
			err = fmt.Errorf("it has no version %d", version)
		}
		if err != nil {
			return err
		}
		return t.modelsChanged()
	})
}

// forgetModels takes the words of forgotten people, and of those who stood on a forgotten page, out of every version of
// every model.
func (t *tx) forgetModels(onPages storage.Person) error {
	words := t.s.redactor.With(onPages).Text
	var all []modelRow
	if err := t.all(&all, "SELECT * FROM site_model ORDER BY id"); err != nil {
		return err
	}
	for _, r := range all {
		m, err := site.Unmarshal([]byte(r.Body))
		if err != nil {
			return fmt.Errorf("model of %s, version %d: %w", r.Host, r.Version, err)
		}
		clean, changed := m.Without(words)
		if !changed {
			continue
		}
		b, err := clean.Marshal()
		if err != nil {
			return err
		}
		if err := t.exec("UPDATE site_model SET body = ? WHERE id = ?", string(b), r.ID); err != nil {
			return fmt.Errorf("rewrite model of %s, version %d: %w", r.Host, r.Version, err)
		}
	}
	return t.dirty()
}
