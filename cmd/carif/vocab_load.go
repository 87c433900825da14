package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"carif/harvest"
	"carif/storage/sqlite"
	"carif/vocab/reference"
)

func vocabLoadCommand(a *app) *cobra.Command {
	var db dbOptions
	var kind string
	cmd := &cobra.Command{
		Use:   "load FILE.csv",
		Short: "Load an official list (RNCP and RS, ROME, Formacode, SIRENE): labels for codes",
		Long: `Load an official list that you downloaded as CSV into the database: it gives labels
and links to the codes that pages print alone (the view v_code, and the table
reference). Which list it is shows in its header; --kind says it where it does not.

  rncp       France compétences, "export fiches CSV" (data.gouv.fr): RNCP and RS
  rome       France Travail, "référentiel code ROME"
  formacode  Centre Inffo's list, columns code and libellé
  siret      INSEE, StockEtablissement or an extract of it

The same file again changes nothing; a newer one is laid over it.`,
		Example: "  carif vocab load export_fiches_CSV_Standard.csv\n  carif vocab load formacode.csv --kind formacode",
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
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return usagef("%s: is no file that can be read", path)
	}
	table, err := reference.Open(f, kind)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	st, err := sqlite.Open(db.db, sqlite.Options{})
	if errors.Is(err, os.ErrNotExist) {
		return usagef("%s: there is no folder %s: create it first", db.db, filepath.Dir(db.db))
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
	printf(a.out, "%s: %d codes, %d new or changed, %d rows without a code or label left out\n", table.Kind, got.Rows, got.Written, table.Skipped)
	return nil
}
