package main

import (
	"bufio"
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/schema"
	"carif/storage"
	"carif/storage/delta"
)

func diffCommand(a *app) *cobra.Command {
	var contacts bool
	var db dbOptions
	var site, format string
	cmd := &cobra.Command{
		Use:   "diff RUN|DATE RUN|DATE",
		Short: "Show what differs between two states of the dataset",
		Long: `Compare the dataset as it was after two runs, or at the end of two days (in France), and
list what differs, course by course and field by field, whatever happened between:
what changed and changed back is not listed. A time (RFC 3339) is taken, too.

A run is of one site, and only that site is compared. By dates all sites are; runs
that had been kept aside then are left out.`,
		Example: `  carif diff 3 12
  carif diff 2027-01-01 2027-01-31
  carif diff 2027-01-01 12 --format csv > january.csv`,
		Args: args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, got []string) (err error) {
			if err := oneOf("format", format, "text", "json", "csv"); err != nil {
				return err
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := a.checkSiteFilter(cmd.Context(), st, db.db, site); err != nil {
				return err
			}
			var states [2]storage.State
			for i, word := range got {
				var run schema.Run
				if states[i], run, err = stateOf(cmd.Context(), st, db.db, "diff:", word); err != nil {
					return err
				}
				if site, err = oneSite(site, run); err != nil {
					return err
				}
			}
			people, err := scrub.Of(cmd.Context(), st, contacts)
			if err != nil {
				return err
			}
			return a.diff(cmd.Context(), st, people, states, site, format, got)
		},
	}
	db.flags(cmd.Flags(), false)
	cmd.Flags().StringVar(&site, "site", "", "only this site")
	cmd.Flags().StringVar(&format, "format", "text", "text | json | csv")
	withContacts(cmd, &contacts)
	return cmd
}

// oneSite is the site that a run is of, where that agrees with the site that is asked for.
func oneSite(site string, run schema.Run) (string, error) {
	switch {
	case run.ID == 0 || site == run.Site:
		return site, nil
	case site == "":
		return run.Site, nil
	}
	return "", usagef("run %d is of %s, not of %s: compare two states of one site (`carif runs --site %[3]s`)", run.ID,
		run.Site, site)
}

func (a *app) diff(ctx context.Context, st storage.Historian, people *scrub.Scrubber, states [2]storage.State,
	site, format string, words []string) error {
	out := bufio.NewWriter(a.out)
	sink := cleanSink{newChangeSink(out, format, "COURSE", time.Time{}), people}
	n, courses, last := map[schema.ChangeKind]int{}, 0, ""
	err := st.Differences(ctx, states[0], states[1], site, func(c storage.FieldChange) error {
		if c.Key != last {
			last = c.Key
			courses++
			kind := schema.ChangeChanged
			if c.Field == delta.WholeCourse {
				kind = c.Kind
			}
			n[kind]++
		}
		return sink.put(c)
	})
	if err == nil {
		err = errors.Join(sink.end(), out.Flush())
	}
	if err != nil {
		return err
	}
	printf(a.err, "carif: %s to %s: %s differ: %d added, %d changed, %d closed\n", words[0], words[1],
		count(courses, "course"), n[schema.ChangeAdded], n[schema.ChangeChanged], n[schema.ChangeClosed])
	return nil
}
