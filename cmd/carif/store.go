package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"golang.org/x/sys/unix"

	"carif/archive"
	"carif/export/scrub"
	"carif/forget"
	"carif/harvest"
	"carif/storage"
	"carif/storage/sqlite"
)

// dbOptions are the flags of every command that touches a database.
type dbOptions struct {
	db, archive string
	again       bool // pages that were set aside are read again
}

// againFlag adds the flag of commands that read pages into the database.
func (o *dbOptions) againFlag(f *pflag.FlagSet) {
	f.BoolVar(&o.again, "retry-set-aside", false,
		"read pages again that are set aside because carif died twice while it read them")
}

func (o *dbOptions) flags(f *pflag.FlagSet, withArchive bool) {
	f.StringVar(&o.db, "db", "carif.db", "database file")
	if withArchive {
		f.StringVar(&o.archive, "archive", "", "archive folder (default: the database's name with -archive)")
	}
}

// archiveDir is the archive's folder: given, or beside the database.
func (o *dbOptions) archiveDir() string {
	if o.archive != "" {
		return o.archive
	}
	return strings.TrimSuffix(o.db, ".db") + "-archive"
}

// hasArchive refuses an archive folder that is not there.
func (o *dbOptions) hasArchive() error {
	if _, err := os.Stat(o.archiveDir()); errors.Is(err, os.ErrNotExist) {
		return usagef("%s: no such archive folder; use --archive to name another", o.archiveDir())
	}
	return folderOf("--archive", o.archiveDir())
}

// openRead opens an existing database for reading.
func (o *dbOptions) openRead() (*sqlite.Store, error) {
	if _, err := os.Stat(o.db); errors.Is(err, os.ErrNotExist) {
		return nil, usagef("%s: no such database; `carif harvest` or `carif import` creates one, --db names another", o.db)
	}
	return sqlite.Open(o.db, sqlite.Options{ReadOnly: true})
}

// writing opens the database and archive for a run, takes the lock and keeps its heartbeat going.
type writing struct {
	notes   []string // what a person should know of the pair, beside what the runs say
	store   *sqlite.Store
	archive *archive.Archive
	stop    context.CancelFunc
	done    chan struct{}
}

func (o *dbOptions) openWrite(ctx context.Context, mustExist bool) (*writing, error) {
	notes, err := o.lost()
	switch {
	case err != nil:
		return nil, err
	case mustExist && len(notes) > 0:
		return nil, usagef("%s", notes[0])
	case mustExist && !fileExists(o.db):
		return nil, usagef("%s: no such database; `carif harvest` or `carif import` creates one, --db names another", o.db)
	}
	if _, err := os.Stat(o.archiveDir()); err == nil {
		if err := folderOf("--archive", o.archiveDir()); err != nil {
			return nil, err
		}
	}
	if err := o.wholePair(); err != nil {
		return nil, err
	}
	st, err := sqlite.Open(o.db, sqlite.Options{})
	if errors.Is(err, os.ErrNotExist) {
		return nil, usagef("%s: the folder %s does not exist: create it first", o.db, filepath.Dir(o.db))
	}
	if err != nil {
		return nil, err
	}
	if err := st.Lock(ctx, fmt.Sprintf("pid %d", os.Getpid())); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	ar, err := archive.Open(o.archiveDir(), archive.Options{Software: "carif/" + version})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("archive %s: %w", o.archiveDir(), err), st.Unlock(ctx), st.Close())
	}
	err = forget.Settle(ctx, st, ar)
	if err == nil && o.again {
		err = st.Acquit(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, ar.Close(), st.Unlock(ctx), st.Close())
	}
	w := &writing{notes: notes, store: st, archive: ar, done: make(chan struct{})}
	beat, stop := context.WithCancel(context.WithoutCancel(ctx))
	w.stop = stop
	go func() {
		defer close(w.done)
		tick := time.NewTicker(10 * time.Second)
		defer tick.Stop()
		for {
			select {
			case <-beat.Done():
				return
			case <-tick.C:
				_ = st.Heartbeat(beat) // a missed beat only makes the lock look older; the next one mends it
			}
		}
	}()
	return w, nil
}

// wholePair refuses an empty file where a full archive says that there was a database: it would be filled as if nobody
// had ever been forgotten.
func (o *dbOptions) wholePair() error {
	info, err := os.Stat(o.db)
	if err != nil || !info.Mode().IsRegular() || info.Size() > 0 {
		return nil // what it is, opening it tells
	}
	if full, err := o.archiveFull(); err != nil || !full {
		return err
	}
	return usagef("%s: is empty (0 bytes), but the archive %s beside it is not: the database, and with it who must stay "+
		"forgotten, was lost: restore a backup of it; to do without, delete the empty file", o.db, o.archiveDir())
}

// lost tells of a database that is not there although a full archive says that there was one. A new one is begun, as
// somebody may want who removed it; but that must not go without a word.
func (o *dbOptions) lost() ([]string, error) {
	if _, err := os.Lstat(o.db); !errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	full, err := o.archiveFull()
	if err != nil || !full {
		return nil, err
	}
	return []string{fmt.Sprintf("%s: there is no database, but the archive %s beside it is full: a new database "+
		"knows neither its history nor who must stay forgotten: restore a backup if it was lost; without one, "+
		"`carif import %s/*.warc.gz` reads the archived pages into a new one", o.db, o.archiveDir(), o.archiveDir())}, nil
}

// archiveFull tells whether the archive folder holds anything.
func (o *dbOptions) archiveFull() (bool, error) {
	pages, err := filepath.Glob(filepath.Join(globbed.Replace(o.archiveDir()), "*.warc.gz"))
	return len(pages) > 0, err
}

// outFile refuses a file that a flag wants written where it would take the place of the database, of what belongs to
// it, or of anything else that is not a plain file to be written anew. It is asked before any work is done; "" is none.
func (o *dbOptions) outFile(flag, path string) error {
	if path == "" {
		return nil
	}
	dir := filepath.Dir(path)
	if err := folderOf(flag, dir); err != nil {
		return err
	}
	if o.owns(path) {
		return usagef("%s: belongs to the database %s: name another file (%s)", path, o.db, flag)
	}
	info, err := os.Lstat(path)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return withCode(exitUsage, harvest.PlainPathError(err))
	case err != nil || info.Mode().IsRegular():
	case info.IsDir():
		return usagef("%s: is a folder: name a file (%s)", path, flag)
	default:
		return usagef("%s: is no regular file: name another (%s)", path, flag)
	}
	switch {
	case err == nil && info.Mode().Perm()&0o222 == 0:
		return usagef("%s: file is read-only: change its rights or name another (%s)", path, flag)
	case err == nil && isDatabase(path):
		return usagef("%s: is a database: name another file (%s)", path, flag)
	case unix.Access(dir, unix.W_OK) != nil:
		return usagef("%s: its folder is read-only: change its rights or name another file (%s)", path, flag)
	}
	return nil
}

// owns tells whether a path is the database, one of the files beside it, or in its archive, by whatever name; none of
// them needs to be there yet.
func (o *dbOptions) owns(path string) bool {
	was, err := os.Stat(path)
	for _, end := range []string{"", "-wal", "-shm", "-journal", ".lock"} {
		if resolved(path) == resolved(o.db+end) {
			return true
		}
		if now, nerr := os.Stat(o.db + end); err == nil && nerr == nil && os.SameFile(was, now) {
			return true
		}
	}
	inside, err := filepath.Rel(resolved(o.archiveDir()), resolved(path))
	return err == nil && !slices.Contains(strings.Split(inside, string(filepath.Separator)), "..")
}

// resolved is a path in one spelling; its last part may be missing.
func resolved(path string) string {
	if whole, err := filepath.EvalSymlinks(path); err == nil {
		path = whole
	} else if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// isDatabase tells a file of SQLite by its first bytes (sqlite.org/fileformat.html §1.3).
func isDatabase(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	const magic = "SQLite format 3\x00"
	head := make([]byte, len(magic))
	_, err = io.ReadFull(f, head)
	return err == nil && string(head) == magic
}

// globbed makes a path a pattern of itself.
var globbed = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`)

// warn tells a person what is odd with what is worked on.
func (a *app) warn(notes []string) {
	for _, n := range notes {
		printf(a.err, "carif: warning: %s\n", printable(n))
	}
}

// eraser forgets people in the database and archive that are open.
func (w *writing) eraser(reader *harvest.Reader) *forget.Eraser {
	return &forget.Eraser{Store: w.store, Archive: w.archive, Reader: reader}
}

func (w *writing) close() error {
	w.stop()
	<-w.done
	return errors.Join(w.archive.Close(), w.store.Unlock(context.Background()), w.store.Close())
}

// logOptions are the flags of commands that work long.
type logOptions struct {
	format string
	level  string
}

func (o *logOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.format, "log", "text", "format of the log on stderr: text | json")
	f.StringVar(&o.level, "log-level", "", "debug | info | warn | error (default warn)")
	standsFor(f, "log-level", "warn")
}

func (o *logOptions) logger(w io.Writer) (*slog.Logger, error) {
	level := slog.LevelWarn
	if o.level == "" {
		o.level = "warn"
	}
	if err := level.UnmarshalText([]byte(o.level)); err != nil {
		return nil, usagef("--log-level %q is none of debug, info, warn, error", o.level)
	}
	if err := oneOf("log", o.format, "text", "json"); err != nil {
		return nil, err
	}
	ho := &slog.HandlerOptions{Level: level, ReplaceAttr: impersonalAttr}
	if o.format == "json" {
		return slog.New(slog.NewJSONHandler(w, ho)), nil
	}
	return slog.New(slog.NewTextHandler(w, ho)), nil
}

// impersonalAttr takes mailboxes and telephone numbers out of what is logged, whoever's they are: addresses of
// pages hold some, and errors name those addresses.
func impersonalAttr(_ []string, at slog.Attr) slog.Attr {
	var text string
	switch v := at.Value.Resolve(); v.Kind() {
	case slog.KindString:
		text = v.String()
	case slog.KindAny:
		err, ok := v.Any().(error)
		if !ok {
			return at
		}
		text = err.Error()
	default:
		return at
	}
	at.Value = slog.StringValue(loggedWords(text))
	return at
}

// loggedWords cleans a text in which addresses stand. An address by itself is no prose: its ids would read as numbers.
func loggedWords(text string) string {
	anyone := &scrub.Scrubber{Warn: func(string, string, int) {}}
	if strings.Contains(text, "://") && !strings.ContainsAny(text, " \t\n") {
		return anyone.Address(text, "log")
	}
	return cleanWords(anyone, "log")(text)
}

// noContact is the contact of a program whose user has not said who he is.
const noContact = "https://carif.example.org/bot"

// userAgent is how the program names itself: product, version and a contact for the sites it asks (RFC 9110 §10.1.5).
func userAgent(contact string) string { return "carif/" + version + " (+" + contact + ")" }

var _ storage.Store = (*sqlite.Store)(nil)
