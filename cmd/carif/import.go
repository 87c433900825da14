package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/harvest/saved"
	"carif/sites"
	"carif/storage"
)

type importOptions struct {
	batchOptions
	site, url string
	alone     bool
}

func importCommand(a *app) *cobra.Command {
	var o importOptions
	cmd := &cobra.Command{
		Use:   "import DIR|FILE.html|FILE.warc.gz|FEED.xml …",
		Short: "Import saved pages, WARC files or LHÉO feeds into the database",
		Long: `Import saved pages into the database the same way as a harvest: they are archived,
parsed, normalised and stored. A folder is read with all its subfolders: pages, WARC
files (.warc, .warc.gz) and LHÉO feeds (.xml); what is left out is named. URLs come
from the folder's index.csv (columns host, id, url), from the WARC record, or from
--url. LHÉO 2.2 and 2.3 feeds give the same kind of records. ARC files are not read.

An import never closes a course, because a folder is not a whole site.`,
		Example: `  carif import captures/
  carif import page.html --url https://example.org/f/12
  carif import crawl.warc.gz --site my-site.yaml
  carif import offres.xml --site nouvelle-aquitaine`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, paths []string) error {
			holdMemory(importMemoryLimit)
			return a.importAll(cmd.Context(), o, paths)
		},
	}
	o.batchOptions.flags(cmd)
	cmd.Flags().StringVar(&o.site, "site", "", "profile to use: an id, a .yaml file, or generic (default: by host)")
	cmd.Flags().BoolVar(&o.alone, "no-learn", false,
		"read every page by itself: nothing is learnt from the others of its folder")
	cmd.Flags().StringVar(&o.url, "url", "", "URL of the page (one file only)")
	return cmd
}

func (a *app) importAll(ctx context.Context, o importOptions, paths []string) (err error) {
	if o.url != "" && len(paths) > 1 {
		return usagef("--url is for one page, but %d paths are given", len(paths))
	}
	if o.url != "" {
		if err := checkURL(o.url); err != nil {
			return err
		}
	}
	if err := pathsExist(paths); err != nil {
		return err
	}
	for _, p := range paths {
		if err := saved.Refused(p); err != nil && p != "-" {
			return withCode(exitUsage, err)
		}
	}
	run, w, bar, err := a.start(ctx, o.batchOptions, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	var site *sites.Site
	if o.site != "" {
		if site, err = findSite(run.Reader.Sites, o.site); err != nil {
			return err
		}
	}
	im := run.NewImport(site)
	cause := im.Paths(ctx, paths, harvest.Files{Stdin: a.in, URL: o.url, Alone: o.alone})
	sums, err := im.End(cause)
	bar.finish()
	for _, line := range im.Notes {
		printf(a.err, "carif: note: %s\n", printable(line))
	}
	return a.report(ctx, harvestOptions{dbOptions: o.dbOptions, format: o.format}, w, sums, err)
}

// archived counts the archived pages of a site.
func archived(ctx context.Context, w *writing, site string) (int, error) {
	n := 0
	err := w.store.Pages(ctx, site, func(storage.Page) error { n++; return nil })
	return n, err
}
