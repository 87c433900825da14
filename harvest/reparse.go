package harvest

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"strings"

	"carif/archive"
	"carif/crawler"
	"carif/schema"
	"carif/sites"
	"carif/storage"
)

// Reparse rebuilds the records of a site from the archive, with no network: the same path as a harvest from
// the bytes on. Pages whose bytes are missing or damaged are faults of the run; their records stay.
func (r *Runner) Reparse(ctx context.Context, site *sites.Site) (Summary, error) {
	j, err := r.begin(ctx, site, KindReparse)
	if err != nil {
		return Summary{}, err
	}
	if site.Feed != nil {
		return j.end(j.rereadFeed(ctx), crawler.Report{})
	}
	other, err := j.load(ctx)
	if err == nil && len(j.marks) == 0 {
		err = j.relearn(ctx)
	}
	if err == nil {
		err = j.readAll(ctx, other, j.readAgain)
	}
	return j.end(err, crawler.Report{})
}

// readAgain stores what an archived page reads as in a reparse.
func (j *job) readAgain(ctx context.Context, p storage.Page, got Reading) error {
	j.count(got)
	told := &schema.Fetched{Entry: schema.Entry{Site: p.Site, URL: p.URL}, Outcome: schema.OutcomeOK}
	return j.saveAgain(p, got, false, func(changes []schema.Change) { j.tell(ctx, told, changes) })
}

// archivedReading is one archived page as it reads now.
type archivedReading struct {
	page     storage.Page
	got      Reading
	redacted bool
	missing  error // why its bytes are not there
	unread   error // why they cannot be read
}

// readArchived reads one archived page. It changes nothing, so that pages can be read side by side.
func (j *job) readArchived(p storage.Page) archivedReading {
	page, redacted, err := j.archived(p)
	if err != nil {
		return archivedReading{page: p, missing: err}
	}
	got, err := j.reader(p.URL).Read(page, j.site)
	return archivedReading{page: p, got: got, redacted: redacted, unread: err}
}

// usable reports whether an archived page was read. What stopped it is a fault of the run.
func (j *job) usable(a *archivedReading) (bool, error) {
	switch {
	case a.missing != nil:
		j.fault(a.page.URL, "archive", a.missing)
		return false, nil
	case a.unread != nil:
		j.r.Log.Error("page not read", "site", j.site.ID, "url", a.page.URL, "err", a.unread)
		j.fault(a.page.URL, "reader", a.unread)
		return false, nil
	}
	if err := j.unmark(a); err != nil {
		return false, err
	}
	r := a.got.Refusal
	switch {
	case r == nil:
	case r.Reason == schema.RefuseTooComplex:
		j.fault(a.page.URL, r.Reason, errors.New(cmp.Or(r.Detail, "the reader refused it")))
	case r.Reason == schema.RefuseSetAside:
		j.setAside(a.page.URL, r.Detail)
	}
	return true, nil
}

// setAside says of an archived page or feed that it is not read because it killed.
func (j *job) setAside(url, why string) {
	j.fault(url, schema.RefuseSetAside, errors.New(why))
	j.aside = append(j.aside, storage.MissedPage{URL: url, Class: schema.RefuseSetAside, Reason: why, Known: true})
}

// saveAgain stores what an archived page reads as now; second tells that the run has read it before.
func (j *job) saveAgain(p storage.Page, got Reading, second bool, saved func([]schema.Change)) error {
	return j.group.add(storage.PageResult{Run: j.run.ID, Site: p.Site,
		URL: p.URL, Capture: p.Capture, Records: got.Records, Refusal: got.Refusal, Second: second,
		VocabVersion: j.r.Reader.Normalizer.VocabularyVersion(), Profile: j.profile, At: j.r.now()}, saved)
}

// before reads the page's last bytes as pages are read today, where both they and the reading are others now: so is
// told what is new by the reading from what the page says anew. It is nil where only one of them is, and for saved
// pages that were read with what their folder taught: the store then calls the cause unknown.
func (j *job) before(ctx context.Context, f *schema.Fetched, now []schema.Record) (*storage.Before, error) {
	if len(now) == 0 || (now[0].Source.Model != nil) != (j.models[hostOfPage(f.Entry.URL)] != nil) {
		return nil, nil
	}
	p, yes, err := j.r.Store.ReadOtherwise(ctx, j.site.ID, f.Entry.URL, f.Page.SHA256, storage.Way{
		Parser: now[0].Source.ParserVersion, Vocab: j.r.Reader.Normalizer.VocabularyVersion(), Profile: j.profile})
	if err != nil || !yes {
		return nil, err
	}
	a := j.readArchived(p)
	if a.missing != nil || a.unread != nil {
		j.r.Log.Info("the old bytes of a page are not to be had: the cause of its changes is unknown", "site", j.site.ID,
			"url", p.URL, "err", errors.Join(a.missing, a.unread))
		return &storage.Before{Pruned: true}, nil
	}
	if err := j.unmark(&a); err != nil {
		return nil, err
	}
	return &storage.Before{Records: a.got.Records}, nil
}

// unmark takes the marks of redaction out of what a redacted page gives.
func (j *job) unmark(a *archivedReading) error {
	if !a.redacted {
		return nil
	}
	for i := range a.got.Records {
		if err := j.r.People.Unmark(&a.got.Records[i]); err != nil {
			return err
		}
	}
	return nil
}

// reread is what a reparse counts by itself: the database tells pages that were fetched, and here none is.
type reread struct {
	courses         map[string]bool // by key: a course may stand on two pages
	sessions        int
	issues, refused map[string]int
}

func (j *job) count(got Reading) {
	n := &j.reread
	if n.issues == nil {
		n.courses, n.issues, n.refused = map[string]bool{}, map[string]int{}, map[string]int{}
	}
	for i := range got.Records {
		key := got.Records[i].Course.Key
		if n.courses[key] {
			continue
		}
		n.courses[key] = true
		n.sessions += len(got.Records[i].Course.Sessions)
		for _, is := range got.Records[i].Issues {
			n.issues[string(is.Code)]++
		}
	}
	if got.Refusal != nil {
		n.refused[got.Refusal.Reason]++
	}
}

// into puts the counts into the figures of a run.
func (n *reread) into(run *schema.Run) {
	run.Sessions, run.Issues, run.Refused = n.sessions, n.issues, n.refused
	run.Same = max(len(n.courses)-run.Added-run.Changed, 0)
}

// archived loads the decoded page of an archive reference, under the address that answered: after a redirect
// that is another one than the page was asked by, and it decides which course the page is.
func (j *job) archived(p storage.Page) (page schema.Page, redacted bool, err error) {
	ref, err := archive.ParseRef(p.Capture)
	if err != nil {
		return page, false, err
	}
	x, err := j.r.Archive.Read(ref)
	if err != nil {
		return page, false, err
	}
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, MaxFileBytes)
	if err != nil {
		return page, false, err
	}
	page = schema.Page{Site: p.Site, URL: p.URL, File: p.Capture, FetchedAt: p.FetchedAt, ContentType: p.ContentType,
		Status: p.Status, Body: body, SHA256: p.SHA256}
	switch u, err := url.Parse(x.URL); {
	case err != nil:
	case u.Scheme == fileScheme: // a saved page that had no address
		page.URL, page.File = "", strings.TrimPrefix(u.Path, "/")
	default:
		page.URL = j.site.CanonicalURL(u)
	}
	return page, x.Metadata[archive.RedactedNote] != "", nil
}
