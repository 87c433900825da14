package harvest

import (
	"context"
	"fmt"

	"carif/archive"
	"carif/crawler"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// Reparse rebuilds the records of a site from the archive, with no network: the same path as a harvest from
// the bytes on. Pages whose bytes are missing or damaged are faults of the run; their records stay.
func (r *Runner) Reparse(ctx context.Context, site *sites.Site) (Summary, error) {
	j, err := r.begin(ctx, site, KindReparse)
	if err != nil {
		return Summary{}, err
	}
	err = r.Store.Pages(ctx, site.ID, func(p storage.Page) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return j.reread(ctx, p)
	})
	return j.end(err, crawler.Report{Faults: j.faults})
}

// reread reads one archived page again.
func (j *job) reread(ctx context.Context, p storage.Page) error {
	page, err := j.r.archived(p)
	if err != nil {
		j.fault(p.URL, "archive", err)
		return nil
	}
	res := storage.PageResult{Run: j.run.ID, Site: p.Site, URL: p.URL, Capture: p.Capture,
		VocabVersion: j.r.Reader.Normalizer.VocabularyVersion(), At: j.r.now()}
	got, err := j.r.Reader.Read(page, j.site)
	if err != nil {
		j.r.Log.Error("page not read", "site", j.site.ID, "url", p.URL, "err", err)
		j.fault(p.URL, "reader", err)
		return nil
	}
	res.Records, res.Refusal = got.Records, got.Refusal
	changes, err := j.r.Store.Commit(context.WithoutCancel(ctx), res)
	if err != nil {
		return fmt.Errorf("store %s: %w", p.URL, err)
	}
	j.tell(ctx, &crawler.Fetched{Entry: crawler.Entry{Site: p.Site, URL: p.URL}, Outcome: schema.OutcomeOK}, changes)
	return nil
}

func (j *job) fault(url, class string, err error) {
	j.faults = append(j.faults, crawler.Fault{URL: url, Class: schema.Outcome(class), Attempts: 1, Last: err.Error()})
}

// archived loads the decoded page of an archive reference.
func (r *Runner) archived(p storage.Page) (schema.Page, error) {
	ref, err := archive.ParseRef(p.Capture)
	if err != nil {
		return schema.Page{}, err
	}
	x, err := r.Archive.Read(ref)
	if err != nil {
		return schema.Page{}, err
	}
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, MaxFileBytes)
	if err != nil {
		return schema.Page{}, err
	}
	return schema.Page{Site: p.Site, URL: p.URL, File: p.Capture, FetchedAt: p.FetchedAt, ContentType: p.ContentType,
		Status: p.Status, Body: body, SHA256: p.SHA256}, nil
}
