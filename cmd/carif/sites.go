package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"carif/sites"
)

func sitesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "sites",
		Short:   "List the site profiles, check one, or start a new one",
		Example: "  carif sites\n  carif sites check my-site.yaml\n  carif sites new my-site > my-site.yaml",
		Args:    args(cobra.NoArgs),
		RunE:    func(*cobra.Command, []string) error { return a.listSites() },
	}
	cmd.AddCommand(modelCommand(a), &cobra.Command{
		Use: "list", Short: "List the profiles", Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.listSites() },
	}, &cobra.Command{
		Use: "check FILE…", Short: "Check profiles and report every problem with file, line, key and reason",
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(_ *cobra.Command, files []string) error { return a.checkSites(files) },
	}, &cobra.Command{
		Use: "new ID", Short: "Print a commented profile to start from", Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, ids []string) error {
			text, err := sites.Skeleton(ids[0])
			if err != nil {
				return withCode(exitUsage, err)
			}
			_, err = fmt.Fprint(a.out, text)
			return err
		},
	})
	return cmd
}

func (a *app) listSites() error {
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return err
	}
	w := newTable(a.out)
	fmt.Fprintln(w, "ID\tNAME\tREGION\tCARIF\tSTATUS\tFROM")
	for _, s := range set.All() {
		status := s.Status
		if s.Historic {
			status = "historic"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Name, dash(s.Region), dash(strings.Join(s.Carif, ",")),
			dash(status), s.File)
	}
	return w.Flush()
}

func (a *app) checkSites(files []string) error {
	bad := 0
	for _, f := range files {
		s, err := sites.Load(f)
		if err != nil {
			bad++
			say(a.err, err)
			continue
		}
		printf(a.out, "%s: ok: %s (%s)\n", f, s.ID, s.Name)
	}
	if bad > 0 {
		return withCode(exitUsage, nil)
	}
	return nil
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
