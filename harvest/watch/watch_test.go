package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// notes is a store that remembers what it was told.
type notes struct {
	mu    sync.Mutex
	said  []string
	kills map[string]int
	err   error
}

func (n *notes) say(what, sha, reader string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.said = append(n.said, fmt.Sprintf("%s %s/%s", what, sha, reader))
	return n.err
}

func (n *notes) BeginReading(_ context.Context, sha, reader string) error {
	return n.say("begin", sha, reader)
}
func (n *notes) EndReading(_ context.Context, sha, reader string) error {
	return n.say("end", sha, reader)
}
func (n *notes) Kills(context.Context, string) (map[string]int, error) { return n.kills, n.err }

func newWatch(n *notes) *Watch {
	return &Watch{Store: n, Reader: "7", Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

// TestWhatIsNoted: heavy bodies before they are read, others once they take long, quick ones not at all.
func TestWhatIsNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &notes{}
		w := newWatch(n)
		for _, c := range []struct {
			sha  string
			size int
			took time.Duration
		}{{"quick", heavy - 1, long - 1}, {"slow", 1, long + 1}, {"heavy", heavy, 0}} {
			end, why := w.Begin(c.sha, c.size)
			if why != "" {
				t.Fatal(why)
			}
			time.Sleep(c.took)
			synctest.Wait()
			end()
		}
		time.Sleep(time.Hour)
		if want := []string{"begin slow/7", "end slow/7", "begin heavy/7", "end heavy/7"}; !slices.Equal(n.said, want) {
			t.Errorf("got %q, want %q", n.said, want)
		}
	})
}

// TestASuspectIsReadAlone: what is read beside a body that may kill would be blamed for it.
func TestASuspectIsReadAlone(t *testing.T) {
	n := &notes{kills: map[string]int{"suspect": 1, "killer": 2}}
	w := newWatch(n)
	if _, why := w.Begin("killer", 1); why != Why {
		t.Errorf("a body that killed twice is read: %q", why)
	}
	other, _ := w.Begin("other", 1)
	beside, _ := w.Begin("beside", 1)
	if w.alone.TryLock() {
		t.Error("a suspect would be read beside others")
	}
	other()
	beside()
	end, _ := w.Begin("suspect", 1)
	if !slices.Equal(n.said, []string{"begin suspect/7"}) {
		t.Errorf("noted %q", n.said)
	}
	if w.alone.TryRLock() {
		t.Error("others would be read beside a suspect")
	}
	end()
	if !w.alone.TryLock() {
		t.Error("nothing is read any more")
	}
}

// TestNotesThatFail: a page is read all the same.
func TestNotesThatFail(t *testing.T) {
	end, why := newWatch(&notes{err: errors.New("disk full")}).Begin("a", heavy)
	if why != "" {
		t.Fatal(why)
	}
	end()
}
