package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carif/night/digest"
	"carif/night/schedule"
	"carif/night/status"
	"carif/schema"
	"carif/storage"
)

type statusOptions struct {
	db     dbOptions
	site   string
	format string
	check  bool
	maxAge time.Duration
}

func statusCommand(a *app) *cobra.Command { return statusUnder(a, false) }

// healthCommand is status --check by the name that supervisors look for.
func healthCommand(a *app) *cobra.Command { return statusUnder(a, true) }

func statusUnder(a *app, health bool) *cobra.Command {
	o := statusOptions{check: health}
	cmd := &cobra.Command{
		Use:   "status",
		Short: "How each site stands: its last good night, what is wrong since when, the next start",
		Long: `Print a line a site: the newest good night (one that was published) and its age, the
newest run with its verdict, since when nights have been bad, and the next start by
the schedule of its profile.

With --check it is a dead man's switch: it ends with 5 if a site has no good night
younger than --max-age, and with 3 if the newest night of such a site is held by the
gate and waits for a person. Sites with a schedule that never ran count, too. carif
health is carif status --check.`,
		Example: "  carif status\n  carif status --check --max-age 36h --sites my-sites\n" +
			"  carif health --site demo --format json",
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.status(cmd.Context(), o) },
	}
	if health {
		cmd.Use, cmd.Short = "health", "End with an error if a site has no good night of late: carif status --check"
		cmd.Example = "  carif health --max-age 36h --sites my-sites"
	}
	f := cmd.Flags()
	o.db.flags(f, false)
	f.StringVar(&o.site, "site", "", "only this site")
	f.StringVar(&o.format, "format", "text", "text | json")
	if !health {
		f.BoolVar(&o.check, "check", false, "end with 5 or 3 if a site has no good night younger than --max-age")
	}
	f.DurationVar(&o.maxAge, "max-age", 36*time.Hour, "how old the last good night of a site may be")
	return cmd
}

func (a *app) status(ctx context.Context, o statusOptions) error {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return err
	}
	if o.maxAge <= 0 {
		return usagef("--max-age %s: want a time like 36h", o.maxAge)
	}
	st, err := o.db.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	now := time.Now()
	list, err := a.standing(ctx, st, o, now)
	if err != nil {
		return err
	}
	rows, err := a.marked(ctx, st, list, now)
	if err != nil {
		return err
	}
	if o.format == "json" {
		err = writeJSON(a.out, rows, "  ")
	} else {
		err = printStatus(a.out, rows, now)
	}
	if err != nil || !o.check {
		return err
	}
	return stale(list)
}

// standing tells how each site stands that has runs, or a schedule.
func (a *app) standing(ctx context.Context, st storage.Runs, o statusOptions, now time.Time) ([]status.Site, error) {
	reader, err := a.reader()
	if err != nil {
		return nil, err
	}
	runs, err := st.Runs(ctx, "", 0)
	if err != nil {
		return nil, err
	}
	of, next := map[string][]schema.Run{}, map[string]time.Time{}
	for _, r := range runs {
		of[r.Site] = append(of[r.Site], r)
	}
	for _, site := range reader.Sites.All() {
		if site.Schedule == "" {
			continue
		}
		plan, err := schedule.NewPlan(site)
		if err != nil {
			return nil, err
		}
		next[site.ID] = plan.Next(now)
		if _, ran := of[site.ID]; !ran {
			of[site.ID] = nil
		}
	}
	if _, known := of[o.site]; o.site != "" && !known {
		if err := a.checkSiteFilter(ctx, st, o.db.db, o.site); err != nil {
			return nil, err
		}
	}
	list := []status.Site{}
	for id, theirs := range of {
		if o.site == "" || id == o.site {
			list = append(list, status.Of(id, theirs, next[id], now, o.maxAge))
		}
	}
	slices.SortFunc(list, func(x, y status.Site) int { return cmp.Compare(x.ID, y.ID) })
	return list, nil
}

// statusRow is how one site stands, and whether somebody knows.
type statusRow struct {
	status.Site
	// Ack is the acknowledgement of what needs a person; null where there is none, or not of all of it.
	Ack *storage.Ack `json:"acknowledged"`
}

// marked tells of which sites all that needs a person is acknowledged.
func (a *app) marked(ctx context.Context, st alarmStore, list []status.Site, now time.Time) ([]statusRow, error) {
	kept, err := st.Alarms(ctx)
	if err != nil {
		return nil, err
	}
	acks := map[string]*storage.Ack{}
	if len(kept.Acks) > 0 {
		v, err := a.needing(ctx, st, now)
		if err != nil {
			return nil, err
		}
		acks = ackedSites(kept, v.Found, now)
	}
	rows := make([]statusRow, len(list))
	for i, s := range list {
		rows[i] = statusRow{s, acks[s.ID]}
	}
	return rows, nil
}

func printStatus(w io.Writer, list []statusRow, now time.Time) error {
	t := newTable(w)
	fmt.Fprintln(t, "SITE\tLAST GOOD NIGHT\tAGE\tCOURSES\tCHANGES\tNEWEST RUN\tVERDICT\tBAD SINCE\tNEXT START\tLOOK AT")
	for _, s := range list {
		good, age, courses, changes, newest, verdict, since, next, look := "never", "-", "-", "-", "-", "-", "-", "-", "-"
		if g := s.Good; g != nil {
			good, age = clock(g.Ended), digest.Ago(now.Sub(g.Ended))
			courses, changes = fmt.Sprint(g.Added+g.Changed+g.Same), fmt.Sprint(g.Added+g.Changed+g.Closed)
		}
		if r := s.Run; r != nil {
			newest, verdict = fmt.Sprintf("%d, %s", r.ID, r.State), dash(strings.ReplaceAll(string(r.Verdict), "_", " "))
			if s.Since != nil || r.Verdict == schema.VerdictWarned {
				look = fmt.Sprintf("carif runs show %d", r.ID)
			}
			if s.Ack != nil {
				verdict += ", acknowledged"
			}
		}
		if s.Since != nil {
			since = clock(*s.Since)
		}
		if s.Next != nil {
			next = clock(*s.Next)
		}
		fmt.Fprintln(t, strings.Join([]string{s.ID, good, age, courses, changes, newest, verdict, since, next, look}, "\t"))
	}
	return t.Flush()
}

func clock(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// stale makes the exit code of sites without a good night of late; no night goes before a held one, as for a harvest.
func stale(list []status.Site) error {
	code, names := exitDone, []string{}
	for _, s := range list {
		if !s.Stale {
			continue
		}
		names = append(names, s.ID)
		if s.Run != nil && s.Run.Verdict == schema.VerdictHeld {
			code = cmp.Or(code, exitGate)
		} else {
			code = exitNoNight
		}
	}
	if code == exitDone {
		return nil
	}
	return withCode(code, fmt.Errorf("no good night of late: %s (`carif status` tells more)", strings.Join(names, ", ")))
}
