package polite

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestRetryAfterForms(t *testing.T) {
	now := time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)
	tests := []struct {
		value string
		want  time.Duration
		ok    bool
	}{
		{"3", 3 * time.Second, true}, {" 900 ", 15 * time.Minute, true}, {"0", 0, false}, {"-5", 0, false},
		{"+5", 0, false}, {"bientot", 0, false}, {"", 0, false}, {"1.5", 0, false},
		{"999999999999", 365 * 24 * time.Hour, true}, {strings.Repeat("9", 400), 365 * 24 * time.Hour, true},
		{"Wed, 25 Nov 2026 01:00:10 GMT", 10 * time.Second, true}, {"Wed, 25 Nov 2026 00:59:00 GMT", 0, false},
		{"Wednesday, 25-Nov-26 01:00:10 GMT", 10 * time.Second, true},
		{"Wed, 25 Nov 2926 01:00:10 GMT", 365 * 24 * time.Hour, true},
	}
	for _, tt := range tests {
		h := http.Header{}
		if tt.value != "" {
			h.Set("Retry-After", tt.value)
		}
		if got, ok := RetryAfter(h, now); got != tt.want || ok != tt.ok {
			t.Errorf("%.30q: got %v %v, want %v %v", tt.value, got, ok, tt.want, tt.ok)
		}
	}
}

func TestWindow(t *testing.T) {
	tests := []struct {
		window, utc string
		open        bool
	}{
		{"", "2026-11-25T12:00:00Z", true}, {"22:00-06:00", "2026-11-25T20:59:59Z", false},
		{"22:00-06:00", "2026-11-25T21:00:00Z", true},
		{"22:00-06:00", "2026-11-25T04:59:59Z", true}, {"22:00-06:00", "2026-11-25T05:00:00Z", false},
		{"22:00-06:00", "2026-07-01T20:00:00Z", true}, {"22:00-06:00", "2026-07-01T04:00:00Z", false}, // summer time
		{"02:00-03:00", "2026-10-25T00:30:00Z", true}, {"02:00-03:00", "2026-10-25T01:30:00Z", true},
		{"02:00-03:00", "2026-10-25T02:30:00Z", false},                                                 // 02:30 twice
		{"02:00-03:00", "2026-03-29T00:59:00Z", false}, {"02:00-03:00", "2026-03-29T01:00:00Z", false}, // never
		{"09:00-17:00", "2026-11-25T08:00:00Z", true}, {"09:00-17:00", "2026-11-25T16:00:00Z", false},
		{"20:00-24:00", "2026-11-25T22:59:00Z", true}, {"20:00-24:00", "2026-11-25T23:00:00Z", false},
		{"00:00-00:00", "2026-11-25T23:00:00Z", true},
	}
	for _, tt := range tests {
		w, err := ParseWindow(tt.window)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, tt.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.Open(at); got != tt.open {
			t.Errorf("%s at %s: got %v", tt.window, tt.utc, got)
		}
	}
	for _, bad := range []string{"22", "22:00", "25:00-06:00", "a-b", "22:00-06:60"} {
		if _, err := ParseWindow(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

// TestKept: what is told of a host's pace is the shortest of its gaps, of whatever length the first was.
func TestKept(t *testing.T) {
	at := time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC)
	h := &hostPace{}
	for _, gap := range []time.Duration{0, 3 * time.Second, 2 * time.Second, 5 * time.Second} {
		at = at.Add(gap)
		h.asks(at)
		at = at.Add(time.Minute) // that the answer took
		h.ended = at
	}
	if want := (Kept{4, 2 * time.Second}); h.kept != want {
		t.Errorf("got %+v, want %+v", h.kept, want)
	}
}
