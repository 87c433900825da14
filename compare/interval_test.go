package compare

import (
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/quick"
)

// TestWilson compares with values of the literature (Newcombe 1998, table I, method 3), and holds laws.
func TestWilson(t *testing.T) {
	for _, c := range []struct {
		hits, n   int
		low, high float64
	}{{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718}} {
		low, high := Wilson(c.hits, c.n)
		if math.Abs(low-c.low) > 5e-5 || math.Abs(high-c.high) > 5e-5 {
			t.Errorf("%d of %d: %.4f – %.4f, want %.4f – %.4f", c.hits, c.n, low, high, c.low, c.high)
		}
	}
	law := func(a, b uint16) bool {
		n := int(b)%1000 + 1
		k := int(a) % (n + 1)
		low, high := Wilson(k, n)
		p := float64(k) / float64(n)
		l2, h2 := Wilson(n-k, n)
		return low >= 0 && high <= 1 && low <= p && p <= high && math.Abs(low-(1-h2)) < 1e-12 && math.Abs(high-(1-l2)) < 1e-12
	}
	if err := quick.Check(law, nil); err != nil {
		t.Error(err)
	}
}

// TestMedianRanks compares with tables of the sign test, and with the coverage of samples whose median is known.
func TestMedianRanks(t *testing.T) {
	for n, want := range map[int][2]int{6: {0, 5}, 10: {1, 8}, 20: {5, 14}, 50: {17, 32}, 100: {39, 60}} {
		if low, high, ok := MedianRanks(n); !ok || low != want[0] || high != want[1] {
			t.Errorf("n=%d: %d – %d %v, want %v", n, low, high, ok, want)
		}
	}
	for n := range 6 {
		if _, _, ok := MedianRanks(n); ok {
			t.Errorf("%d numbers have an interval", n)
		}
	}
	dice := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{7, 47, 301} {
		low, high, _ := MedianRanks(n)
		within := 0
		for range 2000 {
			values := make([]float64, n)
			for i := range values {
				values[i] = dice.Float64()
			}
			slices.Sort(values)
			if values[low] <= 0.5 && 0.5 <= values[high] {
				within++
			}
		}
		if within < 1870 || within > 1990 {
			t.Errorf("n=%d: %d of 2000 intervals hold the median", n, within)
		}
	}
	if low, high, ok := MedianRanks(1_000_000); !ok || low != 499_019 || high != 500_980 {
		t.Errorf("a million: %d – %d", low, high)
	}
}

// TestPopulation: departments add up to regions of both kinds, and the whole is France.
func TestPopulation(t *testing.T) {
	sums := map[string]float64{}
	for _, by := range []string{"region", "old-region", "department"} {
		d, err := Population(by)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range d.Of {
			sums[by] += v
		}
	}
	if s := sums["department"]; s != sums["region"] || s < 68e6 || s > 70e6 {
		t.Errorf("%v inhabitants of departments, %v of regions", s, sums["region"])
	}
	if d, _ := Population("department"); d.Of["01"] != 679344 {
		t.Errorf("Ain has %v inhabitants", d.Of["01"])
	}
	if _, err := Population("site"); err == nil {
		t.Error("sites have inhabitants")
	}
}

// TestReadDenominator: what people save from a spreadsheet is read, what is wrong is refused with its line.
func TestReadDenominator(t *testing.T) {
	for text, want := range map[string]float64{
		"region,jobseekers\n53,1200\n":          1200,
		"\ufeffregion;demandeurs\n53;1 200,5\n": 1200.5,
		"a,b\n53,\"1\u202f200\"\n76,\n":         1200,
	} {
		d, err := ReadDenominator(strings.NewReader(text), "f.csv")
		if err != nil || d.Of["53"] != want {
			t.Errorf("%q: %v %v", text, d, err)
		}
	}
	for text, want := range map[string]string{
		"":                         "line 1",
		"region\n53\n":             "line 1",
		"r,n\n53,many\n":           "line 2",
		"r,n\n53,1\n53,2\n":        "line 3",
		"r,n\n53,-1\n":             "above 0",
		"r,n\n53,NaN\n":            "above 0",
		"r,n\n":                    "no number",
		"r,n\n53\n":                "two columns",
		"r,n,note\n53,1,about\n":   "two columns",
		"r,n\n53,1,about\n":        "line 2: want two columns",
		"53,1200\n76,900\n":        "line 1: \"1200\" is a number",
		"r,n\n53,1e-300\n":         "line 2: \"1e-300\" is less than 0.001",
		"r,n\n\"53,1\n":            "line 2",
		"r,n\n53,Infinity\n76,1\n": "above 0",
	} {
		if _, err := ReadDenominator(strings.NewReader(text), "f.csv"); err == nil || !strings.Contains(err.Error(), want) ||
			!strings.Contains(err.Error(), "f.csv") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// endless gives the same text again and again, and counts what was taken.
type endless struct {
	text string
	n    int
}

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = e.text[(e.n+i)%len(e.text)]
	}
	e.n += len(b)
	return len(b), nil
}

// TestEndlessDenominator: a file without end is refused after what a denominator may have, whatever its lines are.
func TestEndlessDenominator(t *testing.T) {
	for _, text := range []string{"\x00", "a,b\n", "a,", "\n", "53, \n", "53,\"\n"} {
		e := &endless{text: text}
		_, err := ReadDenominator(e, "f.csv")
		if !errors.Is(err, ErrDenominator) || e.n > mostBytes+mostLine || len(err.Error()) > 300 {
			t.Errorf("%q: %d bytes read: %.300v", text, e.n, err)
		}
	}
	e := &endless{text: "\x00"}
	if _, err := ReadDenominator(e, "f.csv"); err == nil || !strings.Contains(err.Error(), "larger than") || e.n > 2*mostLine {
		t.Errorf("%.300v", err)
	}
	if d, err := ReadDenominator(io.MultiReader(strings.NewReader("a,b\n53,1\n"), io.LimitReader(&endless{text: "\n"},
		mostBytes-10)), "f.csv"); err != nil || d.Of["53"] != 1 {
		t.Errorf("all that may be: %v", err)
	}
}

func FuzzReadDenominator(f *testing.F) {
	f.Add("region,n\n53,12\n")
	f.Add("\ufeffa;b\n1;2,5\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ReadDenominator(strings.NewReader(text), "f.csv")
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("two lines: %q", err)
			}
			return
		}
		for u, v := range d.Of {
			if u == "" || !(v > 0) {
				t.Errorf("%q: %v", u, v)
			}
		}
	})
}

// TestSpan: quarters follow one another without a gap, and what is none is refused.
func TestSpan(t *testing.T) {
	for unit, want := range map[string]string{"2026": "2026-01-01 2026-12-31", "2026-Q1": "2026-01-01 2026-03-31",
		"2026-Q2": "2026-04-01 2026-06-30", "2026-Q4": "2026-10-01 2026-12-31"} {
		if b, e, ok := span(unit); !ok || b+" "+e != want {
			t.Errorf("%s: %s %s %v", unit, b, e, ok)
		}
	}
	for _, unit := range []string{"", "abcd", "2026-Q5", "2026-Q", "20-Q1", "2026-Q12"} {
		if _, _, ok := span(unit); ok {
			t.Errorf("%q is a span", unit)
		}
	}
}
