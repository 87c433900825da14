package export

import (
	"bufio"
	"bytes"
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

// rowsJSONL writes the rows of one table, one object a line, columns in their order; what is null is written as null.
type rowsJSONL struct {
	*jsonlSink
	columns []schema.Column
	names   [][]byte // `"name":`
}

func openRowsJSONL(j *job, st *stage) (sink, error) {
	sk, err := openJSONL(j, st)
	if err != nil {
		return nil, err
	}
	s := &rowsJSONL{jsonlSink: sk.(*jsonlSink), columns: j.tables[0].Columns}
	for _, c := range s.columns {
		s.names = append(s.names, []byte(`"`+c.Name+`":`)) // names of columns need no escapes
	}
	return &flattener{j: j, out: s}, nil
}

func (s *rowsJSONL) row(_ int, row []any) error {
	for i, v := range row {
		open := byte(',')
		if i == 0 {
			open = '{'
		}
		s.buf.WriteByte(open) // errors of a bufio.Writer stay and come out of Flush
		s.buf.Write(s.names[i])
		b, err := CellJSON(v)
		if err != nil {
			return err
		}
		s.buf.Write(b)
	}
	_, err := s.buf.WriteString("}\n")
	return err
}

// CellJSON writes one cell of a table, or a name, as JSON. "&" and "<" stay as they are.
func CellJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}

func (s *jsonlSink) record(r *schema.Record) error { return s.enc.Encode(r) }

func (s *jsonlSink) close() error {
	if err := s.buf.Flush(); err != nil {
		return err
	}
	return s.f.Close()
}
