package main

import (
	"context"
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"carif/storage/sqlite"
)

// nightCost is what a night took.
type nightCost struct {
	cpu     time.Duration
	written int64 // bytes that reached the disk, as the kernel counts them
	kept    int64 // bytes that the database and the archive grew by
}

// BenchmarkNights runs carif as a process against a site in another one, so that only its own cost counts: a first night,
// and a night in which nothing changed, which may take 0.15 of its processor time; a first night that learns reads its
// pages twice. What is written is compared with what is kept.
func BenchmarkNights(b *testing.B) {
	b.Run("learning", func(b *testing.B) { benchNights(b) })
	b.Run("no-learn", func(b *testing.B) { benchNights(b, "--no-learn") })
}

func benchNights(b *testing.B, args ...string) {
	const courses = 1000
	var first, same nightCost
	for b.Loop() {
		k := newKilled(b, courses, args...)
		k.night(&first, courses, 0)
		k.night(&same, 0, courses)
	}
	each := func(n int64) float64 { return float64(n) / float64(b.N*courses) }
	b.ReportMetric(each(first.cpu.Microseconds()), "first-cpu-µs/course")
	b.ReportMetric(each(same.cpu.Microseconds()), "same-cpu-µs/course")
	b.ReportMetric(float64(same.cpu)/float64(first.cpu), "same/first")
	b.ReportMetric(float64(first.written)/float64(first.kept), "first-written/kept")
	b.ReportMetric(each(same.written), "same-written-B/course")
}

// night harvests to the end, wants so many courses added and the same, and adds what that cost.
func (k *killed) night(c *nightCost, added, same int) {
	k.t.Helper()
	before := k.size()
	cmd, out := k.command()
	if err := cmd.Run(); err != nil {
		k.t.Fatalf("harvest: %v\n%s", err, out)
	}
	st, err := sqlite.Open(filepath.Join(k.dir, "carif.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		k.t.Fatal(err)
	}
	defer st.Close()
	runs, err := st.Runs(context.Background(), "", 1)
	if err != nil || runs[0].Added != added || runs[0].Same != same || !runs[0].Complete {
		k.t.Fatalf("%v, %+v", err, runs)
	}
	c.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.written += u.Oublock * 512
	}
	c.kept += k.size() - before
}

// size is that of all files of the database and the archive.
func (k *killed) size() (n int64) {
	k.t.Helper()
	err := filepath.WalkDir(k.dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return n
}
