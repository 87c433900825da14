package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// TestNumbers measures peaks of memory and bytes written of whole nights, for the docs. It runs where
// CARIF_NUMBERS says how many courses the site has.
func TestNumbers(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("CARIF_NUMBERS"))
	if err != nil {
		t.Skip("CARIF_NUMBERS is not set: nothing is measured")
	}
	k := newKilled(t, n)
	profile, err := os.ReadFile(k.profile)
	if err != nil {
		t.Fatal(err)
	}
	whole := bytes.Replace(profile, []byte("delay: "), []byte("budget: 1000000, delay: "), 1)
	if err := os.WriteFile(k.profile, whole, 0o600); err != nil || len(whole) == len(profile) {
		t.Fatal("the profile's budget is not raised", err)
	}
	peak := func(what string, cmd *exec.Cmd) {
		t.Helper()
		b, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", what, err, b)
		}
		u, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		t.Logf("%d courses, %s: peak %d MB, %.1f s of processor, %.1f kB written a course", n, what, u.Maxrss>>10,
			(cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), float64(u.Oublock)/2/float64(n))
	}
	for _, night := range []string{"first night", "unchanged night"} {
		cmd := exec.Command("carif", "harvest", k.profile, "--allow-loopback", "--db", filepath.Join(k.dir, "carif.db"))
		peak(night, cmd)
	}
	for _, f := range []string{"parquet", "csv", "xlsx", "lheo"} {
		peak(f, exec.Command("carif", "export", "--format", f, "--out", filepath.Join(k.dir, fmt.Sprintf("out-%s", f)),
			"--db", filepath.Join(k.dir, "carif.db")))
	}
}
