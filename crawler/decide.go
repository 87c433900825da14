package crawler

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"carif/crawler/polite"
	"carif/schema"
	"carif/sites"
)

// decide says what becomes of the entry: a retry is a date in the frontier, not a sleep that holds the host.
func (k *walk) decide(f *Fetched) {
	now := k.w.now()
	wait := k.retryWait(f)
	switch o := f.Outcome; {
	case o.Good():
		f.Next = schema.Decision{State: schema.StateDone}
	case o == schema.OutcomeGone:
		f.Next = schema.Decision{State: schema.StateDone}
		if f.Entry.GoneCount+1 >= 2 {
			f.Next = schema.Decision{State: schema.StateGone, NextTry: now.Add(k.w.lim.GoneRest)}
		}
	case o == schema.OutcomeEmpty && len(f.Page.Body) > 0:
		f.Next = schema.Decision{State: schema.StateDone} // a shell stays one for the night
	case o.Retry() && f.Alias && f.settled:
		f.Next = schema.Decision{State: schema.StateFailed}
	case o.Retry() && f.Entry.Attempts < k.w.lim.Retries && wait <= k.w.lim.RetryAfterMax:
		f.Next = schema.Decision{State: schema.StateFresh, NextTry: now.Add(max(wait, k.backoff(f.Entry.Attempts)))}
		k.mu.Lock()
		if f.Next.NextTry.After(k.retryAt) {
			k.retryAt = f.Next.NextTry
		}
		k.mu.Unlock()
	case o.Retry(), o == schema.OutcomeBlocked, o == schema.OutcomeChallenge, o == schema.OutcomeUnexpected:
		f.Next = schema.Decision{State: schema.StateFailed}
	default:
		f.Next = schema.Decision{State: schema.StateDone}
	}
}

// retryWait is what the server asked for; 0 when nothing.
func (k *walk) retryWait(f *Fetched) time.Duration {
	if len(f.Archive) == 0 || f.Page.Status != 429 && f.Page.Status != 503 {
		return 0
	}
	d, _ := polite.RetryAfter(f.Archive[len(f.Archive)-1].ResponseHeader, k.w.now())
	return d
}

func jitter(span time.Duration) time.Duration {
	if span <= 0 {
		return 0
	}
	return time.Duration(rand.Int64N(int64(span)))
}

// account keeps the report.
func (k *walk) account(ctx context.Context, f *Fetched) {
	k.mu.Lock()
	o, e := f.Outcome, f.Entry
	fault := k.faults[e.URL]
	bad := !o.Good() && o != schema.OutcomeGone
	if bad {
		if fault == nil {
			fault = &Fault{URL: e.URL}
			k.faults[e.URL] = fault
		}
		fault.Class, fault.Attempts, fault.Last = o, e.Attempts+1, f.Reason
	} else if fault != nil && !fault.Healed {
		fault.Healed = true
		k.rep.Healed++
	}
	final := f.Next.State != schema.StateFresh
	if final {
		k.rep.Pages++
		k.rep.Outcomes[o]++
		if raw, ok := k.sentinel[e.URL]; ok {
			k.rep.Sentinels[raw] = o
		}
	}
	k.mu.Unlock()
	// nothing was ever found by it: what it would name is not missing
	idle := volunteered(e) && e.LastFetched.IsZero() || e.Kind == sites.KindFeed && k.site.Feed == nil
	if final && e.Kind != sites.KindCourse && (bad || o == schema.OutcomeGone) && !trapEnd(f.Limit) && !idle {
		k.fail(fmt.Sprintf("%s %s was not read: %s", e.Kind, e.URL, f.Reason))
	}
	if bad {
		k.log.Warn("no page", "url", e.URL, "outcome", o, "attempt", e.Attempts+1, "why", f.Reason)
	}
	k.progress(ctx, f)
}

// ignored is the limit of a sitemap that the profile ignores.
const ignored = "ignored"

// trapEnd tells limits that end a trap from limits that may have cost pages.
func trapEnd(limit string) bool {
	switch limit {
	case ignored, "barren", "identical_content", "path_repetition", "depth", "segments", "url_bytes":
		return true
	}
	return false
}

func (k *walk) progress(ctx context.Context, f *Fetched) {
	if k.w.o.Progress == nil {
		return
	}
	k.mu.Lock()
	pages := k.rep.Pages
	count := k.counted == 0 || pages >= k.counted+50
	k.mu.Unlock()
	if count {
		if due, total, err := k.w.store.Left(context.WithoutCancel(ctx), k.site.ID, k.run); err == nil {
			k.mu.Lock()
			k.due, k.total, k.counted = due, total, max(pages, 1)
			k.mu.Unlock()
		}
	}
	k.mu.Lock()
	p := Progress{Site: k.site.ID, Pages: pages, Faults: len(k.faults) - k.rep.Healed, Due: k.due, Total: k.total,
		Bytes: k.rep.Bytes, Started: k.started, At: k.w.now(), URL: f.Entry.URL, Outcome: f.Outcome}
	k.mu.Unlock()
	k.w.o.Progress(p)
}
