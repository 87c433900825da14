package harvest

import (
	"cmp"
	"context"
	"fmt"
	"sort"

	"carif/schema"
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
	reasons, err := j.objections(ctx)
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{Published: len(reasons) == 0 || j.r.Gate.Force, Reasons: reasons}
	if v.Published {
		if err := j.r.Store.Publish(ctx, j.site.ID, j.run.ID); err != nil {
			return v, fmt.Errorf("publish run %d: %w", j.run.ID, err)
		}
		return v, nil
	}
	j.run.State, j.run.Note = schema.RunRefused, reasons[0]
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

// objections lists what speaks against publishing.
func (j *job) objections(ctx context.Context) ([]string, error) {
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
		return out, nil
	}
	published := good.ID
	if good, err = j.whole(ctx, good); err != nil {
		return nil, err
	}
	g := j.r.Gate
	seen, before := now.Added+now.Changed+now.Same, good.Added+good.Changed+good.Same
	switch {
	case j.lost != "":
		out = append(out, j.lost) // and such a run is no measure for the next, complete or not
	case j.run.Complete && before > 0 && float64(seen) < float64(before)*(1-cmp.Or(max(g.Shrink, 0), 0.20)):
		out = append(out, fmt.Sprintf("%s instead of %d: more than %.0f %% are missing",
			count(seen, "course"), before, 100*cmp.Or(max(g.Shrink, 0), 0.20)))
	}
	if n := now.Refused[schema.RefuseNotACourse] + now.Refused[schema.RefuseEmptyShell]; before > 0 && n > before/5 &&
		n > 2*(good.Refused[schema.RefuseNotACourse]+good.Refused[schema.RefuseEmptyShell]) {
		out = append(out, count(n, "page")+" gave no course any more: has the layout changed?")
	}
	drops, err := j.fieldDrops(ctx, published, before)
	return append(out, drops...), err
}

// belowFloors lists the floors of the profile that the run did not reach. They hold for the first run, too. A run that
// is not complete has fewer courses than the site, and an import or one of too few proves nothing.
func (j *job) belowFloors(ctx context.Context, now schema.Run) (out []string, err error) {
	fl := j.site.Floors
	seen := now.Added + now.Changed + now.Same
	if j.run.Kind == KindImport || fl.Courses == 0 && len(fl.Fill) == 0 {
		return nil, nil
	}
	if j.run.Kind == KindHarvest && j.run.Complete && seen < fl.Courses {
		out = append(out, fmt.Sprintf("%s, and the floor of the profile is %d (floors.courses)", count(seen, "course"),
			fl.Courses))
	}
	if seen < cmp.Or(max(j.r.Gate.MinCourses, 0), 20) || len(fl.Fill) == 0 {
		return out, nil
	}
	is, err := j.r.Store.FieldRates(ctx, j.site.ID, j.run.ID)
	if err != nil {
		return nil, fmt.Errorf("fill rates of run %d: %w", j.run.ID, err)
	}
	for _, f := range sortedKeys(fl.Fill) {
		if is[f] < fl.Fill[f] {
			out = append(out, fmt.Sprintf("field %s: filled in %.1f %% of the courses, and the floor of the profile is %.1f %% "+
				"(floors.fill)", f, 100*is[f], 100*fl.Fill[f]))
		}
	}
	return out, nil
}

// fieldDrops lists the fields that far fewer courses have than in the last good run.
func (j *job) fieldDrops(ctx context.Context, good int64, courses int) ([]string, error) {
	if courses < cmp.Or(max(j.r.Gate.MinCourses, 0), 20) {
		return nil, nil
	}
	was, err := j.r.Store.FieldRates(ctx, j.site.ID, good)
	if err != nil {
		return nil, fmt.Errorf("fill rates of run %d: %w", good, err)
	}
	is, err := j.r.Store.FieldRates(ctx, j.site.ID, j.run.ID)
	if err != nil {
		return nil, fmt.Errorf("fill rates of run %d: %w", j.run.ID, err)
	}
	var out []string
	for f, w := range was {
		if w-is[f] > cmp.Or(max(j.r.Gate.FieldDrop, 0), 0.20) {
			out = append(out, fmt.Sprintf("field %s: filled in %.0f %% of the courses, %.0f %% before", f, 100*is[f],
				100*w))
		}
	}
	sort.Strings(out)
	return out, nil
}
