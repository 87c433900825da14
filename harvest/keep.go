package harvest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"carif/archive"
	"carif/crawler"
	"carif/schema"
	"carif/storage"
)

// captures are the archived answers of one fetch.
type captures struct {
	all  []storage.Capture
	page string // reference of the page's own answer; "" when it was not kept
}

// keep appends the answers to the archive; whoever saves the page syncs first. What the archive grows by is change: an
// answer that nothing has changed says nothing worth keeping, nor does a page that is drawn as it was, nor an answer
// that is the newest one kept of its URL. The same body after another answer is a revisit record.
func (j *job) keep(ctx context.Context, f *schema.Fetched) (captures, error) {
	var kept captures
	if f.Outcome == schema.OutcomeNotModified || f.Drawn && f.Unchanged && f.Page.SHA256 == f.Entry.SHA256 {
		return kept, nil
	}
	if ref, again, err := j.again(ctx, f); again || err != nil {
		return captures{page: ref}, err
	}
	for i := range f.Parts {
		if _, err := j.part(ctx, &kept, exchange(&f.Parts[i])); err != nil {
			return kept, err
		}
	}
	for i := range f.Archive {
		x := exchange(&f.Archive[i])
		switch last := i == len(f.Archive)-1 && !f.Alias; { // an alias' answers only lead to a page
		case last && f.Drawn:
			err := j.drawn(ctx, &kept, f, x)
			return kept, err
		case last:
			if err := j.answer(ctx, f, &x); err != nil {
				return kept, err
			}
			ref, err := j.append(ctx, &kept, x, f.Page.SHA256)
			if kept.page = ref.String(); err != nil || ref.File == "" {
				kept.page = ""
				return kept, err
			}
		default:
			if _, err := j.append(ctx, &kept, x, ""); err != nil {
				return kept, err
			}
		}
	}
	return kept, nil
}

// again tells that all answers of a fetch are those that were kept of their URLs last, and gives the record that holds
// the page's own; "" for an alias, which only leads to a page. Where redirects lead is known by where they end.
func (j *job) again(ctx context.Context, f *schema.Fetched) (ref string, again bool, err error) {
	if len(f.Archive) == 0 || len(f.Parts) > 0 || f.Drawn || len(f.Archive) > 1 && f.FinalURL != f.Entry.LedTo {
		return "", false, nil
	}
	for i := range f.Archive {
		x := &f.Archive[i]
		sha := ""
		if own := i == len(f.Archive)-1 && !f.Alias; own {
			sha = f.Page.SHA256
		} else if f.FinalURL != f.Entry.LedTo {
			return "", false, nil
		}
		if ref, again, err = j.newest(ctx, x, sha); !again || err != nil {
			return "", false, err
		}
	}
	if f.Alias {
		ref = ""
	}
	return ref, true, nil
}

// newest gives the archive record of the newest answer kept of a URL, where that answer is this one and still stands
// there: what was lost with its file is kept anew.
func (j *job) newest(ctx context.Context, x *schema.Exchange, sha string) (ref string, same bool, err error) {
	caps, err := j.r.Store.Captures(ctx, j.site.ID, x.URL)
	if err != nil {
		return "", false, fmt.Errorf("look up captures of %s: %w", x.URL, err)
	}
	if len(caps) == 0 {
		return "", false, nil
	}
	last := caps[len(caps)-1]
	if last.SHA256 != sha || last.Status != x.Status {
		return "", false, nil
	}
	at, err := archive.ParseRef(last.Ref)
	if err != nil {
		return "", false, fmt.Errorf("capture of %s: %w", x.URL, err)
	}
	return last.Ref, j.r.Archive.Holds(at), nil
}

// archive puts one answer into the archive, without the words of forgotten people. Its reference is zero where such a
// person stands there and cannot be cut out: nothing is kept then.
func (r *Runner) archive(ctx context.Context, redact redactor, x *archive.Exchange) (ref archive.Ref, err error) {
	if redact != nil {
		switch drop, err := redact(ctx, x); {
		case err != nil:
			return ref, fmt.Errorf("redact %s: %w", x.URL, err)
		case drop:
			return ref, nil
		}
	}
	if ref, err = r.Archive.Append(ctx, *x); err != nil {
		return ref, fmt.Errorf("archive %s: %w", x.URL, err)
	}
	return ref, nil
}

// append puts one answer into the archive, and among what is kept of a fetch.
func (j *job) append(ctx context.Context, kept *captures, x archive.Exchange, sha string) (ref archive.Ref, err error) {
	if ref, err = j.r.archive(ctx, j.redact, &x); err != nil || ref.File == "" {
		return ref, err
	}
	kept.all = append(kept.all, storage.Capture{Ref: ref.String(), URL: x.URL, At: x.At, Status: x.Status,
		ContentType: x.ResponseHeader.Get("Content-Type"), Revisit: x.RevisitOf != nil, SHA256: sha})
	return ref, nil
}

// answer dresses the page's own answer for the archive.
func (j *job) answer(ctx context.Context, f *schema.Fetched, x *archive.Exchange) (err error) {
	x.Metadata = j.notes(f)
	if sha := f.Page.SHA256; f.Unchanged && sha != "" && sha == f.Entry.SHA256 {
		x.RevisitOf, err = j.earlier(ctx, f.Entry.URL, sha)
	}
	return err
}

func (j *job) notes(f *schema.Fetched) map[string]string {
	notes := map[string]string{"site": j.site.ID, "run": fmt.Sprint(j.run.ID), "outcome": string(f.Outcome)}
	if f.Entry.Parent != "" {
		notes["via"] = f.Entry.Parent
	}
	return notes
}

// drawn keeps a page that a browser made of an answer: the answer, and behind it the document, which is the page.
func (j *job) drawn(ctx context.Context, kept *captures, f *schema.Fetched, x archive.Exchange) error {
	x.Metadata = map[string]string{archive.DrawnNote: "a browser made the page of this answer"}
	raw, err := j.part(ctx, kept, x)
	if err != nil {
		return err
	}
	page := archive.Exchange{URL: f.FinalURL, At: x.At, ConversionOf: &raw, Status: f.Page.Status, Body: f.Page.Body,
		ResponseHeader: http.Header{"Content-Type": {f.Page.ContentType}}, Metadata: j.notes(f)}
	ref, err := j.append(ctx, kept, page, f.Page.SHA256)
	if err == nil && ref.File != "" {
		kept.page = ref.String()
	}
	return err
}

// partOf is an answer that pages of a run share, as it was last kept.
type partOf struct {
	sha string
	ref archive.Ref
}

// mostParts bounds how many of them are known: past it they are forgotten, and kept once more.
const mostParts = 50_000

// part keeps an answer that many drawn pages load, such as a script or the shell itself: once a run as long as it is
// the same, and as a revisit record where it is what an earlier run kept.
func (j *job) part(ctx context.Context, kept *captures, x archive.Exchange) (archive.Ref, error) {
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, MaxFileBytes)
	if err != nil {
		return j.append(ctx, kept, x, "")
	}
	sum := sha256.Sum256(body)
	sha := hex.EncodeToString(sum[:])
	key := x.Method + " " + x.URL
	j.mu.Lock()
	known, ok := j.parts[key]
	j.mu.Unlock()
	if ok && known.sha == sha {
		return known.ref, nil
	}
	if !ok && x.Method == http.MethodGet {
		if x.RevisitOf, err = j.earlier(ctx, x.URL, sha); err != nil {
			return archive.Ref{}, err
		}
	}
	ref, err := j.append(ctx, kept, x, sha)
	if err != nil || ref.File == "" {
		return ref, err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.parts == nil || len(j.parts) >= mostParts {
		j.parts = map[string]partOf{}
	}
	j.parts[key] = partOf{sha, ref}
	return ref, nil
}

func exchange(x *schema.Exchange) archive.Exchange {
	return archive.Exchange{
		URL: x.URL, At: x.At, IP: x.IP, Method: cmp.Or(x.Method, http.MethodGet), RequestHeader: x.RequestHeader,
		Status: x.Status, Proto: x.Proto, StatusText: x.StatusText, ResponseHeader: x.ResponseHeader, Body: x.Body,
	}
}

// keepRobots archives what a host allowed that night. No row names it: it is no page.
func (r *Runner) keepRobots(ctx context.Context, site string, run int64, answers []schema.Exchange) error {
	redact, err := r.redactor(ctx)
	if err != nil {
		return err
	}
	for i := range answers {
		x := exchange(&answers[i])
		x.Metadata = map[string]string{"site": site, "run": fmt.Sprint(run), "for": "robots"}
		if int64(len(x.Body)) == crawler.DefaultLimits().RobotsBytes {
			x.Truncated = "length"
		}
		if _, err := r.archive(ctx, redact, &x); err != nil {
			return err
		}
	}
	return r.Archive.Sync()
}

// earlier finds the archive record that holds the same body of the same URL; nil when there is none any more.
func (j *job) earlier(ctx context.Context, url, sha string) (*archive.Ref, error) {
	caps, err := j.r.Store.Captures(ctx, j.site.ID, url)
	if err != nil {
		return nil, fmt.Errorf("look up captures of %s: %w", url, err)
	}
	for i := len(caps) - 1; i >= 0; i-- {
		if caps[i].SHA256 == sha && !caps[i].Revisit {
			ref, err := archive.ParseRef(caps[i].Ref)
			if err != nil {
				return nil, fmt.Errorf("capture of %s: %w", url, err)
			}
			if j.r.Archive.Holds(ref) { // else it is kept anew, and is no revisit
				return &ref, nil
			}
		}
	}
	return nil, nil
}
