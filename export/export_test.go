package export

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/schema"
)

// outFor gives a path that suits a format.
func outFor(t *testing.T, f Format) string {
	ext := f.Extensions[0]
	if f.Writes == Folder {
		ext = ""
	}
	return filepath.Join(t.TempDir(), "export"+ext)
}

func TestSameRecordsSameBytes(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			src := fake{n: 50, make: made, records: []schema.Record{full(), minimal()}}
			a, b := outFor(t, f), outFor(t, f)
			write(t, src, Options{Format: f.Name, Out: a})
			write(t, src, Options{Format: f.Name, Out: b})
			if everything(t, a) != everything(t, b) {
				t.Errorf("two exports of the same records differ")
			}
		})
	}
}

func TestNoPersonByDefault(t *testing.T) {
	persons := []string{"Camille", "Dominique", "@example", "0199001", "199001", "01 99 00"}
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			out := outFor(t, f)
			write(t, fake{records: []schema.Record{full()}}, Options{Format: f.Name, Out: out})
			got := plain(t, out)
			if !strings.Contains(got, "vélos") {
				t.Fatalf("the export could not be read: %.200q", got)
			}
			for _, p := range persons {
				if strings.Contains(got, p) {
					t.Errorf("%q stands in the export", p)
				}
			}
		})
	}
}

func TestFailureLeavesWhatWasThere(t *testing.T) {
	boom := errors.New("boom")
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			out := outFor(t, f)
			write(t, fake{records: []schema.Record{full()}}, Options{Format: f.Name, Out: out})
			before := everything(t, out)
			_, err := Write(t.Context(), fake{n: 5, make: made, fail: boom}, Options{Format: f.Name, Out: out})
			if !errors.Is(err, boom) {
				t.Fatalf("err = %v, want it to wrap %v", err, boom)
			}
			if everything(t, out) != before {
				t.Errorf("the old export was touched")
			}
			noLitter(t, filepath.Dir(out), 1)
		})
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			out := outFor(t, f)
			ctx, cancel := context.WithCancel(t.Context())
			src := fake{n: 10, make: func(i int) schema.Record {
				if i == 5 {
					cancel()
				}
				return made(i)
			}}
			if _, err := Write(ctx, src, Options{Format: f.Name, Out: out}); !errors.Is(err, context.Canceled) {
				t.Errorf("err = %v, want context.Canceled", err)
			}
			noLitter(t, filepath.Dir(out), 0)
		})
	}
}

// noLitter checks that a folder holds so many entries and no more.
func noLitter(t *testing.T, dir string, want int) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != want {
		t.Errorf("the folder holds %v, want %d entries", entries, want)
	}
}

func TestReplace(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			out, fresh := outFor(t, f), outFor(t, f)
			write(t, fake{records: []schema.Record{full()}}, Options{Format: f.Name, Out: out})
			write(t, fake{n: 3, make: made}, Options{Format: f.Name, Out: out})
			write(t, fake{n: 3, make: made}, Options{Format: f.Name, Out: fresh})
			if everything(t, out) != everything(t, fresh) {
				t.Errorf("the second export did not take the place of the first")
			}
			noLitter(t, filepath.Dir(out), 1)
		})
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), []byte("keep"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		o    Options
		want error
	}{
		{"unknown format", Options{Format: "xls", Out: dir + "/x"}, ErrFormat},
		{"unknown table", Options{Format: "csv", Out: dir + "/x", Tables: []string{"courses"}}, ErrTable},
		{"people not asked for", Options{Format: "csv", Out: dir + "/x", Tables: []string{"contact"}}, ErrTable},
		{"tables of a format without", Options{Format: "geojson", Out: dir + "/x", Tables: []string{"course"}}, ErrTable},
		{"lines of two tables", Options{Format: "jsonl", Out: dir + "/x", Tables: []string{"course", "session"}}, ErrTable},
		{"excel of another format", Options{Format: "jsonl", Out: dir + "/x", Excel: true}, ErrFormat},
		{"no path", Options{Format: "jsonl"}, ErrOut},
		{"no such folder", Options{Format: "jsonl", Out: dir + "/none/x.jsonl"}, ErrOut},
		{"folder of someone else", Options{Format: "csv", Out: dir}, ErrOut},
		{"folder where a file belongs", Options{Format: "jsonl", Out: dir}, ErrOut},
		{"file where a folder belongs", Options{Format: "csv", Out: dir + "/mine.txt/"}, ErrOut},
		{"several tables to standard output", Options{Format: "csv", Out: "-", Stdout: io.Discard}, ErrOut},
		{"several tables to one file", Options{Format: "csv", Out: dir + "/x.csv"}, ErrOut},
		{"a database to standard output", Options{Format: "sqlite", Out: "-", Stdout: io.Discard}, ErrOut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Write(t.Context(), fake{records: []schema.Record{full()}}, tt.o)
			if !errors.Is(err, tt.want) {
				t.Errorf("err = %v, want %v", err, tt.want)
			}
			noLitter(t, dir, 1)
		})
	}
}

// TestFingerprint: what a package is named by is what sha256sum says of its tables, and no word about them changes it.
func TestFingerprint(t *testing.T) {
	var prints []string
	for _, title := range []string{"one", "two"} {
		out := filepath.Join(t.TempDir(), "p")
		write(t, fake{records: []schema.Record{full()}}, Options{Format: "datapackage", Out: out,
			Meta: Meta{Title: title}})
		tables, err := filepath.Glob(filepath.Join(out, "*.csv"))
		if err != nil {
			t.Fatal(err)
		}
		var lines strings.Builder
		for _, f := range tables { // Glob sorts
			fmt.Fprintf(&lines, "%x  %s\n", sha256.Sum256([]byte(read(t, f))), filepath.Base(f))
		}
		want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(lines.String())))
		for _, f := range []string{"datapackage.json", "dcat.jsonld"} {
			if !strings.Contains(read(t, filepath.Join(out, f)), want) {
				t.Errorf("%s does not name %s", f, want)
			}
		}
		prints = append(prints, want)
	}
	if prints[0] != prints[1] {
		t.Error("the title is in the fingerprint")
	}
}

func TestContactsAreRecorded(t *testing.T) {
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			out := outFor(t, f)
			rep := write(t, fake{records: []schema.Record{full()}},
				Options{Format: f.Name, Out: out, WithContacts: true})
			if !rep.Contacts {
				t.Error("the report does not say that people are in it")
			}
			where := out + ".manifest.json"
			if f.Writes == Folder {
				where = filepath.Join(out, "manifest.json")
			}
			if f.Name == "datapackage" {
				where = filepath.Join(out, "datapackage.json")
			}
			if got := read(t, where); !strings.Contains(got, `"contacts": true`) {
				t.Errorf("%s does not say so: %.300s", where, got)
			}
			if f.Name != "geojson" && !strings.Contains(plain(t, out), "Camille Essai") {
				t.Error("the contact is not in the export")
			}
		})
	}
}
