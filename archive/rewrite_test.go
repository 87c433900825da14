package archive

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const secret = "personne.inventee@example.org"

// forgetful writes pages over several files: some name the invented person, some are revisits.
func forgetful(t *testing.T, dir string) (*Archive, map[string]Exchange) {
	t.Helper()
	o := testOptions()
	o.MaxFileBytes = 6000
	a := openTest(t, dir, o)
	all := make(map[string]Exchange)
	var first []Ref
	for i := range 12 {
		x := page(i, 2000)
		if i%4 == 1 {
			x.Body = append(x.Body, secret...)
		}
		ref := mustAppend(t, a, x)
		first = append(first, ref)
		all[ref.String()] = x
	}
	for i, ref := range first {
		x := page(i, 2000)
		x.At, x.Body = x.At.AddDate(0, 0, 1), nil
		x.RevisitOf = &ref
		now := mustAppend(t, a, x)
		x.Body = all[ref.String()].Body
		all[now.String()] = x
	}
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	return a, all
}

// checkRewritten reads every record by its reference as the index would now hold it.
func checkRewritten(t *testing.T, a *Archive, all map[string]Exchange, res Rewritten) {
	t.Helper()
	gone := make(map[string]bool)
	for _, r := range res.Dropped {
		gone[r.String()] = true
	}
	seen := 0
	for key, want := range all {
		if gone[key] {
			continue
		}
		seen++
		ref, err := ParseRef(key)
		if err != nil {
			t.Fatal(err)
		}
		if m, ok := res.Moved[key]; ok {
			ref = m
		}
		got, err := a.Read(ref)
		if err != nil {
			t.Errorf("%s, now %s: %v", key, ref, err)
			continue
		}
		if wb := bytes.ReplaceAll(want.Body, []byte(secret), []byte("[oublié]")); got.URL != want.URL ||
			!got.At.Equal(want.At) || !bytes.Equal(got.Body, wb) {
			t.Errorf("%s, now %s: another exchange than was written", key, ref)
		}
	}
	walked := 0
	if err := a.Walk(context.Background(), func(Ref, Exchange) error { walked++; return nil }); err != nil ||
		walked != seen {
		t.Errorf("walked %d records, want %d (%v)", walked, seen, err)
	}
	if bad, err := a.Verify(context.Background()); err != nil || len(bad) > 0 {
		t.Errorf("verify: %v %v", bad, err)
	}
}

func assertForgotten(t *testing.T, dir string) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if strings.HasSuffix(n, ".warc.gz") {
			err := ReadFile(n, func(r Ref, x Exchange) error {
				if bytes.Contains(x.Body, []byte(secret)) {
					t.Errorf("%s still holds the value", r)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		} else if bytes.Contains(readAll(t, n), []byte(secret)) {
			t.Errorf("%s still holds the value", n)
		}
	}
}

func TestRewriteEdits(t *testing.T) {
	dir := t.TempDir()
	a, all := forgetful(t, dir)
	writeAll(t, filepath.Join(dir, "carif-test-x.cut"), []byte(secret))
	res, err := a.Rewrite(context.Background(), func(_ Ref, x *Exchange) bool {
		x.Body = bytes.ReplaceAll(x.Body, []byte(secret), []byte("[oublié]"))
		return false
	})
	if err != nil {
		t.Fatal(err)
	}
	if res.Edited != 6 || len(res.Dropped) != 0 || len(res.Removed) != 1 || len(res.Unread) != 0 {
		t.Errorf("edited %d, dropped %d, removed %v, unread %v", res.Edited, len(res.Dropped), res.Removed, res.Unread)
	}
	checkRewritten(t, a, all, res)
	assertForgotten(t, dir)
	if _, ok, err := a.Pending(); !ok || err != nil {
		t.Errorf("pending before Settle: %v, %v", ok, err)
	}
	if err := a.Settle(); err != nil {
		t.Fatal(err)
	}
	ref := mustAppend(t, a, page(99, 100)) // writing goes on
	if _, err := a.Read(ref); err != nil {
		t.Error(err)
	}
}

func TestRewriteDrops(t *testing.T) {
	dir := t.TempDir()
	a, all := forgetful(t, dir)
	// Originals of even pages go (retention), their revisits stay; the person's pages go altogether.
	res, err := a.Rewrite(context.Background(), func(r Ref, x *Exchange) bool {
		return bytes.Contains(x.Body, []byte(secret)) || x.RevisitOf == nil && strings.Contains(x.URL, "0?")
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Dropped) != 6+2 {
		t.Errorf("dropped %d, want 8", len(res.Dropped))
	}
	checkRewritten(t, a, all, res)
	assertForgotten(t, dir)
	again, err := a.Rewrite(context.Background(), func(Ref, *Exchange) bool { return false })
	if err != nil || len(again.Files) > 0 || len(again.Moved) > 0 {
		t.Errorf("a rewrite of nothing: %+v, %v", again, err)
	}
}

// TestRewriteSurvivesCrash stops a rewrite after any of its steps: opening again finds either the
// old archive or the new one.
func TestRewriteSurvivesCrash(t *testing.T) {
	edit := func(_ Ref, x *Exchange) bool {
		x.Body = bytes.ReplaceAll(x.Body, []byte(secret), []byte("[oublié]"))
		return false
	}
	for step := range 4 {
		dir := t.TempDir()
		a, all := forgetful(t, dir)
		if err := a.closeLocked(); err != nil {
			t.Fatal(err)
		}
		names, err := a.files()
		if err != nil {
			t.Fatal(err)
		}
		w := newRewriter(a, edit)
		for i, n := range names {
			if step == 0 && i == 2 {
				break // files aside only in part
			}
			if err := w.file(context.Background(), n, false); err != nil {
				t.Fatal(err)
			}
		}
		res := w.res
		if step >= 2 {
			err = a.writeJournal(journal{Rewritten: res})
		}
		if step == 3 {
			err = errors.Join(err, os.Rename(filepath.Join(dir, res.Files[0]+".new"), filepath.Join(dir, res.Files[0])))
		}
		if err = errors.Join(err, a.Close()); err != nil {
			t.Fatal(err)
		}
		o := testOptions()
		o.Rand = nil
		a = openTest(t, dir, o)
		pending, ok, err := a.Pending()
		if err != nil || ok != (step >= 2) {
			t.Fatalf("step %d: pending %v, %v", step, ok, err)
		}
		if ok {
			checkRewritten(t, a, all, pending)
			assertForgotten(t, dir)
		} else {
			for key := range all {
				ref, _ := ParseRef(key)
				if _, err := a.Read(ref); err != nil {
					t.Errorf("step %d: %v", step, err)
				}
			}
		}
		if left, err := a.names(".new"); err != nil || len(left) > 0 {
			t.Errorf("step %d: left %v, %v", step, left, err)
		}
	}
}

func (a *Archive) closeLocked() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.closeFile()
}
