package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/storage"
	"carif/storage/sqlite"
)

func restoreCommand(a *app) *cobra.Command {
	var db dbOptions
	var force bool
	cmd := &cobra.Command{
		Use:   "restore BACKUP",
		Short: "Put a backup in the place of the database, after a deep check; the old one is kept aside",
		Long: `Check a backup deeply and put it in the place of the database (--db). The backup is
copied beside the database first and takes its place only when it is whole; the
database that was there is kept beside it, as NAME.before-restore-TIME. Nothing is
done while another program uses the database, nor, without --force, where the
database has runs that the backup has not.

The archive is not touched, but compared: what the restored database names and the
archive has not is told, and the exit code is 4 (--archive none leaves it out).
People who were forgotten since the backup stay on the list of those never to be
stored, but the backup holds what it held of them: run carif forget for them again.`,
		Example: "  carif restore carif-2026-11-24.db\n  carif restore carif-2026-11-24.db --db /srv/carif/carif.db --force",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) error {
			return a.restore(cmd.Context(), &db, got[0], force)
		},
	}
	db.flags(cmd.Flags(), true)
	cmd.Flags().BoolVar(&force, "force", false, "also over a database with runs that the backup has not")
	return cmd
}

func (a *app) restore(ctx context.Context, db *dbOptions, from string, force bool) (err error) {
	was, err := os.Stat(from)
	if err != nil {
		return withCode(exitUsage, harvest.PlainPathError(err))
	}
	if now, err := os.Stat(db.db); err == nil && os.SameFile(was, now) {
		return usagef("%s is the database itself: name a backup of it", from)
	}
	r, err := sqlite.Restore(ctx, from, db.db)
	if errors.Is(err, os.ErrNotExist) {
		return withCode(exitUsage, err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	found, err := r.Store.Check(ctx, true)
	if err != nil {
		return err
	}
	if len(found) > 0 {
		a.findings(found)
		return withCode(exitFailed, errors.New(from+": is damaged and was not restored: take another backup"))
	}
	if n := len(r.Newer); n > 0 && !force {
		return usagef("%s has %s that %s has not, the last of them run %d: nothing was restored; --force does it "+
			"all the same", db.db, count(n, "run"), from, r.Newer[n-1])
	}
	var ar harvest.ArchiveCheck
	if db.archive != noArchive {
		if ar, err = harvest.CheckArchive(ctx, r.Store, db.archiveDir()); err != nil {
			return err
		}
	}
	kept, err := r.Place(ctx)
	if err != nil {
		return err
	}
	return a.restored(db, from, kept, r.Forgotten, ar)
}

// restored says what was done, and what of the archive is missing.
func (a *app) restored(db *dbOptions, from, kept string, forgotten int, ar harvest.ArchiveCheck) error {
	printf(a.out, "%s restored from %s\n", printable(db.db), printable(from))
	if kept != "" {
		printf(a.out, "the database that was there is %s: delete it when you are sure\n", printable(kept))
	}
	if forgotten > 0 {
		printf(a.err, "carif: warning: people were forgotten since this backup (%s): nothing new of them is stored, but the "+
			"backup holds what it held: run carif forget for them again\n", count(forgotten, "value"))
	}
	found := append(ar.Found, ar.Missing...)
	switch {
	case db.archive == noArchive:
		printf(a.out, "the archive was not looked at (--archive none)\n")
		return nil
	case len(found) == 0:
		printf(a.out, "the archive %s has all that it names (%s, %s)\n", printable(db.archiveDir()), count(ar.Files, "file"),
			count(ar.Records, "record"))
		return nil
	}
	a.findings(found)
	return withCode(exitIncomplete, errors.New("the archive "+db.archiveDir()+" does not have all that the restored "+
		"database names: restore it too, or name another with --archive"))
}

func (a *app) findings(found []storage.Finding) {
	for _, f := range found {
		printf(a.out, "%s: %s: %s\n", printable(f.Where), printable(f.What), printable(f.Do))
	}
}
