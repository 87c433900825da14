package forget

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"carif/archive"
)

// Keeper is a database that knows what of its archive must stay.
type Keeper interface {
	Follower
	// Needed gives the references of what its sites cannot be read again without.
	Needed(ctx context.Context) (map[string]bool, error)
}

// Pruning is what leaves an archive, or would.
type Pruning struct {
	Before  time.Time `json:"before"`  // answers older than this leave
	Answers int       `json:"answers"` // that leave
	Bytes   int64     `json:"bytes"`   // of these, packed as they stand in the archive
	Kept    int       `json:"kept"`    // older ones that stay: the newest good answer of a page, a robots.txt
	Newer   int       `json:"newer"`   // answers that are not that old
	Unread  int       `json:"unread"`  // damaged places, left as they are
}

// decide tells what becomes of an answer, and counts it.
func (p *Pruning) decide(needed map[string]bool, ref archive.Ref, x *archive.Exchange) (leaves bool) {
	switch {
	case !x.At.Before(p.Before):
		p.Newer++
	case needed[ref.String()] || isRobots(x.URL):
		p.Kept++
	default:
		p.Answers++
		p.Bytes += ref.Length
		return true
	}
	return false
}

// isRobots tells the answers that show what was allowed in a night: no row names them.
func isRobots(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && u.Path == "/robots.txt"
}

// WouldPrune tells what Prune would do, and changes nothing.
func WouldPrune(ctx context.Context, st Keeper, a *archive.Archive, before time.Time) (Pruning, error) {
	p := Pruning{Before: before}
	needed, err := st.Needed(ctx)
	if err != nil {
		return p, fmt.Errorf("prune: %w", err)
	}
	err = a.Walk(ctx, func(ref archive.Ref, x archive.Exchange) error {
		p.decide(needed, ref, &x)
		return nil
	})
	if err != nil {
		return p, fmt.Errorf("prune: %w", err)
	}
	return p, nil
}

// Prune takes answers that are older than a time out of the archive. What was read of them stays in the database, with
// the words it was read from, and so does the newest good answer of every page. A crash leaves the archive as it was,
// or as it is to be; the next run brings the database up to date (Settle).
func Prune(ctx context.Context, st Keeper, a *archive.Archive, before, now time.Time) (Pruning, error) {
	p := Pruning{Before: before}
	needed, err := st.Needed(ctx)
	if err != nil {
		return p, fmt.Errorf("prune: %w", err)
	}
	res, err := a.Prune(ctx, now, func(ref archive.Ref, x *archive.Exchange) bool { return p.decide(needed, ref, x) })
	if err != nil {
		return p, fmt.Errorf("prune: %w", err)
	}
	p.Unread = len(res.Unread)
	return p, follow(ctx, st, a, res)
}
