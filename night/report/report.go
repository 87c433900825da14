// Package report makes the report of a run for people: one HTML page that stands by itself, the same as Markdown, and
// as JSON. It is pure: what a run left in the database goes in, bytes come out. It is not for judging a run, which the
// gate did, and holds no person: who calls it hands in changes without them.
package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"carif/harvest"
	"carif/schema"
	"carif/storage"
)

// Report is what is told of a run.
type Report struct {
	Summary harvest.Summary `json:"summary"`
	// Kept tells that the run's own report was kept; without it only counts are known, no faults and no time line.
	Kept bool `json:"kept"`
	// Changes are counted by kind and cause; Examples are the first of each, as they were.
	Changes  []Count               `json:"changes"`
	Examples []storage.FieldChange `json:"examples"`
	// Fill is, for each field, the share of the site's courses that have it (0–1), with that of earlier nights.
	Fill []Fill `json:"fill"`
	// Nights are the runs of the site up to this one, oldest first.
	Nights []schema.Run `json:"nights"`
}

// Count is how many changes there were of a kind with a cause.
type Count struct {
	Kind  schema.ChangeKind `json:"kind"`
	Cause string            `json:"cause"`
	N     int               `json:"n"`
}

// Fill is how often a field is filled.
type Fill struct {
	Field schema.Field `json:"field"`
	Is    float64      `json:"is"`
	Was   []float64    `json:"was"` // in the nights before, oldest first; a night that had none is left out
}

// Moves reports whether the share fell or rose by a hundredth or more since the night before.
func (f Fill) Moves() bool {
	n := len(f.Was)
	return n > 0 && (f.Is-f.Was[n-1] >= 0.01 || f.Was[n-1]-f.Is >= 0.01)
}

// examplesEach is how many changes of a kind and cause are shown.
const examplesEach = 5

// Add counts a change, and keeps the first few of its kind and cause.
func (r *Report) Add(c storage.FieldChange) {
	i := slices.IndexFunc(r.Changes, func(n Count) bool { return n.Kind == c.Kind && n.Cause == c.Cause })
	if i < 0 {
		i = len(r.Changes)
		r.Changes = append(r.Changes, Count{Kind: c.Kind, Cause: c.Cause})
	}
	if r.Changes[i].N++; r.Changes[i].N <= examplesEach {
		r.Examples = append(r.Examples, c)
	}
}

// SetFill takes the fill rates of the run and of the nights before, oldest first.
func (r *Report) SetFill(is map[schema.Field]float64, was []map[schema.Field]float64) {
	for _, f := range slices.Sorted(maps.Keys(is)) {
		fill := Fill{Field: f, Is: is[f], Was: []float64{}}
		for _, night := range was {
			if share, ok := night[f]; ok {
				fill.Was = append(fill.Was, share)
			}
		}
		r.Fill = append(r.Fill, fill)
	}
}

// Class is the faults of one class.
type Class struct {
	Name   string
	Faults []harvest.Fault
}

// Classes groups faults by class, the most frequent first, and those as frequent by name.
func Classes(faults []harvest.Fault) (out []Class) {
	for _, f := range faults {
		name := cmp.Or(string(f.Failure), f.Class)
		i := slices.IndexFunc(out, func(c Class) bool { return c.Name == name })
		if i < 0 {
			i = len(out)
			out = append(out, Class{Name: name})
		}
		out[i].Faults = append(out[i].Faults, f)
	}
	slices.SortFunc(out, func(x, y Class) int {
		return cmp.Or(len(y.Faults)-len(x.Faults), cmp.Compare(x.Name, y.Name))
	})
	return out
}

// Classes are the faults of the run by class.
func (r *Report) Classes() []Class { return Classes(r.Summary.Faults) }

// Verdict is the verdict in words.
func (r *Report) Verdict() string {
	switch r.Summary.Run.Verdict {
	case schema.VerdictPublished:
		return "published"
	case schema.VerdictWarned:
		return "published with warnings"
	case schema.VerdictHeld:
		return "held: readers still see the last good run"
	case schema.VerdictNoNight:
		return "no night: nothing was reached, nothing was published"
	}
	return string(r.Summary.Run.State)
}

// Took is how long the run took, "" while it runs.
func (r *Report) Took() string {
	run := &r.Summary.Run
	if run.Ended.IsZero() {
		return ""
	}
	return run.Ended.Sub(run.Started).Round(time.Second).String()
}

// WriteJSON writes the report for programs.
func (r *Report) WriteJSON(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(r); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
