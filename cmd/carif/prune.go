package main

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"carif/archive"
	"carif/forget"
)

type pruneOptions struct {
	dbOptions
	keep        string
	dryRun, yes bool
	format      string
}

func pruneCommand(a *app) *cobra.Command {
	var o pruneOptions
	cmd := &cobra.Command{
		Use:   "prune --keep 90d",
		Short: "Take old archived pages out of the archive; records, history and their words stay",
		Long: `Take the bytes of responses older than --keep out of the archive. What was read of
them stays: records, versions, changes and the words they were read from. The
newest good response of every page stays however old it is, so that carif reparse
goes on working, and so does every robots.txt. check --deep knows what was pruned
from what was lost.

This cannot be undone: look with --dry-run first, then say --yes. Files with
something to leave out are written anew beside the old ones, which takes as much
room again for a while. A crash leaves the archive as it was or as it is to be.
The command needs the database to itself.`,
		Example: "  carif prune --keep 90d --dry-run\n  carif prune --keep 90d --yes",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.prune(cmd.Context(), o) },
	}
	f := cmd.Flags()
	o.dbOptions.flags(f, true)
	f.StringVar(&o.keep, "keep", "", "how long bytes are kept: days, weeks or years, as 90d, 12w, 1y")
	f.BoolVar(&o.dryRun, "dry-run", false, "show what would leave, and change nothing")
	f.BoolVar(&o.yes, "yes", false, "do it: what leaves the archive cannot be brought back")
	f.StringVar(&o.format, "format", "text", "text | json")
	return cmd
}

var keepForm = regexp.MustCompile(`^(\d{1,4})([dwy])$`)

// keepDays reads how long bytes are kept.
func keepDays(s string) (int, error) {
	m := keepForm.FindStringSubmatch(s)
	if m == nil {
		return 0, usagef("--keep %q is not a time like 90d, 12w or 1y", s)
	}
	n, err := strconv.Atoi(m[1])
	return n * map[string]int{"d": 1, "w": 7, "y": 365}[m[2]], err
}

func (a *app) prune(ctx context.Context, o pruneOptions) error {
	days, err := keepDays(o.keep)
	switch {
	case err != nil:
		return err
	case o.dryRun && o.yes:
		return usagef("--dry-run shows what would leave, and --yes lets it go: give one of them")
	case !o.dryRun && !o.yes:
		return usagef("prune cannot be undone: give --dry-run to see what would leave, or --yes to do it")
	}
	if err := errors.Join(oneOf("format", o.format, "text", "json"), o.hasArchive()); err != nil {
		return err
	}
	now := time.Now().UTC()
	p, err := o.run(ctx, now.AddDate(0, 0, -days), now)
	if err != nil {
		return err
	}
	if o.format == "json" {
		err = writeJSON(a.out, p, "  ")
	} else {
		words := "left the archive"
		if o.dryRun {
			words = "would leave the archive"
		}
		printf(a.out, "%s from before %s, %.1f MiB: %s; %d of that age stay (the newest "+
			"of each page, robots.txt), %d newer\n",
			count(p.Answers, "response"), clock(p.Before), float64(p.Bytes)/(1<<20), words, p.Kept, p.Newer)
	}
	if err == nil && p.Unread > 0 {
		return withCode(exitIncomplete, errors.New(count(p.Unread, "damaged place")+" of the archive could not be read and "+
			"stays as it is: `carif archive verify` names them"))
	}
	return err
}

// run prunes, or tells what that would do.
func (o *pruneOptions) run(ctx context.Context, before, now time.Time) (p forget.Pruning, err error) {
	if o.yes {
		w, err := o.openWrite(ctx, true)
		if err != nil {
			return p, err
		}
		p, err = forget.Prune(ctx, w.store, w.archive, before, now)
		return p, errors.Join(err, w.close())
	}
	st, err := o.openRead()
	if err != nil {
		return p, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	ar, err := archive.OpenRead(o.archiveDir())
	if err != nil {
		return p, err
	}
	p, err = forget.WouldPrune(ctx, st, ar, before)
	return p, errors.Join(err, ar.Close())
}
