package main

import (
	"bufio"
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// service is a `carif schedule` as a process of its own.
type service struct {
	t    *testing.T
	cmd  *exec.Cmd
	said *bufio.Scanner // stderr
	log  strings.Builder
}

// startService keeps to the profile of k, whose every start was missed.
func startService(t *testing.T, k *killed, args ...string) *service {
	t.Helper()
	b, err := os.ReadFile(k.profile)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), "schedule:") {
		if err := os.WriteFile(k.profile, append(b, "schedule: \"30 22 28 2 *\"\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := &service{t: t, cmd: exec.Command("carif", append([]string{"schedule", k.profile, "--allow-loopback", "--db",
		filepath.Join(k.dir, "carif.db")}, args...)...)}
	s.cmd.Stdout = io.Discard
	pipe, err := s.cmd.StderrPipe()
	if err == nil {
		err = s.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.cmd.Process.Kill() }) // it has ended, where the test passes
	s.said = bufio.NewScanner(pipe)
	return s
}

// await reads the log until a line says so.
func (s *service) await(words string) {
	s.t.Helper()
	for s.said.Scan() {
		s.log.WriteString(s.said.Text() + "\n")
		if strings.Contains(s.said.Text(), words) {
			return
		}
	}
	s.t.Fatalf("the service never said %q:\n%s", words, s.log.String())
}

// stop sends SIGTERM and wants that exit code.
func (s *service) stop(want int) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	for s.said.Scan() {
		s.log.WriteString(s.said.Text() + "\n")
	}
	_ = s.cmd.Wait() // the code is looked at next
	if got := s.cmd.ProcessState.ExitCode(); got != want {
		s.t.Errorf("exit code: got %d, want %d:\n%s", got, want, s.log.String())
	}
}

// TestScheduleIdle: a service with nothing to do waits, and ends with 0.
func TestScheduleIdle(t *testing.T) {
	k := newKilled(t, 6)
	s := startService(t, k)
	s.await("msg=waiting")
	s.stop(exitDone)
	k.finish()
	before := len(k.demo.Log())
	s = startService(t, k, "--no-catch-up") // harvested before, and its start in February is not made up for
	s.await("msg=waiting")
	s.stop(exitDone)
	if now := len(k.demo.Log()); now != before {
		t.Errorf("%d requests were made", now-before)
	}
}

// TestScheduleSurvivesAKill: a harvest that is killed does not end the service, which says so and starts it again later;
// the next service goes on with it at once.
func TestScheduleSurvivesAKill(t *testing.T) {
	k := newKilled(t, 60)
	k.finish()
	want := k.dump()
	k.fresh()
	k.demo.ResetLog()
	k.demo.Slow(30 * time.Millisecond)
	cmd, _ := k.command()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	awaitRequests(t, k, 10)
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // killed
	k.demo.ResetLog()

	told := newPings(t)
	s := startService(t, k, "--ping-url", told.url)
	awaitRequests(t, k, 10)
	b, err := os.ReadFile(filepath.Join(k.dir, "carif.db.lock")) // it names who harvests
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || child == s.cmd.Process.Pid {
		t.Fatalf("the lock names %q, the service is %d (%v): want a child", b, s.cmd.Process.Pid, err)
	}
	if err := syscall.Kill(child, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	s.await("not harvested to the end")
	if !strings.Contains(s.log.String(), `err="signal: killed"`) {
		t.Errorf("the log does not say what happened:\n%s", s.log.String())
	}
	s.stop(exitInterrupted)
	told.want(t, "start fail") // by the service, in the place of its child

	k.demo.Slow(0)
	s = startService(t, k, "--ping-url", told.url)
	s.await("msg=waiting") // it goes on, and has nothing to do then
	s.stop(exitDone)
	told.want(t, "start fail start end")
	k.wantDump(want)
}

// pings is a dead man's switch.
type pings struct {
	url string
	mu  sync.Mutex
	got []string
}

func newPings(t *testing.T) *pings {
	p := &pings{}
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		what := strings.TrimPrefix(r.URL.Path, "/secret")
		p.got = append(p.got, cmp.Or(strings.TrimPrefix(what, "/"), "end"))
	}))
	t.Cleanup(srv.Close)
	p.url = srv.URL + "/secret"
	return p
}

func (p *pings) want(t *testing.T, want string) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if got := strings.Join(p.got, " "); got != want {
		t.Errorf("the switch was told %q, want %q", got, want)
	}
}

// awaitRequests returns once the site was asked so often.
func awaitRequests(t *testing.T, k *killed, n int) {
	t.Helper()
	for end := time.Now().Add(time.Minute); len(k.demo.Log()) < n; {
		if runtime.Gosched(); time.Now().After(end) {
			t.Fatalf("the site was not asked %d times", n)
		}
	}
}
