package main

import (
	"github.com/spf13/cobra"

	"carif/schema"
)

func dictionaryCommand(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "dictionary",
		Short: "Print the data dictionary: what every table and column means",
		Args:  args(cobra.NoArgs),
		Example: `  carif dictionary
  carif dictionary --format json
  carif dictionary --format schema   # JSON Schema of a record`,
		RunE: func(*cobra.Command, []string) error {
			if err := oneOf("format", format, "markdown", "json", "schema"); err != nil {
				return err
			}
			switch format {
			case "json":
				return writeJSON(a.out, schema.Exported(), "  ")
			case "schema":
				return writeJSON(a.out, schema.JSONSchema(), "  ")
			}
			printf(a.out, "%s", schema.DictionaryMarkdown())
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "markdown", "markdown | json | schema (JSON Schema of a record)")
	return cmd
}
