package harvest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"carif/harvest/gate"
	"carif/schema"
	"carif/sites"
)

// Gate holds the thresholds under which a run is kept aside instead of published. The zero value is the
// default of the house.
type Gate struct {
	CloseAfter int     // complete runs without a course before it is closed; 0 = 3
	Shrink     float64 // share of courses that may vanish; 0 = 0.20
	FieldDrop  float64 // fall of a field's fill rate that alarms; 0 = 0.20
	MinCourses int     // below so many courses field rates prove nothing; 0 = 20
	Force      bool    // a person has looked: publish whatever it says
}

// Verdict is what the gate said of a run.
type Verdict struct {
	Published bool     `json:"published"`
	Reasons   []string `json:"reasons"` // why not, in words; when forced, what was overruled
}

func (g Gate) closeAfter() int { return cmp.Or(max(g.CloseAfter, 0), 3) }

// publish compares the run with the last good one and publishes it, or keeps it aside.
func (j *job) publish(ctx context.Context) (Verdict, error) {
	against, err := j.objections(ctx)
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{Published: len(against) == 0 || j.r.Gate.Force}
	for _, o := range against {
		v.Reasons = append(v.Reasons, o.What)
	}
	j.against = against
	if v.Published {
		if err := j.r.Store.Publish(ctx, j.site.ID, j.run.ID); err != nil {
			return v, fmt.Errorf("publish run %d: %w", j.run.ID, err)
		}
		return v, nil
	}
	j.run.State, j.run.Note, j.failure = schema.RunRefused, v.Reasons[0], j.against[0].Failure
	do := "carif harvest " + j.site.ID + " --publish, once you have looked at this run"
	for i := range j.against {
		j.against[i].Do = do
	}
	renamed := slices.IndexFunc(j.noticed, func(n Notice) bool { return n.Failure == schema.FailureLabels && n.Do != "" })
	if renamed >= 0 && j.failure == schema.FailureLayout {
		j.failure, do = schema.FailureLabels, j.noticed[renamed].Do
	}
	j.conclusion(Notice{Failure: j.failure, Do: do,
		What: fmt.Sprintf("held: readers still see the last good run; %s: %s", count(len(v.Reasons), "reason"),
			v.Reasons[0])})
	return v, j.withhold(ctx)
}

// withhold keeps the run aside: readers go on seeing the last good one.
func (j *job) withhold(ctx context.Context) error {
	if err := j.r.Store.Withhold(ctx, j.site.ID, j.run.ID); err != nil {
		return fmt.Errorf("withhold run %d: %w", j.run.ID, err)
	}
	return nil
}

// fewRuns is how far back a whole run is looked for.
const fewRuns = 100

// whole gives the run that a night's numbers are compared with: the published one, or, where that saw only a part of
// the site (a feed that broke off, a night of --max-pages), the last one before it that saw it whole.
func (j *job) whole(ctx context.Context, good schema.Run) (schema.Run, error) {
	if good.Complete || good.ID == 0 {
		return good, nil
	}
	list, err := j.r.Store.Runs(ctx, j.site.ID, fewRuns)
	if err != nil {
		return good, fmt.Errorf("look up last whole run of %s: %w", j.site.ID, err)
	}
	for _, r := range list {
		if r.ID < good.ID && r.Complete && r.State == schema.RunDone && r.Kind == KindHarvest {
			return r, nil
		}
	}
	return good, nil
}

// objections lists what speaks against publishing, the strongest first.
func (j *job) objections(ctx context.Context) ([]Notice, error) {
	now, err := j.tally(ctx)
	if err != nil {
		return nil, err
	}
	out, err := j.belowFloors(ctx, now)
	if err != nil {
		return nil, err
	}
	good, ok, err := j.r.Store.LastGood(ctx, j.site.ID)
	if err != nil {
		return nil, fmt.Errorf("look up last good run of %s: %w", j.site.ID, err)
	}
	if !ok || good.ID == j.run.ID {
		return append(out, j.noCourse(now, schema.Run{})...), nil
	}
	published := good.ID
	if good, err = j.whole(ctx, good); err != nil {
		return nil, err
	}
	out = append(out, j.noCourse(now, good)...) // before what is missing: where pages answer and give none, that is why
	if j.lost != "" {
		out = append(out, Notice{Failure: schema.FailureFewer, What: j.lost}) // and such a run is no measure for the next
	}
	nights, err := goodNights(ctx, j.r.Store, j.site.ID)
	if err != nil {
		return nil, err
	}
	var fell []Notice
	if len(nights) >= gate.MinNights {
		fell, err = j.outOfBand(ctx, now, nights)
	} else {
		fell, err = j.sinceLast(ctx, now, good, published)
	}
	return append(out, fell...), err
}

// coursesOf are the courses a run saw.
func coursesOf(r schema.Run) int { return r.Added + r.Changed + r.Same }

// noCourse objects to many pages that gave a course and do not any more; in a first run, to pages none of which gives
// one.
func (j *job) noCourse(now, good schema.Run) []Notice {
	lost := func(r schema.Run) int { return r.Refused[schema.RefuseNotACourse] + r.Refused[schema.RefuseEmptyShell] }
	n, before := lost(now), coursesOf(good)
	class := schema.FailureLayout
	if now.Refused[schema.RefuseEmptyShell] > n/2 {
		class = schema.FailureShell
	}
	switch {
	case before == 0 && j.run.Kind == KindHarvest && n > 0 && coursesOf(now) == 0:
		what := "none of " + count(n, "page") + " gave a course: does the profile fit the site?"
		return []Notice{{Failure: class, What: what}}
	case before > 0 && n > before/5 && n > 2*lost(good):
		return []Notice{{Failure: class, What: count(n, "page") + " gave no course any more: has the layout changed?"}}
	}
	return nil
}

// sinceLast compares the run with the last good one: there are too few nights to know how much they differ.
func (j *job) sinceLast(ctx context.Context, now, good schema.Run, published int64) (out []Notice, err error) {
	shrink := cmp.Or(max(j.r.Gate.Shrink, 0), 0.20)
	seen, before := coursesOf(now), coursesOf(good)
	if j.lost == "" && j.run.Complete && before > 0 && float64(seen) < float64(before)*(1-shrink) {
		out = append(out, Notice{Failure: schema.FailureFewer, What: fmt.Sprintf("%s instead of %d: more than %.0f %% are "+
			"missing", count(seen, "course"), before, 100*shrink)})
	}
	drops, err := j.fieldDrops(ctx, published, before)
	return append(out, drops...), err
}

// Nights is what a database knows of the nights of a site.
type Nights interface {
	Runs(ctx context.Context, site string, limit int) ([]schema.Run, error)
	Report(ctx context.Context, run int64) (report []byte, ok bool, err error)
	FieldRates(ctx context.Context, site string, run int64) (map[schema.Field]float64, error)
}

// margin is how far below the worst of good nights a floor lies.
const margin = 0.10

// leastRate is the fill rate below which a field has no floor: a few courses more or less decide it.
const leastRate = 0.10

// Baseline gives the floors of a site: a margin under the lowest of its last good nights, and how many those were.
func Baseline(ctx context.Context, st Nights, site string) (floors sites.Floors, nights int, err error) {
	list, err := goodNights(ctx, st, site)
	if err != nil {
		return floors, 0, err
	}
	var courses []float64
	rates := map[schema.Field][]float64{}
	for _, run := range list {
		is, err := st.FieldRates(ctx, site, run.ID)
		if err != nil {
			return floors, 0, fmt.Errorf("fill rates of run %d: %w", run.ID, err)
		}
		courses = append(courses, float64(coursesOf(run)))
		for _, f := range schema.FillFields() {
			rates[f] = append(rates[f], is[f])
		}
	}
	floors.Courses, floors.Fill = int(gate.Floor(courses, margin, 1)), map[schema.Field]float64{}
	for f, list := range rates {
		if slices.Min(list) >= leastRate {
			floors.Fill[f] = gate.Floor(list, margin, 0.01)
		}
	}
	return floors, len(list), nil
}

// mostNights is how many good nights a run is compared with, at most.
const mostNights = 30

// goodNights are the last good nights of a site, the newest first: whole harvests that were published. A night that a
// person published over the gate's objections begins anew: what was before it is no measure of the site as it is now.
func goodNights(ctx context.Context, st Nights, site string) ([]schema.Run, error) {
	list, err := st.Runs(ctx, site, fewRuns)
	if err != nil {
		return nil, fmt.Errorf("look up good nights of %s: %w", site, err)
	}
	var out []schema.Run
	for _, run := range list {
		if run.Kind != KindHarvest || run.State != schema.RunDone || !run.Complete || len(out) == mostNights {
			continue
		}
		out = append(out, run)
		if run.Verdict != schema.VerdictWarned {
			continue
		}
		over, err := overruled(ctx, st, run.ID)
		if err != nil || over {
			return out, err
		}
	}
	return out, nil
}

// overruled tells whether a person published a run although the gate objected.
func overruled(ctx context.Context, st Nights, run int64) (bool, error) {
	report, ok, err := st.Report(ctx, run)
	if err != nil || !ok {
		return false, err
	}
	var told struct {
		Gate Verdict `json:"gate"`
	}
	if err := json.Unmarshal(report, &told); err != nil {
		return false, fmt.Errorf("read report of run %d: %w", run, err)
	}
	return told.Gate.Published && len(told.Gate.Reasons) > 0, nil
}

// outOfBand compares the run with what good nights span: only what falls, and by more than they differ, speaks against
// it.
func (j *job) outOfBand(ctx context.Context, now schema.Run, nights []schema.Run) (out []Notice, err error) {
	shrink := cmp.Or(max(j.r.Gate.Shrink, 0), 0.20)
	if j.run.Complete {
		for _, f := range []struct {
			thing string
			class schema.Failure
			of    func(schema.Run) int
		}{
			{"course", schema.FailureFewer, coursesOf},
			{"session", schema.FailureLayout, func(r schema.Run) int { return r.Sessions }},
			{"page", schema.FailureFewer, func(r schema.Run) int { return r.Pages }},
		} {
			figures := make([]float64, len(nights))
			for i, r := range nights {
				figures[i] = float64(f.of(r))
			}
			if b := gate.BandOf(figures); b.Fell(float64(f.of(now)), shrink) {
				out = append(out, Notice{Failure: f.class, What: fmt.Sprintf("%s: %.0f %% under the median of the last %d good "+
					"nights (%g, spread %g)", count(f.of(now), f.thing), 100*(1-float64(f.of(now))/b.Median), len(nights), b.Median,
					b.MAD)})
			}
		}
	}
	fields, err := j.fieldsOutOfBand(ctx, now, nights)
	return append(out, fields...), err
}

func (j *job) fieldsOutOfBand(ctx context.Context, now schema.Run, nights []schema.Run) (out []Notice, err error) {
	if coursesOf(now) < cmp.Or(max(j.r.Gate.MinCourses, 0), 20) {
		return nil, nil
	}
	rates := map[schema.Field][]float64{}
	for i, r := range nights {
		was, err := j.rates(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		for f, rate := range was {
			if rates[f] == nil {
				rates[f] = make([]float64, len(nights))
			}
			rates[f][i] = rate
		}
	}
	is, err := j.rates(ctx, j.run.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range sortedKeys(rates) {
		if b := gate.BandOf(rates[f]); b.Fell(is[f], cmp.Or(max(j.r.Gate.FieldDrop, 0), 0.20)) {
			out = append(out, Notice{Failure: schema.FailureLayout, What: fmt.Sprintf("field %s: filled in %.0f %% of the "+
				"courses, %.0f %% on the last %d good nights (spread %.1f)", f, 100*is[f], 100*b.Median, len(nights), 100*b.MAD)})
		}
	}
	return out, nil
}

// rates are the fill rates of a run.
func (j *job) rates(ctx context.Context, run int64) (map[schema.Field]float64, error) {
	rates, err := j.r.Store.FieldRates(ctx, j.site.ID, run)
	if err != nil {
		return nil, fmt.Errorf("fill rates of run %d: %w", run, err)
	}
	return rates, nil
}

// belowFloors lists the floors of the profile that the run did not reach. They hold for the first run, too. A run that
// is not complete has fewer courses than the site, and an import or one of too few proves nothing.
func (j *job) belowFloors(ctx context.Context, now schema.Run) (out []Notice, err error) {
	fl := j.site.Floors
	seen := now.Added + now.Changed + now.Same
	if j.run.Kind == KindImport || fl.Courses == 0 && len(fl.Fill) == 0 {
		return nil, nil
	}
	if j.run.Kind == KindHarvest && j.run.Complete && seen < fl.Courses {
		out = append(out, Notice{Failure: schema.FailureFewer, What: fmt.Sprintf("%s, and the floor of the profile is %d "+
			"(floors.courses)", count(seen, "course"), fl.Courses)})
	}
	if seen < cmp.Or(max(j.r.Gate.MinCourses, 0), 20) || len(fl.Fill) == 0 {
		return out, nil
	}
	is, err := j.rates(ctx, j.run.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range sortedKeys(fl.Fill) {
		if is[f] < fl.Fill[f] {
			out = append(out, Notice{Failure: schema.FailureLayout, What: fmt.Sprintf("field %s: filled in %.1f %% of the "+
				"courses, and the floor of the profile is %.1f %% (floors.fill)", f, 100*is[f], 100*fl.Fill[f])})
		}
	}
	return out, nil
}

// fieldDrops lists the fields that far fewer courses have than in the last good run.
func (j *job) fieldDrops(ctx context.Context, good int64, courses int) (out []Notice, err error) {
	if courses < cmp.Or(max(j.r.Gate.MinCourses, 0), 20) {
		return nil, nil
	}
	was, err := j.rates(ctx, good)
	if err != nil {
		return nil, err
	}
	is, err := j.rates(ctx, j.run.ID)
	if err != nil {
		return nil, err
	}
	for _, f := range sortedKeys(was) {
		if was[f]-is[f] > cmp.Or(max(j.r.Gate.FieldDrop, 0), 0.20) {
			out = append(out, Notice{Failure: schema.FailureLayout, What: fmt.Sprintf("field %s: filled in %.0f %% of the "+
				"courses, %.0f %% before", f, 100*is[f], 100*was[f])})
		}
	}
	return out, nil
}
