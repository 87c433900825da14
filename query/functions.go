package query

import (
	"errors"
	"fmt"
	"math"
	"slices"

	sqlite3 "github.com/mattn/go-sqlite3"

	"carif/text"
)

// Functions are the functions that statements may call beside SQLite's own, with what they do.
var Functions = []struct{ Name, Meaning string }{
	{"median(x)", "the middle of the numbers x; between two, their mean. Null where there is none"},
	{"percentile(x, p)", "the number below which p percent of x lie (p from 0 to 100, one for all rows), between two in " +
		"proportion. Null where there is none"},
	{"fold(text)", "the text in lower case, without accents and signs: fold(city) = fold('SAINT-ÉTIENNE')"},
}

func addFunctions(c *sqlite3.SQLiteConn) error {
	return errors.Join(
		c.RegisterFunc("fold", fold, true),
		c.RegisterAggregator("median", func() *middle { return &middle{} }, true),
		c.RegisterAggregator("percentile", func() *percentile { return &percentile{} }, true),
	)
}

// fold is text.Fold for SQL: null stays null, a number is its digits.
func fold(v any) any {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return text.Fold(v)
	case []byte:
		if v == nil { // how the driver hands null over
			return nil
		}
		return text.Fold(string(v))
	}
	return text.Fold(fmt.Sprint(v))
}

// numbers collects the numbers of a group.
type numbers struct{ list []float64 }

// add takes a number; nulls do not count, and words are a mistake of whoever asks.
func (n *numbers) add(function string, x any) error {
	switch v := x.(type) {
	case nil:
	case []byte:
		if v != nil { // nil is how the driver hands null over
			return fmt.Errorf("%s: bytes are no number", function)
		}
	case int64:
		n.list = append(n.list, float64(v))
	case float64:
		n.list = append(n.list, v) // SQLite has no NaN
	default:
		return fmt.Errorf("%s: %.40q is no number", function, fmt.Sprint(v))
	}
	return nil
}

// at is the number below which a share p (0 to 1) of them lie, between two in proportion; nil where there are none.
func (n *numbers) at(p float64) any {
	if len(n.list) == 0 {
		return nil
	}
	slices.Sort(n.list)
	place := p * float64(len(n.list)-1)
	low := int(math.Floor(place))
	a := n.list[low]
	if low+1 == len(n.list) || place == float64(low) {
		return a
	}
	b, part := n.list[low+1], place-float64(low)
	return a*(1-part) + b*part // no difference of the two: it may be more than a number can hold
}

type middle struct{ numbers }

// Step takes one row.
func (m *middle) Step(x any) error { return m.add("median", x) }

// Done gives the median.
func (m *middle) Done() (any, error) { return m.at(0.5), nil }

type percentile struct {
	numbers
	p   float64
	set bool
}

// Step takes one row, and the percentage that is asked for, which must be the same in all rows.
func (m *percentile) Step(x, p any) error {
	var share float64
	switch v := p.(type) {
	case int64:
		share = float64(v)
	case float64:
		share = v
	default:
		return errors.New("percentile: its second argument is a number from 0 to 100")
	}
	switch {
	case share < 0 || share > 100:
		return fmt.Errorf("percentile: its second argument is a number from 0 to 100, not %v", share)
	case m.set && share != m.p:
		return errors.New("percentile: its second argument must be the same in all rows")
	}
	m.p, m.set = share, true
	return m.add("percentile", x)
}

// Done gives the percentile.
func (m *percentile) Done() (any, error) { return m.at(m.p / 100), nil }
