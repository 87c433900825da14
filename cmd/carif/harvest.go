package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carif/crawler"
	"carif/crawler/render"
	"carif/crawler/render/chrome"
	"carif/harvest"
	"carif/harvest/outlook"
	"carif/night/ping"
	"carif/schema"
	"carif/sites"
	"carif/storage/aside"
)

type harvestOptions struct {
	dbOptions
	logOptions
	all, demo     bool
	demoAddr      string
	allowLoopback bool
	delay         time.Duration
	hasty         bool
	maxPages      int
	onlyNew       bool
	since         string
	recheck       float64
	proxy         bool
	publish       bool
	dryRun        bool
	ping          string
	alone         bool
	replay        string
	browser       string
	metrics       string
	metricsFile   string
	digest        digestOptions
	stopFile      string
	agent, from   string
	contact       string
	format        string
}

func harvestCommand(a *app) *cobra.Command {
	var o harvestOptions
	cmd := &cobra.Command{
		Use:   "harvest [SITE|PROFILE.yaml …]",
		Short: "Harvest sites into the database: politely, resumably, fetching only what changed",
		Long: `Harvest one or more sites into the database. Each page is archived first, then its
courses are read and stored, each change as a new version.

carif sends one request at a time to a host, pauses after each response and obeys
robots.txt. You can stop it at any time (Ctrl-C): the same command continues where
it stopped. A page that fails never erases what is known about a course.

At the end of the first night that saw a whole site, carif learns what the site
prints on all its pages, and reads the night's pages again with it before they are
published (see carif sites model). --no-learn reads page by page.`,
		Example: `  carif harvest --demo                 an invented catalogue that carif serves itself
  carif harvest nouvelle-aquitaine
  carif harvest my-site.yaml --max-pages 50
  carif harvest --all --format json    every live profile, for cron
  carif harvest --all --dry-run        what would be asked for, and how long it would take`,
		RunE: func(cmd *cobra.Command, ids []string) error { return a.harvest(cmd.Context(), o, ids) },
	}
	f := cmd.Flags()
	o.nightFlags(f)
	f.BoolVar(&o.all, "all", false, "harvest every profile, built-in ones too, except historic ones and the demo")
	f.BoolVar(&o.demo, "demo", false, "harvest the demo catalogue, which carif serves on a local port")
	f.StringVar(&o.demoAddr, "demo-addr", "", "address of the demo catalogue (default 127.0.0.1:18413)")
	f.DurationVar(&o.delay, "delay", 0, "pause after each response, instead of the profile's (2s); at least 1s on the web")
	f.BoolVar(&o.hasty, "hasty", false,
		"allow a --delay below 1s on public hosts: only with the site's consent")
	numberVar(f, &o.maxPages, "max-pages", 0, "stop after this many pages (0: no limit)")
	f.BoolVar(&o.onlyNew, "only-new", false, "fetch only pages never seen before")
	f.StringVar(&o.since, "since", "", "fetch only pages last seen before this date (YYYY-MM-DD)")
	f.Float64Var(&o.recheck, "recheck", 0, "share of known pages to fetch in full, in rotation (0 to 1)")
	f.BoolVar(&o.publish, "publish", false, "publish even if the gate objects: use it after you have checked the run")
	f.BoolVar(&o.dryRun, "dry-run", false,
		"ask for nothing: tell which pages would be asked for, and how long that would take")
	o.againFlag(f)
	f.StringVar(&o.replay, "replay", "", "read responses from this archive folder instead of the network")
	f.StringVar(&o.stopFile, "stop-file", "",
		"stop before the next request once this file exists; the next run continues")
	standsFor(f, "delay", "the profile's, or 2s")
	standsFor(f, "demo-addr", "127.0.0.1:18413")
	standsFor(f, "max-pages", "no limit")
	standsFor(f, "log-level", "warn (with --demo: error)")
	return cmd
}

// nightFlags are the flags of whatever harvests.
func (o *harvestOptions) nightFlags(f *pflag.FlagSet) {
	o.dbOptions.flags(f, true)
	o.logOptions.flags(f)
	f.BoolVar(&o.allowLoopback, "allow-loopback", false, "allow profiles to name loopback hosts (for tests)")
	f.BoolVar(&o.proxy, "use-proxy", false,
		"use the proxy set in the environment (HTTP_PROXY, …); address checks are then left to it")
	f.BoolVar(&o.alone, "no-learn", false, "read every page by itself: nothing is learnt from the others of its site")
	f.StringVar(&o.browser, "browser", "",
		"browser for sites that scripts draw: a program, or the address of one that runs (http://host:port, ws://…)")
	f.StringVar(&o.metrics, "metrics", "", "serve Prometheus metrics on this address while running")
	f.StringVar(&o.metricsFile, "metrics-file", "",
		"write the metrics of all sites to this file after each run, for the textfile collector of Prometheus")
	f.StringVar(&o.ping, "ping-url", "",
		"tell a dead man's switch (healthchecks.io and its like) of start, end and failure; a secret: prefer CARIF_PING_URL")
	f.StringVar(&o.digest.file, "targets", "",
		"YAML file of who is told afterwards what needs a person (carif digest --help)")
	f.StringVar(&o.contact, "contact", noContact,
		"your contact page or mailto: address, sent in the User-Agent so that sites can reach you")
	f.StringVar(&o.agent, "user-agent", "", "User-Agent (default: carif/VERSION and a contact URL)")
	f.StringVar(&o.from, "from", "", "From header: an email address that site operators can write to")
	f.StringVar(&o.format, "format", "text", "format of the report on stdout: text | json")
	standsFor(f, "browser", "the Chromium that is installed")
	standsFor(f, "user-agent", "carif/"+version+" (+CONTACT)")
}

func (a *app) harvest(ctx context.Context, o harvestOptions, ids []string) (err error) {
	log, err := a.checkHarvest(&o)
	if err != nil {
		return err
	}
	reader, err := a.reader()
	if err != nil {
		return err
	}
	list, stop, err := o.sites(reader.Sites, ids)
	if err != nil {
		return err
	}
	defer stop()
	if o.dryRun {
		return a.outlook(ctx, o, list)
	}
	if err := o.digest.load(a); err != nil {
		return err
	}
	ended, err := a.ping(o.ping, "harvest", len(list))
	if err != nil {
		return err
	}
	begun := false
	defer func() {
		if begun {
			o.digest.after(ctx, a, o.dbOptions) // last of all: the switch was told, the database is free
		}
	}()
	defer func() { ended(err) }()
	n, err := a.openNight(ctx, o, log, reader, list)
	if err != nil {
		return err
	}
	begun = true
	defer func() { err = errors.Join(err, n.close()) }()
	sums, err := n.run.HarvestAll(ctx, list)
	n.bar.finish()
	n.ended(sums)
	return a.report(ctx, o, n.w, sums, err)
}

// ping tells a dead man's switch, where one is given, that the night begins; ended tells it how it ended. A night that
// missed a few pages is one: the switch is for nights that did not come, or need a person.
func (a *app) ping(address, command string, sites int) (ended func(error), err error) {
	if address == "" {
		return func(error) {}, nil
	}
	if err := checkPing(address); err != nil {
		return nil, err
	}
	s, err := ping.New(address, nil)
	if err != nil {
		return nil, err // unreachable: it was checked
	}
	s.Start(fmt.Sprintf("carif %s, sites: %d", command, sites))
	return func(err error) {
		code := exitCode(err)
		line := fmt.Sprintf("carif %s, sites: %d, exit code %d", command, sites, code)
		a.pingEnd(s, code == exitDone || code == exitIncomplete, line)
	}, nil
}

func (a *app) pingEnd(s *ping.Switch, ok bool, line string) {
	if err := s.End(ok, line); err != nil {
		printf(a.err, "carif: note: %s\n", strings.ReplaceAll(err.Error(), "\n", "; "))
	}
}

// checkPing refuses an address that is none, before anything begins.
func checkPing(address string) error {
	if address == "" {
		return nil
	}
	if _, err := ping.New(address, nil); err != nil {
		return usagef("--ping-url: %w", err)
	}
	return nil
}

// pingKilled tells the switch of a harvest that was killed.
func (a *app) pingKilled(address string) {
	if address == "" {
		return
	}
	if s, err := ping.New(address, nil); err == nil {
		a.pingEnd(s, false, "carif schedule: the harvest was killed")
	}
}

// outlook tells what a harvest would ask for. It opens the database for reading, where there is one.
func (a *app) outlook(ctx context.Context, o harvestOptions, list []*sites.Site) (err error) {
	opts, err := o.crawl()
	if err != nil {
		return err
	}
	opts.AllowLoopback = opts.AllowLoopback || o.demo
	if err := harvest.CheckOptions(opts, list); err != nil {
		return err
	}
	var st outlook.Store
	if fileExists(o.db) {
		db, err := o.openRead()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		st = db
	}
	all := make([]outlook.Outlook, len(list))
	for i, site := range list {
		if all[i], err = outlook.Of(ctx, st, site, opts, time.Now()); err != nil {
			return err
		}
	}
	if o.format == "json" {
		return writeJSON(a.out, all, "  ")
	}
	t := newTable(a.out)
	fmt.Fprintln(t, "SITE\tSTART PAGES\tLISTINGS DUE\tPAGES DUE\tNEVER READ\tRESTING\tREQUESTS\tAT LEAST\tNIGHTS\tNOTE")
	for _, v := range all {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%d\t%s\n", v.Site, v.Start, v.Listings, v.Pages, v.New, v.Resting,
			v.Requests, time.Duration(v.Seconds*float64(time.Second)).Round(time.Second), v.Nights, dash(v.Note))
	}
	return t.Flush()
}

// night is all that is open while sites are harvested.
type night struct {
	run *harvest.Runner
	w   *writing
	bar *progress
	// ended hands the metrics what came of the sites.
	ended func([]harvest.Summary)
	ends  []func() error // in the order they were opened
}

func (n *night) close() error {
	var errs []error
	for _, end := range slices.Backward(n.ends) {
		errs = append(errs, end())
	}
	return errors.Join(errs...)
}

// openNight opens all that harvesting sites takes; close it. It refuses what makes no sense before anything is written.
func (a *app) openNight(ctx context.Context, o harvestOptions, log *slog.Logger, reader *harvest.Reader,
	list []*sites.Site) (n *night, err error) {
	n = &night{}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.close())
		}
	}()
	opts, err := o.crawl()
	if err != nil {
		return n, err
	}
	opts.AllowLoopback = opts.AllowLoopback || o.demo
	browser, err := o.drawing(list, log)
	if err != nil {
		return n, err
	}
	if browser != nil {
		opts.Render = browser
		n.ends = append(n.ends, browser.Close)
	}
	if err := harvest.CheckOptions(opts, list); err != nil {
		return n, err
	}
	if o.contact == noContact && o.agent == "" && !o.demo && !o.allowLoopback && o.replay == "" {
		printf(a.err, "carif: note: tell sites who you are: --contact URL (or CARIF_CONTACT) puts your page or "+
			"email address in the User-Agent\n")
	}
	n.bar = newProgress(a.err, log)
	n.ended = func([]harvest.Summary) {}
	tell := n.bar.update
	if o.metrics != "" || o.metricsFile != "" {
		m := newMetrics()
		if o.metrics != "" {
			if err := m.serve(o.metrics); err != nil {
				return n, err
			}
			n.ends = append(n.ends, func() error { m.close(); return nil })
		}
		tell = func(p harvest.Progress) { n.bar.update(p); m.update(p) }
		n.ended = func(sums []harvest.Summary) { a.measure(ctx, o, m, n.w.store, sums) }
	}
	if n.w, err = o.openWrite(ctx, false); err != nil {
		return n, err
	}
	n.ends = append(n.ends, n.w.close)
	a.warn(n.w.notes)
	n.run = &harvest.Runner{Store: n.w.store, Archive: n.w.archive, Reader: reader, People: n.w.eraser(reader),
		Notes: n.w.notes, Crawl: opts, Version: version, Log: log,
		Gate: harvest.Gate{Force: o.publish}, Alone: o.alone, Progress: tell}
	return n, nil
}

// checkHarvest refuses flags that make no sense before anything is opened, and makes the logger.
func (a *app) checkHarvest(o *harvestOptions) (*slog.Logger, error) {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return nil, err
	}
	if o.demo && o.level == "" {
		o.level = "error" // the demo's faults are there to be seen in the report
	}
	log, err := o.logger(a.err)
	if err != nil {
		return nil, err
	}
	if err := o.outFile("--metrics-file", o.metricsFile); err != nil {
		return nil, err
	}
	if o.hasty && o.delay == 0 {
		return nil, usagef("--hasty needs --delay: it allows a delay below 1s but does not set one")
	}
	if o.allowLoopback {
		printf(a.err, "carif: warning: --allow-loopback lets profiles name loopback hosts; use it for tests only\n")
	}
	return log, nil
}

// sites gives the sites to harvest. The demo's server runs until stop is called.
func (o *harvestOptions) sites(set *sites.Set, ids []string) (list []*sites.Site, stop func(), err error) {
	list, err = chooseSites(set, ids, o.all)
	if err != nil {
		return nil, nil, err
	}
	stop = func() {}
	if o.demo {
		var site *sites.Site
		if site, stop, err = startDemo(set, o.demoAddr); err != nil {
			return nil, nil, err
		}
		list = append([]*sites.Site{site}, list...)
	}
	if len(list) == 0 {
		return nil, nil, usagef("no site given: name one (`carif sites` lists them), or --all, or --demo")
	}
	return list, stop, nil
}

// crawl turns the flags into the crawler's options.
func (o *harvestOptions) crawl() (crawler.Options, error) {
	opts := crawler.Options{UserAgent: userAgent(o.contact), From: o.from, AllowLoopback: o.allowLoopback, Delay: o.delay,
		Hasty:    o.hasty,
		MaxPages: o.maxPages, OnlyNew: o.onlyNew, Recheck: o.recheck, UseProxy: o.proxy}
	if o.agent != "" {
		opts.UserAgent = o.agent
	}
	if o.recheck < 0 || o.recheck > 1 {
		return opts, usagef("--recheck %g is not between 0 and 1", o.recheck)
	}
	if o.since != "" {
		t, err := time.Parse(time.DateOnly, o.since)
		if err != nil {
			return opts, usagef("--since %q is not a date (YYYY-MM-DD)", o.since)
		}
		opts.Since = t
	}
	if o.stopFile != "" {
		opts.Stop = func() bool { return fileExists(o.stopFile) }
	}
	if o.replay != "" {
		err := folderOf("--replay", o.replay)
		if err != nil {
			return opts, err
		}
		if opts.Replay, err = harvest.Replay(o.replay); err != nil {
			return opts, withCode(exitUsage, err)
		}
	}
	return opts, nil
}

// drawing gives the browser that draws the sites' pages; nil where none of them asks for one. It starts with the first
// page.
func (o *harvestOptions) drawing(list []*sites.Site, log *slog.Logger) (render.Browser, error) {
	asks := slices.IndexFunc(list, func(s *sites.Site) bool { return s.Renders() })
	if asks < 0 || o.replay != "" {
		return nil, nil
	}
	if i := slices.IndexFunc(list, func(s *sites.Site) bool { return s.Render == sites.RenderAlways }); i >= 0 {
		asks = i
	}
	program, remote, err := chrome.Find(o.browser)
	switch {
	case err == nil:
		c := chrome.New(chrome.Options{Program: program, Remote: remote, Log: log, Folder: browserFolder})
		if list[asks].Render == sites.RenderAlways {
			if err := c.Start(); err != nil {
				words := []rune(strings.Join(strings.Fields(err.Error()), " "))
				return nil, errors.Join(usagef("%s has render: always, and %s%s is no use: %s", list[asks].ID, program, remote,
					string(words[:min(len(words), 300)])), c.Close())
			}
		}
		return c, nil
	case o.browser == "" && list[asks].Render == sites.RenderAuto:
		return nil, nil // it may not be needed; the report says where it was
	}
	return nil, usagef("%s has render: %s: %w: install Chromium (apt install chromium), or name a browser with "+
		"--browser or CARIF_BROWSER", list[asks].ID, list[asks].Render, err)
}

func chooseSites(set *sites.Set, ids []string, all bool) ([]*sites.Site, error) {
	var out []*sites.Site
	for _, id := range ids {
		s, err := findSite(set, id)
		if err != nil {
			return nil, err
		}
		if s.Historic {
			return nil, usagef("%s is a profile for saved pages of the past: use `carif import` or `carif parse`", s.ID)
		}
		if s.ID == "generic" || s.Status == "demo" {
			return nil, usagef("%s cannot be harvested by name (the demo site: `carif harvest --demo`)", s.ID)
		}
		out = append(out, s)
	}
	if !all {
		return out, nil
	}
	for _, s := range set.All() {
		if !s.Historic && s.Status != "demo" {
			out = append(out, s)
		}
	}
	return out, nil
}

// report prints what the runs were worth and chooses the exit code.
func (a *app) report(ctx context.Context, o harvestOptions, w *writing, sums []harvest.Summary, err error) error {
	if o.format == "json" {
		if jerr := writeJSON(a.out, sums, "  "); jerr != nil {
			return errors.Join(err, jerr)
		}
	} else {
		for _, s := range sums {
			if s.Run.ID != 0 {
				summaryText(a.out, s)
			}
		}
		if err == nil && o.demo {
			if serr := a.samples(ctx, w.store, o.db); serr != nil {
				return serr
			}
		}
	}
	if errors.Is(err, context.Canceled) {
		printf(a.err, "%s\n", interruptedLine)
		return withCode(exitInterrupted, nil)
	}
	if err != nil {
		return err
	}
	a.tellShort(sums)
	return runsCode(sums)
}

// runsCode is the exit code of good and less good ends: of several sites, the worst that any of them came to.
func runsCode(sums []harvest.Summary) error {
	worst := exitDone
	rank := []int{exitDone, exitIncomplete, exitGate, exitNoNight}
	for _, s := range sums {
		if c := runCode(s); slices.Index(rank, c) > slices.Index(rank, worst) {
			worst = c
		}
	}
	if worst == exitDone {
		return nil
	}
	return withCode(worst, nil)
}

func runCode(s harvest.Summary) int {
	switch {
	case s.Run.Verdict == schema.VerdictNoNight:
		return exitNoNight
	case s.Run.Verdict == schema.VerdictHeld:
		return exitGate
	case s.Run.State == schema.RunPartial:
		return exitIncomplete
	}
	return exitDone
}

// mostNamed is how many pages a run names on stderr; the report names all.
const mostNamed = 10

// tellShort says on stderr, where cron mails it from, what is missing of each run: its report may have gone to a file.
func (a *app) tellShort(sums []harvest.Summary) {
	for _, s := range sums {
		if c := runCode(s); c != exitIncomplete && c != exitNoNight {
			continue
		}
		printf(a.err, "carif: %s: run %d, %s: %s\n", s.Run.Site, s.Run.ID, s.Run.State,
			printable(loggedWords(s.Run.Note)))
		if len(s.Missed) < 2 {
			continue // the note names it
		}
		for i, u := range s.Missed {
			if i == mostNamed {
				printf(a.err, "carif: %s: … and %s\n", s.Run.Site, count(len(s.Missed)-i, "more course page"))
				break
			}
			printf(a.err, "carif: %s: not had or read: %s\n", s.Run.Site, printable(loggedWords(u)))
		}
	}
}

// browserFolder makes a folder for a browser, and takes away those of processes that were killed.
func browserFolder() (string, func() error, error) {
	target := filepath.Join(os.TempDir(), "carif-browser")
	aside.Sweep(target)
	part, err := aside.Folder(target, 0o700)
	if err != nil {
		return "", nil, err
	}
	return part.Path, part.Release, nil
}
