package storagetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"carif/storage"
)

// testAlarms: what is kept comes back as it was, and an error leaves it so.
func testAlarms(t *testing.T, r *rig) {
	at := r.clock.Truncate(time.Second)
	want := storage.Alarms{
		Findings: []storage.KnownFinding{{ID: site + "/night", Site: site, Class: "dns", State: "a", Since: at}},
		Told:     []storage.ToldFinding{{Finding: site + "/night", Target: "team", State: "a", Day: "2027-03-01"}},
		Acks: []storage.Ack{{Finding: site + "/a", State: "a", At: at, Note: "seen"},
			{Finding: site + "/night", State: "a", At: at, Until: at.Add(time.Hour)}},
		Messages: []storage.Message{{ID: "2", Target: "team", At: at, Body: []byte(`{"text":"x"}`), Tries: 1, Error: "down",
			Held: at.Add(time.Minute)}, {ID: "1", Target: "team", At: at.Add(time.Second), Body: []byte(`{}`)}},
	}
	got, err := r.Alarms(r.ctx)
	r.ok(err)
	r.same("nothing yet", got, storage.Alarms{})
	r.ok(r.KeepAlarms(r.ctx, func(a *storage.Alarms) error { *a = want; return nil }))
	got, err = r.Alarms(r.ctx)
	r.ok(err)
	r.same("kept", got, want)
	stop := errors.New("stop")
	err = r.KeepAlarms(r.ctx, func(a *storage.Alarms) error {
		r.same("handed in", *a, want)
		*a = storage.Alarms{}
		return stop
	})
	if !errors.Is(err, stop) {
		r.t.Errorf("KeepAlarms() = %v, want the error of fn", err)
	}
	if r.KeepAlarms(r.ctx, func(a *storage.Alarms) error { a.Messages[0].Body = []byte("{"); return nil }) == nil {
		r.t.Error("half a message was kept")
	}
	got, err = r.Alarms(r.ctx)
	r.ok(err)
	r.same("after errors", got, want)
	r.checked("with alarms")
}

// testAlarmsForget: a person who is forgotten is in no message that waits and in no note, whenever it was written.
func testAlarmsForget(t *testing.T, r *rig) {
	keep := func(a *storage.Alarms) error {
		a.Acks = []storage.Ack{{Finding: "demo/night", State: "a", At: r.clock, Note: "Alix Inventée looks"}}
		a.Messages = []storage.Message{{ID: "1", Target: "team", At: r.clock,
			Body: []byte(`{"what":"label \"Alix Inventée\" is gone"}`), Error: "no Alix Inventée here"}}
		return nil
	}
	look := func(when string) {
		a, err := r.Alarms(r.ctx)
		r.ok(err)
		for _, words := range []string{a.Acks[0].Note, string(a.Messages[0].Body), a.Messages[0].Error} {
			if strings.Contains(words, "Inventée") || !strings.Contains(words, storage.Redacted) {
				r.t.Errorf("%s: %s", when, words)
			}
		}
	}
	r.ok(r.KeepAlarms(r.ctx, keep))
	_, err := r.Forget(r.ctx, storage.Person{Names: []string{"Alix Inventée"}})
	r.ok(err)
	look("kept before")
	r.ok(r.KeepAlarms(r.ctx, keep))
	look("kept after")
}
