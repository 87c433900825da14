//go:build sqlite_fts5 || fts5

package sqlite

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"carif/schema"
	"carif/sites"
)

// BenchmarkMillion fills a frontier of a million URLs and takes from it: resident memory and bytes a URL on disk
// are its figures. Run it alone: go test -tags sqlite_fts5 -run '^$' -bench Million -benchtime 1x.
func BenchmarkMillion(b *testing.B) {
	const total, batch = 1_000_000, 10_000
	for range b.N {
		s, run := beginBench(b)
		links := make([]schema.Found, batch)
		for n := 0; n < total; n += batch {
			for i := range links {
				links[i] = schema.Found{URL: fmt.Sprintf("https://demo.example.org/recherche/formation/%012d", n+i),
					Kind: sites.KindCourse, Depth: 2, Parent: "https://demo.example.org/"}
			}
			if _, err := s.Seed(b.Context(), "demo", run, links); err != nil {
				b.Fatal(err)
			}
		}
		start := time.Now()
		const claims = 1000
		for range claims {
			e, _, ok, err := s.Claim(b.Context(), "demo", run, "me", time.Now())
			if err != nil || !ok {
				b.Fatal(ok, err)
			}
			p := coursePage(run, 1)
			p.Records, p.Fetched.Entry, p.Fetched.Outcome = nil, e, schema.OutcomeGone
			if _, err := s.Commit(b.Context(), p); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(time.Since(start).Microseconds())/claims, "µs/page")
		info, err := os.Stat(s.path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/total, "disk-B/url")
		b.ReportMetric(residentMB(b), "resident-MB")
	}
}

// residentMB is the highest resident memory of the process so far (Linux).
func residentMB(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("needs /proc")
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			if err != nil {
				b.Fatal(err)
			}
			return float64(kb) / 1024
		}
	}
	return 0
}
