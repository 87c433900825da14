package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/harvest/probe"
	"carif/parser/draft"
	"carif/schema"
	"carif/sites"
)

func learnCommand(a *app) *cobra.Command {
	var o dbOptions
	var out string
	cmd := &cobra.Command{
		Use:   "learn SITE|DIR",
		Short: "Draft a profile from the pages of a site",
		Long: `Read the pages of a site together and print a draft of its profile: the pattern of
their addresses, the labels that carif does not know with the fields they may mean
and examples, the elements that are one session each, the lists of other courses,
and texts without a label. What is not sure is a comment. Correct the draft, then
try it: carif sites check FILE, carif sites test FILE DIR.

DIR is a folder of saved pages of one host; SITE is a site of the database, whose
archived pages are read.`,
		Example: `  carif sites learn captures/www.example.org > my-site.yaml
  carif sites learn nouvelle-aquitaine
  carif sites learn captures/www.example.org --out my-site.yaml`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, names []string) error {
			return a.learnProfile(cmd.Context(), o, names[0], "", out)
		},
	}
	o.flags(cmd.Flags(), true)
	cmd.Flags().StringVar(&out, "out", "", "write to this file, which must not exist, instead of stdout")
	standsFor(cmd.Flags(), "out", "stdout")
	return cmd
}

// notThere refuses to write over a file; "" is stdout.
func notThere(out string) error {
	if out == "" {
		return nil
	}
	if _, err := os.Lstat(out); err == nil {
		return withCode(exitFailed, fmt.Errorf("%s: is there already: choose another name, or remove it", out))
	}
	return nil
}

// learnProfile drafts the profile of the only host there are pages of. id "" is made of the host.
func (a *app) learnProfile(ctx context.Context, o dbOptions, name, id, out string) (err error) {
	if err := notThere(out); err != nil {
		return err
	}
	var list []*draft.Draft
	keep := func(d *draft.Draft) error { list = append(list, d); return nil }
	s, err := a.siteNamed(name)
	if err != nil {
		return err
	}
	if s != nil {
		b := batchOptions{dbOptions: o, logOptions: logOptions{format: "text"}, format: "text"}
		run, w, bar, err := a.start(ctx, b, true)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		err = run.Drafts(ctx, s, keep)
		bar.finish()
		if err != nil {
			return err
		}
	} else {
		if err := folder(name); err != nil {
			return err
		}
		r, err := a.reader()
		if err != nil {
			return err
		}
		f := harvest.Files{Paths: []string{name}, Reader: r, Note: a.leftOut}
		if err := f.Drafts(ctx, keep); err != nil {
			return err
		}
		if len(list) == 1 {
			if err := probe.FromFolder(list[0], name); err != nil {
				return err
			}
		}
	}
	return a.writeDraft(list, name, id, out)
}

func (a *app) writeDraft(list []*draft.Draft, name, id, out string) error {
	switch {
	case len(list) == 0:
		return withCode(exitFailed, fmt.Errorf("%s: no page of a host: put the pages of www.example.org into %s",
			name, filepath.Join(name, "www.example.org")))
	case len(list) > 1:
		hosts := make([]string, 0, len(list))
		for _, d := range list {
			hosts = append(hosts, d.Host)
		}
		return usagef("%s has pages of %d hosts (%s): a profile is of one: carif sites learn %s", name, len(hosts),
			strings.Join(hosts[:min(len(hosts), 5)], ", "), filepath.Join(name, hosts[0]))
	}
	d := list[0]
	if d.Pages == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: none of %s is a course's: carif parse --explain says why of one", name,
			count(d.Others, "page")))
	}
	printf(a.err, "%s: %s read, %d of other kinds; %s known, %d proposed, %d to decide\n", d.Host,
		count(d.Pages, "course page"), d.Others, count(len(d.Known), "label"), len(d.Labels), len(d.Open))
	if id != "" {
		d.ID = id
	}
	return a.writeProfile(d.YAML(), out)
}

// writeProfile prints a profile, or writes it to a file that is not there yet.
func (a *app) writeProfile(text, out string) error {
	if err := notThere(out); err != nil {
		return err
	}
	if out == "" {
		printf(a.out, "%s", text)
		return nil
	}
	if err := harvest.WriteWhole(out, []byte(text), 0o644); err != nil {
		return withCode(exitFailed, harvest.PlainPathError(err))
	}
	return nil
}

func testCommand(a *app) *cobra.Command {
	var format string
	var limit int
	var alone bool
	var o lookOptions
	cmd := &cobra.Command{
		Use:   "test PROFILE DIR|URL",
		Short: "Try a profile on pages: what they are, what it reads, what it leaves",
		Long: `Read pages with a profile and without it, store nothing, and print: how many
pages are courses, and why others are none; what kind each page and each link is by
the profile's patterns, and the links that no pattern takes; how many courses have
each field, with the profile and with the generic one; selectors that found nothing;
labels and values that nothing knows.

PROFILE is a profile's file, or its name in the folder of --sites. DIR is a folder of
saved pages, or one page. With a URL of the profile's site, carif asks for that page and
for pages that it leads to by the profile's patterns, politely: at most --pages.`,
		Example: `  carif sites test my-site.yaml captures/www.example.org
  carif sites test my-site.yaml https://catalogue.example.org/formations --pages 10
  carif sites test my-site captures/ --limit 50`,
		Args: args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, names []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			return a.testProfile(cmd.Context(), o, names[0], names[1], format, limit, alone)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	cmd.Flags().BoolVar(&alone, "no-learn", false, "read every page by itself")
	o.flags(cmd.Flags())
	o.pagesFlag(cmd.Flags(), 10)
	numberVar(cmd.Flags(), &limit, "limit", 10, "number of links, labels and values to list (0: all)")
	return cmd
}

func (a *app) testProfile(ctx context.Context, o lookOptions, name, dir, format string, limit int, alone bool) error {
	r, err := a.reader()
	if err != nil {
		return err
	}
	s, err := findSite(r.Sites, name)
	if err != nil {
		return err
	}
	var t *harvest.Trial
	if isURL(dir) {
		t, err = a.testLive(ctx, o, r, s, dir, alone, limit)
	} else {
		t, err = harvest.TrialOf(ctx, harvest.Files{Paths: []string{dir}, Reader: r, Alone: alone, Note: a.leftOut},
			s, limit)
	}
	if err != nil {
		return err
	}
	if format == "json" {
		return writeJSON(a.out, t, "  ")
	}
	return a.printTrial(t, s)
}

func (a *app) printTrial(t *harvest.Trial, s *sites.Site) error {
	printf(a.out, "%s: %s, %s\n", t.Site, count(t.Pages, "page"), count(t.Courses, "course"))
	for _, reason := range sorted(t.Refused) {
		printf(a.out, "  no course (%s): %d\n", reason, t.Refused[reason])
	}
	for _, line := range t.Failed {
		printf(a.out, "  not read: %s\n", printable(line))
	}
	w := newTable(a.out)
	fmt.Fprintln(w, "\nBY PATTERN\tPAGES\tLINKS")
	for _, k := range []schema.Kind{schema.KindCourse, schema.KindListing, schema.KindSitemap, schema.KindIgnore,
		schema.KindOther} {
		if t.Kinds[k]+t.Links[k] > 0 {
			fmt.Fprintf(w, "%s\t%d\t%d\n", k, t.Kinds[k], t.Links[k])
		}
	}
	fmt.Fprintln(w, "\nFIELD\tFILLED\tGENERIC")
	for _, f := range t.Fields {
		fmt.Fprintf(w, "%s\t%d\t%d\n", f.Field, f.Filled, f.Generic)
	}
	fmt.Fprintf(w, "(pages with words no field took)\t%d\t%d\n", t.Left.Pages, t.Left.Generic)
	if err := w.Flush(); err != nil {
		return err
	}
	if doubts := t.Doubts(s); len(doubts) > 0 {
		printf(a.out, "\nLook at first\n")
		for _, d := range doubts {
			printf(a.out, "  %s\n", d)
		}
	}
	unknown(a, "Links that no pattern takes", t.Astray)
	unknown(a, "Labels that match no field", t.Labels)
	unknown(a, "Values that are in no vocabulary", t.Values)
	return nil
}
