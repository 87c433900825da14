package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sort"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/harvest"
	"carif/storage"
)

func coverageCommand(a *app) *cobra.Command {
	var db dbOptions
	var site, format string
	var limit int
	var contacts bool
	cmd := &cobra.Command{
		Use:   "coverage [DB|DIR]",
		Short: "Show how full each field is, and which labels and values are unknown",
		Long: `For each site and field, show the share of courses with a value and the share whose
page names the field but leaves it empty; then list unknown labels and values, most
frequent first: a to-do list for whoever maintains a site profile. The input is a
database, of which people are left out unless you give --with-contacts, or a folder
of saved pages, which is shown as it is.`,
		Example: "  carif coverage\n  carif coverage captures/ --site generic --limit 50",
		Args:    args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			if len(got) == 1 {
				if info, err := os.Stat(got[0]); err == nil && info.IsDir() {
					return a.coverageOfFolder(cmd.Context(), got[0], site, format, limit)
				}
				db.db = got[0]
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer st.Close()
			if err := a.checkSiteFilter(cmd.Context(), st, db.db, site); err != nil {
				return err
			}
			rep, err := coverageOfDatabase(cmd.Context(), st, site, limit)
			if err != nil {
				return err
			}
			s, err := scrub.Of(cmd.Context(), st, contacts)
			if err != nil {
				return err
			}
			for _, list := range [][]storage.Unknown{rep.Labels, rep.Values} {
				for i := range list {
					list[i].Text, list[i].Example = s.Text(list[i].Text, "unknown"), s.Address(list[i].Example, "url")
				}
			}
			return a.printCoverage(rep, format)
		},
	}
	db.flags(cmd.Flags(), false)
	cmd.Flags().StringVar(&site, "site", "", "only this site; for a folder, the profile to read it with")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	numberVar(cmd.Flags(), &limit, "limit", 20, "number of unknown labels and values to list (0: all)")
	withContacts(cmd, &contacts)
	return cmd
}

func coverageOfDatabase(
	ctx context.Context, st storage.Reader, site string, limit int,
) (rep harvest.CoverageReport, err error) {
	if rep.Fields, err = st.Coverage(ctx); err != nil {
		return rep, err
	}
	rep.Fields = slices.DeleteFunc(rep.Fields, func(c storage.Coverage) bool { return site != "" && c.Site != site })
	if rep.Labels, err = st.UnknownLabels(ctx, site, limit); err != nil {
		return rep, err
	}
	rep.Values, err = st.UnknownValues(ctx, site, limit)
	return rep, err
}

func (a *app) coverageOfFolder(ctx context.Context, dir, site, format string, limit int) error {
	r, err := a.reader()
	if err != nil {
		return err
	}
	f := harvest.Files{Paths: []string{dir}, Reader: r, Note: a.leftOut}
	if site != "" {
		if f.Site, err = findSite(r.Sites, site); err != nil {
			return err
		}
	}
	rep, err := harvest.CoverageOf(ctx, f, limit)
	if err != nil {
		return err
	}
	return a.printCoverage(rep, format)
}

func (a *app) printCoverage(rep harvest.CoverageReport, format string) error {
	if format == "json" {
		return writeJSON(a.out, rep.Whole(), "  ")
	}
	t := tabwriter.NewWriter(&trimmer{w: a.out}, 0, 4, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "SITE\tFIELD\tFILLED\tABSENT\tOF\t")
	for _, c := range rep.Fields {
		if c.N == 0 {
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%.0f %%\t%.0f %%\t%d\t\n", c.Site, c.Field, 100*float64(c.Filled)/float64(c.N),
			100*float64(c.Absent)/float64(c.N), c.N)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, p := range rep.Pages {
		printf(a.out, "%s: %s, %s; content text: ", p.Site, count(p.Pages, "page"), count(p.Courses, "course"))
		printf(a.out, "%.1f %% in fields, %.1f %% absent, %.1f %% unclaimed (median page %.1f %%)\n",
			p.Field, p.Absent, p.Unclaimed, p.MedianUnclaimed)
	}
	unknown(a, "Labels that match no field", rep.Labels)
	unknown(a, "Values that are in no vocabulary", rep.Values)
	return nil
}

func unknown(a *app, title string, list []storage.Unknown) {
	if len(list) == 0 {
		return
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].N > list[j].N })
	printf(a.out, "\n%s:\n", title)
	for _, u := range list {
		field := ""
		if u.Field != "" {
			field = " " + string(u.Field)
		}
		printf(a.out, "%6d  %s%s  %s  (%s)\n", u.N, u.Site, field, printable(cut(u.Text, 80)), printable(u.Example))
	}
}
