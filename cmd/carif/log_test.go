package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"carif/harvest"
	"carif/schema"
)

// TestShortHasNobody: nor does what stderr says of pages that were missed.
func TestShortHasNobody(t *testing.T) {
	var b strings.Builder
	a := &app{streams: streams{out: io.Discard, err: &b}}
	sum := harvest.Bare(schema.Run{ID: 1, Site: "essai", State: schema.RunPartial,
		Note: "not had: https://c.example.org/f/alix.inventee@example.org"})
	sum.Missed = []string{"https://c.example.org/f?tel=01+99+00+12+34", "https://c.example.org/f?id=2"}
	a.tellShort([]harvest.Summary{sum})
	if s := b.String(); strings.Contains(s, "alix") || strings.Contains(s, "99+00") || !strings.Contains(s, "f?id=2\n") {
		t.Errorf("said %s", s)
	}
}

// TestLogHasNobody: no line of the log tells a mailbox or a telephone number, wherever they stood; pages can still be
// found by it.
func TestLogHasNobody(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var b strings.Builder
		o := logOptions{format: format, level: "info"}
		log, err := o.logger(&b)
		if err != nil {
			t.Fatal(err)
		}
		log.Warn("no page", "url", "http://c.example.org/f/alix.inventee@example.org?tel=01+99+00+12+34&id=24_202501019900123",
			"why", "redirect to https://c.example.org/f?m=a.b%40example.org&p=01.99.00.12.35", "attempt", 3)
		log.With("site", "essai").Error("not read", "err", errors.New("alix@example.org: appeler le 01 99 00 12 36"))
		for _, person := range []string{"nvent", "alix", "a.b", "99+00", "99.00", "99 00"} {
			if strings.Contains(b.String(), person) {
				t.Errorf("%s tells %q: %s", format, person, b.String())
			}
		}
		for _, kept := range []string{"c.example.org/f/", "id=24_202501019900123", "redirect to", "attempt", "essai", "not read"} {
			if !strings.Contains(b.String(), kept) {
				t.Errorf("%s does not tell %q: %s", format, kept, b.String())
			}
		}
	}
}
