package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"carif/harvest"
	"carif/night/digest"
	"carif/night/messenger"
	"carif/storage"
)

// mornings are nights after which people are told.
type mornings struct {
	*nights
	down bool // the receiver of messages
	got  bytes.Buffer
	told int // of got, that was looked at
	day  int
}

// Write takes a message.
func (m *mornings) Write(p []byte) (int, error) {
	if m.down {
		return 0, errors.New("connection refused")
	}
	return m.got.Write(p)
}

// tell makes the digest, and gives the entries of what arrived: NEWS NAME CLASS.
func (m *mornings) tell() string {
	m.nights.t.Helper()
	list, err := quiet().tell(context.Background(), m.store, []*messenger.Target{messenger.Stdout(m)}, time.Now())
	if err != nil {
		m.nights.t.Fatal(err)
	}
	if (list[0].Error != "") != m.down {
		m.nights.t.Errorf("day %d: %+v", m.day, list[0])
	}
	text := m.got.String()[m.told:]
	m.told = m.got.Len()
	var out []string
	for line := range strings.Lines(text) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, " ") || !strings.Contains(name, "/") {
			continue
		}
		words := strings.Split(strings.ReplaceAll(rest, ": ", ", "), ", ") // news, how long, class
		entry := words[0] + " " + name
		if len(words) > 2 {
			entry += " " + strings.TrimPrefix(words[2], "class ")
		}
		out = append(out, entry)
	}
	return strings.Join(out, "; ")
}

// morning harvests, or does not, and tells people at seven (UTC).
func (m *mornings) morning(harvests bool) string {
	m.nights.t.Helper()
	if harvests {
		m.night()
	}
	m.day++
	time.Sleep(time.Until(time.Date(2000, 1, 1, 7, 0, 0, 0, time.UTC).AddDate(0, 0, m.day)))
	return m.tell()
}

func (m *mornings) ack(name string) {
	m.nights.t.Helper()
	now := time.Now()
	v, err := quiet().tellable(context.Background(), m.store, now)
	if err != nil {
		m.nights.t.Fatal(err)
	}
	err = m.store.KeepAlarms(context.Background(), func(kept *storage.Alarms) error {
		for _, f := range ofName(v.Found, name) {
			kept.Acks = append(kept.Acks, storage.Ack{Finding: f.ID, State: f.State, At: now})
		}
		return nil
	})
	if err != nil {
		m.nights.t.Fatal(err)
	}
}

// whole puts the site back as it was.
func (m *mornings) whole() {
	m.lookup, m.dial = nil, nil
	for _, c := range m.demo.Truth() {
		m.demo.Override(c.Path(), nil)
	}
}

// TestMornings: three weeks of a site, and every message that people get of them.
func TestMornings(t *testing.T) {
	reader, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	noDNS := &net.DNSError{Err: "no such host", Name: nightHost, IsNotFound: true}
	inNights(t, reader, func(n *nights) {
		m := &mornings{nights: n}
		noCourses := func() {
			for _, c := range n.demo.Truth() {
				n.demo.Override(c.Path(), bare(strings.Repeat("<p>Une page de texte sur la vie de la région.</p>", 5)))
			}
		}
		for _, tt := range []struct {
			name string
			do   func() // before the night
			idle bool   // nothing harvests
			want string
		}{
			{"a good first night", m.whole, false, ""},
			{"and another", m.whole, false, ""},
			{"no DNS", func() { n.lookup = noDNS }, false, "new essai/night dns"},
			{"still none", func() {}, false, "lasts essai/night dns"},
			{"the host refuses", func() { n.lookup, n.dial = nil, errors.New("connect: connection refused") }, false,
				"changed essai/night refused"},
			{"back", m.whole, false, "over essai/night"},
			{"good", m.whole, false, ""},
			{"no page is a course", noCourses, false, "new essai/night layout_changed"},
			{"acknowledged", func() { m.ack("essai") }, false, ""},
			{"acknowledged, still", func() {}, false, ""},
			{"then no DNS", func() { n.lookup = noDNS }, false, "changed essai/night dns"},
			{"held again: nobody acknowledged that", func() { n.lookup = nil }, false, "changed essai/night layout_changed"},
			{"back", m.whole, false, "over essai/night"},
			{"one page is broken", func() { n.breaks(n.bad, "/status/500") }, false, ""},
			{"for two nights", func() {}, false, ""},
			{"for three", func() {}, false, "new essai/incomplete http_error"},
			{"mended", m.whole, false, "over essai/incomplete"},
			{"nothing harvests", func() {}, true, "new essai/stale own"}, // the last night began at seven, two days ago
			{"for a second night", func() {}, true, "lasts essai/stale own"},
			{"the receiver is down, too", func() { m.down, n.lookup = true, noDNS }, false, ""},
			{"and up: both messages", func() { m.down = false }, false,
				"new essai/night dns; over essai/stale; lasts essai/night dns"},
			{"well", m.whole, false, "over essai/night"},
		} {
			tt.do()
			if got := m.morning(!tt.idle); got != tt.want {
				t.Errorf("day %d, %s: got %q, want %q", m.day, tt.name, got, tt.want)
			}
			if again := m.tell(); again != "" && !m.down {
				t.Errorf("day %d, %s: told twice: %q", m.day, tt.name, again)
			}
		}
	})
}

// finds wants the digest to say of the newest night what all else says of it.
func (n *nights) finds(sum harvest.Summary, want verdictCase, published bool) {
	n.t.Helper()
	v, err := quiet().needing(context.Background(), n.store, time.Now())
	if err != nil {
		n.t.Fatal(err)
	}
	var night []digest.Finding
	for _, f := range v.Found {
		if f.ID == "essai/night" {
			night = append(night, f)
		}
	}
	if (len(night) == 0) != published {
		n.t.Fatalf("published %v, findings %+v", published, v.Found)
	}
	if published {
		return
	}
	f := night[0]
	if f.Class != want.failure || f.Do == "" || f.Run != sum.Run.ID || !strings.Contains(f.What, want.words) {
		n.t.Errorf("finding %+v, want class %s and %q", f, want.failure, want.words)
	}
	m := newMetrics()
	if err := m.all(context.Background(), n.store, v.Found, time.Now()); err != nil {
		n.t.Fatal(err)
	}
	line := fmt.Sprintf("carif_findings{acknowledged=\"false\",class=%q,site=\"essai\"} 1", want.failure)
	if text := metricsText(n.t, m); !strings.Contains(text, line+"\n") {
		n.t.Errorf("metrics do not say %s:\n%s", line, text)
	}
}

// metricsText is the file that is written of metrics.
func metricsText(t *testing.T, m *metrics) string {
	t.Helper()
	var b bytes.Buffer
	if err := m.text(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var _ io.Writer = (*mornings)(nil)
