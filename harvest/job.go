package harvest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync"
	"time"

	"carif/crawler"
	"carif/harvest/strays"
	"carif/parser/site"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// job is one run of one site while it goes on.
type job struct {
	r         *Runner
	site      *sites.Site
	run       schema.Run
	resumed   bool
	started   time.Time
	faults    []Fault
	missed    []storage.MissedPage // course pages of which the run did not learn what they say
	aside     []storage.MissedPage // archived pages that are not read because they killed
	alarms    []string
	lost      string   // how much vanished at once, when too much to believe
	group     *group   // pages that wait to be saved
	redact    redactor // nil when nobody is to be forgotten
	reread    reread
	models    map[string]*site.Model // by host: what is known of it
	marks     map[string]string      // by host with a stored model: how its pages are read
	unreached bool                   // nothing of the site was reached
	absence   bool                   // what the run did not meet is missing
	feedBegun bool                   // the site's feed was had whole, and is being read or was
	noticed   []Notice               // alarms with their class
	against   []Notice               // what the gate objects to
	failure   schema.Failure         // of what kept the run from being published
	barren    string                 // why a site that answered gave no course, in words
	strays    strays.Strays          // links of listings that lead nowhere the profile knows
	courses   int                    // course pages that answered in this process, sentinels aside
	learnt    []string               // what was learnt of the site, in words
	profile   string                 // names what of the profile the reading of a page goes by
	hosts     []HostPace
	timeline  []Moment

	mu        sync.Mutex
	prog      Progress
	counted   time.Time         // when prog.Due was counted last
	parts     map[string]partOf // by method and URL: what drawn pages load
	sentinels map[string]string // URL → what is wrong with it; "" for one that says what it should
}

func (r *Runner) begin(ctx context.Context, site *sites.Site, kind string) (*job, error) {
	known, err := r.Store.Spellings(ctx, site.ID, spelled(site))
	if err != nil {
		return nil, fmt.Errorf("begin run of %s: %w", site.ID, err)
	}
	j := &job{r: r, site: site.Knowing(known), started: r.now(), profile: site.ReadingID()}
	j.run = schema.Run{Site: site.ID, Kind: kind, State: schema.RunRunning, Started: j.started.Truncate(time.Second),
		Version: r.Version, SiteName: site.Name, SiteRegion: site.Region} // whole seconds, as they are stored
	id, resumed, err := r.Store.BeginRun(ctx, j.run)
	if err != nil {
		return nil, fmt.Errorf("begin run of %s: %w", site.ID, err)
	}
	j.run.ID, j.resumed = id, resumed
	if resumed { // it began with the process that began it
		last, err := r.Store.Runs(ctx, site.ID, 1)
		if err != nil {
			return nil, fmt.Errorf("begin run of %s: %w", site.ID, err)
		}
		j.run.Started = last[0].Started
	}
	j.alarms = slices.Clone(r.Notes)
	if j.moment("begun"); resumed {
		j.timeline[0].What = "resumed"
	}
	j.group = r.newGroup(site.ID)
	j.prog = Progress{Site: site.ID, Started: j.started}
	if j.redact, err = r.redactor(ctx); err != nil {
		return nil, fmt.Errorf("begin run of %s: %w", site.ID, err)
	}
	return j, nil
}

// spelled gives the canonical spelling of a URL, and leaves one alone that the profile would make another URL of:
// profiles change, and what they drop is no matter of spelling.
func spelled(site *sites.Site) func(string) string {
	return func(raw string) string {
		u, err := url.Parse(raw)
		if err != nil || u.Host == "" {
			return raw
		}
		if c := site.CanonicalURL(u); c == sites.Spelled(raw) {
			return c
		}
		return raw
	}
}

// visit keeps one fetch: its bytes go to the archive, all else to the group that is saved with it.
func (j *job) visit(ctx context.Context, f *crawler.Fetched) error {
	if f.Entry.Kind == sites.KindFeed {
		return j.visitFeed(ctx, f)
	}
	j.met(f)
	if f.Outcome == schema.OutcomeMoved && f.Page.SHA256 == f.Entry.SHA256 {
		f.Unchanged = true // led to the very page it led to last time
	}
	kept, err := j.keep(ctx, &f.Fetched)
	if err != nil {
		return err
	}
	res := storage.PageResult{Run: j.run.ID, Fetched: &f.Fetched, Captures: kept.all, Capture: kept.page,
		VocabVersion: j.r.Reader.Normalizer.VocabularyVersion(), Profile: j.profile, At: j.r.now()}
	if wantsReading(&f.Fetched) {
		j.read(f, &res)
		if res.Before, err = j.before(ctx, &f.Fetched, res.Records); err != nil {
			return err
		}
	}
	told := &schema.Fetched{Entry: f.Entry, Outcome: f.Outcome} // without the page, which is not to wait in memory
	return j.group.add(res, func(changes []schema.Change) { j.tell(ctx, told, changes) })
}

// wantsReading tells whether a page may hold courses that are not known yet.
func wantsReading(f *schema.Fetched) bool {
	return f.Entry.Kind == sites.KindCourse && !f.Unchanged &&
		(f.Outcome == schema.OutcomeOK || f.Outcome == schema.OutcomeMoved) && len(f.Page.Body) > 0
}

// read turns the page into records. A page that cannot be read is no reason to stop: it is a refusal, and
// says so in the log and the report.
func (j *job) read(f *crawler.Fetched, res *storage.PageResult) {
	page := f.Page
	page.Site, page.File = j.site.ID, res.Capture
	if page.URL == "" {
		page.URL = f.FinalURL
	}
	got, err := j.reader(page.URL).ReadDoc(f.Doc, page, j.site)
	if err != nil {
		j.r.Log.Error("page not read", "site", j.site.ID, "url", f.Entry.URL, "err", err)
		res.Refusal = &schema.Refusal{Reason: schema.RefuseUnreadable, Detail: "the reader failed on this page"}
		return
	}
	res.Records, res.Refusal = got.Records, got.Refusal
	for _, u := range append([]string{f.Entry.URL}, f.Led...) {
		j.checkSentinel(u, got.Records)
	}
	f.NoIndex = f.NoIndex || got.Parsed.NoIndex
	f.TDMReserved = f.TDMReserved || got.Parsed.TDM
}

// tell counts the page and reports progress.
func (j *job) tell(ctx context.Context, f *schema.Fetched, changes []schema.Change) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.prog.Pages++
	j.prog.Outcome, j.prog.URL = f.Outcome, f.Entry.URL
	j.note(changes)
	if !f.Outcome.Good() && f.Outcome != schema.OutcomeGone {
		j.prog.Faults++ // the crawler has logged it
	}
	if j.r.Progress == nil {
		return
	}
	j.prog.Due = max(j.prog.Due-1, 0)
	// counting a large frontier costs more than a page; an import has none
	if now := j.r.now(); j.run.Kind == KindHarvest && now.Sub(j.counted) > time.Second {
		if due, _, err := j.r.Store.Left(context.WithoutCancel(ctx), j.site.ID, j.run.ID); err == nil {
			j.prog.Due, j.counted = due, now
		}
	}
	j.r.Progress(j.prog)
}

// note counts changes for the progress; j.mu is held.
func (j *job) note(changes []schema.Change) {
	for _, c := range changes {
		switch c.Kind {
		case schema.ChangeAdded:
			j.prog.Added++
		case schema.ChangeChanged, schema.ChangeReopened:
			j.prog.Changed++
		case schema.ChangeSame:
			j.prog.Same++
		}
	}
}

// end closes the run: state, closing of courses, gate, and last of all its completion.
func (j *job) end(walkErr error, rep crawler.Report) (Summary, error) {
	ctx := context.Background() // the run must be saved although a person stopped it
	if err := j.group.flush(); err != nil && !errors.Is(walkErr, err) {
		walkErr = errors.Join(walkErr, err)
	}
	if walkErr == nil {
		walkErr = j.lookReached(ctx, rep)
	}
	interrupted := errors.Is(walkErr, context.Canceled) || errors.Is(walkErr, context.DeadlineExceeded)
	j.run.Ended = j.r.now().Truncate(time.Second)
	switch {
	case interrupted:
		j.run.State, j.run.Note = schema.RunInterrupted, "interrupted; the next harvest continues from here"
	case walkErr != nil:
		j.run.State, j.run.Note = schema.RunFailed, walkErr.Error()
	case j.unreached:
		j.run.State, j.run.Note = schema.RunFailed, "nothing was reached: "+cmp.Or(j.barren, j.partialNote(rep))
	case j.run.Complete || j.run.Kind != KindHarvest && len(j.faults) == 0:
		j.run.State = schema.RunDone
	default:
		j.run.State, j.run.Note = schema.RunPartial, j.partialNote(rep)
	}
	if walkErr != nil {
		v, err := j.concludeCut(ctx, interrupted)
		err = errors.Join(walkErr, err, j.save(ctx, v)) // before the summary, which tells what was kept all the same
		return j.summary(v), err
	}
	v, err := j.conclude(ctx, rep)
	if err != nil {
		return j.summary(v), err
	}
	err = j.save(ctx, v)
	if j.r.Progress != nil {
		j.mu.Lock()
		j.prog.Finished = true
		j.r.Progress(j.prog)
		j.mu.Unlock()
	}
	return j.summary(v), err
}

// conclude closes what left the site, and publishes the run or keeps it aside. One that reached nothing closes and
// publishes nothing, whatever anybody says: readers would lose the night that the next one is compared with.
func (j *job) conclude(ctx context.Context, rep crawler.Report) (Verdict, error) {
	if j.unreached {
		j.noNight()
		return Verdict{Reasons: []string{j.run.Note}}, j.withhold(ctx)
	}
	if err := j.closeMissing(ctx, rep); err != nil {
		return Verdict{}, err
	}
	return j.publish(ctx)
}

// concludeCut has readers see what an import read before its source broke off, if the gate agrees: each of its records
// is whole, and an import closes nothing that it did not meet. All other runs go on from where they failed.
func (j *job) concludeCut(ctx context.Context, interrupted bool) (Verdict, error) {
	if j.run.Kind != KindImport || interrupted || j.group.flush() != nil {
		return Verdict{}, nil
	}
	state, note := j.run.State, j.run.Note
	v, err := j.publish(ctx)
	j.run.State, j.run.Note = state, note // it failed, whatever the gate says
	return v, err
}

// tally gives the figures of the run as the database itself counts them: they hold over a crash and a resume.
func (j *job) tally(ctx context.Context) (schema.Run, error) {
	t, err := j.r.Store.Tally(ctx, j.run.ID)
	if err != nil {
		return t, fmt.Errorf("count run %d: %w", j.run.ID, err)
	}
	if j.run.Kind == KindReparse {
		j.reread.into(&t)
	}
	return t, nil
}

// save writes the run with its figures, and what is told of it before that: a run that has ended has its report.
func (j *job) save(ctx context.Context, v Verdict) error {
	t, err := j.tally(ctx)
	if err != nil {
		return err
	}
	j.run.Pages, j.run.Outcomes, j.run.Sessions = t.Pages, t.Outcomes, t.Sessions
	j.run.Added, j.run.Changed, j.run.Same, j.run.Closed = t.Added, t.Changed, t.Same, t.Closed
	j.run.Issues, j.run.Refused = t.Issues, t.Refused
	j.run.Verdict = j.judged(v)
	j.moment(string(j.run.State))
	kept := j.keepReport(ctx, v)
	if err := j.r.Store.SaveRun(ctx, j.run); err != nil {
		return errors.Join(kept, fmt.Errorf("save run %d: %w", j.run.ID, err))
	}
	return kept
}
