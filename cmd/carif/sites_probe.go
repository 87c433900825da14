package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carif/crawler"
	"carif/harvest"
	"carif/harvest/probe"
	"carif/parser/draft"
	"carif/sites"
)

// lookOptions are how a few pages of a site are asked for.
type lookOptions struct {
	allowLoopback bool
	delay         time.Duration
	contact       string
	pages         int
}

func (o *lookOptions) flags(f *pflag.FlagSet) {
	f.BoolVar(&o.allowLoopback, "allow-loopback", false, "allow loopback hosts in URLs (for tests)")
	f.DurationVar(&o.delay, "delay", 0, "pause after each response (2s); at least 1s on the web")
	f.StringVar(&o.contact, "contact", noContact,
		"your contact page or mailto: address, sent in the User-Agent so that sites can reach you")
	standsFor(f, "delay", "2s, or the profile's")
}

// pagesFlag is for commands that look at more than one page.
func (o *lookOptions) pagesFlag(f *pflag.FlagSet, value int) {
	numberVar(f, &o.pages, "pages", value, "number of pages to ask for (1 to 50)")
}

func (o *lookOptions) looker() (*probe.Looker, error) {
	l, err := probe.NewLooker(crawler.Options{UserAgent: userAgent(o.contact), AllowLoopback: o.allowLoopback,
		Delay: o.delay})
	if err != nil {
		return nil, withCode(exitUsage, err)
	}
	return l, nil
}

func probeCommand(a *app) *cobra.Command {
	var o lookOptions
	var format, address string
	cmd := &cobra.Command{
		Use:   "probe URL|FILE",
		Short: "Look at one page of a site: what kind of profile does it need?",
		Long: `Ask for one page of a site, politely, and say what it is: robots.txt (asked first) and
its delay, status, redirects, charset, whether the server says what is unchanged, data
in the page's scripts, addresses of JSON that the page names, its links by the shape of
their addresses, and whether there is anything to read before scripts have drawn it.
It ends with the kind of profile the site needs and the next command.

At most a handful of requests are sent: robots.txt, the page, and the page once more
with its validators. Nothing is stored. Give the page that lists courses. FILE is a
saved page: what its server says is then missing.`,
		Example: `  carif sites probe https://catalogue.example.org/formations
  carif sites probe saved.html --url https://catalogue.example.org/formations --format json`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			rep, err := a.probe(cmd.Context(), o, got[0], address)
			if err != nil {
				return err
			}
			if format == "json" {
				err = writeJSON(a.out, rep, "  ")
			} else {
				err = a.printProbe(rep)
			}
			if err == nil && rep.Needs == probe.NeedsNone {
				return withCode(exitFailed, nil) // the report says why
			}
			return err
		},
	}
	o.flags(cmd.Flags())
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	cmd.Flags().StringVar(&address, "url", "", "URL of a saved page")
	return cmd
}

func isURL(s string) bool { return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") }

func (a *app) probe(ctx context.Context, o lookOptions, what, address string) (*probe.Report, error) {
	r, err := a.reader()
	if err != nil {
		return nil, err
	}
	if !isURL(what) {
		if err := pathsExist([]string{what}); err != nil {
			return nil, err
		}
		body, err := os.ReadFile(what)
		if err != nil {
			return nil, usagef("%s: name one page, or its URL: %v", what, harvest.PlainPathError(err))
		}
		return probe.Saved(body, what, address, r), nil
	}
	if err := checkURL(what); err != nil {
		return nil, err
	}
	l, err := o.looker()
	if err != nil {
		return nil, err
	}
	defer l.Close()
	rep, err := probe.URL(ctx, l, r, what)
	return rep, lookError(err)
}

// lookError makes wrong use of what a profile or an option does not let be asked.
func lookError(err error) error {
	if err != nil && !errors.Is(err, context.Canceled) {
		return withCode(exitUsage, err)
	}
	return err
}

// printProbe writes a report for a person.
func (a *app) printProbe(r *probe.Report) error {
	w := newTable(a.out)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(w, "%s\t%s\n", name, printable(fmt.Sprintf(format, args...)))
	}
	if r.Outcome != "" {
		row("page", "%s", r.URL)
		allowed := "allowed"
		if !r.Robots.Allowed {
			allowed = "not allowed"
		}
		row("robots.txt", "status %d: %s (%s)", r.Robots.Status, allowed, dash(r.Robots.Rule))
		if r.Robots.CrawlDelay > 0 {
			row("", "asks for %gs between requests", r.Robots.CrawlDelay)
		}
		for _, s := range r.Robots.Sitemaps {
			row("", "sitemap %s", s)
		}
		row("answer", "status %d: %s", r.Status, r.Ended())
		for _, to := range r.Redirects {
			row("", "redirect %s", to)
		}
		row("validators", "%s", validatorsText(r.Validators))
	}
	row("content", "%s, %d bytes, %d of text, charset %s (declared %s)", dash(r.ContentType), r.Bytes, r.Text,
		dash(r.Charset.Read), dash(r.Charset.Declared))
	shell := "no"
	if r.Shell {
		shell = "yes"
	}
	row("empty shell", "%s; files of scripts: %d; links to #/…: %d", shell, r.Scripts, r.HashRoutes)
	for _, e := range r.Embedded {
		row("data in it", "%d × %s%s", e.Count, e.Kind, prefixed(": ", e.Name))
	}
	for _, u := range r.JSON {
		row("JSON named", "%s", u)
	}
	switch {
	case r.Reads.Courses > 0:
		row("read as", "%s: %s", count(r.Reads.Courses, "course"), r.Reads.Title)
	case r.Reads.Refusal != "":
		row("read as", "no course (%s)", r.Reads.Refusal)
	}
	if len(r.Links) > 0 {
		fmt.Fprintln(w, "\nLINKS\tSHAPE\tMAY BE\tEXAMPLE")
		for _, s := range r.Links {
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", s.Count, printable(s.Shape), dash(s.Role), printable(s.Example))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	printf(a.out, "\nThis site needs: %s. %s.\n", needsWords[r.Needs], printable(strings.ToUpper(r.Why[:1])+r.Why[1:]))
	for _, n := range r.Next {
		printf(a.out, "  next: %s\n", printable(n))
	}
	return nil
}

var needsWords = map[string]string{probe.NeedsStatic: "a static profile",
	probe.NeedsScripted: "a scripted profile (render)", probe.NeedsAPI: "a profile of its JSON (api)",
	probe.NeedsFeed: "a feed profile", probe.NeedsNone: "nothing that can be told yet"}

func validatorsText(v probe.Validators) string {
	switch {
	case v.Conditional == "":
		return "none: each night asks for the whole page"
	case v.Conditional == "honoured":
		return "honoured: an unchanged page costs a 304" + prefixed(", ETag ", v.ETag) +
			prefixed(", Last-Modified ", v.LastModified)
	}
	return "sent but ignored: each night gets the whole page" + prefixed(", ETag ", v.ETag) +
		prefixed(", Last-Modified ", v.LastModified)
}

func prefixed(with, s string) string {
	if s == "" {
		return ""
	}
	return with + s
}

// mostCourses is how many courses a draft is made from.
const mostCourses = 8

// newFrom drafts a profile from the page of a site that lists courses, or from saved pages.
func (a *app) newFrom(ctx context.Context, o lookOptions, db dbOptions, from, id, out string) error {
	if id != "" {
		if _, err := sites.Skeleton(id); err != nil {
			return withCode(exitUsage, err)
		}
	}
	if !isURL(from) {
		return a.learnProfile(ctx, db, from, id, out)
	}
	if err := checkURL(from); err != nil {
		return err
	}
	if err := notThere(out); err != nil {
		return err
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	l, err := o.looker()
	if err != nil {
		return err
	}
	defer l.Close()
	d, rep, err := probe.Draft(ctx, l, r, from, mostCourses)
	if err != nil {
		return lookError(err)
	}
	if d == nil {
		for _, n := range rep.Next {
			printf(a.err, "carif: next: %s\n", printable(n))
		}
		return withCode(exitFailed, fmt.Errorf("%s: no draft: %s (carif sites probe shows more)", from, rep.Why))
	}
	return a.writeDraft([]*draft.Draft{d}, from, id, out)
}

// testLive tries a profile on a few pages of its site: those that a page leads to.
func (a *app) testLive(ctx context.Context, o lookOptions, r *harvest.Reader, s *sites.Site, raw string, alone bool,
	limit int) (*harvest.Trial, error) {
	if err := checkURL(raw); err != nil {
		return nil, err
	}
	if s.Historic {
		return nil, usagef("%s is a profile for saved pages of the past: give a folder of them", s.ID)
	}
	if o.pages < 1 || o.pages > 50 {
		return nil, usagef("--pages %d is not between 1 and 50", o.pages)
	}
	l, err := o.looker()
	if err != nil {
		return nil, err
	}
	defer l.Close()
	got, _, err := l.Look(ctx, s, []string{raw}, o.pages)
	if err != nil {
		return nil, lookError(err)
	}
	dir, err := os.MkdirTemp("", "carif-look-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // in the folder of temporary files
	n, err := probe.Save(dir, got)
	if err != nil {
		return nil, err
	}
	var bad []string
	for _, f := range got {
		if !f.Outcome.Good() {
			bad = append(bad, fmt.Sprintf("%s: %s %s", f.Entry.URL, f.Outcome, f.Reason))
		}
	}
	if n == 0 {
		if len(bad) == 0 {
			bad = []string{raw + ": nothing was asked"}
		}
		return nil, withCode(exitFailed, fmt.Errorf("no page was had: %s", bad[0]))
	}
	t, err := harvest.TrialOf(ctx, harvest.Files{Paths: []string{dir}, Reader: r, Alone: alone}, s, limit)
	if t != nil {
		t.Failed = append(bad, t.Failed...)
	}
	return t, err
}
