package main

import (
	"testing"
	"time"
)

// BenchmarkNights runs carif as a process against a site in another one, so that only its own CPU counts: a first
// night, and a night in which nothing changed, which may cost a fifth of it.
func BenchmarkNights(b *testing.B) {
	const courses = 1000
	var first, same time.Duration
	for b.Loop() {
		k := newKilled(b, courses)
		first += k.cpu()
		same += k.cpu()
	}
	b.ReportMetric(float64(first.Microseconds())/float64(b.N*courses), "first-cpu-µs/course")
	b.ReportMetric(float64(same.Microseconds())/float64(b.N*courses), "same-cpu-µs/course")
	b.ReportMetric(float64(same)/float64(first), "same/first")
}

// cpu harvests to the end and gives the processor time it took.
func (k *killed) cpu() time.Duration {
	k.t.Helper()
	cmd, out := k.command()
	if err := cmd.Run(); err != nil {
		k.t.Fatalf("harvest: %v\n%s", err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}
