package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carif/sites"
	"carif/vocab"
)

// A file has its name only when all of it is written, and nothing is left of one that could not be.
func TestWriteWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.yaml")
	if err := os.WriteFile(path+".part", []byte("what a stopped run left, which is longer"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(path, "id: a\n"); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "id: a\n" {
		t.Errorf("%q, %v", b, err)
	}
	taken := filepath.Join(dir, "b.yaml") // a folder cannot be replaced
	if err := os.Mkdir(taken, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(taken, "id: b\n"); err == nil {
		t.Error("a folder was replaced")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.part")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
	if err := writeWhole(filepath.Join(dir, "none", "c.yaml"), ""); err == nil || strings.Contains(err.Error(), ".part") {
		t.Errorf("a name that nobody gave is told: %v", err)
	}
}

func TestUnknownStates(t *testing.T) {
	s, err := sites.Parse([]byte(`{id: a, name: A, historic: true, hosts: [a.example.org], page: {sessions: {rows: li, fields: {
  session.city: {css: b, map: {x: Zorglub}},
  session.state: {css: i, map: {a: Complet, b: Zorglub, c: Inscriptions ouvertes, d: Zorglub, e: ''}}}}}}`), "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	words, err := vocab.Load("")
	if err != nil {
		t.Fatal(err)
	}
	if odd := unknownStates(s, words); !slices.Equal(odd, []string{"Zorglub"}) {
		t.Errorf("got %q", odd)
	}
}
