package forget_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carif/archive"
	"carif/fixtures"
	"carif/forget"
	"carif/storage"
)

// grep looks for words in every file of the world: as the bytes stand, in every archived answer as it reads, and in
// every record of the database.
func (w *world) grep(words ...string) (hits []string) {
	w.t.Helper()
	look := func(where string, b []byte) {
		low := bytes.ToLower(b)
		for _, word := range words {
			if bytes.Contains(low, []byte(strings.ToLower(word))) {
				hits = append(hits, where+" holds "+word)
			}
		}
	}
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		look(path, b)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	err = w.archive.Walk(context.Background(), func(ref archive.Ref, x archive.Exchange) error {
		body, err := archive.DecodeBody(x.ResponseHeader, x.Body, 64<<20)
		look(ref.String()+" "+x.URL, body)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	look("dump", []byte(w.dump()))
	return hits
}

// wantWhole checks database and archive and that the one still finds its pages in the other.
func (w *world) wantWhole() {
	w.t.Helper()
	ctx := context.Background()
	if found, err := w.store.Check(ctx, true); err != nil || len(found) > 0 {
		w.t.Errorf("check: %v, %+v", err, found)
	}
	if bad, err := w.archive.Verify(ctx); err != nil || len(bad) > 0 {
		w.t.Errorf("verify: %v, %+v", err, bad)
	}
	err := w.store.Pages(ctx, "", func(p storage.Page) error {
		ref, err := archive.ParseRef(p.Capture)
		if err != nil {
			return err
		}
		x, err := w.archive.Read(ref)
		if err == nil && !strings.HasPrefix(x.URL, "http://"+w.host) {
			w.t.Errorf("%s: its capture is of %s", p.URL, x.URL)
		}
		return err
	})
	if err != nil {
		w.t.Error(err)
	}
}

// spellings are the ways a contact's values may stand in a file.
func spellings(c fixtures.TruthContact) []string {
	digits := strings.ReplaceAll(c.Phone, " ", "")
	return []string{c.Email, c.Name, c.Phone, digits, "+33" + digits[1:],
		strings.ReplaceAll(c.Email, "@", "%40"), strings.ReplaceAll(c.Email, "@", "&#64;")}
}

// TestForget: after forgetting, no file holds the person; neither the next harvests nor a reparse bring the person
// back; nothing else changes.
func TestForget(t *testing.T) {
	w := newWorld(t, 12)
	truth := w.demo.Truth()
	who, other := truth[0], truth[2]
	w.harvest(counts{Added: 12})
	w.demo.Set(who.ID, func(c *fixtures.TruthCourse) {
		c.Objective = append(c.Objective, "- Écrire à "+c.Contact.Name+" ou "+c.Contact.Email)
	})
	w.harvest(counts{Changed: 1, Same: 11})
	values := spellings(who.Contact)
	if len(w.grep(values...)) == 0 {
		t.Fatal("the person was nowhere to be found before")
	}
	person := storage.Person{Phones: []string{who.Contact.Phone}, Emails: []string{strings.ToUpper(who.Contact.Email)}}
	done, err := w.eraser().Forget(context.Background(), person)
	if err != nil {
		t.Fatal(err)
	}
	if done.Contacts == 0 || done.Texts == 0 || done.Edited < 2 || done.Dropped != 0 || done.Unread != 0 {
		t.Errorf("done: %+v", done)
	}
	for _, hit := range w.grep(values...) {
		t.Error("after forgetting: ", hit)
	}
	w.wantWhole()
	if hits := w.grep(other.Contact.Email); len(hits) == 0 {
		t.Error("another person went too")
	}

	w.reparse(counts{Same: 12})

	w.demo.NoValidators(true) // every page comes whole again
	w.harvest(counts{Same: 12})
	w.demo.Set(who.ID, func(c *fixtures.TruthCourse) { c.Title = "Un autre titre" })
	w.harvest(counts{Changed: 1, Same: 11})
	w.reparse(counts{Same: 12})
	for _, hit := range w.grep(values...) {
		t.Error("after the next harvests: ", hit)
	}
	w.wantWhole()
}

// TestForgetPage forgets whoever stands on a page as a contact, known by its address only.
func TestForgetPage(t *testing.T) {
	w := newWorld(t, 6)
	who := w.demo.Truth()[2]
	w.harvest(counts{Added: 6})
	page := storage.Person{URLs: []string{"http://" + w.host + who.Path()}}
	if _, err := w.eraser().Forget(context.Background(), page); err != nil {
		t.Fatal(err)
	}
	w.demo.NoValidators(true)
	w.demo.Touch(who.ID)
	w.harvest(counts{Same: 6})
	w.reparse(counts{Same: 6})
	for _, hit := range w.grep(who.Contact.Email, who.Contact.Phone) {
		t.Error(hit)
	}
	w.wantWhole()
}

// TestForgetGoesOn: a rewriting of the archive that the database did not follow is followed before the next run.
func TestForgetGoesOn(t *testing.T) {
	w := newWorld(t, 6)
	w.harvest(counts{Added: 6})
	moved, err := w.archive.Rewrite(context.Background(), func(_ archive.Ref, x *archive.Exchange) bool {
		x.Body = append(slices.Clone(x.Body), ' ')
		x.ResponseHeader = x.ResponseHeader.Clone()
		return false
	})
	if err != nil || len(moved.Moved) == 0 {
		t.Fatalf("rewrite: %v, %d moved", err, len(moved.Moved))
	}
	if err := errors.Join(w.archive.Close(), w.store.Close()); err != nil { // the crash
		t.Fatal(err)
	}
	w.open()
	if err := forget.Settle(context.Background(), w.store, w.archive); err != nil {
		t.Fatal(err)
	}
	w.wantWhole()
	if err := forget.Settle(context.Background(), w.store, w.archive); err != nil {
		t.Fatal(err)
	}
	w.harvest(counts{Same: 6})
}
