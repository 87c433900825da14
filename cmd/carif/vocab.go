package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"carif/schema"
	"carif/storage"
	"carif/vocab"
)

// vocabOf names the vocabulary that codes a field.
var vocabOf = map[schema.Field]string{
	schema.FieldEntryLevel: vocab.Levels, schema.FieldExitLevel: vocab.Levels, schema.FieldGeneralObjective: vocab.Objectives,
	schema.FieldAudience: vocab.Audiences, schema.FieldEntryExit: vocab.EntryExit, schema.FieldSessionEntryExit: vocab.EntryExit,
	schema.FieldTeachingMode: vocab.Teaching, schema.FieldPathway: vocab.Pathways, schema.FieldSelection: vocab.Selection,
	schema.FieldFunder: vocab.Funders, schema.FieldSessionState: vocab.States, schema.FieldValidation: vocab.Validation,
}

func vocabCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "vocab",
		Short: "The coded vocabularies: list, show, unmatched, suggest, load",
		Long: `The vocabularies that give codes to printed words. A wording nobody declared gets
no code: it is listed here, grouped and counted, ready to be pasted into a YAML of
your own (a folder given with --vocab), which carif reparse then applies.`,
		Example: "  carif vocab list\n  carif vocab show audience\n  carif vocab unmatched\n  carif vocab suggest audience > my-vocab/audience.yaml",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{Use: "list", Short: "The vocabularies and where their codes come from", Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.vocabList() }})
	cmd.AddCommand(&cobra.Command{Use: "show NAME", Short: "Codes, labels and wordings of one vocabulary", Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, got []string) error { return a.vocabShow(got[0]) }})
	cmd.AddCommand(vocabLoadCommand(a))
	for _, suggest := range []bool{false, true} {
		var db dbOptions
		var site string
		var min int
		c := &cobra.Command{Use: "unmatched [NAME]", Short: "Wordings without a code, with counts and an example page", Args: args(cobra.MaximumNArgs(1))}
		if suggest {
			c.Use, c.Short = "suggest [NAME]", "Those wordings as YAML: write a code beside each, and give the folder to --vocab"
		}
		c.RunE = func(cmd *cobra.Command, got []string) error {
			return a.vocabUnmatched(cmd.Context(), db, site, strings.Join(got, ""), min, suggest)
		}
		db.flags(c.Flags(), false)
		c.Flags().StringVar(&site, "site", "", "only this site")
		c.Flags().IntVar(&min, "min", 1, "only wordings of at least so many courses")
		cmd.AddCommand(c)
	}
	return cmd
}

func (a *app) vocabList() error {
	set, err := vocab.Load(a.vocabDir)
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(a.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tCODES\tWORDINGS\tTITLE\tSOURCE")
	for _, n := range set.Names() {
		words := 0
		for _, e := range set.Entries(n) {
			words += len(e.Wordings) + len(e.Near)
		}
		v := set.Get(n)
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\n", n, len(set.Entries(n)), words, v.Title, v.Source)
	}
	return t.Flush()
}

func (a *app) vocabShow(name string) error {
	set, err := vocab.Load(a.vocabDir)
	if err != nil {
		return err
	}
	if set.Get(name) == nil {
		return usagef("%q is not a vocabulary; there are %s", name, strings.Join(set.Names(), " "))
	}
	for _, e := range set.Entries(name) {
		printf(a.out, "%-6s %s\n", e.Code, e.Label)
		if len(e.Wordings) > 0 {
			printf(a.out, "       = %s\n", strings.Join(e.Wordings, " · "))
		}
		if len(e.Near) > 0 {
			printf(a.out, "       ≈ %s\n", strings.Join(e.Near, " · "))
		}
	}
	for _, n := range set.NoCodes(name) {
		printf(a.out, "none   %s\n", n.Reason)
		if len(n.Wordings) > 0 {
			printf(a.out, "       = %s\n", strings.Join(n.Wordings, " · "))
		}
		if words := append(n.Start, n.Any...); len(words) > 0 {
			printf(a.out, "       ~ %s\n", strings.Join(words, " · "))
		}
	}
	return nil
}

func (a *app) vocabUnmatched(ctx context.Context, db dbOptions, site, name string, min int, suggest bool) error {
	set, err := vocab.Load(a.vocabDir)
	if err != nil {
		return err
	}
	if name != "" && set.Get(name) == nil {
		return usagef("%q is not a vocabulary; there are %s", name, strings.Join(set.Names(), " "))
	}
	st, err := db.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	all, err := st.UnknownValues(ctx, site, 0)
	if err != nil {
		return err
	}
	byVocab := map[string][]storage.Unknown{}
	for _, u := range all {
		v := vocabOf[u.Field]
		if v == "" || name != "" && v != name || u.N < min {
			continue
		}
		if _, none := set.NoCode(v, u.Text); !none { // declared since the pages were read
			byVocab[v] = append(byVocab[v], u)
		}
	}
	for _, v := range sorted(byVocab) {
		if suggest {
			a.suggestYAML(v, byVocab[v])
			continue
		}
		printf(a.out, "%s:\n", v)
		for _, u := range byVocab[v] {
			printf(a.out, "%6d  %s  (%s, %s)\n", u.N, printable(cut(u.Text, 90)), u.Site, printable(u.Example))
		}
	}
	if len(byVocab) == 0 {
		printf(a.err, "carif: every wording met has its code\n")
	}
	return nil
}

// suggestYAML prints wordings as a vocabulary file; each waits, commented, for the code a person gives it.
func (a *app) suggestYAML(name string, list []storage.Unknown) {
	printf(a.out, "# Give each wording you know its code: uncomment, put the code (`carif vocab show %s` lists them).\n# What no code says goes under none: (reason, wordings) and is not listed again.\nname: %s\nentries: []\n", name, name)
	for _, u := range list {
		printf(a.out, "#  - code: \"\"        # %d courses, %s, e.g. %s\n#    wordings: [%q]\n", u.N, u.Site, printable(u.Example), printable(u.Text))
	}
}
