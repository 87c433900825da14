package crawler_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"carif/schema"
)

// signpost is a page that holds nothing but a refresh.
func signpost(content string) string {
	return fmt.Sprintf(`<html><head><meta http-equiv="Refresh" content="%s"></head><body></body></html>`, content)
}

// TestRefreshIsARedirect: a page that sends its readers on by itself is one, and its neighbours are not.
func TestRefreshIsARedirect(t *testing.T) {
	full := page("Fiche")
	withHead := func(head string) string { return strings.Replace(full, "<head>", "<head>"+head, 1) }
	tests := []struct {
		name, html string
		want       schema.Outcome
		asked      int // requests for the target: the way there is its own entry's too
	}{
		{"as the standard writes it", signpost("0;URL='/ok/2'"), schema.OutcomeMoved, 1},
		{"without quotes", signpost("0; url=/ok/2"), schema.OutcomeMoved, 1},
		{"double quotes", signpost("0;url=&quot;/ok/2&quot;"), schema.OutcomeMoved, 1},
		{"without url=", signpost("1, /ok/2"), schema.OutcomeMoved, 1},
		{"relative", signpost("0;url=2"), schema.OutcomeMoved, 1},
		{"absolute", signpost("0;url=http://" + host + "/ok/2#top"), schema.OutcomeMoved, 1},
		{"with a base", `<html><head><base href="/ok/x/"><meta http-equiv=refresh content="0;url=../2"></head><body></body></html>`, schema.OutcomeMoved, 1},
		{"in the body", `<html><body><meta http-equiv=refresh content="0;url=/ok/2"></body></html>`, schema.OutcomeMoved, 1},
		{"at once, whatever the page says", withHead(`<meta http-equiv=refresh content="0;url=/ok/2">`),
			schema.OutcomeMoved, 1},
		{"in five seconds, from a page of excuse", signpost("5;url=/ok/2"), schema.OutcomeMoved, 1},
		{"in five seconds, from a note", "<html><body><p>Cette page a changé d'adresse. Vous allez être redirigé vers la nouvelle.</p>" +
			`<meta http-equiv=refresh content="5;url=/ok/2"></body></html>`, schema.OutcomeMoved, 1},
		{"from a page that never ends", `<html><head><meta http-equiv=refresh content="0;url=/ok/2">`, schema.OutcomeMoved,
			1},
		{"from a maintenance page", "<html><head><title>Maintenance</title>" + `<meta http-equiv=refresh content="0;url=/">` +
			"</head><body><p>Le site est en maintenance</p></body></html>", schema.OutcomeMaintenance, 0},
		{"from a bot check", "<html><head><title>Just a moment...</title>" +
			`<meta http-equiv=refresh content="0;url=/ok/2">` +
			"</head><body><p>Checking your browser</p></body></html>", schema.OutcomeChallenge, 0},
		{"in five seconds, from a course", withHead(`<meta http-equiv=refresh content="5;url=/ok/2">`), schema.OutcomeOK, 0},
		{"after a while", withHead(`<meta http-equiv=refresh content="300;url=/ok/2">`), schema.OutcomeOK, 0},
		{"of itself", withHead(`<meta http-equiv=refresh content="0;url=/ok/1">`), schema.OutcomeOK, 0},
		{"of itself, without a URL", withHead(`<meta http-equiv=refresh content="0">`), schema.OutcomeOK, 0},
		{"of itself, by another name", withHead(`<meta http-equiv=refresh content="0;url=/ok/1#jour">`), schema.OutcomeOK, 0},
		{"for those without scripts", withHead(`<noscript><meta http-equiv=refresh content="0;url=/ok/2"></noscript>`),
			schema.OutcomeOK, 0},
		{"in a template", withHead(`<template><meta http-equiv=refresh content="0;url=/ok/2"></template>`), schema.OutcomeOK, 0},
		{"in a template of the body", strings.Replace(full, "</main>",
			`<template><div><meta http-equiv=refresh content="0;url=/ok/2"></div></template></main>`, 1), schema.OutcomeOK, 0},
		{"in a comment", withHead(`<!-- <meta http-equiv=refresh content="0;url=/ok/2"> -->`), schema.OutcomeOK, 0},
		{"to a script", withHead(`<meta http-equiv=refresh content="0;url=javascript:go()">`), schema.OutcomeOK, 0},
		{"to another host", signpost("0;url=http://other.example/ok/2"), schema.OutcomeRefused, 0},
		{"to a private address", signpost("0;url=http://169.254.169.254/ok/2"), schema.OutcomeRefused, 0},
		{"to a page that is no course", signpost("0;url=/"), schema.OutcomeSoft404, 0},
		{"to a page that robots.txt forbids", signpost("0;url=/ok/private"), schema.OutcomeRobots, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			handler := http.NewServeMux()
			handler.Handle("/", pages(map[string]string{"/": page("Catalogue", "/ok/1"), "/ok/1": tt.html,
				"/ok/2": page("Suite")}))
			handler.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write([]byte("User-agent: *\nDisallow: /ok/private\n"))
			})
			inBubble(t, handler, "", func(w *world) {
				rep := w.walk()
				f := w.wantOutcome("/ok/1", tt.want)
				if n := w.asked("/ok/2"); n != tt.asked {
					t.Errorf("the target was asked %d times, want %d", n, tt.asked)
				}
				if w.asked("/ok/private") != 0 {
					t.Error("a forbidden page was asked")
				}
				if tt.want != schema.OutcomeMoved {
					return
				}
				if f.FinalURL != "http://"+host+"/ok/2" || len(f.Archive) != 1 || f.Hops[0].Status != 200 ||
					!strings.Contains(f.Reason, "refresh") {
					t.Errorf("got %s, %d answers, hops %v, %q", f.FinalURL, len(f.Archive), f.Hops, f.Reason)
				}
				if w.wantOutcome("/ok/2", schema.OutcomeOK); !rep.Complete {
					t.Errorf("not complete: %s", rep.Why)
				}
			})
		})
	}
}

// The header of that name does the same.
func TestRefreshHeader(t *testing.T) {
	handler := http.NewServeMux()
	handler.Handle("/", pages(map[string]string{"/": page("Catalogue", "/ok/1", "/ok/3"), "/ok/2": page("Suite")}))
	for path, value := range map[string]string{"/ok/1": "0; url=/ok/2", "/ok/3": "60; url=/ok/2"} {
		handler.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Refresh", value)
			write(w, page("Fiche"))
		})
	}
	inBubble(t, handler, "", func(w *world) {
		w.walk()
		w.wantOutcome("/ok/1", schema.OutcomeMoved)
		w.wantOutcome("/ok/2", schema.OutcomeOK)
		w.wantOutcome("/ok/3", schema.OutcomeOK)
	})
}

// A circle of refreshes ends, alone or with redirects among them, and so does a way without end.
func TestRefreshInACircle(t *testing.T) {
	handler := http.NewServeMux()
	handler.Handle("/", pages(map[string]string{"/": page("Catalogue", "/ok/1", "/ok/3", "/ok/10"),
		"/ok/1": signpost("0;url=/ok/2"), "/ok/2": signpost("0;url=/ok/1"), "/ok/3": signpost("0;url=/r/4")}))
	handler.Handle("/r/4", http.RedirectHandler("/ok/3", http.StatusFound))
	handler.HandleFunc("/ok/{n}", func(w http.ResponseWriter, r *http.Request) {
		n := 0
		_, _ = fmt.Sscan(r.PathValue("n"), &n)
		switch {
		case n < 3:
			write(w, signpost(fmt.Sprintf("0;url=/ok/%d", 3-n)))
		case n == 3:
			write(w, signpost("0;url=/r/4"))
		default:
			write(w, signpost(fmt.Sprintf("0;url=/ok/%d", n+1)))
		}
	})
	inBubble(t, handler, "", func(w *world) {
		w.walk()
		for _, path := range []string{"/ok/1", "/ok/3", "/ok/10"} {
			if f := w.wantOutcome(path, schema.OutcomeRefused); f.Limit != "redirects" || len(f.Page.Body) > 0 || f.Doc != nil {
				t.Errorf("%s: limit %q, %d bytes kept", path, f.Limit, len(f.Page.Body))
			}
		}
		if n := len(w.hits()); n > 2+2+2+6 {
			t.Errorf("%d requests", n)
		}
	})
}

// A listing may send its readers on too: it is read where it leads.
func TestRefreshOfAListing(t *testing.T) {
	inBubble(t, pages(map[string]string{"/": signpost("0; url=/liste"), "/liste": page("Catalogue", "/ok/1"),
		"/ok/1": page("Fiche")}),
		"listing: ['^/liste$']\n", func(w *world) {
			w.walk()
			w.wantOutcome("/", schema.OutcomeMoved)
			w.wantOutcome("/ok/1", schema.OutcomeOK)
		})
}
