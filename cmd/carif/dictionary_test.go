package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// docsDictionary is the page that `make dictionary` writes, seen from this folder.
const docsDictionary = "../../docs/data-dictionary.md"

// TestDataDictionaryIsCurrent holds docs/data-dictionary.md to what `carif dictionary` prints: readers trust the page.
func TestDataDictionaryIsCurrent(t *testing.T) {
	file, err := os.ReadFile(docsDictionary)
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("%s is missing: run `make dictionary`", docsDictionary)
	}
	if err != nil {
		t.Fatal(err)
	}
	var out, complaints bytes.Buffer
	if code := run(context.Background(), []string{"dictionary"},
		streams{in: strings.NewReader(""), out: &out, err: &complaints}); code != exitDone {
		t.Fatalf("carif dictionary: exit code %d, want %d: %s", code, exitDone, complaints.String())
	}
	if line, got, want := firstDifference(string(file), out.String()); line > 0 {
		t.Errorf("%s is out of date: run `make dictionary`\nline %d, got:  %s\nline %d, want: %s", docsDictionary, line, got,
			line, want)
	}
}

// firstDifference gives the first line, from 1, in which two texts differ; 0 when they are the same.
func firstDifference(got, want string) (line int, gotLine, wantLine string) {
	if got == want {
		return 0, "", ""
	}
	gs, ws := strings.Split(got, "\n"), strings.Split(want, "\n")
	at := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return "(end of text)"
	}
	for i := range max(len(gs), len(ws)) {
		if at(gs, i) != at(ws, i) {
			return i + 1, at(gs, i), at(ws, i)
		}
	}
	return len(gs), "", "" // not reached: texts that differ differ in a line
}

func TestFirstDifference(t *testing.T) {
	for _, c := range []struct {
		name, got, want string
		line            int
	}{
		{"the same", "a\nb\n", "a\nb\n", 0},
		{"another line", "a\nb\n", "a\nc\n", 2},
		{"a line more", "a\nb\n", "a\n", 2},
		{"a line less", "a\n", "a\nb\n", 2},
		{"no last line end", "a", "a\n", 2},
	} {
		if line, _, _ := firstDifference(c.got, c.want); line != c.line {
			t.Errorf("%s: line %d, want %d", c.name, line, c.line)
		}
	}
}
