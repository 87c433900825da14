// Package aside makes the files and folders that are written beside their target before they take its place, and sweeps
// those whose process is gone. What lives is locked by the kernel, whose locks end with their process, however that
// ends; a number of a process in the name is for people only.
//
// It is not for putting anything in place: whoever makes a file renames it.
package aside

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Part is a file or folder aside. Its lock is held until Release.
type Part struct {
	Path string
	lock *os.File
}

// mostTries ends the search for a free name.
const mostTries = 10_000

// File makes an empty file beside target, hidden and under a name of its own, with that mode from its first byte.
func File(target string, mode fs.FileMode) (*Part, error) {
	return made(target, func(name string) error {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
		if err != nil {
			return err
		}
		return f.Close()
	})
}

// Folder makes an empty folder beside target, likewise.
func Folder(target string, mode fs.FileMode) (*Part, error) {
	return made(target, func(name string) error { return os.Mkdir(name, mode) })
}

func made(target string, create func(name string) error) (*Part, error) {
	for i := 0; ; i++ {
		name := filepath.Join(filepath.Dir(target), fmt.Sprintf(".%s.part-%d-%d", filepath.Base(target), os.Getpid(), i))
		err := create(name)
		if err == nil {
			var p *Part
			if p, err = held(name); p != nil || err != nil {
				return p, err
			}
		}
		if err != nil && !errors.Is(err, fs.ErrExist) || i > mostTries {
			return nil, err
		}
	}
}

// held locks what stands under a name; nil where somebody else has it, or it went while the lock was taken: to a sweep
// that came before the lock it was a leftover.
func held(name string) (*Part, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if alive(f) || !stands(f, name) {
		return nil, f.Close()
	}
	return &Part{name, f}, nil
}

func stands(f *os.File, name string) bool {
	a, err := f.Stat()
	if err != nil {
		return false
	}
	b, err := os.Lstat(name)
	return err == nil && os.SameFile(a, b)
}

// Release gives the lock back, once what was made stands in its place or is gone.
func (p *Part) Release() error { return p.lock.Close() }

// besideSQLite are the endings of the files that SQLite writes beside a database.
var besideSQLite = regexp.MustCompile(`-(journal|wal|shm)$`)

// Sweep removes what dead processes left beside a target: the parts of this package, and those named like them in also
// (base names). What cannot be removed stays: it is nobody's reason to stop.
func Sweep(target string, also ...string) {
	dir, prefix := filepath.Dir(target), "."+filepath.Base(target)+".part-"
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		of := besideSQLite.ReplaceAllString(e.Name(), "")
		ours := numbers.MatchString(strings.TrimPrefix(of, prefix)) && strings.HasPrefix(of, prefix)
		for _, name := range also {
			ours = ours || of == name
		}
		if ours {
			sweep(filepath.Join(dir, e.Name()), filepath.Join(dir, of))
		}
	}
}

var numbers = regexp.MustCompile(`^\d+-\d+$`)

// sweep removes a leftover unless a living process holds the part it is of: held while it goes, so that whoever is just
// making one of that name takes another.
func sweep(name, of string) {
	if !locks {
		return
	}
	p, err := held(of)
	if p == nil {
		if _, serr := os.Lstat(of); err == nil && errors.Is(serr, fs.ErrNotExist) {
			_ = os.Remove(name) // what SQLite left beside one that is gone
		}
		return
	}
	_ = os.RemoveAll(name)
	_ = p.Release()
}
