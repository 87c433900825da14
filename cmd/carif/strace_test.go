package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// calls are the system calls after which the disk is another one.
const calls = "pwrite64,write,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat"

// killedAt runs carif under strace, which kills it at the k-th of those calls; done is true when it ended before.
func killedAt(t *testing.T, k int, args ...string) (done bool) {
	t.Helper()
	trace := []string{"-f", "-qq", "-o", os.DevNull, "-e", "trace=" + calls, "-e",
		fmt.Sprintf("inject=%s:signal=KILL:when=%d", calls, k), "carif"}
	cmd := exec.Command("strace", append(trace, args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	var exit *exec.ExitError
	switch err := cmd.Run(); {
	case err == nil:
		return true
	case errors.As(err, &exit) && (exit.ExitCode() == -1 || exit.ExitCode() == 137):
		return false
	default:
		t.Fatalf("carif %v under strace: %v\n%s", args, err, out.String())
	}
	return false
}

func needStrace(t *testing.T) {
	t.Helper()
	if err := exec.Command("strace", "-qq", "-o", os.DevNull, "-e", "trace=none", "true").Run(); err != nil {
		t.Skip("strace is not here or may not trace: apt-get install strace")
	}
}

// TestHarvestKilledAtCall: killed at its k-th write, sync, rename or unlink, a harvest loses nothing and doubles nothing.
func TestHarvestKilledAtCall(t *testing.T) {
	needStrace(t)
	k := newKilled(t, 12)
	k.finish()
	want := k.dump()
	for n := 1; n < 400; n = n*2 + 3 {
		k.fresh()
		args := []string{"harvest", k.profile, "--allow-loopback", "--db", filepath.Join(k.dir, "carif.db")}
		if killedAt(t, n, args...) && n == 1 {
			t.Fatal("the harvest made no call at all: strace does not inject")
		}
		if !k.ended() {
			k.finish()
		}
		k.wantDump(want)
	}
}

// TestExportKilledAtCall: killed at its k-th call, an export leaves the old file or the new one, whole.
func TestExportKilledAtCall(t *testing.T) {
	needStrace(t)
	k := newKilled(t, 12)
	k.finish()
	out := filepath.Join(k.dir, "records.jsonl")
	args := []string{"export", "--format", "jsonl", "--out", out, "--db", filepath.Join(k.dir, "carif.db")}
	if b, err := exec.Command("carif", args...).CombinedOutput(); err != nil {
		t.Fatalf("export: %v\n%s", err, b)
	}
	whole, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	const old = "the file of yesterday\n"
	for n := 1; n < 60; n += 2 {
		if err := os.WriteFile(out, []byte(old), 0o600); err != nil {
			t.Fatal(err)
		}
		done := killedAt(t, n, args...)
		got, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != old && !bytes.Equal(got, whole) || done && !bytes.Equal(got, whole) {
			t.Fatalf("killed at call %d: the file is neither the old one nor the new one (%d bytes)", n, len(got))
		}
		if done {
			return
		}
	}
}
