package sites

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed profiles/*.yaml
var builtin embed.FS

// Problem is one thing wrong with a profile: where, which key, and why.
type Problem struct {
	File   string
	Line   int // 0 when the key is missing altogether
	Key    string
	Reason string
}

// Error prints the problem as file:line: key: reason.
func (p Problem) Error() string {
	at := p.File
	if p.Line > 0 {
		at = fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	if p.Key == "" {
		return at + ": " + p.Reason
	}
	return at + ": " + p.Key + ": " + p.Reason
}

// ErrUnknownSite says that no profile has the id asked for.
var ErrUnknownSite = errors.New("no such site")

// Parse checks and compiles one profile. All problems are returned together (errors.Join of Problem).
func Parse(data []byte, file string) (*Site, error) {
	p, keys, probs := decode(data)
	if p != nil {
		s := &Site{Profile: *p, File: file}
		removed := len(probs)
		for _, q := range s.check(keys) {
			if !about(probs[:removed], q.Key) {
				probs = append(probs, q)
			}
		}
		if len(probs) == 0 {
			return s, nil
		}
	}
	slices.SortStableFunc(probs, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	errs := make([]error, len(probs))
	for i := range probs {
		probs[i].File = file
		errs[i] = probs[i]
	}
	return nil, errors.Join(errs...)
}

// about reports whether a key was told of before: it could not be read, so that it is missing is no news.
func about(probs []Problem, key string) bool {
	for _, p := range probs {
		if p.Key != "" && (p.Key == key || strings.HasPrefix(p.Key, key+".") || strings.HasPrefix(p.Key, key+"[")) {
			return true
		}
	}
	return false
}

// Load reads one profile from a file. A file that cannot be read is a Problem too.
func Load(path string) (*Site, error) {
	data, err := os.ReadFile(path)
	var pe *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Problem{File: path, Reason: "no such file"}
	case errors.As(err, &pe):
		return nil, Problem{File: path, Reason: "cannot be read: " + pe.Err.Error()}
	case err != nil:
		return nil, Problem{File: path, Reason: "cannot be read: " + err.Error()}
	}
	return Parse(data, path)
}

// Set is the profiles known to one run of the program: the embedded ones, overridden by a user's folder.
type Set struct {
	sites []*Site
	dir   string // the user's own folder, "" for none
}

// NewSet loads the embedded profiles and, over them, every *.yaml of dir ("" for none): a profile with a
// known id replaces it.
func NewSet(dir string) (*Set, error) {
	s := Set{dir: dir}
	names, err := fs.Glob(builtin, "profiles/*.yaml")
	if err != nil {
		return nil, err // unreachable: the pattern is fixed
	}
	for _, n := range names {
		data, err := builtin.ReadFile(n)
		if err != nil {
			return nil, err // unreachable: the file is embedded
		}
		site, err := Parse(data, "builtin:"+strings.TrimSuffix(filepath.Base(n), ".yaml"))
		if err != nil {
			return nil, err
		}
		s.put(site)
	}
	if dir == "" {
		return &s, nil
	}
	own, err := Files(dir)
	if err != nil {
		return nil, err
	}
	for _, f := range own {
		site, err := Load(f)
		if err != nil {
			return nil, err
		}
		s.put(site)
	}
	return &s, nil
}

func (s *Set) put(site *Site) {
	for i, old := range s.sites {
		if old.ID == site.ID {
			s.sites[i] = site
			return
		}
	}
	s.sites = append(s.sites, site)
	sortSites(s.sites)
}

// All lists the profiles by id.
func (s *Set) All() []*Site { return s.sites }

// Files lists the profiles of a user's own folder.
func Files(dir string) (files []string, err error) {
	for _, end := range [...]string{"*.yaml", "*.yml"} {
		own, err := filepath.Glob(filepath.Join(dir, end))
		if err != nil {
			return nil, fmt.Errorf("list site profiles in %s: %w", dir, err)
		}
		files = append(files, own...)
	}
	slices.Sort(files)
	return files, nil
}

// Locate gives the file that a word means: a path that is there, or a name in the user's own folder dir, with or
// without its ending. A path to a YAML file that is not there is itself; "" is for a word that means no file.
func Locate(dir, word string) string {
	isFile := func(path string) bool {
		st, err := os.Stat(path)
		return err == nil && !st.IsDir()
	}
	yaml := strings.HasSuffix(word, ".yaml") || strings.HasSuffix(word, ".yml")
	if yaml && isFile(word) {
		return word
	}
	if dir != "" && filepath.Base(word) == word {
		for _, end := range [...]string{"", ".yaml", ".yml"} {
			if path := filepath.Join(dir, word+end); isFile(path) {
				return path
			}
		}
	}
	if yaml {
		return word
	}
	return ""
}

// Find gives the profile with an id, or reads the file that the word means: a path, or a name in the user's own folder.
func (s *Set) Find(word string) (*Site, error) {
	if word == "generic" {
		return Generic(), nil
	}
	for _, site := range s.sites {
		if site.ID == word {
			return site, nil
		}
	}
	if file := Locate(s.dir, word); file != "" {
		return Load(file)
	}
	return nil, fmt.Errorf("%w: %q (`carif sites` lists them; a profile of your own is given as a .yaml file)",
		ErrUnknownSite, word)
}

// ForHost gives the profile of pages that names a host (with or without port), else that of a feed which lies there,
// nil when none does.
func (s *Set) ForHost(host string) (found *Site) {
	host = ASCIIHost(host)
	for _, site := range s.sites {
		for _, h := range site.Hosts {
			h = ASCIIHost(h)
			if name, _, _ := strings.Cut(h, ":"); h != host && name != host {
				continue
			}
			if site.Feed == nil {
				return site
			}
			if found == nil {
				found = site
			}
		}
	}
	return found
}
