package export

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// csvSink writes one CSV file a table.
type csvSink struct {
	j     *job
	files []io.WriteCloser
	ws    []*csvWriter
}

func openCSV(j *job, st *stage) (sink, error) {
	s, err := newCSVSink(j, st, j.Excel)
	if err != nil {
		return nil, err
	}
	if st.layout != OneFile {
		return &manifested{flattener{j: j, out: s}, j, st}, nil
	}
	return &flattener{j: j, out: s}, nil
}

func newCSVSink(j *job, st *stage, excel bool) (*csvSink, error) {
	s := &csvSink{j: j}
	for _, t := range j.tables {
		f, err := st.create(t.Name + ".csv")
		if err != nil {
			return nil, err
		}
		w := &csvWriter{w: bufio.NewWriterSize(f, 1<<15), excel: excel}
		header := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			header[i] = c.Name
		}
		w.header(header)
		s.files, s.ws = append(s.files, f), append(s.ws, w)
	}
	return s, nil
}

func (s *csvSink) row(table int, row []any) error {
	w := s.ws[table]
	for i, v := range row {
		if w.cell(i, len(row), v) {
			s.j.warn.add(WarnDefused, s.j.tables[table].Name+"."+s.j.tables[table].Columns[i].Name, 1)
		}
	}
	return w.end()
}

func (s *csvSink) close() error {
	for i, w := range s.ws {
		if err := w.w.Flush(); err != nil {
			return err
		}
		if err := s.files[i].Close(); err != nil {
			return err
		}
	}
	return nil
}

// csvWriter writes RFC 4180: CRLF between records, quotes doubled, cells byte for byte. encoding/csv is not used
// because it turns CRLF inside a cell into LF and writes a row of one empty cell as a blank line, which readers skip.
type csvWriter struct {
	w     *bufio.Writer
	excel bool
}

func (c *csvWriter) header(names []string) {
	if c.excel {
		c.w.WriteString("\uFEFF") // errors of a bufio.Writer stay and come out of Flush
	}
	for i, n := range names {
		c.cell(i, len(names), n)
	}
	c.w.WriteString("\r\n")
}

func (c *csvWriter) end() error {
	_, err := c.w.WriteString("\r\n")
	return err
}

// cell writes one cell and tells whether it was defused.
func (c *csvWriter) cell(i, n int, v any) (defused bool) {
	if i > 0 {
		c.w.WriteByte(c.comma())
	}
	text, isText := csvText(v)
	if c.excel {
		if f, ok := v.(float64); ok {
			text = strings.Replace(strconv.FormatFloat(f, 'f', -1, 64), ".", ",", 1)
		}
		if isText && risky(text) {
			text, defused = "'"+text, true
		}
		c.quoted(text)
		return defused
	}
	if needsQuotes(text, c.comma()) || text == "" && n == 1 {
		c.quoted(text)
	} else {
		c.w.WriteString(text)
	}
	return false
}

func (c *csvWriter) comma() byte {
	if c.excel {
		return ';'
	}
	return ','
}

func (c *csvWriter) quoted(s string) {
	c.w.WriteByte('"')
	c.w.WriteString(strings.ReplaceAll(s, `"`, `""`))
	c.w.WriteByte('"')
}

// needsQuotes tells whether a reader could take the bare cell for something else; blanks at its ends are trimmed by
// some.
func needsQuotes(s string, comma byte) bool {
	if s == "" {
		return false
	}
	if strings.IndexByte(s, comma) >= 0 || strings.ContainsAny(s, "\"\r\n") {
		return true
	}
	return s[0] == ' ' || s[0] == '\t' || s[len(s)-1] == ' ' || s[len(s)-1] == '\t'
}

// csvText gives the text of a cell, and whether it was words and not a number or a yes/no.
func csvText(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), false
	case int64:
		return strconv.FormatInt(v, 10), false
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), false
	}
	return "", false // no column has another type: TestTypes holds that
}

// risky tells the cells a spreadsheet may run or call a formula: they begin with = + - @, a full-width form of these, a
// tab or a line break. A leading ' is risky too, so that taking one ' off always gives the cell back.
func risky(s string) bool {
	if s == "" {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@\t\r\n'＝＋－＠", r)
}

// UndoExcel gives a text cell of an --excel file back as it was before it was defused.
func UndoExcel(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && risky(rest) {
		return rest
	}
	return cell
}
