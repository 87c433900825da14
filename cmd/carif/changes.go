package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/night/schedule"
	"carif/schema"
	"carif/storage"
	"carif/storage/delta"
	"carif/storage/sqlite"
)

type changesOptions struct {
	dbOptions
	since, format string
	filter        storage.ChangeFilter
	run           int
	contacts      bool
}

func changesCommand(a *app) *cobra.Command {
	var o changesOptions
	cmd := &cobra.Command{
		Use:   "changes",
		Short: "List what changed, field by field, and why",
		Long: `List what changed, one line a field of a course: what it said before, what it says
now, and the cause. A course that came, closed or came back is one line of its
own, whose field is "course".

Causes: source (the page says something else), parser, profile, model,
vocabulary and schema (carif reads the same page otherwise), unknown (both
changed, and the page of before is no longer in the archive).

--field takes a name and all below it: sessions is sessions.seats too. Items of
lists stand in brackets: sessions[2027-01-10 Tours].seats. Of names, mailboxes and
phones of people it says "contact changed", and no more.

Runs that the gate keeps aside are not listed until they are published, unless
--latest is given. --mark NAME remembers in the database what was listed; the
next time only what is newer is listed. The first time everything is. A mark is
of its name and the site: use another name for other filters.`,
		Example: `  carif changes --since 2027-01-01
  carif changes --run 12 --cause source --field price_eur
  carif changes --mark monday                     # since I last looked
  carif changes --site demo --format csv > changes.csv
  carif changes --cause source --format atom > changes.atom`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.changes(cmd.Context(), o) },
	}
	o.dbOptions.flags(cmd.Flags(), false)
	f := cmd.Flags()
	f.StringVar(&o.since, "since", "",
		"only what was found since this date (YYYY-MM-DD), time (RFC 3339), or after this run")
	numberVar(f, &o.run, "run", 0, "only what this run found (0: all runs)")
	f.StringVar(&o.filter.Site, "site", "", "only this site")
	f.StringVar(&o.filter.Field, "field", "", "only this field and what is below it")
	f.StringVar(&o.filter.Cause, "cause", "", "only this cause: "+strings.Join(schema.Causes(), " | "))
	f.StringVar(&o.filter.Mark, "mark", "", "only what was not listed under this name yet; remembers what is listed now")
	f.BoolVar(&o.filter.Latest, "latest", false, "also what runs found that are not published")
	f.StringVar(&o.format, "format", "text", "text | json | csv | atom")
	withContacts(cmd, &o.contacts)
	return cmd
}

func (a *app) changes(ctx context.Context, o changesOptions) (err error) {
	if err := oneOf("format", o.format, "text", "json", "csv", "atom"); err != nil {
		return err
	}
	if o.filter.Cause != "" {
		if err := oneOf("cause", o.filter.Cause, schema.Causes()...); err != nil {
			return err
		}
	}
	if o.filter.Field, err = fieldName(o.filter.Field); err != nil {
		return err
	}
	st, err := o.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := a.checkSiteFilter(ctx, st, o.db, o.filter.Site); err != nil {
		return err
	}
	if o.filter.Run = int64(o.run); o.run > 0 {
		if _, err := runOf(ctx, st, o.db, o.filter.Run); err != nil {
			return err
		}
	}
	if err := o.sinceWhen(ctx, st); err != nil {
		return err
	}
	people, err := scrub.Of(ctx, st, o.contacts)
	if err != nil {
		return err
	}
	return a.listChanges(ctx, st, people, o)
}

// open opens the database, for writing where a mark is to be kept.
func (o *changesOptions) open() (*sqlite.Store, error) {
	st, err := o.openRead()
	if err != nil || o.filter.Mark == "" {
		return st, err
	}
	if err := st.Close(); err != nil {
		return nil, err
	}
	return sqlite.Open(o.db, sqlite.Options{})
}

func (a *app) listChanges(ctx context.Context, st storage.Historian, people *scrub.Scrubber,
	o changesOptions) error {
	known := true
	if o.filter.Mark != "" {
		var err error
		if known, err = st.HasMark(ctx, o.filter.Mark); err != nil {
			return err
		}
	}
	var updated time.Time
	if o.format == "atom" {
		var err error
		if updated, err = st.LastChange(ctx, o.filter); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(a.out)
	sink := cleanSink{newChangeSink(out, o.format, "DATE RUN COURSE", updated), people}
	n, seen := 0, map[string]int64{}
	err := st.FieldChanges(ctx, o.filter, func(c storage.FieldChange) error {
		n++
		seen[c.Site] = c.ID
		return sink.put(c)
	})
	if err == nil {
		err = errors.Join(sink.end(), out.Flush())
	}
	if err != nil {
		return err
	}
	if n == 0 {
		printf(a.err, "carif: nothing has changed%s\n", o.filtered())
	}
	if o.filter.Mark == "" {
		return nil
	}
	if !known {
		printf(a.err, "carif: note: %q is a new mark: from now on it lists only what is newer\n", o.filter.Mark)
	}
	return st.SaveMark(ctx, o.filter.Mark, seen)
}

// filtered says by what the changes were chosen.
func (o *changesOptions) filtered() string {
	var parts []string
	for _, f := range []struct{ name, value string }{{"since", o.since}, {"run", runNumber(o.run)},
		{"site", o.filter.Site}, {"field", o.filter.Field}, {"cause", o.filter.Cause}, {"mark", o.filter.Mark}} {
		if f.value != "" {
			parts = append(parts, "--"+f.name+" "+f.value)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " for " + strings.Join(parts, " and ")
}

func runNumber(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sinceWhen reads --since.
func (o *changesOptions) sinceWhen(ctx context.Context, st storage.Runs) error {
	if o.since == "" {
		return nil
	}
	s, _, err := stateOf(ctx, st, o.db, "--since", o.since)
	if err != nil {
		return err
	}
	if o.filter.After = s.Run; s.Run > 0 {
		return nil
	}
	if o.filter.Since = s.At; len(o.since) == len(time.DateOnly) { // a day begins at its beginning
		o.filter.Since, _, err = schedule.DayBounds(o.since)
	}
	return err
}

// stateOf reads a word that names a run, a day (its end in France) or a time.
func stateOf(ctx context.Context, st storage.Runs, db, what, word string) (storage.State, schema.Run, error) {
	if id, err := strconv.ParseInt(word, 10, 64); err == nil && id > 0 {
		run, err := runOf(ctx, st, db, id)
		return storage.State{Run: id}, run, err
	}
	if _, next, err := schedule.DayBounds(word); err == nil {
		return storage.State{At: next.Add(-time.Nanosecond)}, schema.Run{}, nil
	}
	if at, err := time.Parse(time.RFC3339, word); err == nil {
		return storage.State{At: at}, schema.Run{}, nil
	}
	return storage.State{}, schema.Run{}, usagef("%s %q is neither a run (`carif runs` lists them), a date (2027-01-31) "+
		"nor a time (2027-01-31T06:00:00Z)", what, word)
}

// runOf finds a run, and says which there are when there is no such.
func runOf(ctx context.Context, st storage.Runs, db string, id int64) (schema.Run, error) {
	run, ok, err := st.Run(ctx, id)
	if err != nil || ok {
		return run, err
	}
	last, err := st.Runs(ctx, "", 1)
	switch {
	case err != nil:
		return run, err
	case len(last) == 0:
		return run, usagef("%s has no run %d: it has none yet", db, id)
	}
	return run, usagef("%s has no run %d: the newest is %d, of %s (`carif runs` lists them)", db, id, last[0].ID,
		last[0].Site)
}

var bracketed = regexp.MustCompile(`\[[^\]]*\]`)

// fieldName gives the name of a field as it stands in a list of changes, items and all.
func fieldName(word string) (string, error) {
	name := bracketed.ReplaceAllString(word, "")
	names := delta.Names()
	for _, n := range names {
		if name == "" || n == name || strings.HasPrefix(n, name+".") {
			return name, nil
		}
	}
	near := cmp.Or(didYouMean(name, names), ": `carif dictionary` lists the columns; sessions, audience, codes and other "+
		"lists go by their names in `carif parse`")
	return "", usagef("--field %q is no field%s", word, near)
}
