package storagetest

import (
	"testing"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// testTake: one entry is taken up by its URL, once a run, whatever it waits for.
func testTake(t *testing.T, r *rig) {
	s, ok := r.Store.(schema.Taker)
	if !ok {
		t.Skip("this store takes none up by its URL")
	}
	run := r.begin()
	_, err := r.Seed(r.ctx, site, run, found(sites.KindCourse, "a", "b"))
	r.ok(err)
	take := func(url string) []any {
		t.Helper()
		e, taken, err := s.Take(r.ctx, site, run, "me", url)
		r.ok(err)
		return []any{e.URL, e.State, taken}
	}
	r.same("free", take("b"), []any{"b", schema.StateClaimed, true})
	r.same("in hand", take("b"), []any{"b", schema.StateClaimed, false})
	r.same("unknown", take("z"), []any{"", schema.EntryState(""), false})
	r.ok(r.Unclaim(r.ctx, schema.Entry{Site: site, URL: "b"}))
	r.same("given back", take("b"), []any{"b", schema.StateClaimed, true})
	r.commit(answer(run, r.clock, "b", schema.OutcomeGone))
	r.same("dealt with", take("b"), []any{"b", schema.StateGone, false})
	p := answer(run, r.clock, "a", schema.OutcomeServerError)
	p.Fetched.Next = schema.Decision{State: schema.StateFresh, NextTry: r.clock.Add(1e9)}
	r.same("another", take("a"), []any{"a", schema.StateClaimed, true})
	r.commit(p)
	r.same("to be tried again", take("a"), []any{"a", schema.StateClaimed, true})
	r.end(run, schema.RunPartial)
	run = r.begin()
	r.same("in the next run", take("b"), []any{"b", schema.StateClaimed, true})
}

// testLedTo: a page whose redirects lead to another entry holds what that one holds, and speaks for none of it: the
// course changes with the page that shows it now, closes with it, and is the same course all along.
func testLedTo(t *testing.T, r *rig) {
	old, now := pageURL(1), "https://demo.example.org/new"
	alias := func(run int64) storage.PageResult {
		p := answer(run, r.clock, old, schema.OutcomeMoved)
		p.Fetched.FinalURL, p.Fetched.Alias, p.Fetched.Unchanged = now, true, true
		return p
	}
	led := func(run int64, recs ...schema.Record) storage.PageResult {
		p := good(run, r.clock, now, recs...)
		p.Fetched.Led = []string{old}
		return p
	}
	run := r.begin()
	r.save(run, old, Record(1), Record(2))
	r.end(run, schema.RunDone)

	run = r.begin() // the page moves, and says something else
	r.same("moved and changed", kinds(r.commit(led(run, retitled(Record(1), "Un bis")))),
		[]schema.ChangeKind{schema.ChangeChanged})
	r.same("the alias", len(r.commit(alias(run))), 0)
	r.end(run, schema.RunDone)
	r.same("titles", r.titles(storage.Filter{}), []string{"Un bis", "Cours 2"})

	for range 3 {
		run = r.begin()
		r.same("again", kinds(r.commit(led(run, retitled(Record(1), "Un bis")))), []schema.ChangeKind{schema.ChangeSame})
		r.commit(alias(run))
		_, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		r.end(run, schema.RunDone)
	}
	r.same("what it holds no more is closed", r.titles(storage.Filter{}), []string{"Un bis"})
	n := 0
	r.ok(r.Pages(r.ctx, site, func(p storage.Page) error { n++; return nil }))
	r.same("pages to read again", n, 1)
	r.checked("after aliases")

	for range 2 {
		run = r.begin()
		for _, url := range []string{old, now} {
			r.commit(answer(run, r.clock, url, schema.OutcomeGone))
		}
		_, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		r.end(run, schema.RunDone)
	}
	r.same("gone with its page", len(r.list(storage.Filter{})), 0)
}

// testLedToLate: the page that a course moved to was read before the old one was found to lead there.
func testLedToLate(t *testing.T, r *rig) {
	old, now := pageURL(1), "https://demo.example.org/new"
	run := r.begin()
	r.save(run, old, Record(1))
	r.end(run, schema.RunDone)
	run = r.begin()
	r.same("not heard yet", kinds(r.save(run, now, retitled(Record(1), "Un bis"))), []schema.ChangeKind{schema.ChangeSame})
	p := answer(run, r.clock, old, schema.OutcomeMoved)
	p.Fetched.FinalURL, p.Fetched.Alias, p.Fetched.Unchanged = now, true, true
	r.commit(p)
	r.end(run, schema.RunDone)
	run = r.begin()
	for {
		e, _, ok, err := r.Claim(r.ctx, site, run, "me", r.clock)
		r.ok(err)
		if !ok {
			break
		}
		r.same("validators of "+e.URL, e.ETag+e.SHA256+e.ContentHash, "")
	}
	r.same("read anew", kinds(r.save(run, now, retitled(Record(1), "Un bis"))), []schema.ChangeKind{schema.ChangeChanged})
	r.checked("after a late alias")
}
