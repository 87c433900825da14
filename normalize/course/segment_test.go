package course

import (
	"slices"
	"strings"
	"testing"
)

func TestOneLine(t *testing.T) {
	for s, want := range map[string][]string{
		"École des Osiers – 12 rue du Port, 29200 Brest – 01 99 00 37 46": {"École des Osiers", "12 rue du Port, 29200 Brest", "01 99 00 37 46"},
		"École des Osiers | 29200 Brest | accueil@example.org":            {"École des Osiers", "29200 Brest", "accueil@example.org"},
		"École des Osiers · 12 rue du Port, 29200 Brest":                  {"École des Osiers", "12 rue du Port, 29200 Brest"},
		"École des Osiers – 29200 Brest":                                  nil,
		"12 rue du Port – 29200 Brest – 01 99 00 37 46":                   nil,
		"rue du Port – 29200 Brest – 01 99 00 37 46":                      nil,
		"École des Osiers – Atelier du port":                              nil,
		"École des Osiers, 12 rue du Port, 29200 Brest":                   nil,
		"": nil,
	} {
		if got := oneLine(s); !slices.Equal(got, want) {
			t.Errorf("oneLine(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestSegmentsOfOneLine: a block printed in one line is the same parts as one printed in lines.
func TestSegmentsOfOneLine(t *testing.T) {
	one := segments("École des Osiers – 12 rue du Port, 29200 Brest – Tél. : 01 99 00 37 46")
	lines := segments("École des Osiers\n12 rue du Port, 29200 Brest\nTél. : 01 99 00 37 46")
	if !slices.Equal(one, lines) || len(one) != 3 || one[2].part != partPhone {
		t.Errorf("one line: %+v, lines: %+v", one, lines)
	}
}

// FuzzOneLine: the parts of a line stand in it, in order.
func FuzzOneLine(f *testing.F) {
	for _, s := range []string{"École des Osiers – 12 rue du Port, 29200 Brest – 01 99 00 37 46", " – 29200 – ", "a | b | 1 29200 c", "\xff – \xfe 29200",
		strings.Repeat("a – ", 60) + "1 rue b 29200 c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 300 && oneLine(s) != nil {
			t.Errorf("a long line is parted: %q", s)
		}
		rest := s
		for _, p := range oneLine(s) {
			for part := range strings.SplitSeq(p, " | ") {
				i := strings.Index(rest, part)
				if i < 0 {
					t.Fatalf("oneLine(%q) gives %q, which does not follow there", s, part)
				}
				rest = rest[i+len(part):]
			}
		}
		segments(s)
	})
}
