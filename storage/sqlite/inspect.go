package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"

	"carif/storage"
)

// applicationID ("CARF") stands in the header of every database of ours.
const applicationID = 0x43415246

// inspect looks at the file without SQLite, which would touch it: stale says that tables must be made or
// brought up to date there; an error refuses it.
func inspect(path string, readOnly bool) (stale bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return inspectMissing(path, readOnly)
	case err != nil:
		return false, fmt.Errorf("%s: cannot be read: %v: %w", path, errors.Unwrap(err), storage.ErrNotADatabase)
	case info.IsDir():
		return false, fmt.Errorf("%s: is a folder: name a file: %w", path, storage.ErrNotADatabase)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s: is not a regular file: name a file: %w", path, storage.ErrNotADatabase)
	}
	if !readOnly && !writable(path) {
		return false, fmt.Errorf("%s: file is read-only: change its rights or name another: %w", path,
			storage.ErrReadOnly)
	}
	if !readOnly && !writable(filepath.Dir(path)) {
		return false, fmt.Errorf("%s: its folder is read-only, and SQLite must write beside the file: %w", path,
			storage.ErrReadOnly)
	}
	if info.Size() == 0 {
		if readOnly {
			return false, fmt.Errorf("%s: is empty (0 bytes): restore a backup, or harvest into it: %w", path,
				storage.ErrNotADatabase)
		}
		return true, nil
	}
	return inspectHeader(path)
}

func inspectMissing(path string, readOnly bool) (bool, error) {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	switch {
	case err != nil || !info.IsDir():
		return false, fmt.Errorf("%s: there is no folder %s: create it first: %w", path, dir, fs.ErrNotExist)
	case readOnly:
		return false, fmt.Errorf("%s: no such database: harvest into it first, or name another with --db: %w", path,
			fs.ErrNotExist)
	case !writable(dir):
		return false, fmt.Errorf("%s: folder %s is read-only: change its rights or name another: %w", path, dir,
			storage.ErrReadOnly)
	}
	return true, nil
}

// inspectHeader reads SQLite's 100-byte file header (sqlite.org/fileformat.html §1.3): the magic, user_version
// at byte 60 and application_id at byte 68.
//
// A file that looks foreign is looked at twice: another carif may have finished making its tables between the reading
// of the header and the look for its log.
func inspectHeader(path string) (stale bool, err error) {
	if stale, err = readHeader(path); err != nil {
		return readHeader(path)
	}
	return stale, nil
}

func readHeader(path string) (stale bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("%s: cannot be read: %v: %w", path, errors.Unwrap(err), storage.ErrNotADatabase)
	}
	defer f.Close()
	head := make([]byte, 100)
	if _, err := io.ReadFull(f, head); err != nil || string(head[:16]) != "SQLite format 3\x00" {
		return false, fmt.Errorf("%s: is no SQLite file: name another with --db: %w", path, storage.ErrNotADatabase)
	}
	version, app := binary.BigEndian.Uint32(head[60:]), binary.BigEndian.Uint32(head[68:])
	switch {
	case app == applicationID && version > schemaVersion:
		return false, newer(path, int(version))
	case app == applicationID:
		return version < schemaVersion, nil
	case app == 0 && (exists(path+"-wal") || exists(path+".migrate")):
		// the header may still stand in the write-ahead log of a process that was killed, or is on its way
		return true, nil
	}
	return false, fmt.Errorf("%s: is another program's SQLite file: name another with --db: %w", path,
		storage.ErrNotADatabase)
}

func newer(path string, version int) error {
	return fmt.Errorf("%s: its tables are of version %d, this carif knows %d: install a newer carif: %w",
		path, version, schemaVersion, storage.ErrNewerSchema)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// explain turns the codes of SQLite that a person can do something about into our words.
func explain(path string, err error) error {
	var se sqlite3.Error
	if !errors.As(err, &se) {
		return err
	}
	switch {
	case se.Code == sqlite3.ErrFull || se.SystemErrno == syscall.ENOSPC:
		return fmt.Errorf("%s: %w: free some space and run the same command again (%v)", path, storage.ErrDiskFull, se)
	case se.Code == sqlite3.ErrBusy || se.Code == sqlite3.ErrLocked:
		return fmt.Errorf("%s: %w, or by another program that writes to it: close that and run the same command again (%v)",
			path, storage.ErrInUse, se)
	case se.Code == sqlite3.ErrIoErr:
		return fmt.Errorf("%s: disk error: check the disk, run carif check, then the same command again (%w)", path,
			se)
	case se.Code == sqlite3.ErrReadonly || se.Code == sqlite3.ErrPerm:
		return fmt.Errorf("%s: %w (%v)", path, storage.ErrReadOnly, se)
	case se.Code == sqlite3.ErrNotADB || se.Code == sqlite3.ErrCorrupt:
		return fmt.Errorf("%s: %w, or damaged: run carif check, restore a backup (%v)", path, storage.ErrNotADatabase,
			se)
	}
	return fmt.Errorf("%s: %w", path, err)
}
