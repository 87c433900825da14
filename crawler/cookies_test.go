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

// TestGateByRefresh: a page that sets a cookie and loads itself anew is asked once more with it, like its twin with a
// redirect; one that comes again is refused, by a reason that names the cookie.
func TestGateByRefresh(t *testing.T) {
	gate := func(path string) string {
		return `<html><head><meta http-equiv="refresh" content="0;url=` + path + `"></head><body>Patientez</body></html>`
	}
	handler := http.NewServeMux()
	handler.Handle("/", pages(map[string]string{"/": page("Catalogue", "/ok/1", "/ok/2", "/ok/3", "/ok/4", "/ok/5", "/ok/6",
		"/ok/7")}))
	n := 0
	handler.HandleFunc("/ok/{n}", func(w http.ResponseWriter, r *http.Request) {
		has := strings.Contains(r.Header.Get("Cookie"), "sess=")
		path := r.URL.Path
		switch r.PathValue("n") {
		case "1": // a gate
			if has {
				write(w, page("Fiche 1"))
				return
			}
			w.Header().Set("Set-Cookie", "sess=1; Path=/")
			write(w, gate(path))
		case "2": // one that lets nobody in
			w.Header().Set("Set-Cookie", "sess=1; Path=/")
			write(w, gate(path))
		case "3": // with another cookie each time
			n++
			w.Header().Set("Set-Cookie", "sess="+strings.Repeat("x", n)+"; Path=/")
			write(w, gate(path))
		case "4": // with a cookie that is not for this address
			w.Header().Set("Set-Cookie", "sess=1; Path=/ailleurs")
			write(w, gate(path))
		case "5": // a course that loads itself anew, and sets a cookie as all pages do
			w.Header().Set("Set-Cookie", "sess=1; Path=/")
			write(w, strings.Replace(page("Fiche 5"), "<head>", `<head><meta http-equiv=refresh content="0">`, 1))
		case "6": // by a header, without an address
			if has {
				write(w, page("Fiche 6"))
				return
			}
			w.Header().Set("Set-Cookie", "sess=1")
			w.Header().Set("Refresh", "1")
			write(w, "<html><body>Patientez</body></html>")
		case "7": // sets it once only, and comes again
			if !has {
				w.Header().Set("Set-Cookie", "sess=1; Path=/")
			}
			write(w, gate(path))
		}
	})
	inBubble(t, handler, "", func(w *world) {
		for _, known := range []int{2, 1} { // the course that comes as it was is not asked again
			from := len(w.hits())
			w.walk()
			for path, want := range map[string]int{"/ok/1": 2, "/ok/2": 2, "/ok/3": 2, "/ok/4": 1, "/ok/5": known, "/ok/6": 2,
				"/ok/7": 2} {
				asked := 0
				for _, h := range w.hits()[from:] {
					if h.uri == path {
						asked++
					}
				}
				if asked != want {
					t.Errorf("%s was asked %d times, want %d", path, asked, want)
				}
			}
			for _, path := range []string{"/ok/1", "/ok/5", "/ok/6"} {
				if f := w.wantOutcome(path, schema.OutcomeOK); f.FinalURL != f.Entry.URL {
					t.Errorf("%s: at %s", path, f.FinalURL)
				}
			}
			for _, path := range []string{"/ok/2", "/ok/3", "/ok/4", "/ok/7"} {
				if f := w.wantOutcome(path, schema.OutcomeRefused); !strings.Contains(f.Reason, "(sess)") || len(f.Page.Body) > 0 {
					t.Errorf("%s: %q", path, f.Reason)
				}
			}
		}
	})
}

// TestCookiesStayWithTheirPort: what one port of a host sets is not sent to another, nor what a domain sets to its hosts.
func TestCookiesStayWithTheirPort(t *testing.T) {
	sent := map[string]string{}
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent[r.Host+r.URL.Path] += r.Header.Get("Cookie")
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case r.URL.Path == "/":
			write(w, page("Catalogue", "/ok/1", "/ok/2"))
		case r.Host == host:
			w.Header().Set("Set-Cookie", "sess=1; Path=/; Domain=example.org")
			to := map[string]string{"/ok/1": "http://" + host + ":8080/ok/1", "/ok/2": "http://autre.example.org/ok/2"}
			http.Redirect(w, r, to[r.URL.Path], http.StatusFound)
		default:
			write(w, page("Fiche"))
		}
	}), "hosts: ['"+host+"', '"+host+":8080', 'autre.example.org']\n", func(w *world) {
		w.walk()
		for _, at := range []string{host + ":8080/ok/1", "autre.example.org/ok/2"} {
			if cookie, asked := sent[at]; cookie != "" || !asked {
				t.Errorf("%s was sent %q (asked %v)", at, cookie, asked)
			}
		}
	})
}
