package harvest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"carif/archive"
	"carif/crawler"
	"carif/crawler/sftp/sftptest"
	"carif/forget"
	"carif/harvest"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// feedServer serves one feed of invented formations, as badly as a test likes.
type feedServer struct {
	mu      sync.Mutex
	titles  []string // of the formations; "" is none
	etag    bool
	coding  string // of the body
	file    string // gzip or zip: what the file itself is
	cut     int    // bytes that are missing at the end of the document
	broken  bool   // the connection ends before the body does
	status  int
	robots  string
	body    []byte // in the place of a document
	moved   string // where /feed leads, if elsewhere
	asked   []*http.Request
	answers []int
}

const feedHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>` + "\n"

func nightFormation(i int, title string) string {
	return fmt.Sprintf(`<formation numero="F%05d"><intitule-formation>%s</intitule-formation>`+
		`<objectif-formation>Savoir %s</objectif-formation><contenu-formation>Osier et rotin</contenu-formation>`+
		`<contact-formation><type-contact>4</type-contact><coordonnees><nom>Camille Essai %d</nom></coordonnees>`+
		`</contact-formation></formation>`+"\n", i, title, title, i)
}

func (s *feedServer) document() []byte {
	if s.body != nil {
		return s.body
	}
	var b strings.Builder
	b.WriteString(feedHead)
	for i, t := range s.titles {
		if t != "" {
			b.WriteString(nightFormation(i, t))
		}
	}
	b.WriteString("</offres></lheo>\n")
	return []byte(b.String()[:b.Len()-s.cut])
}

func (s *feedServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path == "/robots.txt" {
		if s.robots == "503" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, s.robots)
		return
	}
	s.asked = append(s.asked, r)
	if s.moved != "" && r.URL.Path == "/feed" {
		s.answers = append(s.answers, http.StatusFound)
		http.Redirect(w, r, s.moved, http.StatusFound)
		return
	}
	body := s.document()
	tag := fmt.Sprintf(`"%x"`, len(body)+sumBytes(body))
	switch {
	case s.status != 0:
		s.answers = append(s.answers, s.status)
		w.WriteHeader(s.status)
		_, _ = io.WriteString(w, "<html><body><h1>Page introuvable</h1></body></html>")
		return
	case s.etag && r.Header.Get("If-None-Match") == tag:
		s.answers = append(s.answers, http.StatusNotModified)
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.answers = append(s.answers, http.StatusOK)
	if s.etag {
		w.Header().Set("ETag", tag)
	}
	body = packed(s.file, body)
	if s.coding == "gzip" {
		w.Header().Set("Content-Encoding", "gzip")
		body = packed("gzip", body)
	}
	if s.broken {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)+100))
	}
	_, _ = w.Write(body)
}

func sumBytes(b []byte) (n int) {
	for i, c := range b {
		n = n*31 + int(c) + i
	}
	return n & 0xffffff
}

func packed(how string, body []byte) []byte {
	var b bytes.Buffer
	switch how {
	case "gzip":
		z := gzip.NewWriter(&b)
		_, _ = z.Write(body)
		_ = z.Close()
	case "zip":
		z := zip.NewWriter(&b)
		f, _ := z.Create("offres.xml")
		_, _ = f.Write(body)
		_ = z.Close()
	default:
		return body
	}
	return b.Bytes()
}

// reset forgets what was asked.
func (s *feedServer) reset() { s.asked, s.answers = nil, nil }

// newFeedWorld is a world whose site is a feed of n formations on a loopback port.
func newFeedWorld(t testing.TB, n int) (*world, *feedServer) {
	t.Helper()
	s := &feedServer{etag: true}
	for i := range n {
		s.titles = append(s.titles, fmt.Sprintf("Vannerie %d", i))
	}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return feedWorldAt(t, t.TempDir(), srv.Listener.Addr().String()), s
}

// feedWorldAt is the world whose site is the feed of a server, also that of another process.
func feedWorldAt(t testing.TB, dir, host string) *world {
	t.Helper()
	w := &world{t: t, dir: dir, host: host}
	w.reader = must(harvest.NewReader("", ""))(t)
	w.site = must(sites.Parse([]byte("id: flux\nname: Flux\nfeed: {url: \"http://"+w.host+"/feed\", format: lheo}\n"+
		"pace: {delay: 1ms}\n"), filepath.Join(w.dir, "flux.yaml")))(t)
	w.fast()
	w.open()
	return w
}

// fast makes retries cost nothing.
func (w *world) fast() {
	lim := crawler.DefaultLimits()
	lim.BackoffMin, lim.BackoffMax = time.Millisecond, 2*time.Millisecond
	w.crawl = crawler.Options{UserAgent: "carif-test/1 (+https://example.org/bot)", AllowLoopback: true, Now: w.now,
		Limits: lim}
}

func (w *world) night() harvest.Summary {
	w.t.Helper()
	sum, err := w.runner().Harvest(context.Background(), w.site)
	if err != nil {
		w.t.Fatalf("harvest: %v\n%s", err, w.log.String())
	}
	return sum
}

func (w *world) wantNothingAside() {
	w.t.Helper()
	if left := must(filepath.Glob(filepath.Join(w.dir, "archive", ".feed-*")))(w.t); len(left) > 0 {
		w.t.Errorf("left aside: %v", left)
	}
}

// The life of a feed: first night, unchanged nights, one formation changed, one that vanished, and came back.
func TestFeedNights(t *testing.T) {
	w, s := newFeedWorld(t, 150)
	sum := w.night()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Added: 150})
	if !sum.Gate.Published || sum.Run.Pages != 1 || len(w.records(noFilter)) != 150 {
		t.Fatalf("first night: %+v, %d courses", sum, len(w.records(noFilter)))
	}
	if rec := w.records(noFilter)["flux/F00007"]; *rec.Course.Title != "Vannerie 7" || rec.Source.FetchedAt == nil {
		t.Errorf("got %+v", rec.Source)
	}
	dump, rows := courseLines(w.dump()), w.rows()
	for range 2 {
		s.reset()
		sum = w.night()
		w.wantState(sum, schema.RunDone)
		w.wantCounts(sum, counts{Same: 150})
		if len(s.asked) != 1 || s.answers[0] != http.StatusNotModified {
			t.Fatalf("unchanged night: answered %v", s.answers)
		}
		if got := courseLines(w.dump()); got != dump {
			t.Errorf("the data differ:\n%s", firstDifference(got, dump))
		}
	}
	for name, n := range w.rows() {
		if name != "run" && name != "run_report" && n != rows[name] {
			t.Errorf("table %s: got %d rows, want %d", name, n, rows[name])
		}
	}
	s.titles[3] = "Cannage"
	sum = w.night()
	w.wantCounts(sum, counts{Changed: 1, Same: 149})
	s.titles[5] = ""
	for range 2 {
		w.wantCounts(w.night(), counts{Same: 149})
	}
	w.wantCounts(w.night(), counts{Same: 149, Closed: 1})
	if _, there := w.records(noFilter)["flux/F00005"]; there {
		t.Error("a formation that vanished is still open")
	}
	s.titles[5] = "Vannerie 5"
	w.wantCounts(w.night(), counts{Same: 149, Changed: 1})
	w.wantNothingAside()
}

// The same bytes without validators are no news, and write nothing either.
func TestFeedWithoutValidators(t *testing.T) {
	w, s := newFeedWorld(t, 20)
	s.etag = false
	w.night()
	rows := w.rows()
	size := archiveSize(t, w)
	sum := w.night()
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Same: 20})
	for name, n := range w.rows() {
		if name != "run" && name != "run_report" && n != rows[name] {
			t.Errorf("table %s: got %d rows, want %d", name, n, rows[name])
		}
	}
	if now := archiveSize(t, w); now > size {
		t.Errorf("the archive grew by %d bytes", now-size)
	}
}

func archiveSize(t *testing.T, w *world) (n int) {
	t.Helper()
	if err := w.archive.Sync(); err != nil {
		t.Fatal(err)
	}
	for _, f := range must(filepath.Glob(filepath.Join(w.dir, "archive", "*.warc.gz")))(t) {
		n += len(must(os.ReadFile(f))(t))
	}
	return n
}

func TestFeedPacked(t *testing.T) {
	for _, tt := range []struct{ coding, file string }{{"gzip", ""}, {"", "gzip"}, {"", "zip"}, {"gzip", "gzip"}} {
		w, s := newFeedWorld(t, 12)
		s.coding, s.file = tt.coding, tt.file
		w.wantCounts(w.night(), counts{Added: 12})
		if got := archivedFeed(t, w); !bytes.Equal(got, s.document()) {
			t.Errorf("%+v: archived %d bytes, want %d", tt, len(got), len(s.document()))
		}
	}
}

// archivedFeed puts the archived pieces of the last feed together.
func archivedFeed(t *testing.T, w *world) []byte {
	t.Helper()
	var out []byte
	err := w.archive.Walk(context.Background(), func(_ archive.Ref, x archive.Exchange) error {
		switch x.Metadata["piece"] {
		case "":
			return nil
		case "1":
			out = nil
		}
		out = append(out, x.Body...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A feed that is cut or no XML keeps what was read before it, is partial, closes nothing, and is had whole next time.
func TestFeedBreaksOff(t *testing.T) {
	for name, tt := range map[string]struct {
		harm  func(*feedServer)
		class schema.Outcome
		want  counts
	}{
		"cut":      {func(s *feedServer) { s.cut = 700 }, schema.OutcomeTruncated, counts{Changed: 1, Same: 26}},
		"no XML":   {func(s *feedServer) { s.titles[20] = "<b>" }, schema.OutcomeBroken, counts{Changed: 1, Same: 19}},
		"web page": {func(s *feedServer) { s.body = []byte("<html><p>Bonjour</p></html>") }, schema.OutcomeBadType, counts{}},
		"empty":    {func(s *feedServer) { s.titles = nil }, schema.OutcomeEmpty, counts{}},
		"nothing":  {func(s *feedServer) { s.body = []byte{} }, schema.OutcomeEmpty, counts{}},
		"transfer": {func(s *feedServer) { s.broken = true }, schema.OutcomeTruncated, counts{}},
		"gzip": {func(s *feedServer) { s.body = packed("gzip", s.document())[:600] }, schema.OutcomeTruncated,
			counts{}},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := newFeedWorld(t, 30)
			w.night()
			good := s.titles
			s.titles = slices.Clone(good)
			s.titles[0] = "Cannage"
			tt.harm(s)
			for range 4 {
				sum := w.night()
				w.wantState(sum, schema.RunPartial)
				if name == "gzip" { // how much of it is read is the packer's affair
					tt.want = counts{sum.Run.Added, sum.Run.Changed, sum.Run.Same, 0}
				}
				w.wantCounts(sum, tt.want)
				tt.want.Same, tt.want.Changed = tt.want.Same+tt.want.Changed, 0
				if sum.Run.Outcomes[tt.class] != 1 || sum.Unreached || len(sum.Faults) != 1 ||
					!strings.Contains(sum.Run.Note, "was not read") {
					t.Fatalf("got outcomes %v, faults %+v, note %q", sum.Run.Outcomes, sum.Faults, sum.Run.Note)
				}
				if n := len(w.records(noFilter)); n != 30 {
					t.Fatalf("%d courses are left", n)
				}
			}
			s.titles, s.body, s.cut, s.broken = good, nil, 0, false
			sum := w.night()
			w.wantState(sum, schema.RunDone)
			if sum.Run.Same+sum.Run.Changed != 30 || sum.Run.Closed != 0 {
				t.Errorf("afterwards: %+v", sum.Run)
			}
			w.wantNothingAside()
		})
	}
}

// A feed that cannot be had is a night that reached nothing: nothing closes, however many nights it lasts.
func TestFeedUnreached(t *testing.T) {
	for name, tt := range map[string]struct {
		harm  func(*feedServer)
		class schema.Outcome
		asked int
	}{
		"404":    {func(s *feedServer) { s.status = 404 }, schema.OutcomeUnexpected, 1},
		"410":    {func(s *feedServer) { s.status = 410 }, schema.OutcomeUnexpected, 1},
		"403":    {func(s *feedServer) { s.status = 403 }, schema.OutcomeBlocked, 1},
		"500":    {func(s *feedServer) { s.status = 500 }, schema.OutcomeServerError, 4},
		"robots": {func(s *feedServer) { s.robots = "User-agent: *\nDisallow: /feed\n" }, schema.OutcomeRobots, 0},
		"elsewhere": {func(s *feedServer) { s.moved = "http://127.0.0.2:9/feed" }, schema.OutcomeRefused,
			1},
		"circle": {func(s *feedServer) { s.moved = "/feed" }, schema.OutcomeRefused, 6},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := newFeedWorld(t, 6)
			w.night()
			tt.harm(s)
			for range 4 {
				s.reset()
				sum := w.night()
				if !sum.Unreached || sum.Gate.Published || sum.Run.Outcomes[tt.class] != 1 || len(s.asked) != tt.asked {
					t.Fatalf("got %+v, asked %d times", sum, len(s.asked))
				}
				w.wantState(sum, schema.RunFailed)
			}
			if n := len(w.records(noFilter)); n != 6 {
				t.Errorf("%d courses are left", n)
			}
			s.status, s.robots, s.moved = 0, "", ""
			s.titles[0] = "Cannage"
			w.wantCounts(w.night(), counts{Changed: 1, Same: 5})
		})
	}
}

// Formations of one number are as many courses in a feed that is harvested, night after night.
func TestFeedTwins(t *testing.T) {
	w, s := newFeedWorld(t, 2)
	twin := func(title string) string { return nightFormation(7, title) }
	s.body = []byte(`<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>` + twin("Vannerie") + twin("Cannage") + twin("Rempaillage") +
		`</offres></lheo>`)
	w.wantCounts(w.night(), counts{Added: 3})
	s.body = append(s.body, '\n')
	w.wantCounts(w.night(), counts{Same: 3})
}

// A town's name alone is looked for in the region of the feed's profile, harvested as imported.
func TestFeedTownInItsRegion(t *testing.T) {
	w, s := newFeedWorld(t, 0)
	w.site.Region = "04"
	s.body = []byte(`<lheo xmlns="http://lheo.gouv.fr/2.3"><offres><formation numero="1"><intitule-formation>Vannerie</intitule-formation>` +
		`<action numero="1"><lieu-de-formation><coordonnees><adresse><ville>Saint-Denis</ville></adresse></coordonnees></lieu-de-formation>` +
		`<session numero="1"><periode><debut>20270104</debut></periode></session></action></formation></offres></lheo>`)
	w.night()
	for _, rec := range w.records(noFilter) {
		if c := rec.Course.Sessions[0].Commune; c == nil || *c != "97411" {
			t.Errorf("got %v", c)
		}
	}
	if len(w.records(noFilter)) != 1 {
		t.Error("no course")
	}
}

// A feed whose server is down, and of which no robots.txt is known, is a night that reached nothing, too.
func TestFeedServerDown(t *testing.T) {
	w, s := newFeedWorld(t, 2)
	s.status, s.robots = 503, "503"
	sum := w.night()
	if !sum.Unreached || sum.Gate.Published {
		t.Errorf("got %+v", sum)
	}
}

// A redirect on the site's own hosts is followed, and the validators are those of where it leads.
func TestFeedMoved(t *testing.T) {
	w, s := newFeedWorld(t, 6)
	s.moved = "/v1"
	w.wantCounts(w.night(), counts{Added: 6})
	s.reset()
	w.wantCounts(w.night(), counts{Same: 6})
	if fmt.Sprint(s.answers) != "[302 304]" || s.asked[0].Header.Get("If-None-Match") != "" {
		t.Errorf("answered %v", s.answers)
	}
	s.moved = "/v2" // another file: its validators are not known
	s.reset()
	w.wantCounts(w.night(), counts{Same: 6})
	if fmt.Sprint(s.answers) != "[302 200]" {
		t.Errorf("answered %v", s.answers)
	}
}

// The secret in a feed's address comes from the environment, is sent to the feed's own address alone, and stands nowhere
// else; one that is missing is told by its name.
func TestFeedSecretAddress(t *testing.T) {
	const secret = "mot/tres&secret"
	w, s := newFeedWorld(t, 6)
	other := &feedServer{titles: s.titles}
	elsewhere := httptest.NewServer(other)
	defer elsewhere.Close()
	w.site = must(sites.Parse([]byte("id: flux\nname: Flux\nhosts: [\""+w.host+"\", \""+elsewhere.Listener.Addr().String()+
		"\"]\nfeed: {url: \"http://"+w.host+"/feed?a=1&token=${CARIF_TEST_TOKEN}\", format: lheo}\npace: {delay: 1ms}\n"),
		filepath.Join(w.dir, "flux.yaml")))(t)
	if sum := w.night(); !sum.Unreached || !strings.Contains(sum.Run.Note, "the variable CARIF_TEST_TOKEN is not set") {
		t.Fatalf("without the variable: %+v", sum.Run)
	}
	t.Setenv("CARIF_TEST_TOKEN", secret)
	w.wantCounts(w.night(), counts{Added: 6})
	sent := func(r *http.Request) string { return r.URL.Query().Get("token") }
	if got := sent(s.asked[0]); got != secret {
		t.Fatalf("sent %q", got)
	}
	s.reset()
	w.wantCounts(w.night(), counts{Same: 6})
	if s.answers[0] != http.StatusNotModified {
		t.Errorf("the validators are not kept: answered %v", s.answers)
	}
	s.moved = "/v1?token=" + url.QueryEscape(secret) // the server repeats it
	s.reset()
	sum := w.night()
	w.wantCounts(sum, counts{Same: 6})
	if got := sent(s.asked[1]); got != secret {
		t.Errorf("behind the redirect %q was sent", got)
	}
	s.moved = elsewhere.URL + "/v1?token=${CARIF_TEST_TOKEN}&home=${HOME}"
	w.wantCounts(w.night(), counts{Same: 6})
	if got := other.asked[0].URL.RawQuery; strings.Contains(got, "secret") || strings.Contains(got, os.Getenv("HOME")) {
		t.Errorf("another address was told %q", got)
	}
	told := fmt.Sprintf("%s %+v %s", w.log.String(), sum, w.dump())
	for _, f := range []string{"carif.db", "carif.db-wal"} {
		told += string(must(os.ReadFile(filepath.Join(w.dir, f)))(t))
	}
	for _, f := range must(filepath.Glob(filepath.Join(w.dir, "archive", "*")))(t) {
		if strings.HasSuffix(f, ".gz") {
			b := must(os.ReadFile(f))(t)
			told += string(must(io.ReadAll(must(gzip.NewReader(bytes.NewReader(b)))(t)))(t))
		}
	}
	for _, words := range []string{secret, url.QueryEscape(secret)} {
		if strings.Contains(told, words) {
			t.Error("the secret is told")
		}
	}
	if !strings.Contains(told, "CARIF_TEST_TOKEN") {
		t.Error("nothing was looked at")
	}
}

// A feed whose address changes, and one in the place of pages or imports, goes on with the courses that are known.
func TestFeedTakesOver(t *testing.T) {
	w, s := newFeedWorld(t, 6)
	file := filepath.Join(w.dir, "offres.xml")
	if err := os.WriteFile(file, s.document(), 0o600); err != nil {
		t.Fatal(err)
	}
	im := w.runner().NewImport(w.site)
	_ = must(im.End(im.Feed(context.Background(), file)))(t)
	w.wantCounts(w.night(), counts{Same: 6})
	other := *w.site
	feed := *w.site.Feed
	other.Feed, w.site = &feed, must(sites.Parse([]byte("id: flux\nname: Flux\nfeed: {url: \"http://"+w.host+
		"/neuf\", format: lheo}\npace: {delay: 1ms}\n"), filepath.Join(w.dir, "flux.yaml")))(t)
	s.titles[0], s.titles[1] = "Cannage", ""
	w.wantCounts(w.night(), counts{Changed: 1, Same: 4})
	w.night()
	w.wantCounts(w.night(), counts{Same: 5, Closed: 1})
}

// A file beside its profile is read like a feed of the web; the same bytes are no news.
func TestFeedFile(t *testing.T) {
	w, s := newFeedWorld(t, 8)
	w.site = must(sites.Parse([]byte("id: flux\nname: Flux\nfeed: {url: in/offres.xml, format: lheo}\n"),
		filepath.Join(w.dir, "flux.yaml")))(t)
	sum, err := w.runner().Harvest(context.Background(), w.site)
	if err != nil || !sum.Unreached || strings.Contains(sum.Run.Note, w.dir) {
		t.Fatalf("no file: %+v, %v", sum, err)
	}
	file := filepath.Join(w.dir, "in", "offres.xml")
	put := func() {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, s.document(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put()
	w.wantCounts(w.night(), counts{Added: 8})
	rows := w.rows()["capture"]
	w.wantCounts(w.night(), counts{Same: 8})
	if n := w.rows()["capture"]; n != rows {
		t.Errorf("%d captures of the same file, before %d", n, rows)
	}
	s.titles[1] = "Cannage"
	put()
	w.wantCounts(w.night(), counts{Changed: 1, Same: 7})
	if len(s.asked) > 0 {
		t.Error("the web was asked")
	}
}

// A harvest that is stopped while it reads a feed goes on with the whole of it.
func TestFeedInterrupted(t *testing.T) {
	w, s := newFeedWorld(t, 500)
	w.night()
	for i := range s.titles {
		s.titles[i] += " bis"
	}
	ctx, cancel := context.WithCancel(context.Background())
	run := w.runner()
	run.Progress = func(p harvest.Progress) {
		if p.Changed > 100 {
			cancel()
		}
	}
	sum, err := run.Harvest(ctx, w.site)
	if err == nil || sum.Run.State != schema.RunInterrupted {
		t.Fatalf("got %+v, %v", sum.Run, err)
	}
	again := w.night()
	w.wantState(again, schema.RunDone)
	w.wantCounts(again, counts{Changed: 500})
	if !again.Resumed || again.Run.ID != sum.Run.ID {
		t.Error("another run was begun")
	}
	w.wantNothingAside()
}

// The gate keeps a night aside in which the feed lost much of what it had.
func TestFeedGate(t *testing.T) {
	w, s := newFeedWorld(t, 40)
	w.night()
	for i := range 20 {
		s.titles[i] = ""
	}
	sum := w.night()
	w.wantState(sum, schema.RunRefused)
	if n := len(w.records(noFilter)); n != 40 {
		t.Errorf("%d courses are shown", n)
	}
	s.titles[0], s.cut = "Cannage", 4000 // a night that broke off is no measure for the next
	w.wantState(w.night(), schema.RunPartial)
	s.cut = 0
	w.wantState(w.night(), schema.RunRefused)
	if n := len(w.records(noFilter)); n != 40 {
		t.Errorf("%d courses are shown after a night that broke off", n)
	}
}

// What another reader read is read anew, though the feed has not changed; --recheck asks for it whole.
func TestFeedIsReadAnew(t *testing.T) {
	w, s := newFeedWorld(t, 5)
	w.night()
	captures := w.rows()["capture"]
	db := must(sql.Open("sqlite3", "file:"+w.dir+"/carif.db"))(t)
	_ = must(db.Exec("UPDATE page SET content_hash = 'lheo-0' || substr(content_hash, instr(content_hash, '/'))"))(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s.reset()
	w.wantCounts(w.night(), counts{Same: 5})
	if fmt.Sprint(s.answers) != "[200]" || w.rows()["capture"] != captures+1 {
		t.Errorf("another reader: answered %v", s.answers)
	}
	s.reset()
	w.crawl.Recheck = 1
	w.wantCounts(w.night(), counts{Same: 5})
	if fmt.Sprint(s.answers) != "[200]" || w.rows()["capture"] != captures+1 {
		t.Errorf("recheck: answered %v", s.answers)
	}
}

// A feed on an sftp server: copied once, and again when its file is another. Its secret is told nowhere.
func TestFeedSFTP(t *testing.T) {
	w, s := newFeedWorld(t, 8)
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	key := must(ssh.NewSignerFromKey(private))(t)
	srv := sftptest.Serve(t, key)
	file := filepath.Join(w.dir, "offres.xml.gz")
	if err := os.WriteFile(filepath.Join(w.dir, "secret"), []byte(sftptest.Password), 0o600); err != nil {
		t.Fatal(err)
	}
	put := func(at time.Time) {
		if err := errors.Join(os.WriteFile(file, packed("gzip", s.document()), 0o600), os.Chtimes(file, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	profile := func(pin string) *sites.Site {
		return must(sites.Parse([]byte("id: flux\nname: Flux\npace: {delay: 1ms}\nfeed: {url: \"sftp://"+srv.Addr+
			filepath.ToSlash(file)+"\", format: lheo, user: carif, host_key: \""+pin+"\", password_file: secret}\n"),
			filepath.Join(w.dir, "flux.yaml")))(t)
	}
	now := time.Date(2026, 1, 5, 22, 0, 0, 0, time.UTC)
	put(now)
	w.site = profile("SHA256:" + strings.Repeat("A", 43))
	sum := w.night()
	if !sum.Unreached || sum.Run.Outcomes[schema.OutcomeRefused] != 1 ||
		!strings.Contains(sum.Run.Note, ssh.FingerprintSHA256(key.PublicKey())) {
		t.Fatalf("another key: %+v", sum)
	}
	w.site = profile(ssh.FingerprintSHA256(key.PublicKey()))
	w.wantCounts(w.night(), counts{Added: 8})
	captures := w.rows()["capture"]
	sum = w.night()
	w.wantCounts(sum, counts{Same: 8})
	if sum.Run.Outcomes[schema.OutcomeNotModified] != 1 || w.rows()["capture"] != captures {
		t.Errorf("unchanged: %+v", sum.Run.Outcomes)
	}
	s.titles[2] = "Cannage"
	put(now.Add(time.Hour))
	w.wantCounts(w.night(), counts{Changed: 1, Same: 7})
	w.crawl.AllowLoopback = false
	s.titles[3] = "Cannage"
	put(now.Add(2 * time.Hour))
	if sum = w.night(); !sum.Unreached || !strings.Contains(sum.Run.Note, "is not public") {
		t.Errorf("a private address was asked: %+v", sum.Run)
	}
	told := fmt.Sprintf("%s %+v %s", w.log.String(), sum, w.dump())
	for _, f := range []string{"carif.db", "carif.db-wal"} {
		b, err := os.ReadFile(filepath.Join(w.dir, f))
		if err != nil {
			t.Fatal(err)
		}
		told += string(b)
	}
	if strings.Contains(told, sftptest.Password) {
		t.Error("the secret is told")
	}
	if n := len(w.records(noFilter)); n != 8 {
		t.Errorf("%d courses are left", n)
	}
	w.wantNothingAside()
}

// A huge feed goes through memory piece by piece: its server counts what was not taken yet, which a reader that gathered
// it would not leave, and the heap stays far under the feed.
func TestFeedHuge(t *testing.T) {
	const formations, filler = 400, 256 << 10 // 100 MB
	word := strings.Repeat("osier et rotin ", filler/15)
	var sum atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			return
		}
		n, _ := io.WriteString(rw, feedHead)
		sum.Add(int64(n))
		for i := range formations {
			n, _ := fmt.Fprintf(rw, `<formation numero="F%05d"><intitule-formation>Vannerie %d</intitule-formation>`+
				"<!-- %s --></formation>\n", i, i, word)
			sum.Add(int64(n))
		}
		n, _ = io.WriteString(rw, "</offres></lheo>\n")
		sum.Add(int64(n))
	}))
	t.Cleanup(srv.Close)
	w, _ := newFeedWorld(t, 0)
	w.site = must(sites.Parse([]byte("id: flux\nname: Flux\nfeed: {url: \""+srv.URL+"/feed\", format: lheo}\n"+
		"pace: {delay: 1ms}\n"), filepath.Join(w.dir, "flux.yaml")))(t)
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	runtime.GC()
	var before, at runtime.MemStats
	runtime.ReadMemStats(&before)
	run := w.runner()
	most := uint64(0)
	run.Progress = func(harvest.Progress) {
		runtime.ReadMemStats(&at)
		most = max(most, at.HeapAlloc)
	}
	got := must(run.Harvest(context.Background(), w.site))(t)
	w.wantCounts(got, counts{Added: formations})
	if grown := int64(most) - int64(before.HeapAlloc); sum.Load() < 90<<20 || grown > 48<<20 {
		t.Errorf("a feed of %d MiB took %d MiB of memory", sum.Load()>>20, grown>>20)
	}
	pieces := w.rows()["capture"]
	if pieces < 10 {
		t.Errorf("archived in %d pieces", pieces)
	}
}

// A feed over the bound of its profile is refused, as it comes or unpacked, and nothing of it is read.
func TestFeedTooBig(t *testing.T) {
	for _, packing := range []string{"", "gzip"} {
		w, s := newFeedWorld(t, 4)
		w.night()
		w.site.Feed.MaxMiB = 1
		s.file, s.titles[0] = packing, "Cannage"
		s.body = []byte(feedHead + "<!-- " + strings.Repeat("osier ", 200_000) + "-->" + "</offres></lheo>")
		sum := w.night()
		if sum.Run.Outcomes[schema.OutcomeTooBig] != 1 || sum.Run.Limits["feed_bytes"] == 0 && packing == "" ||
			!strings.Contains(sum.Run.Note, "max_mib") || sum.Run.Added+sum.Run.Changed+sum.Run.Closed > 0 {
			t.Errorf("%q: %+v", packing, sum.Run)
		}
		w.wantNothingAside()
	}
}

// A formation's record names the piece of the archive it stands in.
func TestFeedPieces(t *testing.T) {
	w, s := newFeedWorld(t, 30)
	s.titles[12] = "Vannerie<!-- " + strings.Repeat("osier ", 5<<20/6) + "-->"
	w.night()
	for _, rec := range w.records(noFilter) {
		ref := must(archive.ParseRef(*rec.Source.File))(t)
		x := must(w.archive.Read(ref))(t)
		if !bytes.Contains(x.Body, []byte(`numero="`+*rec.Course.NativeID+`"`)) && *rec.Course.NativeID != "F00012" {
			t.Errorf("%s does not stand in %s", rec.Course.Key, x.URL)
		}
	}
	if got := archivedFeed(t, w); !bytes.Equal(got, s.document()) {
		t.Error("the pieces are not the feed")
	}
}

// Whoever was forgotten is cut out of the pieces, and out of those of later nights, and nobody else is.
func TestFeedForgets(t *testing.T) {
	w, s := newFeedWorld(t, 9)
	w.night()
	person := storage.Person{Names: []string{"Camille Essai 7"}}
	done := must((&forget.Eraser{Store: w.store, Archive: w.archive, Reader: w.reader}).Forget(context.Background(),
		person))(t)
	if done.Edited != 1 || done.Dropped != 0 {
		t.Errorf("forgotten: %+v", done)
	}
	for range 2 {
		got := archivedFeed(t, w)
		if bytes.Contains(got, []byte("Camille Essai 7")) || !bytes.Contains(got, []byte("Camille Essai 6")) ||
			!bytes.Contains(got, []byte("Vannerie 7")) {
			t.Fatalf("archived:\n%s", got)
		}
		if strings.Contains(w.dump(), "Camille Essai 7") {
			t.Fatal("the database holds the person")
		}
		s.titles[0] += " bis"
		w.wantCounts(w.night(), counts{Changed: 1, Same: 8})
	}
}

// A feed is read again from its pieces, without the network, and replayed from them.
func TestFeedFromTheArchive(t *testing.T) {
	w, s := newFeedWorld(t, 30)
	s.titles[12] = "Vannerie<!-- " + strings.Repeat("osier ", 5<<20/6) + "-->"
	w.night()
	s.titles[3] = "Cannage"
	w.night()
	dump := courseLines(w.dump())
	s.reset()
	sum := must(w.runner().Reparse(context.Background(), w.site))(t)
	w.wantState(sum, schema.RunDone)
	w.wantCounts(sum, counts{Same: 30})
	if got := courseLines(w.dump()); got != dump || len(s.asked) > 0 {
		t.Errorf("asked %d times; the data differ:\n%s", len(s.asked), firstDifference(got, dump))
	}
	if err := w.archive.Sync(); err != nil {
		t.Fatal(err)
	}
	other, _ := newFeedWorld(t, 0)
	other.site, other.reader = w.site, w.reader
	other.crawl.Replay = must(harvest.Replay(filepath.Join(w.dir, "archive")))(t)
	other.wantCounts(other.night(), counts{Added: 30})
	if got := *other.records(noFilter)["flux/F00003"].Course.Title; got != "Cannage" || len(s.asked) > 0 {
		t.Errorf("replayed %q; asked %d times", got, len(s.asked))
	}
}

// A site that was a feed and is one of pages leaves the feed's courses to its pages.
func TestFeedNoMore(t *testing.T) {
	w := newWorld(t, 12)
	pages := w.site
	feed := &feedServer{body: []byte(feedHead + "</offres></lheo>")}
	for _, c := range w.demo.Truth() {
		feed.body = append(feed.body[:len(feed.body)-len("</offres></lheo>")], strings.ReplaceAll(nightFormation(1, c.Title),
			"F00001", "02_"+strings.TrimPrefix(c.Path(), "/formation/"))+"</offres></lheo>"...)
	}
	srv := httptest.NewServer(feed)
	t.Cleanup(srv.Close)
	w.site = must(sites.Parse([]byte("id: demo\nname: Demo\ncarif: [\"02\"]\nfeed: {url: \""+srv.URL+
		"/feed\", format: lheo}\npace: {delay: 1ms}\n"), filepath.Join(w.dir, "demo.yaml")))(t)
	w.wantCounts(w.night(), counts{Added: 12})
	w.site = pages
	w.harvest()
	w.wantState(w.harvest(), schema.RunDone)
	sum := w.harvest()
	w.wantState(sum, schema.RunDone)
	if n := len(w.records(noFilter)); n != 12 || sum.Run.Closed > 0 {
		t.Errorf("%d courses, %+v", n, sum.Run)
	}
}

// The address of a feed is judged like that of a page: nothing private is asked.
func TestFeedGuard(t *testing.T) {
	w, s := newFeedWorld(t, 3)
	w.crawl.AllowLoopback = false
	sum := w.night()
	if !sum.Unreached || sum.Run.Outcomes[schema.OutcomeRefused] != 1 || len(s.asked) > 0 {
		t.Errorf("got %+v, asked %d times", sum.Run, len(s.asked))
	}
}

// A feed lies aside for its owner alone, and what a killed process left of one goes, on an unchanged night, too.
func TestFeedAside(t *testing.T) {
	w, s := newFeedWorld(t, 200)
	left := filepath.Join(w.dir, "archive", ".feed-flux.part-1-0")
	seen := 0
	look := func(harvest.Progress) {
		for _, f := range must(filepath.Glob(filepath.Join(w.dir, "archive", ".feed-*")))(t) {
			if info := must(os.Stat(f))(t); info.Mode().Perm() != 0o600 || info.Size() != int64(len(s.document())) {
				t.Errorf("%s: %v, %d bytes", f, info.Mode(), info.Size())
			}
			seen++
		}
	}
	run := w.runner()
	run.Progress = look
	_ = must(run.Harvest(context.Background(), w.site))(t)
	if seen == 0 {
		t.Error("no feed was seen aside")
	}
	if err := os.WriteFile(left, []byte("Camille Essai"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.wantCounts(w.night(), counts{Same: 200})
	w.wantNothingAside()
}
