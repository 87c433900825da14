package crawler_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"carif/crawler"
	"carif/schema"
)

// TestRobotsWhateverTheSpelling: what robots.txt forbids is not asked, however a link or a redirect spells it, and
// `carif robots check` says of each link what the walk does.
func TestRobotsWhateverTheSpelling(t *testing.T) {
	rules := []string{"/f/a b", "/f/q|r", `/f/"x"`, `/f/b\s`, "/*?*tri[]=", "/prive/", "/f/c%7cd", "/f/%74ilde~"}
	links := map[string]bool{ // may it be asked?
		"/f/a b": false, "/f/a%20b": false, "/f/q|r": false, "/f/q%7Cr": false, "/f/&quot;x&quot;": false,
		"/f/%22x%22": false, "/f/b%5cs": false, `/f/b\s`: false, "/f/l?tri%5B%5D=1": false, "/f/l?a=1&tri[]=1": false,
		"/f/%2e%2e/prive/1": false, "/f/../prive/2": false, "/f/.%2E/prive/3": false, "/f/c|d": false, "/f/tilde%7e": false,
		"/f/r/dots": true, "/f/a%2Fb": true, "/f/q": true, "/f/l?a=1": true,
	}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.RequestURI {
		case "/robots.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: " + strings.Join(rules, "\nDisallow: ") + "\n"))
		case "/f/r/dots":
			w.Header()["Location"] = []string{"/f/%2e%2e/prive/1"}
			w.WriteHeader(http.StatusFound)
		case "/":
			var all []string
			for l := range links {
				all = append(all, l)
			}
			slices.Sort(all)
			write(w, page("Catalogue", all...))
		default:
			write(w, page("Fiche "+r.RequestURI))
		}
	})
	inBubble(t, handler, "course: ['^/(f|prive)/']\n", func(w *world) {
		w.walk()
		var got []string
		for _, h := range w.hits() {
			if h.uri != "/" && h.uri != "/robots.txt" {
				got = append(got, h.uri)
			}
		}
		slices.Sort(got)
		if want := []string{"/f/a%2Fb", "/f/l?a=1", "/f/q", "/f/r/dots"}; !slices.Equal(got, want) {
			t.Errorf("asked %q, want %q", got, want)
		}
		w.wantOutcome("/f/r/dots", schema.OutcomeRobots)
		a, err := crawler.NewRobotsAsker(w.o)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		for link, want := range links {
			allow, rule, err := a.Check(context.Background(), "http://"+host+strings.ReplaceAll(link, "&quot;", `"`))
			if err != nil || allow != want {
				t.Errorf("check %s: got %v %q %v", link, allow, rule, err)
			}
		}
	})
}

// TestSpellingsAreAskedOnce: one course under many spellings is one entry, asked once a run; one that the database
// knows by another spelling stays under that.
func TestSpellingsAreAskedOnce(t *testing.T) {
	links := []string{"/c/x%C3%A9", "/c/x%c3%a9", "/c/%78%C3%A9", "/c/t~a", "/c/t%7Ea", "/c/t%7ea", "/c/a%2Fb", "/c/a%2fb"}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.RequestURI == "/" {
			write(w, page("Catalogue", links...))
			return
		}
		write(w, page("Fiche "+r.URL.Path))
	})
	asked := func(w *world) (list []string) {
		for _, h := range w.hits() {
			if strings.HasPrefix(h.uri, "/c/") {
				list = append(list, h.uri)
			}
		}
		slices.Sort(list)
		return list
	}
	inBubble(t, handler, "", func(w *world) {
		w.walk()
		if got, want := asked(w), []string{"/c/a%2Fb", "/c/t~a", "/c/x%C3%A9"}; !slices.Equal(got, want) {
			t.Errorf("asked %q, want %q", got, want)
		}
	})
	inBubble(t, handler, "", func(w *world) {
		old := "http://" + host + "/c/x%c3%a9"
		w.site = w.site.Knowing(map[string]string{"http://" + host + "/c/x%C3%A9": old})
		_, _ = w.store.Seed(context.Background(), w.site.ID, 0, []schema.Found{{URL: old, Kind: schema.KindCourse}})
		for range 2 {
			w.walk()
			if f := w.wantOutcome("/c/x%c3%a9", schema.OutcomeOK); f.FinalURL != old {
				t.Errorf("it is now %s", f.FinalURL)
			}
		}
		if got, want := asked(w), []string{"/c/a%2Fb", "/c/a%2Fb", "/c/t~a", "/c/t~a", "/c/x%c3%a9", "/c/x%c3%a9"}; !slices.Equal(got, want) {
			t.Errorf("asked %q, want %q", got, want)
		}
	})
}
