package crawler_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gocolly/colly/v2"

	"carif/crawler"
	"carif/crawler/crawlertest"
)

// benchPages is a site of n course pages of about 35 kB, every one linked from the front page.
func benchPages(b *testing.B, n int) string {
	b.Helper()
	filler := strings.Repeat(`<div class="field"><h3 class="label">Objectif et programme</h3><p>Apprendre à tenir les comptes d'une petite entreprise, de la facture au bilan.</p><h3 class="label">Organisme</h3></div>`, 175)
	var front strings.Builder
	for i := range n {
		fmt.Fprintf(&front, `<a href="/ok/%d">fiche</a>`, i)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case r.URL.Path == "/":
			write(w, page("Catalogue")+front.String())
		default:
			write(w, "<html lang=fr><head><title>Fiche "+r.URL.Path+"</title></head><body><h1>Fiche</h1>"+filler+
				`<a href="/">retour</a></body></html>`)
		}
	})}
	go func() { _ = srv.Serve(ln) }()
	b.Cleanup(func() { _ = srv.Close() })
	return ln.Addr().String()
}

// cpu is the user and system time this process has used, in seconds.
func cpu(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

const benchSize = 400

// BenchmarkWalk is our whole fetch: robots, pace, limits, exact URLs, judgement, links, hash; frontier in memory.
func BenchmarkWalk(b *testing.B) {
	addr := benchPages(b, benchSize)
	site := profileOf(b, "hosts: ['"+addr+"']\nstart: ['http://"+addr+"/']\n")
	before := cpu(b)
	for b.Loop() {
		store := crawlertest.New()
		wk, err := crawler.New(store, crawler.Options{UserAgent: "carif/test", AllowLoopback: true, Delay: time.Nanosecond})
		if err != nil {
			b.Fatal(err)
		}
		rep, err := wk.Walk(context.Background(), site, 1, func(ctx context.Context, f *crawler.Fetched) error {
			f.Page.Body = nil
			return store.Visit(ctx, f)
		})
		if err != nil || rep.Pages != benchSize+1 {
			b.Fatal(err, rep)
		}
		wk.Close()
	}
	b.ReportMetric((cpu(b)-before)*1e6/float64(b.N*benchSize), "cpu-µs/page")
}

// BenchmarkColly is the plain program: visit, find links, visit those.
func BenchmarkColly(b *testing.B) {
	addr := benchPages(b, benchSize)
	before := cpu(b)
	for b.Loop() {
		c := colly.NewCollector()
		c.IgnoreRobotsTxt = false
		pages := 0
		c.OnHTML("a[href]", func(e *colly.HTMLElement) { _ = e.Request.Visit(e.Attr("href")) })
		c.OnScraped(func(*colly.Response) { pages++ })
		if err := c.Visit("http://" + addr + "/"); err != nil {
			b.Fatal(err)
		}
		if pages != benchSize+1 {
			b.Fatal(pages)
		}
	}
	b.ReportMetric((cpu(b)-before)*1e6/float64(b.N*benchSize), "cpu-µs/page")
}

// BenchmarkCollyFetch fetches the same pages with colly and looks at nothing.
func BenchmarkCollyFetch(b *testing.B) {
	addr := benchPages(b, benchSize)
	before := cpu(b)
	for b.Loop() {
		c := colly.NewCollector()
		for i := range benchSize {
			if err := c.Visit(fmt.Sprintf("http://%s/ok/%d", addr, i)); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric((cpu(b)-before)*1e6/float64(b.N*benchSize), "cpu-µs/page")
}
