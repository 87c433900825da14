package harvest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"carif/archive"
	"carif/crawler"
	"carif/crawler/judge"
	"carif/crawler/spool"
	"carif/lheo"
	"carif/schema"
	"carif/storage"
	"carif/storage/aside"
)

// A feed is harvested as a page is: archived, then read, then saved, and nothing of that where it is as it was. But it
// may be of gigabytes, so that it lies in a file aside (crawler/spool) and goes through memory piece by piece: it is
// archived in pieces that end where a formation does, each an answer of its own that people can be cut out of, and it
// is saved in parts (storage.Part). What was read of a feed that breaks off is kept; nothing is missing by it.

// feedPart is how many formations are saved in one transaction.
const feedPart = 100

// spooled names where the feed of a site goes while it is read: aside in the archive's folder.
func (r *Runner) spooled(site string) string { return filepath.Join(r.Archive.Dir(), "feed-"+site) }

// spool makes the file a feed goes to, for its owner's eyes only.
func (r *Runner) spool(site string) spool.Place {
	return func() (*os.File, func() error, error) {
		part, err := aside.File(r.spooled(site), 0o600)
		if err != nil {
			return nil, nil, err
		}
		f, err := os.OpenFile(part.Path, os.O_RDWR, 0o600)
		if err != nil {
			return nil, nil, errors.Join(err, os.Remove(part.Path), part.Release())
		}
		return f, func() error { return errors.Join(os.Remove(part.Path), part.Release()) }, nil
	}
}

// visitFeed keeps one fetch of a feed. It says in the fetch how the feed ended, which only its reading tells.
func (j *job) visitFeed(ctx context.Context, f *crawler.Fetched) error {
	if f.Outcome != schema.OutcomeOK {
		return j.saveFeed(ctx, f, captures{}, storage.PartNone)
	}
	end, why := j.r.watched().BeginFeed(f.Body.SHA256, f.Body.Size)
	if why != "" {
		f.Outcome, f.Reason, f.Next = schema.OutcomeSetAside, why, schema.Decision{State: schema.StateFailed}
		return j.saveFeed(ctx, f, captures{all: []storage.Capture{}}, storage.PartNone)
	}
	defer end()
	n, err := j.surveyFeed(ctx, f)
	if err != nil {
		return err
	}
	if f.Page.SHA256 = n.sha; n.err == nil && n.sha == f.Entry.SHA256 && crawler.SameFeedReader(f) {
		f.Unchanged = true // nothing to read, nothing to archive
		return j.saveFeed(ctx, f, captures{all: []storage.Capture{}}, storage.PartNone)
	}
	pieces, err := j.keepFeed(ctx, f)
	if err != nil {
		return err
	}
	kept := captures{all: pieces.captures}
	if len(pieces.captures) > 0 {
		kept.page = pieces.captures[0].Ref
	}
	if err := j.savePart(ctx, f, storage.PartBegin, kept, nil); err != nil {
		return err
	}
	j.feedBegun = true
	sum, err := j.readNight(ctx, f, n, &pieces)
	for _, x := range sum.Extras { // their words are in the archive
		j.r.Log.Info("the feed says something of itself, for which no record has a place", "where", x.Where)
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // what was saved is right, and the feed will be read from its beginning
	case err == nil && sum.Formations > 0:
		return j.saveFeed(ctx, f, kept, storage.PartEnd)
	case err != nil && !feedFault(err):
		return err
	}
	brokenOff(f, sum, err)
	return j.saveFeed(ctx, f, captures{}, storage.PartNone)
}

// errStore marks failures of our own while a feed is read.
var errStore = errors.New("save feed")

func feedFault(err error) bool { return !errors.Is(err, errStore) }

// brokenOff says how a feed ended that was not read to its end, or that holds nothing.
func brokenOff(f *crawler.Fetched, sum lheo.Summary, err error) {
	f.Next = schema.Decision{State: schema.StateFailed}
	switch {
	case err == nil:
		f.Outcome, f.Reason = schema.OutcomeEmpty, "the feed holds no formation"
		return
	case errors.Is(err, lheo.ErrNothing):
		f.Outcome, f.Reason = schema.OutcomeEmpty, err.Error()
		return
	case errors.Is(err, lheo.ErrNamespace):
		f.Outcome, f.Reason = schema.OutcomeBadType, err.Error()
	case errors.Is(err, lheo.ErrCut):
		f.Outcome, f.Reason = schema.OutcomeTruncated, err.Error()
	default:
		f.Outcome, f.Limit, f.Reason = judge.Fault(err)
	}
	f.Reason += fmt.Sprintf("; %s read before it, kept, and nothing closed", count(sum.Formations, "formation"))
}

// brokeOff tells the outcomes of a feed that was reached and not read to its end.
func (j *job) brokeOff(o schema.Outcome) bool {
	return j.feedBegun || o == schema.OutcomeTruncated || o == schema.OutcomeEmpty || o == schema.OutcomeBadType ||
		o == schema.OutcomeSetAside
}

// survey is what is known of a feed before it is read.
type survey struct {
	sha   string
	twins feedTwins
	err   error // where it cannot be unpacked to its end
}

// surveyFeed reads a feed through: its hash, and which numbers stand in it more than once.
func (j *job) surveyFeed(ctx context.Context, f *crawler.Fetched) (survey, error) {
	n := survey{twins: newTwins()}
	r, err := openFeed(ctx, f)
	if err != nil {
		return n, err
	}
	defer r.Close()
	h := sha256.New()
	n.twins.numbers, err = lheo.CountNumbers(io.TeeReader(r, h), carifOf(j.site))
	if err != nil && r.bad == nil {
		return n, err
	}
	n.sha, n.err = hex.EncodeToString(h.Sum(nil)), r.bad
	return n, ctx.Err()
}

// feedReader reads a feed as far as it can be unpacked. Where that ends, the feed ends; bad says why.
type feedReader struct {
	io.ReadCloser
	ctx context.Context // of the one visit it serves
	bad error
}

func openFeed(ctx context.Context, f *crawler.Fetched) (*feedReader, error) {
	r, err := f.Body.Open()
	if err != nil {
		if _, _, why := judge.Fault(err); why == "" {
			return nil, err
		}
		return &feedReader{ReadCloser: io.NopCloser(http.NoBody), ctx: ctx, bad: err}, nil
	}
	return &feedReader{ReadCloser: r, ctx: ctx}, nil
}

func (r *feedReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.bad, err = err, io.EOF
	}
	return n, err
}

// pieces are the archived pieces of a feed.
type pieces struct {
	captures []storage.Capture
	ends     []feedPiece
	redacted map[string]bool // by reference: people were cut out
	read     int             // formations read
}

// feedPiece is a piece of a feed, by its last formation.
type feedPiece struct {
	last int
	ref  string // "" where it was not kept
}

// next gives the reference of the piece that holds the next formation.
func (p *pieces) next() string {
	p.read++
	i, _ := slices.BinarySearchFunc(p.ends, p.read, func(e feedPiece, n int) int { return cmp.Compare(e.last, n) })
	if i < len(p.ends) {
		return p.ends[i].ref
	}
	return ""
}

// keepFeed archives what came: redirects as ever, and the feed, unpacked, in pieces. The first piece has the feed's
// address and the others have its number behind "#piece-"; each says of which of them it is.
func (j *job) keepFeed(ctx context.Context, f *crawler.Fetched) (pieces, error) {
	var out pieces
	hops := f.Fetched
	last := len(f.Archive) - 1
	hops.Archive, hops.Alias = f.Archive[:last], true // none of them is the feed's
	kept, err := j.keep(ctx, &hops)
	if err != nil {
		return out, err
	}
	r, err := openFeed(ctx, f)
	if err != nil {
		return out, err
	}
	defer r.Close()
	no, formations := 0, 0
	var got captures
	err = spool.Pieces(r, spool.PieceBytes, func(piece []byte, ends int) error {
		no, formations = no+1, formations+ends
		ref, err := j.keepPiece(ctx, &got, f, no, piece)
		if err != nil {
			return err
		}
		out.ends = append(out.ends, feedPiece{formations, ref})
		return nil
	})
	out.captures = append(got.all, kept.all...)
	if err == nil && len(out.captures) > 0 {
		err = j.r.Archive.Sync()
	}
	return out, err
}

// keepPiece archives one piece of a feed and gives its reference; "" where it must not be kept.
func (j *job) keepPiece(ctx context.Context, kept *captures, f *crawler.Fetched, no int, body []byte) (string, error) {
	x := exchange(&f.Archive[len(f.Archive)-1])
	if x.Body = body; no > 1 {
		x.URL = pieceURL(x.URL, no)
		x.RequestHeader, x.Method = nil, ""
	}
	if x.RequestHeader == nil {
		x.Method = ""
	}
	x.ResponseHeader = maps.Clone(x.ResponseHeader)
	for _, name := range []string{"Content-Encoding", "Content-Length"} {
		x.ResponseHeader.Del(name) // of the whole, as it was sent
	}
	x.Metadata = map[string]string{"site": j.site.ID, "run": fmt.Sprint(j.run.ID), "outcome": string(f.Outcome),
		"piece": strconv.Itoa(no), "whole-sha256": f.Page.SHA256}
	sum := sha256.Sum256(body)
	ref, err := j.append(ctx, kept, x, hex.EncodeToString(sum[:]))
	if err != nil || ref.File == "" {
		return "", err
	}
	return ref.String(), nil
}

// readNight reads the feed of a night and saves its formations.
func (j *job) readNight(ctx context.Context, f *crawler.Fetched, n survey, p *pieces) (lheo.Summary, error) {
	r, err := openFeed(ctx, f)
	if err != nil {
		return lheo.Summary{}, err
	}
	defer r.Close()
	return j.readFeed(ctx, r, f.Page.FetchedAt, n, p, func(ref string, recs []schema.Record) error {
		return j.savePart(ctx, f, storage.PartNext, captures{page: ref}, recs)
	})
}

// readFeed reads a feed and gives its formations to save, part by part, with the archived piece they stand in.
func (j *job) readFeed(ctx context.Context, r *feedReader, at time.Time, n survey, p *pieces,
	save func(ref string, recs []schema.Record) error) (sum lheo.Summary, err error) {
	o := j.r.feedOptions(j.site, j.site.Feed.Address().String())
	fetched := at.UTC().Format(time.RFC3339)
	read := func(put func(schema.Record) error) (err error) {
		sum, err = lheo.Read(ctx, r, o, func(rec schema.Record) error {
			if ref := p.next(); ref != "" {
				rec.Source.File = &ref
			}
			rec.Source.FetchedAt = &fetched
			return put(rec)
		})
		return err
	}
	parts := feedParts{save: save, file: o.File}
	err = readAhead(ctx, groupPages, read, func(rec schema.Record) error { return parts.add(n.twins.together(rec)) })
	if err == nil || feedFault(err) && ctx.Err() == nil {
		if serr := errors.Join(parts.add(n.twins.rest()), parts.flush()); serr != nil {
			return sum, serr
		}
	}
	if err != nil && feedFault(err) && r.bad != nil {
		err = r.bad // why it ends where it does
	}
	return sum, err
}

// feedParts gathers formations of one piece until they are saved.
type feedParts struct {
	save func(ref string, recs []schema.Record) error
	file string // what a record names in the place of a piece that was not kept
	recs []schema.Record
}

func (p *feedParts) add(recs []schema.Record) error {
	for _, rec := range recs {
		if len(p.recs) > 0 && (len(p.recs) == feedPart || *p.recs[0].Source.File != *rec.Source.File) {
			if err := p.flush(); err != nil {
				return err
			}
		}
		p.recs = append(p.recs, rec)
	}
	return nil
}

func (p *feedParts) flush() error {
	if len(p.recs) == 0 {
		return nil
	}
	recs, ref := p.recs, *p.recs[0].Source.File
	if p.recs = nil; ref == p.file {
		ref = ""
	}
	return p.save(ref, recs)
}

// savePart makes one part of a feed durable.
func (j *job) savePart(ctx context.Context, f *crawler.Fetched, part storage.Part, kept captures,
	recs []schema.Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	entry := &schema.Fetched{Run: j.run.ID, Entry: f.Entry, Outcome: schema.OutcomeOK, FinalURL: f.FinalURL}
	changes, err := j.r.Store.Commit(ctx, storage.PageResult{Run: j.run.ID, Fetched: entry, Part: part, Captures: kept.all,
		Capture: kept.page, Records: recs, VocabVersion: j.r.Reader.Normalizer.VocabularyVersion(), At: j.r.now()})
	if err != nil {
		return fmt.Errorf("%w: %w", errStore, err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.note(changes)
	if j.r.Progress != nil {
		j.r.Progress(j.prog)
	}
	return nil
}

// saveFeed saves how the fetch of a feed ended.
func (j *job) saveFeed(ctx context.Context, f *crawler.Fetched, kept captures, part storage.Part) error {
	ctx = context.WithoutCancel(ctx)
	if part == storage.PartNone && kept.all == nil && len(f.Archive) > 0 && !j.feedBegun {
		var err error
		if kept, err = j.keep(ctx, &f.Fetched); err != nil { // an error page, redirects
			return err
		}
	}
	if part == storage.PartEnd {
		kept.all = nil // they are saved
	}
	res := storage.PageResult{Run: j.run.ID, Fetched: &f.Fetched, Part: part, Captures: kept.all, Capture: kept.page,
		VocabVersion: j.r.Reader.Normalizer.VocabularyVersion(), At: j.r.now()}
	err := j.group.add(res, func([]schema.Change) { j.tell(ctx, &f.Fetched, nil) })
	if err != nil {
		return err
	}
	return j.group.flush()
}

// rereadFeed reads the feed that was had last from its archived pieces.
func (j *job) rereadFeed(ctx context.Context) error {
	var page storage.Page
	err := j.r.Store.Pages(ctx, j.site.ID, func(p storage.Page) error {
		if p.URL == j.site.Feed.Address().String() {
			page = p
		}
		return nil
	})
	if err != nil || page.Capture == "" {
		return err
	}
	end, why := j.r.watched().BeginFeed(page.SHA256, math.MaxInt64)
	if why != "" {
		j.setAside(page.URL, why)
		return nil
	}
	defer end()
	var p pieces
	n := survey{twins: newTwins()}
	first := &feedReader{ReadCloser: &joined{next: j.archivedPieces(ctx, page, &p)}, ctx: ctx}
	if n.twins.numbers, err = lheo.CountNumbers(first, carifOf(j.site)); err != nil {
		return err
	}
	if first.bad != nil {
		j.fault(page.URL, "archive", first.bad)
		return nil
	}
	again := &feedReader{ReadCloser: &joined{next: j.archivedPieces(ctx, page, &pieces{})}, ctx: ctx}
	told := &schema.Fetched{Entry: schema.Entry{Site: j.site.ID, URL: page.URL}, Outcome: schema.OutcomeOK}
	_, err = j.readFeed(ctx, again, page.FetchedAt, n, &p, func(ref string, recs []schema.Record) error {
		for i := range recs {
			if p.redacted[ref] {
				if err := j.r.People.Unmark(&recs[i]); err != nil {
					return err
				}
			}
		}
		j.count(Reading{Records: recs})
		_, err := j.r.Store.Commit(ctx, storage.PageResult{Run: j.run.ID, Site: j.site.ID, URL: page.URL,
			Part: storage.PartNext, Capture: ref, Records: recs,
			VocabVersion: j.r.Reader.Normalizer.VocabularyVersion(), At: j.r.now()})
		if err != nil {
			return fmt.Errorf("%w: %w", errStore, err)
		}
		return nil
	})
	j.tell(ctx, told, nil)
	if err != nil && feedFault(err) && ctx.Err() == nil {
		j.fault(page.URL, "archive", err)
		return nil
	}
	return err
}

// archivedPieces gives the archived pieces of a feed one by one: nil after the last. p is told what they are.
func (j *job) archivedPieces(ctx context.Context, page storage.Page, p *pieces) func(no int) ([]byte, error) {
	var at time.Time
	formations := 0
	return func(no int) ([]byte, error) {
		raw := page.Capture
		if no > 1 {
			caps, err := j.r.Store.Captures(ctx, j.site.ID, pieceURL(page.URL, no))
			if err != nil {
				return nil, err
			}
			i := slices.IndexFunc(caps, func(c storage.Capture) bool { return c.At.Equal(at) })
			if i < 0 {
				return nil, nil
			}
			raw = caps[i].Ref
		}
		ref, err := archive.ParseRef(raw)
		if err != nil {
			return nil, err
		}
		x, err := j.r.Archive.Read(ref)
		if err != nil {
			return nil, err
		}
		if no == 1 {
			caps, err := j.r.Store.Captures(ctx, j.site.ID, x.URL)
			if err != nil {
				return nil, err
			}
			if i := slices.IndexFunc(caps, func(c storage.Capture) bool { return c.Ref == raw }); i >= 0 {
				at = caps[i].At
			}
		}
		ends, _ := spool.Formations(x.Body)
		formations += ends
		p.ends = append(p.ends, feedPiece{formations, raw})
		if x.Metadata[archive.RedactedNote] != "" {
			if p.redacted == nil {
				p.redacted = map[string]bool{}
			}
			p.redacted[raw] = true
		}
		return x.Body, nil
	}
}

func pieceURL(feed string, no int) string {
	if no == 1 {
		return feed
	}
	return feed + "#piece-" + strconv.Itoa(no)
}

// joined reads pieces as the one body that they are of.
type joined struct {
	next func(no int) ([]byte, error) // nil after the last
	no   int
	left []byte
}

func (p *joined) Read(b []byte) (int, error) {
	if len(p.left) == 0 {
		p.no++
		body, err := p.next(p.no)
		if err != nil {
			return 0, err
		}
		if len(body) == 0 {
			return 0, io.EOF
		}
		p.left = body
	}
	n := copy(b, p.left)
	p.left = p.left[n:]
	return n, nil
}

func (*joined) Close() error { return nil }
