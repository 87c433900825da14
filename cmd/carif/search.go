package main

import (
	"strings"

	"github.com/spf13/cobra"

	"carif/storage"
)

func searchCommand(a *app) *cobra.Command {
	var db dbOptions
	var format string
	var limit int
	cmd := &cobra.Command{
		Use:   "search WORD…",
		Short: "Find courses by words in title, objective, programme or provider",
		Long: `Find open courses that contain all the words, best matches first. Accents and case
do not matter.`,
		Example: "  carif search soudage tig\n  carif search comptabilité --limit 5 --format json",
		Args:    args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			st, err := db.openRead()
			if err != nil {
				return err
			}
			defer st.Close()
			hits, err := st.Search(cmd.Context(), strings.Join(words, " "), limit)
			if err != nil {
				return err
			}
			return a.hits(hits, format)
		},
	}
	db.flags(cmd.Flags(), false)
	numberVar(cmd.Flags(), &limit, "limit", 20, "number of courses to list (0: all)")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	return cmd
}

// hit is a find as `carif search --format json` prints it.
type hit struct {
	Key      string `json:"key"`
	Site     string `json:"site"`
	Title    string `json:"title"`
	Provider string `json:"provider"`
	Snippet  string `json:"snippet"`
}

func (a *app) hits(found []storage.Hit, format string) error {
	if format == "json" {
		list := make([]hit, len(found))
		for i, h := range found {
			list[i] = hit(h)
		}
		return writeJSON(a.out, list, "  ")
	}
	for _, h := range found {
		printf(a.out, "%s  %s\n  %s\n  %s\n", printable(h.Key), printable(h.Title), dash(printable(h.Provider)),
			printable(cut(h.Snippet, 160)))
	}
	if len(found) == 0 {
		printf(a.err, "carif: no course contains all of these words\n")
	}
	return nil
}
