package crawler_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"carif/crawler"
	"carif/crawler/render"
	"carif/schema"
)

// painter stands in for a browser: it loads the script of a page and the data that the route names, as a page of the
// scripted site under test does, and puts the answer into a document.
type painter struct {
	extra []render.Request // asked for with every page
	err   error
	drawn []string
}

func (p *painter) Close() error { return nil }

func (p *painter) Draw(ctx context.Context, page render.Page) (render.Drawn, error) {
	p.drawn = append(p.drawn, page.URL)
	base, route, _ := strings.Cut(page.URL, "#")
	if _, err := page.Load(ctx, render.Request{Kind: render.Document, Method: "GET", URL: base}); err != nil {
		return render.Drawn{}, fmt.Errorf("the page itself: %w", err)
	}
	if p.err != nil {
		return render.Drawn{}, p.err
	}
	for _, r := range append(p.extra, render.Request{Kind: render.Script, Method: "GET", URL: "http://" + host + "/app.js"}) {
		_, _ = page.Load(ctx, r)
	}
	if route == "" {
		_, route, _ = strings.Cut(strings.TrimPrefix(base, "http://"), "/")
	}
	ans, err := page.Load(ctx, render.Request{Kind: render.Data, Method: "GET",
		URL: "http://" + host + "/api/" + strings.Trim(route, "/")})
	if err != nil {
		return render.Drawn{HTML: []byte("<html><body></body></html>")}, nil
	}
	return render.Drawn{HTML: ans.Body}, nil
}

const shell = `<html><head><title>Catalogue</title></head><body><div id="app"></div><script src="/app.js"></script></body></html>`

// scripted serves a shell under every page and the words of the pages under /api.
func scripted(data map[string]string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := data[r.URL.Path]
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case ok:
			write(w, body)
		case strings.HasPrefix(r.URL.Path, "/api/"):
			http.NotFound(w, r)
		default:
			w.Header().Set("ETag", `"shell"`)
			write(w, shell)
		}
	})
}

const routed = "render: always\nstart: ['http://" + host + "/#/liste']\nlisting: ['^/#/liste']\n" +
	"course: ['^/#/formation/(?P<id>\\d+)$']\n"

// TestRoutesArePages: the pages of a hash router are pages of their own, drawn one by one, each with its own bytes;
// what they load is asked in the host's turn, scripts once a run.
func TestRoutesArePages(t *testing.T) {
	h := scripted(map[string]string{"/api/liste": page("Liste", "#/formation/1", "#/formation/2", "#top"),
		"/api/formation/1": page("Soudage"), "/api/formation/2": page("Couture")})
	inBubble(t, h, routed, func(w *world) {
		p := &painter{}
		w.o.Render = p
		rep := w.walk()
		if !rep.Complete || rep.Pages != 3 || rep.Drawn != 3 || rep.CoursesListed != 2 {
			t.Errorf("report: %+v", rep)
		}
		f := w.wantOutcome("/#/formation/2", schema.OutcomeOK)
		if !f.Drawn || !strings.Contains(string(f.Page.Body), "Couture") || len(f.Archive) != 1 ||
			string(f.Archive[0].Body) != shell || f.Archive[0].URL != "http://"+host+"/" || f.ETag != "" {
			t.Errorf("fetched: %+v", f.Fetched)
		}
		if n := w.asked("/app.js"); n != 1 {
			t.Errorf("the script was asked %d times", n)
		}
		hits := w.hits()
		for i := 1; i < len(hits); i++ {
			if gap := hits[i].at.Sub(hits[i-1].done); gap < 2*time.Second {
				t.Errorf("%s came %v after %s", hits[i].uri, gap, hits[i-1].uri)
			}
		}
		w.walk()
		for _, h := range w.hits() {
			if h.header.Get("If-None-Match") != "" {
				t.Errorf("%s was asked by the validator of its shell", h.uri)
			}
		}
		if !w.last("/#/formation/1").Unchanged {
			t.Error("a page that says the same is not known as unchanged")
		}
	})
}

// TestDrawnPagesStayInside: what a page asks of others, forbidden ways and addresses, is not sent, and counted.
func TestDrawnPagesStayInside(t *testing.T) {
	h := scripted(map[string]string{"/api/liste": page("Liste", "#/formation/1"), "/api/formation/1": page("Soudage")})
	inBubble(t, h, routed+"ignore: ['^/stats']\napi: {post: ['^/api/search$']}\n", func(w *world) {
		get := func(u string) render.Request { return render.Request{Kind: render.Data, Method: "GET", URL: u} }
		post := func(path string) render.Request {
			return render.Request{Kind: render.Data, Method: "POST", URL: "http://" + host + path, Body: []byte(`{"q":1}`),
				Type: "application/json"}
		}
		w.o.Render = &painter{extra: []render.Request{get("http://ads.example.net/x"), get("http://10.0.0.1/"),
			get("http://" + host + ":22/"), get("http://" + host + "/stats"), post("/api/order"), post("/api/search"),
			{Kind: render.Other, Method: "GET", URL: "http://" + host + "/photo.jpg"}}}
		rep := w.walk()
		for name, want := range map[string]int{"render_foreign": 6, "render_ignored": 2, "render_post": 2} {
			if rep.Limits[name] != want {
				t.Errorf("%s: %d, want %d", name, rep.Limits[name], want)
			}
		}
		for _, path := range []string{"/stats", "/api/order", "/photo.jpg", "/x"} {
			if w.asked(path) > 0 {
				t.Errorf("%s was asked", path)
			}
		}
		if w.asked("/api/search") != 2 || rep.Pages != 2 || !rep.Complete {
			t.Errorf("report: %+v", rep)
		}
		if f := w.last("/#/formation/1"); len(f.Parts) != 2 || f.Parts[0].Method != "POST" {
			t.Errorf("parts: %+v", f.Parts)
		}
	})
}

// TestDrawingFails: a page whose data did not come is no page without words, and one that goes beyond a bound ends the
// night of nobody else.
func TestDrawingFails(t *testing.T) {
	data := map[string]string{"/api/liste": page("Liste", "#/formation/1"), "/api/formation/1": page("Soudage")}
	h := scripted(data)
	down := true
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/formation/1" && down {
			down = false
			http.Error(w, "busy", http.StatusBadGateway)
			return
		}
		h.ServeHTTP(w, r)
	}), routed, func(w *world) {
		p := &painter{}
		w.o.Render = p
		if rep := w.walk(); rep.Healed != 1 || !rep.Complete || len(p.drawn) != 3 {
			t.Errorf("healed %d, drawn %v", rep.Healed, p.drawn)
		}
		p.err = &render.Over{Limit: "render_stuck", Why: "it never settles"}
		rep := w.walk()
		f := w.wantOutcome("/#/formation/1", schema.OutcomeTooBig)
		if f.Limit != "render_stuck" || rep.Limits["render_stuck"] != 2 || rep.Complete {
			t.Errorf("limit %q, report %+v", f.Limit, rep)
		}
		p.err = render.ErrLost
		w.walk()
		w.wantOutcome("/#/formation/1", schema.OutcomeBroken)
	})
}

// TestInterruptedWhileDrawn: a page in hand is given back.
func TestInterruptedWhileDrawn(t *testing.T) {
	inBubble(t, scripted(map[string]string{"/api/liste": page("Liste")}), routed, func(w *world) {
		ctx, cancel := context.WithCancel(context.Background())
		w.o.Render = browserFunc(func(ctx context.Context, _ render.Page) (render.Drawn, error) {
			cancel()
			<-ctx.Done()
			return render.Drawn{}, ctx.Err()
		})
		if _, err := w.tryWalk(ctx, w.store.Visit); !errors.Is(err, context.Canceled) {
			t.Errorf("walk: %v", err)
		}
		if e := w.store.Entries("essai"); len(e) != 1 || e[0].State != schema.StateFresh {
			t.Errorf("entries: %+v", e)
		}
	})
}

type browserFunc func(context.Context, render.Page) (render.Drawn, error)

func (f browserFunc) Draw(ctx context.Context, p render.Page) (render.Drawn, error) { return f(ctx, p) }
func (f browserFunc) Close() error                                                  { return nil }

// TestAuto: five shells of a class have it drawn, and the five are taken again; a class of fewer pages is drawn when
// nothing else is left.
func TestAuto(t *testing.T) {
	data := map[string]string{}
	var links []string
	for i := range 7 {
		links = append(links, fmt.Sprintf("/c/%d", i))
		data[fmt.Sprintf("/api/c/%d", i)] = page(fmt.Sprintf("Cours %d", i))
	}
	data["/liste"] = page("Liste", links...)
	inBubble(t, scripted(data), "render: auto\nstart: ['http://"+host+"/liste']\n", func(w *world) {
		p := &painter{}
		w.o.Render = p
		rep := w.walk()
		if rep.Drawn != 7 || rep.Pages != 8 || rep.Outcomes[schema.OutcomeOK] != 8 || !rep.Complete || len(rep.Alarms) != 1 ||
			!strings.Contains(rep.Alarms[0], "5 pages of kind course") {
			t.Errorf("report: %+v", rep)
		}
		if n := w.asked("/c/"); n != 12 {
			t.Errorf("courses were asked %d times", n)
		}
	})
	delete(data, "/liste")
	data["/api/liste"] = page("Liste", links[:2]...)
	inBubble(t, scripted(data), "render: auto\nstart: ['http://"+host+"/liste']\n", func(w *world) {
		w.o.Render = &painter{}
		if rep := w.walk(); rep.Drawn != 3 || rep.Outcomes[schema.OutcomeOK] != 3 || !rep.Complete {
			t.Errorf("report: %+v", rep)
		}
	})
	inBubble(t, scripted(data), "render: auto\nstart: ['http://"+host+"/liste']\n", func(w *world) {
		rep := w.walk() // what a list holds that was not drawn is not known
		if len(rep.Alarms) != 1 || !strings.Contains(rep.Alarms[0], "no browser") || rep.Complete ||
			!strings.Contains(rep.Why, "kind listing came as shells") {
			t.Errorf("report: %+v", rep)
		}
	})
}

// TestAutoIsResumed: shells of a run that was interrupted are drawn when it goes on.
func TestAutoIsResumed(t *testing.T) {
	data := map[string]string{"/api/liste": page("Liste", "/c/1", "/c/2"), "/api/c/1": page("Cours 1"), "/api/c/2": page("Cours 2")}
	inBubble(t, scripted(data), "render: auto\nstart: ['http://"+host+"/liste']\n", func(w *world) {
		w.o.Render = &painter{}
		ctx, cancel := context.WithCancel(context.Background())
		_, err := w.tryWalk(ctx, func(ctx context.Context, f *crawler.Fetched) error {
			cancel() // with the shell of the list
			return w.store.Visit(ctx, f)
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("walk: %v", err)
		}
		w.run--
		rep := w.walk()
		if rep.Drawn != 3 || !rep.Complete || rep.Outcomes[schema.OutcomeOK] != 3 || rep.Pages != 3 {
			t.Errorf("report: %+v", rep)
		}
	})
}
