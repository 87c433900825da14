package harvest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"carif/crawler"
	"carif/harvest/watch"
	"carif/schema"
	"carif/storage"
)

// fewGone is the number of vanished courses that proves nothing about a site, however small it is.
const fewGone = 3

// unknown tells the missed pages that may hold anything: no run has read them before. Of others it is known what they
// hold, and that stays: they are no reason to take what is missing elsewhere for theirs.
func unknown(p storage.MissedPage) bool { return !p.Known }

// closeMissing closes what left the site: pages gone in two separate runs, and courses that three runs did not meet
// that walked the whole site. A run that lost more than the gate's share at once closes nothing: a site that answers
// 404 everywhere one night has not withdrawn its catalogue.
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
	if j.run.Kind == KindHarvest && j.absence && len(rep.ListingShrunk) == 0 {
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
	if good, err = j.whole(ctx, good); err != nil {
		return "", err
	}
	before := good.Added + good.Changed + good.Same
	if !ok || before == 0 {
		return "", nil
	}
	now, err := j.tally(ctx)
	if err != nil {
		return "", err
	}
	allowed := max(int(float64(before)*cmp.Or(max(j.r.Gate.Shrink, 0), 0.20)), fewGone)
	if gone := now.Outcomes[schema.OutcomeGone] - good.Outcomes[schema.OutcomeGone]; gone > allowed {
		return fmt.Sprintf("%d pages are gone at once, out of %s", gone, count(before, "course")), nil
	}
	if seen := now.Added + now.Changed + now.Same; j.absence && before-seen-len(j.missed) > allowed {
		return fmt.Sprintf("%s instead of %d", count(seen, "course"), before), nil
	}
	return "", nil
}

// findMissed asks the database which course pages the run could not have or read: that holds over an interrupt, which
// the walk's own memory does not. Those that this process did not meet are told with its faults.
func (j *job) findMissed(ctx context.Context) error {
	list, err := j.r.Store.Missed(context.WithoutCancel(ctx), j.site.ID, j.run.ID)
	if err != nil {
		return fmt.Errorf("end run %d: %w", j.run.ID, err)
	}
	for _, p := range j.aside {
		if !slices.ContainsFunc(list, func(m storage.MissedPage) bool { return m.URL == p.URL }) {
			list = append(list, p)
		}
	}
	j.missed = list
	for _, p := range list {
		if slices.ContainsFunc(j.faults, func(f Fault) bool { return f.URL == p.URL && !f.Healed }) {
			continue
		}
		why := cmp.Or(p.Reason, "the reader refused it: "+p.Class)
		if p.Class == schema.RefuseSetAside {
			why = watch.Why
		}
		j.faults = append(j.faults, Fault{URL: p.URL, Class: p.Class, Attempts: p.Attempts, Last: why})
	}
	slices.SortStableFunc(j.faults, func(a, b Fault) int { return cmp.Compare(a.URL, b.URL) })
	return nil
}

// lookReached finds out whether the run reached anything of its site. One that asked for nothing, because it was told
// to stop or its window was closed, has not failed to reach it.
func (j *job) lookReached(ctx context.Context, rep crawler.Report) error {
	if j.run.Kind != KindHarvest {
		return nil
	}
	t, err := j.tally(ctx)
	if err != nil {
		return err
	}
	if j.site.Feed != nil {
		j.unreached = rep.RobotsDown
		for o := range t.Outcomes {
			j.unreached = !o.Good() && !j.brokeOff(o)
		}
		return nil
	}
	tried := rep.RobotsDown
	for o := range t.Outcomes {
		if o.Answered() {
			return nil
		}
		tried = tried || o.Missed()
	}
	j.unreached = tried
	return nil
}

// partialNote says in words why a run is not whole.
func (j *job) partialNote(rep crawler.Report) string {
	var parts []string
	if rep.Why != "" {
		parts = append(parts, rep.Why)
	}
	if n := len(j.missed); n > 0 && (j.site.Feed == nil || rep.Why == "") {
		p := j.missed[0]
		parts = append(parts, fmt.Sprintf("%s not had or read: %s: %s", count(n, "course page"), p.URL, p.Class))
		if n > 1 {
			parts[len(parts)-1] += ", …"
		}
	}
	if rep.Deferred > 0 {
		parts = append(parts, count(rep.Deferred, "page")+" postponed to the next run")
	}
	if len(parts) == 0 && len(j.faults) > 0 {
		parts = append(parts, count(len(j.faults), "page")+" could not be read")
	}
	if len(parts) == 0 {
		return "only part of the site was walked"
	}
	return strings.Join(parts, "; ")
}
