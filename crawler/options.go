package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"carif/crawler/polite"
	"carif/crawler/render"
	"carif/crawler/robots"
	"carif/crawler/spool"
	"carif/crawler/wire"
	"carif/schema"
	"carif/sites"
)

// MinDelay is the shortest delay a host that is not loopback may be given without Options.Hasty.
const MinDelay = time.Second

// MaxDelay is the longest delay: a store takes a longer rest for the work of a clock that was set back.
const MaxDelay = 15 * time.Minute

// ErrNotArchived is what a replay transport returns for a URL it has no answer for.
var ErrNotArchived = wire.ErrNotArchived

// Options is how a Walker behaves. The zero value of each field is the polite default.
type Options struct {
	UserAgent     string        // product/version (+contact URL); the product is the token robots.txt rules name
	From          string        // From header: an address to complain to; "" sends none
	AllowLoopback bool          // loopback addresses may be asked: for the demo and tests only
	Delay         time.Duration // overrides the profile's delay when set; see MinDelay
	Hasty         bool          // lifts MinDelay: for one's own servers
	MaxPages      int           // requests for pages in one run; 0 = no limit of its own
	OnlyNew       bool          // courses already fetched once are left alone
	Since         time.Time     // courses whose last good answer is at or after this are left alone
	Recheck       float64       // share (0–1) of known pages asked without validators, another share each run
	UseProxy      bool          // honour HTTP_PROXY and friends; the address guard then sees the proxy only
	Stop          func() bool   // true ends the walk before the next request (the stop file)
	Log           *slog.Logger
	Limits        Limits // zero = DefaultLimits

	// Resolve and Dial stand in for DNS and TCP in tests; the address guard stays between them.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    func(ctx context.Context, network, address string) (net.Conn, error)
	// Transport may adjust the transport that is built (test certificates); the guard and limits stay ours.
	Transport func(*http.Transport)
	// Replay answers from an archive in the network's place: no pace, no validators; robots.txt holds where the
	// archive has one.
	Replay   http.RoundTripper
	Render   render.Browser   // draws the pages of sites that ask for it; nil: there is no browser
	Now      func() time.Time // wall clock; time.Now when nil
	Progress func(Progress)   // after every page; must be quick
	// Spool makes the file that a feed's body goes to. Without it no feed is fetched.
	Spool func(site string) spool.Place
	// FeedReader names what feeds are read with: a feed that another one read is asked for anew, whatever its validators.
	FeedReader string
	// KeepRobots is given the answers to a robots.txt request, redirects included, before their rules hold, where
	// they differ from the last ones of that origin. An error ends the walk.
	KeepRobots func(ctx context.Context, site string, run int64, answers []schema.Exchange) error
}

// Progress is where a walk stands, for people watching.
type Progress struct {
	Site               string
	Pages, Faults, Due int // pages dealt with, faults among them, entries still due (as of the last count)
	Total              int
	Bytes              int64
	Started, At        time.Time
	URL                string
	Outcome            schema.Outcome
}

// Fault is one URL that did not give its page, at least at first, in this run.
type Fault struct {
	URL      string
	Class    schema.Outcome
	Attempts int
	Last     string // the last error in words
	Healed   bool   // a later try of this run gave the page
}

// Shrunk is a listing that lost more than half of its course links since it was last read.
type Shrunk struct {
	URL      string
	Was, Now int
}

// Report is what a walk came to.
type Report struct {
	Site          string
	Pages         int                    // entries dealt with, retries not counted
	Outcomes      map[schema.Outcome]int // by how they ended
	Faults        []Fault                // every URL that did not give its page at once, sorted; 404 and 410 aside
	Healed        int                    // entries that failed at first and came right in this run
	Limits        map[string]int         // which limits fired, how often
	Complete      bool                   // everything due was asked and every listing and sitemap was read
	Why           string                 // why it is not complete; "" when it is
	Deferred      int                    // entries left for the next run
	Alarms        []string               // what a person should look at, in words
	BreakerOpen   bool
	RobotsDown    bool // a robots.txt could not be had: nothing was asked of its origin
	ListingShrunk []Shrunk
	Sentinels     map[string]schema.Outcome // by URL as the profile writes it; "" = not asked
	CoursesListed int                       // distinct course links met in this run
	Requests      int                       // sent, robots and redirects included
	Bytes         int64                     // received on the wire, bodies only
	Drawn         int                       // pages that a browser drew
	Hosts         map[string]polite.Kept    // how each host was asked
}

// Walker walks sites; it is safe for several walks at once.
type Walker struct {
	store  schema.CrawlStore
	o      Options
	lim    Limits
	agent  string // the product token
	guard  *wire.Guard
	log    *slog.Logger
	now    func() time.Time
	robots *robotsCache
	base   http.RoundTripper
	close  func()
	warn   sync.Once
	once   sync.Once // of recover
	recErr error
}

// New checks the options and makes a Walker. Errors name the option at fault.
func New(store schema.CrawlStore, o Options) (*Walker, error) {
	w := &Walker{store: store, o: o, lim: o.Limits, log: o.Log, now: o.Now}
	if w.lim == (Limits{}) {
		w.lim = DefaultLimits()
	}
	if w.log == nil {
		w.log = slog.New(slog.DiscardHandler)
	}
	if w.now == nil {
		w.now = time.Now
	}
	w.agent = robots.ProductToken(o.UserAgent)
	if w.agent == "" {
		return nil, fmt.Errorf("check user agent: %q does not begin with a product name", o.UserAgent)
	}
	if strings.ContainsAny(o.UserAgent+o.From, "\r\n") {
		return nil, errors.New("check user agent: it holds a line break")
	}
	if o.Recheck < 0 || o.Recheck > 1 {
		return nil, fmt.Errorf("check recheck share: %v is not between 0 and 1", o.Recheck)
	}
	w.guard = &wire.Guard{Loopback: o.AllowLoopback, Resolve: o.Resolve, Dial: o.Dial, Timeout: w.lim.Dial}
	w.robots = newRobotsCache()
	w.base, w.close = w.transport()
	return w, nil
}

// transport builds the one transport of a Walker.
func (w *Walker) transport() (http.RoundTripper, func()) {
	if w.o.Replay != nil {
		return w.o.Replay, func() {}
	}
	t := wire.Base(w.guard, w.lim.wire(), w.o.UseProxy)
	if w.o.Transport != nil {
		w.o.Transport(t)
	}
	return t, t.CloseIdleConnections
}

// Close ends idle connections.
func (w *Walker) Close() { w.close() }

// delayOf is the delay a site is walked with, and an error when it is shorter than decency allows.
func (w *Walker) delayOf(site *sites.Site) (time.Duration, error) {
	d := site.Pace.Delay
	if d == 0 {
		d = w.lim.Delay
	}
	if w.o.Delay != 0 {
		d = w.o.Delay
	}
	if d < 0 || d > MaxDelay {
		return 0, fmt.Errorf("check delay: %v is not between 0 and %v", d, MaxDelay)
	}
	if d < MinDelay && !w.o.Hasty && !allLoopback(hostsOf(site)) {
		return 0, fmt.Errorf("check delay: %v is under %v, and %s has a host that is not loopback", d, MinDelay, site.ID)
	}
	return d, nil
}

// hostsOf are the hosts that a walk asks; none for a feed that is a file.
func hostsOf(site *sites.Site) []string {
	if site.Feed != nil && site.Feed.Address().Scheme == sites.SchemeSFTP {
		return []string{site.Feed.Address().Host}
	}
	return site.Hosts
}

func allLoopback(hosts []string) bool {
	for _, h := range hosts {
		if !sites.Loopback((&url.URL{Host: h}).Hostname()) {
			return false
		}
	}
	return true
}

// Check tells whether a site would be walked with these options, before anything of a run is begun: the error
// names the option at fault.
func (w *Walker) Check(site *sites.Site) error {
	if site.Render == sites.RenderAlways && w.o.Render == nil && w.o.Replay == nil {
		return fmt.Errorf("check %s: its pages are drawn by a browser (render: always), and there is none", site.ID)
	}
	_, err := w.delayOf(site)
	return err
}
