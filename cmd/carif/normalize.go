package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carif/normalize"
)

func normalizeCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "normalize FIELD [VALUE…]",
		Short: "Read printed values by the rules of one field, and print each as JSON",
		Long: "Read printed values by the rules of one field and print one JSON object for each.\n" +
			"Without values on the command line, the lines of stdin are read.\n\n" +
			"Fields: " + strings.Join(normalize.Fields(), " "),
		Example: "  carif normalize period \"du 01/01/2025 au 31/12/2026\"\n" +
			"  carif normalize place \"Bordeaux (33)\"\n  cut -d';' -f4 list.csv | carif normalize phone",
		Args:      args(cobra.MinimumNArgs(1)),
		ValidArgs: normalize.Fields(),
		RunE: func(cmd *cobra.Command, got []string) error {
			n, err := normalize.New(normalize.Options{VocabDir: a.vocabDir})
			if err != nil {
				return a.ownFiles(err)
			}
			if !slices.Contains(normalize.Fields(), got[0]) {
				return notListed("field", got[0], normalize.Fields())
			}
			one := func(raw string) error {
				v, err := n.Value(got[0], raw)
				if err != nil {
					return err
				}
				return writeJSON(a.out, v, "")
			}
			for _, raw := range got[1:] {
				if err := one(raw); err != nil {
					return err
				}
			}
			if len(got) > 1 {
				return nil
			}
			sc := bufio.NewScanner(a.in)
			sc.Buffer(nil, 16<<20)
			for sc.Scan() {
				if err := cmd.Context().Err(); err != nil {
					return err
				}
				if err := one(strings.TrimSuffix(sc.Text(), "\r")); err != nil {
					return err
				}
			}
			if err := sc.Err(); err != nil {
				return fmt.Errorf("read stdin: %w", err)
			}
			return nil
		},
	}
}
