package archive

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Ref points at one response or revisit record.
type Ref struct {
	File   string    // name in the archive's directory, never a path
	Offset int64     // of the record's gzip member; in a file of other make, of the member or plain record it stands in
	Length int64     // of that member in bytes; 0 = unknown
	ID     string    // the record's id, "urn:uuid:…"
	URL    string    // target of the request
	At     time.Time // UTC
	Digest string    // "sha256:<hex>" of the payload, that is of Exchange.Body; other algorithms in files of other make
}

// String gives "file#offset": all that Read needs. The other fields are checked when they are there.
func (r Ref) String() string { return r.File + "#" + strconv.FormatInt(r.Offset, 10) }

// Of reports whether a body is the one that the reference's digest was made of. It is not sure where the digest is
// missing or of a kind nothing here computes.
func (r Ref) Of(body []byte) (holds, sure bool) { return digestHolds(r.Digest, body) }

// ParseRef reads what String wrote. It accepts only names that this package gives its files, so
// that no reference can name anything else; otherwise ErrRef.
func ParseRef(s string) (Ref, error) {
	file, off, ok := strings.Cut(s, "#")
	if !ok || !namePattern.MatchString(file) {
		return Ref{}, fmt.Errorf("parse reference %q: %w", s, ErrRef)
	}
	n, err := strconv.ParseInt(off, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != off {
		return Ref{}, fmt.Errorf("parse reference %q: bad offset: %w", s, ErrRef)
	}
	return Ref{File: file, Offset: n}, nil
}

var (
	prefixPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)
	namePattern   = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]{0,99})-\d{8}T\d{6}Z-(\d{5,12})\.warc\.gz$`)
)

// fileName gives the name of the n-th file. n alone orders files: a clock may jump.
func fileName(prefix string, at time.Time, n int) string {
	return fmt.Sprintf("%s-%s-%05d.warc.gz", prefix, at.UTC().Format("20060102T150405Z"), n)
}

func sequence(name string) int {
	_, n := parseName(name)
	return n
}

// parseName undoes fileName; n is 0 for names that are not ours.
func parseName(name string) (prefix string, n int) {
	m := namePattern.FindStringSubmatch(name)
	if m == nil {
		return "", 0
	}
	n, err := strconv.Atoi(m[2])
	if err != nil {
		return "", 0 // more digits than an int
	}
	return m[1], n
}

// files lists the WARC files of the directory, oldest first. Other files there are left alone.
func (a *Archive) files() ([]string, error) {
	entries, err := fs.ReadDir(a.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("list archive: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && sequence(e.Name()) > 0 {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(x, y string) int {
		return cmp.Or(cmp.Compare(sequence(x), sequence(y)), strings.Compare(x, y))
	})
	return names, nil
}
