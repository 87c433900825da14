package storagetest

import (
	"testing"
	"time"

	"carif/schema"
	"carif/sites"
	"carif/storage"
)

func testCommit(t *testing.T, r *rig) {
	run := r.begin()
	got := r.save(run, pageURL(1), Record(1))
	r.same("added", got, []schema.Change{{Run: run, Key: Record(1).Course.Key, Kind: schema.ChangeAdded,
		Cause: schema.CauseSource, Fields: []string{}, At: r.clock}})
	r.end(run, schema.RunDone)
	run = r.begin()
	r.same("same", kinds(r.save(run, pageURL(1), Record(1))), []schema.ChangeKind{schema.ChangeSame})
	r.end(run, schema.RunDone)
	run = r.begin()
	rec := retitled(Record(1), "Autre titre")
	rec.Course.Contacts = nil
	got = r.save(run, pageURL(1), rec)
	r.same("changed", got, []schema.Change{{Run: run, Key: rec.Course.Key, Kind: schema.ChangeChanged,
		Cause: schema.CauseSource, Fields: []string{"contacts", "title"}, At: r.clock}})
	r.end(run, schema.RunDone)
	vs, err := r.Versions(r.ctx, rec.Course.Key)
	r.ok(err)
	r.same("versions", len(vs), 2)
	r.same("closed and opened by the same run", []int64{vs[0].RunTo, vs[1].RunFrom, vs[1].RunTo}, []int64{run, run, 0})
	r.same("titles", []string{*vs[0].Record.Course.Title, *vs[1].Record.Course.Title},
		[]string{"Cours 1", "Autre titre"})
	var all []schema.ChangeKind
	r.ok(r.Changes(r.ctx, 0, func(c schema.Change) error { all = append(all, c.Kind); return nil }))
	r.same("changes kept", all, []schema.ChangeKind{schema.ChangeAdded, schema.ChangeChanged})
	r.checked("after three runs")
}

func testCommitTwice(t *testing.T, r *rig) {
	run := r.begin()
	links := found(sites.KindCourse, "x", "y")
	p := good(run, r.clock, pageURL(1), Record(1), Record(2))
	p.Fetched.Found = links
	r.commit(p)
	before := r.dump()
	r.same("second time", kinds(r.commit(p)), []schema.ChangeKind{schema.ChangeSame, schema.ChangeSame})
	r.same("dump", r.dump(), before)
	g := answer(run, r.clock, "x", schema.OutcomeGone)
	r.commit(g)
	before = r.dump()
	r.commit(g)
	r.same("gone twice in one run counts once", r.dump(), before)
}

// testNoWrite: a second identical run changes nothing but the bookkeeping of pages and runs.
func testNoWrite(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.save(run, pageURL(2), Record(2))
	r.end(run, schema.RunDone)
	before := r.dump()
	run = r.begin()
	r.same("read again", kinds(r.save(run, pageURL(1), Record(1))), []schema.ChangeKind{schema.ChangeSame})
	r.same("not modified", kinds(r.commit(answer(run, r.clock, pageURL(2), schema.OutcomeNotModified))),
		[]schema.ChangeKind{})
	changes, err := r.CloseMissing(r.ctx, site, run, 1)
	r.ok(err)
	r.same("closed", len(changes), 0)
	r.end(run, schema.RunDone)
	r.same("dump", r.dump(), before)
	n := 0
	r.ok(r.Changes(r.ctx, run, func(schema.Change) error { n++; return nil }))
	r.same("changes", n, 0)
}

func testCauses(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	for _, c := range []struct {
		name, sha, parser, model, vocab, want string
	}{
		{"other bytes", "new", "p1", "", "v1", schema.CauseSource},
		{"same bytes, other vocabulary", "new", "p1", "", "v2", schema.CauseVocabulary},
		{"same bytes, first model", "new", "p1", "m1", "v2", schema.CauseModel},
		{"same bytes, other model", "new", "p1", "m2", "v2", schema.CauseModel},
		{"same bytes, other parser and model", "new", "p2", "m3", "v2", schema.CauseParser},
		{"same bytes, other profile", "new", "p2", "m3", "v2", schema.CauseParser},
	} {
		run := r.begin()
		rec := retitled(Record(1), c.name)
		rec.Source.SHA256, rec.Source.ParserVersion = hash(1, c.sha), c.parser
		if c.model != "" {
			rec.Source.Model = &c.model
		}
		p := good(run, r.clock, pageURL(1), rec)
		p.VocabVersion = c.vocab
		got := r.commit(p)
		r.same(c.name, got[0].Cause, c.want)
		r.end(run, schema.RunDone)
	}
}

// testSide: what stands beside the course is kept up to date without a new version.
func testSide(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	run = r.begin()
	rec := Record(1)
	rec.Unclaimed, rec.Issues = []schema.Unclaimed{}, []schema.Issue{}
	r.same("kind", kinds(r.save(run, pageURL(1), rec)), []schema.ChangeKind{schema.ChangeSame})
	vs, err := r.Versions(r.ctx, rec.Course.Key)
	r.ok(err)
	r.same("versions", len(vs), 1)
	got, _, err := r.Course(r.ctx, rec.Course.Key)
	r.ok(err)
	r.same("unclaimed", got.Unclaimed, rec.Unclaimed)
	labels, err := r.UnknownLabels(r.ctx, site, 0)
	r.ok(err)
	r.same("labels", len(labels), 0)
	r.end(run, schema.RunDone)
	r.checked("after a refresh")
}

// testFaults: no outcome but a good page touches a record.
func testFaults(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	for _, o := range schema.Outcomes() {
		if o.Good() {
			continue
		}
		run := r.begin()
		r.same(string(o), kinds(r.commit(answer(run, r.clock, pageURL(1), o))), []schema.ChangeKind{})
		r.end(run, schema.RunPartial)
		r.same("titles after "+string(o), r.titles(storage.Filter{}), []string{"Cours 1"})
	}
	run = r.begin()
	e, _, ok, err := r.Claim(r.ctx, site, run, "me", r.clock)
	r.ok(err)
	r.same("still to fetch", ok, true)
	first := good(0, time.Time{}, pageURL(1), Record(1)).Fetched
	r.same("validators kept", []string{e.ETag, e.SHA256, e.ContentHash},
		[]string{first.ETag, first.Page.SHA256, first.ContentHash})
}

// testAlias: the page a course was first read from speaks for it as long as it is there.
func testAlias(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	alias := retitled(Record(1), "Cours 1 sous une autre adresse")
	r.same("alias", kinds(r.save(run, "https://demo.example.org/alias", alias)), []schema.ChangeKind{schema.ChangeSame})
	r.end(run, schema.RunDone)
	r.same("titles", r.titles(storage.Filter{}), []string{"Cours 1"})
	for range 2 {
		run = r.begin()
		r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeGone))
		r.same("read from the alias once its page is gone", len(r.save(run, "https://demo.example.org/alias", alias)),
			1)
		changes, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		r.same("closed", len(changes), 0)
		r.end(run, schema.RunDone)
	}
	r.same("titles", r.titles(storage.Filter{}), []string{"Cours 1 sous une autre adresse"})
}

// testOneIDTwice: two pages of one run that print one id and are of two courses are two courses, now and ever after.
func testOneIDTwice(t *testing.T, r *rig) {
	other := retitled(Record(1), "Un tout autre cours")
	key := schema.KeyApart(other.Course.Key, other.Course)
	for n := range 3 {
		run := r.begin()
		if n < 2 {
			r.save(run, pageURL(1), Record(1))
		}
		r.same("key", r.save(run, pageURL(2), other)[0].Key, key)
		if n == 2 { // in the other order
			r.save(run, pageURL(1), Record(1))
		}
		changes, err := r.CloseMissing(r.ctx, site, run, 1)
		r.ok(err)
		r.same("closed", len(changes), 0)
		r.end(run, schema.RunDone)
		r.same("titles", r.titles(storage.Filter{}), []string{"Cours 1", "Un tout autre cours"})
	}
	rec, _, err := r.Course(r.ctx, key)
	r.ok(err)
	r.same("issue", rec.Issues[len(rec.Issues)-1].Code, schema.IssueDuplicateID)
	r.checked("after one id twice")
}

// testReparse: records are rebuilt, the page stays as it was.
func testReparse(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	pages := func() (all []storage.Page) {
		r.ok(r.Pages(r.ctx, site, func(p storage.Page) error { all = append(all, p); return nil }))
		return all
	}
	before := pages()
	id, _, err := r.BeginRun(r.ctx, schema.Run{Site: site, Kind: "reparse", Started: r.clock})
	r.ok(err)
	rec := Record(1)
	title := "Mieux lu"
	rec.Course.Title, rec.Source.ParserVersion = &title, "p2"
	got := r.commit(storage.PageResult{Run: id, Site: site, URL: pageURL(1), Records: []schema.Record{rec},
		VocabVersion: "v1", At: r.clock})
	r.same("cause", []any{got[0].Kind, got[0].Cause, got[0].Fields},
		[]any{schema.ChangeChanged, schema.CauseParser, []string{"title"}})
	r.end(id, schema.RunDone)
	r.same("pages", pages(), before)
	due, _, err := r.Left(r.ctx, site, id+1)
	r.ok(err)
	r.same("due next night", due, 1)
	r.checked("after a reparse")
}

func testCloseGone(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.save(run, pageURL(2), Record(2))
	r.end(run, schema.RunDone)
	gone := func(closed int, state schema.RunState) {
		t.Helper()
		run := r.begin()
		r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeGone))
		r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeGone)) // twice in one run is once
		changes, err := r.CloseMissing(r.ctx, site, run, 0)
		r.ok(err)
		r.same("closed", len(changes), closed)
		r.end(run, state)
	}
	gone(0, schema.RunDone)
	run = r.begin()
	r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeNotModified)) // it came back
	r.end(run, schema.RunDone)
	gone(0, schema.RunDone)
	gone(1, schema.RunPartial) // a page that is gone twice needs no complete run
	r.same("titles", r.titles(storage.Filter{}), []string{"Cours 2"})
	r.same("with closed", len(r.titles(storage.Filter{WithClosed: true})), 2)
	_, ok, err := r.Course(r.ctx, Record(1).Course.Key)
	r.ok(err)
	r.same("its last version is there", ok, true)
	gone(0, schema.RunDone)
	r.checked("after closing")
}

func testCloseMissing(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.save(run, pageURL(2), Record(2))
	r.save(run, pageURL(3), Record(3), Record(4))
	r.end(run, schema.RunDone)
	var closed []string
	for i := range 4 {
		run := r.begin()
		r.save(run, pageURL(1), Record(1))
		r.save(run, pageURL(3), Record(3)) // holds one of its two courses no more
		k := 3
		if i == 1 {
			k = 0 // not complete: does not count
		}
		for range 2 { // asked twice in a run, counted once
			changes, err := r.CloseMissing(r.ctx, site, run, k)
			r.ok(err)
			for _, c := range changes {
				closed = append(closed, c.Key)
			}
		}
		if i < 3 {
			r.same("closed too early", len(closed), 0)
		}
		r.end(run, schema.RunDone)
	}
	r.same("closed", closed, []string{Record(2).Course.Key, Record(4).Course.Key})
}

func testFaultsNeverClose(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	for _, o := range schema.Outcomes() {
		if o.Good() || o == schema.OutcomeGone || o == schema.OutcomeSoft404 {
			continue
		}
		for range 4 {
			run := r.begin()
			r.commit(answer(run, r.clock, pageURL(1), o))
			changes, err := r.CloseMissing(r.ctx, site, run, 3)
			r.ok(err)
			r.same("closed by "+string(o), len(changes), 0)
			r.end(run, schema.RunDone)
		}
	}
}

// testSkippedNeverCloses: a course that a run chose not to ask again is not missing.
func testSkippedNeverCloses(t *testing.T, r *rig) {
	skipper, ok := r.Store.(schema.Skipper)
	if !ok {
		t.Skip("this store does not offer it")
	}
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	for range 4 {
		run := r.begin()
		_, err := skipper.SkipKnown(r.ctx, site, run, time.Time{})
		r.ok(err)
		changes, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		r.same("closed", len(changes), 0)
		r.end(run, schema.RunDone)
	}
}

func testReopen(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	for range 2 {
		run = r.begin()
		r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeGone))
		_, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		r.end(run, schema.RunDone)
	}
	run = r.begin()
	e, _, ok, err := r.Claim(r.ctx, site, run, "me", r.clock)
	r.ok(err)
	r.same("asked again without validators", []any{ok, e.ETag, e.SHA256}, []any{true, "", ""})
	got := r.save(run, pageURL(1), Record(1))
	r.same("reopened", []any{got[0].Kind, got[0].Fields}, []any{schema.ChangeReopened, []string{}})
	r.end(run, schema.RunDone)
	r.same("titles", r.titles(storage.Filter{}), []string{"Cours 1"})
	r.checked("after reopening")
}

func testDump(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	one := r.dump()
	run2 := r.begin()
	r.save(run2, pageURL(1), Record(1))
	r.same("another run, the same data", r.dump(), one)
	r.save(run, pageURL(1), retitled(Record(1), "Autre"))
	if r.dump() == one {
		t.Error("the dump does not show a change")
	}
}
