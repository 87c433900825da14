package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/storage"
)

func searchCommand(a *app) *cobra.Command {
	var db dbOptions
	var format string
	var limit int
	var contacts bool
	cmd := &cobra.Command{
		Use:   "search WORD…",
		Short: "Find courses by words in title, objective, programme or provider",
		Long: `Find open courses that contain all the words, best matches first. Accents and case
do not matter. A word is searched for whole: 'soud*' finds every word that begins with
soud (quote it, so that the shell leaves the asterisk alone). A course's key finds that
course, a key it had before does too.`,
		Example: "  carif search soudage tig\n  carif search 'soud*'\n  carif search comptabilité --limit 5 --format json",
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
			if len(hits) == 0 {
				a.noHits(cmd.Context(), st, words)
			}
			if err := withoutPeople(cmd.Context(), st, hits, contacts); err != nil {
				return err
			}
			return a.hits(hits, format)
		},
	}
	db.flags(cmd.Flags(), false)
	numberVar(cmd.Flags(), &limit, "limit", 20, "number of courses to list (0: all)")
	cmd.Flags().StringVar(&format, "format", "text", "text | json")
	withContacts(cmd, &contacts)
	return cmd
}

// withContacts is the flag of every command that shows words of pages: without it people are left out.
func withContacts(cmd *cobra.Command, contacts *bool) {
	cmd.Flags().BoolVar(contacts, "with-contacts", false,
		"show names, phone numbers and email addresses of people where texts print them")
}

// withoutPeople takes people out of finds, as exports do.
func withoutPeople(ctx context.Context, st storage.Reader, hits []storage.Hit, keep bool) error {
	if len(hits) == 0 || keep {
		return nil
	}
	s, err := scrub.Of(ctx, st, keep)
	if err != nil {
		return err
	}
	for i := range hits {
		h := &hits[i]
		h.Title = s.Text(h.Title, "title")
		if h.Snippet == h.Key {
			continue
		}
		// the marks of a find part names and mailboxes: one that holds any is shown without them
		plain := unmarked.Replace(h.Snippet)
		if clean := s.Text(plain, "snippet"); clean != plain {
			h.Snippet = clean
		}
	}
	return nil
}

var unmarked = strings.NewReplacer("«", "", "»", "")

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
			printable(cut(strings.Join(strings.Fields(h.Snippet), " "), 160)))
	}
	return nil
}

// noHits says that nothing was found, and what finds something: the same words as beginnings, or as many as there are.
func (a *app) noHits(ctx context.Context, st storage.Reader, words []string) {
	begin := make([]string, len(words))
	for i, w := range words {
		begin[i] = strings.TrimRight(w, "*") + "*"
	}
	again := strings.Join(begin, " ")
	hits, err := st.Search(ctx, again, 0)
	switch {
	case err == nil && len(hits) > 0 && again != strings.Join(words, " "):
		printf(a.err, "carif: no course contains all of these words, but %s contain words that begin like them: "+
			"carif search '%s'\n", count(len(hits), "course"), printable(again))
	case len(words) > 1:
		printf(a.err, "carif: no course contains all of these words: try fewer\n")
	default:
		printf(a.err, "carif: no course contains this word, or one that begins like it\n")
	}
}
