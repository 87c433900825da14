package schema

import "testing"

func TestTransientStatus(t *testing.T) {
	for status, want := range map[int]bool{200: false, 301: false, 400: false, 403: false, 404: false, 408: true, 425: true,
		429: true, 500: true, 503: true, 599: true, 600: false} {
		if TransientStatus(status) != want {
			t.Errorf("%d: got %v", status, !want)
		}
	}
}

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
	if len(seen) != 20 {
		t.Errorf("got %d outcomes, want 20: a new one must be listed", len(seen))
	}
}
