package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carif/schema"
	"carif/sites"
	"carif/vocab"
)

func sitesCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "sites",
		Short: "List the site profiles; draft, check and try one",
		Example: "  carif sites\n  carif sites learn captures/www.example.org > my-site.yaml\n" +
			"  carif sites check my-site.yaml\n  carif sites test my-site.yaml captures/www.example.org",
		Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.listSites() },
	}
	cmd.AddCommand(modelCommand(a), learnCommand(a), testCommand(a), &cobra.Command{
		Use: "list", Short: "List the profiles", Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.listSites() },
	}, &cobra.Command{
		Use: "check [FILE|NAME…]", Short: "Check profiles and report every problem with file, line, key and reason",
		Long: `Check profiles and report all problems of each at once, with file, line, key and
reason. NAME is a profile of the folder of --sites; without any, all of them are
checked.`,
		Args: cobra.ArbitraryArgs,
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

func (a *app) checkSites(names []string) error {
	if len(names) == 0 {
		if a.sitesDir == "" {
			return usagef("name a profile to check, or give --sites DIR to check all of a folder")
		}
		var err error
		if names, err = sites.Files(a.sitesDir); err != nil {
			return err
		}
		if len(names) == 0 {
			printf(a.out, "%s: no profile in it\n", a.sitesDir)
		}
	}
	words, err := vocab.Load(a.vocabDir)
	if err != nil {
		return a.ownFiles(err)
	}
	bad := 0
	for _, name := range names {
		file := a.profileFile(name)
		s, err := sites.Load(file)
		if err != nil {
			bad++
			say(a.err, err)
			continue
		}
		if odd := unknownStates(s, words); len(odd) > 0 {
			bad++
			for _, w := range odd {
				say(a.err, fmt.Errorf("%s: page.sessions.fields.session.state: map: %q is no state of a session that a "+
					"vocabulary knows (`carif vocab show state` lists them)", file, w))
			}
			continue
		}
		printf(a.out, "%s: ok: %s (%s)\n", file, s.ID, s.Name)
	}
	if bad > 0 {
		return withCode(exitUsage, nil)
	}
	return nil
}

// unknownStates are the words that the map of a session's state gives and no vocabulary knows: sessions would have no
// state by them.
func unknownStates(s *sites.Site, words *vocab.Set) (odd []string) {
	for _, f := range s.Selectors().InRow {
		if f.Field != schema.FieldSessionState {
			continue
		}
		for _, k := range slices.Sorted(maps.Keys(f.Map)) {
			if w := f.Map[k]; w != "" {
				if _, ok := words.Find("state", w); !ok && !slices.Contains(odd, w) {
					odd = append(odd, w)
				}
			}
		}
	}
	return odd
}

// profileFile gives the file of a profile by its name: a path, a file of the folder of --sites, or the id of one there.
func (a *app) profileFile(name string) string {
	if file := sites.Locate(a.sitesDir, name); file != "" {
		return file
	}
	if a.sitesDir != "" {
		own, err := sites.Files(a.sitesDir)
		for _, f := range own {
			if s, bad := sites.Load(f); err == nil && bad == nil && s.ID == name {
				return f
			}
		}
	}
	return name
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
