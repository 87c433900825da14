package storagetest

import (
	"slices"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
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
	var names []string
	nobody := 0
	r.ok(r.People(r.ctx, func(c schema.Contact) error {
		if c.Name != nil {
			names = append(names, *c.Name)
		}
		return nil
	}, func(string, bool) error { nobody++; return nil }))
	r.same("people are known, but for who left", []bool{slices.Contains(names, "Dominique Inventé"),
		slices.Contains(names, "Camille INVENTÉ"), nobody > 0}, []bool{true, false, true})
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
