// Package report makes the report of a run for people: one HTML page that stands by itself, the same as Markdown, and
// as JSON. It is pure: what a run left in the database goes in, bytes come out. It is not for judging a run, which the
// gate did, and holds no person: who calls it hands in words without them.
package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
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
	// Changes are counted by kind and cause; Examples are the first of each, with the titles of that night.
	Changes  []Count               `json:"changes"`
	Examples []storage.FieldChange `json:"examples"`
	// Fill is, for each field, the share of the site's courses that have it (0–1), with that of earlier nights; Filled is
	// the mean of all fields that any course of these nights has, nil where none has any.
	Fill   []Fill `json:"fill"`
	Filled *Fill  `json:"filled"`
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
	// Was is the share on the nights before, one for each that Report.Nights lists; null where a night saw no course.
	Was []*float64 `json:"was"`
}

// Before is the share on the last night before that saw a course; ok is false where there is none.
func (f Fill) Before() (share float64, ok bool) {
	for _, was := range slices.Backward(f.Was) {
		if was != nil {
			return *was, true
		}
	}
	return 0, false
}

// Moves reports whether the share fell or rose by a hundredth or more since the night before.
func (f Fill) Moves() bool {
	was, ok := f.Before()
	return ok && max(f.Is-was, was-f.Is) >= 0.01
}

// span are the lowest and the highest share of all nights.
func (f Fill) span() (low, high float64) {
	low, high = f.Is, f.Is
	for _, was := range f.Was {
		if was != nil {
			low, high = min(low, *was), max(high, *was)
		}
	}
	return low, high
}

// examplesEach is how many changes of a kind and cause, and how many faults of a class, are shown.
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

// SetFill takes the fill rates of the nights, as Nights lists them, the run's own last; nil for one that saw no course.
// Of a run that saw none, nothing is said.
func (r *Report) SetFill(nights []map[schema.Field]float64) {
	r.Fill = []Fill{}
	if len(nights) == 0 || nights[len(nights)-1] == nil {
		return
	}
	own := nights[len(nights)-1]
	mean, ever := Fill{Was: make([]*float64, len(nights)-1)}, 0.0
	for _, name := range slices.Sorted(maps.Keys(own)) {
		f := Fill{Field: name, Is: own[name], Was: make([]*float64, len(nights)-1)}
		for i, night := range nights[:len(nights)-1] {
			if share, ok := night[name]; ok {
				f.Was[i] = &share
			}
		}
		r.Fill = append(r.Fill, f)
		if _, high := f.span(); high == 0 {
			continue
		}
		ever++
		mean.Is += f.Is
		for i, was := range f.Was {
			if was == nil {
				continue
			}
			if mean.Was[i] == nil {
				mean.Was[i] = new(float64)
			}
			*mean.Was[i] += *was
		}
	}
	if ever == 0 {
		return
	}
	mean.Field, mean.Is = "all", mean.Is/ever
	for _, was := range mean.Was {
		if was != nil {
			*was /= ever
		}
	}
	r.Filled = &mean
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

// Clean has every word of the report that a page, a host or a profile may have a part in go through text, and every
// address through address, so that people can be taken out of them.
func (r *Report) Clean(text, address func(string) string) {
	s := &r.Summary
	s.Run.Note = text(s.Run.Note)
	for i := range r.Nights {
		r.Nights[i].Note = text(r.Nights[i].Note)
	}
	for _, list := range [][]string{s.Alarms, s.Learnt, s.Warnings, s.Gate.Reasons} {
		for i := range list {
			list[i] = text(list[i])
		}
	}
	for i := range s.Missed {
		s.Missed[i] = address(s.Missed[i])
	}
	for i := range s.Faults {
		s.Faults[i].URL, s.Faults[i].Last = address(s.Faults[i].URL), text(s.Faults[i].Last)
	}
	for i := range s.Notices {
		n := &s.Notices[i]
		n.What, n.Do = text(n.What), text(n.Do)
		for k := range n.Pages {
			n.Pages[k] = address(n.Pages[k])
		}
	}
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

// took is how long the run took, "" while it runs.
func (r *Report) took() string {
	run := &r.Summary.Run
	if run.Ended.IsZero() {
		return ""
	}
	return run.Ended.Sub(run.Started).Round(time.Second).String()
}

// short cuts a value to what fits a table.
func short(t string) string {
	const most = 120
	t = strings.Join(strings.Fields(t), " ")
	if r := []rune(t); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return t
}
