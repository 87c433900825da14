package harvest_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"carif/fixtures"
	"carif/harvest"
	"carif/schema"
	"carif/storage/sqlite"
)

// mortal is a store whose process dies by SIGKILL as soon as a body is being read.
type mortal struct {
	*sqlite.Store
	sha256 string
}

func (m mortal) BeginReading(ctx context.Context, sha256, reader string) error {
	err := m.Store.BeginReading(ctx, sha256, reader)
	if err == nil && sha256 == m.sha256 {
		err = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	return err
}

const (
	dieDir  = "CARIF_TEST_DIE_DIR" // of the database and the archive
	dieHost = "CARIF_TEST_DIE_HOST"
	dieSHA  = "CARIF_TEST_DIE_SHA256"
	dieHow  = "CARIF_TEST_DIE_HOW"
)

// TestMortal is no test, but the process that the tests below kill.
func TestMortal(t *testing.T) {
	if os.Getenv(dieDir) == "" {
		t.Skip("is for a process of its own")
	}
	how, feed := strings.CutPrefix(os.Getenv(dieHow), "feed ")
	at := worldAt
	if feed {
		at = func(t *testing.T, dir, host string) *world { return feedWorldAt(t, dir, host) }
	}
	w := at(t, os.Getenv(dieDir), os.Getenv(dieHost))
	w.lock()
	run := w.runner()
	run.Store = mortal{w.store, os.Getenv(dieSHA)}
	var err error
	if how == "reparse" {
		_, err = run.Reparse(t.Context(), w.site)
	} else {
		_, err = run.Harvest(t.Context(), w.site)
	}
	fmt.Println("lives", err)
}

func (w *world) lock() {
	w.t.Helper()
	if err := w.store.Lock(w.t.Context(), "test"); err != nil {
		w.t.Fatal(err)
	}
}

// dies runs a harvest or a reparse in a process of its own, which reading that body kills.
func (w *world) dies(how, body string) {
	w.t.Helper()
	if err := errors.Join(w.archive.Close(), w.store.Close()); err != nil {
		w.t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(body))
	cmd := exec.Command(os.Args[0], "-test.run=^TestMortal$", "-test.v")
	cmd.Env = append(os.Environ(), dieDir+"="+w.dir, dieHost+"="+w.host, dieSHA+"="+hex.EncodeToString(sum[:]),
		dieHow+"="+how)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != -1 {
		w.t.Fatalf("the process was not killed: %v\n%s", err, out)
	}
	w.open()
	w.lock()
}

// serves puts a course page of more than a megabyte in the place of a page.
func (w *world) serves(path, title string) (body string) {
	body = "<!doctype html><html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><h2>Objectifs</h2>" +
		"<p>Tresser un panier rond et un panier ovale, choisir les brins, réparer une chaise et une corbeille.</p>" +
		"<h2>Programme</h2><p>Les brins, le fond, le montant, la bordure, l'anse et la finition de chaque pièce.</p><!--" + strings.Repeat(" brin", 1<<18) + "--></body></html>"
	w.demo.Override(path, http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = rw.Write([]byte(body))
	}))
	return body
}

// TestPageThatKillsIsSetAside: a page that killed the process that read it twice is not read again, is named, and
// keeps its course; every other page is read. It is read when it says something else, and when a person wants it.
func TestPageThatKillsIsSetAside(t *testing.T) {
	w := newWorld(t, 6)
	w.lock()
	w.wantState(w.harvest(), schema.RunDone)
	c := w.demo.Truth()[2]
	url := "http://" + w.host + c.Path()
	body := w.serves(c.Path(), "Vannerie")
	for range 2 {
		w.dies("harvest", body)
	}
	aside := func(sum harvest.Summary) {
		t.Helper()
		w.wantState(sum, schema.RunPartial)
		if len(sum.Missed) != 1 || sum.Missed[0] != url || !strings.Contains(sum.Run.Note, url+": set_aside") {
			t.Errorf("missed %q, note %q", sum.Missed, sum.Run.Note)
		}
		told := false
		for _, f := range sum.Faults {
			told = told || f.URL == url && f.Class == schema.RefuseSetAside && strings.Contains(f.Last, "--retry-set-aside")
		}
		if !told {
			t.Errorf("faults: %+v", sum.Faults)
		}
		if got := len(w.records(noFilter)); got != 6 {
			t.Errorf("courses: got %d, want 6", got)
		}
	}
	titled := func(want string) {
		t.Helper()
		if got, _ := w.course(c.ID); got.Title == nil || *got.Title != want {
			t.Errorf("title %q, want %q", deref(got.Title), want)
		}
	}
	w.demo.Touch(w.demo.Truth()[3].ID)
	sum := w.harvest()
	if aside(sum); sum.Run.Changed+sum.Run.Same != 5 {
		t.Errorf("changed %d, same %d of the other courses", sum.Run.Changed, sum.Run.Same)
	}
	aside(w.harvest())
	titled(c.Title)

	w.serves(c.Path(), "Osier")
	w.wantState(w.harvest(), schema.RunDone)
	titled("Osier")

	w.serves(c.Path(), "Vannerie")
	aside(w.harvest())
	if err := w.store.Acquit(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wantState(w.harvest(), schema.RunDone)
	titled("Vannerie")

	w.dies("reparse", body)
	w.dies("reparse", body)
	sum = must(w.runner().Reparse(t.Context(), w.site))(t)
	if w.wantState(sum, schema.RunPartial); len(sum.Faults) != 1 || sum.Faults[0].URL != url ||
		sum.Faults[0].Class != schema.RefuseSetAside {
		t.Errorf("faults of a reparse: %+v", sum.Faults)
	}
	titled("Vannerie")
}

// TestListingThatKillsIsSetAside: so is a listing; what it names is then not known.
func TestListingThatKillsIsSetAside(t *testing.T) {
	w := newWorld(t, 6)
	w.lock()
	w.wantState(w.harvest(), schema.RunDone)
	body := w.serves("/recherche", "Vannerie")
	w.dies("harvest", body)
	w.dies("harvest", body)
	sum := w.harvest()
	if w.wantState(sum, schema.RunPartial); !strings.Contains(sum.Run.Note, "/recherche was not read") {
		t.Errorf("note %q", sum.Run.Note)
	}
}

// TestFeedThatKillsIsSetAside: so is a feed, until it says something else or a person wants it; nothing of it closes.
func TestFeedThatKillsIsSetAside(t *testing.T) {
	w, s := newFeedWorld(t, 20)
	w.lock()
	w.wantState(w.night(), schema.RunDone)
	s.mu.Lock()
	s.titles[0], s.titles[1] = strings.Repeat("Vannerie ", 1<<17), ""
	bad := string(s.document())
	s.mu.Unlock()
	for range 2 {
		w.dies("feed harvest", bad)
	}
	for range 4 {
		sum := w.night()
		if w.wantState(sum, schema.RunPartial); len(sum.Missed) != 1 || !strings.Contains(sum.Run.Note, "/feed was not read") ||
			len(sum.Faults) != 1 || !strings.Contains(sum.Faults[0].Last, "--retry-set-aside") || len(w.records(noFilter)) != 20 {
			t.Fatalf("missed %q, faults %+v, note %q", sum.Missed, sum.Faults, sum.Run.Note)
		}
	}
	w.wantNothingAside()
	s.mu.Lock()
	s.titles[2] = "Cannage"
	s.mu.Unlock()
	sum := w.night()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Changed: 2, Same: 17})

	whole := string(s.document())
	for range 2 {
		w.dies("feed reparse", whole)
	}
	sum = must(w.runner().Reparse(t.Context(), w.site))(t)
	if w.wantState(sum, schema.RunPartial); len(sum.Faults) != 1 || sum.Faults[0].Class != schema.RefuseSetAside {
		t.Errorf("faults of a reparse: %+v", sum.Faults)
	}
	if err := w.store.Acquit(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.wantState(must(w.runner().Reparse(t.Context(), w.site))(t), schema.RunDone)
}

// worldAt is the world of another process.
func worldAt(t *testing.T, dir, host string) *world {
	w := &world{t: t, dir: dir, host: host, demo: fixtures.DemoOf(0)}
	w.settle()
	return w
}
