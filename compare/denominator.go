package compare

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"carif/geo"
)

// Denominator is what counts are taken per 100,000 of.
type Denominator struct {
	Source string             // what is counted, of which day, by whom
	Of     map[string]float64 // by unit
}

// PopulationSource names the inhabitants that carif brings with it: those of geo, which come from the package of Etalab
// named there; its README names this edition of INSEE.
const PopulationSource = "inhabitants, INSEE, populations de référence 2023, in force since 1 January 2026 " +
	"(Mayotte: census of 2017)"

// Population gives the inhabitants of regions, regions of before 2016 or departments.
func Population(by string) (*Denominator, error) {
	index, err := geo.Default()
	if err != nil {
		return nil, err
	}
	d := &Denominator{Source: PopulationSource, Of: map[string]float64{}}
	for _, p := range index.Departments() {
		code := ""
		switch by {
		case "region":
			code = p.Region
		case "old-region":
			code = p.OldRegion
		case "department":
			code = p.Code
		default:
			return nil, fmt.Errorf("%w: %s has no inhabitants: name a file with --denominator", ErrQuery, by)
		}
		if code != "" {
			d.Of[code] += float64(p.Population)
		}
	}
	return d, nil
}

// mostRows, mostBytes and mostLine are the size of a file that is taken for a denominator.
const (
	mostRows  = 1_000_000
	mostBytes = 32 << 20
	mostLine  = 64 << 10
)

// leastNumber is the smallest number that is taken.
const leastNumber = 0.001

// bounded reads what may be a denominator, and fails where it can be none by its size.
type bounded struct {
	io.Reader
	all, line int // bytes, and those of the line so far
}

func (b *bounded) over() bool { return b.all > mostBytes || b.line > mostLine }

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.all += n
	for rest := p[:n]; !b.over(); {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			b.line += len(rest)
			break
		}
		b.line += i
		if !b.over() {
			b.line, rest = 0, rest[i+1:]
		}
	}
	if b.over() {
		return 0, io.ErrShortBuffer
	}
	return n, err
}

// ErrDenominator is the error of a file that is no denominator; its text says where and what to do.
var ErrDenominator = errors.New("bad denominator")

// ReadDenominator reads a CSV file of two columns, unit and number, under a heading; ';' may stand for ',' and a comma
// in the number for the point. name names the file in errors and in what figures say of themselves.
func ReadDenominator(r io.Reader, name string) (*Denominator, error) {
	in := &bounded{Reader: r}
	d, err := readDenominator(in, name)
	if in.over() { // whatever it seemed to be: it was not read to its end
		return nil, fmt.Errorf("%w: %s: larger than %d MiB, or a line than %d KiB: want a line a unit", ErrDenominator, name,
			mostBytes>>20, mostLine>>10)
	}
	return d, err
}

func readDenominator(r io.Reader, name string) (*Denominator, error) {
	in := bufio.NewReader(r)
	if mark, err := in.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = in.Discard(3) // it was just peeked at
	}
	head, _ := in.Peek(4096) // less than that is no error
	first, _, _ := strings.Cut(string(head), "\n")
	c := csv.NewReader(in)
	if strings.Count(first, ";") > strings.Count(first, ",") {
		c.Comma = ';'
	}
	c.FieldsPerRecord = -1
	c.ReuseRecord = true
	heading, err := c.Read()
	if err != nil || len(heading) != 2 {
		return nil, fmt.Errorf("%w: %s: line 1: want a heading of two columns, the code of the unit and the number",
			ErrDenominator, name)
	}
	if _, err := number(heading[1]); err == nil {
		return nil, fmt.Errorf("%w: %s: line 1: %q is a number: write a heading above it, which says what is counted",
			ErrDenominator, name, heading[1])
	}
	d := &Denominator{Source: strings.TrimSpace(heading[1]) + " (" + name + ")", Of: map[string]float64{}}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		line := 0
		var where *csv.ParseError
		if errors.As(err, &where) {
			line = where.StartLine
		} else if len(row) > 0 {
			line, _ = c.FieldPos(0)
		}
		if err != nil || len(row) != 2 {
			return nil, fmt.Errorf("%w: %s: line %d: want two columns", ErrDenominator, name, line)
		}
		unit, words := strings.TrimSpace(row[0]), strings.TrimSpace(row[1])
		if words == "" {
			continue
		}
		v, err := number(words)
		_, twice := d.Of[unit]
		switch {
		case err != nil || !(v > 0 && v <= 1e12):
			return nil, fmt.Errorf("%w: %s: line %d: %.60q is not a number above 0", ErrDenominator, name, line, words)
		case v < leastNumber:
			return nil, fmt.Errorf("%w: %s: line %d: %.60q is less than %v: nothing can be counted per 100,000 of it",
				ErrDenominator, name, line, words, leastNumber)
		case unit == "" || twice:
			return nil, fmt.Errorf("%w: %s: line %d: unit %.60q is empty or stands there twice", ErrDenominator, name, line,
				unit)
		case len(d.Of) == mostRows:
			return nil, fmt.Errorf("%w: %s: more than %d lines", ErrDenominator, name, mostRows)
		}
		d.Of[unit] = v
	}
	if len(d.Of) == 0 {
		return nil, fmt.Errorf("%w: %s: no number in it", ErrDenominator, name)
	}
	return d, nil
}

// number reads one as a spreadsheet writes it in French or English.
func number(words string) (float64, error) {
	return strconv.ParseFloat(strings.NewReplacer(",", ".", " ", "", "\u00a0", "", "\u202f", "").
		Replace(strings.TrimSpace(words)), 64)
}
