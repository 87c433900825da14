package main

import (
	"slices"
	"strings"

	"carif/text"
)

// didYouMean is ": did you mean …?" with the words of a list that a mistyped one is close to; "" when none is.
func didYouMean(word string, list []string) string {
	best, near := 3, []string(nil) // two slips at most
	for _, w := range list {
		a, b := text.Fold(word), text.Fold(w)
		d := slips(a, b)
		switch {
		case d > len(b)/3 && !(len(a) > 2 && strings.HasPrefix(b, a)):
			continue
		case strings.HasPrefix(b, a):
			d = min(d, 2)
		}
		if d < best {
			best, near = d, nil
		}
		if d == best && !slices.Contains(near, w) {
			near = append(near, w)
		}
	}
	if len(near) == 0 || len(near) > 4 {
		return ""
	}
	return ": did you mean " + strings.Join(near, " or ") + "?"
}

// slips counts the letters to insert, delete, replace or swap with their neighbour to make b of a.
func slips(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		next := make([]int, len(y)+1)
		next[0] = i + 1
		for j := range y {
			differ := 1
			if x[i] == y[j] {
				differ = 0
			}
			next[j+1] = min(row[j]+differ, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(y)]
}
