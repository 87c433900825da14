package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"

	"carif/harvest"
	"carif/night/digest"
	"carif/night/status"
	"carif/schema"
)

// metrics are what Prometheus is told of: while a harvest runs, on an address, and afterwards, in a file.
type metrics struct {
	addr    string // that was taken
	mu      sync.Mutex
	srv     *http.Server
	sites   *prometheus.Registry // what the runs of sites come to
	pages   *prometheus.CounterVec
	due     *prometheus.GaugeVec
	courses *prometheus.GaugeVec
	verdict *prometheus.GaugeVec
	faults  *prometheus.GaugeVec
	exit    *prometheus.GaugeVec
	end     *prometheus.GaugeVec
	good    *prometheus.GaugeVec
	needs   *prometheus.GaugeVec
	walked  map[string]bool // sites of this process: their pages were counted as they came; guarded by mu
}

func newMetrics() *metrics {
	m := &metrics{sites: prometheus.NewRegistry(), walked: map[string]bool{}}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, append([]string{"site"}, labels...))
		m.sites.MustRegister(g)
		return g
	}
	m.pages = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "carif_pages_total",
		Help: "Pages processed, by outcome."}, []string{"site", "outcome"})
	m.sites.MustRegister(m.pages)
	m.due = gauge("carif_pages_due", "Pages still to process in this run.")
	m.courses = gauge("carif_courses", "Courses of this run, by change.", "change")
	m.verdict = gauge("carif_run_verdict", "1 for what became of the run, 0 for all else.", "verdict")
	m.faults = gauge("carif_run_faults", "Faults of the run that did not heal, by class.", "class")
	m.exit = gauge("carif_run_exit_code", "Exit code that the run of this site alone comes to.")
	m.end = gauge("carif_run_end_timestamp_seconds", "When the run ended.")
	m.good = gauge("carif_last_good_timestamp_seconds", "When the last run ended that readers were given.")
	m.needs = gauge("carif_findings", "What needs a person, by class and whether somebody acknowledged it.", "class",
		"acknowledged")
	return m
}

// serve takes the address and answers Prometheus there.
func (m *metrics) serve(addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("--metrics %s: %w: choose another address", addr, err)
	}
	m.addr = ln.Addr().String()
	process := prometheus.NewRegistry()
	process.MustRegister(collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(prometheus.Gatherers{m.sites, process}, promhttp.HandlerOpts{}))
	m.srv = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = m.srv.Serve(ln) }() // ends with close
	return nil
}

// text writes the figures of all sites; those of the process are nobody's once it ended.
func (m *metrics) text(w io.Writer) error {
	families, err := m.sites.Gather()
	if err != nil {
		return fmt.Errorf("gather metrics: %w", err)
	}
	for _, f := range families {
		if _, err := expfmt.MetricFamilyToText(w, f); err != nil {
			return fmt.Errorf("write metrics: %w", err)
		}
	}
	return nil
}

// write writes the text for the textfile collector of Prometheus.
func (m *metrics) write(path string) error {
	var b bytes.Buffer
	if err := m.text(&b); err != nil {
		return err
	}
	return harvest.PlainPathError(harvest.WriteWhole(path, b.Bytes(), 0o644))
}

func (m *metrics) close() { _ = m.srv.Close() } // the program ends: a reader that is cut off asks again

func (m *metrics) update(p harvest.Progress) {
	m.mu.Lock()
	m.walked[p.Site] = true
	m.mu.Unlock()
	if !p.Finished {
		m.pages.WithLabelValues(p.Site, string(p.Outcome)).Inc()
	}
	m.counted(p)
}

func (m *metrics) counted(p harvest.Progress) {
	m.due.WithLabelValues(p.Site).Set(float64(p.Due))
	m.seen(p.Site, p.Added, p.Changed, p.Same)
}

func (m *metrics) seen(site string, added, changed, same int) {
	m.courses.WithLabelValues(site, "added").Set(float64(added))
	m.courses.WithLabelValues(site, "changed").Set(float64(changed))
	m.courses.WithLabelValues(site, "same").Set(float64(same))
}

// ended tells what became of the runs.
func (m *metrics) ended(sums []harvest.Summary) {
	for _, s := range sums {
		if s.Run.ID == 0 {
			continue
		}
		m.seen(s.Run.Site, s.Run.Added, s.Run.Changed, s.Run.Same) // pages that were not read again are in no progress
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
		m.exit.WithLabelValues(s.Run.Site).Set(float64(aloneCode(s)))
		m.end.WithLabelValues(s.Run.Site).Set(seconds(s.Run.Ended))
	}
}

// aloneCode is the exit code of a harvest of one site, of one that did not come to its end, too.
func aloneCode(s harvest.Summary) int {
	switch {
	case s.Run.State == schema.RunInterrupted || s.Run.State == schema.RunRunning:
		return exitInterrupted
	case s.Run.State == schema.RunFailed && s.Run.Verdict != schema.VerdictNoNight:
		return exitFailed
	}
	return runCode(s)
}

// seconds is a time as Prometheus has it, to the second, as the database keeps it; 0 for none.
func seconds(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.Unix())
}

// kept tells of a site that another process harvested, by what is kept of its newest harvest.
func (m *metrics) kept(sum harvest.Summary) {
	r := sum.Run
	m.pages.DeletePartialMatch(prometheus.Labels{"site": r.Site}) // those of an older run, too
	for o, n := range r.Outcomes {
		m.pages.WithLabelValues(r.Site, string(o)).Add(float64(n))
	}
	m.counted(harvest.Progress{Site: r.Site, Added: r.Added, Changed: r.Changed, Same: r.Same})
	m.ended([]harvest.Summary{sum})
}

// all tells of all sites in the database; what this process harvested is told already.
func (m *metrics) all(ctx context.Context, st alarmStore, found []digest.Finding, now time.Time) error {
	runs, err := st.Runs(ctx, "", 0)
	if err != nil {
		return err
	}
	newest, good := map[string]bool{}, map[string]bool{}
	for i := range runs {
		r := &runs[i]
		if r.Kind != harvest.KindHarvest {
			continue
		}
		if !good[r.Site] && status.Good(r) {
			good[r.Site] = true
			m.good.WithLabelValues(r.Site).Set(seconds(r.Ended))
		}
		if newest[r.Site] {
			continue
		}
		newest[r.Site] = true
		m.mu.Lock()
		mine := m.walked[r.Site]
		m.mu.Unlock()
		if mine {
			continue
		}
		sum, err := toldOf(ctx, st, r)
		if err != nil {
			return err
		}
		m.kept(sum)
	}
	kept, err := st.Alarms(ctx)
	if err != nil {
		return err
	}
	m.needs.Reset() // what is over is no more
	for _, f := range found {
		acked := strconv.FormatBool(digest.Acknowledged(kept, f, now) != nil)
		m.needs.WithLabelValues(f.Site, string(f.Class), acked).Inc()
	}
	return nil
}

// measure tells the metrics what came of runs, and writes their file. What goes wrong costs the harvest nothing: it is
// said, and Prometheus sees that the figures grow old.
func (a *app) measure(ctx context.Context, o harvestOptions, m *metrics, st alarmStore, sums []harvest.Summary) {
	ctx, now := context.WithoutCancel(ctx), time.Now()
	m.ended(sums)
	v, err := a.needing(ctx, st, now)
	if err == nil {
		err = m.all(ctx, st, v.Found, now)
	}
	if err == nil && o.metricsFile != "" {
		err = m.write(o.metricsFile)
	}
	if err != nil {
		printf(a.err, "carif: note: metrics: %s\n", printable(err.Error()))
	}
}
