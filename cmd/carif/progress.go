package main

import (
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"carif/harvest"
)

// progress shows how far harvests are: a bar on a terminal, a log line now and then otherwise.
type progress struct {
	mu    sync.Mutex
	w     io.Writer
	log   *slog.Logger
	bar   *progressbar.ProgressBar
	sites map[string]harvest.Progress
	said  time.Time
}

func newProgress(w io.Writer, log *slog.Logger) *progress {
	p := &progress{w: w, log: log, sites: map[string]harvest.Progress{}}
	if terminal(w) {
		p.bar = progressbar.NewOptions(1,
			progressbar.OptionSetWriter(w),
			progressbar.OptionSetDescription("harvest"),
			progressbar.OptionShowCount(),
			progressbar.OptionShowIts(),
			progressbar.OptionSetItsString("pages"),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionFullWidth(),
			progressbar.OptionClearOnFinish(),
		)
	}
	return p
}

func (p *progress) update(s harvest.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sites[s.Site] = s
	var pages, due, faults int
	for _, q := range p.sites {
		pages, due, faults = pages+q.Pages, due+q.Due, faults+q.Faults
	}
	if p.bar != nil {
		p.bar.ChangeMax(pages + max(due, 1)) // a bar that is full once is never drawn again: finish says when it is
		desc := "harvest"
		if len(p.sites) == 1 {
			desc = s.Site
		}
		if faults > 0 {
			desc = fmt.Sprintf("%s (%s)", desc, count(faults, "fault"))
		}
		p.bar.Describe(desc)
		_ = p.bar.Set(pages) // a bar that cannot be drawn is no reason to stop
		return
	}
	if now := time.Now(); now.Sub(p.said) > 30*time.Second {
		p.said = now
		p.log.Info("progress", "pages", pages, "due", due, "faults", faults)
	}
}

func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
