package lheo

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"carif/schema"
)

// ErrEmpty says that there was no record to write: a LHÉO document holds at least one formation.
var ErrEmpty = errors.New("LHÉO cannot hold an empty list of courses")

// Note is a kind of thing that a Writer reports.
type Note string

// The notes of a Writer.
const (
	NoteFiller  Note = "filler"  // compulsory and not in the record: filled and marked
	NoteCut     Note = "cut"     // over the limit: cut there, whole in an extra where it has one
	NoteRemoved Note = "removed" // characters that XML forbids
	NoteExtra   Note = "extra"   // LHÉO has no element for it: it stands in extras only
	NoteLost    Note = "lost"    // not in the document at all
)

// Writer writes one LHÉO 2.3 document, one formation per record.
type Writer struct {
	w    *bufio.Writer
	note func(kind Note, where string, n int)
	n    int

	// Withheld tells that contacts were taken out of the records: where the standard wants one, it is said that it is
	// not given away, and not that the source has none.
	Withheld bool
}

// NewWriter begins a document on w. note, which may be nil, hears of everything that LHÉO could not hold as it was.
func NewWriter(w io.Writer, note func(kind Note, where string, n int)) *Writer {
	if note == nil {
		note = func(Note, string, int) {}
	}
	return &Writer{w: bufio.NewWriterSize(w, 1<<16), note: note}
}

// Write adds the formation of a record. A record without a course, which is a page that gave none, is an error.
func (w *Writer) Write(r *schema.Record) error {
	if r.Course == nil {
		return errors.New("write formation: the record has no course")
	}
	if w.n == 0 {
		w.w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<lheo xmlns=\"" + NS23 + "\">\n  <offres>\n")
	}
	w.n++
	e := encoder{note: w.note, r: r, c: r.Course, withheld: w.Withheld}
	e.formation().write(w.w, "    ")
	if _, err := w.w.Write(nil); err != nil {
		return fmt.Errorf("write formation %s: %w", r.Course.Key, err)
	}
	return nil
}

// Close ends the document. It does not close the io.Writer below.
func (w *Writer) Close() error {
	if w.n == 0 {
		return ErrEmpty
	}
	w.w.WriteString("  </offres>\n</lheo>\n")
	return w.w.Flush()
}
