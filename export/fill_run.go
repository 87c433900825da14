package export

import (
	"context"
	"encoding/json"
	"time"

	"carif/schema"
)

// RunLister is a Source that also knows the runs its records came from; a storage.Store is one. Without it table run is
// there and empty.
type RunLister interface {
	Runs(ctx context.Context, site string, limit int) ([]schema.Run, error)
}

// runColumns are the columns of table run. The note of a run stays at home: it may name folders of the machine.
var runColumns = map[string]func(*item) any{
	"id":       func(x *item) any { return x.run.ID },
	"site":     func(x *item) any { return x.run.Site },
	"kind":     func(x *item) any { return x.run.Kind },
	"state":    func(x *item) any { return string(x.run.State) },
	"started":  func(x *item) any { return moment(x.run.Started) },
	"ended":    func(x *item) any { return moment(x.run.Ended) },
	"complete": func(x *item) any { return x.run.Complete },
	"pages":    func(x *item) any { return int64(x.run.Pages) },
	"added":    func(x *item) any { return int64(x.run.Added) },
	"changed":  func(x *item) any { return int64(x.run.Changed) },
	"same":     func(x *item) any { return int64(x.run.Same) },
	"closed":   func(x *item) any { return int64(x.run.Closed) },
	"sessions": func(x *item) any { return int64(x.run.Sessions) },
	"outcomes": func(x *item) any { return object(x.run.Outcomes) },
	"issues":   func(x *item) any { return object(x.run.Issues) },
	"refusals": func(x *item) any { return object(x.run.Refused) },
	"limits":   func(x *item) any { return object(x.run.Limits) },
	"version":  func(x *item) any { return x.run.Version },
}

// moment writes a time as the time columns hold it; the zero time is absent.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format(time.RFC3339)
}

// object writes counters as JSON, keys sorted.
func object[K ~string](m map[K]int) any {
	if m == nil {
		return "{}"
	}
	b, err := json.Marshal(m)
	if err != nil {
		return nil // unreachable: words and numbers
	}
	return string(b)
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
			for c, get := range t.get {
				t.row[c] = get(&item{run: &list[k]})
			}
			f.j.rep.Rows[t.Name]++
			f.sound(t, t.row)
			if err := f.out.row(i, t.row); err != nil {
				return err
			}
		}
	}
	return nil
}
