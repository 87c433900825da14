package chrome_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"carif/crawler/render"
	"carif/crawler/render/chrome"
)

// browser gives a real browser, or skips the test where none is installed. Its folders go to a directory of the test.
func browser(t *testing.T, o chrome.Options) *chrome.Chrome {
	t.Helper()
	program, _, err := chrome.Find("")
	if err != nil {
		t.Skip("no Chromium here: nothing drawn")
	}
	o.Program = program
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	c := chrome.New(o)
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "carif-browser-*")); len(left) > 0 {
			t.Errorf("folders left: %v", left)
		}
	})
	return c
}

// site answers what pages ask for out of a map of URL to body, and notes it.
type site struct {
	bodies map[string]string
	mu     sync.Mutex
	asked  []string
}

func (s *site) load(_ context.Context, r render.Request) (render.Answer, error) {
	s.mu.Lock()
	s.asked = append(s.asked, string(r.Kind)+" "+r.URL)
	s.mu.Unlock()
	body, ok := s.bodies[r.URL]
	if !ok {
		return render.Answer{}, errors.New("not for this page")
	}
	kind := "text/html; charset=utf-8"
	switch u, _ := url.Parse(r.URL); {
	case strings.HasSuffix(u.Path, ".js"):
		kind = "text/javascript"
	case strings.HasPrefix(u.Path, "/api/"):
		kind = "application/json"
	}
	return render.Answer{Status: 200, Header: http.Header{"Content-Type": {kind}}, Body: []byte(body)}, nil
}

func (s *site) count(what string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if a == what {
			n++
		}
	}
	return n
}

func (s *site) page(u string) render.Page {
	return render.Page{URL: u, Load: s.load, Bounds: render.Bounds{HTML: 1 << 20, Nodes: 5000, Requests: 40, Rounds: 10,
		Clicks: 40, Span: 2 * time.Second, Stuck: 2 * time.Minute}}
}

const host = "https://catalogue.example.org"

func TestDrawsWhatScriptsDraw(t *testing.T) {
	c := browser(t, chrome.Options{})
	s := &site{bodies: map[string]string{
		host + "/": `<html><body><main id=m></main><script src="/app.js"></script></body></html>`,
		host + "/app.js": `setTimeout(() => fetch("/api" + location.hash.slice(1)).then(r => r.json()).then(d => {
			document.getElementById("m").innerHTML = "<h1>" + d.titre + "</h1>" +
			"<button aria-expanded=false onclick='fetch(\"/api/suite\").then(r => r.json()).then(d => {" +
			"this.insertAdjacentHTML(\"afterend\", \"<p>\" + d.texte + \"</p>\"); this.setAttribute(\"aria-expanded\", true)})'>Programme</button>" }), 800)`,
		host + "/api/formation/12": `{"titre": "Soudage à l'arc"}`,
		host + "/api/suite":        `{"texte": "Les positions de base"}`,
	}}
	d, err := c.Draw(t.Context(), s.page(host+"/#/formation/12"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h1>Soudage à l'arc</h1>", "<p>Les positions de base</p>", "</body></html>"} {
		if !strings.Contains(string(d.HTML), want) {
			t.Errorf("%q is not in %s", want, d.HTML)
		}
	}
	if d.Clicks != 1 || d.Cut != "" {
		t.Errorf("drawn: %d clicks, cut by %q", d.Clicks, d.Cut)
	}
	if s.count("document "+host+"/") != 1 || s.count("data "+host+"/api/formation/12") != 1 {
		t.Errorf("asked: %v", s.asked)
	}
}

func TestEndlessListEnds(t *testing.T) {
	c := browser(t, chrome.Options{})
	list := func(end int) string {
		return `<html><body><main><ul></ul><button>Voir plus</button></main><script>
			let n = 0; const more = () => { if (n++ < ` + string(rune('0'+end)) + ` || ` + string(rune('0'+end)) + ` === 9)
			for (let i = 0; i < 5; i++) document.querySelector("ul").insertAdjacentHTML("beforeend", "<li><a href='/c/" + n + i + "'>x</a></li>") };
			document.querySelector("button").onclick = more; more()</script></body></html>`
	}
	scroll := `<html><body><main><ul></ul><div id=end style="height:50px"></div></main><script>
		let n = 0; const more = () => { if (n++ < 4) for (let i = 0; i < 30; i++)
		document.querySelector("ul").insertAdjacentHTML("beforeend", "<li style='height:100px'>x</li>") }; more();
		new IntersectionObserver(es => { if (es[0].isIntersecting) setTimeout(more, 100) }).observe(document.getElementById("end"))</script></body></html>`
	s := &site{bodies: map[string]string{host + "/four": list(4), host + "/endless": list(9), host + "/scroll": scroll}}
	for path, want := range map[string]int{"/four": 20, "/endless": 55, "/scroll": 120} {
		d, err := c.Draw(t.Context(), s.page(host+path))
		if err != nil {
			t.Fatal(path, err)
		}
		if n := strings.Count(string(d.HTML), "</li>") - 1; n != want {
			t.Errorf("%s: %d items, want %d", path, n, want)
		}
		if (d.Cut == "render_rounds") != (path == "/endless") {
			t.Errorf("%s: cut by %q", path, d.Cut)
		}
	}
}

// TestStaysOnThePage: what is pressed may lead to another route; the page is what it was before.
func TestStaysOnThePage(t *testing.T) {
	c := browser(t, chrome.Options{})
	route := `<html><body><main></main><script>const draw = () => document.querySelector("main").innerHTML =
		location.hash === "#/c/1" ? "<h1>Cours</h1><a href='#'>Lire la suite</a>%s" : "<h1>Catalogue</h1>".repeat(9);
		addEventListener("hashchange", draw); draw()</script></body></html>`
	s := &site{bodies: map[string]string{host + "/stay": strings.Replace(route, "%s", "", 1),
		host + "/away": strings.Replace(route, "%s", `<button onclick='location.hash = \"/\"'>Voir plus de cours</button>`, 1)}}
	for path, cut := range map[string]string{"/stay": "", "/away": "render_away"} {
		d, err := c.Draw(t.Context(), s.page(host+path+"#/c/1"))
		if err != nil || d.Cut != cut || !strings.Contains(string(d.HTML), "<main><h1>Cours</h1>") {
			t.Errorf("%s: cut by %q, %v: %s", path, d.Cut, err, d.HTML)
		}
	}
}

// TestBounds: whatever a page does, it ends, by a bound that has a name.
func TestBounds(t *testing.T) {
	c := browser(t, chrome.Options{})
	s := &site{bodies: map[string]string{
		host + "/loop":  `<html><body><script>while (true) {}</script></body></html>`,
		host + "/asks":  `<html><body><script>let n = 0; setInterval(() => fetch("/api/x?" + n++), 1)</script></body></html>`,
		host + "/polls": `<html><body><script>setInterval(() => fetch("/api/x").catch(() => 0), 100)</script></body></html>`,
		host + "/long":  `<html><body><script>document.body.textContent = "x".repeat(2 << 20)</script></body></html>`,
		host + "/nodes": `<html><body><script>document.body.innerHTML = "<i></i>".repeat(6000)</script></body></html>`,
		host + "/alert": `<html><body><script>alert("x"); document.body.textContent = "after"</script></body></html>`,
		host + "/timer": `<html><body><script>setInterval(() => document.body.textContent = Date.now(), 1)</script></body></html>`,
		host + "/away":  `<html><body>here<script>location.href = "/alert"</script></body></html>`,
	}}
	for path, want := range map[string]string{"/loop": "render_stuck", "/asks": "render_requests", "/polls": "",
		"/long": "render_bytes", "/nodes": "render_nodes", "/alert": "", "/timer": "", "/away": ""} {
		p := s.page(host + path)
		if path == "/loop" {
			p.Bounds.Stuck = 10 * time.Second
		}
		_, err := c.Draw(t.Context(), p)
		var over *render.Over
		switch errors.As(err, &over); {
		case want == "" && err != nil, want != "" && over == nil:
			t.Errorf("%s: %v, want limit %q", path, err, want)
		case over != nil && over.Limit != want:
			t.Errorf("%s: limit %s, want %s", path, over.Limit, want)
		}
	}
	if n := s.count("data " + host + "/api/x"); n != 1 {
		t.Errorf("the polled address was asked %d times", n)
	}
}

// TestNothingPassesBy: what is blocked is not had by another way, and is counted.
func TestNothingPassesBy(t *testing.T) {
	c := browser(t, chrome.Options{})
	hits := make(chan string, 10)
	srv := &http.Server{Addr: "127.0.0.1:18499", Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { hits <- r.URL.Path })}
	go func() { _ = srv.ListenAndServe() }()
	defer srv.Close()
	s := &site{bodies: map[string]string{host + "/": `<html><body><main></main><img src="http://127.0.0.1:18499/img">
		<iframe src="http://127.0.0.1:18499/frame"></iframe><script src="http://127.0.0.1:18499/js"></script><script>
		fetch("http://127.0.0.1:18499/fetch").catch(() => 0);
		navigator.sendBeacon("http://127.0.0.1:18499/beacon", "x");
		for (const make of [() => new WebSocket("ws://127.0.0.1:18499/ws"), () => new EventSource("http://127.0.0.1:18499/es"),
			() => new Worker(URL.createObjectURL(new Blob(["fetch('http://127.0.0.1:18499/worker')"]))),
			() => open("http://127.0.0.1:18499/open")]) try { make() } catch {}
		document.querySelector("main").textContent = "drawn"</script></body></html>`}}
	d, err := c.Draw(t.Context(), s.page(host+"/"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(d.HTML), "drawn") {
		t.Errorf("drawn: %s", d.HTML)
	}
	for _, what := range []string{"frame /frame", "script /js", "data /fetch", "other /beacon"} {
		kind, path, _ := strings.Cut(what, " ")
		if s.count(kind+" http://127.0.0.1:18499"+path) != 1 {
			t.Errorf("%s was not asked of us: %v", what, s.asked)
		}
	}
	select {
	case path := <-hits:
		t.Errorf("the browser itself asked for %s", path)
	default:
	}
}

// TestBrowserKilled: a browser that dies is started again, and the page is drawn.
func TestBrowserKilled(t *testing.T) {
	c := browser(t, chrome.Options{})
	killed := false
	s := &site{bodies: map[string]string{host + "/": `<html><body><main></main><script src="/app.js"></script></body></html>`,
		host + "/app.js": `document.querySelector("main").textContent = "drawn"`}}
	p := s.page(host + "/")
	p.Load = func(ctx context.Context, r render.Request) (render.Answer, error) {
		if r.Kind == render.Script && !killed {
			killed = true
			chrome.Kill(c)
		}
		return s.load(ctx, r)
	}
	d, err := c.Draw(t.Context(), p)
	if err != nil || !strings.Contains(string(d.HTML), "drawn") {
		t.Errorf("drawn: %s %v", d.HTML, err)
	}
	if c.Starts != 2 {
		t.Errorf("started %d times", c.Starts)
	}
}

// TestRenewed: sessions and browsers are not kept for long.
func TestRenewed(t *testing.T) {
	c := browser(t, chrome.Options{SessionPages: 2, BrowserPages: 3})
	s := &site{bodies: map[string]string{host + "/": `<html><body><script>
		document.body.textContent = "visit " + (localStorage.n = 1 + +(localStorage.n || 0))</script></body></html>`}}
	for i, want := range []string{"visit 1", "visit 2", "visit 1", "visit 1"} {
		d, err := c.Draw(t.Context(), s.page(host+"/"))
		if err != nil || !strings.Contains(string(d.HTML), want) {
			t.Errorf("page %d: %s %v, want %s", i, d.HTML, err, want)
		}
	}
	if c.Starts != 2 {
		t.Errorf("started %d times", c.Starts)
	}
}

func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, _, err := chrome.Find(""); !errors.Is(err, chrome.ErrNone) {
		t.Errorf("found: %v", err)
	}
	for _, wrong := range []string{"/nowhere/chromium", "ftp://x", "http://"} {
		if _, _, err := chrome.Find(wrong); !errors.Is(err, chrome.ErrNone) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	c := chrome.New(chrome.Options{Program: "/nowhere/chromium"})
	if _, err := c.Draw(t.Context(), render.Page{}); !errors.Is(err, render.ErrLost) {
		t.Errorf("drawn without a browser: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "carif-browser-*")); len(left) > 0 {
		t.Errorf("folders left: %v", left)
	}
}
