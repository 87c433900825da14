package golden

import (
	"reflect"
	"slices"
)

func same(a, b any) bool { return reflect.DeepEqual(a, b) }

// pair gives for each item of was the place of its like in now, -1 for none. Equal items are paired first, in order
// (the longest common subsequence); what is left between two of them is paired by what it has in common.
func pair(was, now []any) []int {
	out := make([]int, len(was))
	common := commonAfter(was, now)
	i, j := 0, 0
	fromI, fromJ := 0, 0
	for i < len(was) && j < len(now) {
		switch {
		case same(was[i], now[j]):
			pairLeft(out, was, now, span{fromI, i}, span{fromJ, j})
			out[i] = j
			i, j = i+1, j+1
			fromI, fromJ = i, j
		case common[i+1][j] >= common[i][j+1]:
			i++
		default:
			j++
		}
	}
	pairLeft(out, was, now, span{fromI, len(was)}, span{fromJ, len(now)})
	return out
}

// commonAfter holds how many items was[i:] and now[j:] have in common, in order.
func commonAfter(was, now []any) [][]int {
	t := make([][]int, len(was)+1)
	for i := range t {
		t[i] = make([]int, len(now)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(now) - 1; j >= 0; j-- {
			if same(was[i], now[j]) {
				t[i][j] = t[i+1][j+1] + 1
				continue
			}
			t[i][j] = max(t[i+1][j], t[i][j+1])
		}
	}
	return t
}

type span struct{ from, to int }

// pairLeft pairs items that are equal to none: first those that have most in common, then, where as many are left on
// both sides (plain values, say), by their place.
func pairLeft(out []int, was, now []any, a, b span) {
	type likeness struct{ i, j, n int }
	var likes []likeness
	for i := a.from; i < a.to; i++ {
		out[i] = -1
		for j := b.from; j < b.to; j++ {
			if n := alike(was[i], now[j]); n > 0 {
				likes = append(likes, likeness{i, j, n})
			}
		}
	}
	slices.SortStableFunc(likes, func(x, y likeness) int { return y.n - x.n })
	taken := map[int]bool{}
	for _, l := range likes {
		if out[l.i] < 0 && !taken[l.j] {
			out[l.i], taken[l.j] = l.j, true
		}
	}
	if a.to-a.from != b.to-b.from {
		return
	}
	for i := a.from; i < a.to; i++ {
		if j := b.from + i - a.from; out[i] < 0 && !taken[j] {
			out[i], taken[j] = j, true
		}
	}
}

// alike counts what two objects say alike; 0 for other values.
func alike(a, b any) int {
	m, _ := a.(map[string]any)
	o, _ := b.(map[string]any)
	n := 0
	for k, v := range m {
		if _, plain := v.(bool); !plain && !empty(v) && same(v, o[k]) {
			n++
		}
	}
	return n
}

// empty reports whether a value tells nothing.
func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}
