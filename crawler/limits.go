package crawler

import (
	"time"

	"carif/crawler/render"
	"carif/crawler/wire"
)

// Limits bounds everything a server can send or make us do. A limit that fires is refused and named in the
// report under the name given here in parentheses; nothing is ever cut and taken for whole.
type Limits struct {
	Dial     time.Duration // to connect
	TLS      time.Duration // for the TLS handshake
	Header   time.Duration // from the request to the end of the answer's headers
	IdleRead time.Duration // between two reads of a body
	Total    time.Duration // of one request, body included
	// FeedTotal is Total for a feed: of a gigabyte, at the pace of a slow line
	FeedTotal time.Duration

	HeaderBytes  int64 // of an answer's headers ("header_bytes")
	PageBytes    int64 // of a page, on the wire and decoded ("page_bytes")
	SitemapBytes int64 // of a sitemap, decoded ("sitemap_bytes")
	RobotsBytes  int64 // of a robots.txt that count; the rest is not read
	Ratio        int64 // decoded bytes to wire bytes, above RatioFloor ("ratio")
	RatioFloor   int64

	Retries       int           // tries after the first, in one run
	BackoffMin    time.Duration // first retry waits up to twice this, at least this
	BackoffMax    time.Duration
	GoneRest      time.Duration // until a page that is gone is asked for once more
	RetryAfterMax time.Duration // a longer Retry-After defers the site to the next run ("retry_after")

	Redirects       int           // of a page ("redirects")
	RobotsRedirects int           // of a robots.txt
	CrawlDelayMax   time.Duration // a longer Crawl-delay counts as this
	RobotsTTL       time.Duration // how long a robots.txt answer holds
	RobotsStale     time.Duration // how old a good copy may be when a new one can't be had

	Delay       time.Duration // default pace
	Budget      int           // requests a host and day ("daily_budget")
	Template    int           // listing pages of one URL shape a run ("template")
	Barren      int           // listing pages of one shape, one after the other, without a course not seen yet ("barren")
	Depth       int           // links from a start page, steps of one pagination not counted ("depth")
	Segments    int           // path segments ("segments")
	Repeat      int           // the same path segment in one URL ("path_repetition")
	URLBytes    int           // length of a URL ("url_bytes")
	Identical   int           // listing pages of one shape with the same content ("identical_content")
	SitemapURLs int           // of one sitemap file ("sitemap_urls")
	Sitemaps    int           // sitemap files a run ("sitemaps")
	PageLinks   int           // links taken from one page ("page_links")

	Render render.Bounds // of one page that a browser draws

	Breaker      int           // failed requests to a host, one after the other, that end the run ("breaker")
	BadWindow    int           // over this many last pages of a host …
	BadShare     float64       // … this share of refusals, challenges and maintenance pages ends the run ("bad_share")
	LeaseTTL     time.Duration // renewed while a request lasts: what a dead process costs the next
	LeaseBatch   int           // requests after which a host is offered to other processes
	InterruptFor time.Duration // how long the page in hand may still take after an interrupt
}

// DefaultLimits is the table that ships. Each number's reason stands in docs/operators.md.
func DefaultLimits() Limits {
	return Limits{
		Dial: 10 * time.Second, TLS: 10 * time.Second, Header: 15 * time.Second,
		IdleRead: 20 * time.Second, Total: 60 * time.Second, FeedTotal: 6 * time.Hour,
		HeaderBytes: 256 << 10, PageBytes: 8 << 20, SitemapBytes: 50 << 20, RobotsBytes: 512 << 10,
		Ratio: 100, RatioFloor: 1 << 20,
		Retries: 3, BackoffMin: time.Second, BackoffMax: time.Minute, RetryAfterMax: 15 * time.Minute,
		GoneRest:  30 * 24 * time.Hour,
		Redirects: 5, RobotsRedirects: 5, CrawlDelayMax: 300 * time.Second,
		RobotsTTL: 24 * time.Hour, RobotsStale: 24 * time.Hour,
		Delay: 2 * time.Second, Budget: 20000, Template: 5000, Barren: 100,
		Depth: 20, Segments: 20, Repeat: 2, URLBytes: 2048, Identical: 3,
		SitemapURLs: 50000, Sitemaps: 1000, PageLinks: 20000,
		Render: render.Bounds{HTML: 8 << 20, Nodes: 100_000, Requests: 200, Rounds: 100, Clicks: 300,
			Span: 5 * time.Second, Stuck: time.Minute},
		Breaker: 10, BadWindow: 20, BadShare: 0.5,
		LeaseTTL: 15 * time.Second, LeaseBatch: 20, InterruptFor: 7 * time.Second,
	}
}

// wire are the limits that package wire keeps.
func (l Limits) wire() wire.Limits {
	return wire.Limits{TLS: l.TLS, Header: l.Header, IdleRead: l.IdleRead, Total: l.Total, HeaderBytes: l.HeaderBytes}
}
