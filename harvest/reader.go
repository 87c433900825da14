package harvest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"runtime"
	"runtime/debug"

	"golang.org/x/sync/errgroup"

	"carif/harvest/watch"
	"carif/normalize"
	"carif/parser"
	"carif/parser/page"
	"carif/schema"
	"carif/sites"
)

// Reader turns a page into records: parse, then normalise. It is safe for concurrent use.
type Reader struct {
	Parser     *parser.Parser
	Normalizer *normalize.Normalizer
	Sites      *sites.Set

	sitesDir string       // a user's own profiles and models, "" for none
	watch    *watch.Watch // what is read is noted there; nil for nowhere
}

// NewReader loads the lexicon, the vocabularies and the profiles once. vocabDir and sitesDir are a user's
// own folders, "" for none.
func NewReader(sitesDir, vocabDir string) (*Reader, error) {
	set, err := sites.NewSet(sitesDir)
	if err != nil {
		return nil, err
	}
	n, err := normalize.New(normalize.Options{VocabDir: vocabDir})
	if err != nil {
		return nil, fmt.Errorf("load vocabularies: %w", err)
	}
	p, err := parser.NewWith(parser.Options{Vocabularies: n.Vocabularies()})
	if err != nil {
		return nil, fmt.Errorf("load label lexicon: %w", err)
	}
	return &Reader{Parser: p, Normalizer: n, Sites: set, sitesDir: sitesDir}, nil
}

// Reading is what one page gave.
type Reading struct {
	Site    *sites.Site
	Records []schema.Record
	Refusal *schema.Refusal // set when there is no record
	Parsed  parser.Result
}

// Read parses and normalises one page. site nil chooses the profile by the page's host, else the generic
// one. A panic in a reader is a fault of ours that must not cost the run: it comes back as an error, with
// the stack, and the page counts as unread.
func (r *Reader) Read(page schema.Page, site *sites.Site) (Reading, error) {
	return r.ReadDoc(nil, page, site)
}

// ReadDoc is Read of a page whose document the crawler has made; nil makes it here.
func (r *Reader) ReadDoc(doc *page.Doc, page schema.Page, site *sites.Site) (out Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			out.Records, out.Refusal = nil, nil
			err = fmt.Errorf("read page %s: reader panic: %v\n%s", pageName(page), p, debug.Stack())
		}
	}()
	if site == nil {
		site = r.SiteFor(page.URL)
	}
	out.Site = site
	end, why := r.begin(page)
	if why != "" {
		out.Refusal = &schema.Refusal{Reason: schema.RefuseSetAside, Detail: why}
		return out, nil
	}
	defer end()
	if out.Parsed, err = r.Parser.ParseDoc(doc, page, site); err != nil {
		return out, fmt.Errorf("parse page %s: %w", pageName(page), err)
	}
	out.Refusal = out.Parsed.Refusal
	for _, d := range out.Parsed.Drafts {
		out.Records = append(out.Records, r.Normalizer.Record(d, page, site))
	}
	setApart(out.Records)
	if len(out.Records) == 0 && out.Refusal == nil {
		out.Refusal = &schema.Refusal{Reason: schema.RefuseNotACourse,
			Detail: "nothing of a course was found on the page"}
	}
	return out, nil
}

// setApart gives the courses of one page that would have one key a key each. Where they share an id, the first keeps
// it and the others say so in an issue; where the page gives none, its address is the key of none of them alone.
func setApart(recs []schema.Record) {
	n := map[string]int{}
	for i := range recs {
		n[recs[i].Course.Key]++
	}
	seen := map[string]bool{}
	for i := range recs {
		c := recs[i].Course
		key := c.Key
		if n[key] < 2 || !schema.NoID(key) && !seen[key] {
			seen[key] = true
			continue
		}
		c.Key = schema.KeyApart(key, c)
		if !schema.NoID(key) {
			recs[i].Issues = append(recs[i].Issues, schema.DuplicateID(c, key))
		}
	}
}

// begin notes that a page is about to be read; why says that it must not be.
func (r *Reader) begin(page schema.Page) (end func(), why string) {
	if r.watch == nil {
		return func() {}, ""
	}
	if page.SHA256 == "" {
		sum := sha256.Sum256(page.Body)
		page.SHA256 = hex.EncodeToString(sum[:])
	}
	return r.watch.Begin(page.SHA256, len(page.Body))
}

// Records gives the records of one page, read with the profile of its host.
func (r *Reader) Records(page schema.Page) ([]schema.Record, error) {
	got, err := r.Read(page, nil)
	return got.Records, err
}

// Canonical is a page's address as the database knows it.
func (r *Reader) Canonical(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	return r.SiteFor(raw).CanonicalURL(u)
}

// SiteFor gives the profile that names the URL's host, the generic one where none does.
func (r *Reader) SiteFor(raw string) *sites.Site {
	if u, err := url.Parse(raw); err == nil && u.Host != "" {
		if s := r.Sites.ForHost(u.Host); s != nil {
			return s
		}
	}
	return sites.Generic()
}

// inOrder works on the items that each gives on all cores, and hands the results to take one by one in the order of
// the items: what is stored does not depend on the number of cores. As many items as there are cores are worked on at
// once, and a few results wait. An error of take ends it; one of each ends it when what came before is taken.
func inOrder[T, R any](ctx context.Context, each func(put func(T) error) error, work func(T) R,
	take func(R) error) error {
	type task struct {
		item T
		done chan R
	}
	n := runtime.GOMAXPROCS(0)
	g, within := errgroup.WithContext(ctx)
	todo, order := make(chan task), make(chan task, 2*n)
	var end error
	g.Go(func() error {
		defer close(todo)
		defer close(order)
		end = each(func(item T) error {
			t := task{item, make(chan R, 1)}
			for _, to := range []chan task{order, todo} {
				select {
				case to <- t:
				case <-within.Done():
					return within.Err()
				}
			}
			return nil
		})
		return nil
	})
	for range n {
		g.Go(func() error {
			for t := range todo {
				t.done <- work(t.item)
			}
			return nil
		})
	}
	g.Go(func() error {
		for t := range order {
			select {
			case r := <-t.done:
				if err := take(r); err != nil {
					return err
				}
			case <-within.Done():
				return within.Err()
			}
		}
		return nil
	})
	if err := g.Wait(); err != nil {
		return err
	}
	return end
}

func pageName(p schema.Page) string {
	if p.File != "" {
		return p.File
	}
	return p.URL
}
