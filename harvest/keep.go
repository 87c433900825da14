package harvest

import (
	"context"
	"fmt"

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

// keep appends the answers to the archive; whoever saves the page syncs first. The same body again is a revisit
// record; an answer that nothing has changed says nothing worth keeping.
func (j *job) keep(ctx context.Context, f *schema.Fetched) (captures, error) {
	var kept captures
	if f.Outcome == schema.OutcomeNotModified {
		return kept, nil
	}
	for i := range f.Archive {
		last := i == len(f.Archive)-1 && !f.Alias // whose answers only lead to a page
		x, err := j.answer(ctx, f, i)
		if err != nil {
			return kept, err
		}
		if j.redact != nil {
			switch drop, err := j.redact(ctx, &x); {
			case err != nil:
				return kept, fmt.Errorf("redact %s: %w", x.URL, err)
			case drop:
				continue // a forgotten person stands there and cannot be cut out: nothing is kept
			}
		}
		ref, err := j.r.Archive.Append(ctx, x)
		if err != nil {
			return kept, fmt.Errorf("archive %s: %w", x.URL, err)
		}
		c := storage.Capture{Ref: ref.String(), URL: x.URL, At: x.At, Status: x.Status,
			ContentType: x.ResponseHeader.Get("Content-Type"), Revisit: x.RevisitOf != nil}
		if last {
			c.SHA256, kept.page = f.Page.SHA256, c.Ref
		}
		kept.all = append(kept.all, c)
	}
	return kept, nil
}

// answer dresses the i-th answer of a fetch for the archive. The last one is the page's.
func (j *job) answer(ctx context.Context, f *schema.Fetched, i int) (archive.Exchange, error) {
	out := exchange(&f.Archive[i])
	if i < len(f.Archive)-1 || f.Alias {
		return out, nil
	}
	out.Metadata = map[string]string{"site": j.site.ID, "run": fmt.Sprint(j.run.ID), "outcome": string(f.Outcome)}
	if f.Entry.Parent != "" {
		out.Metadata["via"] = f.Entry.Parent
	}
	if sha := f.Page.SHA256; f.Unchanged && sha != "" && sha == f.Entry.SHA256 {
		var err error
		if out.RevisitOf, err = j.earlier(ctx, f.Entry.URL, sha); err != nil {
			return out, err
		}
	}
	return out, nil
}

func exchange(x *schema.Exchange) archive.Exchange {
	return archive.Exchange{
		URL: x.URL, At: x.At, IP: x.IP, Method: "GET", RequestHeader: x.RequestHeader,
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
		if redact != nil {
			switch drop, err := redact(ctx, &x); {
			case err != nil:
				return fmt.Errorf("redact %s: %w", x.URL, err)
			case drop:
				continue
			}
		}
		if _, err := r.Archive.Append(ctx, x); err != nil {
			return fmt.Errorf("archive %s: %w", x.URL, err)
		}
	}
	return r.Archive.Sync()
}

// earlier finds the archive record that holds the same body of the same URL; nil when there is none.
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
			return &ref, nil
		}
	}
	return nil, nil
}
