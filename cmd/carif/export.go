package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"carif/export"
	"carif/geo"
	"carif/night/schedule"
	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/vocab"
)

type exportOptions struct {
	dbOptions
	format, out          string
	tables, sites        []string
	regions, departments []string
	since, asOf          moment
	contacts, excel, all bool
	latest               bool
	report               string
	licence, licenceURL  string
}

func exportCommand(a *app) *cobra.Command {
	var o exportOptions
	var list []string
	var since, asOf string
	for _, f := range export.Formats() {
		list = append(list, fmt.Sprintf("  %-12s %s", f.Name, f.Meaning))
	}
	cmd := &cobra.Command{
		Use:   "export --format FORMAT --out PATH",
		Short: "Write the dataset as files for other tools",
		Long: `Write the published dataset to files. The same database always gives the same
bytes, and a file appears only when it is complete. Names, phone numbers and email
addresses of people are left out unless you give --with-contacts, which is then
recorded in the manifest.

A moment (--as-of, --changed-since) is a date, which counts in France, a time
(2026-11-30T04:00:00Z; without a zone it is UTC), or the number of a run (run:12 or
12, see carif runs).

The tables v_course and v_session have a row per course and session with names beside
codes: what most questions need. They and panel, a row per course and week, are written
only when named; a workbook (xlsx) holds the two unless you name other tables. Look-up
tables (site, commune, department, region, level, vocabulary) say what codes mean.

An export that would hold no course is an error (exit code 1), and nothing is written;
only a list of what changed (--changed-since) may be empty.

Formats:
` + strings.Join(list, "\n"),
		Example: `  carif export --format csv --out out
  carif export --format csv --table session --excel --out sessions.csv
  carif export --format xlsx --out formations.xlsx
  carif export --format csv --table v_session --out sessions.csv
  carif export --format jsonl --site demo > records.jsonl
  carif export --format parquet --table panel --out panel.parquet
  carif export --format csv --as-of run:12 --out as-published
  carif export --format datapackage --out formations.zip`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			holdMemory(exportMemoryLimit)
			var err, err2 error
			o.since, err = parseMoment("changed-since", since)
			o.asOf, err2 = parseMoment("as-of", asOf)
			if err = errors.Join(err, err2); err != nil {
				return err
			}
			return a.export(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	o.dbOptions.flags(f, false)
	f.StringVar(&o.format, "format", "csv", "one of the formats above")
	f.StringVar(&o.out, "out", "", "file or folder to write; without it, or with -, single-file formats go to stdout")
	f.StringSliceVar(&o.tables, "table", nil, "only these tables (repeatable); all: every table of the dataset")
	f.StringSliceVar(&o.sites, "site", nil, "only these sites (repeatable)")
	f.StringSliceVar(&o.regions, "region", nil, "only courses in these regions, by INSEE code or name (repeatable)")
	f.StringSliceVar(&o.departments, "department", nil,
		"only courses in these departments, by INSEE code or name (repeatable)")
	f.StringVar(&since, "changed-since", "", "only courses added or changed since this date or time, or by "+
		"later runs than this one; with --with-closed, closed ones too")
	f.StringVar(&asOf, "as-of", "", "the dataset as it was published at the end of this day, at this time, or once "+
		"this run had ended")
	f.BoolVar(&o.contacts, "with-contacts", false, "include names, phone numbers and email addresses of people")
	f.BoolVar(&o.excel, "excel", false, "write CSV for a French Excel: BOM, semicolons, formulas disarmed")
	f.BoolVar(&o.all, "with-closed", false, "include courses that are no longer on their site")
	f.BoolVar(&o.latest, "latest", false, "the newest data, published or not")
	f.StringVar(&o.licence, "licence", "",
		"licence you release the data under, for a datapackage (an SPDX name such as etalab-2.0)")
	f.StringVar(&o.licenceURL, "licence-url", "", "URL of the licence text")
	f.StringVar(&o.report, "report", "text", "format of the report on stderr: text | json")
	standsFor(f, "out", "stdout")
	return cmd
}

// valid refuses flags that do not go together or name nothing.
func (o *exportOptions) valid() error {
	if err := oneOf("report", o.report, "text", "json"); err != nil {
		return err
	}
	if o.excel && o.format != "csv" {
		return usagef("--excel needs --format csv, not %s", o.format)
	}
	if o.latest && (o.asOf.word != "" || slices.Contains(o.tables, schema.Panel().Name)) {
		return usagef("--latest does not go with --as-of nor with --table panel: they hold what was published")
	}
	return checkTables(o.tables)
}

func (a *app) export(ctx context.Context, o exportOptions) (err error) {
	if err := errors.Join(o.valid(), refuseOver(o.out, o.db)); err != nil {
		return err
	}
	filter, err := o.filter()
	if err != nil {
		return err
	}
	st, err := o.openRead()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := a.checkSiteFilter(ctx, st, o.db, o.sites...); err != nil {
		return err
	}
	err = errors.Join(o.since.check(ctx, st, "changed-since", o.db), o.asOf.check(ctx, st, "as-of", o.db))
	if err != nil {
		return err
	}
	meta, err := exportMeta(ctx, st, o, filter, terminal(a.err))
	if err != nil {
		return err
	}
	unpublished, err := unpublishedSites(ctx, st, o, meta)
	if err != nil {
		return err
	}
	if len(unpublished) > 0 { // what a first run has read so far is shown by carif, and no dataset yet
		if len(meta.Sources) == 0 {
			return fmt.Errorf("nothing to export: %s", nothingFound(o, filter, meta, unpublished))
		}
		filter.Sites = nil
		for _, s := range meta.Sources {
			filter.Sites = append(filter.Sites, s.Site)
		}
	}
	opts, err := a.exportOptions(ctx, st, o, filter, meta)
	if err != nil {
		return err
	}
	if terminal(a.err) && opts.Out != "-" {
		bar := progressbar.NewOptions(max(meta.Courses, 1), progressbar.OptionSetWriter(a.err),
			progressbar.OptionSetDescription("export"),
			progressbar.OptionShowCount(), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
		opts.Progress = func(done, _ int) { _ = bar.Set(done) } // a bar that cannot be drawn is no reason to stop
		defer func() { _ = bar.Finish() }()
	}
	rep, err := export.Write(ctx, st, opts)
	if errors.Is(err, export.ErrEmpty) {
		return fmt.Errorf("nothing to export: %s", nothingFound(o, filter, meta, unpublished))
	}
	if err != nil {
		return err
	}
	for _, line := range unpublished {
		printf(a.err, "carif: note: %s\n", line)
	}
	if o.report == "json" {
		return writeJSON(a.err, rep, "  ")
	}
	if rep.Courses == 0 {
		printf(a.err, "carif: %s\n", nothingFound(o, filter, meta, unpublished))
	}
	a.exportReport(rep)
	return nil
}

// checkTables refuses a --table that no export knows, and says which it may have meant.
func checkTables(words []string) error {
	known := []string{export.AllTables}
	for _, t := range export.Tables(true) {
		known = append(known, t.Name)
	}
	for _, w := range words {
		if !slices.Contains(known, w) {
			return usagef("unknown table %q%s (known: %s)", w, didYouMean(w, known), strings.Join(known, " "))
		}
	}
	return nil
}

// exportOptions is what the export is told beside the records.
func (a *app) exportOptions(
	ctx context.Context, st storage.Store, o exportOptions, filter storage.Filter, meta export.Meta,
) (export.Options, error) {
	index, err := geo.Default()
	if err != nil {
		return export.Options{}, err
	}
	if o.out == "" {
		o.out = "-"
	}
	opts := export.Options{Format: o.format, Out: o.out, Tables: o.tables, Filter: filter, Excel: o.excel,
		WithContacts: o.contacts, Meta: meta, Geo: centroids{index}, Stdout: a.out, Empty: o.since.word != ""}
	return opts, a.lookups(ctx, st, o, &opts)
}

func (a *app) exportReport(rep export.Report) {
	for _, f := range rep.Files {
		printf(a.err, "%s\t%d bytes\tsha256 %s\n", f.Path, f.Bytes, f.SHA256)
	}
	if panel := schema.Panel().Name; len(rep.Rows) == 1 && rep.Rows[panel] > 0 { // it is read without sessions
		printf(a.err, "%s, %s of %s", count(rep.Courses, "course"), count(rep.Rows[panel], "row"), panel)
	} else {
		printf(a.err, "%s, %s", count(rep.Courses, "course"), count(rep.Sessions, "session"))
	}
	if rep.Contacts {
		printf(a.err, "; CONTAINS PERSONAL DATA: handle it accordingly")
	}
	printf(a.err, "\n")
	for i := 0; i < len(rep.Warnings); {
		code := rep.Warnings[i].Code
		var where []string
		for ; i < len(rep.Warnings) && rep.Warnings[i].Code == code; i++ {
			where = append(where, fmt.Sprintf("%s %d", rep.Warnings[i].Detail, rep.Warnings[i].Count))
		}
		printf(a.err, "note: %s: %s: %s\n", code, export.Meaning(code), printable(strings.Join(where, ", ")))
	}
}

// filter turns the flags into what the store is asked.
func (o *exportOptions) filter() (storage.Filter, error) {
	regions, err := regionCodes(o.regions)
	departments, err2 := departmentCodes(o.departments)
	err = errors.Join(err, err2)
	f := storage.Filter{Sites: o.sites, Regions: regions, Departments: departments, WithContacts: o.contacts,
		WithClosed: o.all, Latest: o.latest}
	if err != nil {
		return f, err
	}
	f.ChangedSince, f.ChangedSinceRun = o.since.at, o.since.run
	if f.AsOf, f.AsPublished = o.asOf.at, o.asOf.run; !o.asOf.next.IsZero() {
		f.AsOf = o.asOf.next.Add(-time.Second)
	}
	return f, nil
}

// exportMeta describes the snapshot: no clock in it, so that the same database gives the same file.
func exportMeta(
	ctx context.Context, st storage.Store, o exportOptions, f storage.Filter, count bool,
) (export.Meta, error) {
	m := export.Meta{Title: "Offre de formation des régions (Carif-Oref)", Version: version, Filter: map[string]any{},
		Licence: export.Licence{Name: o.licence, URL: o.licenceURL}}
	for name, v := range map[string][]string{"site": o.sites, "region": f.Regions, "department": f.Departments,
		"table": o.tables} {
		if len(v) > 0 {
			m.Filter[name] = v
		}
	}
	if o.since.word != "" {
		m.Filter["changed_since"] = o.since.word
	}
	if o.asOf.word != "" {
		m.Filter["as_of"] = o.asOf.word
	}
	runs, err := st.Shown(ctx, f)
	if err != nil {
		return m, err
	}
	for _, r := range runs {
		m.Runs = append(m.Runs, r.ID)
		m.Sources = append(m.Sources, export.SourceNote{Site: r.Site, Title: r.Site})
		day, err := schedule.Day(r.Ended)
		if err != nil {
			return m, err
		}
		m.Date = max(m.Date, day)
	}
	if count { // a whole pass over the courses: only where somebody watches
		err = st.Courses(ctx, f, func(schema.Record) error { m.Courses++; return nil })
	}
	return m, err
}

// lookups says what the look-up tables are filled with, and the day that open_on is for: that of --as-of, else the one
// on which the newest run of what is exported ended.
func (a *app) lookups(ctx context.Context, st storage.Runs, o exportOptions, to *export.Options) error {
	words, err := vocab.Load(a.vocabDir)
	if err != nil {
		return a.ownFiles(err)
	}
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return err
	}
	stored, err := st.Sites(ctx)
	if err != nil {
		return err
	}
	to.Vocab = words
	for _, s := range set.All() {
		to.Sites = append(to.Sites, export.Site{ID: s.ID, Name: s.Name, Region: s.Region})
	}
	for _, s := range stored {
		if s.Name != "" { // as it was called when it was harvested
			to.Sites = append(to.Sites, export.Site(s))
		}
	}
	switch {
	case o.asOf.word != "" && !o.asOf.at.IsZero():
		to.AsOf, err = schedule.Day(o.asOf.at)
	case o.latest:
		runs, err := st.Runs(ctx, "", 0)
		if err != nil {
			return err
		}
		var last time.Time
		for _, r := range runs {
			if len(o.sites) == 0 || slices.Contains(o.sites, r.Site) {
				last = later(last, later(r.Started, r.Ended))
			}
		}
		if !last.IsZero() {
			to.AsOf, err = schedule.Day(last)
		}
		return err
	}
	return err
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// unpublishedSites tells of the sites that were asked for and have no published run, so that nothing of them is
// exported: how their newest run stands, and that --latest exports it all the same.
func unpublishedSites(ctx context.Context, st storage.Runs, o exportOptions, meta export.Meta) ([]string, error) {
	if o.latest || o.asOf.word != "" {
		return nil, nil
	}
	runs, err := st.Runs(ctx, "", 0)
	if err != nil {
		return nil, err
	}
	told := map[string]bool{}
	for _, s := range meta.Sources {
		told[s.Site] = true
	}
	var lines []string
	for _, r := range runs { // the newest first
		if told[r.Site] || len(o.sites) > 0 && !slices.Contains(o.sites, r.Site) {
			continue
		}
		told[r.Site] = true
		lines = append(lines, fmt.Sprintf("nothing of %s has been published: its run %d %s; --latest exports what it has "+
			"all the same", r.Site, r.ID, howItStands(r.State)))
	}
	slices.Sort(lines)
	return lines, nil
}

// howItStands says in words how far a run got that nothing of was published.
func howItStands(s schema.RunState) string {
	switch s {
	case schema.RunRunning:
		return "has not finished yet"
	case schema.RunInterrupted:
		return "was interrupted and has not finished"
	case schema.RunRefused:
		return "was kept aside by the gate"
	case schema.RunFailed:
		return "failed"
	}
	return "ended without being published"
}

// centroids gives the export the points of the communes.
type centroids struct{ index *geo.Index }

func (c centroids) Centroid(commune string) (lat, lon float64, ok bool) {
	x, found := c.index.Commune(commune)
	if !found || !x.Located {
		return 0, 0, false
	}
	return x.Lat, x.Lon, true
}
