package storagetest

import (
	"testing"

	"carif/schema"
	"carif/storage"
)

const feedURL = "https://example.org/offres.xml"

// part saves one part of a feed.
func (r *rig) part(run int64, p storage.Part, nums ...int) []schema.Change {
	r.t.Helper()
	f := answer(run, r.clock, feedURL, schema.OutcomeOK).Fetched
	f.Entry.Kind, f.ETag, f.Page.SHA256 = schema.KindFeed, `"e"`, "feed"
	res := storage.PageResult{Run: run, Fetched: f, Part: p, VocabVersion: "v1", At: r.clock}
	for _, n := range nums {
		res.Records = append(res.Records, Record(n))
	}
	return r.commit(res)
}

// testParts: a page that comes in parts is what its parts gave once its end came, and nothing less before.
func testParts(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone) // the site had pages once

	run = r.begin()
	r.part(run, storage.PartBegin)
	r.same("known before", r.part(run, storage.PartNext, 1)[0].Kind, schema.ChangeSame)
	r.same("new", len(r.part(run, storage.PartNext, 2, 3)), 2)
	r.part(run, storage.PartEnd)
	r.end(run, schema.RunDone)
	tally, err := r.Tally(r.ctx, run)
	r.ok(err)
	r.same("tally", []int{tally.Added, tally.Same, tally.Pages}, []int{2, 1, 1})

	unended := r.begin() // it breaks off: what was read is counted, and nothing misses
	r.part(unended, storage.PartBegin)
	r.part(unended, storage.PartNext, 1, 2)
	f := answer(unended, r.clock, feedURL, schema.OutcomeTruncated)
	f.Fetched.Entry.Kind = schema.KindFeed
	r.commit(f)
	missed, err := r.Missed(r.ctx, site, unended)
	r.ok(err)
	r.same("missed", len(missed), 1)
	tally, err = r.Tally(r.ctx, unended)
	r.ok(err)
	r.same("tally of one that broke off", []int{tally.Added, tally.Same}, []int{0, 2})
	r.end(unended, schema.RunPartial)
	e, taken, err := r.Store.(schema.Taker).Take(r.ctx, site, unended+1, "o", feedURL)
	r.ok(err)
	r.same("its validators", []any{taken, e.ETag, e.SHA256, e.Kind}, []any{true, "", "", schema.KindFeed})
	r.ok(r.Unclaim(r.ctx, e))

	closed := 0
	for range 3 {
		run := r.begin()
		r.part(run, storage.PartBegin)
		r.part(run, storage.PartNext, 2)
		r.part(run, storage.PartBegin) // begun anew
		r.part(run, storage.PartNext, 1, 3)
		r.part(run, storage.PartEnd)
		changes, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		closed += len(changes)
		r.end(run, schema.RunDone)
	}
	r.same("closed", closed, 1)
	r.same("left", r.titles(storage.Filter{}), []string{"Cours 1", "Cours 3"})
	r.checked("after parts")
}
