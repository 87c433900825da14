package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"carif/export/scrub"
	"carif/harvest"
	"carif/normalize/identity"
	"carif/schema"
	"carif/storage/sqlite"
)

type providersOptions struct {
	db             dbOptions
	review, people bool
	rules, format  string
}

func providersCommand(a *app) *cobra.Command {
	var o providersOptions
	cmd := &cobra.Command{
		Use:   "providers",
		Short: "List training organisations and the provider rows of each",
		Long: `List training organisations: the rows of table provider that speak of one body, with
the evidence and how sure it is. Rows of one SIRET are one; else those with the same
name, spelling apart, in the same commune; else, for a row that tells no place, the only
organisation of its name on its site. Rows are never merged: table provider_canonical
names the organisation of each.

Your own rules come before all that. They stand in a YAML file and are kept in the
database, so that later harvests heed them:

  same:              # each list is one organisation: canonical_id, SIRET or provider_id
    - [name:0a1b2c3d4e5f6071, "siret:12345678200010"]
  different:         # each row in a list is an organisation of its own: provider_id
    - [my-site/0123456789abcdef, my-site/fedcba9876543210]

--rules FILE replaces the rules that are kept, an empty file takes them away.`,
		Example: "  carif providers --review\n  carif providers --rules organisations.yaml\n" +
			"  carif providers --format json",
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", o.format, "text", "json"); err != nil {
				return err
			}
			if o.rules != "" {
				return a.providerRules(cmd.Context(), o)
			}
			return a.providers(cmd.Context(), o)
		},
	}
	o.db.flags(cmd.Flags(), false)
	cmd.Flags().BoolVar(&o.review, "review", false,
		"only those worth a look: unsure, or of several names; with their rows")
	cmd.Flags().StringVar(&o.rules, "rules", "", "YAML file with your own rules, kept from now on")
	cmd.Flags().StringVar(&o.format, "format", "text", "text | json")
	withContacts(cmd, &o.people)
	return cmd
}

func (a *app) providers(ctx context.Context, o providersOptions) error {
	st, err := o.db.openRead()
	if err != nil {
		return err
	}
	defer st.Close()
	rules, err := st.ProviderRules(ctx)
	if err != nil {
		return err
	}
	ps, err := providerRows(ctx, st)
	if err != nil {
		return err
	}
	s, err := scrub.Of(ctx, st, o.people)
	if err != nil {
		return err
	}
	shown := []identity.Organisation{}
	for _, org := range identity.Organisations(ps, identity.Canonical(ps, rules)) {
		if o.review && !org.Doubtful() {
			continue
		}
		org.Name = s.House(org.Name, "name")
		for i := range org.Names {
			org.Names[i] = s.House(org.Names[i], "name")
		}
		shown = append(shown, org)
	}
	if o.format == "json" {
		return writeJSON(a.out, shown, "  ")
	}
	return a.printProviders(shown, len(ps), o.review)
}

func providerRows(ctx context.Context, st *sqlite.Store) (ps []identity.Provider, err error) {
	err = st.Providers(ctx, func(p identity.Provider) error { ps = append(ps, p); return nil })
	return ps, err
}

func (a *app) printProviders(list []identity.Organisation, rows int, review bool) error {
	if len(list) == 0 {
		printf(a.err, "carif: no organisation to show, of %s\n", count(rows, "provider row"))
		return nil
	}
	t := newTable(a.out)
	fmt.Fprintln(t, "CONFIDENCE\tEVIDENCE\tCANONICAL_ID\tNAME\tROWS\tCOMMUNES\tSITES")
	for _, o := range list {
		fmt.Fprintf(t, "%.2f\t%s\t%s\t%s\t%d\t%s\t%s\n", o.Confidence, strings.Join(o.Evidence, ", "), printable(o.ID),
			printable(cut(o.Name, 50)), len(o.Rows), strings.Join(o.Communes, " "), strings.Join(o.Sites, " "))
		if !review {
			continue
		}
		for _, n := range o.Names[min(1, len(o.Names)):] {
			fmt.Fprintf(t, "\t\t\tor: %s\n", printable(cut(n, 50)))
		}
		for _, key := range o.Rows {
			fmt.Fprintf(t, "\t\t  %s\n", printable(key))
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	printf(a.err, "carif: %s of %s\n", count(len(list), "organisation"), count(rows, "provider row"))
	return nil
}

// mostRules bounds what is read of a file of rules.
const mostRules = 8 << 20

// providerRules keeps the rules of a file, and says anew which organisation each row is.
func (a *app) providerRules(ctx context.Context, o providersOptions) (err error) {
	f, err := os.Open(o.rules)
	if err != nil {
		return withCode(exitUsage, harvest.PlainPathError(err))
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostRules))
	if err != nil {
		return withCode(exitUsage, harvest.PlainPathError(err))
	}
	rules, err := identity.ReadRules(data)
	if err != nil {
		return usagef("%s: %v", o.rules, err)
	}
	if !fileExists(o.db.db) {
		return usagef("%s: no such database; `carif harvest` or `carif import` creates one, --db names another", o.db.db)
	}
	if err := o.db.wholePair(); err != nil {
		return err
	}
	ps, of, err := keepRules(ctx, o.db.db, rules)
	if err != nil {
		return err
	}
	unknown := rules.Unknown(ps)
	for _, id := range unknown[:min(len(unknown), mostUnknown)] {
		printf(a.err, "carif: warning: %s: nothing is called %s: `carif providers --format json` lists what there is\n",
			o.rules, printable(id))
	}
	if more := len(unknown) - mostUnknown; more > 0 {
		printf(a.err, "carif: warning: %s: nor is anything called as %s more\n", o.rules, count(more, "name"))
	}
	yours := 0
	for _, c := range of {
		if c.Evidence == identity.ByUser {
			yours++
		}
	}
	printf(a.out, "%s kept; %s decided by them\n", count(len(rules.Same)+len(rules.Different), "rule"),
		count(yours, "provider row"))
	return nil
}

// mostUnknown bounds the names of nothing that are told one by one: a file for another database has no others.
const mostUnknown = 20

// keepRules keeps rules in a database with the organisation that each of its rows is by them, and gives both. The
// database is locked no longer than that.
func keepRules(ctx context.Context, db string, rules identity.Rules) (
	ps []identity.Provider, of map[string]schema.CanonicalProvider, err error,
) {
	st, err := sqlite.Open(db, sqlite.Options{})
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.Lock(ctx, fmt.Sprintf("pid %d", os.Getpid())); err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, st.Unlock(context.WithoutCancel(ctx))) }()
	if ps, err = providerRows(ctx, st); err != nil {
		return nil, nil, err
	}
	if err := st.SaveProviderRules(ctx, rules); err != nil {
		return nil, nil, err
	}
	of = identity.Canonical(ps, rules)
	return ps, of, st.SaveCanonical(ctx, of)
}
