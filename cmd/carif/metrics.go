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
	m := &metrics{
		addr:    ln.Addr().String(),
		pages:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "carif_pages_total", Help: "Pages dealt with, by outcome."}, []string{"site", "outcome"}),
		due:     prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "carif_pages_due", Help: "Pages still to do in this run."}, []string{"site"}),
		courses: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "carif_courses", Help: "Courses of this run, by change."}, []string{"site", "change"}),
	}
	reg := prometheus.NewRegistry()
	reg.MustRegister(m.pages, m.due, m.courses, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{}))
	m.srv = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go m.srv.Serve(ln) // ends with close
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
