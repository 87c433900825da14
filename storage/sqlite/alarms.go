package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"carif/schema"
	"carif/storage"
)

type findingRow struct {
	ID    string `db:"id"`
	Site  string `db:"site"`
	Class string `db:"class"`
	State string `db:"state"`
	Since string `db:"since"`
}

type toldRow struct {
	Finding string `db:"finding"`
	Target  string `db:"target"`
	State   string `db:"state"`
	Day     string `db:"day"`
}

type ackRow struct {
	Finding string  `db:"finding"`
	State   string  `db:"state"`
	At      string  `db:"at"`
	Note    string  `db:"note"`
	Until   *string `db:"until"`
}

type messageRow struct {
	ID     string  `db:"id"`
	Target string  `db:"target"`
	At     string  `db:"at"`
	Body   string  `db:"body"`
	Tries  int     `db:"tries"`
	Error  string  `db:"error"`
	Held   *string `db:"held"`
}

// readAlarms reads all that is kept; get reads the rows of a query.
func readAlarms(get func(into any, q string) error) (a storage.Alarms, err error) {
	var found []findingRow
	var told []toldRow
	var acks []ackRow
	var messages []messageRow
	for _, q := range []struct {
		into any
		sql  string
	}{{&found, "SELECT * FROM finding ORDER BY id"}, {&told, "SELECT * FROM finding_told ORDER BY finding, target"},
		{&acks, "SELECT * FROM finding_ack ORDER BY finding"}, {&messages, "SELECT * FROM message ORDER BY at, id"}} {
		if err := get(q.into, q.sql); err != nil {
			return a, fmt.Errorf("read alarms: %w", err)
		}
	}
	for _, r := range found {
		a.Findings = append(a.Findings, storage.KnownFinding{ID: r.ID, Site: r.Site, Class: schema.Failure(r.Class),
			State: r.State, Since: parseTime(r.Since)})
	}
	for _, r := range told {
		a.Told = append(a.Told, storage.ToldFinding(r))
	}
	for _, r := range acks {
		a.Acks = append(a.Acks, storage.Ack{Finding: r.Finding, State: r.State, At: parseTime(r.At), Note: r.Note,
			Until: timeOf(r.Until)})
	}
	for _, r := range messages {
		a.Messages = append(a.Messages, storage.Message{ID: r.ID, Target: r.Target, At: parseTime(r.At),
			Body: []byte(r.Body), Tries: r.Tries, Error: r.Error, Held: timeOf(r.Held)})
	}
	return a, nil
}

// Alarms implements storage.Alarmist.
func (s *Store) Alarms(ctx context.Context) (a storage.Alarms, err error) {
	tx, err := s.r.BeginTxx(ctx, nil)
	if err != nil {
		return a, explain(s.path, fmt.Errorf("read alarms: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // it only read
	a, err = readAlarms(func(into any, q string) error { return tx.SelectContext(ctx, into, q) })
	return a, explain(s.path, err)
}

// KeepAlarms implements storage.Alarmist. What is kept is a few rows: they are written anew.
func (s *Store) KeepAlarms(ctx context.Context, fn func(*storage.Alarms) error) error {
	return s.write(ctx, "keep alarms", func(t *tx) error {
		a, err := readAlarms(func(into any, q string) error { return t.all(into, q) })
		if err != nil {
			return err
		}
		if err := fn(&a); err != nil {
			return err
		}
		return t.writeAlarms(a)
	})
}

func (t *tx) writeAlarms(a storage.Alarms) error {
	if err := t.ready(); err != nil {
		return err
	}
	for _, q := range []string{"DELETE FROM finding", "DELETE FROM finding_told", "DELETE FROM finding_ack",
		"DELETE FROM message"} {
		if err := t.exec(q); err != nil {
			return err
		}
	}
	for _, f := range a.Findings {
		err := t.exec("INSERT INTO finding (id, site, class, state, since) VALUES (?, ?, ?, ?, ?)", f.ID, f.Site,
			string(f.Class), f.State, stamp(f.Since))
		if err != nil {
			return err
		}
	}
	for _, f := range a.Told {
		err := t.exec("INSERT INTO finding_told (finding, target, state, day) VALUES (?, ?, ?, ?)", f.Finding, f.Target,
			f.State, f.Day)
		if err != nil {
			return err
		}
	}
	for _, k := range a.Acks {
		err := t.exec("INSERT INTO finding_ack (finding, state, at, note, until) VALUES (?, ?, ?, ?, ?)", k.Finding, k.State,
			stamp(k.At), t.s.redactor.Loose(k.Note), stampOrNull(k.Until))
		if err != nil {
			return err
		}
	}
	for _, m := range a.Messages {
		if !json.Valid(m.Body) {
			return fmt.Errorf("keep message %s: it is no JSON", m.ID)
		}
		err := t.exec(`INSERT INTO message (id, target, at, body, tries, error, held) VALUES (?, ?, ?, ?, ?, ?, ?)`, m.ID,
			m.Target, stamp(m.At), eachString(string(m.Body), t.s.redactor.Loose), m.Tries, t.s.redactor.Loose(m.Error),
			stampOrNull(m.Held))
		if err != nil {
			return err
		}
	}
	return nil
}

// forgetAlarms takes a person's words out of what is kept.
func (t *tx) forgetAlarms() error {
	a, err := readAlarms(func(into any, q string) error { return t.all(into, q) })
	if err != nil || len(a.Acks)+len(a.Messages) == 0 {
		return err
	}
	return t.writeAlarms(a)
}

// timeOf reads a time that may be null: the zero time.
func timeOf(text *string) time.Time {
	if text == nil {
		return time.Time{}
	}
	return parseTime(*text)
}
