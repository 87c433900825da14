package identity

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMeetings: the links of the courses that meet are the links of all, and of one site none meet.
func TestMeetings(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pick := func(of string, n int) string {
		if k := rnd.IntN(n); k > 0 {
			return fmt.Sprint(of, k)
		}
		return ""
	}
	providers := []Link{{A: "a/p1", B: "b/p1"}, {A: "b/p2", B: "c/p2"}}
	kept, linked := 0, 0
	for range 300 {
		cs := make([]Course, 2+rnd.IntN(30))
		for i := range cs {
			site := []string{"a", "b", "c"}[rnd.IntN(3)]
			cs[i] = Course{Key: fmt.Sprint(site, "/", i), Site: site, RCO: pick("02_", 60), Title: pick("Cuisine ", 4),
				ProviderKey: site + "/p" + pick("", 4)}
			if n := pick("rncp:", 5); n != "" {
				cs[i].Numbers = []string{n}
			}
			for range rnd.IntN(4) {
				cs[i].Sessions = append(cs[i].Sessions, Session{RCO: pick("s", 90), Start: pick("2026-01-0", 5), Commune: pick("3306", 4)})
			}
		}
		all, alone := NewMeetings(providers), NewMeetings(providers)
		for _, c := range cs {
			all.Note(c)
			c.Site = "a"
			alone.Note(c)
		}
		var meet []Course
		for _, c := range cs {
			if all.Meets(c) {
				meet = append(meet, c)
			}
		}
		want := Courses(cs, providers)
		if got := Courses(meet, providers); !slices.Equal(got, want) {
			t.Fatalf("of %d courses %d meet, whose links are %v, want %v", len(cs), len(meet), got, want)
		}
		if alone.Some() || all.Some() != (len(meet) > 0) {
			t.Fatalf("courses of one site meet: %v; %d meet: %v", alone.Some(), len(meet), all.Some())
		}
		kept, linked = kept+len(meet), linked+len(want)
	}
	if linked == 0 || kept == 0 {
		t.Fatal("nothing was linked: the test shows nothing")
	}
}
