package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// sharedDir holds the database of the demo that tests share; "" as long as none has asked for it.
var sharedDir string

// builtDemo harvests the demo once for all tests that only read it, and gives the database's path. Its archive is
// beside it. Nobody may write to either: take a copy.
var builtDemo = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "carif-demo")
	if err != nil {
		return "", err
	}
	sharedDir = dir
	addr, err := freeAddr()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "carif.db")
	var out, complaints bytes.Buffer
	code := run(context.Background(), []string{"harvest", "--demo", "--demo-addr", addr, "--db", path},
		streams{in: strings.NewReader(""), out: &out, err: &complaints})
	if code != exitDone {
		return "", fmt.Errorf("harvest --demo: exit code %d, want %d: %s", code, exitDone, complaints.String())
	}
	return path, nil
})

// builtdemo FILE.db puts a harvested demo there, and its archive beside it.
func scriptBuilt(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: builtdemo file.db")
	}
	path, err := builtDemo()
	ts.Check(err)
	b, err := os.ReadFile(path)
	ts.Check(err)
	to := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(to, b, 0o600))
	ts.Check(os.CopyFS(strings.TrimSuffix(to, ".db")+"-archive", os.DirFS(strings.TrimSuffix(path, ".db")+"-archive")))
}
