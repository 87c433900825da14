package main

import (
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"carif/harvest"
)

// metrics answers Prometheus on its address while a harvest runs.
type metrics struct {
	addr    string // that was taken
	srv     *http.Server
	pages   *prometheus.CounterVec
	due     *prometheus.GaugeVec
	courses *prometheus.GaugeVec
}

// serveMetrics takes the address; tell the metrics of every page.
func serveMetrics(addr string) (*metrics, error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("--metrics %s: %w: choose another address", addr, err)
	}
	counter := prometheus.CounterOpts{Name: "carif_pages_total", Help: "Pages processed, by outcome."}
	due := prometheus.GaugeOpts{Name: "carif_pages_due", Help: "Pages still to process in this run."}
	courses := prometheus.GaugeOpts{Name: "carif_courses", Help: "Courses of this run, by change."}
	m := &metrics{
		addr:    ln.Addr().String(),
		pages:   prometheus.NewCounterVec(counter, []string{"site", "outcome"}),
		due:     prometheus.NewGaugeVec(due, []string{"site"}),
		courses: prometheus.NewGaugeVec(courses, []string{"site", "change"}),
	}
	reg := prometheus.NewRegistry()
	reg.MustRegister(m.pages, m.due, m.courses, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{}))
	m.srv = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = m.srv.Serve(ln) }() // ends with close
	return m, nil
}

func (m *metrics) close() { _ = m.srv.Close() } // the program ends: a reader that is cut off asks again

func (m *metrics) update(p harvest.Progress) {
	if !p.Finished {
		m.pages.WithLabelValues(p.Site, string(p.Outcome)).Inc()
	}
	m.due.WithLabelValues(p.Site).Set(float64(p.Due))
	m.courses.WithLabelValues(p.Site, "added").Set(float64(p.Added))
	m.courses.WithLabelValues(p.Site, "changed").Set(float64(p.Changed))
	m.courses.WithLabelValues(p.Site, "same").Set(float64(p.Same))
}
