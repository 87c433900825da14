package export

import (
	"bufio"
	"encoding/json"
	"io"

	"carif/schema"
)

// jsonlSink writes whole records, one per line, in the shape of the record contract.
type jsonlSink struct {
	f   io.WriteCloser
	buf *bufio.Writer
	enc *json.Encoder
}

func openJSONL(_ *job, st *stage) (sink, error) {
	f, err := st.create("")
	if err != nil {
		return nil, err
	}
	s := &jsonlSink{f: f, buf: bufio.NewWriterSize(f, 1<<16)}
	s.enc = json.NewEncoder(s.buf)
	s.enc.SetEscapeHTML(false) // "&" and "<" are ordinary characters of a training's title
	return s, nil
}

func (s *jsonlSink) record(r *schema.Record) error { return s.enc.Encode(r) }

func (s *jsonlSink) close() error {
	if err := s.buf.Flush(); err != nil {
		return err
	}
	return s.f.Close()
}
