package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"carif/storage"
)

type forgetOptions struct {
	dbOptions
	person storage.Person
	format string
}

func forgetCommand(a *app) *cobra.Command {
	var o forgetOptions
	cmd := &cobra.Command{
		Use:   "forget [--email E] [--phone P] [--name N] [--url U]",
		Short: "Erase a person from the database, its history and the archived pages",
		Long: `Erase a person everywhere: from the contacts, the texts of every version, the search
index, the write-ahead log and the archived pages, which are rewritten. This cannot
be undone. Only keyed hashes of what you gave are kept, so that no later harvest,
import or reparse brings the person back.

Give every spelling you know; each flag can be repeated. --url erases everyone listed
as a contact on that page. A contact found by phone number or email address is erased
together with the name. Files you exported earlier are not touched: delete them
yourself. If nobody is found, a line says so, and the exit code is 0 all the same:
no later harvest will store what you gave.`,
		Example: `  carif forget --email p.nom@example.org --phone '01 99 00 00 01'
  carif forget --name 'Prénom NOM'
  carif forget --url https://www.example.org/formation/12`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.forget(cmd.Context(), o) },
	}
	f := cmd.Flags()
	o.dbOptions.flags(f, true)
	f.StringArrayVar(&o.person.Emails, "email", nil, "email address (repeatable)")
	f.StringArrayVar(&o.person.Phones, "phone", nil, "phone or fax number, as printed or as +33… (repeatable)")
	f.StringArrayVar(&o.person.Names, "name", nil, "first and last name, as printed (repeatable)")
	f.StringArrayVar(&o.person.URLs, "url", nil, "page whose contacts are erased (repeatable)")
	f.StringVar(&o.format, "format", "text", "text | json")
	for _, name := range []string{"email", "phone", "name", "url"} {
		// nobody is forgotten by a variable left behind
		f.Lookup(name).Annotations = map[string][]string{noEnvironment: {"true"}}
	}
	return cmd
}

func (a *app) forget(ctx context.Context, o forgetOptions) (err error) {
	if err := oneOf("format", o.format, "text", "json"); err != nil {
		return err
	}
	p := o.person
	if len(p.Emails)+len(p.Phones)+len(p.Names)+len(p.URLs) == 0 {
		return usagef("nobody named: give --email, --phone, --name or --url (see `carif forget --help`)")
	}
	reader, err := a.reader()
	if err != nil {
		return err
	}
	w, err := o.openWrite(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	done, err := w.eraser(reader).Forget(ctx, p)
	if err != nil {
		return err
	}
	if o.format == "json" {
		err = writeJSON(a.out, done, "  ")
	} else {
		printf(a.out, "%s removed, %s redacted; archived pages: %d redacted, %d removed\n",
			count(done.Contacts, "contact"), count(done.Texts, "record"), done.Edited, done.Dropped)
	}
	if done.Contacts+done.Texts+done.Edited+done.Dropped == 0 {
		printf(a.err, "carif: nobody was found, here or in the archive: check the spelling, or this person was "+
			"forgotten before; what you gave will never be stored\n")
	}
	if done.Unread > 0 {
		printf(a.err, "carif: the archive is damaged, and %s could not be searched: run `carif archive verify`\n",
			count(done.Unread, "place"))
		return errors.Join(err, withCode(exitIncomplete, nil))
	}
	return err
}
