package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/sites"
)

type batchOptions struct {
	dbOptions
	logOptions
	publish bool
	format  string
}

func (o *batchOptions) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	o.dbOptions.flags(f, true)
	o.againFlag(f)
	o.logOptions.flags(f)
	f.BoolVar(&o.publish, "publish", false, "publish even if the gate objects: use it after you have checked the run")
	f.StringVar(&o.format, "format", "text", "format of the report on stdout: text | json")
}

// start opens everything a batch without a crawl needs.
func (a *app) start(ctx context.Context, o batchOptions, mustExist bool) (*harvest.Runner, *writing, *progress, error) {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return nil, nil, nil, err
	}
	log, err := o.logger(a.err)
	if err != nil {
		return nil, nil, nil, err
	}
	reader, err := a.reader()
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := o.openWrite(ctx, mustExist)
	if err != nil {
		return nil, nil, nil, err
	}
	a.warn(w.notes)
	bar := newProgress(a.err, log)
	return &harvest.Runner{Notes: w.notes, Store: w.store, Archive: w.archive, Reader: reader, People: w.eraser(reader),
		Version: version, Log: log, Gate: harvest.Gate{Force: o.publish}, Progress: bar.update}, w, bar, nil
}

func reparseCommand(a *app) *cobra.Command {
	var o batchOptions
	var alone bool
	cmd := &cobra.Command{
		Use:   "reparse [SITE…]",
		Short: "Read all archived pages again, without the network",
		Long: `Rebuild the records in the database from the archived pages with this program's
parser and vocabularies. Use it after an update of carif or after you have changed a
vocabulary of your own. A record that differs becomes a new version whose cause is
"parser", "model" or "vocabulary", never "source". Pages are read with the model of
their site that is in use (see carif sites model); --no-learn reads page by page.`,
		Example: "  carif reparse\n  carif reparse nouvelle-aquitaine --vocab my-vocab/",
		RunE:    func(cmd *cobra.Command, ids []string) error { return a.reparse(cmd.Context(), o, ids, alone) },
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&alone, "no-learn", false,
		"read every page by itself: nothing is learnt from the others of its site")
	return cmd
}

func (a *app) reparse(ctx context.Context, o batchOptions, ids []string, alone bool) (err error) {
	if fileExists(o.db) {
		if err := o.hasArchive(); err != nil {
			return err
		}
	}
	run, w, bar, err := a.start(ctx, o, true)
	if err != nil {
		return err
	}
	run.Alone = alone
	defer func() { err = errors.Join(err, w.close()) }()
	var list []*sites.Site
	for _, id := range ids {
		s, err := findSite(run.Reader.Sites, id)
		if err != nil {
			return err
		}
		list = append(list, s)
	}
	if len(ids) == 0 {
		list = append(run.Reader.Sites.All(), sites.Generic())
		if err := a.noteLeftOut(ctx, w, run.Reader.Sites); err != nil {
			return err
		}
	}
	var sums []harvest.Summary
	for _, s := range list {
		if n, err := archived(ctx, w, s.ID); err != nil || n == 0 && len(ids) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		sum, rerr := run.Reparse(ctx, s)
		sums = append(sums, sum)
		if err = errors.Join(err, rerr); rerr != nil {
			break
		}
	}
	if err == nil {
		err = run.Link(ctx)
	}
	bar.finish()
	return a.report(ctx, harvestOptions{dbOptions: o.dbOptions, format: o.format}, w, sums, err)
}

// noteLeftOut names the sites of the database whose profile is a file that was not given: a reparse of all sites does
// not find it.
func (a *app) noteLeftOut(ctx context.Context, w *writing, set *sites.Set) error {
	ids, err := sitesIn(ctx, w.store)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if profiled(set, id) {
			continue
		}
		if n, err := archived(ctx, w, id); err != nil {
			return err
		} else if n > 0 {
			printf(a.err, "carif: note: the archived pages of %s are not read again: no profile has that id; "+
				"name its file: carif reparse PROFILE.yaml\n", id)
		}
	}
	return nil
}
