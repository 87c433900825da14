package export

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"carif/schema"
	"carif/storage"
)

// This file holds the rows that come from no record: of the panel, of the runs, and of whatever somebody asked for.

// panelTable is the table that is exported by name only: it has a row for each course and week.
const panelTable = "panel"

// PanelSource is a Source that knows its history week by week; a database is one.
type PanelSource interface {
	Panel(ctx context.Context, f storage.Filter, fn func(schema.Week) error) error
}

// panel writes table panel, row by row as the source gives them. It holds no words of people.
func (j *job) panel(ctx context.Context, src Source, filter storage.Filter, sk sink) error {
	p, ok := src.(PanelSource)
	w, tabular := sk.(interface {
		week(i int, t *table, w *schema.Week) error
	})
	if !ok || !tabular {
		return fmt.Errorf("%w: there is no history to make a panel of", ErrTable)
	}
	at := slices.IndexFunc(j.tables, func(t *table) bool { return t.Name == panelTable })
	alone, key := len(j.tables) == 1, ""
	return p.Panel(ctx, filter, func(week schema.Week) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if alone && week.Key != key { // else the records are counted
			key = week.Key
			j.rep.Courses++
			if j.Progress != nil {
				j.Progress(j.rep.Courses, j.Meta.Courses)
			}
		}
		return w.week(at, j.tables[at], &week)
	})
}

// week writes one row of the panel.
func (f *flattener) week(i int, t *table, w *schema.Week) error {
	row := t.cells(&schema.Row{Week: w})
	if err := f.put(i, row); err != nil {
		return fmt.Errorf("write table %s: %w", t.Name, err)
	}
	return nil
}

// RunLister is a Source that also knows the runs its records came from; a database is one. Without it table run is
// there and empty.
type RunLister interface {
	Runs(ctx context.Context, site string, limit int) ([]schema.Run, error)
}

// runs writes table run, where it was chosen: the runs that Meta names, or all when it names none, in the order of
// their ids.
func (f *flattener) runs(ctx context.Context, src Source) error {
	lister, ok := src.(RunLister)
	if !ok || !f.j.chosen("run") {
		return nil
	}
	list, err := lister.Runs(ctx, "", 0)
	if err != nil {
		return err
	}
	wanted := map[int64]bool{}
	for _, id := range f.j.Meta.Runs {
		wanted[id] = true
	}
	for i, t := range f.j.tables {
		if t.Name != "run" {
			continue
		}
		for k := len(list) - 1; k >= 0; k-- { // the store gives the newest first
			if len(wanted) > 0 && !wanted[list[k].ID] {
				continue
			}
			if err := f.put(i, t.cells(&schema.Row{Run: &list[k]})); err != nil {
				return err
			}
		}
	}
	return nil
}

// WriteRows writes rows as one table, in a format in which one table is a file (csv, parquet): those that rows hands to
// its function, whose cells are nil or of the types of the columns. Of the options Format, Out and Stdout count. What
// stands at Out is replaced only by what is whole.
func WriteRows(
	ctx context.Context, of schema.Table, rows func(fn func(row []any) error) error, o Options,
) (Report, error) {
	f, ok := formatNamed(o.Format)
	if !ok || !f.single {
		return Report{}, fmt.Errorf("%w %q for the rows of one table", ErrFormat, o.Format)
	}
	// A folder is never meant: the name of the one file may end in anything.
	f.Writes = OneFile
	t := &table{Table: of}
	j := &job{Options: Options{Format: o.Format, Out: o.Out, Stdout: o.Stdout}, format: f, tables: []*table{t},
		rep: Report{Format: f.Name, Rows: map[string]int{}}}
	if err := j.rows(ctx, rows); err != nil {
		return Report{}, err
	}
	j.rep.Warnings = j.warn.list()
	return j.rep, nil
}

func (j *job) rows(ctx context.Context, rows func(fn func(row []any) error) error) error {
	st, err := newStage(j.Out, OneFile, j.Stdout)
	if err != nil {
		return err
	}
	defer st.discard()
	sk, err := j.format.open(j, st)
	if err != nil {
		return err
	}
	to, ok := sk.(*flattener)
	if !ok {
		return errors.New("a format of tables has no table to write to") // a slip in Formats
	}
	err = rows(func(row []any) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return to.put(0, row)
	})
	if err != nil {
		return err
	}
	if err := to.out.close(); err != nil {
		return err
	}
	j.rep.Files, err = st.publish()
	return err
}
