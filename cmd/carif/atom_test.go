package main

import (
	"bytes"
	"encoding/xml"
	"testing"
	"time"

	"carif/storage"
)

// TestAtom: what is written is one well-formed feed, whatever the words of pages hold, with every element that RFC 4287
// asks for, and ids that are the same each time.
func TestAtom(t *testing.T) {
	at, title, odd := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC), "Été <b>&", "]]>\x01 \u2028"
	changes := []storage.FieldChange{
		{At: at, Key: "demo/a b", Title: &title, Version: 2, Field: "title", Kind: "changed", Cause: "source", Old: &odd},
		{At: at, Key: "demo/a b", Title: &title, Version: 2, Field: "price_eur", Kind: "changed", Cause: "parser"},
		{At: at, Key: "demo/a b", Version: 2, Field: "course", Kind: "closed", Cause: "source"},
	}
	type feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Author  string   `xml:"author>name"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Content string `xml:"content"`
			Terms   []struct {
				Term string `xml:"term,attr"`
			} `xml:"category"`
		} `xml:"entry"`
	}
	for _, list := range [][]storage.FieldChange{changes, nil} {
		var b bytes.Buffer
		s := newChangeSink(&b, "atom", "", at)
		for _, c := range list {
			if err := s.put(c); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.end(); err != nil {
			t.Fatal(err)
		}
		var f feed
		if err := xml.Unmarshal(b.Bytes(), &f); err != nil {
			t.Fatalf("%v\n%s", err, b.String())
		}
		if f.ID == "" || f.Title == "" || f.Author == "" || f.Updated != "2027-01-02T03:04:05Z" {
			t.Errorf("feed: %+v", f)
		}
		if len(list) == 0 {
			continue
		}
		if len(f.Entries) != 2 || len(f.Entries[0].Terms) != 2 || f.Entries[0].Title != "Été <b>&: title, price_eur" ||
			f.Entries[0].ID != "tag:carif.example.org,2026:change/demo/a%20b/2" ||
			f.Entries[1].ID != f.Entries[0].ID+"/closed" || f.Entries[1].Updated == "" || f.Entries[0].Content == "" {
			t.Errorf("entries: %+v", f.Entries)
		}
	}
}
