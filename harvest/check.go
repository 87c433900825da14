package harvest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"carif/archive"
	"carif/storage"
)

// ArchiveCheck is what comparing an archive with the database that names its records came to.
type ArchiveCheck struct {
	Found          []storage.Finding
	Missing        []storage.Finding // files that are not there at all: lost, or deleted on purpose
	Files, Records int               // that were read and are as they should be
	Pruned         int               // answers whose bytes left on purpose
}

// CheckArchive reads an archive folder whole, record against digest, and compares it with what the database says
// stands there. An archive may hold more: a crash leaves records that no row names.
func CheckArchive(ctx context.Context, st CaptureLister, dir string) (ArchiveCheck, error) {
	c := archiveChecker{dir: dir, good: map[string]map[int64]bodySum{}}
	a, err := archive.OpenRead(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist): // then every capture is missing
	case err != nil:
		return c.out, err
	default:
		defer a.Close()
		if err := c.verify(ctx, a); err != nil {
			return c.out, err
		}
		c.out.Files = len(c.good)
		for _, records := range c.good {
			c.out.Records += len(records)
		}
	}
	err = st.Archived(ctx, func(got storage.Capture, pages int) error {
		if got.Pruned {
			c.out.Pruned++
			return nil
		}
		ref, err := archive.ParseRef(got.Ref)
		if err != nil {
			c.out.Found = append(c.out.Found, storage.Finding{Where: "capture", What: err.Error(), Do: restoreDatabase})
			return nil
		}
		if ref.File != c.now.file {
			c.end()
			c.now = fileLoss{file: ref.File}
		}
		c.capture(ref, got, pages)
		return nil
	})
	c.end()
	return c.out, err
}

const (
	restoreDatabase = "restore a backup of the database"
	restoreFile     = "take this file from a backup; without one, " +
		"`carif harvest SITE --recheck 1` fetches its pages as they are today"
)

// bodySum is the beginning of a body's hash: enough to tell bodies apart, and small enough to keep for every record.
type bodySum [8]byte

type archiveChecker struct {
	dir string
	// readable records by file and offset; zero where the body is no longer as received
	good map[string]map[int64]bodySum
	out  ArchiveCheck
	now  fileLoss
}

// fileLoss counts what the database names in one file and is not there.
type fileLoss struct {
	file                string
	answers, pages      int // not readable
	altered, alteredFor int // readable, but with another body
	last                int64
}

func (c *archiveChecker) verify(ctx context.Context, a *archive.Archive) error {
	bad, err := a.VerifyEach(ctx, func(ref archive.Ref, x archive.Exchange) error {
		m := c.good[ref.File]
		if m == nil {
			m = map[int64]bodySum{}
			c.good[ref.File] = m
		}
		m[ref.Offset] = sumOf(x)
		return nil
	})
	for _, f := range bad {
		if !errors.Is(&f, fs.ErrNotExist) { // a revisit of a record in a file that is missing: told with that file
			c.out.Found = append(c.out.Found, storage.Finding{Where: fmt.Sprintf("%s#%d", f.File, f.Offset),
				What: f.What, Do: f.Do})
		}
	}
	return err
}

func sumOf(x archive.Exchange) (s bodySum) {
	if x.Metadata[archive.RedactedNote] != "" {
		return s
	}
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, 64<<20)
	if err != nil {
		return s
	}
	sum := sha256.Sum256(body)
	copy(s[:], sum[:])
	return s
}

func (c *archiveChecker) capture(ref archive.Ref, got storage.Capture, pages int) {
	sum, ok := c.good[ref.File][ref.Offset]
	switch {
	case !ok:
		c.now.answers++
		c.now.pages += pages
		c.now.last = max(c.now.last, ref.Offset)
	case pages > 0 && sum != bodySum{} && len(got.SHA256) == 64 && got.SHA256[:16] != hex.EncodeToString(sum[:]):
		c.now.altered++
		c.now.alteredFor += pages
	}
}

// end tells what was found of the file in hand.
func (c *archiveChecker) end() {
	l := c.now
	lost := fmt.Sprintf("archived responses lost: %d, the last good ones of %s among them",
		l.answers, count(l.pages, "course page"))
	if l.answers > 0 {
		info, err := os.Stat(filepath.Join(c.dir, l.file))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			c.out.Missing = append(c.out.Missing, storage.Finding{Where: l.file, What: "the file is missing: " + lost,
				Do: restoreFile})
		case err == nil && l.last >= info.Size():
			c.out.Found = append(c.out.Found, storage.Finding{Where: l.file,
				What: "the file is shorter than the database says: " + lost, Do: restoreFile})
		default:
			c.out.Found = append(c.out.Found, storage.Finding{Where: l.file,
				What: "records the database names cannot be read: " + lost, Do: restoreFile})
		}
	}
	if l.altered > 0 {
		c.out.Found = append(c.out.Found, storage.Finding{Where: l.file, Do: restoreFile,
			What: fmt.Sprintf("archived responses whose body is not the one the database names: %d, for %s",
				l.altered, count(l.alteredFor, "course page"))})
	}
}
