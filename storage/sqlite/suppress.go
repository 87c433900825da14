package sqlite

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// loadRedactor reads who is to be forgotten; other processes may have added somebody.
func (t *tx) loadRedactor() error {
	var salt string
	if _, err := t.get(&salt, "SELECT value FROM meta WHERE name = 'salt'"); err != nil {
		return err
	}
	key, err := hex.DecodeString(salt)
	if err != nil {
		return fmt.Errorf("read key of the suppression list: %w", err)
	}
	var hashes [][]byte
	if err := t.all(&hashes, "SELECT hmac FROM suppression"); err != nil {
		return err
	}
	t.s.salt, t.s.redactor = salt, redact.New(key, hashes)
	return nil
}

// suppress takes those to forget out of a record before anything of it is looked at.
func (t *tx) suppress(rec *schema.Record) error {
	if err := t.ready(); err != nil {
		return err
	}
	if t.s.redactor.Empty() {
		return nil
	}
	clean, changed, err := t.s.redactor.Record(rec)
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

// keyed makes the file's own key where it has none, and sees that the list at hand goes by it.
func (t *tx) keyed() error {
	const kept = "SELECT value FROM meta WHERE name = 'salt'"
	var salt string
	if ok, err := t.get(&salt, kept); err != nil || ok && salt == t.s.salt {
		return err
	}
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return fmt.Errorf("make key of the suppression list: %w", err)
	}
	if err := t.exec("INSERT INTO meta (name, value) VALUES ('salt', ?) ON CONFLICT (name) DO NOTHING",
		hex.EncodeToString(fresh)); err != nil {
		return err
	}
	return t.loadRedactor()
}

func (t *tx) addSuppressed(p storage.Person) error {
	if err := t.keyed(); err != nil {
		return err
	}
	if err := t.loadRedactor(); err != nil { // another process may have added somebody
		return err
	}
	hashes := t.s.redactor.Hashes(p)
	for _, h := range hashes {
		if err := t.exec("INSERT INTO suppression (hmac, since) VALUES (?, ?) ON CONFLICT (hmac) DO NOTHING", h,
			stamp(t.s.now())); err != nil {
			return err
		}
	}
	t.s.redactor.Add(hashes)
	return t.dirty()
}

// Redactor gives what finds the words of forgotten people in a text: those of the suppression list and, for
// this function only, those of extra. It is nil when there is nobody to find.
func (s *Store) Redactor(ctx context.Context, extra storage.Person) (redact.Finder, error) {
	var r *redact.List
	err := s.soft(ctx, "read the suppression list", func(t *tx) error {
		if err := t.loadRedactor(); err != nil {
			return err
		}
		r = t.s.redactor.With(extra)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if r.Empty() {
		return nil, nil
	}
	return r.Find, nil
}

// Suppressed tells whether whoever stands on the page as a contact is to be forgotten.
func (s *Store) Suppressed(ctx context.Context, url string) (yes bool, err error) {
	err = s.soft(ctx, "read the suppression list", func(t *tx) error {
		if err := t.ready(); err != nil {
			return err
		}
		yes = t.s.redactor.Page(url)
		return nil
	})
	return yes, err
}
