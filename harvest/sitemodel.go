package harvest

import (
	"context"
	"fmt"

	"carif/parser/site"
	"carif/schema"
	"carif/storage"
)

// mixed marks a host some of whose archived pages were read in one way and some in another: a run was cut, or pages
// were imported.
const mixed = "mixed"

// load takes the models in use of the site's hosts. other reports that the archived pages were last read otherwise
// than this run reads.
func (j *job) load(ctx context.Context) (other bool, err error) {
	all, err := j.r.Store.Models(ctx, j.site.ID)
	if err != nil {
		return false, fmt.Errorf("load models of %s: %w", j.site.ID, err)
	}
	j.models, j.marks = map[string]*site.Model{}, map[string]string{}
	for i := range all {
		v := &all[i]
		if v.State != storage.ModelInUse {
			continue
		}
		mark := ""
		if !j.r.Alone {
			m, err := j.r.Reader.stored(v)
			if err != nil {
				return false, err
			}
			if !m.Empty() {
				j.models[v.Host], mark = m, m.Reading()
			}
		}
		j.marks[v.Host] = mark
		other = other || v.Applied != mark
	}
	return other, nil
}

// stored reads a stored model, with what a person overrides.
func (r *Reader) stored(v *storage.SiteModel) (*site.Model, error) {
	m, err := site.Unmarshal([]byte(v.Body))
	if err != nil {
		return nil, fmt.Errorf("model of %s, version %d: %w: build it again: carif sites model build %s", v.Host,
			v.Version, err, v.Site)
	}
	return r.overridden(m)
}

// overridden is the model with what a person wrote into the file of its host.
func (r *Reader) overridden(m *site.Model) (*site.Model, error) {
	own, err := LoadModel(r.ownModel(m.Site))
	if err != nil || own == nil {
		return m, err
	}
	return m.With(own.Override), nil
}

// prepare loads what is known of the site before its pages are asked for. Where the archived pages were read otherwise
// they are read again first: what is new by the model must not look as if the site had said it.
func (j *job) prepare(ctx context.Context) error {
	other, err := j.load(ctx)
	if err != nil || !other {
		return err
	}
	j.r.Log.Info("archived pages are read again with another model", "site", j.site.ID)
	return j.readAll(ctx, true, j.readSecond)
}

// readAll reads every archived page again, and hands those that can be read to save in the order of their addresses;
// other tells that they are read otherwise than before.
func (j *job) readAll(ctx context.Context, other bool,
	save func(context.Context, storage.Page, Reading) error) error {
	if other {
		if err := j.mark(ctx, mixed); err != nil {
			return err
		}
	}
	pages := func(put func(storage.Page) error) error {
		return j.r.Store.Pages(ctx, j.site.ID, func(p storage.Page) error {
			if p.Kind == schema.KindFeed {
				return nil
			}
			return put(p)
		})
	}
	err := inOrder(ctx, pages, j.readArchived, func(a archivedReading) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if ok, err := j.usable(&a); err != nil || !ok {
			return err
		}
		return save(ctx, a.page, a.got)
	})
	if err == nil {
		err = j.group.flush()
	}
	if err != nil {
		return err
	}
	return j.mark(ctx, "")
}

// mark notes how the pages of the site's hosts are read: as this run reads them where how is "".
func (j *job) mark(ctx context.Context, how string) error {
	for _, host := range sortedKeys(j.marks) {
		if how == "" {
			if err := j.r.Store.MarkModel(ctx, j.site.ID, host, j.marks[host]); err != nil {
				return err
			}
			continue
		}
		if err := j.r.Store.MarkModel(ctx, j.site.ID, host, how); err != nil {
			return err
		}
	}
	return nil
}

// unsettle notes that pages of the site are about to be read otherwise than with its stored models.
func (j *job) unsettle(ctx context.Context) error {
	if _, err := j.load(ctx); err != nil {
		return err
	}
	return j.mark(ctx, mixed)
}

// readSecond stores what an archived page reads as in the run that has fetched it, or before it is fetched.
func (j *job) readSecond(ctx context.Context, p storage.Page, got Reading) error {
	j.checkSentinel(p.URL, got.Records)
	return j.saveAgain(p, got, true, func([]schema.Change) {})
}
