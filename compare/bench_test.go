//go:build sqlite_fts5 || fts5

package compare_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"carif/compare"
	"carif/compare/truth"
	"carif/storage/sqlite"
)

// BenchmarkHalfMillion compares regions by all measures over 500,000 courses with 1.5 million sessions. The database
// is built at CARIF_BIG, if that is set and not there yet, so that the program can be measured on it, too:
// go test -tags sqlite_fts5 -run '^$' -bench HalfMillion -benchtime 1x -timeout 30m ./compare
func BenchmarkHalfMillion(b *testing.B) {
	path := os.Getenv("CARIF_BIG")
	if path == "" {
		path = filepath.Join(b.TempDir(), "big.db")
	}
	if _, err := os.Stat(path); err != nil {
		begun := time.Now()
		big, err := build(path, truth.Options{Seed: 11, Courses: 610_000}, false)
		if err != nil {
			b.Fatal(err)
		}
		_ = big.db.Close() // it was only read
		b.Logf("built in %s", time.Since(begun).Round(time.Second))
	}
	st, err := sqlite.Open(path, sqlite.Options{ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	db, err := st.Plain()
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for b.Loop() {
		r := ask(b, &built{path: path, db: db}, compare.Query{By: "region"})
		courses, sessions := 0.0, 0.0
		for _, f := range r.Figures {
			if f.Value == nil {
				continue
			}
			switch f.Measure {
			case "courses":
				courses += *f.Value
			case "sessions":
				sessions += *f.Value
			}
		}
		b.ReportMetric(courses, "courses")
		b.ReportMetric(sessions, "sessions")
	}
}
