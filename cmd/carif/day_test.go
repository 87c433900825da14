package main

import (
	"context"
	"testing"
	"time"

	"carif/export"
	"carif/schema"
	"carif/storage"
)

// nightRuns is a store of one run, which ended after midnight in France and before it in UTC.
type nightRuns struct{ storage.Store }

var nightRun = schema.Run{ID: 1, Site: "demo", Started: time.Date(2027, 1, 31, 20, 0, 0, 0, time.UTC),
	Ended: time.Date(2027, 1, 31, 23, 30, 0, 0, time.UTC)}

func (nightRuns) Sites(context.Context) ([]storage.SiteName, error) { return nil, nil }

func (nightRuns) Runs(context.Context, string, int) ([]schema.Run, error) {
	return []schema.Run{nightRun}, nil
}

func (nightRuns) Shown(context.Context, storage.Filter) ([]schema.Run, error) {
	return []schema.Run{nightRun}, nil
}

// TestExportDay: an export is of the day that it was in France when the night ended.
func TestExportDay(t *testing.T) {
	m, err := exportMeta(t.Context(), nightRuns{}, exportOptions{}, storage.Filter{}, false)
	if err != nil || m.Date != "2027-02-01" {
		t.Errorf("date %q, %v", m.Date, err)
	}
	for word, want := range map[string]string{"": "2027-02-01", "2027-01-31": "2027-01-31",
		"2027-01-31T22:59:59Z": "2027-01-31", "2027-01-31T23:00:00Z": "2027-02-01", "run:1": ""} {
		asOf, err := parseMoment("as-of", word)
		if err != nil {
			t.Fatal(err)
		}
		var to export.Options
		err = (&app{}).lookups(t.Context(), nightRuns{}, exportOptions{asOf: asOf, latest: word == ""}, &to)
		if err != nil || to.AsOf != want {
			t.Errorf("--as-of %q: open_on is for %q, %v, want %q", word, to.AsOf, err, want)
		}
	}
}

// TestDaysOfCommands: a date of the command line is a day in France, of 23 or 25 hours where the clocks change.
func TestDaysOfCommands(t *testing.T) {
	for date, want := range map[string][2]string{
		"2027-01-31": {"2027-01-30T23:00:00Z", "2027-01-31T23:00:00Z"},
		"2027-03-28": {"2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z"},
		"2027-10-31": {"2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z"},
	} {
		m, err := parseMoment("as-of", date)
		if got := [2]string{m.at.Format(time.RFC3339), m.next.Format(time.RFC3339)}; err != nil || got != want {
			t.Errorf("parseMoment(%s): %v, %v", date, got, err)
		}
		s, _, err := stateOf(t.Context(), nightRuns{}, "", "diff:", date)
		if got := s.At.Add(time.Nanosecond).Format(time.RFC3339); err != nil || got != want[1] {
			t.Errorf("stateOf(%s): %s, %v", date, got, err)
		}
		o := changesOptions{since: date}
		err = o.sinceWhen(t.Context(), nightRuns{})
		if got := o.filter.Since.Format(time.RFC3339); err != nil || got != want[0] {
			t.Errorf("--since %s: %s, %v", date, got, err)
		}
	}
}
