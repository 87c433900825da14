package export

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"carif/storage/aside"
)

// stage is where an export is written before it takes its place: a file or folder beside the target, on the same
// disk, so that the last step is one rename.
type stage struct {
	out    string
	layout Layout
	tmp    string   // the file or folder being written; "" once published
	names  []string // files of a folder or zip, in order
	open   []io.Closer
	extra  string // a folder for what is put together later
	note   string // the file that goes beside the target
	noteTo string
	parts  []*aside.Part
	stdout io.Writer
}

// noteEnding is the ending of a note beside a single file.
const noteEnding = ".manifest.json"

// foldersMark is in every folder this package writes: only such a folder, or an empty one, is ever replaced.
var foldersMark = []string{"manifest.json", "datapackage.json"}

func newStage(out string, layout Layout, stdout io.Writer) (*stage, error) {
	if out == "" {
		return nil, fmt.Errorf("%w: no path given: name one with --out", ErrOut)
	}
	s := &stage{out: filepath.Clean(out), layout: layout, stdout: stdout}
	if out == "-" {
		if layout != OneFile || stdout == nil {
			return nil, fmt.Errorf("%w to stdout: this format is not one stream: name a path with --out", ErrOut)
		}
		return s, nil
	}
	if err := s.checkTarget(); err != nil {
		return nil, err
	}
	var err error
	aside.Sweep(s.out)
	aside.Sweep(s.out + noteEnding)
	if s.tmp, err = s.aside(s.out, layout != OneFile); err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) { // the hidden name beside the target tells nobody anything
			err = pe.Err
		}
		return nil, fmt.Errorf("%w: folder %s: %w: choose another place with --out", ErrOut, filepath.Dir(s.out), err)
	}
	return s, nil
}

// aside makes an empty file or folder beside out, locked for as long as the stage lives.
func (s *stage) aside(out string, folder bool) (string, error) {
	makeOne, mode := aside.File, fs.FileMode(0o666)
	if folder {
		makeOne, mode = aside.Folder, 0o777
	}
	p, err := makeOne(out, mode)
	if err != nil {
		return "", err
	}
	s.parts = append(s.parts, p)
	return p.Path, nil
}

// checkTarget refuses to put a file where a folder is, or a folder over one that is not ours.
func (s *stage) checkTarget() error {
	info, err := os.Stat(s.out)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOut, err)
	}
	if s.layout != Folder {
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%w: %s exists and is not a regular file: name another with --out", ErrOut, s.out)
		}
		return nil
	}
	if !info.IsDir() {
		return fmt.Errorf("%w: %s is a file, and several tables need a folder or a path that ends in .zip", ErrOut,
			s.out)
	}
	entries, err := os.ReadDir(s.out)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrOut, err)
	}
	if len(entries) == 0 {
		return nil
	}
	for _, m := range foldersMark {
		if b, err := os.ReadFile(filepath.Join(s.out, m)); err == nil && strings.Contains(string(b), `"carif"`) {
			return nil
		}
	}
	return fmt.Errorf("%w: %s holds files that are no export of carif; choose another folder or empty it", ErrOut,
		s.out)
}

// create opens a file to write: the one file, or a file of the folder or zip under the given name.
func (s *stage) create(name string) (io.WriteCloser, error) {
	if s.out == "-" {
		return nopClose{s.stdout}, nil
	}
	f, err := os.OpenFile(s.path(name), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o666)
	if err == nil {
		s.open = append(s.open, f)
	}
	return f, err
}

// scratch gives a hidden folder beside the target for intermediate files; it goes with the stage.
func (s *stage) scratch() (string, error) {
	var err error
	s.extra, err = s.aside(s.out, true)
	return s.extra, err
}

// path is create for writers that want a path.
func (s *stage) path(name string) string {
	if s.layout == OneFile {
		return s.tmp
	}
	s.names = append(s.names, name)
	return filepath.Join(s.tmp, name)
}

type nopClose struct{ io.Writer }

func (nopClose) Close() error { return nil }

// publish puts what was written in its place and tells what it is.
func (s *stage) publish() ([]File, error) {
	if s.out == "-" {
		return nil, nil
	}
	if s.layout == Zip {
		if err := s.pack(); err != nil {
			return nil, err
		}
	}
	files, err := s.describe()
	if err != nil {
		return nil, err
	}
	if err := s.settle(); err != nil {
		return nil, err
	}
	return files, aside.SyncFolder(filepath.Dir(s.out))
}

// beside stages a file that stands beside the target under its name and an ending.
func (s *stage) beside(ending string, v any) error {
	var err error
	s.noteTo = s.out + ending
	if s.note, err = s.aside(s.noteTo, false); err != nil {
		return err
	}
	f, err := os.OpenFile(s.note, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(encode(f, v), f.Sync(), f.Close())
}

// settle renames the staged file or folder over the target.
func (s *stage) settle() error {
	if s.note != "" { // first, so that a file of people never stands without it
		if err := os.Rename(s.note, s.noteTo); err != nil {
			return err
		}
		s.note = ""
	}
	if s.layout != Folder {
		if err := os.Rename(s.tmp, s.out); err != nil {
			return err
		}
		s.tmp = ""
		return nil
	}
	if _, err := os.Stat(s.out); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(s.tmp, s.out); err != nil {
			return err
		}
		s.tmp = ""
		return nil
	}
	// Exchange the two in one step, then throw the old one away: tmp is its name now.
	if err := unix.Renameat2(unix.AT_FDCWD, s.tmp, unix.AT_FDCWD, s.out, unix.RENAME_EXCHANGE); err != nil {
		return fmt.Errorf("put %s in place: %w", s.out, err)
	}
	return nil
}

// pack makes one zip of the staged folder. Entries carry no time, so that the same tables give the same bytes.
func (s *stage) pack() error {
	name, err := s.aside(s.out, false)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	for _, name := range s.names {
		if err = addFile(z, s.tmp, name); err != nil {
			break
		}
	}
	err = errors.Join(err, z.Close(), f.Close())
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	old := s.tmp
	s.tmp = f.Name()
	return os.RemoveAll(old)
}

func addFile(z *zip.Writer, dir, name string) error {
	in, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer in.Close()
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Time{}})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, in)
	return err
}

// describe syncs and hashes what will be published.
func (s *stage) describe() ([]File, error) {
	if s.layout != Folder {
		f, err := describeFile(s.tmp)
		f.Path = s.out
		return []File{f}, err
	}
	var files []File
	for _, name := range s.names {
		f, err := describeFile(filepath.Join(s.tmp, name))
		if err != nil {
			return nil, err
		}
		f.Path = name
		files = append(files, f)
	}
	return files, aside.SyncFolder(s.tmp)
}

// describeFile syncs a file to disk and gives its size and hash.
func describeFile(path string) (File, error) {
	if err := aside.SyncFile(path); err != nil {
		return File{}, err
	}
	n, sum, err := aside.Sum(path)
	return File{Path: path, Bytes: n, SHA256: sum}, err
}

// discard takes away what was not published, and the folder an exchange left behind.
func (s *stage) discard() {
	for _, c := range s.open {
		_ = c.Close() // closed already when all went well
	}
	if s.note != "" {
		_ = os.Remove(s.note)
	}
	if s.extra != "" {
		_ = os.RemoveAll(s.extra)
	}
	if s.tmp != "" {
		_ = os.RemoveAll(s.tmp) // nothing to do about it: the next export to this target sweeps
	}
	for _, p := range s.parts {
		_ = p.Release()
	}
}
