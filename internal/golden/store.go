package golden

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// dir holds the goldens, below the folder of go.mod.
const dir = "internal/golden/testdata"

// versionFile names the reader that wrote the goldens, in dir.
const versionFile = "version"

// Kept is what was written once: the goldens, and which reader wrote them.
type Kept struct {
	Set
	Version string // parser.Version
	Sum     string // Hash of the set as it was written
}

// Load gives the goldens on disk below root; an empty Kept where none were ever written.
func Load(root string) (Kept, error) {
	base := filepath.Join(root, filepath.FromSlash(dir))
	k := Kept{Set: Set{}}
	err := filepath.WalkDir(base, func(file string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && file == base {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(base, file)
		if err != nil {
			return err
		}
		return k.add(filepath.ToSlash(rel), data)
	})
	return k, err
}

// At gives the goldens of a revision in git; an empty Kept where it holds none.
func At(root, rev string) (Kept, error) {
	k := Kept{Set: Set{}}
	names, err := git(root, "ls-tree", "-r", "--name-only", rev, "--", dir)
	if err != nil || len(names) == 0 {
		return k, err
	}
	data, err := git(root, "archive", "--format=tar", rev, "--", dir)
	if err != nil {
		return k, err
	}
	archive := tar.NewReader(bytes.NewReader(data))
	for {
		h, err := archive.Next()
		if err == io.EOF {
			return k, nil
		}
		if err != nil {
			return k, fmt.Errorf("read the goldens of %s: %w", rev, err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			return k, fmt.Errorf("read the goldens of %s: %w", rev, err)
		}
		if err := k.add(strings.TrimPrefix(h.Name, dir+"/"), content); err != nil {
			return k, err
		}
	}
}

func git(root string, args ...string) ([]byte, error) {
	out, err := exec.Command("git", append([]string{"-C", root}, args...)...).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(string(exit.Stderr)))
	}
	return out, err
}

func (k *Kept) add(name string, data []byte) error {
	if name != versionFile {
		k.Set[name] = data
		return nil
	}
	if _, err := fmt.Sscanf(string(data), "parser %s sha256 %s\n", &k.Version, &k.Sum); err != nil {
		return fmt.Errorf("%s is not \"parser VERSION sha256 SUM\": take it from git again", path.Join(dir, versionFile))
	}
	return nil
}

// Write puts the set in the place of what is kept below root, and the version that wrote it beside.
func Write(root string, s Set, version string) error {
	base := filepath.Join(root, filepath.FromSlash(dir))
	old, err := Load(root)
	if err != nil {
		return err
	}
	for name := range old.Set {
		if s[name] == nil {
			if err := os.Remove(filepath.Join(base, filepath.FromSlash(name))); err != nil {
				return err
			}
		}
	}
	for name, data := range s {
		if bytes.Equal(old.Set[name], data) {
			continue
		}
		file := filepath.Join(base, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	line := fmt.Sprintf("parser %s sha256 %s\n", version, s.Hash())
	return os.WriteFile(filepath.Join(base, versionFile), []byte(line), 0o644)
}
