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

// refusal says in one line why a file is not opened, and is the sentinel a caller decides by.
type refusal struct {
	words    string
	sentinel error
}

func (r *refusal) Error() string { return r.words }
func (r *refusal) Unwrap() error { return r.sentinel }

func refuse(sentinel error, format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...), sentinel}
}

// inspect looks at the file without SQLite, which would touch it: stale says that tables must be made or
// brought up to date there; an error refuses it.
func inspect(path string, readOnly bool) (stale bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return inspectMissing(path, readOnly)
	case err != nil:
		return false, unreadable(path, err)
	case info.IsDir():
		return false, refuse(storage.ErrNotADatabase, "%s: is a folder: name a file with --db", path)
	case !info.Mode().IsRegular():
		return false, refuse(storage.ErrNotADatabase, "%s: is not a regular file: name another with --db", path)
	}
	if !readOnly && !writable(path) {
		return false, refuse(storage.ErrReadOnly, "%s: file is read-only: change its rights or name another with --db", path)
	}
	if !readOnly && !writable(filepath.Dir(path)) {
		return false, refuse(storage.ErrReadOnly,
			"%s: its folder is read-only, and SQLite must write beside the file: change its rights", path)
	}
	if info.Size() == 0 {
		if readOnly {
			return false, refuse(storage.ErrNotADatabase,
				"%s: is empty (0 bytes): restore a backup, or remove it to begin anew", path)
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
		return false, refuse(fs.ErrNotExist, "%s: there is no folder %s: create it first", path, dir)
	case readOnly:
		return false, refuse(fs.ErrNotExist, "%s: no such database: harvest into it first, or name another with --db", path)
	case !writable(dir):
		return false, refuse(storage.ErrReadOnly, "%s: folder %s is read-only: change its rights or name another", path, dir)
	}
	return true, nil
}

// inspectHeader reads SQLite's 100-byte file header (sqlite.org/fileformat.html §1.3): the magic, user_version
// at byte 60, application_id at byte 68 and, at byte 40, how often tables were made or changed.
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
		return false, unreadable(path, err)
	}
	defer f.Close()
	head := make([]byte, 100)
	if _, err := io.ReadFull(f, head); err != nil || string(head[:16]) != "SQLite format 3\x00" {
		return false, refuse(storage.ErrNotADatabase, "%s: is not a carif database but a file of another kind: "+
			"name another with --db; if it was one, its beginning is damaged: restore a backup", path)
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
	case app == 0 && version == 0 && binary.BigEndian.Uint32(head[40:]) == 0:
		return true, nil // SQLite's, and no table was ever made in it
	}
	return false, refuse(storage.ErrNotADatabase, "%s: is another program's SQLite file: name another with --db", path)
}

// unreadable refuses a file for the system's own reason: its rights, mostly. That is no damage.
func unreadable(path string, err error) error {
	reason := err
	if pe := (*fs.PathError)(nil); errors.As(err, &pe) {
		reason = pe.Err
	}
	do := ""
	if errors.Is(err, fs.ErrPermission) {
		do = ": change its rights or those of its folder, or run as its owner"
	}
	return refuse(errors.Join(storage.ErrNotADatabase, reason), "%s: cannot be read: %v%s", path, reason, do)
}

func newer(path string, version int) error {
	return refuse(storage.ErrNewerSchema, "%s: its tables are of version %d, this carif knows %d: install a newer carif",
		path, version, schemaVersion)
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
		return fmt.Errorf("%s: disk error: check the disk, run `carif check`, then the same command again (%w)", path,
			se)
	case se.Code == sqlite3.ErrReadonly || se.Code == sqlite3.ErrPerm:
		return refuse(storage.ErrReadOnly, "%s: cannot be written, or its folder cannot: change the rights (%v)", path, se)
	case se.Code == sqlite3.ErrCantOpen && (se.SystemErrno == syscall.EACCES || se.SystemErrno == syscall.EPERM):
		return refuse(errors.Join(storage.ErrReadOnly, se.SystemErrno), "%s: cannot be read: %v: change the rights of the "+
			"file, of those beside it (-wal, -shm) and of its folder, or run as their owner", path, se.SystemErrno)
	case se.Code == sqlite3.ErrNotADB || se.Code == sqlite3.ErrCorrupt:
		return refuse(storage.ErrDamaged, "%s: the database is damaged (%v): `carif check --deep` says what is lost; "+
			"%s", path, se, restore)
	}
	return fmt.Errorf("%s: %w", path, err)
}
