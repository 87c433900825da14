package export

import (
	"context"
	"fmt"
	"slices"

	"carif/schema"
	"carif/storage"
)

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
