package saved

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Left counts what was left out, by kind, with the first few names of each.
type Left struct {
	kinds []leftKind
}

type leftKind struct {
	kind  string
	n     int
	names []string
}

// mostNamed is how many things of a kind are named.
const mostNamed = 3

// Add counts one thing.
func (l *Left) Add(kind, name string) {
	i := slices.IndexFunc(l.kinds, func(k leftKind) bool { return k.kind == kind })
	if i < 0 {
		i = len(l.kinds)
		l.kinds = append(l.kinds, leftKind{kind: kind})
	}
	k := &l.kinds[i]
	if k.n++; k.n <= mostNamed {
		k.names = append(k.names, name)
	}
}

// Any reports whether anything was left out.
func (l *Left) Any() bool { return len(l.kinds) > 0 }

// String lists it, the most frequent first: "2 .png (a.png, b.png), 1 .arc (old.arc)".
func (l *Left) String() string {
	list := slices.Clone(l.kinds)
	slices.SortStableFunc(list, func(a, b leftKind) int { return cmp.Compare(b.n, a.n) })
	parts := make([]string, len(list))
	for i, k := range list {
		names := strings.Join(k.names, ", ")
		if k.n > len(k.names) {
			names += ", …"
		}
		parts[i] = fmt.Sprintf("%d %s (%s)", k.n, k.kind, names)
	}
	return strings.Join(parts, ", ")
}
