package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"carif/archive"
	"carif/storage"
)

func checkCommand(a *app) *cobra.Command {
	var db dbOptions
	var deep bool
	var format string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Is this database whole?",
		Long: `Look for damage: in the database file, its relations and its schema; with --deep
also every record against its hash, the tables against the sealed manifest, and
every archived page against its digest. Exit code 0: whole; 1: damaged.`,
		Example: "  carif check\n  carif check --deep --format json",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			found, err := checkDatabase(cmd, &db, deep)
			if err != nil {
				return err
			}
			if format == "json" {
				if found == nil {
					found = []storage.Finding{}
				}
				if err := writeJSON(a.out, found, "  "); err != nil {
					return err
				}
			} else {
				for _, f := range found {
					printf(a.out, "%s: %s: %s\n", printable(f.Where), printable(f.What), printable(f.Do))
				}
				if len(found) == 0 {
					printf(a.out, "%s: whole\n", db.db)
				}
			}
			if len(found) > 0 {
				return withCode(exitFailed, nil)
			}
			return nil
		},
	}
	db.flags(cmd.Flags(), true)
	cmd.Flags().BoolVar(&deep, "deep", false, "also read every record and every archived page")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}

func checkDatabase(cmd *cobra.Command, db *dbOptions, deep bool) ([]storage.Finding, error) {
	info, err := os.Stat(db.db)
	if err == nil && info.Size() == 0 {
		return []storage.Finding{{Where: db.db, What: "the file is empty", Do: "restore a backup, or delete it and harvest again"}}, nil
	}
	st, err := db.openRead()
	if errors.Is(err, storage.ErrNotADatabase) {
		return []storage.Finding{{Where: db.db, What: err.Error(), Do: "restore a backup"}}, nil
	}
	if err != nil {
		return nil, err
	}
	defer st.Close()
	found, err := st.Check(cmd.Context(), deep)
	if err != nil || !deep {
		return found, err
	}
	if _, err := os.Stat(db.archiveDir()); errors.Is(err, os.ErrNotExist) {
		return found, nil
	}
	ar, err := archive.OpenRead(db.archiveDir())
	if err != nil {
		return found, err
	}
	defer ar.Close()
	bad, err := ar.Verify(cmd.Context())
	for _, f := range bad {
		found = append(found, storage.Finding{Where: f.File, What: f.What, Do: f.Do})
	}
	return found, err
}
