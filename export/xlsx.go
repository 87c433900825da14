package export

import (
	"archive/zip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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

// xlsxSink writes one workbook: a dictionary sheet, then a sheet a table, and a further one where a table is longer
// than a sheet may be. Words are always text: nothing begins a formula, and nothing is a link.
type xlsxSink struct {
	j      *job
	st     *stage
	f      *excelize.File
	sheets []*sheet
	styles map[schema.ColumnType]int
	head   int
}

// sheet is the sheet a table is at.
type sheet struct {
	w    *excelize.StreamWriter
	t    *table
	row  int // last row written
	part int
	name string
}

func openXLSX(j *job, st *stage) (sink, error) {
	s := &xlsxSink{j: j, st: st, f: excelize.NewFile(excelize.Options{TmpDir: filepath.Dir(st.out)})}
	st.open = append(st.open, s.f)
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
	return &flattener{j, s}, nil
}

// prepare makes the styles and the first sheet.
func (s *xlsxSink) prepare() error {
	created := "2000-01-01T00:00:00Z"
	if d, err := time.Parse("2006-01-02", s.j.Meta.Date); err == nil {
		created = d.Format(time.RFC3339)
	}
	if err := s.f.SetDocProps(&excelize.DocProperties{Title: s.j.Meta.Title, Creator: "carif", LastModifiedBy: "carif", Created: created, Modified: created}); err != nil {
		return err
	}
	var err error
	if s.head, err = s.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}}); err != nil {
		return err
	}
	s.styles = map[schema.ColumnType]int{}
	for ct, format := range map[schema.ColumnType]string{schema.TypeDate: "yyyy-mm-dd", schema.TypeTime: "yyyy-mm-dd hh:mm:ss"} {
		if s.styles[ct], err = s.f.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
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
	w, err := s.f.NewStreamWriter(sh.name)
	if err != nil {
		return err
	}
	sh.w, sh.row = w, 1
	header := make([]any, len(sh.t.Columns))
	for i, c := range sh.t.Columns {
		header[i] = excelize.Cell{StyleID: s.head, Value: c.Name}
		if err := w.SetColWidth(i+1, i+1, width(c)); err != nil {
			return err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return w.SetRow("A1", header)
}

func width(c schema.Column) float64 {
	if c.Type == schema.TypeText {
		return 24
	}
	return max(12, float64(len(c.Name)))
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
	cells := make([]any, len(row))
	for i, v := range row {
		cells[i] = s.cell(sh.t, i, v)
	}
	return sh.w.SetRow(fmt.Sprintf("A%d", sh.row), cells)
}

// cell makes a value of the sheet. Text goes in as a string, which excelize never takes for a formula; a date as a
// date, where Excel can hold it.
func (s *xlsxSink) cell(t *table, i int, v any) any {
	str, ok := v.(string)
	if !ok {
		return v
	}
	c := t.Columns[i]
	switch c.Type {
	case schema.TypeDate:
		if d, err := time.Parse("2006-01-02", str); err == nil && d.Year() >= 1901 {
			return excelize.Cell{StyleID: s.styles[c.Type], Value: serial(d)}
		}
	case schema.TypeTime:
		if d, err := time.Parse(time.RFC3339, str); err == nil && d.Year() >= 1901 {
			return excelize.Cell{StyleID: s.styles[c.Type], Value: serial(d.UTC())}
		}
	}
	return s.text(t.Name+"."+c.Name, str)
}

// serial is Excel's number of a day: excelize's own times would write a default format over the style.
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

// finish ends a sheet: its filter, and its data on disk.
func (s *xlsxSink) finish(sh *sheet) error {
	last, err := excelize.CoordinatesToCellName(len(sh.t.Columns), sh.row)
	if err != nil {
		return err
	}
	if err := s.f.AutoFilter(sh.name, "A1:"+last, nil); err != nil {
		return err
	}
	return sh.w.Flush()
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
	path := s.st.path("")
	if err := s.f.SaveAs(path + ".xlsx"); err != nil {
		return err
	}
	defer os.Remove(path + ".xlsx")
	if err := s.f.Close(); err != nil {
		return err
	}
	return repack(path+".xlsx", path)
}

// dictionary fills the first sheet: what the file is, then a line a column.
func (s *xlsxSink) dictionary() error {
	w, err := s.f.NewStreamWriter("dictionary")
	if err != nil {
		return err
	}
	rows := [][]any{{"generated_by", "carif"}, {"title", s.j.Meta.Title}, {"date", s.j.Meta.Date}, {"licence", s.j.Meta.Licence.Name}, {"contacts", s.j.WithContacts}, {"fingerprint", s.j.Meta.Fingerprint}, {}}
	rows = append(rows, []any{"table", "column", "type", "meaning", "french", "lheo", "unit", "derived"})
	for _, t := range s.j.tables {
		for _, c := range t.Columns {
			rows = append(rows, []any{t.Name, c.Name, string(c.Type), c.Meaning, c.French, c.LHEO, c.Unit, c.Derived})
		}
	}
	for i, r := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), r); err != nil {
			return err
		}
	}
	return w.Flush()
}

// repack writes a zip anew with its entries in the order of their names: excelize keeps sheets in a map and writes them
// in any order. Nothing is compressed twice.
func repack(from, to string) error {
	in, err := zip.OpenReader(from)
	if err != nil {
		return err
	}
	defer in.Close()
	files := in.File
	sort.Slice(files, func(i, j int) bool { return files[i].Name < files[j].Name })
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	for _, f := range files {
		if err = z.Copy(f); err != nil {
			break
		}
	}
	return errors.Join(err, z.Close(), out.Close())
}
