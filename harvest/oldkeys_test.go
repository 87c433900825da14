package harvest_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"carif/harvest"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// oldKeys are the keys in the database of testdata/oldkeys, which carif wrote before keys went by the form of the id,
// with the title of their course. A second page had the key "generic/Fiche" too, and was lost.
var oldKeys = map[string]string{
	"generic/Coopérative des Bois, stage mené en 2023 pour dix salariés": "Vannerie : tresser un panier",
	"generic/Fiche":     "Forge : battre un clou",
	"generic/RNCP37275": "Laque : poser un vernis",
	"generic/TI-0042":   "Tissage : monter un métier",
	"generic/https://catalogue.example.org/stages/reliure": "Reliure : coudre un cahier",
	"generic/https://catalogue.example.org/stages/vitrail": "Vitrail : couper le verre",
}

// newOldWorld is a world whose database and archive an older carif has left.
func newOldWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), reader: must(harvest.NewReader("", ""))(t), site: sites.Generic()}
	script := must(os.ReadFile("testdata/oldkeys/database.sql"))(t)
	db := must(sql.Open("sqlite3", filepath.Join(w.dir, "carif.db")))(t)
	_, err := db.Exec(string(script))
	copied := os.CopyFS(filepath.Join(w.dir, "archive"), os.DirFS("testdata/oldkeys/archive"))
	if err := errors.Join(err, db.Close(), copied); err != nil {
		t.Fatal(err)
	}
	w.open()
	return w
}

// TestOldKeysGoOn reads the pages of an older carif's database again, from the archive and from the folder: courses
// get other keys, and nothing else happens to them.
func TestOldKeysGoOn(t *testing.T) {
	ctx := context.Background()
	reparse := func(w *world) harvest.Summary { return must(w.runner().Reparse(ctx, w.site))(w.t) }
	imports := func(w *world) harvest.Summary {
		return w.importing(func(im *harvest.Import) error {
			return im.Pages(ctx, []string{"testdata/oldkeys/pages"}, harvest.Files{Alone: true})
		})
	}
	for _, way := range []struct {
		name string
		read func(*world) harvest.Summary
	}{{"reparse", reparse}, {"import", imports}} {
		t.Run(way.name, func(t *testing.T) {
			w := newOldWorld(t)
			first := must(w.store.Versions(ctx, "generic/Fiche"))(t)[0].From
			sum := way.read(w)
			w.wantState(sum, schema.RunDone)
			if sum.Run.Added != 1 || sum.Run.Closed != 0 {
				t.Errorf("got %d added, %d closed; want the lost course added and none closed", sum.Run.Added, sum.Run.Closed)
			}
			w.wantOldKeys(first.Format("2006-01-02T15:04:05"))
			again := imports(w) // every page is seen: what is missing now would close
			w.wantCounts(again, counts{Same: len(oldKeys) + 1})
			closed := must(w.store.CloseMissing(ctx, w.site.ID, again.Run.ID, 1))(t)
			if len(closed) != 0 {
				t.Errorf("closed: %v", closed)
			}
			if found := must(w.store.Check(ctx, true))(t); len(found) > 0 {
				t.Errorf("check: %v", found)
			}
		})
	}
}

// wantOldKeys wants every course found by its old key, under a key that is safe, with its history.
func (w *world) wantOldKeys(first string) {
	w.t.Helper()
	ctx := context.Background()
	all := w.records(storage.Filter{WithClosed: true})
	if len(all) != len(oldKeys)+1 {
		w.t.Errorf("got %d courses, want those there were and the lost one", len(all))
	}
	for old, title := range oldKeys {
		rec, ok, err := w.store.Course(ctx, old)
		if err != nil || !ok || rec.Course.Title == nil || *rec.Course.Title != title {
			w.t.Errorf("%s: got %v, %v; want %q", old, ok, err, title)
			continue
		}
		key := rec.Course.Key
		if key != old && !schema.NoID(key) {
			w.t.Errorf("%s: its key is now %s, want one made of the URL", old, key)
		}
		vs := must(w.store.Versions(ctx, old))(w.t)
		if got := vs[0].From.Format("2006-01-02T15:04:05"); got != first {
			w.t.Errorf("%s: first seen %s, want %s", old, got, first)
		}
		for _, f := range []storage.Filter{{Keys: []string{old}, AsOfRun: 1}, {Keys: []string{old}}} {
			if got := w.records(f); len(got) != 1 || got[key].Course == nil {
				w.t.Errorf("%s with %+v: got %d courses, want it", old, f, len(got))
			}
		}
		if hits := must(w.store.Search(ctx, old, 5))(w.t); len(hits) != 1 || hits[0].Key != key {
			w.t.Errorf("search %s: got %v", old, hits)
		}
	}
}
