package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/storage/sqlite"
	"carif/vocab/reference"
)

func vocabLoadCommand(a *app) *cobra.Command {
	var db dbOptions
	var kind string
	cmd := &cobra.Command{
		Use:   "load FILE.csv|FILE.zip",
		Short: "Load an official list of codes and labels (RNCP and RS, ROME, Formacode, SIRENE)",
		Long: `Load an official list, downloaded as CSV, into the database. It adds labels and links
to codes that pages print without a label (the view v_code and the table reference).
The kind of list is recognised by its header; give --kind where it is not, or where
the file has none: the code is then found by its form, and the label behind it.

  rncp       France compétences, "export fiches CSV" (data.gouv.fr): RNCP and RS; the
             zip as downloaded, or its export_fiches_CSV_Standard_….csv
  rome       France Travail, "référentiel code ROME"
  formacode  Centre Inffo's list, columns code and libellé, or as downloaded (FCod.csv, no header)
  siret      INSEE, StockEtablissement or an extract of it

Loading the same file again changes nothing; a newer file updates the older one.`,
		Example: "  carif vocab load export-fiches-csv-2026-11-29.zip\n  carif vocab load formacode.csv --kind formacode",
		Args:    args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, got []string) error {
			return a.vocabLoad(cmd.Context(), db, got[0], kind)
		},
	}
	db.flags(cmd.Flags(), false)
	cmd.Flags().StringVar(&kind, "kind", "", "rncp | rome | formacode | siret (default: by the header)")
	return cmd
}

func (a *app) vocabLoad(ctx context.Context, db dbOptions, path, kind string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return withCode(exitUsage, harvest.PlainPathError(err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return usagef("%s is not a readable file", path)
	}
	var table *reference.Table
	if strings.HasSuffix(strings.ToLower(path), ".zip") {
		var in io.Closer
		if table, in, err = reference.OpenZip(f, info.Size(), kind); err == nil {
			defer in.Close()
		}
	} else {
		table, err = reference.Open(f, kind)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := db.wholePair(); err != nil {
		return err
	}
	st, err := sqlite.Open(db.db, sqlite.Options{})
	if errors.Is(err, os.ErrNotExist) {
		return usagef("%s: the folder %s does not exist: create it first", db.db, filepath.Dir(db.db))
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	if err := st.Lock(ctx, fmt.Sprintf("pid %d", os.Getpid())); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Unlock(context.WithoutCancel(ctx))) }()
	got, err := st.LoadReference(ctx, table.Rows())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	printf(a.out, "%s: %s, %d new or changed; %s without a code or label left out\n", table.Kind,
		count(got.Rows, "code"), got.Written, count(table.Skipped, "row"))
	return nil
}
