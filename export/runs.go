package export

import (
	"context"

	"carif/schema"
)

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
