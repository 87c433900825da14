package export

import (
	"io"

	"carif/lheo"
	"carif/schema"
)

// lheoSink hands records to lheo's writer.
type lheoSink struct {
	f io.WriteCloser
	w *lheo.Writer
}

// lheoWarnings gives the code of each note of lheo's writer.
var lheoWarnings = map[lheo.Note]string{lheo.NoteFiller: WarnFiller, lheo.NoteCut: WarnCut,
	lheo.NoteRemoved: WarnRemoved, lheo.NoteExtra: WarnUnheld, lheo.NoteLost: WarnLost}

func openLHEO(j *job, st *stage) (sink, error) {
	f, err := st.create("")
	if err != nil {
		return nil, err
	}
	note := func(kind lheo.Note, where string, n int) { j.warn.add(lheoWarnings[kind], where, n) }
	w := lheo.NewWriter(f, note)
	w.Withheld = !j.WithContacts
	return &lheoSink{f, w}, nil
}

func (s *lheoSink) record(r *schema.Record) error { return s.w.Write(r) }

func (s *lheoSink) close() error {
	if err := s.w.Close(); err != nil {
		return err
	}
	return s.f.Close()
}
