package crawler_test

import (
	"net/http"
	"runtime"
	"strings"
	"testing"

	"carif/crawler"
	"carif/fixtures"
	"carif/schema"
)

func TestRedirects(t *testing.T) {
	tests := map[string]struct {
		want  schema.Outcome
		limit string
	}{
		"/r/self": {schema.OutcomeRefused, "redirects"}, "/r/ping": {schema.OutcomeRefused, "redirects"},
		"/r/loop/0": {schema.OutcomeRefused, "redirects"}, "/r/chain/5": {schema.OutcomeMoved, ""},
		"/r/chain/6":   {schema.OutcomeRefused, "redirects"},
		"/r/bad/empty": {schema.OutcomeUnexpected, ""}, "/r/bad/none": {schema.OutcomeUnexpected, ""},
		"/r/bad/invalid":  {schema.OutcomeUnexpected, ""},
		"/r/bad/nonascii": {schema.OutcomeMoved, ""},
	}
	for _, bad := range []string{"javascript", "file", "data", "ftp", "private", "loopback", "metadata", "decimal",
		"octal", "mapped", "port", "userinfo"} {
		tests["/r/bad/"+bad] = struct {
			want  schema.Outcome
			limit string
		}{schema.OutcomeRefused, ""}
	}
	for path, tt := range tests {
		t.Run(path, func(t *testing.T) {
			faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
				rep := w.walk()
				f := w.wantOutcome(path, tt.want)
				if f.Limit != tt.limit || rep.Limits["redirects"] > 1 {
					t.Errorf("limit: got %q, want %q", f.Limit, tt.limit)
				}
				if len(f.Hops) > 0 && !strings.Contains(f.Reason, "by way of") {
					t.Errorf("reason names no chain: %q", f.Reason)
				}
				if len(f.Archive) > 7 {
					t.Errorf("%d requests", len(f.Archive))
				}
				for _, d := range w.ln.Dials() {
					if d != "93.184.216.34:80" {
						t.Errorf("dialled %s", d)
					}
				}
			})
		})
	}
}

// A refresh to an address that may not be asked is refused as a redirect to it is.
func TestRefreshToBadAddress(t *testing.T) {
	for _, what := range fixtures.BadRedirects()[1:] {
		if what == "nonascii" {
			continue
		}
		faulty(t, []string{"/r/meta/" + what}, func(w *world, _ *fixtures.FaultServer) {
			w.walk()
			if f := w.last("/r/meta/" + what); f.Outcome.Good() || len(w.hits()) != 3 {
				t.Errorf("%s: got %s, %d requests", what, f.Outcome, len(w.hits()))
			}
			for _, d := range w.ln.Dials() {
				if d != "93.184.216.34:80" {
					t.Errorf("%s: dialled %s", what, d)
				}
			}
		})
	}
}

// Each hop is judged by robots.txt too.
func TestRedirectToDisallowed(t *testing.T) {
	faulty(t, []string{"/r/private"}, func(w *world, srv *fixtures.FaultServer) {
		srv.SetRobots("private")
		w.walk()
		w.wantOutcome("/r/private", schema.OutcomeRobots)
		if w.asked("/private/") != 0 {
			t.Error("a disallowed page was asked for by way of a redirect")
		}
	})
}

func TestMoved(t *testing.T) {
	faulty(t, []string{"/ok/1", "/r/moved/1", "/r/moved/2"}, func(w *world, _ *fixtures.FaultServer) {
		rep := w.walk()
		f := w.wantOutcome("/r/moved/1", schema.OutcomeMoved)
		if f.FinalURL != "http://"+host+"/ok/1" || f.Entry.URL != "http://"+host+"/r/moved/1" || len(f.Hops) != 1 ||
			len(f.Archive) != 1 || !f.Alias {
			t.Errorf("got %+v", f)
		}
		w.wantOutcome("/ok/2", schema.OutcomeOK) // the target has an entry of its own
		if a, b := w.asked("/ok/1"), w.asked("/ok/2"); a != 1 || b != 1 {
			t.Errorf("the targets were asked %d and %d times", a, b)
		}
		if !rep.Complete || len(rep.Faults) != 0 {
			t.Errorf("got %+v", rep)
		}
	})
}

// A course that leads away to a listing is gone in all but status.
func TestCourseRedirectedHome(t *testing.T) {
	faulty(t, []string{"/r/to?url=/"}, func(w *world, _ *fixtures.FaultServer) {
		w.walk()
		w.wantOutcome("/r/to?url=/", schema.OutcomeSoft404)
	})
}

func TestBombs(t *testing.T) {
	for _, path := range []string{"/bomb/gzip/64", "/bomb/deflate/64", "/bomb/br/64", "/bomb/zstd/64"} {
		t.Run(path, func(t *testing.T) {
			faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				w.walk()
				runtime.ReadMemStats(&after)
				f := w.wantOutcome(path, schema.OutcomeTooBig)
				if f.Limit != "ratio" && f.Limit != "page_bytes" {
					t.Errorf("limit: got %q", f.Limit)
				}
				if got := after.TotalAlloc - before.TotalAlloc; got > 150<<20 {
					t.Errorf("%d MiB allocated", got>>20)
				}
			})
		})
	}
}

func TestOddFiles(t *testing.T) {
	tests := map[string]schema.Outcome{"/bomb/nested/16": schema.OutcomeBadType, "/bomb/file/16": schema.OutcomeBadType,
		"/bomb/appgzip/16": schema.OutcomeBadType,
		"/gz/ok":           schema.OutcomeOK, "/gz/trunc": schema.OutcomeBroken, "/gz/badcrc": schema.OutcomeBroken,
		"/gz/fake": schema.OutcomeBroken}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
				w.walk()
				f := w.last(path)
				if f.Outcome != want && !(want == schema.OutcomeBadType && f.Outcome == schema.OutcomeTooBig) {
					t.Errorf("got %s (%s), want %s", f.Outcome, f.Reason, want)
				}
			})
		})
	}
}

// TestSizeToTheByte holds the page limit to the byte.
func TestSizeToTheByte(t *testing.T) {
	max := int(crawler.DefaultLimits().PageBytes)
	tests := map[string]schema.Outcome{
		"/page/" + itoa(max):   schema.OutcomeOK,
		"/page/" + itoa(max+1): schema.OutcomeTooBig,
	}
	for path, want := range tests {
		faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
			rep := w.walk()
			f := w.wantOutcome(path, want)
			if want == schema.OutcomeTooBig && (f.Limit != "page_bytes" || rep.Limits["page_bytes"] != 1 || f.Page.Body != nil) {
				t.Errorf("limit %q, report %v, %d bytes kept", f.Limit, rep.Limits, len(f.Page.Body))
			}
		})
	}
}

func TestBigBodies(t *testing.T) {
	for _, path := range []string{"/big/500", "/endless"} {
		faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
			w.site = profileOf(t, "course: ['^/(big|endless)']\n")
			rep := w.walk()
			f := w.wantOutcome(path, schema.OutcomeTooBig)
			if f.Limit != "page_bytes" || len(f.Page.Body) != 0 || w.asked(path) != 1 || rep.Bytes > 1<<20 {
				t.Errorf("%s: limit %q, %d bytes, %d requests, report %+v", path, f.Limit, len(f.Page.Body), w.asked(path), rep)
			}
		})
	}
}

func TestHostileHeaders(t *testing.T) {
	tests := map[string]schema.Outcome{
		"/hdr/size/2048": schema.OutcomeTooBig, "/hdr/count/20000": schema.OutcomeTooBig,
		"/hdr/cookies/100": schema.OutcomeTooBig, "/hdr/size/100": schema.OutcomeOK,
		"/raw/status999": schema.OutcomeUnexpected, "/raw/status-1": schema.OutcomeBroken,
		"/raw/garbage": schema.OutcomeBroken, "/raw/twocl": schema.OutcomeBroken,
		"/raw/http09": schema.OutcomeBroken, "/raw/badproto": schema.OutcomeBroken, "/raw/nocolon": schema.OutcomeBroken,
		"/raw/nul": schema.OutcomeBroken,
	}
	for path, want := range tests {
		t.Run(path, func(t *testing.T) {
			faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
				w.walk()
				w.wantOutcome(path, want)
				for _, h := range w.hits() {
					if h.header.Get("Cookie") != "" {
						t.Error("a cookie was sent back")
					}
				}
			})
		})
	}
}

func TestValidators(t *testing.T) {
	links := []string{"/cache/etag", "/cache/lastmod", "/cache/weak", "/cache/stale304", "/cache/always304",
		"/cache/sametag", "/cache/clock"}
	faulty(t, links, func(w *world, _ *fixtures.FaultServer) {
		w.walk()
		for _, p := range links {
			if p == "/cache/always304" {
				w.wantOutcome(p, schema.OutcomeUnexpected)
				continue
			}
			if f := w.wantOutcome(p, schema.OutcomeOK); f.Unchanged {
				t.Errorf("%s: unchanged at first sight", p)
			}
		}
		w.walk()
		for p, want := range map[string]schema.Outcome{"/cache/etag": schema.OutcomeNotModified,
			"/cache/lastmod": schema.OutcomeNotModified,
			"/cache/weak":    schema.OutcomeNotModified, "/cache/sametag": schema.OutcomeOK, "/cache/clock": schema.OutcomeOK} {
			f := w.wantOutcome(p, want)
			if changed := p == "/cache/sametag"; f.Unchanged == changed {
				t.Errorf("%s: unchanged = %v", p, f.Unchanged)
			}
		}
		w.o.Recheck = 1
		w.walk()
		if f := w.wantOutcome("/cache/etag", schema.OutcomeOK); !f.Unchanged {
			t.Error("rechecked page: same bytes, but changed")
		}
	})
}

func TestOtherFileTypes(t *testing.T) {
	tests := map[string]schema.Outcome{"/type/pdf": schema.OutcomeBadType, "/type/zip": schema.OutcomeBadType,
		"/type/png":  schema.OutcomeBadType,
		"/type/json": schema.OutcomeBadType, "/type/none": schema.OutcomeOK, "/type/text": schema.OutcomeBadType}
	for path, want := range tests {
		faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
			w.walk()
			w.wantOutcome(path, want)
		})
	}
}

// The outcomes of sentinels are told apart, so that a run may be judged by them before it closes anything.
func TestSentinels(t *testing.T) {
	inBubble(t, pages(map[string]string{"/": page("Catalogue"), "/ok/1": page("Fiche")}),
		"sentinels:\n  - url: http://"+host+"/ok/1\n    fields: {title: Fiche}\n  - url: http://"+host+
			"/ok/2\n    fields: {title: Fiche}\n", func(w *world) {
			rep := w.walk()
			if rep.Sentinels["http://"+host+"/ok/1"] != schema.OutcomeOK ||
				rep.Sentinels["http://"+host+"/ok/2"] != schema.OutcomeGone {
				t.Errorf("got %v", rep.Sentinels)
			}
		})
}

// A walk that goes on with a run asks again for the sentinels of which it does not know what they said, one after another.
func TestLateSentinels(t *testing.T) {
	list := "sentinels:\n"
	for _, n := range []string{"1", "2", "3"} {
		list += "  - url: http://" + host + "/ok/" + n + "\n    fields: {title: Fiche}\n"
	}
	inBubble(t, pages(map[string]string{"/": page("Catalogue"), "/ok/1": page("Fiche"), "/ok/2": page("Fiche"),
		"/ok/3": page("Fiche")}), list, func(w *world) {
		w.walk()
		w.run--
		if rep := w.walk(); len(rep.Sentinels) != 3 || rep.Sentinels["http://"+host+"/ok/3"] != schema.OutcomeOK {
			t.Errorf("got %v", rep.Sentinels)
		}
	})
}

func TestSignalsToCrawlers(t *testing.T) {
	tests := map[string][2]bool{"/meta/noindex": {true, false}, "/meta/xrobots": {true, false},
		"/meta/tdm": {false, true}, "/ok/1": {false, false}}
	for path, want := range tests {
		faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
			w.site = profileOf(t, "course: ['^/(meta|ok)/']\n")
			w.walk()
			if f := w.last(path); [2]bool{f.NoIndex, f.TDMReserved} != want {
				t.Errorf("%s: got noindex %v, tdm %v", path, f.NoIndex, f.TDMReserved)
			}
		})
	}
}

// Links no crawler may follow lead nowhere.
func TestLinksToBadAddresses(t *testing.T) {
	for _, path := range []string{"/meta/base", "/meta/canonical", "/meta/foreigncanonical", "/meta/links"} {
		faulty(t, []string{path}, func(w *world, _ *fixtures.FaultServer) {
			w.site = profileOf(t, "course: ['.']\n")
			w.walk()
			for _, d := range w.ln.Dials() {
				if d != "93.184.216.34:80" {
					t.Errorf("%s: dialled %s", path, d)
				}
			}
			for _, h := range w.hits() {
				if h.host != host {
					t.Errorf("%s: asked %s", path, h.host)
				}
			}
		})
	}
}

var _ http.Handler
