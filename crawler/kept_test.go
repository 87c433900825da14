package crawler_test

import (
	"context"
	"errors"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"carif/archive"
	"carif/crawler"
	"carif/schema"
	"carif/storage"
	"carif/storage/sqlite"
)

// BenchmarkWalkKept is BenchmarkWalk with what a night needs to be resumed and read again: each answer in the
// archive, synced before its page is saved, and the frontier in SQLite. Nothing is parsed.
func BenchmarkWalkKept(b *testing.B) {
	addr := benchPages(b, benchSize)
	site := profileOf(b, "hosts: ['"+addr+"']\nstart: ['http://"+addr+"/']\n")
	var used float64
	for b.Loop() {
		k := newKept(b, b.TempDir())
		run, _, err := k.store.BeginRun(context.Background(), schema.Run{Site: site.ID, Kind: "harvest"})
		if err != nil {
			b.Fatal(err)
		}
		before := cpu(b)
		wk, err := crawler.New(k.store, crawler.Options{UserAgent: "carif/test", AllowLoopback: true, Delay: time.Nanosecond})
		if err != nil {
			b.Fatal(err)
		}
		rep, err := wk.Walk(context.Background(), site, run, k.visit)
		if err != nil || rep.Pages != benchSize+1 {
			b.Fatal(err, rep)
		}
		wk.Close()
		used += cpu(b) - before
		k.close(b)
	}
	b.ReportMetric(used*1e6/float64(b.N*benchSize), "cpu-µs/page")
}

// kept is an archive and a database, filled as a harvest does.
type kept struct {
	store   *sqlite.Store
	archive *archive.Archive
}

func newKept(b *testing.B, dir string) *kept {
	b.Helper()
	st, err := sqlite.Open(filepath.Join(dir, "carif.db"), sqlite.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ar, err := archive.Open(filepath.Join(dir, "archive"), archive.Options{Software: "carif-test"})
	if err != nil {
		b.Fatal(err)
	}
	return &kept{store: st, archive: ar}
}

func (k *kept) visit(ctx context.Context, f *crawler.Fetched) error {
	res := storage.PageResult{Run: f.Run, Fetched: &f.Fetched, At: time.Now()}
	for _, x := range f.Archive {
		ref, err := k.archive.Append(ctx, archive.Exchange{URL: x.URL, At: x.At, IP: x.IP, Method: "GET",
			RequestHeader: x.RequestHeader,
			Status:        x.Status, Proto: x.Proto, StatusText: x.StatusText, ResponseHeader: x.ResponseHeader, Body: x.Body})
		if err != nil {
			return err
		}
		res.Capture = ref.String()
		res.Captures = append(res.Captures, storage.Capture{Ref: res.Capture, URL: x.URL, At: x.At, Status: x.Status,
			SHA256: f.Page.SHA256})
	}
	if err := k.archive.Sync(); err != nil {
		return err
	}
	_, err := k.store.Commit(ctx, res)
	return err
}

func (k *kept) close(b *testing.B) {
	b.Helper()
	if err := errors.Join(k.archive.Close(), k.store.Close()); err != nil {
		b.Fatal(err)
	}
}

// TestUnchangedListingBringsAPageBack: a listing that has not changed names a page that is gone all the same. While one
// rests, listings are asked without validators; when none does, with them.
func TestUnchangedListingBringsAPageBack(t *testing.T) {
	gone := false
	conditional := 0
	inBubble(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.RequestURI == "/" && r.Header.Get("If-None-Match") != "":
			conditional++
			w.WriteHeader(http.StatusNotModified)
		case r.RequestURI == "/":
			w.Header().Set("ETag", `"always"`)
			write(w, page("Catalogue", "/ok/1", "/ok/2"))
		case r.RequestURI == "/robots.txt" || r.RequestURI == "/ok/1" && gone:
			http.NotFound(w, r)
		default:
			write(w, page("Fiche "+r.RequestURI))
		}
	}), "", func(w *world) {
		w.walk()
		gone = true
		w.walk()
		w.walk()
		w.wantOutcome("/ok/1", schema.OutcomeGone)
		if conditional != 2 {
			t.Errorf("the listing was asked with validators %d times, want 2", conditional)
		}
		gone = false
		w.walk()
		w.wantOutcome("/ok/1", schema.OutcomeOK)
		w.walk()
		if conditional != 3 {
			t.Errorf("the listing was asked with validators %d times, want 3", conditional)
		}
	})
}
