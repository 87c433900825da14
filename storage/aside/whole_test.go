package aside

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSum: size and hash are those of the bytes, and what cannot be read or synced is an error.
func TestSum(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, []byte("abc"), 0o600); err != nil {
		t.Fatal(err)
	}
	n, sum, err := Sum(path)
	if want := "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; n != 3 || sum != want || err != nil {
		t.Errorf("%d %s %v", n, sum, err)
	}
	for what, err := range map[string]error{"file": SyncFile(path), "folder": SyncFolder(filepath.Dir(path))} {
		if err != nil {
			t.Errorf("sync of a %s: %v", what, err)
		}
	}
	_, _, err = Sum(path + "x")
	for what, err := range map[string]error{"sum": err, "file": SyncFile(path + "x"), "folder": SyncFolder(path + "x")} {
		if !os.IsNotExist(err) {
			t.Errorf("%s of nothing: %v", what, err)
		}
	}
}
