package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/parser/site"
)

func modelCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "model",
		Short: "Site models: what is learnt from many pages of one site",
		Long: `A site model says what a site prints on all its pages, which lines are labels
there and what they mean, where its sessions stand and where its number. It is
learnt from saved pages, a host at a time, and written as YAML to models/ beside
their folder; carif parse and carif import use the one that lies there.

A model that only adds to the one in use takes its place; any other one waits as
HOST.candidate.yaml until you accept it. What you write under "override" wins and
stays when a model is built again.`,
		Example: "  carif sites model build captures/\n  carif sites model diff captures/\n  carif sites model accept captures/",
		Args:    args(cobra.NoArgs),
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, c := range []struct {
		use, short string
		run        func(context.Context, string) error
	}{
		{"build DIR", "Learn from the pages below a folder", a.buildModels},
		{"show DIR", "Print the models that lie beside a folder", a.showModels},
		{"diff DIR", "Print what waiting models would change", a.diffModels},
		{"accept DIR", "Take waiting models into use", a.acceptModels},
	} {
		cmd.AddCommand(&cobra.Command{Use: c.use, Short: c.short, Args: args(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, dirs []string) error { return c.run(cmd.Context(), dirs[0]) }})
	}
	return cmd
}

func (a *app) buildModels(ctx context.Context, dir string) error {
	if err := folder(dir); err != nil {
		return err
	}
	r, err := a.reader()
	if err != nil {
		return err
	}
	f := harvest.Files{Paths: []string{dir}, Reader: r}
	n := 0
	err = f.Models(ctx, func(dir, host string, m *site.Model, rep site.Report) error {
		n++
		for _, line := range rep {
			printf(a.err, "carif: %s: %s\n", host, printable(line))
		}
		if m.Empty() {
			return nil
		}
		file, err := harvest.SaveModel(harvest.ModelPath(dir, host), m)
		if err != nil {
			return err
		}
		printf(a.out, "%s: model %s from %d pages of %d groups: %s\n", host, m.ID, m.BuiltFrom.Pages, m.BuiltFrom.Groups, file)
		return nil
	})
	if err == nil && n == 0 {
		return withCode(exitFailed, fmt.Errorf("%s: no folder of a host below it: put the pages of www.example.org into %s", dir, filepath.Join(dir, "www.example.org")))
	}
	return err
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
	case err != nil:
		return withCode(exitFailed, harvest.PlainPathError(err))
	case !info.IsDir():
		return usagef("%s is a file: a model is learnt from a folder of pages", dir)
	}
	return nil
}
