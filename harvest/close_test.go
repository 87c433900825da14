package harvest_test

import (
	"context"
	"strings"
	"testing"

	"carif/fixtures"
	"carif/schema"
)

// TestManyGoneAtOnceClosesNothing is a site that answers 404 for half of its courses, night after night: a person has
// to say that they are really withdrawn.
func TestManyGoneAtOnceClosesNothing(t *testing.T) {
	w := newWorld(t, fixtures.DemoSize)
	w.harvest()
	half := w.demo.Truth()[:fixtures.DemoSize/2]
	for _, c := range half {
		w.demo.Remove(c.ID)
	}
	for range 4 {
		sum := w.harvest()
		if sum.Run.Closed != 0 || len(sum.Alarms) == 0 || sum.Run.State == schema.RunDone {
			t.Fatalf("state %s, closed %d courses, alarms %v: want none closed and an alarm", sum.Run.State,
				sum.Run.Closed, sum.Alarms)
		}
	}
	if got := len(w.records(noFilter)); got != fixtures.DemoSize {
		t.Errorf("readers see %d courses, want %d", got, fixtures.DemoSize)
	}
	w.gate.Force = true // a person has looked
	sum := w.harvest()
	if sum.Run.Closed != len(half) || !sum.Gate.Published {
		t.Errorf("after a person's word: closed %d, published %v, want %d and true", sum.Run.Closed, sum.Gate.Published,
			len(half))
	}
}

// TestRunNeedsPeople: a runner that does not know who was forgotten must not bring them back.
func TestRunNeedsPeople(t *testing.T) {
	w := newWorld(t, 2)
	run := w.runner()
	run.People = nil
	if _, err := run.Harvest(context.Background(), w.site); err == nil || !strings.Contains(err.Error(), "forgotten") {
		t.Errorf("got %v, want a refusal", err)
	}
	if got := len(w.records(noFilter)); got != 0 {
		t.Errorf("%d courses were stored", got)
	}
}
