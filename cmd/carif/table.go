package main

import (
	"bytes"
	"io"
	"text/tabwriter"
)

// newTable lines up columns that are separated by tabs, without blanks at the ends of lines. Flush it.
func newTable(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(&trimmer{w: w}, 0, 4, 2, ' ', 0)
}

// trimmer drops the blanks that end a line, which a tabwriter puts before an empty last column.
type trimmer struct {
	w      io.Writer
	blanks int // held back until something follows them
}

func (t *trimmer) Write(p []byte) (int, error) {
	var out bytes.Buffer
	for _, c := range p {
		switch c {
		case ' ':
			t.blanks++
			continue
		case '\n':
			t.blanks = 0
		}
		for ; t.blanks > 0; t.blanks-- {
			out.WriteByte(' ')
		}
		out.WriteByte(c)
	}
	if _, err := t.w.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}
