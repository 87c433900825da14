package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/storage"
)

func twinsCommand(a *app) *cobra.Command {
	var db dbOptions
	var providers, contacts bool
	var format string
	cmd := &cobra.Command{
		Use:   "twins",
		Short: "List courses found on two sites and providers described in two ways",
		Long: `List pairs of records that describe the same thing, with the evidence and, below each
pair, what the two state differently. Courses on two sites match by national id, by a
session's national id, or by what is taught — a certification's number or the title —
together with the same organisation and a session on the same day; where no day is told
by both, the organisation is enough if each site has one such course only. Providers
match by SIRET, or by name together with commune, phone number or email domain; see
also carif providers. Pairs are listed, never merged.`,
		Example: "  carif twins\n  carif twins --providers --format json",
		Args:    args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer st.Close()
			list := st.CourseTwins
			if providers {
				list = st.ProviderTwins
			}
			twins, err := list(cmd.Context())
			if err != nil {
				return err
			}
			s, err := scrub.Of(cmd.Context(), st, contacts)
			if err != nil {
				return err
			}
			for i := range twins {
				w := &twins[i]
				w.NameA, w.NameB = shownName(s, w.NameA, providers), shownName(s, w.NameB, providers)
				for j := range w.Differs {
					d := &w.Differs[j]
					d.A, d.B = s.Text(d.A, d.Field), s.Text(d.B, d.Field)
				}
			}
			return a.printTwins(twins, format)
		},
	}
	db.flags(cmd.Flags(), false)
	cmd.Flags().BoolVar(&providers, "providers", false, "list providers instead of courses")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	withContacts(cmd, &contacts)
	return cmd
}

// shownName is a title, or the name of a house, in which no name is a person's to hide.
func shownName(s *scrub.Scrubber, name string, house bool) string {
	if house {
		return s.House(name, "name")
	}
	return s.Text(name, "title")
}

func (a *app) printTwins(twins []storage.Twin, format string) error {
	if format == "json" {
		return writeJSON(a.out, twins, "  ")
	}
	if len(twins) == 0 {
		printf(a.err, "carif: no pairs found\n")
		return nil
	}
	t := newTable(a.out)
	fmt.Fprintln(t, "CONFIDENCE\tEVIDENCE\tA\tNAME\tB\tNAME")
	for _, w := range twins {
		fmt.Fprintf(t, "%.2f\t%s\t%s\t%s\t%s\t%s\n", w.Confidence, w.Evidence, printable(w.A), printable(cut(w.NameA, 40)),
			printable(w.B), printable(cut(w.NameB, 40)))
		for _, d := range w.Differs {
			fmt.Fprintf(t, "\t%s\t\t%s\t\t%s\n", d.Field, printable(cut(d.A, 40)), printable(cut(d.B, 40)))
		}
	}
	return t.Flush()
}
