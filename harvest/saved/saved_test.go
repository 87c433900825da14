package saved

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

const arc = "filedesc://x.arc 0.0.0.0 20240301100000 text/plain 75\n1 0 X\n"

func TestSort(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"b.html": "<p>", "sub/a.HTM": "<p>", "w.warc.gz": zipped("WARC/1.0"), "v.warc": "WARC/1.1",
		"f.xml": `<?xml version="1.0"?><lheo xmlns="http://lheo.gouv.fr/2.3">`, "wide.xml": "\xff\xfe<\x00l\x00h\x00e\x00o\x00",
		"sitemap.xml": `<urlset>`, "index.csv": "host,id,url", "sub/index.csv": "x", "1.png": "", "2.png": "", "3.png": "", "4.png": "",
		"old.arc.gz": zipped(arc), "w.warc.gz.open": "x", "README": "x"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Sort(dir)
	if err != nil {
		t.Fatal(err)
	}
	names := func(paths []string) string {
		for i := range paths {
			paths[i], _ = filepath.Rel(dir, paths[i])
		}
		return strings.Join(paths, " ")
	}
	got := names(f.Pages) + " | " + names(f.WARCs) + " | " + names(f.Feeds) + " | " + f.Left.String()
	const want = "b.html sub/a.HTM | v.warc w.warc.gz | f.xml wide.xml | 4 .png (1.png, 2.png, 3.png, …), " +
		"1 without an ending (README), 1 .arc.gz (old.arc.gz), 1 .xml (sitemap.xml), 1 .csv (sub/index.csv), " +
		"1 .warc.gz.open (w.warc.gz.open)"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct{ name, text, want string }{
		{"page.html", "<html>", ""},
		{"w.warc.gz", zipped("WARC/1.0"), ""},
		{"w.warc", "WARC/1.0", ""},
		{"broken.warc.gz", zipped("x"), ""}, // its reader says what it is
		{"old.arc", arc, "an ARC file"},
		{"old.arc.gz", zipped(arc), "an ARC file"},
		{"arc.warc.gz", zipped(arc), "an ARC file"},
		{"page.html", arc, "an ARC file"},
		{"w.warc.gz.bad", zipped("WARC/1.0"), "a .warc.gz.bad file is one that its writer did not finish"},
		{"w.warc.open", "WARC/1.0", "a .warc.open file"},
		{"w.warc.zst", "\x28\xb5\x2f\xfd", "zstd file: unpack"},
		{"w.wacz", "PK\x03\x04", "zip file: unpack"},
		{"crawl", "WARC/1.0", "named .warc"},
		{"page.html.gz", zipped("<html>"), "gzip file: unpack"},
		{"pages.zip", "PK\x03\x04", "zip file: unpack"},
		{"fiches.warcraft.html", "<html>", ""},
	} {
		path := filepath.Join(dir, tt.name)
		if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		switch err := Refused(path); {
		case tt.want == "" && err != nil, tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
	if err := Refused(dir); err != nil {
		t.Errorf("a folder: %v", err)
	}
}
