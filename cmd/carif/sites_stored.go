package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"carif/harvest"
	"carif/parser/site"
	"carif/sites"
	"carif/storage"
)

// buildStored learns from the archived pages of a site and keeps what is new in the database.
func (a *app) buildStored(ctx context.Context, o dbOptions, s *sites.Site) (err error) {
	b := batchOptions{dbOptions: o, logOptions: logOptions{format: "text"}, format: "text"}
	run, w, bar, err := a.start(ctx, b, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	list, err := run.BuildModels(ctx, s)
	bar.finish()
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: no archived page in %s: carif harvest %s", s.ID, o.db, s.ID))
	}
	for _, l := range list {
		a.tellLearnt(s, l)
	}
	return nil
}

// tellLearnt prints what one host's pages taught; what they did not goes to stderr.
func (a *app) tellLearnt(s *sites.Site, l harvest.Learnt) {
	for _, line := range l.Report {
		printf(a.err, "carif: %s: %s\n", l.Host, printable(line))
	}
	for _, n := range l.Drift {
		printf(a.err, "carif: %s\n", printable(n.What))
		for _, page := range n.Pages {
			printf(a.err, "carif:   for example %s\n", printable(page))
		}
		if n.Do != "" {
			printf(a.err, "carif:   do: %s\n", printable(n.Do))
		}
	}
	m := l.Model
	switch {
	case m.Version == 0:
		printf(a.out, "%s: nothing new\n", l.Host)
	case m.State == storage.ModelWaiting:
		printf(a.out, "%s: model %s, version %d, from %s of %s, waits: carif sites model diff %s\n", l.Host, m.Model,
			m.Version, count(m.Pages, "page"), count(m.Givers, "provider"), s.ID)
	default:
		printf(a.out, "%s: model %s, version %d, from %s of %s, is in use: the next harvest or reparse reads with it\n",
			l.Host, m.Model, m.Version, count(m.Pages, "page"), count(m.Givers, "provider"))
	}
}

func (a *app) showStored(ctx context.Context, o dbOptions, s *sites.Site) error {
	return a.eachStored(ctx, o, s, func(all []storage.SiteModel) error {
		for _, m := range all {
			printf(a.out, "# %s, version %d, %s: built %s from %s of %s\n", m.Host, m.Version, stateText(m.State),
				m.BuiltAt.Format(time.DateOnly), count(m.Pages, "page"), count(m.Givers, "provider"))
		}
		for _, m := range all {
			if m.State == storage.ModelInUse {
				printf(a.out, "---\n%s", m.Body)
			}
		}
		return nil
	})
}

func stateText(s storage.ModelState) string {
	if s == storage.ModelInUse {
		return "in use"
	}
	return string(s)
}

func (a *app) diffStored(ctx context.Context, o dbOptions, s *sites.Site) error {
	return a.eachStored(ctx, o, s, func(all []storage.SiteModel) error {
		return a.eachWaiting(s, all, func(old, m *site.Model, _ storage.SiteModel) error {
			printf(a.out, "%s: %s → %s\n", m.Site, dash(old.ID), m.ID)
			for _, line := range site.Diff(old, m) {
				printf(a.out, "  %s\n", printable(line))
			}
			return nil
		})
	})
}

func (a *app) acceptStored(ctx context.Context, o dbOptions, s *sites.Site) (err error) {
	w, err := o.openWrite(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	all, err := w.store.Models(ctx, s.ID)
	if err != nil {
		return err
	}
	return a.eachWaiting(s, all, func(_, _ *site.Model, v storage.SiteModel) error {
		if err := w.store.UseModel(ctx, s.ID, v.Host, v.Version); err != nil {
			return err
		}
		printf(a.out, "%s: model %s is in use: the next harvest or reparse reads with it\n", v.Host, v.Model)
		return nil
	})
}

// eachStored hands over the stored versions of a site's models.
func (a *app) eachStored(ctx context.Context, o dbOptions, s *sites.Site,
	fn func([]storage.SiteModel) error) (err error) {
	st, err := o.openRead()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	all, err := st.Models(ctx, s.ID)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: no model of it in %s: a harvest of the whole site learns one, "+
			"or carif sites model build %s", s.ID, o.db, s.ID))
	}
	return fn(all)
}

// eachWaiting hands over the models that wait, each with the one in use.
func (a *app) eachWaiting(s *sites.Site, all []storage.SiteModel,
	fn func(old, m *site.Model, v storage.SiteModel) error) error {
	waiting := 0
	inUse := map[string]*site.Model{}
	for _, v := range all {
		if v.State == storage.ModelPast {
			continue
		}
		m, err := site.Unmarshal([]byte(v.Body))
		if err != nil {
			return fmt.Errorf("model of %s, version %d: %w", v.Host, v.Version, err)
		}
		if v.State == storage.ModelInUse {
			inUse[v.Host] = m
			continue
		}
		waiting++
		old := inUse[v.Host]
		if old == nil {
			old = &site.Model{Site: m.Site}
		}
		if err := fn(old, m, v); err != nil {
			return err
		}
	}
	if waiting == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: no model waits: carif sites model build %s", s.ID, s.ID))
	}
	return nil
}
