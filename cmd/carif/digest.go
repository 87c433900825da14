package main

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"carif/night/digest"
	"carif/night/messenger"
	"carif/storage"
)

type digestCommandOptions struct {
	db      dbOptions
	targets string
	dryRun  bool
	format  string
}

func digestCommand(a *app) *cobra.Command {
	var o digestCommandOptions
	cmd := &cobra.Command{
		Use:   "digest",
		Short: "Tell people what needs them: by mail, webhook, ntfy or here, on a change and once a day",
		Long: `Tell what of all sites needs a person: its class, how long it lasts, and the one
command to run. A target is told what is new or changed at once, what lasts once a
day until somebody acknowledges it (carif ack), and what is over once. Run it each
morning; run it again, and it tells only what is new since.

The YAML file of --targets names who is told (docs/operators.md); without one it is
printed here. A message that cannot be sent is kept and tried again with the next
digest; the exit code is 4 then. carif harvest and carif schedule do the same with
--targets. People of the catalogues are in no message.`,
		Example: "  carif digest\n  carif digest --targets /etc/carif/targets.yaml\n" +
			"  carif digest --targets targets.yaml --dry-run",
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.digest(cmd.Context(), o) },
	}
	f := cmd.Flags()
	o.db.flags(f, false)
	f.StringVar(&o.targets, "targets", "", "YAML file of who is told")
	f.BoolVar(&o.dryRun, "dry-run", false, "show what would be sent; send and remember nothing")
	f.StringVar(&o.format, "format", "text", "text | json")
	standsFor(f, "targets", "stdout alone")
	return cmd
}

func (a *app) digest(ctx context.Context, o digestCommandOptions) (err error) {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return err
	}
	stdout := a.out
	if o.format == "json" {
		stdout = io.Discard // the message stands in the answer
	}
	targets, err := targetsOf(o.targets, stdout)
	if err != nil {
		return err
	}
	if len(targets) == 0 {
		targets = []*messenger.Target{messenger.Stdout(stdout)}
	}
	var list []delivery
	if o.dryRun {
		list, err = a.wouldTell(ctx, o.db, targets)
	} else {
		list, err = a.digestNow(ctx, o.db, targets)
	}
	if err != nil {
		return err
	}
	if o.format == "json" {
		err = writeJSON(a.out, list, "  ")
	} else {
		a.digestText(o, list)
	}
	switch unsent := a.tellUnsent(list); {
	case err == nil && unsent && ctx.Err() != nil:
		return withCode(exitInterrupted, nil)
	case err == nil && unsent:
		return withCode(exitIncomplete, nil)
	}
	return err
}

func (a *app) digestNow(ctx context.Context, db dbOptions, targets []*messenger.Target) (list []delivery, err error) {
	st, err := db.openKept()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return a.tell(ctx, st, targets, time.Now())
}

// wouldTell makes the messages without keeping or sending them.
func (a *app) wouldTell(ctx context.Context, db dbOptions, targets []*messenger.Target) (list []delivery, err error) {
	st, err := db.openRead()
	if err != nil {
		return nil, err
	}
	defer st.Close()
	now := time.Now()
	v, err := a.tellable(ctx, st, now)
	if err != nil {
		return nil, err
	}
	day, err := today(now)
	if err != nil {
		return nil, err
	}
	kept, err := st.Alarms(ctx)
	if err != nil {
		return nil, err
	}
	digest.Observe(&kept, v, now)
	for _, t := range targets {
		d := delivery{Target: t.Name}
		for _, m := range kept.Messages {
			if m.Target == t.Name {
				d.Waiting++
			}
		}
		if m, ok := digest.Tell(&kept, v, t.Name, "dry-run", day, now); ok {
			d.Message = &m
		}
		list = append(list, d)
	}
	return list, nil
}

// digestText says what was sent to whom, or would be. What went to stdout stands there already.
func (a *app) digestText(o digestCommandOptions, list []delivery) {
	for _, d := range list {
		switch {
		case o.dryRun && d.Message != nil:
			printf(a.out, "to %s: %s\n%s", d.Target, d.Message.Subject(), d.Message.Text())
		case d.Message == nil && d.Sent == 0 && d.Error == "":
			printf(a.out, "%s: nothing to tell\n", d.Target)
		case o.targets != "" && d.Sent > 0:
			printf(a.out, "%s: %s sent\n", d.Target, count(d.Sent, "message"))
		}
		if o.dryRun && d.Waiting > 0 {
			printf(a.out, "%s: %s of before would be tried again\n", d.Target, count(d.Waiting, "message"))
		}
	}
}

// ackedSites tells the sites whose findings are all acknowledged.
func ackedSites(kept storage.Alarms, found []digest.Finding, now time.Time) map[string]*storage.Ack {
	acks := map[string]*storage.Ack{}
	for _, f := range found {
		ack := digest.Acknowledged(kept, f, now)
		if was, seen := acks[f.Site]; seen && was == nil {
			continue
		}
		acks[f.Site] = ack
	}
	return acks
}

// ofName chooses the findings that a word names: one by its name, or all of a site.
func ofName(found []digest.Finding, word string) []digest.Finding {
	return slices.DeleteFunc(slices.Clone(found), func(f digest.Finding) bool { return f.ID != word && f.Site != word })
}
