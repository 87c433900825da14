package crawler_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"carif/crawler"
	"carif/fixtures"
	"carif/schema"
	"carif/sites"
)

func TestEndlessSites(t *testing.T) {
	tests := []struct {
		path, listing string
		most          int
		limits        string // any of these must have fired
	}{
		{"/cal?m=2026-11", "^/cal", 250, "barren"},
		{"/inf?page=1", "^/inf", 10, "identical_content"},
		{"/sess/a", "^/sess", 60, "identical_content barren"},
		{"/rel/", "^/rel", 60, "path_repetition"},
		{"/facet?f=1", "^/facet", 250, "barren identical_content"},
		{"/deep/1", "^/deep", 150, "barren"},
		{"/longurl?q=x", "^/longurl", 20, "url_bytes identical_content"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
				w.site = profileOf(t, "start: ['http://"+host+tt.path+"']\nlisting: ['"+tt.listing+"']\n")
				rep := w.walk()
				if n := len(w.hits()); n > tt.most {
					t.Errorf("%d requests", n)
				}
				fired := false
				for limit := range rep.Limits {
					fired = fired || strings.Contains(tt.limits, limit)
				}
				if !fired {
					t.Errorf("limits: got %v, want one of %s", rep.Limits, tt.limits)
				}
				if !rep.Complete {
					t.Errorf("not complete: %s", rep.Why)
				}
			})
		})
	}
}

func TestBoundsOfURLs(t *testing.T) {
	long := func(n int) string { return "/c/" + strings.Repeat("x", n-len("http://"+host+"/c/")) }
	segs := func(n int) string {
		var b strings.Builder
		b.WriteString("/c")
		for i := range n - 1 {
			fmt.Fprintf(&b, "/s%d", i)
		}
		return b.String()
	}
	tests := map[string]string{long(2048): "", long(2049): "url_bytes", segs(20): "", segs(21): "segments",
		"/c/a/b/a": "", "/c/a/a/b/a": "path_repetition"}
	for path, limit := range tests {
		inBubble(t, pages(map[string]string{"/": page("Catalogue", path), path: page("Fiche")}), "", func(w *world) {
			rep := w.walk()
			asked := w.asked("/c/") > 0
			if asked != (limit == "") || limit != "" && rep.Limits[limit] != 1 {
				t.Errorf("%.40s…: asked %v, limits %v, want %q", path, asked, rep.Limits, limit)
			}
		})
	}
}

// Two hundred pages of one pagination are no depth, and twenty-one steps elsewhere are.
func TestDepth(t *testing.T) {
	m := map[string]string{"/": page("Catalogue", "/l?page=1", "/d/a")}
	for i := 1; i <= 200; i++ {
		m[fmt.Sprintf("/l?page=%d", i)] = page(fmt.Sprintf("Page %d", i), fmt.Sprintf("/l?page=%d", i+1),
			fmt.Sprintf("/ok/%d", i))
		m[fmt.Sprintf("/ok/%d", i)] = page(fmt.Sprintf("Fiche %d", i))
	}
	for c := 'a'; c < 'z'; c++ {
		m["/d/"+string(c)] = page("Pas "+string(c), "/d/"+string(c+1))
	}
	inBubble(t, pages(m), "listing: ['^/l', '^/d']\n", func(w *world) {
		rep := w.walk()
		if w.asked("/ok/") != 200 {
			t.Errorf("%d of 200 courses", w.asked("/ok/"))
		}
		if w.asked("/d/") != 20 || rep.Limits["depth"] != 1 {
			t.Errorf("%d steps, limits %v", w.asked("/d/"), rep.Limits)
		}
	})
}

func TestTemplateBudget(t *testing.T) {
	faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "start: ['http://"+host+"/deep/1']\nlisting: ['^/deep']\npace: {delay: 2s, template: 7}\n")
		rep := w.walk()
		if w.asked("/deep/") != 7 || rep.Limits["template"] == 0 || rep.Complete {
			t.Errorf("%d pages, %+v", w.asked("/deep/"), rep)
		}
	})
}

// An item enters the head of the list after every page: the walk ends with all of them.
func TestListingShiftsForward(t *testing.T) {
	faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "start: ['http://"+host+"/shift']\nlisting: ['^/shift']\n")
		rep := w.walk()
		for i := 1; i <= fixtures.ShiftItems+5; i++ {
			if w.asked(fmt.Sprintf("/ok/%d", i)) == 0 {
				t.Errorf("/ok/%d was lost", i)
			}
		}
		if !rep.Complete || rep.Limits["listing_moved"] == 0 {
			t.Errorf("got %+v", rep)
		}
	})
}

// An item leaves page 1 while page 2 is read: the first of page 2 moves onto page 1, which was read already.
func TestListingShiftsBack(t *testing.T) {
	served := 0
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/ok/") {
			write(w, page("Fiche "+r.URL.Path))
			return
		}
		if r.URL.Path != "/l" {
			http.NotFound(w, r)
			return
		}
		first := 1
		if served++; served > 1 {
			first = 2 // item 1 was withdrawn
		}
		var links []string
		n := 1
		_, _ = fmt.Sscanf(r.URL.Query().Get("page"), "%d", &n)
		for i := first + 10*(n-1); i < first+10*n && i <= 40; i++ {
			links = append(links, "/ok/"+itoa(i))
		}
		if n < 4 {
			links = append(links, "/l?page="+itoa(n+1))
		}
		write(w, page("Liste "+itoa(n), links...))
	}), "start: ['http://"+host+"/l']\nlisting: ['^/l']\n", func(w *world) {
		w.walk()
		for i := 2; i <= 40; i++ {
			if w.asked("/ok/"+itoa(i)) == 0 {
				t.Errorf("/ok/%d was lost", i)
			}
		}
	})
}

// A withdrawal in the middle moves neither end; the printed total tells. A total that never adds up costs one
// more reading of the listing, not one each round.
func TestListingTotals(t *testing.T) {
	for name, gap := range map[string]int{"slip": 0, "never adds up": 2} {
		served := map[int]int{}
		withdrawn := false
		inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/ok/") {
				write(w, page("Fiche "+r.URL.Path))
				return
			}
			if r.URL.Path != "/l" {
				http.NotFound(w, r)
				return
			}
			n := 1
			_, _ = fmt.Sscanf(r.URL.Query().Get("page"), "%d", &n)
			served[n]++
			var items []int
			for i := 1; i <= 50; i++ {
				if !withdrawn || gap > 0 || i != 12 {
					items = append(items, i)
				}
			}
			total := len(items) + gap
			if n == 2 {
				withdrawn = true // item 12, after its page was read
			}
			var links []string
			for _, i := range items[min(10*(n-1), len(items)):min(10*n, len(items))] {
				links = append(links, "/ok/"+itoa(i))
			}
			if n < 5 {
				links = append(links, "/l?page="+itoa(n+1))
			}
			write(w, page(fmt.Sprintf("%d formations", total), links...))
		}), "start: ['http://"+host+"/l']\nlisting: ['^/l']\n", func(w *world) {
			rep := w.walk()
			for i := 1; i <= 50; i++ {
				if w.asked("/ok/"+itoa(i)) == 0 {
					t.Errorf("%s: /ok/%d was lost", name, i)
				}
			}
			if served[3] > 2 || !rep.Complete {
				t.Errorf("%s: page 3 was read %d times, %+v", name, served[3], rep)
			}
		})
	}
}

func TestSitemaps(t *testing.T) {
	tests := map[string]struct {
		least int
		limit string
	}{
		"index.xml": {1, ""}, "loop.xml": {0, "sitemap_self"}, "plain.xml": {1, ""}, "gz.xml.gz": {1, ""}, "bom.xml": {1, ""},
		"bad.xml": {1, "sitemap_ampersand"}, "cut.xml": {1, "sitemap_cut"},
		"foreign.xml": {0, "foreign_sitemap_url"}, "lastmod.xml": {1, ""}, "dtd.xml": {0, "sitemap_entity"}, "html.xml": {0, ""},
		"empty.xml": {0, ""}, "utf16.xml": {1, ""}, "text.txt": {1, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
				w.site = profileOf(t, "sitemaps: ['http://"+host+"/sm/"+name+"']\n")
				rep := w.walk()
				if w.asked("/ok/") < tt.least || tt.limit != "" && rep.Limits[tt.limit] == 0 {
					t.Errorf("%d pages, %+v", w.asked("/ok/"), rep)
				}
				for _, h := range w.hits() {
					if h.host != host {
						t.Errorf("asked %s", h.host)
					}
				}
				t.Logf("%s: %d pages, %s %q", name, w.asked("/ok/"), w.last("/sm/"+name).Outcome, w.last("/sm/"+name).Reason)
			})
		})
	}
}

func TestSitemapOfMany(t *testing.T) {
	faulty(t, nil, func(w *world, _ *fixtures.FaultServer) {
		w.site = profileOf(t, "sitemaps: ['http://"+host+"/sm/many.xml']\n")
		w.o.MaxPages = 3
		rep := w.walk()
		f := w.wantOutcome("/sm/many.xml", schema.OutcomeOK)
		if want := min(fixtures.SitemapURLs, crawler.DefaultLimits().SitemapURLs); len(f.Found) != want {
			t.Errorf("%d URLs, want %d", len(f.Found), want)
		}
		if fixtures.SitemapURLs > 50000 && rep.Limits["sitemap_urls"] != 1 {
			t.Errorf("limits %v", rep.Limits)
		}
		if f.Found[0].Kind != sites.KindCourse {
			t.Errorf("kind %s", f.Found[0].Kind)
		}
	})
}
