package crawler_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"carif/crawler"
	"carif/schema"
)

// An international host is one host in whatever form the profile, a link, a sitemap, a robots.txt or a redirect writes it.
func TestInternationalHost(t *testing.T) {
	const name, dns = "métiers.example.org", "xn--mtiers-bva.example.org"
	for _, own := range []string{name, dns} {
		inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch r.RequestURI {
			case "/robots.txt":
				_, _ = w.Write([]byte("User-agent: *\nDisallow: /ok/9\nSitemap: http://" + name + "/plan.xml\n"))
			case "/plan.xml":
				_, _ = w.Write([]byte("<urlset><url><loc>http://" + name + "/ok/4</loc></url></urlset>"))
			case "/":
				write(w, page("Catalogue", "http://"+name+"/ok/1", "http://"+dns+"/ok/1", "//M%C3%89TIERS.example.org/ok/1",
					"http://"+name+"/ok/2", "http://"+name+"/ok/9"))
			case "/ok/2":
				http.Redirect(w, r, "http://"+name+"/ok/3", http.StatusFound)
			default:
				write(w, page("Fiche "+r.RequestURI))
			}
		}), "hosts: ['"+own+"']\nstart: ['http://"+own+"/']\n", func(w *world) {
			rep := w.walk()
			if !rep.Complete || len(rep.Limits) != 0 {
				t.Errorf("hosts %s: %+v", own, rep)
			}
			got := map[string]schema.Outcome{}
			for _, f := range w.store.Visits {
				got[strings.TrimPrefix(f.Entry.URL, "http://"+dns)] = f.Outcome
			}
			for path, want := range map[string]schema.Outcome{"/": schema.OutcomeOK, "/ok/1": schema.OutcomeOK,
				"/ok/2": schema.OutcomeMoved, "/ok/3": schema.OutcomeOK, "/ok/4": schema.OutcomeOK, "/ok/9": schema.OutcomeRobots} {
				if got[path] != want {
					t.Errorf("hosts %s: %s: got %q, want %s (of %v)", own, path, got[path], want, got)
				}
			}
			for _, h := range w.hits() {
				if h.host != dns {
					t.Errorf("asked as %s", h.host)
				}
			}
			if n := w.asked("/ok/1"); n != 1 {
				t.Errorf("hosts %s: one page was asked %d times", own, n)
			}
			a, err := crawler.NewRobotsAsker(w.o)
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if allow, rule, err := a.Check(context.Background(), "http://"+name+"/ok/9"); allow || err != nil {
				t.Errorf("robots check: got %v %q %v", allow, rule, err)
			}
		})
	}
}
