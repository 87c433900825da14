package main

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/harvest"
	"carif/night/report"
	"carif/schema"
	"carif/storage"
)

type reportOptions struct {
	dbOptions
	site, format, out string
	last              int
}

func reportCommand(a *app) *cobra.Command {
	var o reportOptions
	cmd := &cobra.Command{
		Use:   "report [RUN]",
		Short: "Make the report of a run: one HTML page, Markdown or JSON",
		Long: `Make the report of a run, the newest one without a number: what happened, the verdict
with its reasons, what needs a person and what to do, what changed and why with
examples, faults by class, the nights before, how much is filled and how that moved,
and how each host was asked.

The HTML page stands by itself: it can be mailed, printed, and read next year. People
are not in it. --last tells how many nights it looks back on.`,
		Example: "  carif report --out night.html\n  carif report 12 --format md\n" +
			"  carif report --site demo --last 60 --out demo.html",
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error { return a.nightReport(cmd.Context(), o, words) },
	}
	f := cmd.Flags()
	o.flags(f, false)
	f.StringVar(&o.site, "site", "", "the newest run of this site")
	numberVar(f, &o.last, "last", 30, "how many nights to look back on")
	f.StringVar(&o.format, "format", "html", "html | md | json")
	f.StringVar(&o.out, "out", "", "file to write (default: stdout)")
	return cmd
}

func (a *app) nightReport(ctx context.Context, o reportOptions, words []string) error {
	if err := oneOf("format", o.format, "html", "md", "json"); err != nil {
		return err
	}
	if err := o.outFile("--out", o.out); err != nil {
		return err
	}
	st, err := o.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	if err := a.checkSiteFilter(ctx, st, o.db, o.site); err != nil {
		return err
	}
	run, err := o.runOf(ctx, st, words)
	if err != nil {
		return err
	}
	r, err := reportOf(ctx, st, run, max(o.last, 1))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch o.format {
	case "html":
		err = r.WriteHTML(&b)
	case "md":
		err = r.WriteMarkdown(&b)
	default:
		err = r.WriteJSON(&b)
	}
	if err != nil {
		return err
	}
	if o.out == "" {
		_, err = a.out.Write(b.Bytes())
		return err
	}
	if err := harvest.WriteWhole(o.out, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write report: %w", harvest.PlainPathError(err))
	}
	printf(a.err, "%s written: run %d of %s, %s\n", o.out, run.ID, run.Site, r.Verdict())
	return nil
}

// runOf is the run that is asked for: by its number, or the newest.
func (o *reportOptions) runOf(ctx context.Context, st storage.Runs, words []string) (run schema.Run, err error) {
	if len(words) == 0 {
		runs, err := st.Runs(ctx, o.site, 1)
		if err == nil && len(runs) == 0 {
			err = usagef("%s: no run yet: harvest something first (`carif harvest --demo`)", o.db)
		}
		if err != nil {
			return run, err
		}
		return runs[0], nil
	}
	id, err := runNumberOf(words[0])
	if err != nil {
		return run, err
	}
	return numberedRun(ctx, st, o.db, id, o.site)
}

// reportStore is what a report is made of.
type reportStore interface {
	storage.Runs
	storage.Historian
	storage.Reader
}

// reportOf gathers what is told of a run from what is stored, so that it is told alike however much later. People are
// left out.
func reportOf(ctx context.Context, st reportStore, run schema.Run, last int) (*report.Report, error) {
	r := &report.Report{Changes: []report.Count{}, Examples: []storage.FieldChange{}, Nights: []schema.Run{}}
	kept, _, err := st.Report(ctx, run.ID)
	if err != nil {
		return nil, err
	}
	if r.Summary, r.Kept, err = harvest.Told(run, kept); err != nil {
		return nil, err
	}
	people, err := scrub.Of(ctx, st, false)
	if err != nil {
		return nil, err
	}
	err = st.FieldChanges(ctx, storage.ChangeFilter{Run: run.ID, Latest: true},
		func(c storage.FieldChange) error { r.Add(c); return nil })
	if err != nil {
		return nil, err
	}
	if err := titlesOf(ctx, st, r); err != nil {
		return nil, err
	}
	for i, c := range r.Examples {
		r.Examples[i] = cleanChange(c, people)
	}
	runs, err := st.Runs(ctx, run.Site, 0)
	if err != nil {
		return nil, err
	}
	for _, n := range runs {
		if n.ID <= run.ID && n.Kind == run.Kind && len(r.Nights) < last {
			r.Nights = append(r.Nights, n)
		}
	}
	slices.Reverse(r.Nights)
	if err := fillOf(ctx, st, r); err != nil {
		return nil, err
	}
	r.Clean(cleanWords(people, "report"), func(t string) string { return people.Address(t, "report") })
	return r, nil
}

// titlesOf gives the examples the titles and addresses that their courses had after the run: a list of changes has
// those of today.
func titlesOf(ctx context.Context, st storage.Reader, r *report.Report) error {
	if len(r.Examples) == 0 {
		return nil
	}
	f := storage.Filter{AsOfRun: r.Summary.Run.ID, WithClosed: true}
	for _, c := range r.Examples {
		f.Keys = append(f.Keys, c.Key)
	}
	return st.Courses(ctx, f, func(rec schema.Record) error {
		for i := range r.Examples {
			if r.Examples[i].Key == rec.Course.Key {
				r.Examples[i].Title, r.Examples[i].URL = rec.Course.Title, rec.Source.URL
			}
		}
		return nil
	})
}

// fillOf reads how much was filled on each of the nights. One that saw no course tells nothing of that.
func fillOf(ctx context.Context, st storage.Runs, r *report.Report) error {
	nights := make([]map[schema.Field]float64, len(r.Nights))
	for i, n := range r.Nights {
		if n.Added+n.Changed+n.Same == 0 {
			continue
		}
		rates, err := st.FieldRates(ctx, n.Site, n.ID)
		if err != nil {
			return err
		}
		if len(rates) > 0 {
			nights[i] = rates
		}
	}
	r.SetFill(nights)
	return nil
}
