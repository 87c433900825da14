package main

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"carif/archive"
	"carif/fixtures"
	"carif/schema"
	"carif/storage/sqlite"
)

// killed is a site served by the test and the folder a carif process harvests it into.
type killed struct {
	t       testing.TB
	demo    *fixtures.DemoSite
	profile string
	dir     string
	args    []string
}

func newKilled(t testing.TB, size int, args ...string) *killed {
	t.Helper()
	c := &catalogue{}
	profile, stop := c.serve("catalogue", size)
	t.Cleanup(stop)
	k := &killed{t: t, demo: c.site, profile: filepath.Join(t.TempDir(), "site.yaml"), args: args}
	if err := os.WriteFile(k.profile, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	k.fresh()
	return k
}

func (k *killed) fresh() { k.dir = k.t.TempDir() }

// command is a harvest as a process of its own; TestMain put carif on the path.
func (k *killed) command() (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.Command("carif", append([]string{"harvest", k.profile, "--allow-loopback", "--db",
		filepath.Join(k.dir, "carif.db")}, k.args...)...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	return cmd, &out
}

// finish runs the harvest to its end.
func (k *killed) finish() {
	k.t.Helper()
	cmd, out := k.command()
	if err := cmd.Run(); err != nil {
		k.t.Fatalf("harvest: %v\n%s", err, out)
	}
}

// kill starts the harvest and kills it after a while. done is true when the run came to its end before.
func (k *killed) kill(after time.Duration) (done bool) {
	k.t.Helper()
	cmd, out := k.command()
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	killer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() }) // it may have ended by itself
	defer killer.Stop()
	var exit *exec.ExitError
	switch err := cmd.Wait(); {
	case err == nil:
		return true
	case errors.As(err, &exit) && exit.ExitCode() == -1: // by a signal, perhaps after the run's last word
		return k.ended()
	default:
		k.t.Fatalf("harvest: %v\n%s", err, out)
	}
	return false
}

// ended tells whether the newest run is done: the next harvest would be another night.
func (k *killed) ended() bool {
	k.t.Helper()
	st, err := sqlite.Open(filepath.Join(k.dir, "carif.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		return false // killed before there was a database
	}
	defer st.Close()
	runs, err := st.Runs(context.Background(), "", 1)
	if err != nil {
		k.t.Fatal(err)
	}
	return len(runs) == 1 && runs[0].State == schema.RunDone
}

// dump checks that database and archive are whole and gives what the database holds.
func (k *killed) dump() string {
	k.t.Helper()
	ctx := context.Background()
	st, err := sqlite.Open(filepath.Join(k.dir, "carif.db"), sqlite.Options{ReadOnly: true})
	if err != nil {
		k.t.Fatal(err)
	}
	defer st.Close()
	found, err := st.Check(ctx, true)
	if err != nil || len(found) > 0 {
		k.t.Fatalf("check: %v, %+v", err, found)
	}
	ar, err := archive.OpenRead(filepath.Join(k.dir, "carif-archive"))
	if err != nil {
		k.t.Fatal(err)
	}
	defer ar.Close()
	if bad, err := ar.Verify(ctx); err != nil || len(bad) > 0 {
		k.t.Fatalf("verify archive: %v, %+v", err, bad)
	}
	var b bytes.Buffer
	if err := st.Dump(ctx, &b); err != nil {
		k.t.Fatal(err)
	}
	return b.String()
}

func (k *killed) wantDump(want string) {
	k.t.Helper()
	got, lines := strings.Split(k.dump(), "\n"), strings.Split(want, "\n")
	if len(got) != len(lines) {
		k.t.Errorf("dump: got %d lines, want %d", len(got), len(lines))
	}
	for i := range min(len(got), len(lines)) {
		if got[i] != lines[i] {
			k.t.Fatalf("dump differs in line %d:\ngot  %.800s\nwant %.800s", i+1, got[i], lines[i])
		}
	}
}

// killRounds is how often the killer strikes: a few times in every test run, as often as CARIF_KILL_ROUNDS says
// when a release is proved.
func killRounds(t *testing.T) int {
	v := os.Getenv("CARIF_KILL_ROUNDS")
	if v == "" {
		return 8
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 {
		t.Fatalf("CARIF_KILL_ROUNDS=%q is not a number of rounds", v)
	}
	return n
}

// TestKill9: killed at any moment and resumed, again and again, a harvest ends with the database of one that
// nobody disturbed: nothing lost, nothing doubled. A kill costs no more requests than a group of pages, and the one
// under way.
func TestKill9(t *testing.T) {
	if testing.Short() {
		t.Skip("kills processes for seconds")
	}
	k := newKilled(t, 300)
	start := time.Now()
	k.finish()
	whole := time.Since(start) // of an undisturbed run: the killer strikes within half of it
	want, requests := k.dump(), len(k.demo.Log())
	k.fresh()
	kills, here := 0, 0
	through := func() {
		t.Helper()
		k.wantDump(want)
		const group = 64 + 2 // the robots.txt of a killed run may be asked again too
		if again := len(k.demo.Log()) - requests; again > here*group {
			t.Errorf("%d requests were made again after %d kills, want at most %d a kill", again, here, group)
		}
		k.fresh()
		k.demo.ResetLog()
		here = 0
	}
	k.demo.ResetLog()
	for kills < killRounds(t) {
		if k.kill(rand.N(whole / 2)) {
			through() // it came through: on to the next database
			continue
		}
		kills++
		here++
	}
	k.finish()
	through()
}

// TestTerm: SIGTERM ends a harvest within ten seconds, with 130 and a word on how to go on; then it goes on.
func TestTerm(t *testing.T) {
	k := newKilled(t, 60)
	k.finish()
	want := k.dump()
	k.fresh()
	k.demo.Slow(50 * time.Millisecond)
	for _, sig := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		cmd, out := k.command()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		stop := time.AfterFunc(700*time.Millisecond, func() { _ = cmd.Process.Signal(sig) })
		late := time.AfterFunc(10700*time.Millisecond, func() { _ = cmd.Process.Kill() }) // seen below as exit code -1
		_ = cmd.Wait()                                                                    // the code is looked at next
		stop.Stop()
		late.Stop()
		if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
			t.Fatalf("%v: exit code: got %d, want %d\n%s", sig, got, exitInterrupted, out)
		}
		if want := "carif: interrupted; run the same command again to continue\n"; !strings.HasSuffix(out.String(), want) {
			t.Errorf("%v: got %q, want it to end in %q", sig, out, want)
		}
	}
	k.demo.Slow(0)
	k.finish()
	k.wantDump(want)
}

// TestPaceOverKills: by the server's own log no two requests come closer than the delay, over kills and
// resumes too; never two are in flight.
func TestPaceOverKills(t *testing.T) {
	if testing.Short() {
		t.Skip("keeps a pace for seconds")
	}
	const delay = 40 * time.Millisecond
	k := newKilled(t, 30, "--delay", delay.String())
	for range 3 {
		k.kill(300*time.Millisecond + rand.N(600*time.Millisecond))
	}
	k.finish()
	log := k.demo.Log()
	if len(log) < 40 {
		t.Fatalf("requests: got %d, want at least 40", len(log))
	}
	// An arrival may lie a moment after the stamp that a killed process left, and the database's clock counts
	// milliseconds.
	const slack = 5 * time.Millisecond
	for i := 1; i < len(log); i++ {
		if gap := log[i].At.Sub(log[i-1].At); gap < delay-slack {
			t.Errorf("%s came %v after %s, want at least %v", log[i].URL, gap, log[i-1].URL, delay)
		}
		if log[i].InFlight > 1 {
			t.Errorf("%s: %d requests in flight", log[i].URL, log[i].InFlight)
		}
	}
}
