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
		Short: "Look for damage in the database and the archive",
		Long: `Look for damage: in the database file, its relations and its schema; with --deep
also every record against its hash, the tables against the sealed manifest, and
every archived page against its digest and against what the database says of it.
Exit code 0: whole; 1: damaged, each line with what is lost and what to do.`,
		Example: "  carif check\n  carif check --deep --format json",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			if pruned && !deep {
				return usagef("--pruned goes with --deep: only that looks at the archive")
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
	cmd.Flags().BoolVar(&pruned, "pruned", false,
		"archive files that are gone were deleted on purpose: told on stderr, no damage")
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
			"carif: note: %s is a copy without an archive beside it: --archive names the one to compare it with\n", db.db)
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
