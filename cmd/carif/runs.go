package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

func runsCommand(a *app) *cobra.Command {
	var db dbOptions
	var site, format string
	var limit int
	cmd := &cobra.Command{
		Use:     "runs",
		Short:   "List past runs: what was harvested, when, and how it ended",
		Example: "  carif runs\n  carif runs --site demo --limit 5 --format json",
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
			fmt.Fprintln(t, "RUN\tSITE\tKIND\tSTARTED\tTOOK\tSTATE\tPAGES\tADDED\tCHANGED\tSAME\tCLOSED\tISSUES\tNOTE")
			for _, r := range runs {
				took := "-"
				if !r.Ended.IsZero() {
					took = r.Ended.Sub(r.Started).Round(time.Second).String()
				}
				fmt.Fprintf(t, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", r.ID, r.Site, r.Kind,
					r.Started.Local().Format("2006-01-02 15:04"), took, r.State, r.Pages, r.Added, r.Changed, r.Same, r.Closed,
					total(r.Issues), dash(printable(cut(r.Note, 120))))
			}
			return t.Flush()
		},
	}
	db.flags(cmd.Flags(), false)
	cmd.Flags().StringVar(&site, "site", "", "only this site")
	numberVar(cmd.Flags(), &limit, "limit", 20, "number of runs to list, newest first (0: all)")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}
