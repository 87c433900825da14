package harvest_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/archive"
	"carif/harvest"
)

// TestCheckArchive takes from an archive what its database names.
func TestCheckArchive(t *testing.T) {
	w := newWorld(t, 20)
	w.harvest()
	w.harvest()
	dir := filepath.Join(w.dir, "archive")
	name := filepath.Base(must(filepath.Glob(filepath.Join(dir, "*.warc.gz")))(t)[0])
	whole := must(os.ReadFile(filepath.Join(dir, name)))(t)
	var at, end int64 // the record of a course page, and its end
	err := w.archive.Walk(context.Background(), func(r archive.Ref, x archive.Exchange) error {
		if strings.Contains(x.URL, "/formation/") && at == 0 && x.Status == 200 {
			at, end = r.Offset, r.Offset+r.Length
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var other bytes.Buffer // another archive, whose records are sound
	o := newWorld(t, 20)
	o.harvest()
	other.Write(must(os.ReadFile(must(filepath.Glob(filepath.Join(o.dir, "archive", "*.warc.gz")))(t)[0]))(t))

	for _, c := range []struct {
		name    string
		bytes   []byte // nil: the file goes
		found   string // one finding's words; "" for none
		missing string
	}{
		{"whole", whole, "", ""},
		{"missing", nil, "", "the file is missing: "},
		{"shorter", whole[:end], "the file is shorter than the database says: ", ""},
		{"damaged", append(append(bytes.Clone(whole[:at+20]), make([]byte, 30)...), whole[at+50:]...),
			"records the database names cannot be read: archived responses lost: 1, the last good ones of 1 course page among them", ""},
		{"of another archive", other.Bytes(), "archived responses", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			if c.bytes != nil {
				write(t, path, c.bytes)
			}
			got, err := harvest.CheckArchive(context.Background(), w.store, dir)
			if err != nil {
				t.Fatal(err)
			}
			all, gone := fmt.Sprint(got.Found), fmt.Sprint(got.Missing)
			if c.found == "" && len(got.Found) > 0 || !strings.Contains(all, c.found) {
				t.Errorf("found %s, want %q", all, c.found)
			}
			if c.missing == "" && len(got.Missing) > 0 || !strings.Contains(gone, c.missing) {
				t.Errorf("missing %s, want %q", gone, c.missing)
			}
			for _, f := range append(got.Found, got.Missing...) {
				if f.Do == "" {
					t.Errorf("%+v: nothing to do", f)
				}
			}
		})
	}
	got, err := harvest.CheckArchive(context.Background(), w.store, filepath.Join(w.dir, "nowhere"))
	if err != nil || len(got.Missing) != 1 || !strings.Contains(got.Missing[0].What, "course pages") {
		t.Errorf("without the folder: %+v, %v", got, err)
	}
}
