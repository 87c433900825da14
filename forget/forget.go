package forget

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"carif/archive"
	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// Store is what forgetting needs of a database.
type Store interface {
	Follower
	// Courses streams records; forgetting reads the newest ones with their contacts.
	Courses(ctx context.Context, f storage.Filter, fn func(schema.Record) error) error
	// Forget removes a person from the database and suppresses the person's values from then on.
	Forget(ctx context.Context, p storage.Person) (storage.Forgotten, error)
	// Redactor finds the words of forgotten people, and of extra, in a text; nil when there is nobody.
	Redactor(ctx context.Context, extra storage.Person) (redact.Finder, error)
	// Suppressed tells whether whoever stands on that page as a contact is to be forgotten.
	Suppressed(ctx context.Context, url string) (bool, error)
}

// Follower is a database that follows a rewritten archive.
type Follower interface {
	MoveCaptures(ctx context.Context, m storage.Moved) error
}

// Reader reads archived pages again, to find people in them.
type Reader interface {
	// Records gives the records of a page.
	Records(page schema.Page) ([]schema.Record, error)
	// Canonical is a page's address as the database knows it.
	Canonical(url string) string
}

// Eraser forgets people in one database and its archive, and keeps them forgotten.
type Eraser struct {
	Store   Store
	Archive *archive.Archive
	Reader  Reader
}

// Forgotten is what Forget did.
type Forgotten struct {
	Contacts int `json:"contacts"` // rows removed
	Texts    int `json:"texts"`    // records in which words were redacted
	Edited   int `json:"edited"`   // archived answers in which words were redacted
	Dropped  int `json:"dropped"`  // archived answers removed, because the person could not be cut out of them
	Unread   int `json:"unread"`   // damaged places of the archive that could not be searched
}

// Forget removes a person from the database, its search and its log, and from the archive; from then on a
// harvest keeps nothing of the person, by keyed hashes alone. It may be repeated: after a crash, run it again.
func (e *Eraser) Forget(ctx context.Context, p storage.Person) (Forgotten, error) {
	for i, u := range p.URLs {
		p.URLs[i] = e.Reader.Canonical(u)
	}
	if err := e.addNames(ctx, &p); err != nil {
		return Forgotten{}, fmt.Errorf("forget: %w", err)
	}
	done, err := e.Store.Forget(ctx, p)
	if err != nil {
		return Forgotten{}, fmt.Errorf("forget: %w", err)
	}
	out := Forgotten{Contacts: done.Contacts, Texts: done.Texts}
	find, err := e.finder(ctx)
	if err != nil {
		return out, fmt.Errorf("forget: %w", err)
	}
	b := &rewriting{e: e, find: find, ctx: ctx, named: done.Captures}
	res, err := e.Archive.Rewrite(ctx, b.exchange)
	if err = errors.Join(err, b.err); err != nil {
		return out, fmt.Errorf("forget: %w: run the same command again", err)
	}
	out.Edited, out.Dropped, out.Unread = res.Edited, len(res.Dropped), len(res.Unread)
	return out, follow(ctx, e.Store, e.Archive, res)
}

// addNames adds the names of the contacts that have one of the person's phones or e-mails: the same page must not
// bring the person back under the name alone. Phones and mailboxes beside a name are not added: colleagues share them.
func (e *Eraser) addNames(ctx context.Context, p *storage.Person) error {
	find, err := e.Store.Redactor(ctx, *p)
	if err != nil || find == nil {
		return err
	}
	contacts := func(list []schema.Contact) {
		for _, c := range list {
			if c.Name == nil {
				continue
			}
			all := slices.Concat([]string{*c.Name}, c.Phones, c.Faxes, c.Emails)
			if len(find(strings.Join(all, "\n"), false)) > 0 {
				p.Names = append(p.Names, *c.Name)
			}
		}
	}
	everybody := storage.Filter{WithContacts: true, WithClosed: true, Latest: true}
	return e.Store.Courses(ctx, everybody, func(rec schema.Record) error {
		contacts(rec.Course.Contacts)
		for i := range rec.Course.Sessions {
			contacts(rec.Course.Sessions[i].Contacts)
		}
		return nil
	})
}

// Settle brings the database up to date with an archive whose rewriting was interrupted. Call it before a run.
func Settle(ctx context.Context, st Follower, a *archive.Archive) error {
	res, ok, err := a.Pending()
	if err != nil || !ok {
		return err
	}
	return follow(ctx, st, a, res)
}

func follow(ctx context.Context, st Follower, a *archive.Archive, res archive.Rewritten) error {
	m := storage.Moved{ID: res.ID, Now: make(map[string]string, len(res.Moved)), Pruned: res.Pruned}
	for old, now := range res.Moved {
		m.Now[old] = now.String()
	}
	for _, ref := range res.Dropped {
		m.Dropped = append(m.Dropped, ref.String())
	}
	for _, ref := range res.Full {
		m.Full = append(m.Full, ref.String())
	}
	if len(m.Now)+len(m.Dropped) > 0 {
		if err := st.MoveCaptures(context.WithoutCancel(ctx), m); err != nil {
			return err
		}
	}
	return a.Settle()
}

// rewriting takes forgotten people out of every archived answer.
type rewriting struct {
	e     *Eraser
	find  redact.Finder
	ctx   context.Context // of the one Rewrite it serves, whose callback has none
	named []string        // references the store says held the person, sorted
	err   error           // the first failure: the rewriting goes on, and is told as failed
}

// exchange edits one archived answer, or says that it must go.
func (b *rewriting) exchange(ref archive.Ref, x *archive.Exchange) (drop bool) {
	drop, err := b.e.redact(b.ctx, b.find, x)
	if err != nil && b.err == nil {
		b.err = fmt.Errorf("%s: %w", ref, err)
	}
	if _, named := slices.BinarySearch(b.named, ref.String()); !named || drop || err != nil {
		return drop
	}
	return b.e.stillTold(b.find, x)
}
