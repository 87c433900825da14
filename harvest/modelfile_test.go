package harvest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A file has its name only when all of it is written, and nothing is left of one that could not be; a file beside
// it that is somebody's own stays.
func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.yaml")
	for _, name := range []string{path + ".part", filepath.Join(dir, ".a.yaml.part-1-0")} {
		if err := os.WriteFile(name, []byte("what was there, which is longer"), 0o600); err != nil {
			t.Fatal(err)
		}
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
	if err := WriteWhole(taken, []byte("id: b\n"), 0o644); err == nil || strings.Contains(err.Error(), ".part") {
		t.Errorf("a folder was replaced, or its error names what nobody knows: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*part*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if b, err := os.ReadFile(path + ".part"); err != nil || string(b) != "what was there, which is longer" {
		t.Errorf("somebody's file: %q, %v", b, err)
	}
	if err := WriteWhole(filepath.Join(dir, "none", "c.yaml"), nil, 0o644); err == nil || strings.Contains(err.Error(), ".part") {
		t.Errorf("a name that nobody gave is told: %v", err)
	}
}
