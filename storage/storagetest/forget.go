package storagetest

import (
	"slices"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// testForget: a person goes from contacts and texts, in every version, and does not come back.
func testForget(t *testing.T, r *rig) {
	told := func(title string) schema.Record {
		rec := retitled(Record(1), title)
		rec.Course.Actions = slices.Clone(rec.Course.Actions)
		rec.Course.Actions[1].Admission = ptr("Voir Camille Inventé")
		rec.Course.Objective = ptr("Écrire à Camille INVENTÉ, camille@example.org ou 01 99 00 00 02, pas au 01 99 00 00 05")
		return rec
	}
	run := r.begin()
	r.save(run, pageURL(1), told("Un"))
	r.save(run, pageURL(2), retitled(Record(2), "Deux"))
	r.end(run, schema.RunDone)
	run = r.begin()
	r.save(run, pageURL(1), told("Un bis"))
	r.end(run, schema.RunDone)

	done, err := r.Forget(r.ctx, storage.Person{Names: []string{"camille inventé"}, Phones: []string{"01.99.00.00.02"},
		Emails: []string{"Camille@Example.org"}})
	r.ok(err)
	r.same("contacts, texts", []int{done.Contacts, done.Texts}, []int{2, 2})
	if !slices.Contains(done.Captures, "ref:"+hash(0, "Un")[:12]) {
		t.Errorf("captures %v do not name the page's", done.Captures)
	}
	for _, word := range []string{"amille", "INVENT", "camille@", "00 00 02", "+33199000002"} {
		if strings.Contains(r.dump(), word) {
			t.Errorf("the dump holds %q still", word)
		}
	}
	vs, err := r.Versions(r.ctx, Record(1).Course.Key)
	r.ok(err)
	want := "Écrire à […], […] ou […], pas au 01 99 00 00 05"
	r.same("texts", []string{*vs[0].Record.Course.Objective, *vs[1].Record.Course.Objective}, []string{want, want})
	hits, err := r.Search(r.ctx, "camille", 10)
	r.ok(err)
	r.same("search", len(hits), 0)
	r.same("people are known, but for who left", r.known("Dominique Inventé, Camille INVENTÉ, 01 99 00 00 02, "+
		"camille@example.org"), "[…], Camille INVENTÉ, 01 99 00 00 02, camille@example.org")
	recs := r.list(storage.Filter{WithContacts: true})
	r.same("others stay", *recs[0].Course.Sessions[0].Contacts[0].Name, "Dominique Inventé")
	r.checked("after forgetting")

	run = r.begin()
	r.same("the same page is no change", kinds(r.save(run, pageURL(1), told("Un bis"))),
		[]schema.ChangeKind{schema.ChangeSame})
	// an alias of course 1
	r.same("another text is", kinds(r.save(run, pageURL(2), told("Deux bis"))), []schema.ChangeKind{schema.ChangeSame})
	rec := retitled(Record(3), "Trois")
	r.save(run, pageURL(3), rec)
	r.end(run, schema.RunDone)
	if strings.Contains(r.dump(), "Camille") {
		t.Error("the person came back")
	}
	if _, err := r.Forget(r.ctx, storage.Person{}); err == nil {
		t.Error("nobody was forgotten without a word")
	}
	done, err = r.Forget(r.ctx, storage.Person{URLs: []string{pageURL(3)}})
	r.ok(err)
	r.same("by page", done.Contacts > 0, true)
	recs = r.list(storage.Filter{WithContacts: true, Keys: []string{Record(3).Course.Key}})
	r.same("contacts of the page", []int{len(recs[0].Course.Contacts), len(recs[0].Course.Provider.Phones)},
		[]int{0, 0})
}

// known takes the people whom a store tells of out of a text.
func (r *rig) known(words string) string {
	people := redact.Known()
	r.ok(r.People(r.ctx, people))
	return redact.Cut(words, people.InProse(words), func(redact.Kind) string { return storage.Redacted })
}

// testFormerPeople: a contact is known where others print it, also once its course names another, or closed; nothing
// that is kept of it can be read. Forgetting takes it away.
func testFormerPeople(t *testing.T, r *rig) {
	with := func(i int, name, phone, email string) schema.Record {
		rec := Record(i)
		rec.Course.Contacts = []schema.Contact{{Name: &name, Phones: []string{phone}, Faxes: []string{},
			Emails: []string{email}}}
		return rec
	}
	first := with(1, "Mme Zéphyrine Le Quilliver", "+33199000011", "z.le.quilliver@example.org")
	run := r.begin()
	r.save(run, pageURL(1), first)
	r.save(run, pageURL(2), with(2, "Service Formation", "+33199000012", "accueil@example.org"))
	r.end(run, schema.RunDone)
	run = r.begin()
	r.save(run, pageURL(1), with(1, "Ambroise Fictif", "+33199000013", "a.fictif@example.org"))
	r.end(run, schema.RunDone)
	prose := "LEQUILLIVER Zephyrine, z.le.quilliver (arobase) example.org, +33 (0)1.99.00.00.11, " +
		"Ambroise FICTIF, Service Formation"
	r.same("after another version", r.known(prose), "[…], […], […], […], Service Formation")

	for range 2 {
		run = r.begin()
		r.save(run, pageURL(2), with(2, "Service Formation", "+33199000012", "accueil@example.org"))
		r.commit(answer(run, r.clock, pageURL(1), schema.OutcomeGone))
		_, err := r.CloseMissing(r.ctx, site, run, 0)
		r.ok(err)
		r.end(run, schema.RunDone)
	}
	if d := r.dump(); strings.Contains(d, "Quilliver") || strings.Contains(d, "Ambroise") {
		t.Error("a course that is closed has contacts still")
	}
	r.same("after it closed", r.known(prose), "[…], […], […], […], Service Formation")
	r.same("a surname alone, parts of ids", r.known("Le Quilliver, n° 98199000011, 199000011234"),
		"Le Quilliver, n° 98199000011, 199000011234")
	r.checked("with traces of people")

	_, err := r.Forget(r.ctx, storage.Person{Names: []string{"Zéphyrine Le Quilliver"}})
	r.ok(err)
	r.same("after forgetting", r.known("Zéphyrine Le Quilliver, Ambroise Fictif"), "Zéphyrine Le Quilliver, […]")
	r.checked("after forgetting")
}
