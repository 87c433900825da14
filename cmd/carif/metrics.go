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

// serveMetrics answers Prometheus on addr while a harvest runs. It adds itself to the run's progress calls.
func serveMetrics(addr string, run *harvest.Runner) (stop func(), err error) {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("--metrics %s: %w: choose another address", addr, err)
	}
	reg := prometheus.NewRegistry()
	pages := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "carif_pages_total", Help: "Pages dealt with, by outcome."}, []string{"site", "outcome"})
	due := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "carif_pages_due", Help: "Pages still to do in this run."}, []string{"site"})
	courses := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "carif_courses", Help: "Courses of this run, by change."}, []string{"site", "change"})
	reg.MustRegister(pages, due, courses, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	inner := run.Progress
	run.Progress = func(p harvest.Progress) {
		if !p.Finished {
			pages.WithLabelValues(p.Site, string(p.Outcome)).Inc()
		}
		due.WithLabelValues(p.Site).Set(float64(p.Due))
		courses.WithLabelValues(p.Site, "added").Set(float64(p.Added))
		courses.WithLabelValues(p.Site, "changed").Set(float64(p.Changed))
		courses.WithLabelValues(p.Site, "same").Set(float64(p.Same))
		if inner != nil {
			inner(p)
		}
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{}))
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go srv.Serve(ln) // ends with Close below
	return func() { _ = srv.Close() }, nil
}
