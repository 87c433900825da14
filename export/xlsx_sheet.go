package export

import (
	"archive/zip"
	"bufio"
	"hash"
	"hash/crc32"
	"io"
	"os"
	"strconv"
	"strings"

	"carif/schema"

	"github.com/klauspost/compress/flate"
)

// sheetWriter writes the XML of one sheet, compressed, to a file of its own. excelize makes the workbook around it, but
// its stream writers hold up to 32 MB a sheet each, which a dozen tables turn into half a gigabyte.
type sheetWriter struct {
	f    *os.File
	buf  *bufio.Writer
	z    *flate.Writer
	file *bufio.Writer
	crc  hash.Hash32
	raw  int64 // bytes before compression
	cols []string
}

const sheetHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
	`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">` +
	`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`

func newSheetWriter(path string, columns []schema.Column, headStyle int) (*sheetWriter, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	w := &sheetWriter{f: f, crc: crc32.NewIEEE(), file: bufio.NewWriterSize(f, 1<<15)}
	if w.z, err = flate.NewWriter(w.file, 4); err != nil {
		return nil, err
	}
	w.buf = bufio.NewWriterSize(w, 1<<15)
	w.buf.WriteString(sheetHead)
	for i, c := range columns {
		w.cols = append(w.cols, columnName(i))
		n := strconv.Itoa(i + 1)
		w.buf.WriteString(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(width(c)) +
			`" customWidth="1"/>`)
	}
	w.buf.WriteString(`</cols><sheetData>`)
	w.begin(1)
	for i, c := range columns {
		w.text(i, 1, headStyle, c.Name)
	}
	return w, w.end()
}

// width is how wide a column is shown, in characters.
func width(c schema.Column) int {
	if c.Type == schema.TypeText {
		return 24
	}
	return max(12, len(c.Name))
}

// columnName gives A … Z, AA … for a column from 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// Write is the buffer's way to the file: it counts and compresses.
func (w *sheetWriter) Write(p []byte) (int, error) {
	w.raw += int64(len(p))
	w.crc.Write(p)
	return w.z.Write(p)
}

func (w *sheetWriter) begin(row int) {
	w.buf.WriteString(`<row r="`)
	w.buf.WriteString(strconv.Itoa(row))
	w.buf.WriteString(`">`)
}

func (w *sheetWriter) end() error {
	_, err := w.buf.WriteString(`</row>`)
	return err
}

// cell begins a cell; errors of the buffer come out of end.
func (w *sheetWriter) cell(col, row, style int, kind string) {
	w.buf.WriteString(`<c r="`)
	w.buf.WriteString(w.cols[col])
	w.buf.WriteString(strconv.Itoa(row))
	if style > 0 {
		w.buf.WriteString(`" s="`)
		w.buf.WriteString(strconv.Itoa(style))
	}
	if kind != "" {
		w.buf.WriteString(`" t="`)
		w.buf.WriteString(kind)
	}
	w.buf.WriteString(`">`)
}

// text writes words as words: an inline string is never a formula.
func (w *sheetWriter) text(col, row, style int, s string) {
	w.cell(col, row, style, "inlineStr")
	w.buf.WriteString(`<is><t xml:space="preserve">`)
	sheetEscaper.WriteString(w.buf, literal(s))
	w.buf.WriteString(`</t></is></c>`)
}

func (w *sheetWriter) number(col, row, style int, v float64) {
	w.cell(col, row, style, "")
	w.buf.WriteString(`<v>`)
	w.buf.WriteString(strconv.FormatFloat(v, 'f', -1, 64))
	w.buf.WriteString(`</v></c>`)
}

func (w *sheetWriter) boolean(col, row int, v bool) {
	w.cell(col, row, 0, "b")
	if v {
		w.buf.WriteString(`<v>1</v></c>`)
	} else {
		w.buf.WriteString(`<v>0</v></c>`)
	}
}

var (
	sheetEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	lineBreaks   = strings.NewReplacer("\r\n", "\n", "\r", "\n")
)

// literal makes line feeds of all line breaks, as cells have them, and keeps Excel from reading "_x0041_" in a text as
// the character it escapes.
func literal(s string) string {
	if strings.Contains(s, "\r") {
		s = lineBreaks.Replace(s)
	}
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if strings.HasPrefix(s[i:], "_x") && i+7 <= len(s) && s[i+6] == '_' && isHex(s[i+2:i+6]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isHex(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i] | 0x20; (s[i] < '0' || s[i] > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// finish ends the sheet; rows is the number of its last row.
func (w *sheetWriter) finish(rows int) error {
	last := w.cols[len(w.cols)-1] + strconv.Itoa(rows)
	w.buf.WriteString(`</sheetData><autoFilter ref="A1:` + last + `"/></worksheet>`)
	if err := w.buf.Flush(); err != nil {
		return err
	}
	if err := w.z.Close(); err != nil {
		return err
	}
	w.z, w.buf = nil, nil // their memory is wanted elsewhere
	return w.file.Flush()
}

// pour copies the compressed sheet into a zip under a name.
func (w *sheetWriter) pour(z *zip.Writer, name string) error {
	size, err := w.f.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := w.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	out, err := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: w.crc.Sum32(),
		CompressedSize64: uint64(size), UncompressedSize64: uint64(w.raw)})
	if err != nil {
		return err
	}
	_, err = io.Copy(out, w.f)
	return err
}

func (w *sheetWriter) Close() error { return w.f.Close() }
