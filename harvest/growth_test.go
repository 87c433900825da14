package harvest_test

import (
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"carif/archive"
	"carif/storage/sqlite"
)

// sizes are the bytes of what a harvest keeps.
type sizes struct{ db, archive int64 }

// rest closes the database and the archive, as the end of a night does, and gives what stands on disk.
func (w *world) rest() (s sizes) {
	w.t.Helper()
	must(0, w.archive.Close())(w.t)
	must(0, w.store.Close())(w.t)
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if filepath.Dir(path) == w.dir {
			s.db += info.Size()
		} else {
			s.archive += info.Size()
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.store = must(sqlite.Open(filepath.Join(w.dir, "carif.db"), sqlite.Options{Now: w.now}))(w.t)
	w.archive = must(archive.Open(filepath.Join(w.dir, "archive"), archive.Options{Software: "carif-test"}))(w.t)
	return s
}

// TestUnchangedNightsKeepNothing: what is kept grows with what changes, not with the nights. 365 nights in which no
// page says anything else add less than a hundredth, whether the site answers 304 or sends the same bytes again.
func TestUnchangedNightsKeepNothing(t *testing.T) {
	const courses, nights, year = 500, 8, 365
	for name, plain := range map[string]bool{"304": false, "200 with the same bytes": true} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, courses)
			w.demo.NoValidators(plain)
			w.harvest()
			w.harvest() // what a first night learns of its site, the second may read it with
			begin := time.Now()
			was := w.rest()
			for range nights {
				sum := w.harvest()
				w.wantCounts(sum, counts{Same: courses})
			}
			is := w.rest()
			t.Logf("first %+v, after %d nights %+v, %s", was, nights, is, time.Since(begin))
			db, kept := is.db-was.db, is.archive-was.archive
			if all := was.db + was.archive; (db+kept)*year/nights*100 > all {
				t.Errorf("%d nights: database %d B more, archive %d B more; 365 nights are more than 1 %% of %d B", nights, db,
					kept, all)
			}
			_ = year
		})
	}
}
