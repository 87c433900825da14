package harvest

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"carif/parser/site"
	"carif/sites"
	"carif/storage/aside"
)

// CandidateExt ends the name of a model that waits for a person's word.
const CandidateExt = ".candidate.yaml"

// ModelPath is where the model of a host lies whose pages are in a folder: in models/ beside that folder.
func ModelPath(dir, host string) string {
	return filepath.Join(modelsOf(dir, host), host+".yaml")
}

func modelsOf(dir, host string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		abs = dir
	}
	if filepath.Base(abs) == host {
		abs = filepath.Dir(abs)
	}
	return filepath.Join(filepath.Dir(abs), "models")
}

// ownModel is where a user keeps what to override in the model of a host: models/ in the folder of their profiles.
func (r *Reader) ownModel(host string) string {
	if r.sitesDir == "" {
		return ""
	}
	return filepath.Join(r.sitesDir, "models", host+".yaml")
}

// ModelFiles lists the models beside a folder: those in use for ".yaml", those that wait for CandidateExt.
func ModelFiles(dir, ext string) ([]string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	host := ""
	if base := filepath.Base(abs); hostLike(base) {
		host = base
	}
	all, err := filepath.Glob(filepath.Join(modelsOf(dir, host), "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	var out []string
	for _, f := range all {
		if strings.HasSuffix(f, CandidateExt) == (ext == CandidateExt) &&
			(host == "" || strings.HasPrefix(filepath.Base(f), host+".")) {
			out = append(out, f)
		}
	}
	return out, nil
}

// ActiveModel is the file of the model in use that a waiting one would replace.
func ActiveModel(candidate string) string {
	return strings.TrimSuffix(candidate, CandidateExt) + ".yaml"
}

// LoadModel reads a model; nil where there is none.
func LoadModel(file string) (*site.Model, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, PlainPathError(err)
	}
	m, err := site.Unmarshal(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, label := range slices.Sorted(maps.Keys(m.Override.Labels)) {
		if f := m.Override.Labels[label]; !sites.LabelField(string(f)) {
			return nil, fmt.Errorf("%s: override.labels.%s: %q is not a field of a record, nor section, nor ignore "+
				"(`carif dictionary` lists the fields)", file, label, f)
		}
	}
	return m, nil
}

// SaveModel writes a model and gives the file it went to: the one named where none is there or the new one only adds
// to it, else one that waits beside it. What people wrote into the old one is kept.
func SaveModel(file string, m *site.Model) (string, error) {
	old, err := LoadModel(file)
	if err != nil {
		return "", err
	}
	if old != nil {
		m = m.With(old.Override)
		if !onlyAdds(site.Diff(old, m)) {
			file = strings.TrimSuffix(file, ".yaml") + CandidateExt
		}
	}
	b, err := m.Marshal()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", PlainPathError(err)
	}
	if err := WriteWhole(file, b, 0o644); err != nil {
		return "", PlainPathError(err)
	}
	return file, nil
}

// WriteWhole writes a file aside and gives it its name once all of it is on the disk: half a file is never there, and
// nothing else of the folder is touched.
func WriteWhole(path string, b []byte, mode fs.FileMode) (err error) {
	defer func() {
		var pe *fs.PathError
		var le *os.LinkError
		switch {
		case errors.As(err, &pe):
			pe.Path = path // the name that was given
		case errors.As(err, &le):
			err = &fs.PathError{Op: le.Op, Path: path, Err: le.Err}
		}
	}()
	aside.Sweep(path)
	part, err := aside.File(path, mode|0o200)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(part.Path) // half a file is of no use
		}
		err = errors.Join(err, part.Release())
	}()
	f, err := os.OpenFile(part.Path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil && mode&0o200 == 0 {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(part.Path, path)
}

func onlyAdds(diff []string) bool {
	for _, line := range diff {
		if !strings.HasPrefix(line, "+") {
			return false
		}
	}
	return true
}
