package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"
)

// Rewritten tells what Rewrite changed.
type Rewritten struct {
	ID      string         `json:"id"`                // of this rewriting: an index follows it once
	Files   []string       `json:"files"`             // replaced, under the same name
	Moved   map[string]Ref `json:"moved"`             // by the old reference's String: where the record is now
	Dropped []Ref          `json:"dropped,omitempty"` // records that are gone
	Edited  int            `json:"edited"`            // records whose content changed; they are in Moved, under a new id
	Removed []string       `json:"removed,omitempty"` // tails kept aside by recoveries, deleted unread
	Full    []Ref          `json:"full,omitempty"`    // where revisits are now that became full responses
	Pruned  time.Time      `json:"pruned,omitzero"`   // when Prune dropped them; zero: they were to be forgotten
	// Unread lists what could not be searched and was left as it stood: damaged places.
	Unread []Finding `json:"-"`
}

// Rewrite is for forgetting: fn sees every response and revisit with its body, and answers true to
// drop it (request and metadata with it) or changes it in place (Body, headers, Metadata: note
// there why). A revisit whose original is dropped or no longer has the same bytes becomes a full
// response. Files with a change are written aside, synced, then put in place of the old; the rest is
// not touched. Tails kept aside by recoveries are deleted, since nobody can say what is in them.
//
// The caller brings its index up to date from Moved and Dropped, then calls Settle; after a crash in
// between, Pending gives the same again (until the next Rewrite: settle first). Append is refused
// (ErrInUse) while it runs.
func (a *Archive) Rewrite(ctx context.Context, fn func(Ref, *Exchange) bool) (Rewritten, error) {
	return a.rewrite(ctx, time.Time{}, fn)
}

// Prune is Rewrite for what has been kept long enough: fn only says what goes, and at is when that is done. Tails
// kept aside by recoveries stay.
func (a *Archive) Prune(ctx context.Context, at time.Time, fn func(Ref, *Exchange) bool) (Rewritten, error) {
	return a.rewrite(ctx, at, fn)
}

func (a *Archive) rewrite(ctx context.Context, pruned time.Time, fn func(Ref, *Exchange) bool) (Rewritten, error) {
	names, err := a.startRewrite()
	if err != nil {
		return Rewritten{}, fmt.Errorf("rewrite archive: %w", err)
	}
	defer a.endRewrite()
	ids, err := a.newIDs()
	if err != nil {
		return Rewritten{}, fmt.Errorf("rewrite archive: %w", err)
	}
	w := newRewriter(a, fn)
	w.res.ID, w.res.Pruned = ids[0], pruned
	for i, name := range names {
		if err := w.file(ctx, name, i == len(names)-1); err != nil {
			return Rewritten{}, errors.Join(fmt.Errorf("rewrite archive: %s: %w", name, err), a.removeAll(".new"))
		}
	}
	w.res.Unread = w.bad.list
	if pruned.IsZero() {
		if w.res.Removed, err = a.names(".cut"); err != nil {
			return Rewritten{}, fmt.Errorf("rewrite archive: %w", err)
		}
	}
	if err := a.commit(w.res); err != nil {
		return Rewritten{}, fmt.Errorf("rewrite archive: %w", err)
	}
	return w.res, nil
}

func (a *Archive) startRewrite() ([]string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := a.writable(); err != nil {
		return nil, err
	}
	if err := a.closeFile(); err != nil {
		return nil, err
	}
	names, err := a.files()
	a.rewriting = err == nil
	return names, err
}

func (a *Archive) endRewrite() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rewriting = false
}

// commit makes the rewrite happen: decided once the journal is there, finished by Open otherwise.
func (a *Archive) commit(res Rewritten) error {
	if len(res.Files) == 0 {
		return a.replace(res)
	}
	if err := a.writeJournal(journal{Rewritten: res}); err != nil {
		return err
	}
	if err := a.replace(res); err != nil {
		return err
	}
	return a.writeJournal(journal{Rewritten: res, Placed: true})
}

// replace puts the new files in place. It may be done again after a crash at any point.
func (a *Archive) replace(res Rewritten) error {
	if len(res.Files) > 0 {
		if err := a.writeState(state{}); err != nil { // lengths change: the note on the last file is void
			return err
		}
	}
	for _, name := range res.Files {
		if err := a.root.Rename(name+".new", name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("put %s in place: %w", name, err)
		}
	}
	for _, name := range res.Removed {
		if err := a.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("delete %s: %w", name, err)
		}
	}
	return a.syncDir()
}

// names lists the files that end so.
func (a *Archive) names(suffix string) ([]string, error) {
	entries, err := fs.ReadDir(a.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("list archive: %w", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffix) && e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	return names, nil
}

// removeAll deletes what an unfinished rewrite left.
func (a *Archive) removeAll(suffix string) error {
	names, err := a.names(suffix)
	for _, name := range names {
		if rerr := a.root.Remove(name); rerr != nil && !errors.Is(rerr, os.ErrNotExist) {
			err = errors.Join(err, fmt.Errorf("delete %s: %w", name, rerr))
		}
	}
	return err
}
