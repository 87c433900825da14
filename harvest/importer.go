package harvest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"carif/archive"
	"carif/crawler"
	"carif/harvest/saved"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// Import puts saved pages into the database through the same path as a harvest: bytes to the archive, then
// parse, normalise, store. It runs one run a site and never closes a course: a folder is not a site.
type Import struct {
	r    *Runner
	site *sites.Site // nil: chosen a page
	jobs map[string]*job
	seen map[[8]byte]string // head of a URL's sum → sum of the body last read from it

	Notes []string // what was left out, for the person who imports: a line each
	empty []error  // files that held no page: no fault where others do
}

// NewImport starts an import; site nil chooses the profile a page.
func (r *Runner) NewImport(site *sites.Site) *Import {
	return &Import{r: r, site: site, jobs: map[string]*job{}, seen: map[[8]byte]string{}}
}

// Pages imports saved HTML or text pages from files, folders or stdin.
func (im *Import) Pages(ctx context.Context, paths []string, f Files) error {
	f.Paths, f.Reader, f.Site = paths, im.r.reader(), im.site
	return f.each(ctx, func(s savedPage, got Reading, err error) error {
		if err != nil {
			return im.failed(ctx, s, got, err)
		}
		p := s.page
		p.FetchedAt = im.r.now()
		x := schema.Exchange{URL: archiveURL(s), At: p.FetchedAt, Proto: "HTTP/1.1", Status: 200, StatusText: "OK",
			ResponseHeader: http.Header{"Content-Type": {contentType(s.rel)}}, Body: p.Body}
		return im.put(ctx, p, x, got)
	})
}

// Paths imports what is named: files, folders and "-" for stdin. A folder's pages are read together, then its WARC
// files, then its feeds. What one of them cannot give does not keep the others from being read.
func (im *Import) Paths(ctx context.Context, paths []string, f Files) error {
	f.Note = nil // told here, for all kinds
	var errs []error
	try := func(err error) { errs = append(errs, err) }
	for _, p := range paths {
		if info, err := os.Stat(p); p == "-" || err != nil || !info.IsDir() {
			try(im.path(ctx, p, f))
			continue
		}
		below, err := saved.Sort(p)
		if err != nil {
			try(PlainPathError(err))
			continue
		}
		some := len(below.WARCs)+len(below.Feeds) > 0
		if below.Left.Any() && (some || len(below.Pages) > 0) {
			im.note("%s: left out, as neither pages nor WARC nor LHÉO files: %s", p, below.Left.String())
		}
		if !some || len(below.Pages) > 0 {
			try(im.Pages(ctx, []string{p}, f))
		}
		for _, file := range append(below.WARCs, below.Feeds...) {
			if ctx.Err() == nil {
				try(im.path(ctx, file, f))
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(im.jobs) == 0 {
		errs = append(errs, im.empty...)
	} else {
		for _, err := range im.empty {
			im.note("%v", err)
		}
	}
	return errors.Join(errs...)
}

// path imports one file by its kind.
func (im *Import) path(ctx context.Context, p string, f Files) error {
	switch saved.KindOf(p) {
	case saved.WARC:
		return im.WARC(ctx, p)
	case saved.Feed:
		return im.Feed(ctx, p)
	}
	if strings.HasSuffix(strings.ToLower(p), ".xml") {
		return im.Feed(ctx, p) // which says what else it is
	}
	return im.Pages(ctx, []string{p}, f)
}

// note keeps a line for the person who imports.
func (im *Import) note(format string, args ...any) {
	im.Notes = append(im.Notes, fmt.Sprintf(format, args...))
}

// errNoOriginal is what is wrong with a revisit whose page is nowhere to be had.
var errNoOriginal = errors.New(
	"the first capture of this revisit is not here: import the WARC file that holds it first")

// WARC imports the course pages of a WARC file of ours or of another tool. They are read on all cores.
func (im *Import) WARC(ctx context.Context, path string) error {
	type answer struct {
		x    archive.Exchange
		left string // why it is not for the reader
	}
	type reading struct {
		answer
		page schema.Page
		got  Reading
		err  error
	}
	pages := func(put func(answer) error) error {
		return archive.ReadFile(path, func(_ archive.Ref, x archive.Exchange) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			a := answer{x: x, left: im.noPage(&x)}
			if a.left != "" {
				a.x = archive.Exchange{URL: x.URL}
			}
			return put(a)
		})
	}
	var left saved.Left
	taken := 0
	err := inOrder(ctx, pages, func(a answer) reading {
		r := reading{answer: a}
		if r.left == "" {
			r.page, r.got, r.left, r.err = im.readWARC(&r.x, path)
		}
		return r
	}, func(r reading) error {
		if errors.Is(r.err, errNoOriginal) && im.original(ctx, r.got.Site, &r.x) { // all before it is stored by now
			r.page, r.got, r.left, r.err = im.readWARC(&r.x, path)
		}
		x := r.x
		switch err := ctx.Err(); {
		case err != nil:
			return err
		case r.err != nil:
			taken++
			return im.failed(ctx, savedPage{show: x.URL, url: x.URL, site: r.got.Site}, r.got, r.err)
		case r.left != "":
			left.Add(r.left, x.URL)
			return nil
		}
		taken++
		return im.put(ctx, r.page, schema.Exchange{URL: x.URL, At: x.At, IP: x.IP, RequestHeader: x.RequestHeader,
			Proto:  x.Proto,
			Status: x.Status, StatusText: x.StatusText, ResponseHeader: x.ResponseHeader, Body: x.Body}, r.got)
	})
	switch {
	case err != nil:
		return fmt.Errorf("import %s: %w", path, err)
	case taken == 0 && left.Any():
		im.empty = append(im.empty, fmt.Errorf("import %s: no page to read in it, only %s", path, left.String()))
	case taken == 0:
		im.empty = append(im.empty, fmt.Errorf("import %s: no page in it", path))
	case left.Any():
		im.note("%s: left out: %s", path, left.String())
	}
	return nil
}

// noPage says in a few words what an answer is that is no page of a site; "" for one that is.
func (im *Import) noPage(x *archive.Exchange) string {
	kind, _, _ := strings.Cut(strings.ToLower(x.ResponseHeader.Get("Content-Type")), ";")
	u, err := url.Parse(x.URL)
	switch kind = strings.TrimSpace(kind); {
	case err != nil || u.Scheme != "http" && u.Scheme != "https":
		return "of no web address"
	case x.Metadata[archive.DrawnNote] != "":
		return "that a browser has drawn"
	case x.Status != http.StatusOK && x.Status != 0:
		return fmt.Sprintf("with status %d", x.Status)
	case kind == "" && x.RevisitOf != nil && len(x.Body) == 0, strings.Contains(kind, "html"):
		return ""
	case im.siteOf(x.URL).IsJSON(u): // a course of a site whose pages are data
		return ""
	case kind == "":
		return "without a content type"
	}
	return kind
}

// siteOf gives the profile that a page is read with.
func (im *Import) siteOf(raw string) *sites.Site {
	if im.site != nil {
		return im.site
	}
	return im.r.Reader.SiteFor(raw)
}

// readWARC reads the page of one answer of a WARC file; left says why it is not for the reader.
func (im *Import) readWARC(x *archive.Exchange, path string) (p schema.Page, got Reading, left string, err error) {
	site := im.siteOf(x.URL)
	if u, err := url.Parse(x.URL); err == nil {
		if k := site.Kind(u); site.ID != "generic" && !site.Historic && k != sites.KindCourse {
			return p, got, "that are no course's by profile " + site.ID, nil // a listing, a picture's page
		}
	}
	if x.RevisitOf != nil && len(x.Body) == 0 {
		return p, Reading{Site: site}, "", errNoOriginal
	}
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, MaxFileBytes)
	if err != nil {
		return p, Reading{Site: site}, "", err
	}
	sum := sha256.Sum256(body)
	p = schema.Page{Site: site.ID, URL: x.URL, File: path, FetchedAt: x.At, Status: x.Status,
		ContentType: x.ResponseHeader.Get("Content-Type"), Body: body, SHA256: hex.EncodeToString(sum[:])}
	got, err = im.r.reader().Read(p, site)
	return p, got, "", err
}

// original gives a revisit the page it stands for out of our own archive: an earlier file brought it, or this one,
// whose form does not let it be found there. It is told by its digest, or, where none can be checked, by its date.
func (im *Import) original(ctx context.Context, site *sites.Site, x *archive.Exchange) bool {
	known, err := im.r.Store.Captures(ctx, site.ID, x.URL)
	if err != nil {
		im.r.Log.Warn("captures not looked up", "url", x.URL, "err", err)
		return false
	}
	for _, c := range known {
		ref, err := archive.ParseRef(c.Ref)
		if err != nil {
			continue
		}
		was, err := im.r.Archive.Read(ref)
		if err != nil {
			continue
		}
		holds, sure := x.RevisitOf.Of(was.Body)
		if holds || !sure && !x.RevisitOf.At.IsZero() && c.At.Equal(x.RevisitOf.At) {
			x.Body, x.Status, x.ResponseHeader = was.Body, was.Status, was.ResponseHeader
			return true
		}
	}
	return false
}

// Record imports one record that another program made (a LHÉO feed): there are no bytes of ours to keep. It is saved
// with its group: what is read next looks up nothing of it.
func (im *Import) Record(ctx context.Context, site *sites.Site, url string, rec schema.Record) error {
	j, err := im.job(ctx, site)
	if err != nil {
		return err
	}
	return j.gather(ctx, importFetch(j.run.ID, site.ID, url, schema.Page{SHA256: rec.Source.SHA256}), captures{},
		[]schema.Record{rec}, nil)
}

// put stores one page.
func (im *Import) put(ctx context.Context, p schema.Page, x schema.Exchange, got Reading) error {
	j, err := im.job(ctx, got.Site)
	if err != nil {
		return err
	}
	if j.marks == nil {
		if err := j.unsettle(ctx); err != nil {
			return err
		}
	}
	key := p.URL
	if key == "" {
		key = x.URL
	}
	im.again(p, key)
	f := importFetch(j.run.ID, got.Site.ID, key, p)
	f.Archive = []schema.Exchange{x}
	caps, err := im.capture(ctx, j, f)
	if err != nil {
		return err
	}
	return j.commit(ctx, f, caps, got.Records, got.Refusal)
}

// again says that another page of this import had the same URL: its record is now a version of the past.
func (im *Import) again(p schema.Page, key string) {
	sum := sha256.Sum256([]byte(key))
	k := [8]byte(sum[:8])
	if was, ok := im.seen[k]; ok && was != p.SHA256 {
		im.r.Log.Warn("two pages of this import have one URL: the later is stored as its newest version",
			"page", p.File, "url", key)
	}
	im.seen[k] = p.SHA256
}

// capture archives the page unless the very same body of the same URL is there already.
func (im *Import) capture(ctx context.Context, j *job, f *schema.Fetched) (captures, error) {
	known, err := im.r.Store.Captures(ctx, j.site.ID, f.Entry.URL)
	if err != nil {
		return captures{}, fmt.Errorf("look up captures of %s: %w", f.Entry.URL, err)
	}
	for _, c := range known {
		if c.SHA256 == f.Page.SHA256 {
			return captures{all: []storage.Capture{c}, page: c.Ref}, nil
		}
	}
	return j.keep(ctx, f)
}

// commit saves a page, and all before it: the next may have the same address.
func (j *job) commit(ctx context.Context, f *schema.Fetched, kept captures, recs []schema.Record,
	why *schema.Refusal) error {
	if err := j.gather(ctx, f, kept, recs, why); err != nil {
		return err
	}
	return j.group.flush()
}

// gather has a page saved with its group.
func (j *job) gather(ctx context.Context, f *schema.Fetched, kept captures, recs []schema.Record,
	why *schema.Refusal) error {
	before, err := j.before(ctx, f, recs)
	if err != nil {
		return err
	}
	res := storage.PageResult{Run: j.run.ID, Fetched: f, Captures: kept.all, Capture: kept.page, Records: recs,
		Refusal: why, Before: before, Profile: j.profile,
		VocabVersion: j.r.Reader.Normalizer.VocabularyVersion(), At: j.r.now()}
	return j.group.add(res, func(changes []schema.Change) { j.tell(ctx, f, changes) })
}

// failed counts a page that could not be read.
func (im *Import) failed(ctx context.Context, s savedPage, got Reading, err error) error {
	site := got.Site
	for _, alt := range []*sites.Site{im.site, s.site, sites.Generic()} {
		if site == nil {
			site = alt
		}
	}
	j, jerr := im.job(ctx, site)
	if jerr != nil {
		return jerr
	}
	j.r.Log.Warn("page not imported", "page", s.show, "err", err)
	j.fault(s.show, "reader", err)
	return nil
}

func (im *Import) job(ctx context.Context, site *sites.Site) (*job, error) {
	if j, ok := im.jobs[site.ID]; ok {
		return j, nil
	}
	j, err := im.r.begin(ctx, site, KindImport)
	if err != nil {
		return nil, err
	}
	im.jobs[site.ID] = j
	return j, nil
}

// End closes the runs of the import. cause is what ended it early, nil when all was read.
func (im *Import) End(cause error) ([]Summary, error) {
	var out []Summary
	var errs []error
	for _, id := range sortedKeys(im.jobs) {
		j := im.jobs[id]
		if cause == nil {
			cause = j.findMissed(context.Background())
		}
		sum, err := j.end(cause, crawler.Report{})
		out = append(out, sum)
		if err != nil && !errors.Is(err, cause) {
			errs = append(errs, err)
		}
	}
	if err := errors.Join(append(errs, cause)...); err != nil {
		return out, err
	}
	return out, im.r.Link(context.Background())
}

// importFetch dresses a saved page as a good fetch.
func importFetch(run int64, site, url string, p schema.Page) *schema.Fetched {
	return &schema.Fetched{
		Run:     run,
		Entry:   schema.Entry{Site: site, URL: url, Kind: sites.KindCourse, State: schema.StateClaimed},
		Outcome: schema.OutcomeOK, Page: p, FinalURL: url, Next: schema.Decision{State: schema.StateDone,
			NextTry: time.Time{}},
	}
}

// fileScheme marks the address of a saved page that has none of its own.
const fileScheme = "file"

// archiveURL is the address a saved page is archived under: its URL, else a file: one made of its path.
func archiveURL(s savedPage) string {
	if s.url != "" {
		return s.url
	}
	return (&url.URL{Scheme: fileScheme, Path: "/" + strings.TrimLeft(s.rel, "./")}).String()
}

func contentType(name string) string {
	if strings.HasSuffix(strings.ToLower(name), ".txt") {
		return "text/plain"
	}
	return "text/html"
}
