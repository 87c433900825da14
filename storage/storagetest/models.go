package storagetest

import (
	"fmt"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
)

const host = "demo.example.org"

func model(id string, state storage.ModelState) storage.SiteModel {
	return storage.SiteModel{Site: site, Host: host, Model: id, State: state, Pages: 40, Givers: 12, Sample: "a\nb",
		Body: "site: " + host + "\nmodel: " + id + "\n"}
}

// testModels: versions are added, one is in use, one may wait.
func testModels(t *testing.T, r *rig) {
	states := func() (out []string) {
		all, err := r.Models(r.ctx, site)
		r.ok(err)
		for _, m := range all {
			out = append(out, fmt.Sprintf("%d %s %s %s", m.Version, m.Model, m.State, m.Applied))
		}
		return out
	}
	add := func(id string, state storage.ModelState, want int) {
		t.Helper()
		v, err := r.AddModel(r.ctx, model(id, state))
		r.ok(err)
		r.same("version", v, want)
	}
	add("a", storage.ModelInUse, 1)
	r.ok(r.MarkModel(r.ctx, site, host, "a"))
	add("b", storage.ModelWaiting, 2)
	add("c", storage.ModelWaiting, 3)
	r.same("a newer one waits", states(), []string{"1 a in_use a", "2 b past ", "3 c waiting "})
	r.ok(r.UseModel(r.ctx, site, host, 3))
	r.same("taken into use", states(), []string{"1 a past a", "2 b past ", "3 c in_use "})
	add("d", storage.ModelInUse, 4)
	r.same("put in use", states(), []string{"1 a past a", "2 b past ", "3 c past ", "4 d in_use "})
	if err := r.UseModel(r.ctx, site, host, 9); err == nil {
		t.Error("a version that is not there was taken into use")
	}
	r.same("nothing happened", states()[3], "4 d in_use ")
	r.ok(r.ResampleModel(r.ctx, site, host, 4, "c"))
	all, err := r.Models(r.ctx, "")
	r.ok(err)
	last := all[len(all)-1]
	r.same("what is kept", []any{last.Pages, last.Givers, last.Sample, last.Body, last.BuiltAt},
		[]any{40, 12, "c", model("d", "").Body, r.clock})
	none, err := r.Models(r.ctx, "another")
	r.ok(err)
	r.same("of another site", len(none), 0)

	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.end(run, schema.RunDone)
	add("e", storage.ModelWaiting, 5)
	r.checked("after a person's command between runs")
}

// testForgetModel: the words of a person go from every version of every model, with the lines they stand in.
func testForgetModel(t *testing.T, r *rig) {
	body := `site: demo.example.org
model: a
chrome: [{text: "Écrire à Camille INVENTÉ", at: p, seen: 9/9}, {text: "Aide et contact", at: p, seen: 9/9},
  {text: Alex Surlapage, at: p, seen: 9/9}]
labels: [{text: Référent, key: referent, field: other, why: x, examples: [Camille Inventé, Claude Autre]}]
anchors: [{text: "01 99 00 00 02", seen: 9/9}]
override: {labels: {"camille@example.org": price}, keep: ["Camille Inventé"]}
`
	for _, state := range []storage.ModelState{storage.ModelInUse, storage.ModelWaiting} {
		m := model("a", state)
		m.Body = body
		_, err := r.AddModel(r.ctx, m)
		r.ok(err)
	}
	run := r.begin()
	rec := Record(1)
	rec.Course.Contacts[0].Name = ptr("Alex Surlapage")
	r.save(run, pageURL(1), rec)
	r.end(run, schema.RunDone)
	_, err := r.Forget(r.ctx, storage.Person{URLs: []string{pageURL(1)}, Names: []string{"Camille Inventé"},
		Phones: []string{"0199000002"},
		Emails: []string{"camille@example.org"}})
	r.ok(err)
	all, err := r.Models(r.ctx, site)
	r.ok(err)
	r.same("versions", len(all), 2)
	for _, m := range all {
		for _, word := range []string{"amille", "INVENT", "00 00 02", "Alex"} {
			if strings.Contains(m.Body, word) {
				t.Errorf("version %d holds %q still:\n%s", m.Version, word, m.Body)
			}
		}
		for _, word := range []string{"Aide et contact", "Référent", "Claude Autre"} {
			if !strings.Contains(m.Body, word) {
				t.Errorf("version %d lost %q:\n%s", m.Version, word, m.Body)
			}
		}
	}
}

// testSecond: a run that reads its pages again with what it has learnt adds the courses once, as the second reading
// has them; what older courses gain by it is a change whose cause is the model.
func testSecond(t *testing.T, r *rig) {
	run := r.begin()
	r.save(run, pageURL(1), Record(1))
	r.save(run, pageURL(5), Record(5))
	r.end(run, schema.RunDone)

	run = r.begin()
	r.save(run, pageURL(5), Record(5))
	r.save(run, pageURL(1), retitled(Record(1), "Un, changé"))
	r.save(run, pageURL(2), retitled(Record(2), "Deux"))
	r.save(run, pageURL(3), Record(3))
	id := "m1"
	again := func(n int, was, title string) storage.PageResult {
		rec := retitled(Record(n), title)
		rec.Source.SHA256, rec.Source.Model = hash(0, was), &id
		return storage.PageResult{Run: run, Site: site, URL: pageURL(n), Capture: "ref:x", At: r.clock, VocabVersion: "v1",
			Records: []schema.Record{rec}, Second: true}
	}
	for range 2 { // a run that was killed reads them once more
		r.commit(again(1, "Un, changé", "Un, relu"))
		r.commit(again(2, "Deux", "Deux, relu"))
		p := again(3, "", "Quatre")
		p.Records[0].Course.Key = Record(4).Course.Key // the model knows its number
		r.commit(p)
		p = again(5, "", "Six")
		p.Records[0].Course.Key = Record(6).Course.Key // and of a course that is known by another
		r.commit(p)
	}
	tally, err := r.Tally(r.ctx, run)
	r.ok(err)
	r.same("added, changed, same", []int{tally.Added, tally.Changed, tally.Same}, []int{3, 1, 0})
	r.end(run, schema.RunDone)
	r.ok(r.Publish(r.ctx, site, run))
	r.same("titles", r.titles(storage.Filter{}), []string{"Un, relu", "Deux, relu", "Quatre", "Cours 5", "Six"})
	var got []string
	for _, n := range []int{1, 2, 3, 4, 5, 6} {
		vs, err := r.Versions(r.ctx, Record(n).Course.Key)
		r.ok(err)
		for _, v := range vs {
			got = append(got, fmt.Sprintf("%d.%d %s %s", n, v.No, v.Kind, v.Cause))
		}
	}
	r.same("versions", got, []string{"1.1 added source", "1.2 changed source", "1.3 changed model", "2.1 added source",
		"4.1 added source", "5.1 added source", "6.1 added model"})
	r.same("changes of the run", len(r.changes(run)), 5)
	r.checked("after a second reading")
}

// changes lists the changes of a run.
func (r *rig) changes(run int64) (out []schema.Change) {
	r.t.Helper()
	r.ok(r.Changes(r.ctx, run, func(c schema.Change) error { out = append(out, c); return nil }))
	return out
}
