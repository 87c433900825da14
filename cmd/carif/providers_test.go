package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/storage/sqlite"
)

// writerFunc is a stream that is looked at as it is written.
type writerFunc func(b []byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// TestRulesWarn: names of nothing are told once each, and not all of them; the database is free meanwhile, however long
// the reader of stderr takes.
func TestRulesWarn(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "carif.db")
	st, err := sqlite.Open(db, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("same:\n")
	for i := range mostUnknown + 1 {
		fmt.Fprintf(&b, "  - [x/%d, x/%d]\n", i, i+1)
	}
	rules := filepath.Join(dir, "rules.yaml")
	if err := os.WriteFile(rules, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var said []string
	a := &app{streams: streams{out: io.Discard, err: writerFunc(func(line []byte) (int, error) {
		said = append(said, string(line))
		st, err := sqlite.Open(db, sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		if err := st.Lock(t.Context(), "test"); err != nil {
			t.Errorf("while %q is told: %v", line, err)
		} else if err := st.Unlock(t.Context()); err != nil {
			t.Error(err)
		}
		return len(line), nil
	})}}
	if err := a.providerRules(t.Context(), providersOptions{db: dbOptions{db: db}, rules: rules}); err != nil {
		t.Fatal(err)
	}
	if len(said) != mostUnknown+1 || !strings.HasSuffix(said[mostUnknown], "nor is anything called as 2 names more\n") {
		t.Errorf("%d lines, the last %q", len(said), said[len(said)-1])
	}
}
