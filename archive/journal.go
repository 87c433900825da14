package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// journalName holds what a rewrite has decided: written before the first file is replaced, so that
// a crash half-way is finished by the next Open, and kept until the index follows (Settle).
const journalName = "rewrite.json"

type journal struct {
	Rewritten
	Placed bool `json:"placed"` // all new files are in place: later ones aside are another rewrite's
}

// Pending gives the result of a Rewrite that was not settled; ok is false when there is none.
func (a *Archive) Pending() (res Rewritten, ok bool, err error) {
	j, ok, err := a.readJournal()
	return j.Rewritten, ok, err
}

func (a *Archive) readJournal() (j journal, ok bool, err error) {
	b, err := a.root.ReadFile(journalName)
	if errors.Is(err, fs.ErrNotExist) {
		return j, false, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &j)
	}
	if err != nil {
		return j, false, fmt.Errorf("read rewrite journal: %w", err)
	}
	return j, true, nil
}

// Settle says that the index follows the last Rewrite. Harmless when there was none.
func (a *Archive) Settle() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return ErrClosed
	}
	if a.readOnly {
		return ErrReadOnly
	}
	err := a.root.Remove(journalName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("settle rewrite: %w", err)
	}
	return a.syncDir()
}

func (a *Archive) writeJournal(j journal) error {
	b, err := json.Marshal(j)
	if err != nil {
		return fmt.Errorf("encode rewrite journal: %w", err)
	}
	const aside = journalName + ".new"
	f, err := a.root.OpenFile(aside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write rewrite journal: %w", err)
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = a.root.Rename(aside, journalName)
	}
	if err != nil {
		return fmt.Errorf("write rewrite journal: %w", err)
	}
	return a.syncDir()
}

// finishRewrite completes what a crash interrupted: with a journal the new files are all there,
// without one none has been used.
func (a *Archive) finishRewrite() error {
	j, ok, err := a.readJournal()
	if err != nil {
		return err
	}
	if ok && !j.Placed {
		if err = a.replace(j.Rewritten); err == nil {
			j.Placed = true
			err = a.writeJournal(j)
		}
		if err != nil {
			return fmt.Errorf("finish rewrite: %w", err)
		}
	}
	if ok {
		a.recs = append(a.recs, Recovery{File: journalName,
			Note: "a rewrite was not settled: bring the index up to date from Pending, then Settle"})
	}
	return a.removeAll(".new")
}
