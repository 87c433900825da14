package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"carif/harvest"
	"carif/night/digest"
	"carif/night/messenger"
	"carif/schema"
	"carif/storage"
	"carif/storage/sqlite"
)

// badNight is a database whose only run reached nothing.
func badNight(t *testing.T) (path string, st *sqlite.Store) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "carif.db")
	st = opened(t, path)
	id, _, err := st.BeginRun(t.Context(), schema.Run{Site: "essai", Kind: harvest.KindHarvest})
	if err != nil {
		t.Fatal(err)
	}
	run, _, err := st.Run(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	run.State, run.Verdict, run.Note, run.Ended = schema.RunFailed, schema.VerdictNoNight, "DNS: no such host", time.Now()
	if err := st.SaveRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return path, st
}

func opened(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	st, err := sqlite.Open(path, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// hook is a webhook that answers as it is told; got are the bodies it took.
type hook struct {
	mu     sync.Mutex
	down   bool
	during func() // called while a message is taken
	got    []string
	target *messenger.Target
}

func newHook(t *testing.T) *hook {
	t.Helper()
	h := &hook{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		h.got = append(h.got, string(b))
		if h.during != nil {
			h.during()
		}
	}))
	t.Cleanup(srv.Close)
	h.target = target(t, "targets:\n- {name: hook, webhook: {url: \""+srv.URL+"\", secret_env: CARIF_TEST_HOOK}}\n")
	return h
}

func target(t *testing.T, yaml string) *messenger.Target {
	t.Helper()
	t.Setenv("CARIF_TEST_HOOK", "secret of a test")
	path := filepath.Join(t.TempDir(), "targets.yaml")
	if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	list, err := messenger.Load(path, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func quiet() *app { return &app{streams: streams{out: io.Discard, err: io.Discard}} }

// TestTellAtOnce: programs that tell people at the same time send each message once.
func TestTellAtOnce(t *testing.T) {
	path, _ := badNight(t)
	h := newHook(t)
	var wg sync.WaitGroup
	for range 4 {
		st := opened(t, path)
		wg.Go(func() {
			if _, err := quiet().tell(context.WithoutCancel(t.Context()), st, []*messenger.Target{h.target}, time.Now()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(h.got) != 1 {
		t.Errorf("%d messages were sent, want 1: %q", len(h.got), h.got)
	}
}

// TestTellLater: what a receiver missed for days comes in its order, each message once and under the number it had.
func TestTellLater(t *testing.T) {
	path, st := badNight(t)
	h, now := newHook(t), time.Now()
	var made []string
	for day := range 4 {
		h.down = day < 3
		list, err := quiet().tell(t.Context(), st, []*messenger.Target{h.target}, now.AddDate(0, 0, day))
		if err != nil {
			t.Fatal(err)
		}
		d := list[0]
		made = append(made, d.Message.ID)
		want := delivery{Target: "hook", Message: d.Message, Waiting: day + 1, Error: `answered 502 Bad Gateway: ""`}
		if day == 3 {
			want = delivery{Target: "hook", Message: d.Message, Sent: 4}
		}
		if d != want {
			t.Errorf("day %d: %+v, want %+v", day, d, want)
		}
	}
	var got []string
	for _, body := range h.got {
		d, err := digest.Read([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, d.ID)
	}
	if !slices.Equal(got, made) {
		t.Errorf("sent %q, made %q", got, made)
	}
	kept, err := st.Alarms(t.Context())
	if err != nil || len(kept.Messages) > 0 {
		t.Errorf("left %v, %v", kept.Messages, err)
	}
	for _, name := range []string{path, path + "-wal"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "secret of a test") {
			t.Errorf("%s holds the secret of a target", name)
		}
	}
}

// TestTellDead: a message whose sender died is sent by the next program, once its hold is over, and not before; later
// ones wait for it, and that is told.
func TestTellDead(t *testing.T) {
	_, st := badNight(t)
	h, now := newHook(t), time.Now()
	err := st.KeepAlarms(t.Context(), func(kept *storage.Alarms) error {
		kept.Messages = []storage.Message{{ID: "dead", Target: "hook", At: now.Add(-time.Hour), Body: []byte(`{"id":"dead"}`),
			Held: now.Add(time.Minute)}}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, at := range []time.Time{now, now.Add(2 * time.Minute)} {
		list, err := quiet().tell(t.Context(), st, []*messenger.Target{h.target}, at)
		if err != nil {
			t.Fatal(err)
		}
		d, told := list[0], strings.Contains(list[0].Error, "another carif is sending to it")
		if i == 0 && (len(h.got) > 0 || d.Waiting != 2 || !told) || i == 1 && (d.Waiting > 0 || d.Sent != 2 || told) {
			t.Errorf("after %s: %+v, sent %q", at.Sub(now), d, h.got)
		}
	}
	if len(h.got) != 2 || h.got[0] != `{"id":"dead"}` {
		t.Errorf("sent %q", h.got)
	}
}

// TestTellWhileSent: what is made while a program sends to the same target comes after what that sends, by the same
// program, and without waiting for the next digest.
func TestTellWhileSent(t *testing.T) {
	_, st := badNight(t)
	h, now := newHook(t), time.Now()
	h.during = func() {
		h.during = nil
		list, err := quiet().tell(t.Context(), st, []*messenger.Target{h.target}, now.AddDate(0, 0, 1).Add(-time.Hour))
		if err != nil || list[0].Sent > 0 {
			t.Errorf("overtaken: %+v, %v", list, err)
		}
	}
	err := st.KeepAlarms(t.Context(), func(kept *storage.Alarms) error {
		kept.Messages = []storage.Message{{ID: "first", Target: "hook", At: now.Add(-time.Hour), Body: []byte(`{"id":"first"}`)}}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := tellHeld(t, st, h, now); err != nil {
		t.Fatal(err)
	}
	if len(h.got) != 2 || h.got[0] != `{"id":"first"}` || !strings.Contains(h.got[1], `"news":"new"`) {
		t.Errorf("sent %q", h.got)
	}
}

// tellHeld sends what waits for the hook, as a program does that found nothing new itself.
func tellHeld(t *testing.T, st *sqlite.Store, h *hook, now time.Time) error {
	t.Helper()
	var list []storage.Message
	d := delivery{Target: "hook"}
	err := st.KeepAlarms(t.Context(), func(kept *storage.Alarms) error {
		list = d.claim(kept, h.target, now.AddDate(0, 0, 1))
		return nil
	})
	if err != nil {
		return err
	}
	return deliverTo(t.Context(), st, h.target, list, &d)
}

// TestDigestStopped: a person who stops a digest whose receiver hangs is told that it was interrupted, with its exit
// code; the message is kept, and nobody holds it.
func TestDigestStopped(t *testing.T) {
	path, st := badNight(t)
	ctx, stop := context.WithCancel(t.Context())
	free := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		stop()
		select {
		case <-free:
		case <-r.Context().Done():
		}
	}))
	defer srv.Close()
	defer close(free)
	t.Setenv("CARIF_TEST_HOOK", "secret of a test")
	targets := filepath.Join(t.TempDir(), "targets.yaml")
	yaml := "targets:\n- {name: hook, webhook: {url: \"" + srv.URL + "\", secret_env: CARIF_TEST_HOOK}}\n"
	if err := os.WriteFile(targets, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	code := run(ctx, []string{"digest", "--db", path, "--targets", targets}, streams{out: io.Discard, err: &said})
	if code != exitInterrupted || !strings.Contains(said.String(), "hook: not sent: interrupted; 1 message kept") {
		t.Errorf("code %d, %s", code, said.String())
	}
	kept, err := st.Alarms(t.Context())
	if err != nil || len(kept.Messages) != 1 || !kept.Messages[0].Held.IsZero() {
		t.Errorf("kept %+v, %v", kept.Messages, err)
	}
}

// TestTellLost: a message nobody took for a month is dropped, and that is said.
func TestTellLost(t *testing.T) {
	_, st := badNight(t)
	err := st.KeepAlarms(t.Context(), func(kept *storage.Alarms) error {
		kept.Messages = []storage.Message{{ID: "old", Target: "gone", At: time.Now().AddDate(0, 0, -31), Body: []byte(`{}`)}}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	a := &app{streams: streams{out: io.Discard, err: &said}}
	if _, err := a.tell(t.Context(), st, []*messenger.Target{messenger.Stdout(io.Discard)}, time.Now()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said.String(), "to gone was never taken: it is dropped") {
		t.Errorf("said %q", said.String())
	}
}

// people are those of a database.
type people struct{}

func (people) People(_ context.Context, who storage.Acquaintance) error {
	name := "Alix Inventée"
	who.Contact(schema.Contact{Name: &name, Emails: []string{"alix@example.org"}, Phones: []string{"+33199000042"}})
	return nil
}

// TestImpersonal: no message tells a person, wherever the site printed her.
func TestImpersonal(t *testing.T) {
	found := []digest.Finding{{ID: "essai/labels_renamed",
		What: `label "Contact : Alix Inventée" is gone; new label "Tél. 01 99 00 00 42" on http://c.example.org/alix.inventee/12 and https://c.example.org/f?tel=01+99+00+00+43`,
		Do:   "paste: {\"Mme INVENTÉE Alix, alix@example.org\": contact}\nthen carif reparse essai"}}
	found, err := impersonal(t.Context(), people{}, found)
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{found[0].What, found[0].Do} {
		for _, person := range []string{"nvent", "NVENT", "alix@", "99 00", "99+00"} {
			if strings.Contains(words, person) {
				t.Errorf("%q tells %q", words, person)
			}
		}
	}
	if !strings.Contains(found[0].Do, "\nthen carif reparse essai") || !strings.Contains(found[0].What, "label") {
		t.Errorf("the rest is gone: %q, %q", found[0].What, found[0].Do)
	}
}

// TestUsual: what is late goes by how often a site is harvested; one that was harvested once is kept up by nobody.
func TestUsual(t *testing.T) {
	at := time.Date(2027, 3, 1, 3, 0, 0, 0, time.UTC)
	run := func(days int, kind string) schema.Run {
		return schema.Run{Kind: kind, Started: at.AddDate(0, 0, -days)}
	}
	for want, runs := range map[string][]schema.Run{
		"0s":       {run(0, "harvest"), run(1, "import")},
		"36h0m0s":  {run(0, "harvest"), run(1, "harvest")},
		"180h0m0s": {run(0, "harvest"), run(1, "reparse"), run(7, "harvest"), run(8, "harvest")},
	} {
		if got := fmt.Sprint(usual(runs)); got != want {
			t.Errorf("%d runs: %s, want %s", len(runs), got, want)
		}
	}
}
