package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/parser"
	"carif/storage/sqlite"
)

// TestRetrySetAside: a page that killed twice is refused and named, until a person wants it read again.
func TestRetrySetAside(t *testing.T) {
	dir := t.TempDir()
	page, db := filepath.Join(dir, "12.html"), filepath.Join(dir, "carif.db")
	body := []byte("<!doctype html><html><body><h1>Vannerie</h1><h2>Objectifs</h2><p>Tresser un panier rond.</p>" +
		"<h2>Programme</h2><p>Les brins, le fond, le montant.</p></body></html>")
	if err := os.WriteFile(page, body, 0o600); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(body)
	for range 2 { // processes that died while they read it
		st, err := sqlite.Open(db, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := st.BeginReading(t.Context(), hex.EncodeToString(sum[:]), parser.Version); err != nil {
			t.Fatal(err)
		}
		if err := st.Lock(t.Context(), "test"); err != nil {
			t.Fatal(err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	carif := func(want int, args ...string) string {
		t.Helper()
		var out bytes.Buffer
		args = append(args, "--db", db)
		if got := run(t.Context(), args, streams{in: strings.NewReader(""), out: &out, err: &out}); got != want {
			t.Fatalf("%v: exit code %d, want %d\n%s", args, got, want, &out)
		}
		return out.String()
	}
	if said := carif(exitIncomplete, "import", page); !strings.Contains(said, "set_aside") ||
		!strings.Contains(said, "12.html") || !strings.Contains(said, "--retry-set-aside") {
		t.Errorf("got %q", said)
	}
	carif(exitIncomplete, "reparse")
	if said := carif(exitDone, "reparse", "--retry-set-aside"); !strings.Contains(said, "1 added") {
		t.Errorf("got %q", said)
	}
}
