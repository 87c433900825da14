package harvest_test

import (
	"context"
	"database/sql"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/archive"
	"carif/harvest"
	"carif/schema"
	"carif/storage"
	"carif/storage/sqlite"
)

// sizes are the bytes of what a harvest keeps.
type sizes struct{ db, archive int64 }

// rest closes the database and the archive, as the end of a night does, and gives what stands on disk. The world's
// clock is the database's from then on.
func (w *world) rest() (s sizes) {
	w.t.Helper()
	if err := w.archive.Close(); err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.Close(); err != nil {
		w.t.Fatal(err)
	}
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if filepath.Dir(path) == w.dir {
			s.db += info.Size()
		} else {
			s.archive += info.Size()
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.store = must(sqlite.Open(filepath.Join(w.dir, "carif.db"), sqlite.Options{Now: w.now}))(w.t)
	w.archive = must(archive.Open(filepath.Join(w.dir, "archive"), archive.Options{Software: "carif-test"}))(w.t)
	st, ar := w.store, w.archive
	w.t.Cleanup(func() { _, _ = ar.Close(), st.Close() })
	return s
}

// warm is how many nights go by before growth is measured.
const warm = 4

// nightly is the bytes of the rows that a quiet night adds: of its run, with what SQLite adds to a row and to that of the
// index, and of its publication. Issues are counted as none: which the pages of the demo give is not what is measured.
func (w *world) nightly() (n int64) {
	w.t.Helper()
	db := w.sql()
	defer db.Close()
	err := db.QueryRow(`SELECT min(2 * length(site) + length(kind) + length(state) + length(started) + length(ended) +
		length(outcomes) + length('{}') + length(refusals) + length(limits) + length(note) + length(version)) + 58
		FROM run WHERE id > ?`, warm).Scan(&n)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// sql opens the database to look into it; left open, it would keep the write-ahead log from being put away.
func (w *world) sql() *sql.DB {
	w.t.Helper()
	return must(sql.Open("sqlite3", "file:"+w.dir+"/carif.db?mode=ro"))(w.t)
}

// TestUnchangedNightsKeepNothing: what is kept grows with what changes, not with the nights. 365 nights in which no
// page says anything else add less than a hundredth to database and archive, whether the site answers 304 or sends the
// same bytes again. CARIF_NIGHTS plays more of them.
func TestUnchangedNightsKeepNothing(t *testing.T) {
	courses, nights := 500, 5
	if n, err := strconv.Atoi(os.Getenv("CARIF_NIGHTS")); err == nil {
		nights = n
	}
	for name, plain := range map[string]bool{"304": false, "200 with the same bytes": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, courses)
			w.demo.NoValidators(plain)
			for range warm { // what the first night learnt of its site, and what grows to its size: indexes, reports
				w.harvest()
			}
			w.rest() // opened again, it is told once which organisations it has: here no command did so after the runs
			was, rows := w.rest(), w.rows()
			for range nights {
				w.wantCounts(w.harvest(), counts{Same: courses})
			}
			is, now := w.rest(), w.rows()
			now["run"] -= nights
			if now["run_report"] > rows["run_report"]+3 {
				t.Errorf("%d reports of nights in which nothing happened", now["run_report"]-rows["run_report"])
			}
			delete(rows, "run_report")
			delete(now, "run_report")
			if d := cmp.Diff(rows, now); d != "" {
				t.Errorf("rows that %d unchanged nights added (-before +after):\n%s", nights, d)
			}
			if is.archive != was.archive {
				t.Errorf("archive: %d B more", is.archive-was.archive)
			}
			// A file grows by pages of 4 KiB: below one a night's rows are counted, and one page is what they may have filled.
			perNight, all := w.nightly(), was.db+was.archive
			if grown := is.db - was.db; grown > 4096+perNight*int64(nights) {
				t.Errorf("database: %d B more after %d nights of %d B", grown, nights, perNight)
			}
			if year := 365 * perNight; year*100 > all {
				t.Errorf("365 nights of %d B are %d B: more than 1 %% of %d B", perNight, year, all)
			}
			t.Logf("%+v, after %d nights %+v; a night %d B", was, nights, is, perNight)
		})
	}
}

// TestSameAnswerIsKeptOnce: the newest answer kept of a URL is not kept again; one that comes back after another
// is, and so is one whose file was lost, and noise beside the words of a page.
func TestSameAnswerIsKeptOnce(t *testing.T) {
	w := newWorld(t, 10)
	w.demo.NoValidators(true)
	w.harvest()
	path := w.demo.Truth()[0].Path()
	url := "http://" + w.host + path
	kept := func() (refs []storage.Capture) { return must(w.store.Captures(context.Background(), "demo", url))(t) }
	want := func(what string, n int) {
		t.Helper()
		if got := len(kept()); got != n {
			t.Errorf("%s: %d answers kept, want %d", what, got, n)
		}
		dir := filepath.Join(w.dir, "archive")
		if got := must(harvest.CheckArchive(context.Background(), w.store, dir))(t); len(got.Found) > 0 {
			t.Errorf("%s: %v", what, got.Found)
		}
	}
	before := w.rest()
	w.wantCounts(w.harvest(), counts{Same: 10})
	want("the same bytes again", 1)
	if got := w.rest(); got.archive != before.archive {
		t.Errorf("the archive grew by %d B", got.archive-before.archive)
	}
	w.demo.Override(path, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		http.Error(rw, "gone", http.StatusGone)
	}))
	w.harvest()
	want("another answer", 2)
	w.demo.Override(path, nil)
	w.harvest()
	want("the first one again", 3)
	if all := kept(); !all[2].Revisit || all[2].SHA256 != all[0].SHA256 {
		t.Errorf("it came back as %+v, want a revisit of %s", all[2], all[0].Ref)
	}
	if sum := must(w.runner().Reparse(context.Background(), w.site))(t); sum.Run.State != schema.RunDone {
		t.Errorf("reparse: %s", sum.Run.State)
	}
	if err := w.archive.Close(); err != nil {
		t.Fatal(err)
	}
	for _, f := range must(filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz")))(t) {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	w.archive = must(archive.Open(filepath.Join(w.dir, "archive"), archive.Options{Software: "carif-test"}))(t)
	defer w.archive.Close()
	w.harvest()
	if all := kept(); len(all) != 4 || all[3].Revisit {
		t.Errorf("after the archive was lost: %+v, want it kept anew, whole", all)
	}
}
