package probe

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carif/crawler"
	"carif/harvest"
	"carif/sites"
)

func reader(t testing.TB) *harvest.Reader {
	t.Helper()
	r, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func looker(t testing.TB) *Looker {
	t.Helper()
	l, err := NewLooker(crawler.Options{UserAgent: "carif-test/1 (+https://example.org/bot)", AllowLoopback: true, Delay: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

func doc(body string) string {
	return `<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Catalogue</title></head><body>` + body + `</body></html>`
}

func anchors(format string, n int) (s string) {
	for i := range n {
		s += fmt.Sprintf("<li><a href=\""+format+"\">Formation %[1]d</a></li>", i+1)
	}
	return s
}

const prose = `<main><h1>Les formations</h1><p>Toutes les formations de la région, mises à jour chaque semaine par les organismes.</p>`

// served are the pages of a site that has everything a site may be.
var served = map[string]string{
	"/robots.txt": "User-agent: *\nCrawl-delay: 0.001\nDisallow: /prive\nSitemap: /plan.xml\n",
	"/formations": doc(prose + anchors("/formations/2026%02d", 12) + anchors("/actualites/nouvelle-de-la-semaine-%d", 3) +
		`<a href="/formations?page=2">2</a><a href="/formations?page=3">3</a></main>`),
	"/slugs": doc(prose + `<ul><li><a href="/stages/soudure">a</a><li><a href="/stages/poterie">b</a><li><a href="/stages/couture">c</a>` +
		`<li><a href="/stages/peinture">d</a><li><a href="/stages/vente">e</a><li><a href="/stages/anglais">f</a></ul></main>`),
	"/shell":    doc(`<div id="app"></div><script src="/app.js"></script>`),
	"/shellapi": doc(`<div id="app" data-url="/api/v1/formations?size=20"></div><script>fetch("https:\/\/autre.example.org\/graphql")</script>`),
	"/hash":     doc(prose + `<a href="#/formations/1">un</a><a href="#/formations/2">deux</a></main>`),
	"/api":      `{"formations": []}`,
	"/flux.xml": `<?xml version="1.0"?><lheo xmlns="http://lheo.gouv.fr/2.3"></lheo>`,
	"/texte":    doc(prose + "<p>" + strings.Repeat("Des mots sur la région et ses habitants. ", 60) + `</p><a href="/contact">Contact</a></main>`),
	"/donnees": doc(prose + `<script type="application/ld+json">{"@type":"Course","name":"Soudure","hasCourseInstance":[{"@type":"CourseInstance",` +
		`"startDate":"2026-12-01"}]}</script></main>`),
}

func serve(t *testing.T) (url string, asked *[]string) {
	t.Helper()
	asked = &[]string{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.Path)
		body, ok := served[r.URL.Path]
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		switch {
		case r.URL.Path == "/ailleurs":
			http.Redirect(w, r, "https://www.example.org/formations", http.StatusMovedPermanently)
		case r.URL.Path == "/panne":
			w.WriteHeader(http.StatusInternalServerError)
		case strings.HasPrefix(r.URL.Path, "/formations/"):
			fmt.Fprint(w, doc(`<main><h1>Soudure à l'arc `+r.URL.Path+`</h1><h2>Objectifs</h2><p>Souder à plat.</p><h2>Programme</h2><p>Les cordons.</p>`+
				`<h2>Durée</h2><p>14 heures</p></main>`))
		case !ok:
			http.NotFound(w, r)
		case r.URL.Path == "/formations":
			w.Header().Set("ETag", `"1"`)
			if r.Header.Get("If-None-Match") == `"1"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			fmt.Fprint(w, body)
		case r.URL.Path == "/texte":
			w.Header().Set("Last-Modified", "Tue, 01 Sep 2026 06:20:00 GMT")
			fmt.Fprint(w, body)
		default:
			fmt.Fprint(w, strings.ReplaceAll(body, "Sitemap: /", "Sitemap: http://"+r.Host+"/"))
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL, asked
}

// TestProbe: each kind of site is told, with the reason, in a handful of requests.
func TestProbe(t *testing.T) {
	base, asked := serve(t)
	r := reader(t)
	for path, tt := range map[string]struct {
		needs, why, next string
		more             func(*Report) bool
	}{
		"/formations": {NeedsStatic, "12 links of the shape /formations/#", "sites new --from", func(r *Report) bool {
			c, l := r.roles()
			return c.Pattern == `^/formations/(?P<id>\d+)$` && l.Count == 2 && r.Validators.Conditional == "honoured" && r.Requests == 3 &&
				r.Robots.Allowed && r.Robots.CrawlDelay == 0.001 && len(r.Robots.Sitemaps) == 1
		}},
		"/slugs": {NeedsStatic, "6 links of the shape /stages/…", "sites new --from", func(r *Report) bool {
			c, _ := r.roles()
			return c.Pattern == `^/stages/[^/?]+$` && r.Validators.Conditional == "" && r.Requests == 2
		}},
		"/shell":    {NeedsScripted, "an empty shell", "render", func(r *Report) bool { return r.Shell && r.Scripts == 1 }},
		"/shellapi": {NeedsAPI, "names addresses of JSON", "/api/v1/formations?size=20", func(r *Report) bool { return len(r.JSON) == 2 && r.JSON[1] == "https://autre.example.org/graphql" }},
		"/hash":     {NeedsScripted, "drawn by scripts", "render", func(r *Report) bool { return r.HashRoutes == 2 }},
		"/api":      {NeedsAPI, "the answer is JSON", "api", nil},
		"/flux.xml": {NeedsFeed, "LHÉO", "feed", nil},
		"/texte":    {NeedsStatic, "no links that could be courses", "sites probe", func(r *Report) bool { return r.Validators.Conditional == "ignored" }},
		"/donnees": {NeedsStatic, "", "", func(r *Report) bool {
			return len(r.Embedded) == 2 && r.Embedded[0] == (Embedded{"schema.org Course", 1, "Soudure"})
		}},
		"/formations/202601": {NeedsStatic, "the page itself is a course", "of the page that lists", func(r *Report) bool { return r.Reads.Courses == 1 }},
		"/prive":             {NeedsNone, "robots.txt does not allow", "", func(r *Report) bool { return !r.Robots.Allowed }},
		"/ailleurs":          {NeedsNone, "another host", "sites probe https://www.example.org/formations", nil},
		"/panne":             {NeedsNone, "status 500", "once more", func(r *Report) bool { return r.Requests == 2 }},
		"/rien":              {NeedsNone, "status 404", "once more", nil},
	} {
		t.Run(path, func(t *testing.T) {
			*asked = nil
			rep, err := URL(context.Background(), looker(t), r, base+path)
			if err != nil {
				t.Fatal(err)
			}
			if next := strings.Join(rep.Next, "\n"); rep.Needs != tt.needs || !strings.Contains(rep.Why, tt.why) || !strings.Contains(next, tt.next) {
				t.Errorf("needs %s because %q, next %q; want %s, %q, %q", rep.Needs, rep.Why, next, tt.needs, tt.why, tt.next)
			}
			if tt.more != nil && !tt.more(rep) {
				t.Errorf("%+v", rep)
			}
			if len(*asked) != rep.Requests || (*asked)[0] != "/robots.txt" || len(*asked) > 4 || path == "/prive" && len(*asked) > 1 {
				t.Errorf("asked %q, told %d", *asked, rep.Requests)
			}
		})
	}
}

func TestProbeSaved(t *testing.T) {
	rep := Saved([]byte(served["/formations"]), "x.html", "https://catalogue.example.org/formations", reader(t))
	if c, l := rep.roles(); rep.Needs != NeedsStatic || c == nil || l == nil || rep.Outcome != "" {
		t.Errorf("%+v", rep)
	}
	if rep := Saved([]byte(served["/shell"]), "x.html", "", reader(t)); rep.Needs != NeedsScripted {
		t.Errorf("%+v", rep)
	}
}

// TestShapes: what the courses and the other pages of a list are, whatever their addresses are made of.
func TestShapes(t *testing.T) {
	at, err := url.Parse("https://catalogue.example.org/recherche?theme=metal")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		hrefs               []string
		course, list, pager string
	}{
		"a number in the query, facets and pages": {[]string{"/fiche.php?id=12", "/fiche.php?id=13", "/fiche.php?id=140", "/recherche?theme=1", "/recherche?theme=2",
			"/recherche?theme=3", "/recherche?theme=4", "/recherche?theme=metal&page=2"}, `^/fiche\.php\?(?:.*&)?id=(?P<id>\d+)`, "/recherche?page=#&theme",
			`^/recherche/?\?(.*&)?page=\d+(&|$)`},
		"a name with a number": {[]string{"/stage/souder-a-plat-12.html", "/stage/poterie-de-table-13.html", "/actualites/2026/1", "/actualites/2026/2", "/actualites/2026/3"},
			`^/stage/[^/?]*?(?P<id>\d+)(?:\.[a-z]+)?$`, "", `^/recherche/?\?theme=metal$`},
		"pages of the list in the path": {[]string{"/recherche/page/2", "/recherche/page/3", "/offres/1/a", "/offres/2/b"}, `^/offres/(?P<id>\d+)/[^/?]+$`, "/recherche/page/#",
			`^/recherche/?(page[/-]?\d+/?)?$`},
		"courses on another host": {[]string{"https://fiches.example.org/f/1", "https://fiches.example.org/f/2", "https://fiches.example.org/f/3", "https://fiches.example.org/f/4",
			"https://fiches.example.org/f/5", "https://www.example.net/a/1", "/contact"}, `^/f/(?P<id>\d+)$`, "", `^/recherche/?\?theme=metal$`},
		"nothing": {[]string{"/contact", "/mentions-legales", "https://www.example.net/"}, "", "", `^/recherche/?\?theme=metal$`},
	} {
		t.Run(name, func(t *testing.T) {
			var list []*url.URL
			for _, h := range tt.hrefs {
				u, err := at.Parse(h)
				if err != nil {
					t.Fatal(err)
				}
				list = append(list, u)
			}
			rep := &Report{Links: shapesOf(at, list)}
			c, l := rep.roles()
			got := [3]string{"", "", ListPattern(at, rep.Links)}
			if c != nil {
				got[0] = c.Pattern
			}
			if l != nil {
				got[1] = l.Shape
			}
			if want := [3]string{tt.course, tt.list, tt.pager}; got != want {
				t.Errorf("got  %q\nwant %q\n%+v", got, want, rep.Links)
			}
		})
	}
}

// TestDraft: the profile drafted from a list reads that list's courses, page by page.
func TestDraft(t *testing.T) {
	base, asked := serve(t)
	d, _, err := Draft(context.Background(), looker(t), reader(t), base+"/formations", 4)
	if err != nil || d == nil {
		t.Fatal(d, err)
	}
	text := d.YAML()
	for _, want := range []string{"start: [\"" + base + "/formations\"]", `listing: ['^/formations/?(\?page=\d+)?$']`,
		`course: ['^/formations/(?P<id>\d+)$']  # 12 links of the list`, "/plan.xml", "pace: {delay: 2s"} {
		if !strings.Contains(text, want) {
			t.Errorf("the draft has no %q:\n%s", want, text)
		}
	}
	if len(*asked) != 1+2+4 {
		t.Errorf("asked %q", *asked)
	}
	s, err := sites.Parse([]byte(text), "draft")
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := looker(t).Look(context.Background(), s, []string{base + "/formations"}, 5)
	if err != nil || len(got) != 5 {
		t.Fatalf("%d pages, %v", len(got), err)
	}
	dir := t.TempDir()
	if n, err := Save(dir, got); n != 5 || err != nil {
		t.Fatal(n, err)
	}
	trial, err := harvest.TrialOf(context.Background(), harvest.Files{Paths: []string{dir}, Reader: reader(t)}, s, 0)
	if err != nil || trial.Courses != 4 || trial.Kinds["course"] != 4 || trial.Kinds["listing"] != 1 {
		t.Errorf("%+v, %v", trial, err)
	}
	if _, _, err := looker(t).Look(context.Background(), s, []string{"https://www.example.org/"}, 1); err == nil {
		t.Error("a page of another host was looked at")
	}
}

func TestFromFolder(t *testing.T) {
	dir := t.TempDir()
	host := filepath.Join(dir, "catalogue.example.org")
	if err := os.Mkdir(host, 0o700); err != nil {
		t.Fatal(err)
	}
	index := "host,id,url\ncatalogue.example.org,liste,https://catalogue.example.org/formations\n"
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(host, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("liste.html", served["/formations"])
	for i := range 4 {
		write(fmt.Sprintf("%d.html", i), doc(fmt.Sprintf(`<main><h1>Soudure %d</h1><h2>Objectifs</h2><p>Souder.</p><h2>Programme</h2><p>Les cordons.</p></main>`, i)))
		index += fmt.Sprintf("catalogue.example.org,%d,https://catalogue.example.org/formations/20260%d\n", i, i)
	}
	if err := os.WriteFile(filepath.Join(dir, "index.csv"), []byte(index), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := drafted(context.Background(), reader(t), t.TempDir(), nil)
	if d != nil || err != nil {
		t.Fatal(d, err)
	}
	l := listing{}
	f := harvest.Files{Paths: []string{dir}, Reader: reader(t)}
	err = f.Drafts(context.Background(), l.take)
	if err == nil {
		err = FromFolder(l.Draft, dir)
	}
	if err != nil || l.Listing != `^/formations/?(\?page=\d+)?$` || l.Start != "https://catalogue.example.org/formations" || !l.Paged {
		t.Errorf("%+v, %v", l.Draft, err)
	}
}
