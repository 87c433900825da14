package main

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"carif/schema"
	"carif/storage"
	"carif/storage/delta"
)

// changeAtom writes changes as an Atom feed (RFC 4287): an entry a version of a course, whose id stays whenever and
// with whatever filter it is written again.
type changeAtom struct {
	w       io.Writer
	updated time.Time
	begun   bool
	entry   []storage.FieldChange // of one version
}

// atomTag begins the ids (RFC 4151).
const atomTag = "tag:carif.example.org,2026:"

type atomEntry struct {
	XMLName xml.Name  `xml:"entry"`
	ID      string    `xml:"id"`
	Title   string    `xml:"title"`
	Updated string    `xml:"updated"`
	Link    *atomLink `xml:"link"`
	Terms   []atomTerm
	Content atomText `xml:"content"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomTerm struct {
	XMLName xml.Name `xml:"category"`
	Term    string   `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func (s *changeAtom) put(c storage.FieldChange) error {
	if len(s.entry) > 0 && atomID(s.entry[0]) != atomID(c) {
		if err := s.write(); err != nil {
			return err
		}
	}
	s.entry = append(s.entry, c)
	return nil
}

func (s *changeAtom) end() error {
	err := s.write()
	if err == nil {
		_, err = io.WriteString(s.w, "</feed>\n")
	}
	return err
}

// write writes the feed's head, once, and the entry that is whole.
func (s *changeAtom) write() error {
	if !s.begun {
		s.begun = true
		at := s.updated
		if at.IsZero() {
			at = time.Unix(0, 0) // nothing has ever changed
		}
		_, err := fmt.Fprintf(s.w, "%s<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <id>%schanges</id>\n"+
			"  <title>carif: what changed</title>\n  <updated>%s</updated>\n  <author><name>carif</name></author>\n",
			xml.Header, atomTag, at.UTC().Format(time.RFC3339))
		if err != nil {
			return err
		}
	}
	if len(s.entry) == 0 {
		return nil
	}
	b, err := xml.MarshalIndent(entryOf(s.entry), "  ", "  ")
	if err != nil {
		return fmt.Errorf("write Atom: %w", err)
	}
	s.entry = s.entry[:0]
	_, err = fmt.Fprintf(s.w, "%s\n", b)
	return err
}

// atomID names a version of a course, or its end.
func atomID(c storage.FieldChange) string {
	id := fmt.Sprintf("%schange/%s/%d", atomTag, (&url.URL{Path: c.Key}).EscapedPath(), c.Version)
	if c.Kind == schema.ChangeClosed {
		id += "/closed"
	}
	return id
}

func entryOf(all []storage.FieldChange) atomEntry {
	c := all[0]
	e := atomEntry{ID: atomID(c), Updated: c.At.UTC().Format(time.RFC3339), Content: atomText{Type: "text"}}
	if c.URL != nil {
		e.Link = &atomLink{"alternate", *c.URL}
	}
	what, text := []string{}, []string{}
	causes := map[string]bool{}
	for _, f := range all {
		if f.Field == delta.WholeCourse {
			what = append(what, string(f.Kind))
		} else {
			what = append(what, f.Field)
		}
		text = append(text, fmt.Sprintf("%s: %s → %s (%s, %s)", f.Field, dash(str(f.Old)), dash(str(f.New)), f.Kind, f.Cause))
		if !causes[f.Cause] {
			causes[f.Cause] = true
			e.Terms = append(e.Terms, atomTerm{Term: f.Cause})
		}
	}
	e.Title = cmp.Or(str(c.Title), c.Key) + ": " + cut(strings.Join(what, ", "), 120)
	e.Content.Text = strings.Join(text, "\n")
	return e
}
