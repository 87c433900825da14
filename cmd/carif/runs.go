package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/night/report"
	"carif/schema"
	"carif/storage"
)

func runsCommand(a *app) *cobra.Command {
	var db dbOptions
	var site, format string
	var limit int
	cmd := &cobra.Command{
		Use:     "runs",
		Short:   "List past runs: what was harvested, when, and how it ended",
		Example: "  carif runs\n  carif runs --site demo --limit 5 --format json\n  carif runs show 12",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer st.Close()
			if err := a.checkSiteFilter(cmd.Context(), st, db.db, site); err != nil {
				return err
			}
			runs, err := st.Runs(cmd.Context(), site, limit)
			if err != nil {
				return err
			}
			if format == "json" {
				return writeJSON(a.out, runs, "  ")
			}
			t := newTable(a.out)
			fmt.Fprintln(t, "RUN\tSITE\tKIND\tSTARTED\tTOOK\tSTATE\tVERDICT\tPAGES\tADDED\tCHANGED\tSAME\tCLOSED\tISSUES\tNOTE")
			for _, r := range runs {
				took := "-"
				if !r.Ended.IsZero() {
					took = r.Ended.Sub(r.Started).Round(time.Second).String()
				}
				fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", r.ID, r.Site, r.Kind,
					r.Started.Local().Format("2006-01-02 15:04"), took, r.State, dash(string(r.Verdict)), r.Pages,
					r.Added, r.Changed, r.Same, r.Closed,
					total(r.Issues), dash(printable(cut(r.Note, 120))))
			}
			return t.Flush()
		},
	}
	cmd.AddCommand(showRunCommand(a))
	db.flags(cmd.Flags(), false)
	cmd.Flags().StringVar(&site, "site", "", "only this site")
	numberVar(cmd.Flags(), &limit, "limit", 20, "number of runs to list, newest first (0: all)")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}

func showRunCommand(a *app) *cobra.Command {
	var db dbOptions
	var format string
	cmd := &cobra.Command{
		Use:   "show ID",
		Short: "Print the stored report of a run: verdict and reasons, faults by class, alarms, politeness",
		Long: `Print the report that was stored with a run: what happened, the verdict of the gate
with every reason, faults by class with examples, alarms, how each host was asked, and
the time line. --format json prints it as carif harvest --format json did.`,
		Example: "  carif runs show 12\n  carif runs show 12 --format json",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			id, err := runNumberOf(words[0])
			if err != nil {
				return err
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer st.Close()
			run, err := numberedRun(cmd.Context(), st, db.db, id, "")
			if err != nil {
				return err
			}
			kept, _, err := st.Report(cmd.Context(), id)
			if err != nil {
				return err
			}
			return a.showRun(run, kept, format)
		},
	}
	db.flags(cmd.Flags(), false)
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}

func runNumberOf(word string) (int64, error) {
	id, err := strconv.ParseInt(word, 10, 64)
	if err != nil || id < 1 {
		return 0, usagef("%q is no number of a run: `carif runs` lists them", word)
	}
	return id, nil
}

// numberedRun finds a run by its number, among those of a site where one is named.
func numberedRun(ctx context.Context, st storage.Runs, db string, id int64, site string) (schema.Run, error) {
	run, ok, err := st.Run(ctx, id)
	of := ""
	if site != "" {
		of = " of " + site
	}
	if err == nil && (!ok || site != "" && run.Site != site) {
		err = usagef("%s: there is no run %d%s: `carif runs` lists them", db, id, of)
	}
	return run, err
}

// showRun prints a run and the report that was kept of it. A run that was taken up again, or killed, since its report
// was kept has none of its own.
func (a *app) showRun(run schema.Run, told []byte, format string) error {
	sum, kept, err := harvest.Told(run, told)
	if err != nil {
		return err
	}
	if format == "json" {
		if !kept {
			return writeJSON(a.out, sum, "  ")
		}
		var b bytes.Buffer
		if err := json.Indent(&b, told, "", "  "); err != nil {
			return fmt.Errorf("read report of run %d: %w", run.ID, err)
		}
		b.WriteByte('\n')
		_, err := a.out.Write(b.Bytes())
		return err
	}
	runText(a.out, sum)
	if !kept {
		printf(a.out, "  no report is kept of it: nothing happened in it, it was killed or still runs, or an older carif "+
			"made it\n")
		return nil
	}
	classesText(a.out, sum.Faults)
	paceText(a.out, sum)
	return nil
}

// examples is how many pages are named of a class of faults.
const examples = 3

// classesText lists faults by class with a few examples of each.
func classesText(w io.Writer, faults []harvest.Fault) {
	for _, c := range report.Classes(faults) {
		fmt.Fprintf(w, "  faults, %s: %s\n", c.Name, count(len(c.Faults), "page"))
		for _, f := range c.Faults[:min(len(c.Faults), examples)] {
			healed := ""
			if f.Healed {
				healed = " (a later try gave the page)"
			}
			fmt.Fprintf(w, "    %s: %s: %s%s\n", printable(f.URL), f.Class, printable(f.Last), healed)
		}
	}
}

// paceText tells how each host was asked, and when what happened.
func paceText(w io.Writer, s harvest.Summary) {
	for _, h := range s.Politeness {
		gap := ""
		if h.Gap != nil {
			gap = fmt.Sprintf(", at least %s apart", time.Duration(*h.Gap*float64(time.Second)))
		}
		fmt.Fprintf(w, "  asked %s: %s%s\n", printable(h.Host), count(h.Requests, "request"), gap)
	}
	for _, m := range s.Timeline {
		fmt.Fprintf(w, "  %s %s\n", m.At.Local().Format("2006-01-02 15:04:05"), printable(m.What))
	}
}
