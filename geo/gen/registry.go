package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// registry reads files of npm packages. Packages are fetched by `npm pack`, so
// that proxies, mirrors and the lock of integrity are npm's business, and stay
// in dir between runs.
type registry struct{ dir string }

// read decodes the JSON file path of package name@version into v.
func (r registry) read(name, version, path string, v any) error {
	tgz, err := r.fetch(name, version)
	if err != nil {
		return err
	}
	f, err := os.Open(tgz)
	if err != nil {
		return fmt.Errorf("open package: %w", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("open %s: %w", tgz, err)
	}
	t := tar.NewReader(z)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("read %s@%s: no file %s", name, version, path)
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", tgz, err)
		}
		if h.Name != "package/"+path {
			continue
		}
		if err := json.NewDecoder(t).Decode(v); err != nil {
			return fmt.Errorf("decode %s of %s@%s: %w", path, name, version, err)
		}
		return nil
	}
}

// fetch gives the path of the package's archive, downloading it when the cache
// lacks it.
func (r registry) fetch(name, version string) (string, error) {
	base := strings.NewReplacer("@", "", "/", "-").Replace(name) + "-" + version + ".tgz"
	path := filepath.Join(r.dir, base)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	cmd := exec.Command("npm", "pack", "--silent", "--pack-destination", r.dir, name+"@"+version)
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("npm pack %s@%s: %w", name, version, err)
	}
	return path, nil
}
