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
		Short: "Write a whole copy of the database, also while a harvest runs",
		Long: `Write a whole, compact copy of the database to a new file; it appears whole or not
at all. The archive is a folder of files that only grow: copy it with any tool,
after the database. Whom you forget later is still in the copy: keep it no longer
than you may.`,
		Example: "  carif backup carif-2026-11-24.db\n  carif check --deep --db carif-2026-11-24.db",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) (err error) {
			if _, err := os.Lstat(got[0]); err == nil {
				return usagef("%s: is there already: give the copy another name", got[0])
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, st.Close()) }()
			if err := st.Backup(cmd.Context(), got[0]); err != nil {
				return err
			}
			printf(a.err, "%s written\n", printable(got[0]))
			return nil
		},
	}
	db.flags(cmd.Flags(), false)
	return cmd
}
