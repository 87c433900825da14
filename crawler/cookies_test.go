package crawler_test

import (
	"net/http"
	"strings"
	"testing"

	"carif/schema"
)

// TestCookiesOnTheWay: cookies are kept within one chain of redirects, sent where they belong, and nowhere else.
func TestCookiesOnTheWay(t *testing.T) {
	sent := map[string]string{}
	gate := func(w http.ResponseWriter, r *http.Request, cookie string) bool {
		sent[r.URL.Path] = r.Header.Get("Cookie")
		if strings.Contains(r.Header.Get("Cookie"), "sess=1") {
			return true
		}
		w.Header()["Set-Cookie"] = []string{cookie}
		w.Header()["Location"] = []string{r.URL.Path}
		w.WriteHeader(http.StatusFound)
		return false
	}
	handler := http.NewServeMux()
	handler.Handle("/", pages(map[string]string{"/": page("Catalogue", "/ok/1", "/ok/2", "/ok/3", "/ok/4", "/ok/5",
		"/ok/6")}))
	handler.HandleFunc("/ok/{n}", func(w http.ResponseWriter, r *http.Request) {
		switch r.PathValue("n") {
		case "1": // the gate of an old catalogue
			if gate(w, r, "sess=1; Path=/; HttpOnly") {
				write(w, page("Fiche 1"))
			}
		case "2": // a cookie that never comes back: it is for another path
			if gate(w, r, "sess=1; Path=/ailleurs") {
				write(w, page("Fiche 2"))
			}
		case "3": // one that is for another host
			if gate(w, r, "sess=1; Domain=other.example") {
				write(w, page("Fiche 3"))
			}
		case "4": // one that does not help
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b", Path: "/"})
			http.Redirect(w, r, "/ok/4", http.StatusFound)
		case "5": // more than a browser would take
			for range 3 {
				w.Header().Add("Set-Cookie", "x"+r.PathValue("n")+"="+strings.Repeat("y", 9000)+"; Path=/")
			}
			http.Redirect(w, r, "/ok/5?again", http.StatusFound)
			sent["/ok/5"] += r.Header.Get("Cookie")
		case "6":
			sent["/ok/6"] = r.Header.Get("Cookie")
			write(w, page("Fiche 6"))
		}
	})
	handler.HandleFunc("/robots.txt", func(w http.ResponseWriter, r *http.Request) {
		sent["/robots.txt"] += r.Header.Get("Cookie")
		http.SetCookie(w, &http.Cookie{Name: "robot", Value: "1", Path: "/"})
		http.NotFound(w, r)
	})
	inBubble(t, handler, "", func(w *world) {
		w.walk()
		w.wantOutcome("/ok/1", schema.OutcomeOK)
		if f := w.last("/ok/1"); len(f.Archive) != 2 || f.FinalURL != f.Entry.URL {
			t.Errorf("%d answers, at %s", len(f.Archive), f.FinalURL)
		}
		for _, path := range []string{"/ok/2", "/ok/3"} {
			if f := w.wantOutcome(path, schema.OutcomeRefused); path == "/ok/2" &&
				!strings.Contains(f.Reason, "wants a cookie") {
				t.Errorf("%s: %q", path, f.Reason)
			}
		}
		if f := w.wantOutcome("/ok/4", schema.OutcomeRefused); !strings.Contains(f.Reason,
			"though its cookies were sent back") || len(f.Archive) > 2 {
			t.Errorf("got %q after %d requests", f.Reason, len(f.Archive))
		}
		w.wantOutcome("/ok/5", schema.OutcomeRefused)
		w.wantOutcome("/ok/6", schema.OutcomeOK)
		for path, cookie := range map[string]string{"/ok/1": "sess=1", "/ok/2": "", "/ok/3": "", "/ok/5": "", "/ok/6": "",
			"/robots.txt": ""} {
			if sent[path] != cookie {
				t.Errorf("%s was sent %.40q, want %q", path, sent[path], cookie)
			}
		}
		w.walk() // the next run is a stranger again
		w.wantOutcome("/ok/1", schema.OutcomeOK)
		if f := w.last("/ok/1"); len(f.Archive) != 2 {
			t.Errorf("the cookie of the last run was sent: %d answers", len(f.Archive))
		}
	})
}
