package harvest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file has its name only when all of it is written, and nothing is left of one that could not be.
func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.yaml")
	if err := os.WriteFile(path+".part", []byte("what a stopped run left, which is longer"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteWhole(path, []byte("id: a\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "id: a\n" {
		t.Errorf("%q, %v", b, err)
	}
	taken := filepath.Join(dir, "b.yaml") // a folder cannot be replaced
	if err := os.Mkdir(taken, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := WriteWhole(taken, []byte("id: b\n"), 0o644); err == nil {
		t.Error("a folder was replaced")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if err := WriteWhole(filepath.Join(dir, "none", "c.yaml"), nil, 0o644); err == nil || strings.Contains(err.Error(), ".part") {
		t.Errorf("a name that nobody gave is told: %v", err)
	}
}
