package compare

import (
	"math"
	"slices"
)

// z is the quantile of the normal distribution for intervals of 95 %.
const z = 1.959963984540054

// Wilson gives the 95 % score interval of Wilson for hits among n; 0 and 1 for none.
func Wilson(hits, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	p, N := float64(hits)/float64(n), float64(n)
	mid := p + z*z/(2*N)
	half := z * math.Sqrt(p*(1-p)/N+z*z/(4*N*N))
	low, high = (mid-half)/(1+z*z/N), (mid+half)/(1+z*z/N)
	if hits == 0 {
		low = 0
	}
	if hits == n {
		high = 1
	}
	return low, high
}

// median gives the middle of sorted numbers, the mean of the two in the middle where they are even in number.
func median(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// draws is how many samples a bootstrap draws.
const draws = 2000

// Bootstrap gives the 95 % percentile interval of the median of sorted numbers, from samples drawn with replacement by
// a generator that starts from seed: the same numbers and seed give the same interval, on every machine.
//
// The middle of such a sample of n is the value whose rank is that of the middle of n uniform draws; of many numbers,
// only that rank is drawn, which follows a beta distribution. So a bootstrap of a million numbers costs no more than
// one of a hundred.
func Bootstrap(sorted []float64, seed uint64) (low, high float64) {
	n := len(sorted)
	if n == 0 {
		return math.NaN(), math.NaN()
	}
	r := generator(seed)
	middles := make([]float64, draws)
	sample := make([]int, n)
	for d := range middles {
		if n > fewNumbers {
			i := r.middleRank(n)
			middles[d] = sorted[i]
			continue
		}
		for i := range sample {
			sample[i] = int(r.float() * float64(n))
		}
		slices.Sort(sample)
		middles[d] = (sorted[sample[(n-1)/2]] + sorted[sample[n/2]]) / 2
	}
	slices.Sort(middles)
	return middles[draws*25/1000], middles[draws*975/1000-1]
}

// fewNumbers is up to how many numbers whole samples are drawn.
const fewNumbers = 200

// generator is splitmix64: small, and the same for ever, which the standard library does not promise.
type generator uint64

func (g *generator) float() float64 {
	*g += 0x9e3779b97f4a7c15
	x := uint64(*g)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}

// normal draws a standard normal number (Box and Muller).
func (g *generator) normal() float64 {
	return math.Sqrt(-2*math.Log(1-g.float())) * math.Cos(2*math.Pi*g.float())
}

// middleRank draws the rank, from 0, of the middle of n draws with replacement among n: n times a beta number of equal
// parameters (n+1)/2, which for n over fewNumbers is normal to within a rank.
func (g *generator) middleRank(n int) int {
	u := 0.5 + g.normal()*0.5/math.Sqrt(float64(n)+2)
	return min(max(int(u*float64(n)), 0), n-1)
}
