package crawler

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
		{"3", 3 * time.Second, true}, {" 900 ", 15 * time.Minute, true}, {"0", 0, false}, {"-5", 0, false}, {"+5", 0, false}, {"bientot", 0, false}, {"", 0, false}, {"1.5", 0, false},
		{"999999999999", 365 * 24 * time.Hour, true}, {strings.Repeat("9", 400), 365 * 24 * time.Hour, true},
		{"Wed, 25 Nov 2026 01:00:10 GMT", 10 * time.Second, true}, {"Wed, 25 Nov 2026 00:59:00 GMT", 0, false}, {"Wednesday, 25-Nov-26 01:00:10 GMT", 10 * time.Second, true},
		{"Wed, 25 Nov 2926 01:00:10 GMT", 365 * 24 * time.Hour, true},
	}
	for _, tt := range tests {
		h := http.Header{}
		if tt.value != "" {
			h.Set("Retry-After", tt.value)
		}
		if got, ok := retryAfter(h, now); got != tt.want || ok != tt.ok {
			t.Errorf("%.30q: got %v %v, want %v %v", tt.value, got, ok, tt.want, tt.ok)
		}
	}
}

func TestWindow(t *testing.T) {
	tests := []struct {
		window, utc string
		open        bool
	}{
		{"", "2026-11-25T12:00:00Z", true}, {"22:00-06:00", "2026-11-25T20:59:59Z", false}, {"22:00-06:00", "2026-11-25T21:00:00Z", true},
		{"22:00-06:00", "2026-11-25T04:59:59Z", true}, {"22:00-06:00", "2026-11-25T05:00:00Z", false},
		{"22:00-06:00", "2026-07-01T20:00:00Z", true}, {"22:00-06:00", "2026-07-01T04:00:00Z", false}, // summer time
		{"02:00-03:00", "2026-10-25T00:30:00Z", true}, {"02:00-03:00", "2026-10-25T01:30:00Z", true}, {"02:00-03:00", "2026-10-25T02:30:00Z", false}, // 02:30 twice
		{"02:00-03:00", "2026-03-29T00:59:00Z", false}, {"02:00-03:00", "2026-03-29T01:00:00Z", false}, // never
		{"09:00-17:00", "2026-11-25T08:00:00Z", true}, {"09:00-17:00", "2026-11-25T16:00:00Z", false}, {"20:00-24:00", "2026-11-25T22:59:00Z", true}, {"20:00-24:00", "2026-11-25T23:00:00Z", false},
		{"00:00-00:00", "2026-11-25T23:00:00Z", true},
	}
	for _, tt := range tests {
		w, err := parseWindow(tt.window)
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, tt.utc)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.open(at); got != tt.open {
			t.Errorf("%s at %s: got %v", tt.window, tt.utc, got)
		}
	}
	for _, bad := range []string{"22", "22:00", "25:00-06:00", "a-b", "22:00-06:60"} {
		if _, err := parseWindow(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestShapes(t *testing.T) {
	same := [][2]string{
		{"http://h/c/12", "http://h/c/3456"}, {"http://h/l?page=1", "http://h/l?page=200"}, {"http://h/l?a=x&b=y", "http://h/l?b=z&a="},
		{"http://h/s;jsessionid=0A1B2C3D4E5F60718293", "http://h/s;jsessionid=FFEE00112233445566AA"}, {"http://h/l?f0=a", "http://h/l?f0=a&f1=b"},
	}
	for _, p := range same {
		if shapeOf(p[0]) != shapeOf(p[1]) {
			t.Errorf("%s and %s: %s, %s", p[0], p[1], shapeOf(p[0]), shapeOf(p[1]))
		}
	}
	other := [][2]string{{"http://h/c/12", "http://h/d/12"}, {"http://h/l?page=1", "http://h/l"}, {"http://h/soudage", "http://h/peinture"}, {"http://h/l?a=1", "http://h/l?b=1"}}
	for _, p := range other {
		if shapeOf(p[0]) == shapeOf(p[1]) {
			t.Errorf("%s and %s: both %s", p[0], p[1], shapeOf(p[0]))
		}
	}
	groups := []string{"http://h/l", "http://h/l?page=2", "http://h/l/2", "http://h/l/page/3", "http://h/l-4", "http://h/l/"}
	for _, g := range groups {
		if groupOf(g) != "http://h/l" {
			t.Errorf("%s: group %s", g, groupOf(g))
		}
	}
}

func TestTotals(t *testing.T) {
	tests := map[string]int{"1 234 formations trouvees": 1234, "45 resultats": 45, "1.234.567 offres": 1234567, "page 3 sur 12": 0, "aucune formation": 0, "12 formations sur 40 resultats": 12, "2024 2025 formations": 2025}
	for text, want := range tests {
		if got := totalOf(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestProductToken(t *testing.T) {
	for agent, want := range map[string]string{"carif/1.0 (+https://example.org)": "carif", "carif": "carif", "My-Bot_x/2": "My-Bot_x", "1carif": "", "": "", "(compatible; carif)": ""} {
		if got := ProductToken(agent); got != want {
			t.Errorf("%q: got %q, want %q", agent, got, want)
		}
		if _, err := New(nil, Options{UserAgent: agent}); (err == nil) != (want != "") {
			t.Errorf("%q: New says %v", agent, err)
		}
	}
	if _, err := New(nil, Options{UserAgent: "carif/1\r\nX: y"}); err == nil {
		t.Error("a line break in the user agent passes")
	}
	if _, err := New(nil, Options{UserAgent: "carif", Recheck: 1.5}); err == nil {
		t.Error("a recheck share over 1 passes")
	}
}
