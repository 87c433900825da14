package sqlite

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"carif/schema"
	"carif/storage"
)

// loadRedactor reads who is to be forgotten; other processes may have added somebody.
func (t *tx) loadRedactor() error {
	r := &redactor{set: map[string]bool{}}
	var salt string
	if _, err := t.get(&salt, "SELECT value FROM meta WHERE name = 'salt'"); err != nil {
		return err
	}
	var err error
	if r.salt, err = hex.DecodeString(salt); err != nil {
		return fmt.Errorf("read key of the suppression list: %w", err)
	}
	var hashes [][]byte
	if err := t.all(&hashes, "SELECT hmac FROM suppression"); err != nil {
		return err
	}
	for _, h := range hashes {
		r.set[string(h)] = true
	}
	t.s.redactor = r
	return nil
}

// suppress takes those to forget out of a record before anything of it is looked at.
func (t *tx) suppress(rec *schema.Record) error {
	if t.s.redactor == nil {
		if err := t.loadRedactor(); err != nil {
			return err
		}
	}
	if t.s.redactor.empty() {
		return nil
	}
	clean, changed, err := t.s.redactor.record(rec)
	if err == nil && changed {
		*rec = clean
	}
	return err
}

// Suppress implements storage.Writer.
func (s *Store) Suppress(ctx context.Context, p storage.Person) error {
	return s.write(ctx, "suppress a person", func(t *tx) error {
		if err := t.addSuppressed(p); err != nil {
			return err
		}
		return t.resealIfSealed()
	})
}

func (t *tx) addSuppressed(p storage.Person) error {
	salt := make([]byte, 32)
	if _, err := rand.Read(salt); err != nil {
		return fmt.Errorf("make key of the suppression list: %w", err)
	}
	if err := t.exec("INSERT INTO meta (name, value) VALUES ('salt', ?) ON CONFLICT (name) DO NOTHING", hex.EncodeToString(salt)); err != nil {
		return err
	}
	if err := t.loadRedactor(); err != nil {
		return err
	}
	for _, h := range t.s.redactor.hashes(p) {
		if err := t.exec("INSERT INTO suppression (hmac, since) VALUES (?, ?) ON CONFLICT (hmac) DO NOTHING", h, stamp(t.s.now())); err != nil {
			return err
		}
		t.s.redactor.set[string(h)] = true
	}
	return t.dirty()
}
