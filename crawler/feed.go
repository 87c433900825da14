package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"carif/crawler/judge"
	"carif/crawler/polite"
	"carif/crawler/sftp"
	"carif/crawler/skim"
	"carif/crawler/spool"
	"carif/crawler/wire"
	"carif/schema"
	"carif/sites"
)

// A feed is an entry of the frontier like a page, the only one of its site: asked with its validators, in its host's
// turn, as its robots.txt allows, over redirects that stay on the profile's hosts. Its body goes to a file instead of
// memory, and so past colly, which reads bodies whole.

const acceptFeed = "application/xml,text/xml;q=0.9,*/*;q=0.5"

// errorPage is as much as is read of an answer that is no feed.
const errorPage = 1 << 20

// feed asks for the site's feed until it is there or given up for this run.
func (k *walk) feed(ctx context.Context) error {
	store, ok := k.w.store.(schema.Taker)
	if !ok || k.w.o.Spool == nil {
		return errors.New("feeds are not fetched here: there is no place for them") // unreachable: harvest has both
	}
	for {
		if err := k.mayGoOn(ctx); err != nil {
			return err
		}
		e, taken, err := store.Take(ctx, k.site.ID, k.run, k.owner, k.site.Feed.Address().String())
		if err != nil {
			return fmt.Errorf("take up the feed of %s: %w", k.site.ID, err)
		}
		if !taken {
			return nil // dealt with in this run, before it was interrupted
		}
		again, err := k.handleFeed(ctx, e)
		if !again || err != nil {
			return err
		}
		if err := k.pace.Release(ctx); err != nil {
			return err
		}
		if err := polite.Sleep(ctx, k.untilRetry()); err != nil {
			return err
		}
	}
}

// handleFeed fetches the feed once; again tells that it is to be tried again in this run.
func (k *walk) handleFeed(ctx context.Context, e schema.Entry) (again bool, err error) {
	f := k.fetched(e)
	f.Body = &spool.Body{Max: k.site.Feed.Max()}
	defer func() { err = errors.Join(err, f.Body.Close()) }()
	k.mu.Lock()
	k.asked++
	k.mu.Unlock()
	bad, err := k.fetchFeed(ctx, f)
	if err == nil && bad != nil && spool.ErrAside(bad) {
		err = bad // our own disk
	}
	if err == nil {
		if bad != nil {
			f.Outcome, f.Limit, f.Reason = judge.Fault(bad)
			f.Reason += chainOf(f.Hops)
			if f.Limit != "" {
				k.bounds.count(f.Limit)
			}
		}
		k.decide(f)
		if err = k.visit(ctx, f); err != nil {
			err = fmt.Errorf("visit %s: %w", e.URL, err)
		}
	}
	if err != nil {
		if back := k.w.store.Unclaim(context.WithoutCancel(ctx), e); back != nil {
			err = errors.Join(err, fmt.Errorf("unclaim %s: %w", e.URL, back))
		}
		return false, err
	}
	k.account(ctx, f)
	if f.Outcome == schema.OutcomeThrottled && f.Next.State == schema.StateFresh && len(f.Archive) > 0 {
		if err := k.hostHealth(f); err != nil {
			return false, err
		}
	}
	return f.Next.State == schema.StateFresh, nil
}

func (k *walk) fetchFeed(ctx context.Context, f *Fetched) (bad, err error) {
	at := k.site.Feed.Address()
	switch {
	case at.Scheme == "http" || at.Scheme == "https":
	case k.w.o.Replay != nil:
		return k.replayFeed(ctx, f, at), nil
	case at.Scheme == sites.SchemeSFTP:
		return k.copyFeed(ctx, f, at)
	default:
		return k.readFeed(f), nil
	}
	return k.getFeed(ctx, f, at)
}

// mark is kept beside the validators of a feed: which address gave them, and what read the feed. With another one
// they tell nothing.
func (k *walk) mark(at *url.URL) string { return k.w.o.FeedReader + " " + at.String() }

// SameFeedReader tells whether what read a feed last time would read it now.
func SameFeedReader(f *Fetched) bool {
	was, _, _ := strings.Cut(f.Entry.ContentHash, " ")
	now, _, _ := strings.Cut(f.ContentHash, " ")
	return was == now
}

// unmodified makes a fetch that of a feed that is as it was.
func (f *Fetched) unmodified() {
	f.Outcome, f.Unchanged, f.Page.SHA256, f.ContentHash = schema.OutcomeNotModified, true, f.Entry.SHA256,
		f.Entry.ContentHash
}

// getFeed asks by HTTP.
func (k *walk) getFeed(ctx context.Context, f *Fetched, at *url.URL) (bad, err error) {
	sites.Sendable(at)
	for {
		if bad := k.allowed(at, false); bad != nil {
			return bad, nil
		}
		h := k.w.header(acceptFeed)
		h.Set("Accept-Encoding", "gzip")
		if f.Entry.ContentHash == k.mark(at) {
			for name, v := range k.validators(f.Entry) {
				h.Set(name, v)
			}
		}
		res, call, bad, err := k.askFeed(ctx, f, at, h)
		f.Took = call.Took
		f.Page.Status = call.Exchange.Status
		if bad != nil || err != nil {
			return bad, err
		}
		f.Archive = append(f.Archive, call.Exchange)
		next, bad := redirect(at, res.StatusCode, res.Header)
		if bad != nil {
			return bad, nil
		}
		if next == nil {
			k.judgeFeed(f, at, res, call)
			return nil, nil
		}
		f.Hops = append(f.Hops, schema.Hop{URL: at.String(), Status: res.StatusCode, To: next.String()})
		if len(f.Hops) > k.w.lim.Redirects {
			return refused(fmt.Sprintf("more than %d redirects", k.w.lim.Redirects)), nil
		}
		at = next
	}
}

// askFeed sends one request down the chain of feeds.
func (k *walk) askFeed(ctx context.Context, f *Fetched, at *url.URL, h http.Header) (res *http.Response, c *wire.Call,
	bad, err error) {
	c = &wire.Call{Site: k.site, Bound: wire.Bound{Max: errorPage, Name: "page_bytes", Cut: true},
		Spool: func(res *http.Response, body io.Reader) (int64, error) {
			f.Body.Coding = res.Header.Get("Content-Encoding")
			err := f.Body.Fill(body, k.w.o.Spool(k.site.ID))
			if err == nil && res.ContentLength >= 0 && f.Body.Size != res.ContentLength {
				err = io.ErrUnexpectedEOF
			}
			return f.Body.Size, err
		}}
	req := (&http.Request{Method: http.MethodGet, URL: at, Header: h}).WithContext(wire.With(ctx, c))
	res, bad = k.feeds.RoundTrip(req)
	var end *ending
	if errors.As(bad, &end) {
		return nil, c, nil, end.error
	}
	return res, c, bad, nil
}

// judgeFeed names the outcome of an answer. A feed that is not there is no word on its courses: it is missed, not gone.
func (k *walk) judgeFeed(f *Fetched, at *url.URL, res *http.Response, c *wire.Call) {
	h := res.Header
	f.FinalURL = k.site.CanonicalURL(at)
	f.Page.FetchedAt, f.Page.ContentType = c.Exchange.At, h.Get("Content-Type")
	switch {
	case res.StatusCode == http.StatusNotModified:
		if f.unmodified(); f.Entry.ContentHash != k.mark(at) {
			f.Outcome, f.Reason = schema.OutcomeUnexpected, "status 304 to an unconditional request"
		}
		return
	case res.StatusCode != http.StatusOK:
		s := skim.Read(c.Exchange.Body)
		f.Outcome, f.Reason = judge.Page(judge.Answer{Status: res.StatusCode, Header: h, Body: c.Exchange.Body,
			Kind: sites.KindFeed}, s)
		if f.Outcome.Good() || f.Outcome == schema.OutcomeGone {
			f.Outcome = schema.OutcomeUnexpected
		}
		f.Reason += chainOf(f.Hops)
		return
	}
	f.Outcome, f.ContentHash = schema.OutcomeOK, k.mark(at)
	f.ETag, f.LastModified = h.Get("ETag"), h.Get("Last-Modified")
}

// copyFeed copies the feed from an sftp server, in its host's turn. What a page's validators do the file's size and
// time do here.
func (k *walk) copyFeed(ctx context.Context, f *Fetched, at *url.URL) (bad, err error) {
	feed := k.site.Feed
	login, bad := sftp.Secret(feed)
	if bad != nil {
		return bad, nil
	}
	if err := k.pace.Begin(ctx, at); err != nil {
		return nil, err
	}
	release := k.pace.Hold(at)
	rc, done := k.grace(ctx)
	start := time.Now()
	state := ""
	if f.Entry.ContentHash == k.mark(at) && !k.pace.Idle && !k.rechecked(f.Entry.URL) {
		state = f.Entry.ETag
	}
	f.Page.FetchedAt = k.w.now().UTC()
	rc, cancel := context.WithTimeout(rc, k.w.lim.FeedTotal)
	defer cancel()
	got, bad := sftp.Get(rc, at, login, sftp.Way{Dial: k.w.guard.DialSSH, Idle: k.w.lim.IdleRead}, state,
		func(r io.Reader) error { return f.Body.Fill(r, k.w.o.Spool(k.site.ID)) })
	done()
	release()
	f.Took = time.Since(start)
	k.spend(polite.HostKey(at), f.Body.Size)
	if err := k.pace.End(ctx, at, 0, f.Took, bad != nil); err != nil {
		return nil, err
	}
	switch {
	case bad != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case bad != nil:
		return bad, nil
	case got.Same:
		f.unmodified()
	default:
		f.Outcome, f.ContentHash, f.ETag, f.LastModified = schema.OutcomeOK, k.mark(at), got.State, ""
		f.Archive = append(f.Archive, schema.Exchange{URL: at.String(), At: f.Page.FetchedAt, IP: got.IP,
			Status: http.StatusOK})
	}
	return nil, nil
}

// replayFeed reads from the archive what came by sftp or from a file.
func (k *walk) replayFeed(ctx context.Context, f *Fetched, at *url.URL) (bad error) {
	res, bad := k.w.o.Replay.RoundTrip((&http.Request{URL: at}).WithContext(ctx))
	if bad == nil {
		defer res.Body.Close()
		bad = f.Body.Fill(res.Body, k.w.o.Spool(k.site.ID))
	}
	if bad == nil {
		k.had(f, at)
	}
	return bad
}

// had says of a feed that did not come by HTTP that it is there.
func (k *walk) had(f *Fetched, at *url.URL) {
	f.Page.FetchedAt = k.w.now().UTC()
	f.Outcome, f.ContentHash, f.ETag, f.LastModified = schema.OutcomeOK, k.mark(at), "", ""
	f.Archive = append(f.Archive, schema.Exchange{URL: at.String(), At: f.Page.FetchedAt, Status: http.StatusOK})
}

// readFeed copies the feed from a file: what is read must not change meanwhile.
func (k *walk) readFeed(f *Fetched) (bad error) {
	file, err := os.Open(k.site.Feed.Path(k.site.Feed.URL))
	if err != nil {
		return &wire.Fault{Outcome: schema.OutcomeUnexpected, Err: plain(err)}
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return &wire.Fault{Outcome: schema.OutcomeUnexpected, Err: errors.New("the feed is not a file")}
	}
	if err := f.Body.Fill(file, k.w.o.Spool(k.site.ID)); err != nil {
		return err
	}
	k.had(f, k.site.Feed.Address())
	return nil
}

// plain is an error of the file system without the folder, which is nobody's business but this machine's.
func plain(err error) error {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return fmt.Errorf("read the feed's file: %w", pe.Err)
	}
	return err
}
