package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/storage"
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
every archived page against its digest and against its entry in the database.
Exit code 0 means no damage. Exit code 1 means damage: each line says what is lost
and what to do.`,
		Example: "  carif check\n  carif check --deep --format json",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			if pruned && !deep {
				return usagef("--pruned needs --deep: only a deep check reads the archive")
			}
			found, err := checkDatabase(cmd, &db, deep, pruned)
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
					printf(a.out, "%s: no damage found\n", db.db)
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
	cmd.Flags().BoolVar(&pruned, "pruned", false,
		"report missing archive files as notes, not as damage: they were deleted on purpose")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}

func checkDatabase(cmd *cobra.Command, db *dbOptions, deep, pruned bool) ([]storage.Finding, error) {
	info, err := os.Stat(db.db)
	if err == nil && info.Size() == 0 {
		return []storage.Finding{{Where: db.db, What: "the file is empty",
			Do: "restore a backup, or delete it and harvest again"}}, nil
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
	copied, err := st.IsCopy(cmd.Context())
	if err != nil {
		return found, err
	}
	if _, err := os.Stat(db.archiveDir()); copied && db.archive == "" && errors.Is(err, os.ErrNotExist) {
		printf(cmd.ErrOrStderr(),
			"carif: note: %s is a copy with no archive next to it; use --archive to name the archive to check\n", db.db)
		return found, nil
	}
	ar, err := harvest.CheckArchive(cmd.Context(), st, db.archiveDir())
	found = append(found, ar.Found...)
	if !pruned {
		return append(found, ar.Missing...), err
	}
	for _, f := range ar.Missing {
		printf(cmd.ErrOrStderr(), "carif: note: %s: %s\n", printable(f.Where), printable(f.What))
	}
	return found, err
}
