package geo

import "math/bits"

// depSet is a set of departments, by their place in Index.departments.
type depSet [2]uint64

func oneDep(i int) (s depSet) {
	s[i>>6] |= 1 << (i & 63)
	return s
}

func (s depSet) has(i uint8) bool       { return s[i>>6]&(1<<(i&63)) != 0 }
func (s depSet) or(t depSet) depSet     { return depSet{s[0] | t[0], s[1] | t[1]} }
func (s depSet) and(t depSet) depSet    { return depSet{s[0] & t[0], s[1] & t[1]} }
func (s depSet) empty() bool            { return s[0]|s[1] == 0 }
func (s depSet) count() int             { return bits.OnesCount64(s[0]) + bits.OnesCount64(s[1]) }
func (s depSet) disjoint(t depSet) bool { return s.and(t).empty() }

// first gives the lowest department of a set that is not empty.
func (s depSet) first() int {
	if s[0] != 0 {
		return bits.TrailingZeros64(s[0])
	}
	return 64 + bits.TrailingZeros64(s[1])
}

// each calls f with every department of the set, in order.
func (s depSet) each(f func(int)) {
	for w, word := range s {
		for ; word != 0; word &= word - 1 {
			f(w<<6 + bits.TrailingZeros64(word))
		}
	}
}
