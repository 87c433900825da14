package harvest

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"carif/crawler"
	"carif/crawler/links"
	"carif/harvest/gate"
	"carif/harvest/watch"
	"carif/schema"
	"carif/sites"
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
		j.alarm(Notice{Failure: schema.FailureFewer, What: lost + ": nothing was closed"})
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
	for o := range t.Outcomes {
		if o.Answered() {
			j.unreached = j.fruitless(rep, t)
			return nil
		}
	}
	j.unreached = rep.RobotsDown || len(t.Outcomes) > 0
	return nil
}

// fruitless tells a walk that reached the site and none of its courses, although it was to ask for all: no listing
// names any, or none of those it names could be had. It says why in j.barren.
func (j *job) fruitless(rep crawler.Report, t schema.Run) bool {
	o := j.r.Crawl
	told := o.OnlyNew || !o.Since.IsZero() || o.Stop != nil && o.Stop() || rep.Limits["max_pages"] > 0 ||
		rep.Limits["window"] > 0 || rep.Limits["daily_budget"] > 0
	read := t.Added + t.Changed + t.Same
	refused := 0
	for _, n := range t.Refused {
		refused += n
	}
	if told || read > len(j.site.Sentinels) || refused > 0 || j.courses > 0 {
		return false
	}
	switch {
	case len(j.missed) > 0 || rep.Why != "" && rep.CoursesListed > 0:
		j.barren = "no course page could be had: " + j.partialNote(rep)
	case rep.Why != "":
		j.barren = "no listing names a course: " + j.partialNote(rep)
	case rep.CoursesListed > 0:
		j.barren = fmt.Sprintf("%s are named and none was to be asked", count(rep.CoursesListed, "course"))
	default:
		j.barren = "the site was walked, and names no course: " + j.strays.Words(j.site)
		j.failure = schema.FailureUnlisted
	}
	return true
}

// noNight raises the alarm of a run that reached nothing.
func (j *job) noNight() {
	if j.failure == "" {
		var classes []schema.Failure
		for _, f := range j.classed() {
			if !f.Healed {
				classes = append(classes, f.Failure)
			}
		}
		// where nothing was asked and nothing failed it is forbidden
		j.failure = cmp.Or(gate.Commonest(classes), schema.FailureRobots)
	}
	n := Notice{Failure: j.failure, What: "no night: " + j.run.Note,
		Do: "carif harvest " + j.site.ID + " tries again, when the site is back"}
	switch j.failure {
	case schema.FailureUnlisted:
		n.Pages = j.strays.Some()
		n.Do = "carif sites test " + j.site.ID + " URL, with a listing and a course of today; then mend `course:` or `start:`"
	case schema.FailureRobots:
		if len(j.site.Start) > 0 {
			n.Do = "carif robots check " + j.site.Start[0]
		}
	}
	j.conclusion(n)
}

// met notes what a page tells of whether the profile still fits the site: courses that answer, and links of listings
// that it has no pattern for.
func (j *job) met(f *crawler.Fetched) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case f.Entry.Kind == sites.KindCourse:
		sentinel := slices.ContainsFunc(j.site.Sentinels, func(s sites.Sentinel) bool { return s.URL == f.Entry.URL })
		if f.Outcome.Answered() && !sentinel {
			j.courses++
		}
	case f.Entry.Kind == sites.KindListing && f.Outcome.Good():
		j.listed(f)
	}
}

func (j *job) listed(f *crawler.Fetched) {
	base, err := url.Parse(f.FinalURL)
	if err != nil {
		return
	}
	var to []*url.URL
	if f.Doc != nil {
		for _, href := range links.Read(f.Doc).Hrefs {
			to = append(to, links.Resolve(base, href))
		}
	}
	named := slices.ContainsFunc(f.Found, func(l schema.Found) bool { return l.Kind == sites.KindCourse })
	j.strays.Read(j.site, to, named)
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
