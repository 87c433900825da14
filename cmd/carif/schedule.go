package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/night/schedule"
	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/storage/sqlite"
)

type scheduleOptions struct {
	harvestOptions
	list      bool
	next      int
	noCatchUp bool
	digestAt  string
	saysWhen  bool   // digestAt was given
	worker    string // the service's own child: since when starts are kept to
}

func scheduleCommand(a *app) *cobra.Command {
	var o scheduleOptions
	cmd := &cobra.Command{
		Use:   "schedule [SITE|PROFILE.yaml …]",
		Short: "Harvest sites by themselves, when their profiles say",
		Long: `Run as a service: harvest each site when the schedule of its profile says, until it
is stopped. Without names, all profiles that have a schedule are kept to.

  schedule: "30 22 * * 1-5"   # cron line: minute hour day month weekday, in France
  jitter: 20m                 # start up to 20 minutes later, always by the same

A start outside the site's pace.window waits for it to open. A start that was
missed because the service was down is made up for once, while the window is open
(not with --no-catch-up); a harvest that was cut goes on where it stopped. Two
harvests of one site, or of one database by two programs, never overlap. A time
that the clock skips in March is kept to when the clock goes on; one that comes
twice in October is kept to the first time.

With --targets, people are told each day at --digest-at what needs them (carif digest
--help); with --ping-url, a dead man's switch of each start, success and failure.

The harvesting is done by a child process, with the flags given here: if a page
kills it, the service starts another. What --format says is printed for each site
as it ends: a table, or one line of JSON. SIGTERM or Ctrl-C end the service: with 0
if nothing was being harvested, with 130 if a harvest was interrupted, which the
next start of the service goes on with.`,
		Example: `  carif schedule --list --sites my-sites        which sites, and when next
  carif schedule --next 10 --sites my-sites     the next ten starts
  carif schedule --sites my-sites --db /srv/carif/carif.db --log json`,
		RunE: func(cmd *cobra.Command, ids []string) error {
			o.saysWhen = cmd.Flags().Changed("digest-at")
			return a.schedule(cmd.Context(), o, ids)
		},
	}
	f := cmd.Flags()
	o.nightFlags(f)
	f.BoolVar(&o.list, "list", false, "list the sites with a schedule and their next start, and end")
	numberVar(f, &o.next, "next", 0, "list this many of the next starts, and end")
	f.BoolVar(&o.noCatchUp, "no-catch-up", false, "do not make up for starts that were missed before the service began")
	f.StringVar(&o.digestAt, "digest-at", "07:00", "with --targets: when people are told, each day (HH:MM, in France)")
	f.StringVar(&o.worker, "worker", "", "for carif itself: this is the service's child, which keeps to starts since then")
	// given in the environment: the child's command line is this one's. The error would be that the flag is not there
	_ = f.MarkHidden("worker")
	standsFor(f, "log-level", "info")
	standsFor(f, "next", "none")
	return cmd
}

func (a *app) schedule(ctx context.Context, o scheduleOptions, ids []string) error {
	if o.list && o.next > 0 {
		return usagef("--list and --next are two answers: give one of them")
	}
	if o.level == "" {
		o.level = "info" // a service says what it does
	}
	reader, err := a.reader()
	if err != nil {
		return err
	}
	list, err := scheduled(reader.Sites, ids)
	if err != nil {
		return err
	}
	table, err := schedule.New(list)
	if err != nil {
		return err
	}
	switch {
	case o.list:
		return a.listSchedule(ctx, o, table)
	case o.next > 0:
		return a.listStarts(o, table.Coming(time.Now(), o.next))
	case o.worker != "":
		return a.scheduleRound(ctx, o, table, reader, list)
	}
	return a.scheduleService(ctx, o, table)
}

// scheduled are the sites that the service keeps to: those named, which must have a schedule, or all that have one.
func scheduled(set *sites.Set, ids []string) ([]*sites.Site, error) {
	list, err := chooseSites(set, ids, len(ids) == 0)
	if err != nil {
		return nil, err
	}
	var out []*sites.Site
	for _, s := range list {
		switch {
		case s.Schedule != "":
			out = append(out, s)
		case len(ids) > 0:
			return nil, usagef("%s has no schedule: add a line like `schedule: \"30 22 * * *\"` to %s", s.ID, s.File)
		}
	}
	if len(out) == 0 {
		return nil, usagef("no profile has a schedule: add a line like `schedule: \"30 22 * * *\"` to a profile of your " +
			"own and name its folder with --sites")
	}
	return out, nil
}

// scheduleService waits for starts, and has a child harvest.
func (a *app) scheduleService(ctx context.Context, o scheduleOptions, table schedule.Timetable) error {
	log, err := a.checkHarvest(&o.harvestOptions)
	if err != nil {
		return err
	}
	if err := o.digest.load(a); err != nil {
		return err
	}
	at, err := time.Parse("15:04", o.digestAt)
	if err != nil {
		return usagef("--digest-at %q is not a time of day (HH:MM)", o.digestAt)
	}
	if o.saysWhen && len(o.digest.targets) == 0 {
		return usagef("--digest-at says when people are told, and nobody says whom: give --targets, too")
	}
	if err := checkPing(o.ping); err != nil {
		return err
	}
	if err := o.bringUpToDate(); err != nil {
		return err
	}
	if len(o.digest.targets) > 0 {
		defer a.digestDaily(ctx, o, at, log)()
	}
	table.Since, table.CatchUp = time.Now(), !o.noCatchUp
	cut := false
	s := schedule.Service{Timetable: table, Clock: schedule.System{}, Log: log,
		Ran: func(ctx context.Context) (map[string]schedule.Ran, error) { return o.ran(ctx, table) },
		Work: func(ctx context.Context) error {
			code, err := a.work(ctx, table.Since)
			cut = code == exitInterrupted || code == bySignal
			if code == bySignal && ctx.Err() == nil {
				a.pingKilled(o.ping) // it could not say so itself
			}
			return err
		}}
	if err := s.Serve(ctx); err != nil {
		return err
	}
	if cut {
		printf(a.err, "carif: stopped; the harvest goes on when the service is started again\n")
		return withCode(exitInterrupted, nil)
	}
	return nil
}

// digestDaily tells people each day at that time, beside the harvests, until it is stopped: stop waits for the end of
// what is being sent. A digest that the service was not there for is made up for at its start: nobody is told twice a
// day.
func (a *app) digestDaily(ctx context.Context, o scheduleOptions, at time.Time, log *slog.Logger) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		daily := schedule.Daytime{Hour: at.Hour(), Minute: at.Minute(), Clock: schedule.System{}}
		err := daily.Run(ctx, func(ctx context.Context) {
			log.Info("digest")
			o.digest.after(ctx, a, o.dbOptions)
		})
		if err != nil {
			log.Error("digest ended", "err", err)
		}
	}()
	return func() { cancel(); <-done }
}

// bySignal is the exit code of a process that a signal ended.
const bySignal = -1

// bringUpToDate opens the database once for writing, where there is one: the service itself only reads, and could not
// read the tables of an older program.
func (o *scheduleOptions) bringUpToDate() error {
	if !fileExists(o.db) {
		return nil
	}
	if err := o.wholePair(); err != nil {
		return err
	}
	st, err := sqlite.Open(o.db, sqlite.Options{})
	if err != nil {
		return err
	}
	return st.Close()
}

// work lets a child harvest what is due. The pipe to it is the order to go on: it ends with this process, however that
// ends, so that no child is left behind.
func (a *app) work(ctx context.Context, since time.Time) (code int, err error) {
	self, err := os.Executable()
	if err != nil {
		return exitFailed, fmt.Errorf("find the program itself: %w", err)
	}
	cmd := exec.Command(self, a.args...)
	cmd.Args[0] = os.Args[0]
	cmd.Env = append(os.Environ(), envName("worker")+"="+since.Format(time.RFC3339Nano))
	cmd.Stdout, cmd.Stderr = a.out, a.err
	order, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return exitFailed, fmt.Errorf("start a harvest: %w", err)
	}
	defer context.AfterFunc(ctx, func() { _ = order.Close() })() // the child sees it, and ends
	err = cmd.Wait()
	return cmd.ProcessState.ExitCode(), err
}

// scheduleRound is what the child does: it harvests what is due, and what becomes due meanwhile.
func (a *app) scheduleRound(ctx context.Context, o scheduleOptions, table schedule.Timetable, reader *harvest.Reader,
	list []*sites.Site) (err error) {
	table.CatchUp = !o.noCatchUp
	if table.Since, err = time.Parse(time.RFC3339Nano, o.worker); err != nil {
		return usagef("--worker is for carif itself: run carif schedule without it")
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, a.in) // ends with the service
		cancel()
		time.AfterFunc(patience-time.Second, func() { os.Exit(exitInterrupted) }) // the service waits no longer
	}()
	log, err := a.checkHarvest(&o.harvestOptions)
	if err != nil {
		return err
	}
	ended, err := a.ping(o.ping, "schedule", len(list))
	if err != nil {
		return err
	}
	defer func() { ended(err) }()
	n, err := a.openNight(ctx, o.harvestOptions, log, reader, list)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	ran, err := ranOf(ctx, n.w.store, table)
	if err != nil {
		return err
	}
	var mu sync.Mutex // guards sums and stdout
	var sums []harvest.Summary
	round := schedule.Round{Timetable: table, Clock: schedule.System{}, Ran: ran,
		Harvest: func(ctx context.Context, site *sites.Site) error {
			sum, err := n.run.Harvest(ctx, site)
			mu.Lock()
			defer mu.Unlock()
			sums = append(sums, sum)
			n.ended([]harvest.Summary{sum})
			if err != nil {
				err = fmt.Errorf("harvest %s: %w", site.ID, err)
			}
			return errors.Join(err, a.tellEnd(o.format, sum))
		}}
	err = round.Run(ctx)
	n.bar.finish()
	switch {
	case ctx.Err() != nil:
		return withCode(exitInterrupted, nil) // the service says so
	case err == nil && len(sums) > 0:
		err = n.run.Link(ctx)
	}
	if err != nil {
		return err
	}
	a.tellShort(sums)
	return runsCode(sums)
}

// tellEnd prints what the harvest of one site came to.
func (a *app) tellEnd(format string, sum harvest.Summary) error {
	switch {
	case format == "json":
		return writeJSON(a.out, sum, "")
	case sum.Run.ID != 0:
		summaryText(a.out, sum)
	}
	return nil
}

// ran tells the newest harvest of each site; none where there is no database yet.
func (o *scheduleOptions) ran(ctx context.Context, table schedule.Timetable) (map[string]schedule.Ran, error) {
	if !fileExists(o.db) {
		return nil, nil
	}
	st, err := o.openRead()
	if err != nil {
		return nil, err
	}
	ran, err := ranOf(ctx, st, table)
	return ran, errors.Join(err, st.Close())
}

func ranOf(ctx context.Context, st storage.Runs, table schedule.Timetable) (map[string]schedule.Ran, error) {
	all := map[string]schedule.Ran{}
	for _, p := range table.Plans {
		runs, err := st.Runs(ctx, p.Site.ID, 0)
		if err != nil {
			return nil, err
		}
		for _, r := range runs {
			if r.Kind == harvest.KindHarvest {
				open := r.State == schema.RunInterrupted || r.State == schema.RunRunning
				all[p.Site.ID] = schedule.Ran{Started: r.Started, Ended: r.Ended, Open: open}
				break
			}
		}
	}
	return all, nil
}

// scheduleRow is a line of --list.
type scheduleRow struct {
	Site     string     `json:"site"`
	Schedule string     `json:"schedule"`
	Jitter   string     `json:"jitter"` // of this site, not what the profile allows
	Window   string     `json:"window"`
	Last     *time.Time `json:"last"` // when the newest harvest began; null where there was none
	Next     time.Time  `json:"next"`
}

func (a *app) listSchedule(ctx context.Context, o scheduleOptions, table schedule.Timetable) error {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return err
	}
	ran, err := o.ran(ctx, table)
	if err != nil {
		return err
	}
	rows := make([]scheduleRow, len(table.Plans))
	for i, p := range table.Plans {
		rows[i] = scheduleRow{Site: p.Site.ID, Schedule: p.Site.Schedule, Jitter: p.Jitter().String(),
			Window: p.Site.Pace.Window, Next: p.Next(time.Now()).In(p.Zone())}
		if r, ok := ran[p.Site.ID]; ok {
			at := r.Started.In(p.Zone())
			rows[i].Last = &at
		}
	}
	if o.format == "json" {
		return writeJSON(a.out, rows, "  ")
	}
	t := newTable(a.out)
	fmt.Fprintln(t, "SITE\tSCHEDULE\tJITTER\tWINDOW\tLAST HARVEST\tNEXT START")
	for _, r := range rows {
		last := "-"
		if r.Last != nil {
			last = r.Last.Format(startForm)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Site, r.Schedule, r.Jitter, dash(r.Window), last,
			r.Next.Format(startForm))
	}
	return t.Flush()
}

// startForm shows the day of the week, which cron lines go by, and whether it is summer time.
const startForm = "Mon 2006-01-02 15:04 MST"

func (a *app) listStarts(o scheduleOptions, starts []schedule.Start) error {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return err
	}
	if o.format == "json" {
		return writeJSON(a.out, starts, "  ")
	}
	t := newTable(a.out)
	fmt.Fprintln(t, "START\tSITE")
	for _, s := range starts {
		fmt.Fprintf(t, "%s\t%s\n", s.At.Format(startForm), s.Site)
	}
	return t.Flush()
}
