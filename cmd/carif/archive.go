package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"carif/archive"
)

func archiveCommand(a *app) *cobra.Command {
	var o dbOptions
	cmd := &cobra.Command{
		Use:   "archive",
		Short: "Inspect the archived pages: list, show, verify, extract",
		Long: `The archive is a folder of WARC 1.1 files that hold every response as received.
Any WARC tool can read them.`,
		Example: `  carif archive list
  carif archive show carif-20261124T021405Z-00001.warc.gz#1234
  carif archive verify
  carif archive extract REF > page.html`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.PersistentFlags().StringVar(&o.db, "db", "carif.db", "database file")
	cmd.PersistentFlags().StringVar(&o.archive, "archive", "",
		"archive folder (default: the database's name with -archive)")
	sub := func(use, short string, n int, run func(context.Context, *archive.Archive, []string) error) {
		cmd.AddCommand(&cobra.Command{Use: use, Short: short, Args: args(cobra.ExactArgs(n)),
			RunE: func(cmd *cobra.Command, got []string) (err error) {
				if err := o.hasArchive(); err != nil {
					return err
				}
				ar, err := archive.OpenRead(o.archiveDir())
				if err != nil {
					return err
				}
				defer func() { err = errors.Join(err, ar.Close()) }()
				return run(cmd.Context(), ar, got)
			}})
	}
	sub("list", "List the archived responses, one per line", 0, a.archiveList)
	sub("show REF", "Show the request and response headers of one record", 1, a.archiveShow)
	sub("verify", "Check every record against its digest", 0, a.archiveVerify)
	sub("extract REF", "Write the decoded body of one record to stdout", 1, a.archiveExtract)
	return cmd
}

func (a *app) archiveList(ctx context.Context, ar *archive.Archive, _ []string) error {
	t := newTable(a.out)
	fmt.Fprintln(t, "REF\tAT\tSTATUS\tBYTES\tURL")
	err := ar.Walk(ctx, func(ref archive.Ref, x archive.Exchange) error {
		_, err := fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%s\n", ref, x.At.UTC().Format(time.RFC3339), x.Status, len(x.Body),
			printable(x.URL))
		return err
	})
	return errors.Join(err, t.Flush())
}

func readRef(ar *archive.Archive, s string) (archive.Exchange, error) {
	ref, err := archive.ParseRef(s)
	if err != nil {
		return archive.Exchange{}, withCode(exitUsage, fmt.Errorf("%w (`carif archive list` prints references)", err))
	}
	x, err := ar.Read(ref)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, archive.ErrRef) {
		return x, withCode(exitUsage, fmt.Errorf("%w (`carif archive list` prints references)", err))
	}
	return x, err
}

func (a *app) archiveShow(_ context.Context, ar *archive.Archive, got []string) error {
	x, err := readRef(ar, got[0])
	if err != nil {
		return err
	}
	printf(a.out, "%s %s\n", x.Method, printable(x.URL))
	headerText(a, x.RequestHeader)
	printf(a.out, "\n%s %d %s  (%s, %s)\n", x.Proto, x.Status, printable(x.StatusText), x.At.UTC().Format(time.RFC3339),
		dash(x.IP))
	headerText(a, x.ResponseHeader)
	printf(a.out, "\n%s of body\n", count(len(x.Body), "byte"))
	for _, k := range sorted(x.Metadata) {
		printf(a.out, "%s: %s\n", k, printable(x.Metadata[k]))
	}
	return nil
}

func headerText(a *app, h map[string][]string) {
	for _, k := range sorted(h) {
		for _, v := range h[k] {
			printf(a.out, "%s: %s\n", printable(k), printable(v))
		}
	}
}

func (a *app) archiveVerify(ctx context.Context, ar *archive.Archive, _ []string) error {
	bad, err := ar.Verify(ctx)
	if err != nil {
		return err
	}
	for _, f := range bad {
		printf(a.out, "%s at %d: %s: %s\n", f.File, f.Offset, f.What, f.Do)
	}
	if len(bad) > 0 {
		return withCode(exitFailed, nil)
	}
	printf(a.out, "archive: no damage found\n")
	return nil
}

func (a *app) archiveExtract(_ context.Context, ar *archive.Archive, got []string) error {
	x, err := readRef(ar, got[0])
	if err != nil {
		return err
	}
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, 64<<20)
	if err != nil {
		return err
	}
	_, err = a.out.Write(body)
	return err
}
