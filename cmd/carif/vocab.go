package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"carif/schema"
	"carif/storage"
	"carif/vocab"
)

// vocabOf names the vocabulary that codes a field.
var vocabOf = map[schema.Field]string{
	schema.FieldEntryLevel:       vocab.Levels,
	schema.FieldExitLevel:        vocab.Levels,
	schema.FieldGeneralObjective: vocab.Objectives,
	schema.FieldAudience:         vocab.Audiences,
	schema.FieldEntryExit:        vocab.EntryExit,
	schema.FieldSessionEntryExit: vocab.EntryExit,
	schema.FieldTeachingMode:     vocab.Teaching,
	schema.FieldPathway:          vocab.Pathways,
	schema.FieldSelection:        vocab.Selection,
	schema.FieldFunder:           vocab.Funders,
	schema.FieldSessionState:     vocab.States,
	schema.FieldValidation:       vocab.Validation,
}

func vocabCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "vocab",
		Short: "Work with the vocabularies: list, show, wordings, unmatched, suggest, load",
		Long: `Vocabularies give codes to the words that pages print. A wording that is in no
vocabulary gets no code. The wordings command lists by which words each region says the
same thing. The unmatched command lists wordings without a code, with counts; suggest
prints them as YAML to complete and keep in a folder of your own. Give that folder with
--vocab, and carif reparse applies it.`,
		Example: `  carif vocab list
  carif vocab show audience
  carif vocab unmatched
  carif vocab suggest audience > my-vocab/audience.yaml`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{Use: "list", Short: "List the vocabularies and where their codes come from",
		Args: args(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.vocabList() }})
	cmd.AddCommand(&cobra.Command{Use: "show NAME", Short: "Show the codes, labels and wordings of one vocabulary",
		Args: args(cobra.ExactArgs(1)),
		RunE: func(_ *cobra.Command, got []string) error { return a.vocabShow(got[0]) }})
	cmd.AddCommand(vocabLoadCommand(a), vocabWordingsCommand(a))
	for _, suggest := range []bool{false, true} {
		var db dbOptions
		var site string
		var min int
		c := &cobra.Command{Use: "unmatched [NAME]", Short: "List wordings without a code, with counts and an example page",
			Args: args(cobra.MaximumNArgs(1))}
		if suggest {
			c.Use, c.Short = "suggest [NAME]", "Print those wordings as YAML: add the codes and give the folder to --vocab"
		}
		c.RunE = func(cmd *cobra.Command, got []string) error {
			return a.vocabUnmatched(cmd.Context(), db, site, strings.Join(got, ""), min, suggest)
		}
		db.flags(c.Flags(), false)
		c.Flags().StringVar(&site, "site", "", "only this site")
		numberVar(c.Flags(), &min, "min", 1, "only wordings found in at least this many courses")
		cmd.AddCommand(c)
	}
	return cmd
}

func (a *app) vocabList() error {
	set, err := vocab.Load(a.vocabDir)
	if err != nil {
		return a.ownFiles(err)
	}
	t := newTable(a.out)
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
		return a.ownFiles(err)
	}
	if set.Get(name) == nil {
		return notListed("vocabulary", name, set.Names())
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
		return a.ownFiles(err)
	}
	if name != "" && set.Get(name) == nil {
		return notListed("vocabulary", name, set.Names())
	}
	st, err := db.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	if err := a.checkSiteFilter(ctx, st, db.db, site); err != nil {
		return err
	}
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
		printf(a.err, "carif: every wording has a code\n")
	}
	return nil
}

// suggestYAML prints wordings as a vocabulary file; each waits, commented, for the code a person gives it.
func (a *app) suggestYAML(name string, list []storage.Unknown) {
	printf(a.out, `# For each wording you know, remove the # signs and write its code (carif vocab show %[1]s lists them).
# List wordings that have no code under none: (reason, wordings); they will not be suggested again.
name: %[1]s
entries: []
`, name)
	for _, u := range list {
		printf(a.out, "#  - code: \"\"        # %s, %s, e.g. %s\n#    wordings: [%q]\n", count(u.N, "course"), u.Site,
			printable(u.Example), printable(u.Text))
	}
}
