package gate

import (
	"math"
	"slices"
)

// MinNights is how many good nights a band takes.
const MinNights = 7

// spread is how many MADs a figure must fall below the median.
const spread = 3

// Band is where a figure lies on good nights: their median, and the median of their distances from it (MAD), which one
// odd night does not move.
type Band struct{ Median, MAD float64 }

// Median is the middle of a list, or of its two middle ones; 0 of none.
func Median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	s := slices.Sorted(slices.Values(list))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}

// BandOf is the band of a figure over nights.
func BandOf(list []float64) Band {
	m := Median(list)
	far := make([]float64, len(list))
	for i, x := range list {
		far[i] = math.Abs(x - m)
	}
	return Band{m, Median(far)}
}

// Fell tells a figure that fell out of the band: by a share of the median, and by more than nights differ. One that
// rose never did.
func (b Band) Fell(now, share float64) bool {
	const close = 1e-9 // what a fall of just the share may come out as
	fall := b.Median - now
	return fall > 0 && fall >= share*b.Median-close && fall >= spread*b.MAD-close
}

// Floor is the figure that good nights do not go below: a margin under the lowest of them, rounded down to a step.
func Floor(list []float64, margin, step float64) float64 {
	if len(list) == 0 {
		return 0
	}
	return math.Floor(slices.Min(list)*(1-margin)/step+1e-9) * step
}
