package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/storage"
	"carif/storage/sqlite"
)

func checkCommand(a *app) *cobra.Command {
	var db dbOptions
	var deep, pruned bool
	var format string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the database and the archive for damage",
		Long: `Check the database file, its relations and its schema for damage. With --deep, also
check every record against its hash, the tables against the sealed manifest, and
every archived page against its digest and against its entry in the database; with
--archive none, the database alone. Exit code 0 means no damage. Exit code 1 means
damage or a missing archive: each line says what is lost and what to do. The last
line says what was checked.`,
		Example: "  carif check\n  carif check --deep --format json",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			if pruned && !deep {
				return usagef("--pruned needs --deep: only a deep check reads the archive")
			}
			c := checking{db: &db, deep: deep, pruned: pruned, notes: a.err}
			if err := c.run(cmd.Context()); err != nil {
				return err
			}
			if err := a.printCheck(c, format); err != nil {
				return err
			}
			if len(c.found) > 0 {
				return withCode(exitFailed, nil)
			}
			return nil
		},
	}
	db.flags(cmd.Flags(), true)
	cmd.Flags().BoolVar(&deep, "deep", false, "also read every record and every archived page")
	cmd.Flags().BoolVar(&pruned, "pruned", false,
		"report missing archive files as notes, not as damage: they were deleted on purpose")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}

// noArchive is the word for --archive that leaves the archive out of a check.
const noArchive = "none"

// checking is one check: what it is asked, what it found and what it looked at.
type checking struct {
	db           *dbOptions
	deep, pruned bool
	notes        io.Writer
	found        []storage.Finding
	looked       []string // in words
}

func (c *checking) run(ctx context.Context) error {
	st, err := c.db.openRead()
	if errors.Is(err, storage.ErrDamaged) {
		c.found = []storage.Finding{{Where: c.db.db, What: "too damaged to be opened",
			Do: "restore a backup, or import the archive into a new database (carif import ARCHIVE/*.warc.gz --db NEW.db)"}}
		c.looked = []string{"the database's beginning"}
		return nil
	}
	if err != nil {
		return err
	}
	defer st.Close()
	c.looked = []string{"the database (file, relations, schema)"}
	if c.deep {
		c.looked = []string{"the database (file, relations, schema, every record, the sealed manifest)"}
	}
	if c.found, err = st.Check(ctx, c.deep); err != nil {
		return err
	}
	switch {
	case !c.deep:
		c.looked = append(c.looked, "not the archive (--deep)")
		return nil
	case c.db.archive == noArchive:
		c.looked = append(c.looked, "not the archive (--archive none)")
		return nil
	}
	return c.archive(ctx, st)
}

// archive compares the archive with the database. One that is not there is damage: a copy's may lie elsewhere, and then
// it must be named.
func (c *checking) archive(ctx context.Context, st *sqlite.Store) error {
	dir := c.db.archiveDir()
	_, err := os.Stat(dir)
	missing := errors.Is(err, os.ErrNotExist)
	copied, err := st.IsCopy(ctx)
	if err != nil {
		return err
	}
	if missing && copied && c.db.archive == "" {
		c.found = append(c.found, storage.Finding{Where: dir, What: "this is a copy, and its archive is not next to it",
			Do: "name the archive with --archive DIR, or give --archive none to check the database alone"})
		c.looked = append(c.looked, "no archive")
		return nil
	}
	ar, err := harvest.CheckArchive(ctx, st, dir)
	if err != nil {
		return err
	}
	pruned := ""
	if ar.Pruned > 0 {
		pruned = fmt.Sprintf(", %d pruned on purpose", ar.Pruned)
	}
	c.looked = append(c.looked, fmt.Sprintf("the archive %s (%s, %s%s)", dir, count(ar.Files, "file"),
		count(ar.Records, "record"), pruned))
	c.found = append(c.found, ar.Found...)
	if !c.pruned {
		c.found = append(c.found, ar.Missing...)
		return nil
	}
	for _, f := range ar.Missing {
		printf(c.notes, "carif: note: %s: %s\n", printable(f.Where), printable(f.What))
	}
	return nil
}

func (a *app) printCheck(c checking, format string) error {
	if format == "json" {
		if c.found == nil {
			c.found = []storage.Finding{}
		}
		return writeJSON(a.out, c.found, "  ")
	}
	for _, f := range c.found {
		printf(a.out, "%s: %s: %s\n", printable(f.Where), printable(f.What), printable(f.Do))
	}
	if len(c.found) == 0 {
		printf(a.out, "%s: no damage found\n", c.db.db)
	}
	printf(a.out, "checked: %s\n", printable(strings.Join(c.looked, "; ")))
	return nil
}
