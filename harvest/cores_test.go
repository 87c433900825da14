package harvest_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"carif/archive"
	"carif/harvest"
	"carif/sites"
	"carif/storage/sqlite"
)

// TestCoresWriteTheSame imports folders, a WARC file and a feed and reads all again, on one core and on several: every
// row of every table and every byte of the archive is the same.
func TestCoresWriteTheSame(t *testing.T) {
	src := newWorld(t, 12)
	src.harvest()
	if err := src.archive.Sync(); err != nil {
		t.Fatal(err)
	}
	warcs := must(filepath.Glob(filepath.Join(src.dir, "archive", "*.warc.gz")))(t)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var one, wrote string
	for _, cores := range []int{1, 4} {
		runtime.GOMAXPROCS(cores)
		w, run := atFixedTimes(t, src)
		im, ctx := run.NewImport(nil), context.Background()
		err := im.Pages(ctx, []string{"../fixtures/layouts/pages"}, harvest.Files{})
		for _, f := range warcs {
			err = errors.Join(err, im.WARC(ctx, f))
		}
		_ = must(im.End(errors.Join(err, im.Feed(ctx, "../lheo/testdata/sample.xml"))))(t)
		damage(t, filepath.Join(w.dir, "archive"))
		sum := must(run.Reparse(ctx, sites.Generic()))(t)
		if sum.Run.Same+sum.Run.Added+sum.Run.Changed < 50 || len(sum.Faults) == 0 {
			t.Fatalf("the test compares too little: %+v, %d faults", sum.Run, len(sum.Faults))
		}
		wrote = fmt.Sprintln(sum.Faults) + everything(t, w)
		if cores == 1 {
			one = wrote
		}
	}
	if wrote != one {
		t.Errorf("four cores write otherwise than one:\n%s", firstDifference(wrote, one))
	}
}

// atFixedTimes is a world like another whose clock and random numbers are those of every such world.
func atFixedTimes(t *testing.T, src *world) (*world, *harvest.Runner) {
	w := &world{t: t, dir: t.TempDir(), demo: src.demo, host: src.host, site: src.site, reader: src.reader}
	at := time.Date(2026, 1, 5, 22, 0, 0, 0, time.UTC)
	w.store = must(sqlite.Open(filepath.Join(w.dir, "carif.db"), sqlite.Options{Now: func() time.Time { return at }}))(t)
	w.archive = must(archive.Open(filepath.Join(w.dir, "archive"), archive.Options{Now: func() time.Time { return at },
		Rand: rand.NewChaCha8([32]byte{})}))(t)
	t.Cleanup(func() { _, _ = w.archive.Close(), w.store.Close() })
	run := w.runner()
	run.Now = func() time.Time { at = at.Add(time.Second); return at }
	return w, run
}

// damage breaks one record in the middle of an archive.
func damage(t *testing.T, dir string) {
	t.Helper()
	for _, f := range must(filepath.Glob(filepath.Join(dir, "*.warc.gz")))(t) {
		b := must(os.ReadFile(f))(t)
		copy(b[len(b)/2:], "damaged")
		if err := os.WriteFile(f, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// everything prints every row of a database, and the sums of the archive's files.
func everything(t *testing.T, w *world) string {
	t.Helper()
	var b strings.Builder
	for _, f := range must(filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz")))(t) {
		fmt.Fprintf(&b, "%s %x\n", filepath.Base(f), sha256.Sum256(must(os.ReadFile(f))(t)))
	}
	db := must(sql.Open("sqlite3", "file:"+w.dir+"/carif.db?mode=ro"))(t)
	defer db.Close()
	tables := w.rows()
	delete(tables, "goose_db_version") // it tells when the file was made
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		rows := must(db.Query(`SELECT * FROM "` + name + `"`))(t)
		cols := must(rows.Columns())(t)
		vals, to := make([]any, len(cols)), make([]any, len(cols))
		for i := range vals {
			to[i] = &vals[i]
		}
		for rows.Next() {
			if err := rows.Scan(to...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s %q\n", name, vals)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
