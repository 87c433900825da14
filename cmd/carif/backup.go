package main

import (
	"errors"
	"os"

	"github.com/spf13/cobra"
)

func backupCommand(a *app) *cobra.Command {
	var db dbOptions
	cmd := &cobra.Command{
		Use:   "backup PATH",
		Short: "Copy the database to a new file, even while a harvest runs",
		Long: `Write a complete, compact copy of the database to a new file. The file appears
only when it is complete. The archive is a folder whose files only grow: copy it
with any tool, after the database. People you forget later are still in the copy,
so do not keep it longer than you are allowed to.`,
		Example: "  carif backup carif-2026-11-24.db\n  carif check --deep --db carif-2026-11-24.db --archive carif-archive",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) (err error) {
			if _, err := os.Lstat(got[0]); err == nil {
				return usagef("%s already exists: choose another name for the copy", got[0])
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Backup(cmd.Context(), got[0]); errors.Is(err, os.ErrNotExist) {
				return withCode(exitUsage, err)
			} else if err != nil {
				return err
			}
			printf(a.err, "%s written\n", printable(got[0]))
			return nil
		},
	}
	db.flags(cmd.Flags(), false)
	return cmd
}
