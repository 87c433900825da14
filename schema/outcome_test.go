package schema

import "testing"

func TestOutcomesAreClosed(t *testing.T) {
	seen := map[Outcome]bool{}
	for _, o := range Outcomes() {
		if seen[o] {
			t.Errorf("%s stands twice", o)
		}
		seen[o] = true
		if o.Good() && o.Retry() {
			t.Errorf("%s is good and to be retried", o)
		}
	}
	if len(seen) != 19 {
		t.Errorf("got %d outcomes, want 19: a new one must be listed", len(seen))
	}
}
