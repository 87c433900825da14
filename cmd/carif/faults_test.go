package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carif/archive"
	"carif/crawler"
	"carif/fixtures"
	"carif/forget"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
	"carif/storage"
	"carif/storage/sqlite"
)

const nightHost = "catalogue.example.org"

// nights is a small catalogue with a fault server behind it, and a database to harvest it into, all in fake time.
type nights struct {
	t      *testing.T
	dir    string // of the database and the archive
	demo   *fixtures.DemoSite
	faults *fixtures.FaultServer
	bad    string                                   // path of the course page that faults stand in for
	front  func(next http.Handler) http.HandlerFunc // stands before the catalogue; nil for nothing
	lookup error                                    // of DNS
	dial   error
	reader *harvest.Reader
	ln     *fixtures.PipeListener
	runner *harvest.Runner
	store  *sqlite.Store
	site   *sites.Site
	close  func() // closes the store and the archive
}

// inNights runs f in a bubble of fake time.
func inNights(t *testing.T, reader *harvest.Reader, f func(n *nights)) {
	t.Helper()
	inNightsAt(t, t.TempDir(), reader, f)
}

// inNightsAt is inNights in a folder that may hold a database and an archive already.
func inNightsAt(t *testing.T, dir string, reader *harvest.Reader, f func(n *nights)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := &nights{t: t, dir: dir, demo: fixtures.DemoOf(3), faults: fixtures.Faults()}
		defer n.faults.Close()
		n.bad = n.demo.Truth()[1].Path()
		ln, stop := fixtures.Serve(n)
		defer stop()
		var err error
		if n.site, err = sites.Parse([]byte("id: essai\nname: Essai\nregion: \"75\"\ncarif: [\"02\"]\nstatus: demo\n"+
			"hosts: ["+nightHost+"]\nstart: [http://"+nightHost+"/recherche]\nlisting: ['^/recherche']\n"+
			"course: ['^/formation/(?P<id>2026\\d{8})$', '^/fiche/(?P<id>2026\\d{8})$']\n"), "essai.yaml"); err != nil {
			t.Fatal(err)
		}
		n.reader, n.ln = reader, ln
		n.open()
		defer func() { n.close() }()
		f(n)
	})
}

// open opens the database and the archive, and makes what harvests into them.
func (n *nights) open() {
	n.t.Helper()
	var err error
	if n.store, err = sqlite.Open(filepath.Join(n.dir, "carif.db"), sqlite.Options{Now: time.Now}); err != nil {
		n.t.Fatal(err)
	}
	ar, err := archive.Open(filepath.Join(n.dir, "archive"), archive.Options{Software: "carif-test"})
	if err != nil {
		n.t.Fatal(errors.Join(err, n.store.Close()))
	}
	store := n.store
	n.close = func() { _, _ = ar.Close(), store.Close() }
	n.runner = &harvest.Runner{Store: n.store, Archive: ar, Reader: n.reader, Version: "test",
		People: &forget.Eraser{Store: n.store, Archive: ar, Reader: n.reader}, Log: slog.New(slog.DiscardHandler),
		Crawl: crawler.Options{UserAgent: "carif-test/1", Resolve: n.resolve, Dial: n.dialed}}
}

func (n *nights) dialed(ctx context.Context, network, address string) (net.Conn, error) {
	if n.dial != nil {
		return nil, n.dial
	}
	c, err := n.ln.DialContext(ctx, network, address)
	return addressed{c}, err
}

// addressed is a pipe that looks like a connection to a public address.
type addressed struct{ net.Conn }

func (addressed) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(93, 184, 216, 34), Port: 80} }

func (n *nights) resolve(context.Context, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("93.184.216.34")}, n.lookup
}

// ServeHTTP sends what the catalogue does not have to the fault server.
func (n *nights) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/recherche") || strings.HasPrefix(r.URL.Path, "/formation/") ||
		strings.HasPrefix(r.URL.Path, "/fiche/") || r.URL.Path == "/robots.txt" {
		next := http.Handler(n.demo)
		if n.front != nil {
			next = n.front(next)
		}
		next.ServeHTTP(w, r)
		return
	}
	n.faults.ServeHTTP(w, r)
}

// breaks puts a fault in the place of a path.
func (n *nights) breaks(path, fault string) { n.demo.Override(path, fixtures.At(n.faults, fault)) }

// night harvests once, and gives the exit code.
func (n *nights) night() (harvest.Summary, int) {
	n.t.Helper()
	sum, err := n.runner.Harvest(context.Background(), n.site)
	if err != nil {
		n.t.Fatal(err)
	}
	return sum, exitCode(runsCode([]harvest.Summary{sum}))
}

// courses counts what readers see.
func (n *nights) courses() (k int) {
	n.t.Helper()
	err := n.store.Courses(context.Background(), storage.Filter{}, func(schema.Record) error { k++; return nil })
	if err != nil {
		n.t.Fatal(err)
	}
	return k
}

func faultAt(sum harvest.Summary, url string) (harvest.Fault, bool) {
	i := slices.IndexFunc(sum.Faults, func(f harvest.Fault) bool { return f.URL == url })
	if i < 0 {
		return harvest.Fault{}, false
	}
	return sum.Faults[i], true
}

// faultCases are the cases of the fault server, each put in the place of one course page among three, by what the run
// is worth then. A family of cases that is missing here is missing a decision.
var faultCases = []struct {
	outcome schema.Outcome
	paths   string
}{
	{schema.OutcomeOK, `/ok/1 /page/20000 /page/8388608 /burst/500/3/a /burst/503/1/b /retry/seconds/1/x /retry/date/1/x
		/retry/past/1/x /retry/negative/1/x /retry/word/1/x /retry/zero/1/x /retry/none/1/x /retry/float/1/x
		/retry503/seconds/1/x /health/1 /late/5000 /nolen/100 /rst/1/a /eof/1/a /goaway /gz/ok /hdr/count/900
		/hdr/cookies/20 /cache/etag /cache/lastmod /cache/weak /cache/stale304 /cache/sametag /cache/clock /type/none
		/meta/noindex /meta/nofollow /meta/xrobots /meta/tdm /meta/base /meta/canonical /meta/foreigncanonical
		/meta/links`},
	{schema.OutcomeGone, `/status/404 /status/410`},
	{schema.OutcomeServerError, `/status/500 /status/502 /status/504 /burst/502/9/b`},
	{schema.OutcomeThrottled, `/status/429 /retry/seconds/9/x /retry/none/9/x /retry503/seconds/9/x`},
	{schema.OutcomeMaintenance, `/status/503 /retry503/none/9/x /maint`},
	{schema.OutcomeBroken, `/hang /half /hdrdrip/1000 /drip/1000 /badchunk /eof/9/a /gz/trunc /gz/badcrc /gz/fake
		/gz/trailing /raw/status-1 /raw/garbage /raw/twocl /raw/http09 /raw/nul /raw/nocolon /raw/badproto`},
	{schema.OutcomeTruncated, `/short /longer /chunkcut /nolen/50 /rst/9/a`},
	{schema.OutcomeTooBig, `/page/8388609 /bomb/gzip/9 /bomb/nested/9 /bomb/deflate/9 /bomb/br/9 /bomb/zstd/9 /big/9
		/endless /hdr/size/300 /hdr/cookies/100`},
	{schema.OutcomeChallenge, `/challenge /challenge200 /captcha`},
	{schema.OutcomeUnexpected, `/status/204 /status/418 /raw/status999 /cache/always304 /r/bad/empty /r/bad/none
		/r/bad/invalid`},
	{schema.OutcomeEmpty, `/empty /blank /deep/1 /rel/a/ /cal /longurl`},
	{schema.OutcomeBadType, `/type/pdf /type/zip /type/png /type/json /type/text /bomb/file/9 /bomb/appgzip/9`},
	{schema.OutcomeSoft404, `/soft404 /r/chain/3 /r/moved/1 /r/found/1 /r/meta/ok`},
	{schema.OutcomeBlocked, `/status/401 /status/403 /status/451 /login`},
	{schema.OutcomeWrongLang, `/parked /english`},
	{schema.OutcomeRefused, `/r/self /r/ping /r/loop/3 /r/chain/9 /r/bad/javascript /r/bad/file /r/bad/data /r/bad/ftp
		/r/bad/private /r/bad/loopback /r/bad/metadata /r/bad/decimal /r/bad/octal /r/bad/mapped /r/bad/port
		/r/meta/metadata`},
}

// TestFaultOfOnePage holds what each fault of a single course page makes of its run: state, exit code, and that the page
// is named.
func TestFaultOfOnePage(t *testing.T) {
	reader, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	missed := []schema.Outcome{schema.OutcomeServerError, schema.OutcomeThrottled, schema.OutcomeMaintenance,
		schema.OutcomeBroken, schema.OutcomeTruncated, schema.OutcomeTooBig, schema.OutcomeChallenge,
		schema.OutcomeUnexpected}
	for _, tt := range faultCases {
		for _, path := range strings.Fields(tt.paths) {
			t.Run(string(tt.outcome)+path, func(t *testing.T) {
				inNights(t, reader, func(n *nights) {
					n.breaks(n.bad, path)
					sum, code := n.night()
					if sum.Run.Outcomes[tt.outcome] == 0 {
						t.Fatalf("outcomes %v, want one %s; faults %+v", sum.Run.Outcomes, tt.outcome, sum.Faults)
					}
					n.wantOnePage(sum, code, tt.outcome, slices.Contains(missed, tt.outcome))
				})
			})
		}
	}
}

// wantOnePage wants a run in which one page ended so, and all others were read.
func (n *nights) wantOnePage(sum harvest.Summary, code int, o schema.Outcome, missed bool) {
	n.t.Helper()
	url := "http://" + nightHost + n.bad
	f, told := faultAt(sum, url)
	if fine := o == schema.OutcomeOK || o == schema.OutcomeGone; told && f.Healed != fine || !told && !fine ||
		!fine && f.Class != string(o) {
		n.t.Errorf("told as a fault: %v, %+v", told, f)
	}
	state, exit, list, note := schema.RunDone, exitDone, 0, ""
	if missed {
		state, exit, list, note = schema.RunPartial, exitIncomplete, 1, url+": "+string(o)
	}
	if sum.Run.State != state || code != exit || sum.Run.Complete == missed || !strings.Contains(sum.Run.Note, note) ||
		!missed && sum.Run.Note != "" {
		n.t.Errorf("state %s, complete %v, exit code %d, note %q; want %s, %v, %d, %q", sum.Run.State, sum.Run.Complete,
			code, sum.Run.Note, state, !missed, exit, note)
	}
	if len(sum.Missed) != list || list == 1 && sum.Missed[0] != url {
		n.t.Errorf("missed: %q", sum.Missed)
	}
	if got := n.courses(); got < 2 || !sum.Gate.Published {
		n.t.Errorf("readers see %d courses, published %v: the others are none the worse", got, sum.Gate.Published)
	}
}

// TestFaultsOfAllNights: a page that fails night after night is told every night, and its course stays.
func TestFaultsOfAllNights(t *testing.T) {
	reader, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	inNights(t, reader, func(n *nights) {
		n.night()
		n.breaks(n.bad, "/status/500")
		for range 4 {
			time.Sleep(24 * time.Hour)
			sum, code := n.night()
			n.wantOnePage(sum, code, schema.OutcomeServerError, true)
			if got := n.courses(); got != 3 {
				t.Errorf("readers see %d courses, want 3", got)
			}
		}
	})
}

// TestNothingReached: nights on which the site is not there. The report, the list of runs and the exit code say so; the
// good night before stays published, and stays what the next one is compared with.
func TestNothingReached(t *testing.T) {
	reader, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	robots := func(variant string) func(*nights) {
		return func(n *nights) {
			n.demo.Override("/robots.txt", n.faults)
			n.faults.SetRobots(variant)
		}
	}
	tests := map[string]struct {
		fault func(n *nights)
		later time.Duration // since the good night
		want  string
		class schema.Outcome
	}{
		"robots 503":   {robots("503"), 48 * time.Hour, "robots.txt unavailable: answered 503", "server_error"},
		"robots 500":   {robots("500"), 48 * time.Hour, "robots.txt unavailable: answered 500", "server_error"},
		"robots 429":   {robots("429"), 48 * time.Hour, "robots.txt unavailable: answered 429", "throttled"},
		"robots hang":  {robots("hang"), 48 * time.Hour, "robots.txt unavailable: timeout", "broken"},
		"robots short": {robots("short"), 48 * time.Hour, "robots.txt unavailable: body cut", "truncated"},
		"robots loop":  {robots("loop"), 48 * time.Hour, "robots.txt unavailable: redirect", "unexpected"},
		"DNS": {func(n *nights) { n.lookup = &net.DNSError{Err: "no such host", Name: nightHost, IsNotFound: true} },
			48 * time.Hour, "robots.txt unavailable: DNS", "broken"},
		"down": {func(n *nights) { n.dial = errors.New("connection refused") }, 48 * time.Hour, "connection refused",
			"broken"},
		"down, robots known": {func(n *nights) { n.dial = errors.New("connection refused") }, time.Hour,
			"connection refused", "broken"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			inNights(t, reader, func(n *nights) {
				n.night()
				tt.fault(n)
				n.runner.Gate.Force = true // not even a person's word publishes nothing
				for range 2 {
					time.Sleep(tt.later)
					sum, code := n.night()
					if code != exitNoNight || !sum.Unreached || sum.Gate.Published || sum.Run.State != schema.RunFailed ||
						sum.Run.Complete {
						t.Errorf("exit code %d, unreached %v, published %v, state %s", code, sum.Unreached,
							sum.Gate.Published, sum.Run.State)
					}
					told := slices.ContainsFunc(sum.Faults, func(f harvest.Fault) bool {
						return f.Class == string(tt.class) && strings.Contains(f.Last, tt.want) && (f.Attempts == 4 || tt.later < 24*time.Hour)
					})
					if !told || len(sum.Alarms) == 0 {
						t.Errorf("faults %+v, alarms %q", sum.Faults, sum.Alarms)
					}
					runs, err := n.store.Runs(context.Background(), "essai", 1)
					if err != nil || !strings.Contains(runs[0].Note, "nothing was reached: ") ||
						!strings.Contains(runs[0].Note, tt.want) {
						t.Errorf("note %q, %v; want %q in it", runs[0].Note, err, tt.want)
					}
					good, ok, err := n.store.LastGood(context.Background(), "essai")
					if err != nil || !ok || good.ID != 1 || n.courses() != 3 {
						t.Errorf("published run %d, %d courses, %v", good.ID, n.courses(), err)
					}
				}
			})
		})
	}
}

// TestNotAskedIsNoDeadNight: a run that was told to ask for nothing is incomplete, no more. One that the site forbids has
// reached nothing.
func TestNotAskedIsNoDeadNight(t *testing.T) {
	reader, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		fault func(*nights)
		code  int
		state schema.RunState
	}{
		"stop file": {func(n *nights) { n.runner.Crawl.Stop = func() bool { return true } }, exitIncomplete,
			schema.RunPartial},
		"one page only": {func(n *nights) { n.runner.Crawl.MaxPages = 1 }, exitIncomplete, schema.RunPartial},
		"forbidden":     {func(n *nights) { n.demo.Robots("User-agent: *\nDisallow: /\n") }, exitNoNight, schema.RunFailed},
		"robots 403":    {func(n *nights) { n.breaks("/robots.txt", "/status/403") }, exitNoNight, schema.RunFailed},
	} {
		t.Run(name, func(t *testing.T) {
			inNights(t, reader, func(n *nights) {
				tt.fault(n)
				sum, code := n.night()
				if code != tt.code || sum.Unreached != (tt.code == exitNoNight) || sum.Run.State != tt.state || sum.Run.Note == "" {
					t.Errorf("exit code %d, unreached %v, state %s, note %q", code, sum.Unreached, sum.Run.State,
						sum.Run.Note)
				}
			})
		})
	}
}

// TestWorstOfSeveralSites holds the order of exit codes.
func TestWorstOfSeveralSites(t *testing.T) {
	done := harvest.Summary{Run: schema.Run{State: schema.RunDone}}
	partial := harvest.Summary{Run: schema.Run{State: schema.RunPartial}}
	refused := harvest.Summary{Run: schema.Run{State: schema.RunRefused, Verdict: schema.VerdictHeld}}
	none := harvest.Summary{Run: schema.Run{State: schema.RunFailed, Verdict: schema.VerdictNoNight}, Unreached: true}
	for _, tt := range []struct {
		sums []harvest.Summary
		want int
	}{
		{nil, exitDone}, {[]harvest.Summary{done, done}, exitDone}, {[]harvest.Summary{partial, done}, exitIncomplete},
		{[]harvest.Summary{refused, partial}, exitGate}, {[]harvest.Summary{partial, refused}, exitGate},
		{[]harvest.Summary{none, refused, done}, exitNoNight}, {[]harvest.Summary{refused, none}, exitNoNight},
	} {
		if got := exitCode(runsCode(tt.sums)); got != tt.want {
			t.Errorf("%d sites: got %d, want %d", len(tt.sums), got, tt.want)
		}
	}
}
