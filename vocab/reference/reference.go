// Package reference reads the official tables that users download — France compétences' register, ROME, Formacode,
// an extract of SIRENE — into rows of list, code and label, one at a time. It is not for keeping them (storage) and
// not for matching words to codes (vocab): a table only gives a label to a code that a page prints.
package reference

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"carif/text"
)

// ErrFile is the answer to a file that is no table this package knows.
var ErrFile = errors.New("not a reference table")

// Row is one code of a list.
type Row struct {
	List  string // rncp, rs, rome, formacode or siret
	Code  string // as course_code has it: "34441", "M1607", "31054", 14 digits
	Label string
	Extra string // further columns as a JSON object, "" for none
}

// Table is a file being read.
type Table struct {
	Kind    string // of the file: rncp (both registers), rome, formacode or siret
	Skipped int    // rows without a well-formed code or without a label, so far
	kind    kind
	csv     *csv.Reader
	code    int
	labels  []int
	extras  []extra
	first   []string // the first row of a file without a header; nil when it has been given
}

type extra struct {
	name string
	at   int
}

// peek is how much of a file tells its encoding and separator.
const peek = 64 << 10

// Open reads the header. kindName names the kind of file, or is "" to tell it by the header.
func Open(r io.Reader, kindName string) (*Table, error) {
	in := bufio.NewReaderSize(r, peek)
	head, err := in.Peek(peek)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read table: %w", err)
	}
	switch {
	case len(bytes.TrimSpace(head)) == 0:
		return nil, fmt.Errorf("the file is empty: %w", ErrFile)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, fmt.Errorf("the file is a zip or xlsx: give it as a file, or save it as CSV: %w", ErrFile)
	case bytes.IndexByte(head, 0) >= 0:
		return nil, fmt.Errorf("the file is no text: %w", ErrFile)
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		if _, err := in.Discard(3); err != nil {
			return nil, fmt.Errorf("read table: %w", err)
		}
		head = head[3:]
	}
	var text io.Reader = in
	if !validStart(head) { // Excel's CSV
		text = charmap.Windows1252.NewDecoder().Reader(in)
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	c := csv.NewReader(text)
	c.Comma, c.LazyQuotes, c.ReuseRecord, c.FieldsPerRecord = separator(line), true, true, -1
	header, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("read header: %w", errors.Join(err, ErrFile))
	}
	t := &Table{csv: c}
	return t, t.recognise(header, kindName)
}

// validStart reports whether a cut of a file is UTF-8 but for a rune cut at its end.
func validStart(b []byte) bool {
	for i := 0; i < utf8.UTFMax && len(b) > 0 && !utf8.Valid(b); i++ {
		b = b[:len(b)-1]
	}
	return utf8.Valid(b)
}

// separator gives the commonest of the separators in use.
func separator(line []byte) rune {
	best, most := ';', 0
	for _, r := range ";,\t|" {
		if n := bytes.Count(line, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

// recognise finds the kind of a file and its columns by its header.
func (t *Table) recognise(header []string, kindName string) error {
	at := map[string]int{}
	for i, h := range header {
		if k := strings.ReplaceAll(text.Fold(h), " ", ""); k != "" {
			if _, twice := at[k]; !twice {
				at[k] = i
			}
		}
	}
	names := []string{}
	for _, k := range kinds() {
		names = append(names, k.name)
		if kindName != "" && kindName != k.name {
			continue
		}
		code, ok := first(at, k.code)
		if !ok && kindName != "" {
			code, ok = first(at, []string{"code"})
		}
		label, named := first(at, k.labels)
		if !named && kindName != "" {
			label, named = first(at, []string{"libelle", "intitule", "label"})
		}
		if !ok || !named {
			continue
		}
		t.Kind, t.kind, t.code, t.labels = k.name, k, code, []int{label}
		for _, l := range k.labels {
			if i, ok := at[l]; ok && i != label {
				t.labels = append(t.labels, i)
			}
		}
		for _, e := range k.extras {
			if i, ok := at[strings.ToLower(strings.ReplaceAll(e, "_", ""))]; ok {
				t.extras = append(t.extras, extra{e, i})
			}
		}
		return nil
	}
	if kindName != "" && !slices.Contains(names, kindName) {
		return fmt.Errorf("%q is not a kind of list (known: %s): %w", kindName, strings.Join(names, " "), ErrFile)
	}
	if t.headless(header, kindName) {
		return nil
	}
	if kindName != "" {
		return fmt.Errorf("its header has no columns of code and label for kind %s: %w", kindName, ErrFile)
	}
	return fmt.Errorf("its header fits no known list (%s; --kind names one): %w", strings.Join(names, " "), ErrFile)
}

// headless tells by its first row a file without a header, as Formacode is downloaded: one cell is a code of the kind
// that was named, and the next one its label.
func (t *Table) headless(row []string, kindName string) bool {
	for _, k := range kinds() {
		if k.name != kindName {
			continue
		}
		for i := 0; i+1 < len(row); i++ {
			if _, code := k.read(cell(row, i)); code == "" || cell(row, i+1) == "" {
				continue
			}
			t.Kind, t.kind, t.code, t.labels, t.first = k.name, k, i, []int{i + 1}, slices.Clone(row)
			if cell(row, i+2) != "" && text.Fold(cell(row, i+1)) == text.Fold(cell(row, i+2)) {
				t.labels = []int{i + 2, i + 1} // in capitals without accents first, then as it is written
			}
			return true
		}
	}
	return false
}

func first(at map[string]int, names []string) (int, bool) {
	for _, n := range names {
		if i, ok := at[n]; ok {
			return i, true
		}
	}
	return 0, false
}

// Rows gives the rows of the file, once. A mistake ends them.
func (t *Table) Rows() iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		given := 0
		for {
			rec, err := t.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				yield(Row{}, fmt.Errorf("read table: %w", errors.Join(ErrFile, err)))
				return
			}
			row, ok := t.row(rec)
			if !ok {
				t.Skipped++
				continue
			}
			given++
			if !yield(row, nil) {
				return
			}
		}
		if given == 0 {
			yield(Row{}, fmt.Errorf("no row has a code of kind %s: %w", t.Kind, ErrFile))
		}
	}
}

func (t *Table) next() ([]string, error) {
	if rec := t.first; rec != nil {
		t.first = nil
		return rec, nil
	}
	return t.csv.Read()
}

// row reads one record; false for one without a well-formed code and a label.
func (t *Table) row(rec []string) (Row, bool) {
	list, code := t.kind.read(cell(rec, t.code))
	if code == "" {
		return Row{}, false
	}
	r := Row{List: list, Code: code}
	for _, i := range t.labels {
		if r.Label = cell(rec, i); r.Label != "" {
			break
		}
	}
	more := map[string]string{}
	for _, e := range t.extras {
		if v := cell(rec, e.at); v != "" {
			more[e.name] = v
		}
	}
	if len(more) > 0 {
		if b, err := json.Marshal(more); err == nil { // a map of strings always marshals
			r.Extra = string(b)
		}
	}
	return r, r.Label != ""
}

// notTold is what SIRENE writes for what is not to be published.
const notTold = "[ND]"

// cell gives a column's text in one line, "" where the record is too short or the publisher does not tell. Apostrophes
// that a publisher's SQL has doubled are single again.
func cell(rec []string, i int) string {
	if i >= len(rec) {
		return ""
	}
	s := strings.Join(strings.Fields(strings.ToValidUTF8(rec[i], "\ufffd")), " ")
	if s == notTold {
		return ""
	}
	return strings.ReplaceAll(s, "''", "'")
}
