package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"carif/export/scrub"
	"carif/storage"
)

// changeSink writes changes one by one, so that a long list needs no memory.
type changeSink interface {
	put(c storage.FieldChange) error
	end() error
}

// newChangeSink gives the sink of a format. columns are the first ones of the table of texts; updated is the time of an
// Atom feed.
func newChangeSink(w io.Writer, format, columns string, updated time.Time) changeSink {
	switch format {
	case "json":
		return &changeJSON{w: w}
	case "csv":
		return &changeCSV{w: csv.NewWriter(w)}
	case "atom":
		return &changeAtom{w: w, updated: updated}
	}
	return &changeTable{w: w, columns: strings.Fields(columns)}
}

// cleanSink takes people out of what it hands on, as exports do.
type cleanSink struct {
	changeSink
	people *scrub.Scrubber
}

func (s cleanSink) put(c storage.FieldChange) error {
	return s.changeSink.put(cleanChange(c, s.people))
}

func cleanChange(c storage.FieldChange, people *scrub.Scrubber) storage.FieldChange {
	text := func(p *string, where string) *string {
		if p == nil {
			return nil
		}
		t := people.Text(*p, where)
		return &t
	}
	c.Title, c.Old, c.New = text(c.Title, "title"), text(c.Old, "old"), text(c.New, "new")
	c.Field = people.Text(c.Field, "field") // items of lists stand in it
	if c.URL != nil {
		u := people.Address(*c.URL, "url")
		c.URL = &u
	}
	return c
}

// tableRows is how many rows are lined up at once.
const tableRows = 500

// changeTable writes the table that people read.
type changeTable struct {
	w       io.Writer
	columns []string
	t       *tabwriter.Writer
	n       int
}

func (s *changeTable) put(c storage.FieldChange) error {
	if s.t == nil {
		s.t = newTable(s.w)
		fmt.Fprintln(s.t, strings.Join(s.columns, "\t")+"\tWHAT\tFIELD\tBEFORE\tNOW\tCAUSE")
	}
	for _, col := range s.columns {
		fmt.Fprint(s.t, map[string]string{"DATE": clock(c.At), "RUN": fmt.Sprint(c.Run),
			"COURSE": printable(c.Key), "VERSION": fmt.Sprint(c.Version)}[col]+"\t")
	}
	fmt.Fprintf(s.t, "%s\t%s\t%s\t%s\t%s\n", c.Kind, cell(c.Field, 60), cell(str(c.Old), 40), cell(str(c.New), 40),
		c.Cause)
	if s.n++; s.n%tableRows == 0 {
		return s.t.Flush()
	}
	return nil
}

// cell is a text in a table: without tabs, and no longer than n.
func cell(s string, n int) string {
	return dash(printable(cut(strings.ReplaceAll(s, "\t", " "), n)))
}

func (s *changeTable) end() error {
	if s.t == nil {
		return nil
	}
	return s.t.Flush()
}

// changeJSON writes one array.
type changeJSON struct {
	w io.Writer
	n int
}

func (s *changeJSON) put(c storage.FieldChange) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(c); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	sep := ",\n  "
	if s.n++; s.n == 1 {
		sep = "[\n  "
	}
	_, err := io.WriteString(s.w, sep+strings.TrimSuffix(b.String(), "\n"))
	return err
}

func (s *changeJSON) end() error {
	last := "\n]\n"
	if s.n == 0 {
		last = "[]\n"
	}
	_, err := io.WriteString(s.w, last)
	return err
}

// changeCSV writes a table with a header, also where it has no row.
type changeCSV struct {
	w *csv.Writer
	n int
}

func (s *changeCSV) header() {
	if s.n++; s.n == 1 {
		_ = s.w.Write([]string{"at", "run", "site", "course", "title", "version", "field", "kind", "cause", "old", "new"})
	} // an error is kept and told at the end
}

func (s *changeCSV) put(c storage.FieldChange) error {
	s.header()
	return s.w.Write([]string{c.At.Format(time.RFC3339), strconv.FormatInt(c.Run, 10), c.Site, c.Key, str(c.Title),
		strconv.Itoa(c.Version), c.Field, string(c.Kind), c.Cause, str(c.Old), str(c.New)})
}

func (s *changeCSV) end() error {
	s.header()
	s.w.Flush()
	return s.w.Error()
}
