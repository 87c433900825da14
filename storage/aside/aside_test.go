package aside

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestSweep: what a dead process left goes, files and folders, with what SQLite put beside them; what is held stays, and
// so does all that is of another target.
func TestSweep(t *testing.T) {
	if !locks {
		t.Skip("there is no lock here that ends with its process: nothing is swept")
	}
	dir := t.TempDir()
	target := filepath.Join(dir, "out.db")
	left := []string{".out.db.part-1-0", ".out.db.part-1-0-journal", ".out.db.part-77-3-wal", "out.db.part"}
	others := []string{"out.db", ".out.db.part-1", ".out.db.part-1-0-copy", ".other.db.part-1-0", "x.out.db.part-1-0"}
	for _, name := range slices.Concat(left, others) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("Camille Essai"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, ".out.db.part-2-0", "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	file, err := File(target, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := Folder(target, 0o700)
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Concat(others, []string{filepath.Base(file.Path), filepath.Base(folder.Path)})
	wantOnly := func(when string) {
		t.Helper()
		Sweep(target, "out.db.part")
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: left %q, want %q", when, got, want)
		}
	}
	wantOnly("while two live")
	if info, err := os.Stat(file.Path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	if err := file.Release(); err != nil { // as the kernel does when a process dies
		t.Fatal(err)
	}
	if err := folder.Release(); err != nil {
		t.Fatal(err)
	}
	want = others
	wantOnly("when they are dead")
}
