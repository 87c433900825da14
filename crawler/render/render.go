// Package render says what a browser is to the crawler: something that draws a page whose words are put there by
// scripts, and gives the document that comes of it. Whatever the page asks for meanwhile is answered by the crawler.
//
// It holds no browser: package chrome does, and cmd hands it in, so that who renders nothing needs none.
package render

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// Browser draws pages. It is safe for several pages at once.
type Browser interface {
	// Draw draws one page. Its error is an Over where the page goes beyond a bound, ErrLost where the browser is gone
	// and a new one did no better, or the context's.
	Draw(ctx context.Context, p Page) (Drawn, error)
	// Close ends the browser and takes away what it left on the disk.
	Close() error
}

// Page is what is to be drawn.
type Page struct {
	URL    string // with its fragment, which scripts read
	Bounds Bounds
	// Load answers what the page asks for, the document itself first of all; an error blocks it. It is called from
	// several goroutines. The browser's own network is never used.
	Load func(ctx context.Context, r Request) (Answer, error)
}

// Kind is what a page asks for.
type Kind string

// The kinds that are told apart.
const (
	Document Kind = "document" // the page itself
	Frame    Kind = "frame"    // a document inside it
	Script   Kind = "script"
	Style    Kind = "style"
	Data     Kind = "data"  // what scripts load
	Other    Kind = "other" // images, fonts, media, and all else that adds no words
)

// Request is one thing that a page asks for.
type Request struct {
	Kind   Kind
	Method string
	URL    string // without fragment
	Accept string // the media types that the script asks for; "" where it does not say
	Body   []byte
	Type   string // of the body
}

// Answer is what it gets.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte // content codings undone
}

// Drawn is a page as a reader has it before their eyes.
type Drawn struct {
	HTML   []byte // UTF-8
	Cut    string // the bound that ended the opening of lists and panels; "" where nothing more came
	Clicks int    // on what opens more of the page
}

// Bounds is how far a page may go. They count steps and the page's own clock, which runs ahead while nothing is loaded,
// so that a page is drawn the same way on a slow machine; Stuck alone is of the real clock.
type Bounds struct {
	HTML     int           // bytes of the document ("render_bytes")
	Nodes    int           // elements of it ("render_nodes")
	Requests int           // different things asked for ("render_requests")
	Rounds   int           // of pressing "voir plus" and scrolling ("render_rounds")
	Clicks   int           // in all of them ("render_clicks")
	Span     time.Duration // on the page's clock, after which it counts as drawn
	Stuck    time.Duration // a page that neither loads anything nor comes to its span for so long ("render_stuck")
}

// Told says in words, for reports, what is counted of drawn pages.
var Told = map[string]string{
	"render_foreign":  "requests to hosts that are not of the profile, or to addresses that may not be asked: not sent",
	"render_ignored":  "requests that the profile ignores: not sent",
	"render_post":     "requests other than GET that api.post does not name: not sent",
	"render_robots":   "requests that robots.txt forbids: not sent",
	"render_away":     "pages on which a button led to another page: read as they were before",
	"render_rounds":   "pages that went on growing, read as far as they had grown",
	"render_frames":   "pages that were not drawn in time, on which what loads when it comes into view may be missing",
	"render_clicks":   "pages with more to open than is opened, read as far as they were open",
	"render_stuck":    "pages that never settled: not read",
	"render_requests": "pages that asked for too many things: not read",
	"render_bytes":    "pages whose document became too long: not read",
	"render_nodes":    "pages whose document got too many elements: not read",
	"render_crash":    "pages that crashed their tab: not read",
}

// Over is a bound that a page went beyond.
type Over struct {
	Limit string // its name in reports
	Why   string
}

func (o *Over) Error() string { return o.Why }

// ErrLost means that the browser went away while it drew.
var ErrLost = errors.New("the browser is gone")
