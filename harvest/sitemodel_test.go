package harvest_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"carif/fixtures"
	"carif/harvest"
	"carif/parser/site"
	"carif/schema"
	"carif/storage"
)

// models lists the stored versions of the demo's models.
func (w *world) models() []storage.SiteModel {
	w.t.Helper()
	return must(w.store.Models(context.Background(), "demo"))(w.t)
}

// readWith counts the courses by the model they were read with.
func (w *world) readWith() map[string]int {
	w.t.Helper()
	out := map[string]int{}
	for _, rec := range w.records(storage.Filter{Latest: true}) {
		if rec.Source.Model == nil {
			out[""]++
		} else {
			out[*rec.Source.Model]++
		}
	}
	return out
}

// causes counts the changes of a run by kind and cause.
func (w *world) causes(run int64) map[string]int {
	w.t.Helper()
	out := map[string]int{}
	err := w.store.Changes(context.Background(), run, func(c schema.Change) error {
		out[string(c.Kind)+" "+c.Cause]++
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *world) wantCauses(run int64, want map[string]int) {
	w.t.Helper()
	got := w.causes(run)
	for k := range want {
		if got[k] != want[k] {
			w.t.Errorf("run %d: got %v, want %v", run, got, want)
			return
		}
	}
	if len(got) != len(want) {
		w.t.Errorf("run %d: got %v, want %v", run, got, want)
	}
}

func (w *world) checked() {
	w.t.Helper()
	if found, err := w.store.Check(context.Background(), true); err != nil || len(found) > 0 {
		w.t.Errorf("check: %v, %+v", err, found)
	}
}

// TestFirstNightLearns: the first whole night is published as it reads with what it taught; the next nights read so,
// and what the model brings never looks as if the site had said it.
func TestFirstNightLearns(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	sum := w.harvest()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Added: fixtures.DemoSize})
	w.wantCauses(sum.Run.ID, map[string]int{"added source": fixtures.DemoSize})
	ms := w.models()
	if len(ms) != 1 || ms[0].State != storage.ModelInUse || ms[0].Run != sum.Run.ID || ms[0].Applied != ms[0].Model {
		t.Fatalf("models after the first night: %+v", ms)
	}
	if got := w.readWith(); got[ms[0].Model] != fixtures.DemoSize {
		t.Errorf("courses by model: %v, want all with %s", got, ms[0].Model)
	}
	if len(sum.Learnt) != 1 || !strings.Contains(sum.Learnt[0], ms[0].Model) {
		t.Errorf("the report says %q of what was learnt", sum.Learnt)
	}
	if strings.ContainsAny(ms[0].Body, "@") {
		t.Errorf("the model holds a mailbox:\n%s", ms[0].Body)
	}
	w.checked()

	w.wantCounts(w.harvest(), counts{Same: fixtures.DemoSize})
	w.demo.Set(w.demo.Truth()[3].ID, func(c *fixtures.TruthCourse) { c.Title = "Un autre titre" })
	sum = w.harvest()
	w.wantCounts(sum, counts{Changed: 1, Same: fixtures.DemoSize - 1})
	w.wantCauses(sum.Run.ID, map[string]int{"changed source": 1})
	if n := len(w.models()); n != 1 {
		t.Errorf("%d versions of the model after one page changed, want 1", n)
	}
	before := w.dump()
	w.wantCounts(must(w.runner().Reparse(context.Background(), w.site))(t), counts{Same: fixtures.DemoSize})
	if got := w.dump(); got != before {
		t.Errorf("reparse: the data differ:\n%s", firstDifference(got, before))
	}
}

// TestNightsWithoutLearning: --no-learn reads page by page, at first and after a model was learnt; going from one to
// the other is a change by the model, also where the site changed too.
func TestNightsWithoutLearning(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.alone = true
	w.harvest()
	if n := len(w.models()); n != 0 {
		t.Fatalf("%d models were learnt", n)
	}
	alone := courseLines(w.dump())
	w.alone = false
	w.demo.Set(w.demo.Truth()[3].ID, func(c *fixtures.TruthCourse) { c.Title = "Un autre titre" })
	sum := w.harvest()
	id := w.models()[0].Model
	if got := w.readWith(); got[id] != fixtures.DemoSize {
		t.Errorf("courses by model: %v, want all with %s", got, id)
	}
	got := w.causes(sum.Run.ID)
	if got["changed source"] != 1 || len(got) > 2 || len(got) == 2 && got["changed model"] == 0 {
		t.Errorf("changes of the night that learnt: %v", got)
	}
	w.demo.Set(w.demo.Truth()[3].ID, func(c *fixtures.TruthCourse) { c.Title = "Encore un titre" })
	w.alone = true
	sum = w.harvest()
	if got := w.readWith(); got[""] != fixtures.DemoSize {
		t.Errorf("courses by model without learning: %v", got)
	}
	if got := w.causes(sum.Run.ID); got["changed source"] != 1 || got["added source"] != 0 {
		t.Errorf("changes of a night without learning: %v", got)
	}
	if m := w.models()[0]; m.State != storage.ModelInUse || m.Applied != "" {
		t.Errorf("the model after a night without learning: %s, applied %q", m.State, m.Applied)
	}
	must(w.runner().Reparse(context.Background(), w.site))(t)
	if got := w.readWith(); got[""] != fixtures.DemoSize {
		t.Errorf("courses by model, reparsed without learning: %v", got)
	}
	w.alone = false
	must(w.runner().Reparse(context.Background(), w.site))(t)
	if got := w.readWith(); got[id] != fixtures.DemoSize {
		t.Errorf("courses by model, reparsed: %v", got)
	}
	if alone == "" {
		t.Error("nothing was read")
	}
	w.checked()
}

// TestKilledWhileLearning: a night that ends while its pages are read again goes on, and ends as one that did not.
func TestKilledWhileLearning(t *testing.T) {
	whole := newWorld(t, fixtures.DemoSize)
	whole.harvest()

	w := newWorld(t, 1)
	w.site = whole.site
	ctx, cancel := context.WithCancel(context.Background())
	run := w.runner()
	run.Store = &stopping{Store: w.store, after: 30, stop: cancel}
	sum, err := run.Harvest(ctx, w.site)
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want canceled", err)
	}
	w.wantState(sum, schema.RunInterrupted)
	if m := w.models()[0]; m.Applied == m.Model {
		t.Error("the model counts as applied already")
	}
	sum = w.harvest()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Added: fixtures.DemoSize})
	if got, want := courseLines(w.dump()), courseLines(whole.dump()); got != want {
		t.Errorf("the data differ:\n%s", firstDifference(got, want))
	}
	w.checked()
}

// stopping is a store that has its run stopped after so many pages of a second reading.
type stopping struct {
	harvest.Store
	after int
	stop  func()
}

func (s *stopping) CommitAll(ctx context.Context, pages []storage.PageResult) ([][]schema.Change, error) {
	for i := range pages {
		if pages[i].Second {
			if s.after--; s.after == 0 {
				s.stop()
			}
		}
	}
	return s.Store.CommitAll(ctx, pages)
}

// TestSampleMoves: a model is built again when enough of its pages say something else. One that takes something away
// waits for a person; taken into use, it is a change by the model.
func TestSampleMoves(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	w.forgetSomething()
	for _, c := range w.demo.Truth()[:fixtures.DemoSize/10] {
		w.demo.Set(c.ID, func(c *fixtures.TruthCourse) { c.Title += " (nouveau)" })
	}
	sum := w.harvest()
	ms := w.models()
	last := ms[len(ms)-1]
	if last.State != storage.ModelWaiting || last.Version != len(ms) {
		t.Fatalf("versions: %s", states(ms))
	}
	if !slices.ContainsFunc(sum.Alarms, func(a string) bool { return strings.Contains(a, "a new model waits") }) {
		t.Errorf("alarms: %q", sum.Alarms)
	}
	if n := len(w.models()); w.harvest().Run.Changed != 0 || len(w.models()) != n {
		t.Errorf("a night in which nothing happened: %s", states(w.models()))
	}
	if err := w.store.UseModel(context.Background(), "demo", last.Host, last.Version); err != nil {
		t.Fatal(err)
	}
	w.demo.Set(w.demo.Truth()[20].ID, func(c *fixtures.TruthCourse) { c.Title = "Un autre titre" })
	sum = w.harvest()
	if got := w.causes(sum.Run.ID); got["changed source"] != 1 || got["added source"] != 0 {
		t.Errorf("changes of the night with another model: %v", got)
	}
	if got := w.readWith(); got[last.Model] != fixtures.DemoSize {
		t.Errorf("courses by model: %v, want all with %s", got, last.Model)
	}
	w.checked()
}

// forgetSomething puts a model in use that says more than the pages do: building it again takes that away.
func (w *world) forgetSomething() {
	w.t.Helper()
	m := w.models()[0]
	known := must(site.Unmarshal([]byte(m.Body)))(w.t)
	known.Chrome = append(known.Chrome, site.Constant{Text: "Ce que nulle page ne dit", At: "p", Seen: "9/9"})
	m.Body = string(must(known.Marshal())(w.t))
	must(w.store.AddModel(context.Background(), m))(w.t)
}

func states(ms []storage.SiteModel) string {
	var out []string
	for _, m := range ms {
		out = append(out, string(m.State))
	}
	return strings.Join(out, ", ")
}

// TestBadNightTeachesNothing: a night that the gate refuses leaves the models as they are, and tells what went.
func TestBadNightTeachesNothing(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	for _, c := range w.demo.Truth() {
		w.demo.Set(c.ID, func(c *fixtures.TruthCourse) { c.Prerequisites, c.Title = "", c.Title+" (nouveau)" })
	}
	sum := w.harvest()
	w.wantState(sum, schema.RunRefused)
	if got := states(w.models()); got != "in_use" {
		t.Errorf("models after a refused night: %s", got)
	}
}

// TestImportAfterAModel: pages imported otherwise than the stored model reads are read with it by the next harvest.
func TestImportAfterAModel(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	dir := savedPages(t, w.demo, w.host)
	w.importing(func(im *harvest.Import) error {
		return im.Pages(context.Background(), []string{dir}, harvest.Files{Alone: true})
	})
	if m := w.models()[0]; m.Applied == m.Model {
		t.Error("the import left the model as applied")
	}
	sum := w.harvest()
	if got := w.causes(sum.Run.ID); got["changed source"]+got["added source"] != 0 {
		t.Errorf("changes of the night after an import: %v", got)
	}
	if m := w.models()[0]; m.Applied != m.Model || w.readWith()[m.Model] != fixtures.DemoSize {
		t.Errorf("after the next night: applied %q, read with %v", m.Applied, w.readWith())
	}
}

// TestTooFewToLearn: a small site is read page by page, and says so.
func TestTooFewToLearn(t *testing.T) {
	w := newWorld(t, 3)
	sum := w.harvest()
	w.wantCounts(sum, counts{Added: 3})
	if got := w.models(); len(got) != 0 || len(sum.Learnt) != 0 {
		t.Errorf("models of three pages: %+v, %q", got, sum.Learnt)
	}
	list := must(w.runner().BuildModels(context.Background(), w.site))(t)
	if len(list) != 1 || list[0].Model.Version != 0 || len(list[0].Report) == 0 {
		t.Errorf("built: %+v", list)
	}
}
