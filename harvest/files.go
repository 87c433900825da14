package harvest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"carif/harvest/saved"
	"carif/schema"
	"carif/sites"
)

// MaxFileBytes is the largest saved page that is read: the limit of a fetched page (robustness defaults).
const MaxFileBytes = 8 << 20

// Files reads saved pages from paths: files, folders (walked whole, in name order) and "-" for stdin.
type Files struct {
	Paths  []string
	Stdin  io.Reader
	URL    string // of the page, when one path is given
	Reader *Reader
	Site   *sites.Site // nil: chosen a page
	Alone  bool        // every page is read by itself, with nothing learnt from the others
	// Note, when set, is told what of a folder is left out, a line a folder.
	Note func(string)

	readers map[string]*Reader // by host, with the site's model
}

// Each reads every page and hands it over in order. fn gets the name to show, and either a reading or the
// error of that page; an error of fn ends the walk. Pages are read on all cores.
func (f *Files) Each(ctx context.Context, fn func(name string, got Reading, err error) error) error {
	return f.each(ctx, func(s savedPage, got Reading, err error) error { return fn(s.show, got, err) })
}

// savedPage is one file to read: as given, and as the record's source.file.
type savedPage struct {
	path, show, rel, url string
	dir, host            string // the folder it was found below, and the site's folder
	site                 *sites.Site
	page                 schema.Page
}

type readResult struct {
	page savedPage
	got  Reading
	err  error
}

func (f *Files) each(ctx context.Context, fn func(savedPage, Reading, error) error) error {
	list, err := f.list()
	if err != nil {
		return err
	}
	if err := f.learn(ctx, list); err != nil {
		return err
	}
	pages := func(put func(savedPage) error) error {
		for _, s := range list {
			if err := put(s); err != nil {
				return err
			}
		}
		return nil
	}
	return inOrder(ctx, pages, func(s savedPage) readResult {
		got, err := f.read(&s)
		return readResult{s, got, err}
	}, func(r readResult) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return fn(r.page, r.got, r.err)
	})
}

// read loads and reads one file.
func (f *Files) read(s *savedPage) (Reading, error) {
	body, err := f.load(s.path)
	if err != nil {
		return Reading{}, err
	}
	sum := sha256.Sum256(body)
	s.page = schema.Page{URL: s.url, File: s.rel, Body: body, SHA256: hex.EncodeToString(sum[:])}
	profile := f.Site
	if profile == nil {
		profile = s.site
	}
	if profile != nil {
		s.page.Site = profile.ID
	}
	if r := f.readers[s.host]; r != nil {
		return r.Read(s.page, profile)
	}
	return f.Reader.Read(s.page, profile)
}

func (f *Files) load(path string) ([]byte, error) {
	var r io.Reader = f.Stdin
	if path != "-" {
		fh, err := os.Open(path)
		if err != nil {
			return nil, PlainPathError(err)
		}
		defer fh.Close()
		r = fh
	}
	body, err := io.ReadAll(io.LimitReader(r, MaxFileBytes+1))
	switch {
	case err != nil:
		return nil, PlainPathError(err)
	case len(body) > MaxFileBytes:
		return nil, fmt.Errorf("%s: larger than %d MiB, the limit of one page: give the page alone", path,
			MaxFileBytes>>20)
	case len(bytes.TrimSpace(body)) == 0:
		return nil, fmt.Errorf("%s: empty: nothing to read", path)
	}
	if why := saved.NoPage(body); why != "" {
		return nil, fmt.Errorf("%s: %s", path, why)
	}
	return body, nil
}

// PlainPathError turns an error of the file system into words for a person: "PATH: reason" instead of "open PATH:
// reason".
func PlainPathError(err error) error {
	var pe *fs.PathError
	switch {
	case !errors.As(err, &pe):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return &plainError{pe.Path + ": no such file or folder", err}
	}
	return fmt.Errorf("%s: %w", pe.Path, pe.Err)
}

// plainError says what happened once, in words of ours, and is still the error it was.
type plainError struct {
	words string
	err   error
}

func (e *plainError) Error() string { return e.words }
func (e *plainError) Unwrap() error { return e.err }

// list names all files in the order they are given, folders in name order.
func (f *Files) list() ([]savedPage, error) {
	var out []savedPage
	for _, p := range f.Paths {
		if p == "-" {
			out = append(out, savedPage{path: p, show: "stdin", rel: "-", url: f.URL, site: f.siteOf(f.URL)})
			continue
		}
		info, err := os.Stat(p)
		if err != nil {
			return nil, PlainPathError(err)
		}
		if !info.IsDir() {
			s := savedPage{path: p, show: p, rel: filepath.ToSlash(p), url: f.URL}
			s.site = f.siteOf(f.URL)
			if s.site == nil {
				s.site = f.siteOfPath(filepath.ToSlash(p))
			}
			out = append(out, s)
			continue
		}
		below, err := f.folder(p)
		if err != nil {
			return nil, err
		}
		out = append(out, below...)
	}
	return out, nil
}

// folder lists the pages below dir; an index.csv there gives their URLs.
func (f *Files) folder(dir string) ([]savedPage, error) {
	urls, err := readIndex(filepath.Join(dir, "index.csv"))
	if err != nil {
		return nil, err
	}
	below, err := saved.Sort(dir)
	if err != nil {
		return nil, PlainPathError(err)
	}
	if err := f.tellLeft(dir, below); err != nil {
		return nil, err
	}
	var out []savedPage
	for _, path := range below.Pages {
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return nil, err
		}
		rel = filepath.ToSlash(rel)
		s := savedPage{path: path, show: path, rel: rel, url: urls[strings.TrimSuffix(rel, filepath.Ext(rel))], dir: dir}
		s.host = hostOf(dir, rel, s.url)
		if s.site = f.siteOf(s.url); s.site == nil {
			s.site = f.siteOfPath(filepath.ToSlash(path))
		}
		out = append(out, s)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].rel < out[j].rel })
	return out, nil
}

// SavedPage is a page of a folder, with its address where the folder's index tells it.
type SavedPage struct{ Path, URL string }

// SavedPages lists the pages of a folder.
func SavedPages(dir string) ([]SavedPage, error) {
	urls, err := readIndex(filepath.Join(dir, "index.csv"))
	if err != nil {
		return nil, err
	}
	below, err := saved.Sort(dir)
	if err != nil {
		return nil, PlainPathError(err)
	}
	out := make([]SavedPage, len(below.Pages))
	for i, path := range below.Pages {
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return nil, err
		}
		rel = filepath.ToSlash(rel)
		out[i] = SavedPage{path, urls[strings.TrimSuffix(rel, filepath.Ext(rel))]}
	}
	return out, nil
}

// tellLeft says what of a folder is left out, in a note, or in an error where no page remains.
func (f *Files) tellLeft(dir string, below saved.Folder) error {
	for _, list := range []struct {
		kind  string
		paths []string
	}{{"WARC", below.WARCs}, {"LHÉO feed", below.Feeds}} {
		for _, path := range list.paths {
			below.Left.Add(list.kind, filepath.Base(path))
		}
	}
	switch {
	case len(below.Pages) == 0 && below.Left.Any():
		return fmt.Errorf("%s: no .html, .htm, .xhtml or .txt file in this folder, but %s", dir, below.Left.String())
	case len(below.Pages) == 0:
		return fmt.Errorf("%s: no .html, .htm, .xhtml or .txt file in this folder", dir)
	case below.Left.Any() && f.Note != nil:
		f.Note(fmt.Sprintf("%s: left out, as no pages: %s", dir, below.Left.String()))
	}
	return nil
}

// readIndex reads an optional index of captures: a CSV with the columns host, id and url.
func readIndex(path string) (map[string]string, error) {
	fh, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, PlainPathError(err)
	}
	defer fh.Close()
	rows, err := csv.NewReader(fh).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(rows) == 0 {
		return nil, nil
	}
	col := map[string]int{}
	for i, h := range rows[0] {
		col[strings.ToLower(strings.TrimSpace(h))] = i
	}
	host, ok1 := col["host"]
	id, ok2 := col["id"]
	u, ok3 := col["url"]
	if !ok1 || !ok2 || !ok3 {
		return nil, nil // some other CSV that happens to lie there
	}
	urls := make(map[string]string, len(rows))
	for _, r := range rows[1:] {
		urls[r[host]+"/"+r[id]] = r[u]
	}
	return urls, nil
}

// siteOf gives the profile of a URL's host, nil when none names it.
func (f *Files) siteOf(raw string) *sites.Site {
	if s := f.Reader.SiteFor(raw); s.ID != "generic" {
		return s
	}
	return nil
}

// siteOfPath gives the profile of a host that is a folder of the path ("…/www.example.org/12.html").
func (f *Files) siteOfPath(path string) *sites.Site {
	parts := strings.Split(path, "/")
	for i := len(parts) - 2; i >= 0; i-- {
		if s := f.Reader.Sites.ForHost(parts[i]); s != nil {
			return s
		}
	}
	return nil
}
