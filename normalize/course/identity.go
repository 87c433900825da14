package course

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"carif/schema"
	"carif/text"
	"carif/text/date"
	"carif/text/kind"
)

// identity fills the source, the ids and the key.
func (b *builder) identity() {
	src := schema.Source{Site: b.site.ID, SHA256: b.page.SHA256, ParserVersion: b.draft.ParserVersion,
		Charset: b.draft.Charset,
		URL:     schema.NonEmpty(b.page.URL), File: schema.NonEmpty(b.page.File),
		Model: schema.NonEmpty(b.draft.Model)}
	if !b.page.FetchedAt.IsZero() {
		src.FetchedAt = new(b.page.FetchedAt.UTC().Format(time.RFC3339))
	}
	for _, v := range b.take(schema.FieldUpdatedOn) {
		day, bad := date.ReadDay(v.Text)
		switch {
		case bad:
			b.issue(schema.IssueBadDate, v.Field, v.Text, v)
		case day != "" && src.UpdatedOn == nil:
			src.UpdatedOn = &day
		case day != "" && day != *src.UpdatedOn:
			b.issue(schema.IssueConflict, v.Field, v.Text, v)
		}
	}
	b.rec.Source = src
	b.ids()
}

// ids finds the native id (printed, else in the URL), the national id where it is sure, and the key.
func (b *builder) ids() {
	inURL, address := "", b.page.URL
	if u, err := url.Parse(b.page.URL); err == nil && b.page.URL != "" {
		address = b.site.CanonicalURL(u) // a key must not change with a spelling that tells no pages apart
		if inURL = b.site.NativeID(u); !schema.IDForm(inURL) {
			inURL = ""
		}
	}
	b.printedID(inURL)
	for _, v := range b.take(schema.FieldRCO) {
		id := text.OneLine(v.Text)
		if len(id) > 3 && id[2] == '_' && schema.RCO(id[:2], id[3:]) == id && text.AllDigits(id[:2]) {
			b.c.RCOID = firstOf(b.c.RCOID, id)
			continue
		}
		b.issue(schema.IssueBadCode, v.Field, v.Text, v)
	}
	native := ""
	if b.c.NativeID != nil {
		native = *b.c.NativeID
	}
	// The URL's id is the one the national base knows; one that is only printed may be a house reference.
	if b.c.RCOID == nil && len(b.site.Carif) > 0 && native != "" && native == inURL {
		b.c.RCOID = schema.NonEmpty(schema.RCO(b.site.Carif[0], native))
	}
	key := native
	if inURL != "" {
		key = inURL // stable even when the page changes how it prints the id
	}
	b.c.Key = schema.Key(b.site.ID, key, address, b.page.SHA256)
}

// printedID takes the first printed value that has the form of an id and is not the number of a register that the page
// names as such; any other is an issue. Where none is left, the URL's id is the native id.
func (b *builder) printedID(inURL string) {
	for _, v := range b.take(schema.FieldNativeID) {
		id := kind.NativeID(v.Text)
		if inURL != "" && text.OneLine(v.Text) == inURL {
			id = inURL // the profile says that it is one, whatever its form
		}
		if id == "" || id != inURL && b.isCode(id) {
			b.issue(schema.IssueBadCode, v.Field, v.Text, v)
			if strings.ContainsAny(strings.TrimSpace(v.Text), " \n") {
				as := *v
				as.Field = schema.FieldOther // words that say something, if not an id
				b.file(&as)
			}
			continue
		}
		as := *v
		as.Text = id
		b.c.NativeID = b.single(b.c.NativeID, &as)
	}
	if b.c.NativeID == nil {
		b.c.NativeID = schema.NonEmpty(inURL)
	}
}

// isCode tells whether the page names the same words as a code or a number of its provider: many courses share those.
func (b *builder) isCode(id string) bool {
	for _, f := range []schema.Field{schema.FieldRNCP, schema.FieldRS, schema.FieldCertifInfo, schema.FieldFormacode,
		schema.FieldROME, schema.FieldNSF, schema.FieldProviderSIRET, schema.FieldProviderNDA} {
		if k := b.byField[f]; k != nil && slices.ContainsFunc(k.values, func(v *schema.Value) bool {
			return text.OneLine(v.Text) == id
		}) {
			return true
		}
	}
	return false
}

// pageYear is the year the page speaks from: its last update, else its latest session, else the day it was
// fetched; 0 when nothing tells.
func (b *builder) pageYear() int {
	if u := b.rec.Source.UpdatedOn; u != nil {
		return text.Atoi((*u)[:4])
	}
	latest := ""
	for _, s := range b.rawSession {
		for i := range s.Values {
			switch s.Values[i].Field {
			case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionPublished:
				if start := date.ReadPeriod(s.Values[i].Text).Start(); start > latest {
					latest = start
				}
			}
		}
	}
	switch {
	case latest != "":
		return text.Atoi(latest[:4])
	case !b.page.FetchedAt.IsZero():
		return b.page.FetchedAt.Year()
	}
	return 0
}
