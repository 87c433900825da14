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
	"carif/schema"
)

// metrics answers Prometheus on its address while a harvest runs.
type metrics struct {
	addr    string // that was taken
	srv     *http.Server
	pages   *prometheus.CounterVec
	due     *prometheus.GaugeVec
	courses *prometheus.GaugeVec
	verdict *prometheus.GaugeVec
	faults  *prometheus.GaugeVec
	exit    *prometheus.GaugeVec
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
	verdict := prometheus.GaugeOpts{Name: "carif_run_verdict", Help: "1 for what became of the run, 0 for all else."}
	faults := prometheus.GaugeOpts{Name: "carif_run_faults", Help: "Faults of the run that did not heal, by class."}
	exit := prometheus.GaugeOpts{Name: "carif_run_exit_code", Help: "Exit code that the run of this site alone comes to."}
	m := &metrics{
		addr:    ln.Addr().String(),
		pages:   prometheus.NewCounterVec(counter, []string{"site", "outcome"}),
		due:     prometheus.NewGaugeVec(due, []string{"site"}),
		courses: prometheus.NewGaugeVec(courses, []string{"site", "change"}),
		verdict: prometheus.NewGaugeVec(verdict, []string{"site", "verdict"}),
		faults:  prometheus.NewGaugeVec(faults, []string{"site", "class"}),
		exit:    prometheus.NewGaugeVec(exit, []string{"site"}),
	}
	reg := prometheus.NewRegistry()
	reg.MustRegister(m.pages, m.due, m.courses, m.verdict, m.faults, m.exit, collectors.NewGoCollector(),
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

// ended tells what became of the runs.
func (m *metrics) ended(sums []harvest.Summary) {
	for _, s := range sums {
		if s.Run.ID == 0 {
			continue
		}
		for _, v := range []schema.Verdict{schema.VerdictPublished, schema.VerdictWarned, schema.VerdictHeld,
			schema.VerdictNoNight} {
			is := 0.0
			if s.Run.Verdict == v {
				is = 1
			}
			m.verdict.WithLabelValues(s.Run.Site, string(v)).Set(is)
		}
		n := map[schema.Failure]float64{}
		for _, f := range s.Faults {
			if !f.Healed {
				n[f.Failure]++
			}
		}
		for _, c := range schema.Failures() {
			m.faults.WithLabelValues(s.Run.Site, string(c)).Set(n[c])
		}
		m.exit.WithLabelValues(s.Run.Site).Set(float64(runCode(s)))
	}
}
