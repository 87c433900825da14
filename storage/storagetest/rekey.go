package storagetest

import (
	"strings"
	"testing"
	"time"

	"carif/schema"
	"carif/storage"
)

// keyed is the record under another key and native id, as another version of the reader gave it.
func keyed(rec schema.Record, parser, id, key string) schema.Record {
	c := *rec.Course
	c.NativeID, c.Key, c.RCOID = nil, key, nil
	if id != "" {
		c.NativeID = ptr(id)
	}
	rec.Course, rec.Source.ParserVersion = &c, parser
	return rec
}

const badKey = site + "/Voir la fiche"

// badly and well are a course as yesterday's reader and today's read it.
func badly(n int) schema.Record { return keyed(Record(n), "p0", "Voir la fiche", badKey) }

func well(n int) schema.Record {
	return keyed(Record(n), "p1", "", schema.Key(site, "", pageURL(n), ""))
}

// histories are the kinds and causes of all changes of a course, oldest first.
func (r *rig) histories(key string) (ks []string) {
	r.t.Helper()
	r.ok(r.Changes(r.ctx, 0, func(c schema.Change) error {
		if c.Key == key {
			ks = append(ks, string(c.Kind)+" "+c.Cause)
		}
		return nil
	}))
	return ks
}

// endures runs k complete runs in which every page is as it was, and tells how many courses were closed.
func (r *rig) endures(k int, urls ...string) (closed int) {
	r.t.Helper()
	for range k {
		run := r.begin()
		for _, u := range urls {
			r.commit(answer(run, r.clock, u, schema.OutcomeNotModified))
		}
		changes, err := r.CloseMissing(r.ctx, site, run, k)
		r.ok(err)
		closed += len(changes)
		r.end(run, schema.RunDone)
	}
	return closed
}

func testRekey(t *testing.T, r *rig) {
	run := r.begin()
	first := r.clock
	r.save(run, pageURL(1), badly(1))
	r.end(run, schema.RunDone)
	r.ok(r.Publish(r.ctx, site, run))
	early := r.clock
	run = r.begin()
	r.save(run, pageURL(1), retitled(badly(1), "Titre 2"))
	r.end(run, schema.RunDone)
	r.ok(r.Publish(r.ctx, site, run))
	now := well(1)
	now.Course.Title = ptr("Titre 2")
	now.Source.SHA256 = hash(0, "Titre 2")
	run = r.begin()
	got := r.commit(storage.PageResult{Run: run, Site: site, URL: pageURL(1), Records: []schema.Record{now},
		VocabVersion: "v1", At: r.clock})
	r.same("read under another key", []any{got[0].Key, got[0].Kind, got[0].Cause, got[0].Fields},
		[]any{now.Course.Key, schema.ChangeChanged, schema.CauseParser, []string{"native_id"}})
	_, err := r.CloseMissing(r.ctx, site, run, 1)
	r.ok(err)
	r.end(run, schema.RunDone)
	r.ok(r.Publish(r.ctx, site, run))
	r.same("closed", r.endures(3, pageURL(1)), 0)
	r.same("changes", r.histories(now.Course.Key), []string{"added source", "changed source", "changed parser"})
	r.same("changes under the old key", r.histories(badKey), []string(nil))
	r.same("open courses", r.titles(storage.Filter{}), []string{"Titre 2"})
	r.same("with closed", r.titles(storage.Filter{WithClosed: true}), []string{"Titre 2"})
	for _, key := range []string{now.Course.Key, badKey} {
		rec, ok, err := r.Course(r.ctx, key)
		r.ok(err)
		r.same("found by "+key, []any{ok, rec.Course.Key}, []any{true, now.Course.Key})
		vs, err := r.Versions(r.ctx, key)
		r.ok(err)
		r.same("versions by "+key, len(vs), 3)
		r.same("first seen", vs[0].From, first)
		r.same("as of the first night, by "+key,
			r.titles(storage.Filter{Keys: []string{key}, AsOf: early.Add(time.Minute)}), []string{"Cours 1"})
		origins, _, err := r.Provenance(r.ctx, key)
		r.ok(err)
		r.same("origins by "+key, len(origins) > 0, true)
		hits, err := r.Search(r.ctx, key, 0)
		r.ok(err)
		if len(hits) != 1 || hits[0].Key != now.Course.Key {
			t.Errorf("search %s: got %v", key, hits)
		}
	}
	people := r.list(storage.Filter{WithContacts: true})[0].Course.Contacts
	r.same("its contacts", len(people), 1)
	run = r.begin()
	r.same("read again", kinds(r.save(run, pageURL(1), now)), []schema.ChangeKind{schema.ChangeSame})
	r.end(run, schema.RunDone)
	r.checked("after another key")
}

// testRekeyClosed: an old capture read under another key opens nothing.
func testRekeyClosed(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), badly(1))
	r.end(run, schema.RunDone)
	for range 2 {
		run = r.begin()
		r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeGone))
		_, err := r.CloseMissing(r.ctx, site, run, 3)
		r.ok(err)
		r.end(run, schema.RunDone)
	}
	run = r.begin()
	got := r.commit(storage.PageResult{Run: run, Site: site, URL: pageURL(1), Records: []schema.Record{well(1)},
		VocabVersion: "v1", At: r.clock})
	r.same("kind", kinds(got), []schema.ChangeKind{schema.ChangeSame})
	r.end(run, schema.RunDone)
	r.same("open", r.titles(storage.Filter{}), []string{})
	rec, ok, err := r.Course(r.ctx, badKey)
	r.ok(err)
	r.same("found", []any{ok, rec.Course.Key}, []any{true, well(1).Course.Key})
	r.same("changes", r.histories(well(1).Course.Key), []string{"added source", "closed source"})
	r.checked("after a reparse of a closed course")
	run = r.begin()
	r.same("back again", kinds(r.save(run, pageURL(1), well(1))), []schema.ChangeKind{schema.ChangeReopened})
	r.end(run, schema.RunDone)
}

// testRekeyParts: two pages that had one bad key, in either order of reading.
func testRekeyParts(t *testing.T, r *rig) {
	run := r.begin()
	for _, n := range []int{1, 2, 3, 4} {
		rec := badly(n)
		if n > 2 {
			rec.Course.Key = site + "/Fiche"
		}
		r.save(run, pageURL(n), rec)
	}
	r.end(run, schema.RunDone)
	r.same("all are there", r.titles(storage.Filter{}), []string{"Cours 3", "Cours 4", "Cours 1", "Cours 2"})
	run = r.begin()
	for _, n := range []int{1, 2, 4, 3} {
		r.save(run, pageURL(n), well(n))
	}
	r.end(run, schema.RunDone)
	r.same("closed", r.endures(3, pageURL(1), pageURL(2), pageURL(3), pageURL(4)), 0)
	r.same("all are there", len(r.titles(storage.Filter{WithClosed: true})), 4)
	for n, changes := range map[int]int{1: 2, 2: 2, 3: 2, 4: 2} {
		r.same("changes", len(r.histories(well(n).Course.Key)), changes)
	}
	rec, _, err := r.Course(r.ctx, badKey)
	r.ok(err)
	r.same("the old key is that of the first", *rec.Course.Title, "Cours 1")
	r.checked("after parting")
}

// testRekeyTaken: a key that is another course's is an issue, and both courses go on.
func testRekeyTaken(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.save(run, pageURL(2), badly(2))
	r.end(run, schema.RunDone)
	taken := keyed(Record(2), "p1", *Record(1).Course.NativeID, Record(1).Course.Key)
	key := schema.KeyApart(taken.Course.Key, taken.Course)
	read := func(rec schema.Record) {
		t.Helper()
		run := r.begin()
		r.save(run, pageURL(1), Record(1))
		r.same("key", r.save(run, pageURL(2), rec)[0].Key, key)
		changes, err := r.CloseMissing(r.ctx, site, run, 1)
		r.ok(err)
		r.same("closed", len(changes), 0)
		r.end(run, schema.RunDone)
	}
	read(taken)
	read(taken)
	read(retitled(taken, "Autre titre"))
	r.same("both", r.titles(storage.Filter{}), []string{"Cours 1", "Autre titre"})
	rec, _, err := r.Course(r.ctx, badKey)
	r.ok(err)
	r.same("found by its old key", rec.Course.Key, key)
	issues := 0
	for _, is := range rec.Issues {
		if is.Code == schema.IssueDuplicateID && is.Raw == *Record(1).Course.NativeID {
			issues++
		}
	}
	r.same("issues", issues, 1)
	r.checked("after a key that was taken")
}

// testRekeyNever: the same reader finds another id in other bytes: the site has put another course there.
func testRekeyNever(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	run = r.begin()
	r.same("kind", kinds(r.save(run, pageURL(1), Record(2))), []schema.ChangeKind{schema.ChangeAdded})
	r.end(run, schema.RunDone)
	run = r.begin()
	other := Record(3)
	other.Source.ParserVersion = "p9"
	r.same("kind", kinds(r.save(run, pageURL(1), other)), []schema.ChangeKind{schema.ChangeAdded})
	r.end(run, schema.RunDone)
	_, ok, err := r.Course(r.ctx, Record(1).Course.Key)
	r.ok(err)
	r.same("the first is still one", ok, true)
	r.checked("after another course")
}

// testRekeySeveral: a page of several courses, of which the old reader kept one or gave all bad keys.
func testRekeySeveral(t *testing.T, r *rig) {
	a, b := badly(1), badly(2)
	b.Course.Key = site + "/Autre fiche"
	b.Source = a.Source
	run := r.begin()
	r.save(run, pageURL(1), a, b)
	r.end(run, schema.RunDone)
	x, y, z := well(1), well(2), well(3)
	y.Source, z.Source = x.Source, x.Source
	run = r.begin()
	got := r.save(run, pageURL(1), z, y, x)
	r.same("kinds", kinds(got), []schema.ChangeKind{schema.ChangeAdded, schema.ChangeChanged, schema.ChangeChanged})
	r.end(run, schema.RunDone)
	for old, now := range map[string]schema.Record{a.Course.Key: x, b.Course.Key: y} {
		rec, _, err := r.Course(r.ctx, old)
		r.ok(err)
		r.same("by title", rec.Course.Key, now.Course.Key)
	}
	r.same("closed", r.endures(3, pageURL(1)), 0)
	r.checked("after a page of several")
}

// testRekeyForgets: an old key may be made of a person's words, which are to be forgotten with the person.
func testRekeyForgets(t *testing.T, r *rig) {
	named := func(n int) schema.Record { return keyed(Record(n), "p0", "", site+"/Voir Camille Inventé") }
	run := r.begin()
	r.save(run, pageURL(1), named(1))
	r.end(run, schema.RunDone)
	run = r.begin()
	r.save(run, pageURL(1), well(1))
	r.end(run, schema.RunDone)
	_, ok, err := r.Course(r.ctx, named(1).Course.Key)
	r.ok(err)
	r.same("found by its old key", ok, true)
	_, err = r.Forget(r.ctx, storage.Person{Names: []string{"Camille Inventé"}})
	r.ok(err)
	_, ok, err = r.Course(r.ctx, named(1).Course.Key)
	r.ok(err)
	r.same("found by a person's name", ok, false)
	if strings.Contains(r.dump(), "Camille") {
		t.Error("the name is still there")
	}
	r.checked("after forgetting an old key")
}
