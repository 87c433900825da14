package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLostIsNotFilled: an empty file where a database was is refused by all that write into it, and stays empty:
// filled, it would tell the next harvest that nobody ever had to be forgotten.
func TestLostIsNotFilled(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "carif.db")
	profile := filepath.Join(dir, "essai.yaml")
	const site = "id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nhosts: [c.example.org]\nschedule: \"0 3 * * *\"\n" +
		"course: ['^/f/(?P<id>\\d+)$']\nstart: [\"https://c.example.org/\"]\n"
	if err := os.WriteFile(profile, []byte(site), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, archived := range []bool{false, true} {
		words := "is empty (0 bytes): restore a backup"
		if archived {
			words = "is empty (0 bytes), but the archive"
			if err := os.Mkdir(filepath.Join(dir, "carif-archive"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "carif-archive", "1.warc.gz"), []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		lines := [][]string{{"digest"}, {"ack", "essai"}, {"changes", "--mark", "m"}}
		if archived {
			lines = append(lines, []string{"schedule", profile})
		}
		for _, line := range lines {
			if err := os.WriteFile(db, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			code := run(t.Context(), append(line, "--db", db), streams{out: io.Discard, err: &said})
			if line[0] != "changes" && !strings.Contains(said.String(), words) || code != exitUsage {
				t.Errorf("%s, archived %v: code %d, %s", line, archived, code, said.String())
			}
			if info, err := os.Stat(db); err != nil || info.Size() > 0 {
				t.Errorf("%s, archived %v: it was filled (%v)", line, archived, err)
			}
		}
	}
}
