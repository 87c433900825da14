package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// manifest tells, inside a folder or zip of tables, what the export is: who reads the tables later must not have to
// ask.
type manifest struct {
	GeneratedBy string         `json:"generated_by"`
	Format      string         `json:"format"`
	Contacts    bool           `json:"contacts"` // personal data is in it
	Excel       bool           `json:"excel,omitempty"`
	Meta        Meta           `json:"meta"`
	Courses     int            `json:"courses"`
	Sessions    int            `json:"sessions"`
	Rows        map[string]int `json:"rows"`
	Files       []File         `json:"files"`
	Fingerprint string         `json:"fingerprint"` // see fingerprint
	Warnings    []Warning      `json:"warnings"`
}

// fingerprint names the data of several files, whatever is said about them beside: the SHA-256 of what
// `sha256sum` prints for the files in the order of their names.
func fingerprint(files []File) string {
	sorted := slices.SortedFunc(slices.Values(files), func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	h := sha256.New()
	for _, f := range sorted {
		fmt.Fprintf(h, "%s  %s\n", f.SHA256, f.Path)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// manifested adds manifest.json to what a flattener writes.
type manifested struct {
	flattener
	j  *job
	st *stage
}

func (m *manifested) close() error {
	if err := m.flattener.close(); err != nil {
		return err
	}
	return m.j.writeManifest(m.st)
}

func (j *job) manifest(files []File) manifest {
	return manifest{GeneratedBy: "carif", Format: j.format.Name, Contacts: j.WithContacts, Excel: j.Excel, Meta: j.Meta,
		Courses: j.rep.Courses, Sessions: j.rep.Sessions, Rows: j.rep.Rows, Files: files,
		Fingerprint: fingerprint(files), Warnings: j.warn.list()}
}

func (j *job) writeManifest(st *stage) error {
	files, err := st.staged()
	if err != nil {
		return err
	}
	return writeJSON(st, "manifest.json", j.manifest(files))
}

// besideFile stages OUT.manifest.json for a single file that holds people: such a file has no room to say so itself.
func (j *job) besideFile(st *stage) error {
	if st.layout != OneFile || !j.WithContacts || st.out == "-" {
		return nil
	}
	f, err := describeFile(st.tmp)
	if err != nil {
		return err
	}
	f.Path = filepath.Base(st.out)
	return st.beside(noteEnding, j.manifest([]File{f}))
}

// staged describes the files written so far to a folder or zip.
func (s *stage) staged() ([]File, error) {
	files := make([]File, 0, len(s.names))
	for _, name := range s.names {
		f, err := describeFile(filepath.Join(s.tmp, name))
		if err != nil {
			return nil, err
		}
		f.Path = name
		files = append(files, f)
	}
	return files, nil
}

func writeJSON(st *stage, name string, v any) error {
	f, err := st.create(name)
	if err != nil {
		return err
	}
	if err := encode(f, v); err != nil {
		return err
	}
	return f.Close()
}

// encode writes indented JSON for people.
func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
