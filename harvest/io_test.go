package harvest_test

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"carif/schema"
)

// written are the bytes that this process has sent to a disk.
func written(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile("/proc/self/io")
	m := regexp.MustCompile(`(?m)^write_bytes: (\d+)`).FindSubmatch(text)
	if err != nil || m == nil {
		b.Skip("needs /proc/self/io")
	}
	n, err := strconv.ParseFloat(string(m[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkWritten tells what a first night writes to the disk for a course, archive, database and its log together.
func BenchmarkWritten(b *testing.B) {
	for name, alone := range map[string]bool{"learning": false, "alone": true} {
		b.Run(name, func(b *testing.B) {
			var sum float64
			for b.Loop() {
				w := newWorld(b, benchCourses)
				w.alone = alone
				at := written(b)
				w.wantState(w.harvest(), schema.RunDone)
				sum += written(b) - at
			}
			b.ReportMetric(sum/float64(b.N*benchCourses)/1000, "kB/course")
		})
	}
}
