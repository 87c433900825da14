package harvest_test

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"carif/schema"
)

// cpu is the processor time this process has used.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

const benchCourses = 500

// BenchmarkFirstNight is the whole path over the demo site: fetch, archive, parse, normalise, store, gate. The
// site's own rendering, in the same process, is in the figures.
func BenchmarkFirstNight(b *testing.B) {
	var used time.Duration
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b, benchCourses)
		b.StartTimer()
		at := cpu(b)
		sum := w.harvest()
		used += cpu(b) - at
		w.wantState(sum, schema.RunDone)
	}
	b.ReportMetric(float64(used.Microseconds())/float64(b.N*benchCourses), "cpu-µs/course")
}

// BenchmarkUnchangedNight is a night in which nothing changed: at most a fifth of the first one's CPU.
func BenchmarkUnchangedNight(b *testing.B) {
	w := newWorld(b, benchCourses)
	w.harvest()
	var used time.Duration
	for b.Loop() {
		at := cpu(b)
		sum := w.harvest()
		used += cpu(b) - at
		w.wantCounts(sum, counts{Same: benchCourses})
	}
	b.ReportMetric(float64(used.Microseconds())/float64(b.N*benchCourses), "cpu-µs/course")
}

// BenchmarkReparse reads all archived pages again, without network.
func BenchmarkReparse(b *testing.B) {
	w := newWorld(b, benchCourses)
	w.harvest()
	var used time.Duration
	for b.Loop() {
		at := cpu(b)
		if _, err := w.runner().Reparse(b.Context(), w.site); err != nil {
			b.Fatal(err)
		}
		used += cpu(b) - at
	}
	b.ReportMetric(float64(used.Microseconds())/float64(b.N*benchCourses), "cpu-µs/course")
}
