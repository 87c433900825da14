package main

import (
	"github.com/spf13/cobra"

	"carif/compare/freeze"
	"carif/storage/sqlite"
)

func verifyCommand(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "verify DIR",
		Short: "Check a folder that carif compare --freeze made: every byte and every figure",
		Long: `Compare the files of a frozen comparison with the SHA-256 of its manifest, and work
every figure out anew from the data in it, with interval, verdict, rank and statement.
How catalogues' runs went, denominators and names are taken as written. It needs no database of carif. It ends with 1
if anything is not as it was frozen. The manifest can be checked without carif, too:
sha256sum --check manifest-sha256.txt.`,
		Example: "  carif verify courses-2026",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			if err := folderOf("DIR", got[0]); err != nil {
				return err
			}
			c, err := freeze.Verify(cmd.Context(), got[0], sqlite.OpenPlain)
			if err != nil {
				return err
			}
			if format == "json" {
				err = writeJSON(a.out, c, "  ")
			} else {
				for _, p := range c.Problems {
					printf(a.out, "%s: %s\n", printable(p.File), printable(p.What))
				}
				printf(a.out, "%s as frozen, %s counted anew, %s\n", count(c.Files, "file"), count(c.Figures, "figure"),
					count(len(c.Problems), "problem"))
			}
			if err == nil && len(c.Problems) > 0 {
				return withCode(exitFailed, nil)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}
