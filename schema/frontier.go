package schema

import (
	"context"
	"net/http"
	"time"
)

// Kind tells what a URL of a site is for.
type Kind string

// The kinds of URL.
const (
	KindCourse  Kind = "course"  // to parse
	KindListing Kind = "listing" // to follow
	KindSitemap Kind = "sitemap"
	KindFeed    Kind = "feed"   // one file that holds all courses of its site
	KindIgnore  Kind = "ignore" // never fetched
	KindOther   Kind = "other"  // not of this site's business: not fetched
)

// EntryState is where a URL of the frontier stands.
type EntryState string

// The states of a frontier entry.
const (
	StateFresh   EntryState = "fresh"   // to fetch (never fetched, or due again this run)
	StateClaimed EntryState = "claimed" // in hand of a process; given back when that process dies
	StateDone    EntryState = "done"    // dealt with in this run
	StateFailed  EntryState = "failed"  // given up for this run; the next run tries again
	StateGone    EntryState = "gone"    // 404/410, confirmed; asked again when something names it, else only rarely
)

// Entry is one URL of the frontier: what is known of it when it is taken up.
type Entry struct {
	Site, URL    string // canonical URL: the frontier's key with the site
	Kind         Kind
	State        EntryState
	Depth        int
	Parent       string // URL it was found on; "" for a start page
	Attempts     int    // tries in this run
	GoneCount    int    // 404/410 answers in separate runs, one after the other
	NextTry      time.Time
	ETag         string // validators of the last good answer; "" when none
	LastModified string
	SHA256       string // of the last good body
	ContentHash  string // of its content region
	LastOutcome  Outcome
	LedTo        string    // where redirects led at the last fetch, when elsewhere
	LastFetched  time.Time // last good answer; zero when never
	LastMod      string    // the sitemap's lastmod: a hint only
	ListingLinks int       // course links (Found) on the listing or sitemap when it was last read; 0 for a course
}

// Found is a link that may enter the frontier.
type Found struct {
	URL     string // canonical
	Kind    Kind
	Parent  string
	Depth   int
	LastMod string
}

// Hop is one redirect on the way to an answer.
type Hop struct {
	URL    string
	Status int // 200 where the page itself sends its readers on (<meta http-equiv="refresh">)
	To     string
}

// Decision is what becomes of the frontier entry after a fetch.
type Decision struct {
	State   EntryState // StateFresh asks for another try in this run, not before NextTry
	NextTry time.Time  // else, when set: not to be asked in a later run before this
}

// Exchange is the HTTP conversation of one answer, as the archive keeps it.
type Exchange struct {
	URL            string // as sent
	Method         string // "" = GET
	At             time.Time
	IP             string
	RequestHeader  http.Header
	Proto          string
	Status         int
	StatusText     string
	ResponseHeader http.Header
	Body           []byte // after transfer decoding, still content-encoded
}

// Fetched is how one fetch ended, with all that was learned.
type Fetched struct {
	Run          int64
	Entry        Entry
	Outcome      Outcome
	Reason       string     // in words, for the report; names the redirect chain where there was one
	Limit        string     // name of the limit that fired; "" when none
	Page         Page       // Body is the decoded body when Outcome is ok, or kept for review when it is not a good page
	Hops         []Hop      // redirects followed
	FinalURL     string     // canonical URL of the answer; equals Entry.URL without redirects
	Archive      []Exchange // every answer received on the way, in order; the last is the page's
	Parts        []Exchange // what a browser loaded while it drew the page, in order
	Drawn        bool       // Page is what a browser made of the last answer: the archive keeps both
	Found        []Found    // links of the page that the profile asks to follow
	ETag         string
	LastModified string
	ContentHash  string        // of the content region: equal hashes mean no change worth parsing
	Unchanged    bool          // 304, or a body or content region equal to the last good one
	Alias        bool          // redirects led to FinalURL, an entry that speaks for itself: nothing was read here
	Led          []string      // the entries whose redirects led here in this fetch; their own Fetched follow
	NoIndex      bool          // robots meta or X-Robots-Tag
	TDMReserved  bool          // TDM reservation (header tdm-reservation or meta)
	Took         time.Duration // of the last request
	Next         Decision
	Rest         *Rest // set where the save follows the answer at once
}

// Rest is the stamp that is owed to a host after an answer. Whoever saves the page may save it in the same
// transaction, as Leases.Stamp would, and sets Saved where it will, be it that the page waits for others before it is
// saved; else the walk stamps right after the visit.
type Rest struct {
	Host, Owner string
	At          time.Time     // of the answer; zero for now
	Delay, TTL  time.Duration // from the answer; from the save
	Saved       bool
}

// Left is what is left of the delay: it began with the answer, however long the page took to be read.
func (r *Rest) Left() time.Duration {
	if r.At.IsZero() {
		return r.Delay
	}
	return max(r.Delay-time.Since(r.At), 0)
}

// RobotsCopy is the last answer to a robots.txt request of one origin.
type RobotsCopy struct {
	Origin    string // scheme://host:port
	FetchedAt time.Time
	Status    int    // 0 for a network fault
	Body      []byte // at most 512 KiB, without comments, which may name people; nil unless the answer was good
	Error     string
	GoodAt    time.Time // when Body was fetched
}

// Frontier is the only truth about what to fetch; it lives in the database.
type Frontier interface {
	// Seed enters links; known ones are left as they are (their LastMod hint is updated), but those in StateGone are due
	// at once, in this run unless it has dealt with them: the site names them again. It returns how many were new.
	Seed(ctx context.Context, site string, run int64, found []Found) (int, error)
	// Claim takes the best entry that is due for this run: never seen first, then changed listings, then oldest
	// seen. ok is false when nothing is due; wait then tells when the earliest retry of this run is (0: none left).
	// Entries claimed by a dead owner are given back by the run's start, not here.
	Claim(ctx context.Context, site string, run int64, owner string, now time.Time) (e Entry, wait time.Duration,
		ok bool, err error)
	// Unclaim gives an entry back untouched (interrupted before its request).
	Unclaim(ctx context.Context, e Entry) error
	// Left counts the entries still due in this run, and all entries of the site.
	Left(ctx context.Context, site string, run int64) (due, total int, err error)
}

// Leases holds the pace of each host over all processes, by the database's clock.
type Leases interface {
	// Acquire is called before every request. It makes owner the only one to ask host for ttl. With wait 0 the
	// request may go now: it is counted among the host's requests of the day, and the next one may go delay later.
	// Else wait is how long until a request may go; ok is false when another live owner holds the host (wait then
	// is a good time to ask again).
	Acquire(ctx context.Context, host, owner string, delay, ttl time.Duration) (wait time.Duration, ok bool, err error)
	// Stamp is called after every answer, unless its Rest was saved with the page, and renews the lease while a
	// request lasts: the next request may go delay later. ok is false when the lease was lost.
	Stamp(ctx context.Context, host, owner string, delay, ttl time.Duration) (ok bool, err error)
	// Pause keeps everybody off the host for d (Retry-After).
	Pause(ctx context.Context, host string, d time.Duration) error
	// Spent is the number of requests of the host on its last day, when that is the day given (YYYY-MM-DD); else 0.
	Spent(ctx context.Context, host, day string) (int, error)
	// Release gives the host free; the delay still runs.
	Release(ctx context.Context, host, owner string) error
}

// RobotsStore keeps robots.txt answers between runs.
type RobotsStore interface {
	Robots(ctx context.Context, origin string) (RobotsCopy, bool, error)
	SaveRobots(ctx context.Context, c RobotsCopy) error
}

// CrawlStore is all of the database that a walk needs.
type CrawlStore interface {
	Frontier
	Leases
	RobotsStore
}

// Skipper is what a CrawlStore may do beside: pass over courses a run has no need to ask again. A store without
// it is walked in Claim's order until the first such course comes up.
type Skipper interface {
	// SkipKnown marks, for this run only, the courses of the site whose last good answer is at or after since
	// (zero: any good answer) as done, and leaves all else of them as it is. It returns how many.
	SkipKnown(ctx context.Context, site string, run int64, since time.Time) (int, error)
}

// Ahead is what a CrawlStore may do beside: claim several entries at once, which costs little more than one.
type Ahead interface {
	// ClaimAhead is Claim for up to n entries, in the order in which Claim would give them. What comes after a
	// listing or a sitemap, which may bring something new, is not taken.
	ClaimAhead(ctx context.Context, site string, run int64, owner string, now time.Time, n int) ([]Entry, time.Duration,
		error)
}

// Taker is what a CrawlStore may do beside: take up one entry by its URL, so that a page to which another one leads
// need not be asked twice. Without it a page at the end of redirects is asked again in its own turn.
type Taker interface {
	// Take claims an entry that was not dealt with in this run, whatever time it waits for; else taken is false, and the
	// entry, as it stands, tells why: claimed, dealt with in this run, or unknown (URL is then "").
	Take(ctx context.Context, site string, run int64, owner, url string) (e Entry, taken bool, err error)
}

// Unreader is what a CrawlStore may do beside, for runs that were interrupted: what failed before the interrupt is
// not known to the walk that goes on.
type Unreader interface {
	// Unread counts the listings and sitemaps of the site dealt with in this run whose outcome was not good; not those
	// sitemaps that a robots.txt named (it is their Parent) and that were never good.
	Unread(ctx context.Context, site string, run int64) (int, error)
	// Blank gives the courses and listings of the site dealt with in this run that came with nothing on them: empty ones,
	// and listings that were good and from which nothing was found.
	Blank(ctx context.Context, site string, run int64) ([]Entry, error)
}

// Rester is what a CrawlStore may do beside: tell that something rests which a listing or sitemap could name again. A
// 304 does not say what a listing names, so none is asked for then.
type Rester interface {
	// Resting tells whether a page of the site that was good once is in StateGone.
	Resting(ctx context.Context, site string) (bool, error)
}

// Watcher is what a CrawlStore may do beside: keep account of the bodies that are being read, so that one that kills
// the process is not read at every start.
type Watcher interface {
	// Reading is asked before a body is read. end is called when it was read; a why that is not empty says in words that
	// it is not to be read, and end is nil. One goroutine reads one body at a time.
	Reading(sha256 string, size int) (end func(), why string)
}

// Recoverer is what a CrawlStore may do beside, where it can know that no other process harvests.
type Recoverer interface {
	// FreeDeadLeases gives hosts free that a dead process held; who asks one next waits for a whole delay first. It is
	// called once, before the first walk. Without it a walk waits for such a lease to lapse.
	FreeDeadLeases(ctx context.Context) error
}
