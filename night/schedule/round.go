package schedule

import (
	"context"
	"errors"
	"maps"

	"carif/sites"
)

// Round harvests what is due, side by side, and what becomes due meanwhile, each at its own time: one process has the
// database, so that a site that takes all night keeps no other waiting. It ends when nothing is being harvested.
type Round struct {
	Timetable
	Clock Clock
	Ran   map[string]Ran // as the database tells it when the round begins
	// Harvest harvests one site to its end; it is called once a site and start, from several goroutines.
	Harvest func(ctx context.Context, site *sites.Site) error
}

// ending is how the harvest of a site ended.
type ending struct {
	site string
	err  error
}

// Run ends once all harvests it began have ended, also when its context does before. Its error joins theirs.
func (r *Round) Run(ctx context.Context) error {
	var errs []error
	ran, running, ended := maps.Clone(r.Ran), map[string]bool{}, make(chan ending)
	if ran == nil {
		ran = map[string]Ran{}
	}
	for stopped := ctx.Done(); ; {
		if ctx.Err() == nil {
			for _, id := range r.Due(r.Clock.Now(), ran) {
				if running[id] {
					continue
				}
				running[id], ran[id] = true, Ran{Started: r.Clock.Now()}
				go func() { ended <- ending{id, r.Harvest(ctx, r.site(id))} }()
			}
		}
		if len(running) == 0 {
			return errors.Join(errs...)
		}
		select {
		case e := <-ended:
			delete(running, e.site)
			errs = append(errs, e.err)
			ran[e.site] = Ran{Started: ran[e.site].Started, Ended: r.Clock.Now()}
		case <-stopped:
			stopped = nil // the harvests end by themselves
		case <-r.Clock.After(glance):
		}
	}
}

func (t Timetable) site(id string) *sites.Site {
	for _, p := range t.Plans {
		if p.Site.ID == id {
			return p.Site
		}
	}
	return nil // unreachable: ids are those of plans
}
