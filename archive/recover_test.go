package archive

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// crash leaves the directory as a killed process would: no Close, the lock given back by the kernel.
func crash(t *testing.T, a *Archive) {
	t.Helper()
	if err := a.release(); err != nil {
		t.Fatal(err)
	}
	a.closed = true
}

// TestTruncatedTail cuts the file at every byte of the last record: opening takes it back to the
// last whole one, keeps the cut bytes aside, and goes on in the same file.
func TestTruncatedTail(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	mustAppend(t, a, page(1, 300))
	last := page(2, 200)
	last.Method, last.RequestHeader, last.Metadata = "", nil, nil // the response alone is the last record
	ref := mustAppend(t, a, last)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	whole, lock := readAll(t, onlyFile(t, dir)), readAll(t, filepath.Join(dir, lockName))
	name := filepath.Base(onlyFile(t, dir))
	for _, noted := range []bool{false, true} { // without and with the note of the last writer
		for cut := int(ref.Offset); cut <= len(whole); cut++ {
			if noted && cut%7 != 0 && cut < len(whole)-8 {
				continue // the note only spares reading; every byte was tried without
			}
			dir := t.TempDir()
			writeAll(t, filepath.Join(dir, name), whole[:cut])
			if noted {
				writeAll(t, filepath.Join(dir, lockName),
					bytes.Replace(lock, []byte(strconv.Itoa(len(whole))), []byte(strconv.Itoa(int(ref.Offset))), 1))
			}
			a, err := Open(dir, testOptions())
			if err != nil {
				t.Fatalf("cut at %d: %v", cut, err)
			}
			rec := a.Recovered()
			switch tail := cut - int(ref.Offset); {
			case tail == 0 || cut == len(whole):
				if len(rec) != 0 {
					t.Fatalf("cut at %d: recovered %+v, want nothing", cut, rec)
				}
			case len(rec) != 1 || rec[0].Kept != ref.Offset || rec[0].Cut != int64(tail):
				t.Fatalf("cut at %d: recovered %+v", cut, rec)
			case !bytes.Equal(readAll(t, filepath.Join(dir, rec[0].Saved)), whole[ref.Offset:cut]):
				t.Fatalf("cut at %d: the tail was not kept aside", cut)
			}
			next := mustAppend(t, a, page(3, 200))
			if next.File != name {
				t.Fatalf("cut at %d: went on in %s", cut, next.File)
			}
			n := 0
			if err := a.Walk(context.Background(), func(Ref, Exchange) error { n++; return nil }); err != nil ||
				(cut < len(whole) && n != 2) || (cut == len(whole) && n != 3) {
				t.Fatalf("cut at %d: walked %d, %v", cut, n, err)
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAcknowledgedSurvivesKill(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	var kept []Ref
	for i := range 10 {
		kept = append(kept, mustAppend(t, a, page(i, 5000)))
	}
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	lost := mustAppend(t, a, page(11, 5000)) // buffered only
	crash(t, a)
	a = openTest(t, dir, testOptions())
	for i, r := range kept {
		if got, err := a.Read(r); err != nil || equal(page(i, 5000), got) != nil {
			t.Errorf("%s: %v", r, err)
		}
	}
	if _, err := a.Read(lost); !errors.Is(err, ErrRef) {
		t.Errorf("unsynced record: %v, want ErrRef", err)
	}
	stale := lost
	if got := mustAppend(t, a, page(12, 5000)); got.Offset != stale.Offset {
		t.Fatalf("went on at %d, want %d", got.Offset, stale.Offset)
	}
	stale.ID = "urn:uuid:00000000-0000-4000-8000-000000000000"
	if _, err := a.Read(stale); !errors.Is(err, ErrRef) {
		t.Errorf("stale reference: %v, want ErrRef", err)
	}
}

// TestReaderBesideAWriter: bytes a writer is in the middle of writing are no damage to a reader,
// while the same cut without a writer's note is one.
func TestReaderBesideAWriter(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	mustAppend(t, a, page(1, 3000))
	if err := a.Sync(); err != nil {
		t.Fatal(err)
	}
	path := onlyFile(t, dir)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.Write(zip(t, "WARC/1.1\r\nContent-Length: 5")[:20])
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	r, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	walk := func() (n int, err error) {
		err = r.Walk(context.Background(), func(Ref, Exchange) error { n++; return nil })
		return n, err
	}
	if n, err := walk(); n != 1 || err != nil {
		t.Errorf("beside a writer: %d, %v", n, err)
	}
	if bad, err := r.Verify(context.Background()); err != nil || len(bad) != 1 || bad[0].Do != adviceTail {
		t.Errorf("verify: %v, %v", bad, err)
	}
	if err := os.Remove(filepath.Join(dir, lockName)); err != nil {
		t.Fatal(err)
	}
	if n, err := walk(); n != 1 || err == nil {
		t.Errorf("without a note: %d, %v", n, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := r.Walk(ctx, func(Ref, Exchange) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled walk: %v", err)
	}
	if _, err := a.Append(ctx, page(2, 10)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled append: %v", err)
	}
}

func TestDamageInTheMiddleIsNotCut(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	mustAppend(t, a, page(1, 3000))
	hit := mustAppend(t, a, page(2, 3000))
	mustAppend(t, a, page(3, 3000))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	path := onlyFile(t, dir)
	b := readAll(t, path)
	b[hit.Offset+100] ^= 1
	writeAll(t, path, b)
	if err := os.Remove(filepath.Join(dir, lockName)); err != nil { // nothing is known: all is read
		t.Fatal(err)
	}
	a = openTest(t, dir, testOptions())
	if rec := a.Recovered(); len(rec) != 1 || rec[0].Cut != 0 || !strings.Contains(rec[0].Note, "damaged") {
		t.Errorf("recovered %+v", rec)
	}
	if got := readAll(t, path); !bytes.Equal(got, b) {
		t.Error("the damaged file was changed")
	}
	if next := mustAppend(t, a, page(4, 100)); next.File == filepath.Base(path) {
		t.Error("went on in the damaged file")
	}
	n := 0
	err := a.Walk(context.Background(), func(Ref, Exchange) error { n++; return nil })
	var f *Finding
	if n != 3 || !errors.As(err, &f) || f.Offset != hit.Offset {
		t.Errorf("walked %d (%v), want 3 and a finding at %d", n, err, hit.Offset)
	}
}

// TestBitFlips flips one bit in each byte of a file, one after the other: Verify tells each
// that changes a byte of a record.
func TestBitFlips(t *testing.T) {
	dir := t.TempDir()
	a := openTest(t, dir, testOptions())
	mustAppend(t, a, page(1, 400))
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	path := onlyFile(t, dir)
	b := readAll(t, path)
	r, err := OpenRead(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if bad, err := r.Verify(context.Background()); err != nil || len(bad) != 0 {
		t.Fatalf("whole file: %v, %v", bad, err)
	}
	for i := range b {
		flipped := bytes.Clone(b)
		flipped[i] ^= 1 << (i % 8)
		writeAll(t, path, flipped)
		bad, err := r.Verify(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if len(bad) == 0 && !harmless(t, b, flipped) {
			t.Errorf("flip of bit %d in byte %d not noticed", i%8, i)
		}
	}
}

// harmless reports whether a flip changed no record: gzip headers have bytes (time, system) that
// nothing guards because nothing depends on them.
func harmless(t *testing.T, b, flipped []byte) bool {
	t.Helper()
	var got [2]string
	for i, data := range [][]byte{b, flipped} {
		var s scanner
		if err := s.open("x", bytes.NewReader(data), 0, int64(len(data))); err != nil {
			return false
		}
		for {
			rec, err := s.next()
			if err != nil {
				break
			}
			got[i] += string(rec.block) + rec.header.get("WARC-Type") + rec.header.get("WARC-Target-URI")
		}
	}
	return got[0] == got[1]
}

func TestReadTellsDigest(t *testing.T) {
	a := openTest(t, t.TempDir(), testOptions())
	x := page(1, 100)
	e := newEncoder(3)
	ids, err := a.newIDs()
	if err != nil {
		t.Fatal(err)
	}
	if err := e.response(&x, ids[0], digestOf([]byte("another body"))); err != nil {
		t.Fatal(err)
	}
	a.mu.Lock()
	file, off, err := a.put(e.out.Bytes())
	a.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Read(Ref{File: file, Offset: off}); !errors.Is(err, ErrDigest) {
		t.Errorf("read: %v, want ErrDigest", err)
	}
	if bad, err := a.Verify(context.Background()); err != nil || len(bad) != 1 || !errors.Is(&bad[0], ErrDigest) {
		t.Errorf("verify: %v, %v", bad, err)
	}
}

// failingDisk writes half of what it is given and then refuses, as a full disk does.
type failingDisk struct {
	disk
	write, sync error
}

func (d *failingDisk) WriteAt(p []byte, off int64) (int, error) {
	if d.write == nil {
		return d.disk.WriteAt(p, off)
	}
	n, err := d.disk.WriteAt(p[:len(p)/2], off)
	return n, errors.Join(err, d.write)
}

func (d *failingDisk) Sync() error {
	if d.sync != nil {
		return d.sync
	}
	return d.disk.Sync()
}

func TestDiskFull(t *testing.T) {
	for name, fault := range map[string]failingDisk{
		"write": {write: syscall.ENOSPC},
		"sync":  {sync: syscall.EIO},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			a := openTest(t, dir, testOptions())
			kept := mustAppend(t, a, page(1, 5000))
			if err := a.Sync(); err != nil {
				t.Fatal(err)
			}
			size := a.cur.disk
			mustAppend(t, a, page(2, 5000))
			fault.disk = a.cur.f
			a.cur.f = &fault
			err := a.Sync()
			if want := cmp.Or(fault.write, fault.sync); !errors.Is(err, want) {
				t.Fatalf("sync: %v, want %v", err, want)
			}
			if _, err := a.Append(context.Background(), page(3, 10)); !errors.Is(err, ErrFailed) {
				t.Errorf("append after it: %v, want ErrFailed", err)
			}
			if info, err := os.Stat(onlyFile(t, dir)); err != nil || fault.write != nil && info.Size() != size {
				t.Errorf("file is %d bytes, want the %d of whole records (%v)", info.Size(), size, err)
			}
			if got, err := a.Read(kept); err != nil || equal(page(1, 5000), got) != nil {
				t.Errorf("what was acknowledged: %v", err)
			}
			fault.write, fault.sync = nil, nil
			if err := a.Close(); err != nil {
				t.Error(err)
			}
			a = openTest(t, dir, testOptions())
			ref := mustAppend(t, a, page(4, 100))
			if _, err := a.Read(ref); err != nil {
				t.Error(err)
			}
			if bad, err := a.Verify(context.Background()); err != nil || len(bad) > 0 {
				t.Errorf("verify: %v, %v", bad, err)
			}
		})
	}
}
