// Package saved tells what saved files are before anything reads them: pages, WARC files, feeds, or what no part of
// carif reads. It looks at names and first bytes. It is not for reading any of them.
package saved

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Kind is the way a file is read.
type Kind int

// The kinds of file.
const (
	None Kind = iota // of a kind that is not read
	Page
	WARC
	Feed
)

// Folder is what a folder holds, with all below it, in name order.
type Folder struct {
	Pages, WARCs, Feeds []string
	Left                Left // what is read in no way
}

// Sort lists the files below a folder by the way they are read. The folder's index.csv names the pages' URLs, and is
// none of them.
func Sort(dir string) (f Folder, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return nil
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		switch KindOf(path) {
		case Page:
			f.Pages = append(f.Pages, path)
		case WARC:
			f.WARCs = append(f.WARCs, path)
		case Feed:
			f.Feeds = append(f.Feeds, path)
		default:
			if rel != "index.csv" {
				f.Left.Add(ending(path), rel)
			}
		}
		return nil
	})
	for _, list := range [][]string{f.Pages, f.WARCs, f.Feeds} {
		slices.Sort(list)
	}
	return f, err
}

// KindOf tells the kind of a file by its name; an XML file is a feed where its first bytes say so.
func KindOf(path string) Kind {
	low := strings.ToLower(path)
	switch {
	case strings.HasSuffix(low, ".warc"), strings.HasSuffix(low, ".warc.gz"):
		return WARC
	case strings.HasSuffix(low, ".xml"):
		// without the zeros of UTF-16
		if head, err := headOf(path); err == nil && bytes.Contains(bytes.ReplaceAll(head, []byte{0}, nil), []byte("lheo")) {
			return Feed
		}
		return None
	}
	switch filepath.Ext(low) {
	case ".html", ".htm", ".xhtml", ".txt":
		return Page
	}
	return None
}

// ending is what the name of a file ends with: ".arc.gz" of "old.arc.gz".
func ending(path string) string {
	name := strings.ToLower(filepath.Base(path))
	for _, of := range []string{".warc", ".arc"} {
		if i := strings.LastIndex(name, of); i > 0 {
			return name[i:]
		}
	}
	if ext := filepath.Ext(name); ext != "" && ext != name {
		return ext
	}
	return "without an ending"
}

// Refused says of a file that a person named why it is not read as it is; nil for one that may be. A file that
// cannot be opened is for its reader to tell of.
func Refused(path string) error {
	head, err := headOf(path)
	if err != nil {
		return nil
	}
	why, kind := NoPage(head), KindOf(path)
	switch end := ending(path); {
	case kind == WARC && (why == aWARC || why == aGzip):
		return nil // which reading it tells
	case why != "" && why != aWARC && why != aGzip:
		return fmt.Errorf("%s: %s", path, why)
	case kind == None && strings.HasPrefix(end, ".warc"):
		return fmt.Errorf("%s: a %s file is one that its writer did not finish or set aside: name it .warc or .warc.gz to "+
			"have it read all the same", path, end)
	case why != "":
		return fmt.Errorf("%s: %s", path, why)
	}
	return nil
}

const (
	aWARC = "it is a WARC file: `carif import` reads it, named .warc or .warc.gz"
	aGzip = "it is a gzip file: unpack it first"
	anARC = "it is an ARC file, the forerunner of WARC, which is not read: convert it to WARC first (warcio recompress)"
)

// magics begin files that hold pages, or nothing of the kind: the reader would take what is in them for one page.
var magics = []struct{ head, name string }{
	{"filedesc://", anARC}, {"WARC/", aWARC}, {"\x1f\x8b", aGzip}, {"PK\x03\x04", "it is a zip file: unpack it first"},
	{"\x28\xb5\x2f\xfd", "it is a zstd file: unpack it first"},
}

// NoPage tells by the first bytes of a file why it is no page; "" when it may be one. Of a gzip file the bytes inside
// count.
func NoPage(head []byte) string {
	if in := inflated(head); in != nil {
		if why := NoPage(in); why == anARC || why == aWARC {
			return why
		}
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.head)) {
			return m.name
		}
	}
	return ""
}

// inflated gives the first bytes inside a gzip file; nil for another file.
func inflated(head []byte) []byte {
	if !bytes.HasPrefix(head, []byte{0x1f, 0x8b}) {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil
	}
	in := make([]byte, 16)
	n, _ := io.ReadFull(z, in) // what is there counts
	return in[:n]
}

// headSize is how much of a file is looked at.
const headSize = 8 << 10

func headOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return head[:n], err
}
