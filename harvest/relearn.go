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

// relearn builds the models of a site's hosts from its archived pages, where its records were imported with models and
// none is stored: the same pages give the same models. Records that were read page by page stay so.
func (j *job) relearn(ctx context.Context) error {
	if modelled, err := j.modelled(ctx); err != nil || !modelled || j.r.Alone {
		return err
	}
	byHost, err := j.pagesByHost(ctx)
	if err != nil {
		return err
	}
	t := site.Default()
	j.models = map[string]*site.Model{}
	for _, host := range sortedKeys(byHost) {
		sketches, err := j.sketches(ctx, host, byHost[host])
		if err != nil {
			return err
		}
		m, rep := site.Build(host, sketches, t, j.r.Reader.Normalizer)
		for _, line := range rep {
			j.r.Log.Debug("site model", "host", host, "note", line)
		}
		if m, err = j.r.Reader.overridden(m); err != nil {
			return err
		}
		if !m.Empty() {
			j.models[host] = m
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
	if m := j.models[hostOfPage(raw)]; m != nil {
		return j.r.reader().With(m)
	}
	return j.r.reader()
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
