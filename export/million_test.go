package export

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"carif/schema"
)

// TestMillionSessions exports a million sessions in each format, in a process of its own, and holds its peak memory
// under 200 MB. It takes minutes and gigabytes of disk: CARIF_SESSIONS=1000000 asks for it, CARIF_FORMATS chooses.
func TestMillionSessions(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("CARIF_SESSIONS"))
	if n == 0 {
		t.Skip("CARIF_SESSIONS is not set: the big export was not run")
	}
	if f := os.Getenv("CARIF_CHILD"); f != "" {
		exportMany(t, f, n)
		return
	}
	formats := strings.Fields(os.Getenv("CARIF_FORMATS"))
	if len(formats) == 0 {
		formats = formatNames()
	}
	for _, f := range formats {
		t.Run(f, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "-test.run", "^TestMillionSessions$", "-test.v")
			cmd.Env = append(os.Environ(), "CARIF_CHILD="+f)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			for _, l := range strings.Split(string(out), "\n") {
				if i := strings.Index(l, "PEAK"); i >= 0 {
					t.Log(l[i:])
				}
			}
		})
	}
}

func exportMany(t *testing.T, format string, n int) {
	f, _ := formatNamed(format)
	out := filepath.Join(t.TempDir(), "export"+f.Extensions[len(f.Extensions)-1])
	start := time.Now()
	rep := write(t, fake{n: n * 2 / 5, make: many}, Options{Format: format, Out: out, Geo: everywhere{}})
	var size int64
	for _, f := range rep.Files {
		size += f.Bytes
	}
	took := time.Since(start)
	peak := peakMemory(t)
	t.Logf("PEAK %-11s %d courses %d sessions %6.1f s %6.0f MB file %4d MB memory, %d warnings", format, rep.Courses,
		rep.Sessions, took.Seconds(), float64(size)/1e6, peak>>20, len(rep.Warnings))
	if peak > 200<<20 {
		t.Errorf("peak memory %d MB, want at most 200", peak>>20)
	}
}

// everywhere is a Geo that knows every commune.
type everywhere struct{}

func (everywhere) Centroid(string) (float64, float64, bool) { return 44.8, -0.6, true }

// peakMemory is the largest resident size of this process so far, as the kernel tells it.
func peakMemory(t *testing.T) int64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("no /proc here: peak memory was not measured")
	}
	for _, l := range strings.Split(string(b), "\n") {
		if f := strings.Fields(l); len(f) == 3 && f[0] == "VmHWM:" {
			kb, _ := strconv.ParseInt(f[1], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// texts are texts of some 800 characters, made once: making them anew would cost more than exporting them.
var texts = sync.OnceValue(func() []string {
	pool := make([]string, 997)
	for i := range pool {
		var b strings.Builder
		for k := range 100 {
			fmt.Fprintf(&b, "mot%d ", (i*31+k*k*7)%4001)
		}
		pool[i] = b.String()
	}
	return pool
})

// many gives the i-th of very many records: five sessions on two courses, two kilobytes of text that differs.
func many(i int) schema.Record {
	r := made(i)
	pool := texts()
	r.Course.Objective, r.Course.Programme = &pool[i%997], p(pool[(i*31)%997]+pool[(i*7)%997])
	s := r.Course.Sessions[0]
	r.Course.Sessions = nil
	for j := range 2 + i%2 {
		s.NativeID = p(fmt.Sprintf("%07d%d", i, j))
		s.Commune = p(fmt.Sprintf("%05d", (i*7+j)%35000))
		r.Course.Sessions = append(r.Course.Sessions, s)
	}
	r.Course.Provider.Name = p(fmt.Sprintf("Organisme %d", i%20000))
	return r
}
