package archive

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const killEnv = "CARIF_TEST_ARCHIVE_KILL"

// TestKillMidWrite kills a writing process ten times over, each time at another record: all it
// had acknowledged is there, once, and nothing else is taken for whole.
func TestKillMidWrite(t *testing.T) {
	if dir := os.Getenv(killEnv); dir != "" {
		writeUntilKilled(t, dir)
		return
	}
	dir := t.TempDir()
	want := make(map[string]bool)
	for round := range 10 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKillMidWrite$")
		cmd.Env = append(os.Environ(), killEnv+"="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); {
			if ref, ok := strings.CutPrefix(lines.Text(), "kept "); ok {
				want[ref] = true
				if n++; n == 3+round*2 {
					if err := cmd.Process.Kill(); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the writer ended by itself")
		}
	}
	a := openTest(t, dir, Options{MaxFileBytes: 100_000})
	seen := make(map[string]int)
	if err := a.Walk(context.Background(), func(r Ref, x Exchange) error {
		seen[r.String()]++
		return nil
	}); err != nil {
		t.Error(err)
	}
	for ref := range want {
		if seen[ref] != 1 {
			t.Errorf("%s was acknowledged and is there %d times", ref, seen[ref])
		}
	}
	if len(want) < 100 {
		t.Errorf("only %d records acknowledged: nothing was tested", len(want))
	}
}

// writeUntilKilled prints each reference once it is synced.
func writeUntilKilled(t *testing.T, dir string) {
	a, err := Open(dir, Options{MaxFileBytes: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10_000 {
		ref := mustAppend(t, a, page(i, 4000))
		if i%3 == 2 {
			mustAppend(t, a, page(i, 400_000)) // big enough to be written before any sync
		}
		if err := a.Sync(); err != nil {
			t.Fatal(err)
		}
		fmt.Println("kept", ref)
	}
}
