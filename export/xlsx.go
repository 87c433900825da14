package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"carif/schema"

	"github.com/xuri/excelize/v2"
)

// The limits of a sheet.
const (
	maxCell = 32_767    // characters of a cell, counted as UTF-16 by Excel; a longer text is cut in silence by writers
	maxRows = 1_048_576 // rows of a sheet, the header among them
	cutMark = " […]"
)

// xlsxSink writes one workbook: a dictionary sheet, then one sheet per table, and a further one where a table is longer
// than a sheet may be. Words are always text: nothing begins a formula, and nothing is a link.
type xlsxSink struct {
	j      *job
	st     *stage
	f      *excelize.File
	dir    string // where sheets are written until the workbook is put together
	sheets []*sheet
	parts  map[string]*sheetWriter // name of the zip entry → sheet
	styles map[schema.ColumnType]int
	head   int
}

// sheet is the sheet a table is at.
type sheet struct {
	w    *sheetWriter
	t    *table
	row  int // last row written
	part int
	name string
}

func openXLSX(j *job, st *stage) (sink, error) {
	s := &xlsxSink{j: j, st: st, f: excelize.NewFile(), parts: map[string]*sheetWriter{},
		styles: map[schema.ColumnType]int{}}
	var err error
	if s.dir, err = st.scratch(); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	for _, t := range j.tables {
		sh := &sheet{t: t}
		if err := s.open(sh); err != nil {
			return nil, fmt.Errorf("sheet %s: %w", t.Name, err)
		}
		s.sheets = append(s.sheets, sh)
	}
	return &flattener{j: j, out: s}, nil
}

// prepare makes the styles and the first sheet.
func (s *xlsxSink) prepare() error {
	created := "2000-01-01T00:00:00Z"
	if d, err := time.Parse("2006-01-02", s.j.Meta.Date); err == nil {
		created = d.Format(time.RFC3339)
	}
	if err := s.f.SetDocProps(&excelize.DocProperties{Title: s.j.Meta.Title, Creator: "carif", LastModifiedBy: "carif",
		Created: created, Modified: created}); err != nil {
		return err
	}
	var err error
	if s.head, err = s.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	for _, st := range []struct {
		t      schema.ColumnType
		format string
	}{{schema.TypeDate, "yyyy-mm-dd"}, {schema.TypeTime, "yyyy-mm-dd hh:mm:ss"}} {
		if s.styles[st.t], err = s.f.NewStyle(&excelize.Style{CustomNumFmt: &st.format}); err != nil {
			return err
		}
	}
	return s.f.SetSheetName("Sheet1", "dictionary")
}

// open begins a sheet with its frozen header.
func (s *xlsxSink) open(sh *sheet) error {
	sh.part++
	if sh.name = sh.t.Name; sh.part > 1 {
		sh.name = fmt.Sprintf("%s_%d", sh.t.Name, sh.part)
	}
	if _, err := s.f.NewSheet(sh.name); err != nil {
		return err
	}
	entry := fmt.Sprintf("sheet%d.xml", len(s.parts)+2) // excelize numbers sheets as they are made; the dictionary is 1
	w, err := newSheetWriter(s.dir+"/"+entry, sh.t.Columns, s.head)
	if err != nil {
		return err
	}
	s.st.open = append(s.st.open, w)
	s.parts["xl/worksheets/"+entry] = w
	sh.w, sh.row = w, 1
	return nil
}

func (s *xlsxSink) row(table int, row []any) error {
	sh := s.sheets[table]
	if sh.row == maxRows {
		s.j.warn.add(WarnSplit, sh.t.Name, 1)
		if err := s.finish(sh); err != nil {
			return err
		}
		if err := s.open(sh); err != nil {
			return err
		}
	}
	sh.row++
	sh.w.begin(sh.row)
	for i, v := range row {
		s.cell(sh, i, v)
	}
	return sh.w.end()
}

// cell writes a value: a date as a date, where Excel can hold it, any other text as text.
func (s *xlsxSink) cell(sh *sheet, i int, v any) {
	switch v := v.(type) {
	case int64:
		sh.w.number(i, sh.row, 0, float64(v))
	case float64:
		sh.w.number(i, sh.row, 0, v)
	case bool:
		sh.w.boolean(i, sh.row, v)
	case string:
		c := sh.t.Columns[i]
		layout := map[schema.ColumnType]string{schema.TypeDate: "2006-01-02", schema.TypeTime: time.RFC3339}[c.Type]
		if layout != "" {
			if d, err := time.Parse(layout, v); err == nil && d.Year() >= 1901 {
				sh.w.number(i, sh.row, s.styles[c.Type], serial(d.UTC()))
				return
			}
		}
		sh.w.text(i, sh.row, 0, s.text(sh.t.Name+"."+c.Name, v))
	}
}

// serial is Excel's number of a moment: days since the last of 1899, after the leap day of 1900 that never was.
func serial(d time.Time) float64 {
	return float64(d.Unix())/86400 + 25569
}

// text takes out what XML forbids and cuts what a cell cannot hold; both are counted.
func (s *xlsxSink) text(where, t string) string {
	bad := 0
	clean := strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			bad++
			return -1
		}
		return r
	}, t)
	s.j.warn.add(WarnRemoved, where, bad)
	if len(clean) <= maxCell {
		return clean
	}
	short, cut := cutUTF16(clean, maxCell, cutMark)
	if cut {
		s.j.warn.add(WarnCut, where, 1)
	}
	return short
}

// cutUTF16 cuts a text to so many UTF-16 units, mark included.
func cutUTF16(t string, max int, mark string) (string, bool) {
	n, keep := 0, 0
	for i, r := range t {
		size := 1
		if r > 0xFFFF {
			size = 2
		}
		if n+size > max {
			return t[:keep] + mark, true
		}
		if n += size; n <= max-utf8.RuneCountInString(mark) {
			keep = i + utf8.RuneLen(r)
		}
	}
	return t, false
}

// finish ends a sheet. The workbook hears of the filter too: Excel keeps its range as a name.
func (s *xlsxSink) finish(sh *sheet) error {
	last, err := excelize.CoordinatesToCellName(len(sh.t.Columns), sh.row)
	if err != nil {
		return err
	}
	if err := s.f.AutoFilter(sh.name, "A1:"+last, nil); err != nil {
		return err
	}
	return sh.w.finish(sh.row)
}

func (s *xlsxSink) close() error {
	for _, sh := range s.sheets {
		if err := s.finish(sh); err != nil {
			return fmt.Errorf("sheet %s: %w", sh.name, err)
		}
	}
	if err := s.dictionary(); err != nil {
		return err
	}
	var shell bytes.Buffer // kilobytes: its sheets are empty
	if err := s.f.Write(&shell); err != nil {
		return err
	}
	if err := s.f.Close(); err != nil {
		return err
	}
	return s.assemble(shell.Bytes())
}

// dictionary fills the first sheet: what the file is, then one line per column.
func (s *xlsxSink) dictionary() error {
	m := s.j.Meta
	rows := [][]any{{"generated_by", "carif " + m.Version}, {"title", m.Title}, {"date", m.Date},
		{"licence", m.Licence.Name, m.Licence.URL},
		{"contacts", s.j.WithContacts}, {"runs", strings.Trim(fmt.Sprint(m.Runs), "[]")}, {},
		{"table", "column", "type", "meaning", "french", "lheo", "unit", "derived"}}
	for _, t := range s.j.tables {
		for _, c := range t.Columns {
			rows = append(rows, []any{t.Name, c.Name, string(c.Type), c.Meaning, c.French, c.LHEO, c.Unit, c.Derived})
		}
	}
	for i, r := range rows {
		if err := s.f.SetSheetRow("dictionary", fmt.Sprintf("A%d", i+1), &r); err != nil {
			return err
		}
	}
	return s.f.SetColWidth("dictionary", "A", "H", 24)
}

// assemble writes the workbook with its sheets in the place of the empty ones, entries in the order of their names.
func (s *xlsxSink) assemble(shell []byte) error {
	in, err := zip.NewReader(bytes.NewReader(shell), int64(len(shell)))
	if err != nil {
		return err
	}
	sort.Slice(in.File, func(i, j int) bool { return in.File[i].Name < in.File[j].Name })
	out, err := os.OpenFile(s.st.path(""), os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	used := 0
	for _, f := range in.File {
		if w := s.parts[f.Name]; w != nil {
			used++
			err = w.pour(z, f.Name)
		} else {
			err = z.Copy(f)
		}
		if err != nil {
			break
		}
	}
	if err == nil && used != len(s.parts) {
		err = fmt.Errorf("only %d of %d sheets could be placed in the workbook", used, len(s.parts))
	}
	return errors.Join(err, z.Close(), out.Close())
}
