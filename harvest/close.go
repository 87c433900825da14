package harvest

import (
	"context"
	"fmt"

	"carif/crawler"
	"carif/schema"
)

// fewGone is the number of vanished courses that proves nothing about a site, however small it is.
const fewGone = 3

// closeMissing closes what left the site: pages gone in two separate runs, and courses that three complete runs did
// not meet. A run that lost more than the gate's share at once closes nothing: a site that answers 404 everywhere
// one night has not withdrawn its catalogue.
func (j *job) closeMissing(ctx context.Context, rep crawler.Report) error {
	lost, err := j.lostTooMuch(ctx)
	if err != nil {
		return err
	}
	if lost != "" {
		j.lost = lost
		j.alarms = append(j.alarms, lost+": nothing was closed")
		return nil
	}
	closeAfter := 0
	if j.run.Kind == KindHarvest && j.run.Complete && len(rep.ListingShrunk) == 0 {
		closeAfter = j.r.Gate.closeAfter()
	}
	if _, err := j.r.Store.CloseMissing(ctx, j.site.ID, j.run.ID, closeAfter); err != nil {
		return fmt.Errorf("close missing courses: %w", err)
	}
	return nil
}

// lostTooMuch says in words how much vanished since the last good run, "" when no more than a site may lose.
func (j *job) lostTooMuch(ctx context.Context) (string, error) {
	if j.run.Kind != KindHarvest || j.r.Gate.Force {
		return "", nil
	}
	good, ok, err := j.r.Store.LastGood(ctx, j.site.ID)
	if err != nil {
		return "", fmt.Errorf("look up last good run of %s: %w", j.site.ID, err)
	}
	before := good.Added + good.Changed + good.Same
	if !ok || before == 0 {
		return "", nil
	}
	now, err := j.tally(ctx)
	if err != nil {
		return "", err
	}
	allowed := max(int(float64(before)*orFloat(j.r.Gate.Shrink, 0.20)), fewGone)
	if gone := now.Outcomes[schema.OutcomeGone] - good.Outcomes[schema.OutcomeGone]; gone > allowed {
		return fmt.Sprintf("%d pages are gone at once, out of %s", gone, count(before, "course")), nil
	}
	if seen := now.Added + now.Changed + now.Same; j.run.Complete && before-seen > allowed {
		return fmt.Sprintf("%s instead of %d", count(seen, "course"), before), nil
	}
	return "", nil
}
