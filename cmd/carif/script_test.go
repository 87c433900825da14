package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"carif/fixtures"
)

// TestMain lets the test binary stand in for carif: scripts and the killer run the real main as a process of its own.
func TestMain(m *testing.M) { testscript.Main(suite{m}, map[string]func(){"carif": main}) }

// suite removes what its tests shared.
type suite struct{ *testing.M }

func (s suite) Run() int {
	defer func() { _ = os.RemoveAll(sharedDir) }() // a folder left behind in the temporary one spoils no test
	return s.M.Run()
}

// TestScripts runs every script below testdata/script: one command line after the other, as a person would.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		ContinueOnError:     true,
		Setup: func(env *testscript.Env) error {
			addr, err := freeAddr()
			env.Setenv("CARIF_DEMO_ADDR", addr) // scripts run side by side: each has a demo site of its own
			env.Values[catalogueKey{}] = &catalogue{}
			return err
		},
		Condition: func(name string) (bool, error) {
			if name != "root" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			return os.Geteuid() == 0, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"code": scriptCode, "site": scriptSite, "slow": scriptSlow, "requests": scriptRequests,
			"lose": scriptLose, "fault": scriptFault, "shrink": scriptShrink,
			"sparse": scriptSparse, "poke": scriptPoke, "listen": scriptListen, "demopage": scriptPage,
			"builtdemo": scriptBuilt, "appended": scriptAppend, "until": scriptUntil,
			"edit": scriptEdit, "remove": scriptRemove, "inbox": scriptInbox,
		},
	})
}

func freeAddr() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

// catalogue is a demo site served by the test's own process, so that a script can slow it down and count.
type catalogue struct {
	site *fixtures.DemoSite
	mu   sync.Mutex
	n    int
	wake chan struct{} // closed and renewed with each request
}

type catalogueKey struct{}

func (c *catalogue) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.n++
	close(c.wake)
	c.wake = make(chan struct{})
	c.mu.Unlock()
	c.site.ServeHTTP(w, r)
}

// await returns once n requests have come; false when they do not come within a minute.
func (c *catalogue) await(n int) bool {
	patience := time.After(time.Minute)
	for {
		c.mu.Lock()
		have, wake := c.n, c.wake
		c.mu.Unlock()
		if have >= n {
			return true
		}
		select {
		case <-wake:
		case <-patience:
			return false
		}
	}
}

// serve starts the catalogue and gives its profile as YAML.
func (c *catalogue) serve(id string, size int) (profile string, stop func()) {
	c.site, c.wake = fixtures.DemoOf(size), make(chan struct{})
	srv := httptest.NewServer(c)
	return fmt.Sprintf(`id: %[1]s
name: Catalogue of a test
region: "75"
carif: ["02"]
hosts: ["%[2]s"]
start: ["http://%[2]s/recherche"]
sitemaps: ["http://%[2]s/sitemap.xml"]
listing: ['^/recherche(\?page=\d+)?$', '^/$']
course: ['^/formation/(?P<id>\d{12})(\?|$)']
canonical: {drop_query: [sid]}
pace: {delay: 1ms}
`, id, srv.Listener.Addr()), srv.Close
}

// code N PROGRAM ARG… runs the program and wants that exit code.
func scriptCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N program [argument…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code: got %d, want %d", got, want)
	}
}

// site FILE ID SIZE serves a catalogue of so many courses, at $SITE, and writes its profile.
func scriptSite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: site profile.yaml id size")
	}
	size, err := strconv.Atoi(args[2])
	ts.Check(err)
	profile, stop := ts.Value(catalogueKey{}).(*catalogue).serve(args[1], size)
	ts.Defer(stop)
	_, host, _ := strings.Cut(profile, "hosts: [\"")
	host, _, _ = strings.Cut(host, "\"")
	ts.Setenv("SITE", "http://"+host)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(profile), 0o600))
}

// slow DURATION makes each answer of the catalogue wait.
func scriptSlow(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: slow duration")
	}
	d, err := time.ParseDuration(args[0])
	ts.Check(err)
	ts.Value(catalogueKey{}).(*catalogue).site.Slow(d)
}

// requests N waits until the catalogue was asked so often.
func scriptRequests(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: requests n")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	if !ts.Value(catalogueKey{}).(*catalogue).await(n) {
		ts.Fatalf("the site was not asked %d times", n)
	}
}

// sparse FILE SIZE makes a file of zeros that takes no room.
func scriptSparse(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sparse file size")
	}
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o600))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

// lose takes the entry level off every page of the catalogue, as a change of its layout may.
func scriptLose(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: lose")
	}
	d := ts.Value(catalogueKey{}).(*catalogue).site
	for _, c := range d.Truth() {
		d.Set(c.ID, func(c *fixtures.TruthCourse) { c.EntryLevel = "" })
	}
}

// edit N TITLE gives the catalogue's n-th course (from 0) a title, a session before the others, and another contact.
func scriptEdit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: edit n title")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	d := ts.Value(catalogueKey{}).(*catalogue).site
	c := d.Truth()[n]
	d.Set(c.ID, func(c *fixtures.TruthCourse) {
		s := c.Sessions[0]
		s.Number, s.Start, s.End = "09999999", "2027-01-10", "2027-02-10"
		c.Title, c.Sessions = args[1], append([]fixtures.TruthSession{s}, c.Sessions...)
		c.Contact = fixtures.TruthContact{Name: "Alix Inventée", Phone: "01 99 00 00 42", Email: "alix@example.org"}
	})
	ts.Setenv("EDITED", c.ID)
}

// remove N withdraws the catalogue's n-th course (from 0).
func scriptRemove(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: remove n")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	d := ts.Value(catalogueKey{}).(*catalogue).site
	d.Remove(d.Truth()[n].ID)
}

// fault PATH FAULT puts a case of the fault server in the place of a path of the catalogue.
func scriptFault(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: fault path fault")
	}
	srv := fixtures.Faults()
	ts.Defer(srv.Close)
	ts.Value(catalogueKey{}).(*catalogue).site.Override(args[0], fixtures.At(srv, args[1]))
}

// shrink N lets the catalogue's listing show only N courses; 0 shows all.
func scriptShrink(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: shrink n")
	}
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Value(catalogueKey{}).(*catalogue).site.ShrinkListing(n)
}

// poke FILE OFFSET HEX writes bytes into a file; its name may be a pattern that one file fits.
func scriptPoke(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: poke file offset hex")
	}
	off, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	b, err := hex.DecodeString(args[2])
	ts.Check(err)
	names, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(names) != 1 {
		ts.Fatalf("%s fits %d files, want 1", args[0], len(names))
	}
	f, err := os.OpenFile(names[0], os.O_WRONLY, 0)
	ts.Check(err)
	_, err = f.WriteAt(b, off)
	ts.Check(errors.Join(err, f.Close()))
}

// inbox FILE takes what is posted to $INBOX and adds each body to the file, in a line.
func scriptInbox(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: inbox file")
	}
	path := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(path, nil, 0o600))
	var mu sync.Mutex
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = io.Copy(f, r.Body)
			_, werr := f.WriteString("\n")
			err = errors.Join(err, werr, f.Close())
		}
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	ts.Defer(srv.Close)
	ts.Setenv("INBOX", srv.URL)
}

// listen VAR takes a port and puts its address into the variable.
func scriptListen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: listen variable")
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { _ = ln.Close() })
	ts.Setenv(args[0], ln.Addr().String())
}

// appended FILE MORE writes the text of MORE, its $VARIABLES filled in, behind that of FILE.
func scriptAppend(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: appended file more")
	}
	text := ts.ReadFile(args[0]) + os.Expand(ts.ReadFile(args[1]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// until PATTERN PROGRAM ARG… runs the program again and again until its stdout matches, for a minute at most.
func scriptUntil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until pattern program [argument…]")
	}
	want := regexp.MustCompile("(?m)" + args[0])
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		// it may fail until there is something to read
		if err := ts.Exec(args[1], args[2:]...); err == nil && want.MatchString(ts.ReadFile("stdout")) {
			return
		}
	}
	ts.Fatalf("no match for %q within a minute", args[0])
}

// demopage FILE N writes the page of the demo catalogue's n-th course (from 0; layouts a, b, c in turn).
func scriptPage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: demopage file n")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	d := fixtures.Demo()
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:18413"+d.Truth()[n].Path(), nil))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), w.Body.Bytes(), 0o600))
}
