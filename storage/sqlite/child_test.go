//go:build sqlite_fts5 || fts5

package sqlite

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"carif/schema"
	"carif/storage"
)

// These tests need a second process: the test binary runs itself with a task in its environment.

const taskVar = "CARIF_STORAGE_TEST_TASK"

func TestMain(m *testing.M) {
	if task := os.Getenv(taskVar); task != "" {
		if err := runTask(task, os.Getenv("CARIF_STORAGE_TEST_DB")); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func runTask(task, path string) error {
	s, err := Open(path, Options{})
	if err != nil {
		return err
	}
	defer s.Close()
	ctx := context.Background()
	switch task {
	case "open":
		fmt.Println("opened")
		return nil
	case "lock":
		if err := s.Lock(ctx, "child"); err != nil {
			return err
		}
		fmt.Println("locked")
		_, err := bufio.NewReader(os.Stdin).ReadString('\n') // until the parent has seen enough
		return err
	case "fill":
		return fill(ctx, s)
	}
	return errors.New("unknown task")
}

// fill saves courses until it is killed or the disk is full, and tells of each once it is saved.
func fill(ctx context.Context, s *Store) error {
	if err := s.Lock(ctx, "child"); err != nil {
		return err
	}
	run, _, err := s.BeginRun(ctx, schema.Run{Site: "demo", Kind: "harvest"})
	if err != nil {
		return err
	}
	for n := 1; n < 100_000; n++ {
		if _, err := s.Commit(ctx, coursePage(run, n)); err != nil {
			return err
		}
		fmt.Println("saved", n)
	}
	return nil
}

// child starts a task; its output is read line by line.
func child(t *testing.T, task, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "-test.run=^$")
	cmd.Env = append(os.Environ(), taskVar+"="+task, "CARIF_STORAGE_TEST_DB="+path)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // it has usually ended
		_ = cmd.Wait()
	})
	return cmd, bufio.NewScanner(out)
}

// TestKillNine: whatever was acknowledged is there, once, after kill -9; the lock is free and the run goes on.
func TestKillNine(t *testing.T) {
	path := t.TempDir() + "/carif.db"
	last := 0
	for round := range 4 {
		cmd, out := child(t, "fill", path)
		for stop := 10 + 37*round; out.Scan(); {
			n, err := strconv.Atoi(strings.TrimPrefix(out.Text(), "saved "))
			if err != nil {
				t.Fatal(out.Text())
			}
			if last = max(last, n); n == stop {
				break
			}
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for out.Scan() { // what it had acknowledged by then
			if n, err := strconv.Atoi(strings.TrimPrefix(out.Text(), "saved ")); err == nil {
				last = max(last, n)
			}
		}
		_ = cmd.Wait() // killed
		verifyFilled(t, path, last)
	}
}

// verifyFilled checks that courses 1 to n, and perhaps the one that was in hand, are there and whole.
func verifyFilled(t *testing.T, path string, n int) {
	t.Helper()
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Lock(t.Context(), "parent"); err != nil {
		t.Fatalf("lock of a dead process: %v", err)
	}
	var got int
	if err := s.r.Get(&got, "SELECT count(*) FROM course_version"); err != nil {
		t.Fatal(err)
	}
	if got != n && got != n+1 {
		t.Errorf("%d versions, %d were acknowledged", got, n)
	}
	runs, err := s.Runs(t.Context(), "demo", 0)
	if err != nil || len(runs) != 1 || runs[0].State != schema.RunInterrupted {
		t.Errorf("runs %v, %v; want the one that goes on", runs, err)
	}
	noFindings(t, s)
}

func noFindings(t *testing.T, s *Store) {
	t.Helper()
	found, err := s.Check(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("check: %s: %s", f.Where, f.What)
	}
}

// TestSecondHarvestIsRefused: a second harvest is told the pid of the first; readers and the next harvest are let in.
func TestSecondHarvestIsRefused(t *testing.T) {
	path := t.TempDir() + "/carif.db"
	cmd, out := child(t, "lock", path)
	if !out.Scan() || out.Text() != "locked" {
		t.Fatal(out.Text())
	}
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Lock(t.Context(), "parent")
	if !errors.Is(err, storage.ErrInUse) || !strings.Contains(err.Error(), strconv.Itoa(cmd.Process.Pid)) {
		t.Errorf("lock: %v; want the pid %d", err, cmd.Process.Pid)
	}
	reader, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("read while it is locked: %v", err)
	}
	if _, err := reader.Runs(t.Context(), "", 0); err != nil {
		t.Error(err)
	}
	if err := reader.Close(); err != nil {
		t.Error(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	if err := s.Lock(t.Context(), "parent"); err != nil {
		t.Errorf("lock of a dead process: %v", err)
	}
}

// TestTwoProcessesMigrateOnce: several processes that start on a new file make its tables once.
func TestTwoProcessesMigrateOnce(t *testing.T) {
	path := t.TempDir() + "/carif.db"
	var outs []*bufio.Scanner
	for range 4 {
		_, out := child(t, "open", path)
		outs = append(outs, out)
	}
	for _, out := range outs {
		if out.Scan(); out.Text() != "opened" {
			t.Errorf("got %q, want opened", out.Text())
		}
	}
	s, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var n int
	if err := s.r.Get(&n, `SELECT max(version_id) + count(*) - count(DISTINCT version_id)
		FROM goose_db_version WHERE version_id > 0`); err != nil ||
		n != schemaVersion {
		t.Errorf("migrations up to %d, each once, %v; want %d", n, err, schemaVersion)
	}
}

// TestDiskFull: a full disk ends the run in our words; what was acknowledged is there, and the run goes on once
// there is room.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "carif", dir).CombinedOutput(); err != nil {
		t.Skipf("needs the right to mount: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmount: %v %s", err, out)
		}
	})
	path := dir + "/carif.db"
	cmd, out := child(t, "fill", path)
	last, words := 0, ""
	for out.Scan() {
		if n, err := strconv.Atoi(strings.TrimPrefix(out.Text(), "saved ")); err == nil {
			last = n
		} else {
			words = out.Text()
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Error("a full disk went unnoticed")
	}
	if !strings.Contains(words, "disk is full") || !strings.Contains(words, path) {
		t.Errorf("words %q do not say what and where", words)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=32m", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	verifyFilled(t, path, last)
}
