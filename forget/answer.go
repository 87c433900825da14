package forget

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"sync"

	"carif/archive"
	"carif/schema"
	"carif/storage"
	"carif/storage/redact"
)

// The largest answers in which people are looked for: by their words, and by reading the page.
const (
	editableBytes = 64 << 20
	readableBytes = 8 << 20
)

// Redactor gives what takes forgotten people out of the answers of one run before they are kept; drop is true for an
// answer that must not be kept at all. It is nil when there is nobody to forget. The list does not change while the
// database is locked for the run.
func (e *Eraser) Redactor(ctx context.Context) (func(context.Context, *archive.Exchange) (bool, error), error) {
	find, err := e.finder(ctx)
	if err != nil || find == nil {
		return nil, err
	}
	return func(ctx context.Context, x *archive.Exchange) (bool, error) { return e.redact(ctx, find, x) }, nil
}

// finder finds forgotten people in a text; nil when there is nobody to forget.
func (e *Eraser) finder(ctx context.Context) (redact.Finder, error) {
	find, err := e.Store.Redactor(ctx, storage.Person{})
	if err != nil || find == nil {
		return nil, err
	}
	return remembered(find), nil
}

// remembered keeps what it was asked: the pages of a site say most things again and again, and each word costs some
// keyed hashes.
func remembered(find redact.Finder) redact.Finder {
	type question struct {
		s     string
		loose bool
	}
	var mu sync.Mutex
	known := map[question][]redact.Span{}
	return func(s string, loose bool) []redact.Span {
		mu.Lock()
		defer mu.Unlock()
		q := question{s, loose}
		got, ok := known[q]
		if !ok {
			if len(known) >= 50_000 {
				clear(known)
			}
			got = find(s, loose)
			known[q] = got
		}
		return got
	}
}

// redact takes the words of forgotten people out of an answer: out of its body, its headers and those of its request.
// drop is true when they stand where no words can be cut out.
func (e *Eraser) redact(ctx context.Context,
	forgotten redact.Finder, x *archive.Exchange) (drop bool, err error) {
	find, err := e.finderFor(ctx, forgotten, x)
	if err != nil {
		return false, err
	}
	if told(find, x.URL) {
		return true, nil
	}
	redactHeads(x, find)
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, editableBytes)
	if err != nil {
		// unreadable as it came: it was no page then, and it is none now, but its bytes may tell
		return tellsAnyhow(x.Body, find), nil
	}
	if len(body) == 0 {
		return false, nil
	}
	if plain := unzipped(body); plain != nil {
		if _, changed, _ := redactPage(plain, find); !changed {
			return false, nil
		}
		body = plain
	}
	clean, changed, whole := redactPage(body, find)
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

// tellsAnyhow looks for words in bytes that are no page: as they stand, and as far as they can be unzipped.
func tellsAnyhow(body []byte, find redact.Finder) bool {
	if len(body) > editableBytes {
		return false
	}
	for _, b := range [][]byte{body, unzipped(body)} {
		if _, changed, _ := redactPage(b, find); changed {
			return true
		}
	}
	return false
}

// unzipped is a gzip file's content as far as it goes; nil where there is none.
func unzipped(body []byte) []byte {
	if !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil
	}
	var out bytes.Buffer
	_, _ = io.Copy(&out, io.LimitReader(z, editableBytes)) // what was cut off tells nothing
	return out.Bytes()
}

func noted(meta map[string]string) map[string]string {
	out := map[string]string{archive.RedactedNote: "a person was forgotten"}
	for k, v := range meta {
		out[k] = v
	}
	return out
}

// finderFor finds whom to take out of an answer: the people of the list and, where the page itself is on it, every
// contact it names.
func (e *Eraser) finderFor(ctx context.Context,
	forgotten redact.Finder, x *archive.Exchange) (redact.Finder, error) {
	yes, err := e.Store.Suppressed(ctx, e.Reader.Canonical(x.URL))
	if err != nil || !yes {
		return forgotten, err
	}
	var extra storage.Person
	for _, rec := range e.readAnswer(x) {
		peopleOf(&rec, &extra)
	}
	return e.Store.Redactor(ctx, extra)
}

// readAnswer reads the records of an archived answer; none when it holds none.
func (e *Eraser) readAnswer(x *archive.Exchange) []schema.Record {
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, readableBytes)
	kind := strings.ToLower(x.ResponseHeader.Get("Content-Type"))
	if err != nil || !strings.Contains(kind, "html") && !strings.Contains(kind, "json") {
		return nil
	}
	page := schema.Page{URL: x.URL, Body: body, ContentType: x.ResponseHeader.Get("Content-Type")}
	records, err := e.Reader.Records(page)
	if err != nil {
		return nil
	}
	return records
}

// stillTold reads an answer again and looks whether a record of it names the person: then the words stand in a
// form that redact does not see.
func (e *Eraser) stillTold(find redact.Finder, x *archive.Exchange) bool {
	for _, rec := range e.readAnswer(x) {
		b, err := json.Marshal(rec.Course)
		if err == nil && len(find(string(b), false)) > 0 {
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
