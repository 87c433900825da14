package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carif/night/digest"
	"carif/night/schedule"
	"carif/storage"
	"carif/storage/sqlite"
)

type ackOptions struct {
	db     dbOptions
	note   string
	until  string
	undo   bool
	format string
}

func ackCommand(a *app) *cobra.Command {
	var o ackOptions
	cmd := &cobra.Command{
		Use:   "ack [SITE|FINDING]",
		Short: "Acknowledge what needs a person, so that no digest repeats it; without a name, list it",
		Long: `Say that a finding is known: no digest repeats it. That ends when the finding changes
(another reason, another class), when it is over (which is told once), and at the
date of --until. A site's name acknowledges all its findings. Without a name, list
what needs a person now. The note stays in the database and is in no message.`,
		Example: "  carif ack\n  carif ack demo/night --note 'asked the site' --until 2027-03-15\n  carif ack demo\n" +
			"  carif ack demo/night --undo",
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error { return a.ack(cmd.Context(), o, words) },
	}
	f := cmd.Flags()
	o.db.flags(f, false)
	f.StringVar(&o.note, "note", "", "why, for whoever lists it")
	f.StringVar(&o.until, "until", "", "tell it again from this day on (YYYY-MM-DD, in France)")
	f.BoolVar(&o.undo, "undo", false, "take the acknowledgement back")
	f.StringVar(&o.format, "format", "text", "text | json")
	for _, name := range []string{"note", "until", "undo"} {
		// they are of one finding. The error would be that the flag is not there
		_ = f.SetAnnotation(name, noEnvironment, []string{"true"})
	}
	return cmd
}

// mostNote bounds a note: it is a remark.
const mostNote = 1000

func (o *ackOptions) check(words []string, now time.Time) (until time.Time, err error) {
	switch {
	case len(words) == 0 && (o.note != "" || o.until != "" || o.undo):
		return until, usagef("ack: name a site or a finding with --note, --until and --undo: `carif ack` lists them")
	case o.undo && (o.note != "" || o.until != ""):
		return until, usagef("--undo takes an acknowledgement back: --note and --until are for making one")
	case len(o.note) > mostNote:
		return until, usagef("--note: has %d bytes, more than %d", len(o.note), mostNote)
	}
	if o.until == "" {
		return until, nil
	}
	zone, err := schedule.Zone()
	if err != nil {
		return until, err
	}
	if until, err = time.ParseInLocation(time.DateOnly, o.until, zone); err != nil {
		return until, usagef("--until %q is not a date (YYYY-MM-DD)", o.until)
	}
	if !until.After(now) {
		return until, usagef("--until %s has come already", o.until)
	}
	return until, nil
}

func (a *app) ack(ctx context.Context, o ackOptions, words []string) (err error) {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return err
	}
	now := time.Now()
	until, err := o.check(words, now)
	if err != nil {
		return err
	}
	open := o.db.openKept
	if len(words) == 0 {
		open = o.db.openRead
	}
	st, err := open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	v, err := a.tellable(ctx, st, now)
	if err != nil {
		return err
	}
	found := v.Found
	if len(words) > 0 {
		if found, err = a.acknowledge(ctx, st, o, v, words[0], until, now); err != nil {
			return err
		}
	}
	kept, err := st.Alarms(ctx)
	if err != nil {
		return err
	}
	rows := ackRows(kept, found, now)
	if o.format == "json" {
		return writeJSON(a.out, rows, "  ")
	}
	if len(rows) == 0 && len(words) == 0 {
		printf(a.err, "carif: nothing needs a person\n")
	}
	return printAcks(a.out, rows)
}

// acknowledge notes that the findings of a name are known, or no more; it gives them.
func (a *app) acknowledge(ctx context.Context, st *sqlite.Store, o ackOptions, v digest.View, word string,
	until, now time.Time) ([]digest.Finding, error) {
	chosen := ofName(v.Found, word)
	if len(chosen) == 0 {
		site, _, named := strings.Cut(word, "/")
		if have, err := sitesIn(ctx, st); err != nil {
			return nil, err
		} else if !named && slices.Contains(have, word) {
			printf(a.err, "carif: nothing of %s needs a person\n", site)
			return nil, nil
		}
		names := siteNames(v.Found)
		for _, f := range v.Found {
			names = append(names, f.ID)
		}
		return nil, usagef("nothing that needs a person is called %q%s (`carif ack` lists what does)", word,
			didYouMean(word, names))
	}
	err := st.KeepAlarms(ctx, func(kept *storage.Alarms) error {
		digest.Observe(kept, v, now)
		for _, f := range chosen {
			kept.Acks = slices.DeleteFunc(kept.Acks, func(k storage.Ack) bool { return k.Finding == f.ID })
			if !o.undo {
				kept.Acks = append(kept.Acks, storage.Ack{Finding: f.ID, State: f.State, At: now, Note: o.note, Until: until})
			}
		}
		return nil
	})
	return chosen, err
}

// ackRow is a line of the list.
type ackRow struct {
	digest.Finding
	Seconds float64      `json:"lasts_seconds"`
	Ack     *storage.Ack `json:"acknowledged"` // null where it is not
}

func ackRows(kept storage.Alarms, found []digest.Finding, now time.Time) []ackRow {
	rows := make([]ackRow, len(found))
	for i, f := range found {
		f.Since = digest.Since(kept, f)
		rows[i] = ackRow{f, max(now.Sub(f.Since), 0).Seconds(), digest.Acknowledged(kept, f, now)}
	}
	return rows
}

func printAcks(w io.Writer, rows []ackRow) error {
	zone, err := schedule.Zone()
	if err != nil || len(rows) == 0 {
		return err
	}
	t := newTable(w)
	fmt.Fprintln(t, "FINDING\tCLASS\tLASTS\tACKNOWLEDGED\tNOTE\tWHAT")
	for _, r := range rows {
		acked, note := "-", "-"
		if r.Ack != nil {
			if acked = clock(r.Ack.At); !r.Ack.Until.IsZero() {
				acked += ", until " + r.Ack.Until.In(zone).Format(time.DateOnly)
			}
			note = dash(printable(cut(r.Ack.Note, 60)))
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, dash(string(r.Class)),
			digest.Ago(time.Duration(r.Seconds*float64(time.Second))), acked, note, cut(r.What, 120))
	}
	return t.Flush()
}
