package normalize

import (
	"strings"
	"testing"

	"carif/schema"
)

// TestIntervalsAreSessions: a bare list of intervals is as many sessions; one with an id, or one whose intervals stand
// under words of their own, is one.
func TestIntervalsAreSessions(t *testing.T) {
	n := newNormalizer(t)
	list := "du 15 au 17 janvier et du 20 au 22 février 2025"
	for _, tt := range []struct {
		name, want string
		values     []schema.Value
	}{
		{"list", "2025-01-15/2025-01-17 2025-02-20/2025-02-22", []schema.Value{val(schema.FieldSessionDates, list)}},
		{"id", "2025-01-15/2025-02-22", []schema.Value{val(schema.FieldSessionID, "00589155"), val(schema.FieldSessionDates, list)}},
		{"parts", "2025-01-15/2025-02-22", []schema.Value{val(schema.FieldSessionDates,
			"Module 1 : du 15 au 17 janvier 2025\nModule 2 : du 20 au 22 février 2025")}},
	} {
		var got []string
		for _, s := range n.Record(sessionOf(tt.values...), schema.Page{}, nil).Course.Sessions {
			got = append(got, str(s.Start)+"/"+str(s.End))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: sessions %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestSessionInTwoTowns: a session said to be in two towns is in no sure one.
func TestSessionInTwoTowns(t *testing.T) {
	n := newNormalizer(t)
	rec := n.Record(sessionOf(val(schema.FieldSessionCity, "Lille (59) et Arras (62)")), schema.Page{}, nil)
	s := rec.Course.Sessions[0]
	if s.Commune != nil || s.PlaceConfidence == "high" || str(s.City) != "Lille (59) et Arras (62)" || str(s.Region) != "32" {
		t.Errorf("session = %+v, want both towns' words, their region, no commune", s)
	}
	if got := issuesOf(rec); !strings.Contains(got, schema.IssueAmbiguousPlace) {
		t.Errorf("issues = %s, want %s", got, schema.IssueAmbiguousPlace)
	}
}
