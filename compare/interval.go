package compare

import "math"

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

// MedianRanks gives the ranks, from 0, of the two of n sorted numbers between which the median of what they are drawn
// from lies with 95 % or more: as many draws fall below it as heads in n throws of a coin. false: there are too few.
func MedianRanks(n int) (low, high int, ok bool) {
	all, _ := math.Lgamma(float64(n) + 1)
	chance := func(k int) float64 {
		a, _ := math.Lgamma(float64(k) + 1)
		b, _ := math.Lgamma(float64(n-k) + 1)
		return math.Exp(all - a - b - float64(n)*math.Ln2)
	}
	// What is further down than ten deviations adds nothing that a float can hold.
	sum, k := 0.0, max(0, n/2-int(5*math.Sqrt(float64(n)))-1)
	for ; k < n; k++ {
		if sum += chance(k); sum > 0.025 {
			break
		}
	}
	return k - 1, n - k, k > 0 && n > 0
}
