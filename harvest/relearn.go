package harvest

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"carif/parser/site"
	"carif/schema"
	"carif/storage"
)

// relearn builds the models of a site's hosts from its archived pages, where its records were read with models: the
// same pages give the same models, so nothing of them is stored. Records that were read page by page stay so.
func (j *job) relearn(ctx context.Context) error {
	if modelled, err := j.modelled(ctx); err != nil || !modelled || j.r.Alone {
		return err
	}
	byHost := map[string][]storage.Page{}
	err := j.r.Store.Pages(ctx, j.site.ID, func(p storage.Page) error {
		if host := hostOfPage(p.URL); host != "" {
			byHost[host] = append(byHost[host], p)
		}
		return ctx.Err()
	})
	if err != nil {
		return fmt.Errorf("list pages of %s: %w", j.site.ID, err)
	}
	t := site.Default()
	j.readers = map[string]*Reader{}
	for _, host := range sortedKeys(byHost) {
		var sketches []*site.Sketch
		for _, p := range candidates(byHost[host], t.Pages, func(p storage.Page) string { return p.URL }) {
			if err := ctx.Err(); err != nil {
				return err
			}
			page, _, err := j.archived(p)
			if err != nil {
				continue // a fault of the run when the page itself is read
			}
			s, err := j.r.Reader.sketch(page, j.site, host)
			if err != nil {
				return fmt.Errorf("%s: %w", p.URL, err)
			}
			sketches = append(sketches, s)
		}
		m, rep := site.Build(host, sketches, t, j.r.Reader.Normalizer)
		for _, line := range rep {
			j.r.Log.Debug("site model", "host", host, "note", line)
		}
		own, err := LoadModel(j.r.Reader.ownModel(host))
		if err != nil {
			return err
		}
		if own != nil {
			m = m.With(own.Override)
		}
		if !m.Empty() {
			j.readers[host] = j.r.Reader.With(m)
		}
	}
	return nil
}

// hostOfPage names the host of an archived page: of its URL, or the folder of a saved page that looks like one.
func hostOfPage(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	if u.Scheme == fileScheme {
		return hostOf("", u.Path, "")
	}
	return u.Hostname()
}

// reader gives the reader of a page's host.
func (j *job) reader(raw string) *Reader {
	if r := j.readers[hostOfPage(raw)]; r != nil {
		return r
	}
	return j.r.Reader
}

// errFound ends a stream of records early.
var errFound = errors.New("found")

// modelled reports whether a record of the site was read with a model.
func (j *job) modelled(ctx context.Context) (bool, error) {
	err := j.r.Store.Courses(ctx, storage.Filter{Sites: []string{j.site.ID}}, func(r schema.Record) error {
		if r.Source.Model != nil {
			return errFound
		}
		return nil
	})
	if errors.Is(err, errFound) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("look how %s was read: %w", j.site.ID, err)
	}
	return false, nil
}
