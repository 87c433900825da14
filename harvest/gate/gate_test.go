package gate

import (
	"testing"

	"carif/schema"
)

func TestClassOf(t *testing.T) {
	const robots = "https://c.example.org/robots.txt"
	for _, tt := range []struct {
		f    Failed
		want schema.Failure
	}{
		{Failed{Class: "broken", Words: "DNS: lookup c.example.org: no such host"}, schema.FailureDNS},
		{Failed{Class: "broken", Words: "dial tcp: connect: connection refused"}, schema.FailureRefused},
		{Failed{Class: "broken", Words: "timeout: Get: deadline exceeded"}, schema.FailureTimeout},
		{Failed{Class: "broken", Words: "TLS: x509: certificate has expired"}, schema.FailureTLS},
		{Failed{Class: "broken", Words: "EOF"}, schema.FailureNetwork},
		{Failed{Class: "throttled", Words: "robots.txt unavailable: answered 503", URL: robots}, schema.FailureRobots},
		{Failed{Class: "broken", Words: "robots.txt unavailable: DNS: no such host", URL: robots}, schema.FailureDNS},
		{Failed{Class: "robots", Words: "Disallow: /"}, schema.FailureRobots},
		{Failed{Class: "server_error", Words: "status 500"}, schema.FailureHTTP},
		{Failed{Class: "challenge"}, schema.FailureChallenge},
		{Failed{Class: "truncated"}, schema.FailureNetwork},
		{Failed{Class: "truncated", Feed: true}, schema.FailureFeed},
		{Failed{Class: "empty"}, schema.FailureShell},
		{Failed{Class: schema.RefuseEmptyShell}, schema.FailureShell},
		{Failed{Class: schema.RefuseNotACourse}, schema.FailureLayout},
		{Failed{Class: "archive"}, schema.FailureOwn},
	} {
		if got := ClassOf(tt.f); got != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.f, got, tt.want)
		}
	}
	known := map[schema.Failure]bool{}
	for _, c := range schema.Failures() {
		known[c] = true
	}
	reasons := []string{"archive", "reader", schema.RefuseTooComplex, schema.RefuseUnreadable, schema.RefuseSetAside}
	for _, o := range schema.Outcomes() {
		reasons = append(reasons, string(o))
	}
	for _, class := range reasons {
		if c := ClassOf(Failed{Class: class}); !known[c] {
			t.Errorf("%s: class %q is on no list", class, c)
		}
	}
	if got := Commonest([]schema.Failure{"http_error", "dns", "http_error", "limit"}); got != schema.FailureHTTP {
		t.Errorf("commonest: %q", got)
	}
}

func TestBand(t *testing.T) {
	steady, noisy := BandOf([]float64{100, 100, 101, 100, 99, 100, 100}), BandOf([]float64{100, 60, 140, 80, 120, 90, 110})
	odd := BandOf([]float64{100, 100, 100, 3, 100, 100, 5000})
	if steady != (Band{100, 0}) || noisy != (Band{100, 20}) || odd != (Band{100, 0}) {
		t.Errorf("bands: %v, %v, %v", steady, noisy, odd)
	}
	for _, tt := range []struct {
		b    Band
		now  float64
		want bool
	}{
		{steady, 80, true}, {steady, 81, false}, {steady, 1000, false}, {Band{}, 0, false},
		{noisy, 75, false}, // 25 %, and nights differ as much
		{noisy, 40, true},
		{Band{100, 5}, 82, false}, // more than 3 MAD, and less than 20 %
		{Band{0.5, 0}, 0.4, true},
	} {
		if got := tt.b.Fell(tt.now, 0.20); got != tt.want {
			t.Errorf("%v of %v: got %v", tt.now, tt.b, got)
		}
	}
}

func TestFloor(t *testing.T) {
	if got := Floor([]float64{1000, 980, 1010}, 0.1, 1); got != 882 {
		t.Errorf("courses: %v", got)
	}
	if got := Floor([]float64{0.97, 0.95}, 0.1, 0.01); got < 0.849 || got > 0.851 {
		t.Errorf("fill: %v", got)
	}
	if got := Floor(nil, 0.1, 1); got != 0 {
		t.Errorf("of none: %v", got)
	}
}
