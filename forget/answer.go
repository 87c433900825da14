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
	words, err := e.words(ctx)
	if err != nil || words == nil {
		return nil, err
	}
	return func(ctx context.Context, x *archive.Exchange) (bool, error) { return e.redact(ctx, words, x) }, nil
}

// words takes forgotten people out of a text; nil when there is nobody to forget.
func (e *Eraser) words(ctx context.Context) (func(string) string, error) {
	words, err := e.Store.Redactor(ctx, storage.Person{})
	if err != nil || words == nil {
		return nil, err
	}
	return remembered(words), nil
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

// redact takes the words of forgotten people out of an answer: out of its body, its headers and those of its request.
// drop is true when they stand where no words can be cut out.
func (e *Eraser) redact(ctx context.Context,
	forgotten func(string) string, x *archive.Exchange) (drop bool, err error) {
	words, err := e.redactorFor(ctx, forgotten, x)
	if err != nil {
		return false, err
	}
	if told(words, x.URL) || told(words, unpercent(x.URL)) {
		return true, nil
	}
	redactHeads(x, words)
	body, err := archive.DecodeBody(x.ResponseHeader, x.Body, editableBytes)
	if err != nil {
		// unreadable as it came: it was no page then, and it is none now, but its bytes may tell
		return tellsAnyhow(x.Body, words), nil
	}
	if len(body) == 0 {
		return false, nil
	}
	if plain := unzipped(body); plain != nil {
		if _, changed, _ := redactPage(plain, words); !changed {
			return false, nil
		}
		body = plain
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

// tellsAnyhow looks for words in bytes that are no page: as they stand, and as far as they can be unzipped.
func tellsAnyhow(body []byte, words func(string) string) bool {
	if len(body) > editableBytes {
		return false
	}
	for _, b := range [][]byte{body, unzipped(body)} {
		if _, changed, _ := redactPage(b, words); changed {
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

// redactorFor gives the words to take out of an answer: those of the list and, where the page itself is on it,
// of every contact it names.
func (e *Eraser) redactorFor(ctx context.Context,
	forgotten func(string) string, x *archive.Exchange) (func(string) string, error) {
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
	if err != nil || !strings.Contains(strings.ToLower(x.ResponseHeader.Get("Content-Type")), "html") {
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
func (e *Eraser) stillTold(words func(string) string, x *archive.Exchange) bool {
	for _, rec := range e.readAnswer(x) {
		b, err := json.Marshal(rec.Course)
		if err == nil && told(words, string(b)) {
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
