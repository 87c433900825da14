package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/parser/site"
	"carif/sites"
)

func modelCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "Site models: what is learnt from many pages of one site",
		Long: `A site model says what a site prints on all its pages, which lines are labels
there and what they mean, where its sessions stand and where its number. It is
learnt a host at a time.

SITE is a site of the database: its models are learnt from the archived pages, kept
in the database in versions, and used by carif harvest and carif reparse. A harvest
learns by itself at the end of the first night that saw the whole site, and again
when more than 5 % of the pages it learnt from are others or say something else.

DIR is a folder of saved pages: its models are written as YAML to models/ beside the
folder; carif parse and carif import use the one that lies there.

A model that only adds to the one in use takes its place; any other one waits until
you accept it (beside a folder as HOST.candidate.yaml). What you write under
"override" wins and stays when a model is built again: in the file beside the folder,
or, for every folder and database, in models/HOST.yaml of your --sites folder.`,
		Example: `  carif sites model build captures/
  carif sites model show nouvelle-aquitaine
  carif sites model diff nouvelle-aquitaine
  carif sites model accept nouvelle-aquitaine`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, c := range []struct {
		use, short string
		folder     func(context.Context, string) error
		site       func(context.Context, dbOptions, *sites.Site) error
		writes     bool
	}{
		{"build SITE|DIR", "Learn from the archived pages of a site, or the pages below a folder", a.buildModels,
			a.buildStored, true},
		{"show SITE|DIR", "Print the models in use of a site, or those that lie beside a folder", a.showModels,
			a.showStored, false},
		{"diff SITE|DIR", "Print what waiting models would change", a.diffModels, a.diffStored, false},
		{"accept SITE|DIR", "Take waiting models into use", a.acceptModels, a.acceptStored, true},
	} {
		var o dbOptions
		sub := &cobra.Command{Use: c.use, Short: c.short, Args: args(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, names []string) error {
				s, err := a.siteNamed(names[0])
				switch {
				case err != nil:
					return err
				case s != nil:
					return c.site(cmd.Context(), o, s)
				}
				return c.folder(cmd.Context(), names[0])
			}}
		o.flags(sub.Flags(), c.writes)
		cmd.AddCommand(sub)
	}
	return cmd
}

// siteNamed gives the site of a name; nil where the name is a folder's, or nothing's.
func (a *app) siteNamed(name string) (*sites.Site, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return nil, nil
	}
	set, err := sites.NewSet(a.sitesDir)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(name); err == nil {
		return set.Find(name) // a profile's file
	}
	if s, err := set.Find(name); err == nil {
		return s, nil
	}
	return nil, nil
}

func (a *app) buildModels(ctx context.Context, dir string) error {
	if err := folder(dir); err != nil {
		return err
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	f := harvest.Files{Paths: []string{dir}, Reader: r, Note: a.leftOut}
	n := 0
	err = f.Models(ctx, func(dir, host string, m *site.Model, rep site.Report) error {
		n++
		for _, line := range rep {
			printf(a.err, "carif: %s: %s\n", host, printable(line))
		}
		if m.Empty() {
			return nil
		}
		path := harvest.ModelPath(dir, host)
		old, err := harvest.LoadModel(path)
		if err != nil {
			return err
		}
		file, err := harvest.SaveModel(path, m)
		if err != nil {
			return err
		}
		printf(a.out, "%s: model %s from %d pages of %d groups: %s (%s)\n", host, m.ID, m.BuiltFrom.Pages,
			m.BuiltFrom.Groups, file, became(old, m, file != path, dir))
		return nil
	})
	if err == nil && n == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: no folder of a host below it: put the pages of "+
			"www.example.org into %s", dir, filepath.Join(dir, "www.example.org")))
	}
	return err
}

// became tells what a model is to the one that was in use.
func became(old, built *site.Model, waits bool, dir string) string {
	switch {
	case waits:
		return fmt.Sprintf("waits: carif sites model diff %s, then accept", dir)
	case old == nil:
		return "new"
	case len(site.Diff(old, built.With(old.Override))) == 0:
		return "as before"
	}
	return "adds to " + dash(old.ID)
}

func (a *app) showModels(_ context.Context, dir string) error {
	return a.eachModel(dir, ".yaml", func(file string, m *site.Model) error {
		b, err := m.Marshal()
		if err != nil {
			return err
		}
		printf(a.out, "# %s\n%s", file, b)
		return nil
	})
}

func (a *app) diffModels(_ context.Context, dir string) error {
	return a.eachModel(dir, harvest.CandidateExt, func(file string, m *site.Model) error {
		old, err := harvest.LoadModel(harvest.ActiveModel(file))
		if err != nil {
			return err
		}
		if old == nil {
			old = &site.Model{Site: m.Site}
		}
		printf(a.out, "%s: %s → %s\n", m.Site, dash(old.ID), m.ID)
		for _, line := range site.Diff(old, m) {
			printf(a.out, "  %s\n", printable(line))
		}
		return nil
	})
}

func (a *app) acceptModels(_ context.Context, dir string) error {
	return a.eachModel(dir, harvest.CandidateExt, func(file string, m *site.Model) error {
		if err := os.Rename(file, harvest.ActiveModel(file)); err != nil {
			return harvest.PlainPathError(err)
		}
		printf(a.out, "%s: model %s is in use\n", m.Site, m.ID)
		return nil
	})
}

// eachModel hands over the models beside a folder whose names end in ext.
func (a *app) eachModel(dir, ext string, fn func(file string, m *site.Model) error) error {
	files, err := harvest.ModelFiles(dir, ext)
	if err != nil {
		return err
	}
	if len(files) == 0 && ext == harvest.CandidateExt {
		if used, err := harvest.ModelFiles(dir, ".yaml"); err == nil && len(used) > 0 {
			printf(a.out, "%s: no model waits\n", dir)
			return nil
		}
	}
	if len(files) == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: no such model beside it: carif sites model build %s", dir, dir))
	}
	for _, file := range files {
		m, err := harvest.LoadModel(file)
		if err != nil {
			return err
		}
		if err := fn(file, m); err != nil {
			return err
		}
	}
	return nil
}

func folder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return usagef("%s: no such folder, and no such site: `carif sites` lists the sites", dir)
	case err != nil:
		return withCode(exitFailed, harvest.PlainPathError(err))
	case !info.IsDir():
		return usagef("%s is a file: a model is learnt from a folder of pages", dir)
	}
	return nil
}
