package harvest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"carif/archive"
	"carif/crawler"
	"carif/harvest/watch"
	"carif/lheo"
	"carif/normalize/identity"
	"carif/parser"
	"carif/schema"
	"carif/sites"
	"carif/storage/aside"
)

// The kinds of run.
const (
	KindHarvest = "harvest"
	KindImport  = "import"
	KindReparse = "reparse"
)

// Runner runs harvests, imports and reparses of one database and one archive.
type Runner struct {
	Store   Store
	Archive *archive.Archive
	Reader  *Reader
	People  People          // who was forgotten; required
	Crawl   crawler.Options // how to fetch; its callbacks are the runner's to set
	Version string          // of carif, kept with the run
	Log     *slog.Logger
	Now     func() time.Time
	Gate    Gate
	Notes   []string // alarms of every run: what was odd before it began
	Alone   bool     // harvests and reparses read every page by itself, with nothing learnt from the others
	// Progress, when set, is told of every page. It must be quick; it is called from several goroutines.
	Progress func(Progress)

	groups sync.Map // site id → *group of its newest run

	watchOnce sync.Once
	watcher   *watch.Watch

	once   sync.Once
	walker *crawler.Walker
	werr   error
}

// Progress is where a run stands.
type Progress struct {
	Site     string
	Pages    int // dealt with in this process
	Due      int // still to do, as far as known
	Outcome  schema.Outcome
	URL      string
	Added    int
	Changed  int
	Same     int
	Faults   int
	Started  time.Time
	Finished bool
}

func (r *Runner) now() time.Time {
	if r.Now != nil {
		return r.Now().UTC()
	}
	return time.Now().UTC()
}

// watched is the account of what is being read.
func (r *Runner) watched() *watch.Watch {
	r.watchOnce.Do(func() { r.watcher = &watch.Watch{Store: r.Store, Reader: parser.Version, Log: r.Log} })
	return r.watcher
}

// reader is the runner's reader, whose readings are noted meanwhile.
func (r *Runner) reader() *Reader {
	own := *r.Reader
	own.watch = r.watched()
	return &own
}

// Harvest walks one site and publishes what it read if the gate agrees. An interrupted run is saved as such
// and returns the context's error beside the summary; the next Harvest of the site goes on with it.
func (r *Runner) Harvest(ctx context.Context, site *sites.Site) (Summary, error) {
	w, err := r.newWalker()
	if err != nil {
		return Summary{}, err
	}
	j, err := r.begin(ctx, site, KindHarvest)
	if err != nil {
		return Summary{}, err
	}
	if site.Feed != nil {
		aside.Sweep(r.spooled(site.ID)) // what a killed process left of it
	} else if err := j.prepare(ctx); err != nil {
		return j.end(err, crawler.Report{})
	}
	report, walkErr := w.Walk(ctx, j.site, j.run.ID, j.visit)
	if err := j.group.flush(); walkErr == nil {
		walkErr = err
	}
	j.moment("walked")
	j.hosts = politeness(report.Hosts)
	j.faults = append(j.faults, faultsOf(report)...)
	j.run.Limits = report.Limits
	walked := walkErr == nil && report.Complete && len(j.silentSentinels(report)) == 0
	if walked && !r.Alone && site.Feed == nil {
		walkErr = j.learn(ctx)
		if len(j.learnt) > 0 {
			j.moment("read with what was learnt")
		} else {
			j.moment("nothing new was learnt")
		}
	}
	silent := j.silentSentinels(report) // a page may say less when it is read with what was learnt
	if err := j.findMissed(ctx); walkErr == nil {
		walkErr = err
	}
	j.absence = walked && walkErr == nil && len(silent) == 0 && !slices.ContainsFunc(j.missed, unknown)
	j.run.Complete = j.absence && len(j.missed) == 0
	for _, n := range alarms(report) {
		j.alarm(n)
	}
	for _, what := range silent {
		j.alarm(Notice{Failure: schema.FailureLayout, What: what})
	}
	return j.end(walkErr, report)
}

// HarvestAll walks several sites side by side: none waits for another. Summaries come in the order of the
// sites; the error joins those of all.
func (r *Runner) HarvestAll(ctx context.Context, list []*sites.Site) ([]Summary, error) {
	sums := make([]Summary, len(list))
	errs := make([]error, len(list))
	var wg sync.WaitGroup
	for i, s := range list {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if sums[i], errs[i] = r.Harvest(ctx, s); errs[i] != nil {
				errs[i] = fmt.Errorf("harvest %s: %w", s.ID, errs[i])
			}
		}()
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return sums, err
	}
	return sums, r.Link(ctx)
}

// Link looks which providers and which courses of the whole database are the same thing seen twice.
func (r *Runner) Link(ctx context.Context) error {
	var ps []identity.Provider
	if err := r.Store.Providers(ctx, func(p identity.Provider) error { ps = append(ps, p); return nil }); err != nil {
		return fmt.Errorf("link providers: %w", err)
	}
	rules, err := r.Store.ProviderRules(ctx)
	if err != nil {
		return fmt.Errorf("link providers: %w", err)
	}
	organisations := identity.Canonical(ps, rules)
	if err := r.Store.SaveCanonical(ctx, organisations); err != nil {
		return fmt.Errorf("link providers: %w", err)
	}
	providers := identity.Providers(ps)
	together := identity.Together(organisations, providers)
	meet, cs := identity.NewMeetings(together), []identity.Course(nil)
	err = r.Store.LinkCourses(ctx, func(c identity.Course) error { meet.Note(c); return nil })
	if err == nil && meet.Some() {
		err = r.Store.LinkCourses(ctx, func(c identity.Course) error {
			if meet.Meets(c) {
				cs = append(cs, c)
			}
			return nil
		})
	}
	if err != nil {
		return fmt.Errorf("link courses: %w", err)
	}
	return r.Store.SaveLinks(ctx, providers, identity.Courses(cs, together))
}

func (r *Runner) newWalker() (*crawler.Walker, error) {
	r.once.Do(func() {
		o := r.Crawl
		o.Log, o.KeepRobots = r.Log, r.keepRobots
		o.Spool, o.FeedReader = r.spool, lheo.ReaderVersion+"/"+r.Reader.Normalizer.VocabularyVersion()
		r.walker, r.werr = crawler.New(walkStore{r.Store, r}, o)
	})
	return r.walker, r.werr
}

// ErrOptions means that a harvest is asked for in a way it is not done.
var ErrOptions = errors.New("harvest refused")

// CheckOptions tells whether sites would be walked with these options, before anything is opened or begun.
func CheckOptions(o crawler.Options, list []*sites.Site) error {
	w, err := crawler.New(nil, o)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOptions, err)
	}
	defer w.Close()
	for _, s := range list {
		if err := w.Check(s); err != nil {
			return fmt.Errorf("%w: %w", ErrOptions, err)
		}
	}
	return nil
}
