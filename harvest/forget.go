package harvest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"carif/archive"
	"carif/schema"
	"carif/storage"
)

// Forgetter is what a store does beside, so that a person is forgotten in the archive too.
type Forgetter interface {
	// Redactor takes the words of forgotten people, and of extra, out of a text; nil when there is nobody.
	Redactor(ctx context.Context, extra storage.Person) (func(string) string, error)
	// Suppressed tells whether whoever stands on that page as a contact is to be forgotten.
	Suppressed(ctx context.Context, url string) (bool, error)
	// MoveCaptures follows a rewritten archive: old reference → new, and what is gone.
	MoveCaptures(ctx context.Context, moved map[string]string, dropped []string) error
}

// Forgotten is what Forget did.
type Forgotten struct {
	Contacts int `json:"contacts"` // rows removed
	Texts    int `json:"texts"`    // records in which words were redacted
	Edited   int `json:"edited"`   // archived answers in which words were redacted
	Dropped  int `json:"dropped"`  // archived answers removed, because the person could not be cut out of them
	Unread   int `json:"unread"`   // damaged places of the archive that could not be searched
}

// redactedNote is the metadata key of archived answers that are not as they were received.
const redactedNote = "redacted"

// Forget removes a person from the database, its search and its log, and from the archive; from then on a
// harvest keeps nothing of the person, by keyed hashes alone. It may be repeated: after a crash, run it again.
func (r *Runner) Forget(ctx context.Context, p storage.Person) (Forgotten, error) {
	st, ok := r.Store.(Forgetter)
	if !ok {
		return Forgotten{}, errors.New("forget: this store cannot")
	}
	for i, u := range p.URLs {
		p.URLs[i] = r.canonical(u)
	}
	if err := r.addNames(ctx, st, &p); err != nil {
		return Forgotten{}, fmt.Errorf("forget: %w", err)
	}
	done, err := r.Store.Forget(ctx, p)
	if err != nil {
		return Forgotten{}, fmt.Errorf("forget: %w", err)
	}
	out := Forgotten{Contacts: done.Contacts, Texts: done.Texts}
	f, err := r.forgetful(ctx)
	if err != nil {
		return out, fmt.Errorf("forget: %w", err)
	}
	b := &blackout{r: r, f: f, ctx: ctx, named: done.Captures}
	res, err := r.Archive.Rewrite(ctx, b.exchange)
	if err = errors.Join(err, b.err); err != nil {
		return out, fmt.Errorf("forget: %w: run the same command again", err)
	}
	out.Edited, out.Dropped, out.Unread = res.Edited, len(res.Dropped), len(res.Unread)
	return out, r.follow(ctx, st, res)
}

// addNames adds the names of the contacts that have one of the person's phones or e-mails: the same page must not
// bring the person back under the name alone. Phones and mailboxes beside a name are not added: colleagues share them.
func (r *Runner) addNames(ctx context.Context, st Forgetter, p *storage.Person) error {
	words, err := st.Redactor(ctx, *p)
	if err != nil || words == nil {
		return err
	}
	contacts := func(list []schema.Contact) {
		for _, c := range list {
			if c.Name != nil && told(words, strings.Join(append(append(append([]string{*c.Name}, c.Phones...), c.Faxes...), c.Emails...), "\n")) {
				p.Names = append(p.Names, *c.Name)
			}
		}
	}
	return r.Store.Courses(ctx, storage.Filter{WithContacts: true, WithClosed: true, Latest: true}, func(rec schema.Record) error {
		contacts(rec.Course.Contacts)
		for i := range rec.Course.Sessions {
			contacts(rec.Course.Sessions[i].Contacts)
		}
		return nil
	})
}

// canonical is a page's address as the store knows it.
func (r *Runner) canonical(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw
	}
	return r.Reader.SiteFor(raw).CanonicalURL(u)
}

// Settle brings the database up to date with an archive whose rewriting was interrupted. Call it before a run.
func Settle(ctx context.Context, store storage.Store, a *archive.Archive) error {
	res, ok, err := a.Pending()
	if err != nil || !ok {
		return err
	}
	st, can := store.(Forgetter)
	if !can {
		return errors.New("the archive was rewritten, and this store cannot follow")
	}
	return (&Runner{Archive: a}).follow(ctx, st, res)
}

func (r *Runner) follow(ctx context.Context, st Forgetter, res archive.Rewritten) error {
	moved := make(map[string]string, len(res.Moved))
	for old, now := range res.Moved {
		moved[old] = now.String()
	}
	dropped := make([]string, len(res.Dropped))
	for i, ref := range res.Dropped {
		dropped[i] = ref.String()
	}
	if len(moved)+len(dropped) > 0 {
		if err := st.MoveCaptures(context.WithoutCancel(ctx), moved, dropped); err != nil {
			return err
		}
	}
	return r.Archive.Settle()
}

// blackout takes forgotten people out of archived answers.
type blackout struct {
	r     *Runner
	f     *forgetful
	ctx   context.Context // of the one Rewrite it serves, whose callback has none
	named []string        // references the store says held the person, sorted
	err   error           // the first failure: the rewriting goes on, and is told as failed
}

// exchange edits one archived answer, or says that it must go.
func (b *blackout) exchange(ref archive.Ref, x *archive.Exchange) (drop bool) {
	drop, err := b.r.redact(b.ctx, b.f, x)
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("%s: %w", ref, err)
	}
	if _, named := slices.BinarySearch(b.named, ref.String()); !named || drop || err != nil {
		return drop
	}
	return b.r.stillTold(b.f, x)
}

// redact takes the words of forgotten people out of an answer. drop is true when they stand where no words can be
// cut out.
func (r *Runner) redact(ctx context.Context, f *forgetful, x *archive.Exchange) (drop bool, err error) {
	words, err := r.redactorFor(ctx, f, x)
	if err != nil {
		return false, err
	}
	if words(x.URL) != x.URL {
		return true, nil
	}
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, 64<<20)
	if err != nil || len(body) == 0 {
		return false, nil // unreadable as it came: it was no page then, and it is none now
	}
	clean, changed, whole := redactPage(body, words)
	if !whole {
		return true, nil
	}
	if changed {
		x.Body = clean
		x.ResponseHeader = x.ResponseHeader.Clone()
		x.ResponseHeader.Del("Content-Encoding")
		x.ResponseHeader.Set("Content-Length", strconv.Itoa(len(clean)))
		x.Metadata = noted(x.Metadata)
	}
	return false, nil
}

func noted(meta map[string]string) map[string]string {
	out := map[string]string{redactedNote: "a person was forgotten"}
	for k, v := range meta {
		out[k] = v
	}
	return out
}

// redactorFor gives the words to take out of an answer: those of the list and, where the page itself is on it,
// of every contact it names.
func (r *Runner) redactorFor(ctx context.Context, f *forgetful, x *archive.Exchange) (func(string) string, error) {
	yes, err := f.st.Suppressed(ctx, r.canonical(x.URL))
	if err != nil || !yes {
		return f.words, err
	}
	var extra storage.Person
	for _, rec := range r.readAnswer(x) {
		peopleOf(&rec, &extra)
	}
	return f.st.Redactor(ctx, extra)
}

// readAnswer reads the records of an archived answer; none when it holds none.
func (r *Runner) readAnswer(x *archive.Exchange) []schema.Record {
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, MaxFileBytes)
	if err != nil || !strings.Contains(strings.ToLower(x.ResponseHeader.Get("Content-Type")), "html") {
		return nil
	}
	got, err := r.Reader.Read(schema.Page{URL: x.URL, Body: body, ContentType: x.ResponseHeader.Get("Content-Type")}, nil)
	if err != nil {
		return nil
	}
	return got.Records
}

// stillTold reads an answer again and looks whether a record of it names the person: then the words stand in a
// form that redact does not see.
func (r *Runner) stillTold(f *forgetful, x *archive.Exchange) bool {
	for _, rec := range r.readAnswer(x) {
		b, err := json.Marshal(rec.Course)
		if err == nil && told(f.words, string(b)) {
			return true
		}
	}
	return false
}

// peopleOf collects the names, phones and e-mails of a record's contacts.
func peopleOf(rec *schema.Record, p *storage.Person) {
	contact := func(c schema.Contact) {
		if c.Name != nil {
			p.Names = append(p.Names, *c.Name)
		}
		p.Phones = append(append(p.Phones, c.Phones...), c.Faxes...)
		p.Emails = append(p.Emails, c.Emails...)
	}
	provider := func(o *schema.Organisation) {
		if o != nil {
			contact(schema.Contact{Phones: o.Phones, Faxes: o.Faxes, Emails: o.Emails})
		}
	}
	for _, c := range rec.Course.Contacts {
		contact(c)
	}
	provider(rec.Course.Provider)
	for i := range rec.Course.Sessions {
		for _, c := range rec.Course.Sessions[i].Contacts {
			contact(c)
		}
		provider(rec.Course.Sessions[i].Provider)
	}
}

// forgetful knows who is to be forgotten, for one run: the list does not change while the database is locked.
type forgetful struct {
	st    Forgetter
	words func(string) string
}

// forgetful is nil when there is nobody to forget.
func (r *Runner) forgetful(ctx context.Context) (*forgetful, error) {
	st, ok := r.Store.(Forgetter)
	if !ok {
		return nil, nil
	}
	words, err := st.Redactor(ctx, storage.Person{})
	if err != nil || words == nil {
		return nil, err
	}
	return &forgetful{st, remembered(words)}, nil
}

// remembered keeps what it was asked: the pages of a site say most things again and again, and each word costs some
// keyed hashes.
func remembered(words func(string) string) func(string) string {
	var mu sync.Mutex
	known := map[string]string{}
	return func(s string) string {
		mu.Lock()
		defer mu.Unlock()
		got, ok := known[s]
		if !ok {
			if len(known) >= 50_000 {
				clear(known)
			}
			got = words(s)
			known[s] = got
		}
		return got
	}
}
