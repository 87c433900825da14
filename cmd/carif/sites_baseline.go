package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/harvest/gate"
	"carif/sites"
)

func baselineCommand(a *app) *cobra.Command {
	var o dbOptions
	var write bool
	cmd := &cobra.Command{
		Use:   "baseline SITE|PROFILE.yaml",
		Short: "Print the floors that a site's good nights give, to paste into its profile",
		Long: `Print floors for a profile: a tenth below the lowest of the site's last good nights
(at most 30 whole harvests that were published), for the number of courses and for
the fill rate of each field that at least a tenth of them has. A run below a floor
is not published. Where a person published a night over the gate's objections, only
the nights since then count.

--write puts them into the profile, in the place of the floors it has; all else in
the file stays as it is. A built-in profile cannot be written: copy it first.`,
		Example: "  carif sites baseline nouvelle-aquitaine\n  carif sites baseline my-site.yaml --write",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			return a.baseline(cmd.Context(), o, names[0], write)
		},
	}
	o.flags(cmd.Flags(), false)
	cmd.Flags().BoolVar(&write, "write", false, "write the floors into the profile")
	return cmd
}

func (a *app) baseline(ctx context.Context, o dbOptions, name string, write bool) error {
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return err
	}
	site, err := findSite(set, name)
	if err != nil {
		return err
	}
	if write && strings.HasPrefix(site.File, "builtin:") {
		return usagef("%s is a built-in profile: copy it into a folder of your own (--sites), or leave out --write and "+
			"paste what is printed", site.ID)
	}
	st, err := o.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	floors, nights, err := harvest.Baseline(ctx, st, site.ID)
	if err != nil {
		return err
	}
	if nights == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: no good night of %s yet: a whole harvest that was published gives its "+
			"floors (`carif harvest %[2]s`)", o.db, site.ID))
	}
	if nights < gate.MinNights {
		printf(a.err, "carif: note: %s of %s: look again after %d\n", count(nights, "good night"), site.ID, gate.MinNights)
	}
	if !write {
		printf(a.out, "%s", floors.YAML())
		return nil
	}
	if err := writeFloors(site.File, floors); err != nil {
		return err
	}
	printf(a.out, "%s: floors of %s written\n", site.File, count(nights, "good night"))
	return nil
}

// writeFloors changes a profile, whole or not at all; one that would not be valid any more is left as it is.
func writeFloors(path string, floors sites.Floors) error {
	was, err := os.ReadFile(path)
	if err != nil {
		return harvest.PlainPathError(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return harvest.PlainPathError(err)
	}
	is := sites.WithFloors(string(was), floors)
	if _, err := sites.Parse([]byte(is), path); err != nil {
		return fmt.Errorf("%s: left as it is, for with these floors it would be wrong: %w", path, err)
	}
	return harvest.PlainPathError(harvest.WriteWhole(path, []byte(is), info.Mode().Perm()))
}
