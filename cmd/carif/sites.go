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
		Example: "  carif sites\n  carif sites probe https://catalogue.example.org/formations\n" +
			"  carif sites new --from https://catalogue.example.org/formations > my-site.yaml\n" +
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
	}, newCommand(a), probeCommand(a), baselineCommand(a))
	return cmd
}

func newCommand(a *app) *cobra.Command {
	var o lookOptions
	var db dbOptions
	var region, from, out string
	cmd := &cobra.Command{
		Use:   "new [ID]",
		Short: "Print a profile to start from: empty, of a region, or drafted from a site or saved pages",
		Long: `Print a profile to start from.

With --region it holds what is known of the region's public catalogue: the built-in
profile where there is one, else hosts, start page and national prefixes. Where no
address of a course is known it has no course pattern, and carif harvest refuses it
until you have found one.

With --from URL, carif looks at the page that lists the courses and at a few courses
that it links to, politely, and drafts a profile from them: hosts, patterns, pages of
the list, pace, and what carif sites learn finds in the pages. With --from DIR it
drafts it from saved pages, the pages that list courses among them.`,
		Example: `  carif sites new my-site > my-site.yaml
  carif sites new --region 32 > hauts-de-france.yaml
  carif sites new --from https://catalogue.example.org/formations > my-site.yaml
  carif sites new --from captures/www.example.org my-site`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, ids []string) error {
			id := ""
			if len(ids) > 0 {
				id = ids[0]
			}
			switch {
			case region != "" && from != "":
				return usagef("--region and --from are two ways to begin: give one of them")
			case from != "":
				return a.newFrom(cmd.Context(), o, db, from, id, out)
			case region == "" && id == "":
				return usagef("sites new needs an ID, --region NN or --from URL (see `carif sites new --help`)")
			}
			text, err := sites.Skeleton(id)
			if region != "" {
				var codes []string
				if codes, err = regionCodes([]string{region}); err != nil {
					return err
				}
				text, err = sites.Preset(codes[0], id)
			}
			if err != nil {
				return withCode(exitUsage, err)
			}
			return a.writeProfile(text, out)
		},
	}
	cmd.Flags().StringVar(&region, "region", "",
		"INSEE code or name of a region (32): print what is known of its catalogue")
	cmd.Flags().StringVar(&from, "from", "", "draft from the page that lists the courses (URL), or from saved pages (DIR)")
	cmd.Flags().StringVar(&out, "out", "", "write to this file, which must not exist, instead of stdout")
	standsFor(cmd.Flags(), "out", "stdout")
	o.flags(cmd.Flags())
	return cmd
}

func (a *app) listSites() error {
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return err
	}
	w := newTable(a.out)
	fmt.Fprintln(w, "ID\tNAME\tREGION\tCARIF\tSTATUS\tREADS\tFROM")
	for _, s := range set.All() {
		status := s.Status
		if s.Verified.Date != "" {
			status += " " + s.Verified.Date
		}
		if s.Historic {
			status = "historic"
		}
		reads := "pages"
		if s.Feed != nil {
			reads = "feed"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Name, dash(s.Region), dash(strings.Join(s.Carif, ",")),
			dash(status), reads, s.File)
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
		if s.Feed != nil {
			printf(a.out, "%s: ok: %s (%s), the feed %s\n", file, s.ID, s.Name, s.Feed.Address())
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
