package outlook

import (
	"context"
	"fmt"
	"testing"
	"time"

	"carif/crawler"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
)

// known is a store of so many listings and courses of one host.
type known struct {
	listings, courses, rests int
	seen                     time.Time // of the courses
	last                     []schema.Run
	asked                    int64 // the run that was asked for
}

func (k *known) Runs(context.Context, string, int) ([]schema.Run, error) { return k.last, nil }

func (k *known) Left(context.Context, string, int64) (int, int, error) {
	return 0, k.listings + k.courses + k.rests, nil
}

func (k *known) Waiting(_ context.Context, _ string, run int64, _ time.Time, fn func(schema.Entry) error) error {
	k.asked = run
	for i := range k.listings {
		_ = fn(schema.Entry{URL: fmt.Sprintf("https://example.org/l/%d", i), Kind: schema.KindListing, LastFetched: k.seen})
	}
	for i := range k.courses {
		_ = fn(schema.Entry{URL: fmt.Sprintf("https://example.org/c/%d", i), Kind: schema.KindCourse, LastFetched: k.seen})
	}
	return nil
}

func TestOf(t *testing.T) {
	now := time.Date(2026, 12, 4, 20, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		pace  string
		store Store
		opts  crawler.Options
		want  Outlook
	}{
		"nothing known": {"{}", nil, crawler.Options{}, Outlook{Start: 1, Listings: 1, New: 1, Requests: 2, Delay: 2, Seconds: 4,
			Budget: 20000, Nights: 1, Note: "never harvested: how many pages it has is not known"}},
		"two nights by the window": {`{delay: 4s, window: "22:00-06:00"}`, &known{listings: 9, courses: 8990, rests: 3, seen: now},
			crawler.Options{}, Outlook{Start: 1, Listings: 9, Pages: 8990, Resting: 3, Requests: 9000, Delay: 4, Seconds: 36000,
				Budget: 20000, Nights: 2, Window: "22:00-06:00"}},
		"three nights by the budget": {`{budget: 100}`, &known{courses: 250, seen: now}, crawler.Options{},
			Outlook{Start: 1, Pages: 250, Requests: 251, Delay: 2, Seconds: 502, Budget: 100, Nights: 3}},
		"only new ones": {`{}`, &known{listings: 2, courses: 250, seen: now}, crawler.Options{OnlyNew: true},
			Outlook{Start: 1, Listings: 2, Resting: 250, Requests: 3, Delay: 2, Seconds: 6, Budget: 20000, Nights: 1}},
		"no more than asked": {`{}`, &known{courses: 250, seen: now}, crawler.Options{MaxPages: 9, Delay: 3 * time.Second},
			Outlook{Start: 1, Pages: 250, Requests: 10, Delay: 3, Seconds: 30, Budget: 20000, Nights: 1}},
		"a run that goes on": {`{}`, &known{courses: 5, rests: 95, seen: now, last: []schema.Run{{ID: 7, Kind: harvest.KindHarvest,
			State: schema.RunInterrupted}}}, crawler.Options{}, Outlook{Start: 1, Pages: 5, Resting: 95, Requests: 6, Delay: 2,
			Seconds: 12, Budget: 20000, Nights: 1, Resumes: 7, Note: "goes on with run 7"}},
	} {
		t.Run(name, func(t *testing.T) {
			site, err := sites.Parse([]byte("id: x\nname: X\nhosts: [example.org]\nstart: [\"https://example.org/\"]\n"+
				"course: ['^/c/(?P<id>\\d+)$']\npace: "+tt.pace+"\n"), "x.yaml")
			if err != nil {
				t.Fatal(err)
			}
			got, err := Of(t.Context(), tt.store, site, tt.opts, now)
			tt.want.Site = "x"
			if err != nil || got != tt.want {
				t.Errorf("got  %+v (%v)\nwant %+v", got, err, tt.want)
			}
			if k, ok := tt.store.(*known); ok && k.asked != tt.want.Resumes {
				t.Errorf("asked for what run %d would take, want %d", k.asked, tt.want.Resumes)
			}
		})
	}
}
