// Package watch keeps account of the bodies that are being read, so that one that ends the process (out of memory, or
// killed because it would not end) is not read at every start: two deaths set it aside. It is not for judging pages:
// what is too much to be read, the reader says before it reads.
package watch

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// most is how many processes a body may kill.
const most = 2

// Bodies of heavy bytes are noted before they are read, any other once it has been read for long. Neither comes about
// with an ordinary page, which is read in milliseconds: its reading costs nothing more, and is not blamed for a kill
// that struck by chance.
const (
	heavy = 1 << 20
	long  = 250 * time.Millisecond
)

// Why says why a body is not read.
const Why = "the program died twice while it read these bytes: they are set aside; when the page says something else " +
	"it is read again, and --retry-set-aside tries these"

// Store keeps the account; storage.Readings says what each method promises.
type Store interface {
	BeginReading(ctx context.Context, sha256, reader string) error
	EndReading(ctx context.Context, sha256, reader string) error
	Kills(ctx context.Context, reader string) (map[string]int, error)
}

// Watch is the account of one process. It is safe for concurrent use.
type Watch struct {
	Store  Store
	Reader string // version of the parser
	Log    *slog.Logger

	once  sync.Once
	kills map[string]int // at the start of the process
	alone sync.RWMutex   // held whole by a body that may have killed: no other is to be blamed for what it does
}

// Begin is asked before a body is read. end is called when it was; a why that is not empty says that it must not be
// read, and end is nil.
func (w *Watch) Begin(sha256 string, size int) (end func(), why string) {
	kills, why := w.known(sha256)
	if why != "" {
		return nil, why
	}
	unlock := w.alone.RUnlock
	if kills > 0 {
		w.alone.Lock()
		unlock = w.alone.Unlock
	} else {
		w.alone.RLock()
	}
	over := w.begin(sha256, kills, size)
	return func() {
		defer unlock()
		over()
	}, ""
}

// BeginFeed is Begin for a body that may take an hour: nobody waits for its end, so that what kills beside it is held
// against it, too.
func (w *Watch) BeginFeed(sha256 string, size int64) (end func(), why string) {
	kills, why := w.known(sha256)
	if why != "" {
		return nil, why
	}
	return w.begin(sha256, kills, int(min(size, heavy))), ""
}

// known tells how many processes a body has killed, and why it must not be read if these are too many.
func (w *Watch) known(sha256 string) (kills int, why string) {
	w.once.Do(w.load)
	if kills = w.kills[sha256]; kills >= most {
		why = Why
	}
	return kills, why
}

func (w *Watch) begin(sha256 string, kills, size int) (end func()) {
	r := &reading{w: w, sha256: sha256}
	if kills > 0 || size >= heavy {
		r.note()
	} else {
		r.timer = time.AfterFunc(long, r.note)
	}
	return r.end
}

func (w *Watch) load() {
	var err error
	if w.kills, err = w.Store.Kills(context.Background(), w.Reader); err != nil {
		w.Log.Warn("it is not known which pages killed", "err", err)
	}
}

// reading is a body that is being read.
type reading struct {
	w      *Watch
	sha256 string
	timer  *time.Timer // nil where it was noted at once

	mu          sync.Mutex
	noted, over bool
}

// note makes the reading known to the next process, unless it has ended. That a note fails is no reason not to read.
func (r *reading) note() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over {
		return
	}
	r.noted = true
	if err := r.w.Store.BeginReading(context.Background(), r.sha256, r.w.Reader); err != nil {
		r.w.Log.Warn("the reading of a page is not noted", "sha256", r.sha256, "err", err)
	}
}

// end takes the note back. What was held against the body stands: it is read in several steps, and may kill in a later
// one.
func (r *reading) end() {
	if r.timer != nil {
		r.timer.Stop()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.over = true; !r.noted {
		return
	}
	if err := r.w.Store.EndReading(context.Background(), r.sha256, r.w.Reader); err != nil {
		r.w.Log.Warn("the end of a page's reading is not noted", "sha256", r.sha256, "err", err)
	}
}
