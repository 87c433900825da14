package lheo

import (
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"carif/schema"
)

// repeat gives a text many times over without holding it more than once.
type repeat struct {
	text string
	n    int
	rest io.Reader
}

func (r *repeat) Read(p []byte) (int, error) {
	for {
		if r.rest != nil {
			if n, err := r.rest.Read(p); n > 0 || err != io.EOF {
				return n, err
			}
		}
		if r.n == 0 {
			return 0, io.EOF
		}
		r.n--
		r.rest = strings.NewReader(r.text)
	}
}

// TestReadIsFlat holds that memory does not grow with the feed: the heap that stays after a collection is looked at as
// the feed goes by. CARIF_FEED_MB makes it a big one.
func TestReadIsFlat(t *testing.T) {
	mb, _ := strconv.Atoi(os.Getenv("CARIF_FEED_MB"))
	n := max(4000, mb<<20/len(foreign))
	in := io.MultiReader(strings.NewReader(`<lheo xmlns="`+NS23+`"><offres>`), &repeat{text: foreign, n: n},
		strings.NewReader(`</offres></lheo>`))
	var first, most uint64
	seen := 0
	_, err := Read(t.Context(), in, ReadOptions{Vocab: loadVocab(t)}, func(schema.Record) error {
		if seen++; seen%(n/4) == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			if first == 0 {
				first = m.HeapAlloc
			}
			most = max(most, m.HeapAlloc)
		}
		return nil
	})
	if err != nil || seen != n {
		t.Fatalf("%d of %d formations, %v", seen, n, err)
	}
	if most > first+4<<20 {
		t.Errorf("the heap grew from %d kB to %d kB", first>>10, most>>10)
	}
	t.Logf("%d formations, %d MB; heap %d kB", n, n*len(foreign)>>20, most>>10)
}
