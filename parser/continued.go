package parser

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// joinRows joins rows whose label cell is empty, or spans them, with the row above whose value they go on with: a long
// text printed a line a row beside its label. Such a row becomes a part of the value cell above.
//
//	| OBJECTIF : | Réaliser dans les règles de l'art |
//	|            | la finition de murs en pierre     |
func (l *layout) joinRows() {
	value, joined := int32(-1), int32(-1) // the cell rows are joined to, and the last row that was
	for c := range l.boxes {
		b := &l.boxes[c]
		if (b.tag == atom.Td || b.tag == atom.Th) && b.ord == 1 && len(b.attrs) > 0 {
			if n := rowspan(b.attrs); n > 1 {
				l.joinSpanned(int32(c), n-1)
			}
		}
		if b.tag != atom.Td && b.tag != atom.Th || b.ord != 1 || b.last > b.first || b.parent < 0 || l.boxes[b.parent].tag != atom.Tr {
			continue
		}
		row := b.parent
		if l.pair(row) < 0 || l.boxes[row].last == l.boxes[row].first {
			continue
		}
		above := l.rowAbove(row)
		switch {
		case above < 0:
			continue
		case above != joined || value < 0:
			if value = l.pair(above); value < 0 || !l.labelledRow(above) {
				value = -1
				continue
			}
		}
		l.join(row, value)
		joined = row
	}
}

// join makes a row a part of a cell above it.
func (l *layout) join(row, cell int32) {
	l.boxes[row].parent = cell
	for up := cell; up >= 0 && l.boxes[up].last < l.boxes[row].last; up = l.boxes[up].parent {
		l.boxes[up].last = l.boxes[row].last
	}
}

// joinSpanned joins the n rows of one cell each that a label cell spans below its own row.
func (l *layout) joinSpanned(c int32, n int) {
	row := l.boxes[c].parent
	if row < 0 || l.boxes[row].tag != atom.Tr || !l.labelledRow(row) {
		return
	}
	value := l.pair(row)
	if value < 0 {
		return
	}
	up := l.boxes[row].parent
	for b := value + 1; int(b) < len(l.boxes) && n > 0 && l.boxes[b].parent >= up; b++ {
		if l.boxes[b].parent != up {
			continue
		}
		if l.boxes[b].tag != atom.Tr || l.cells(b) != 1 {
			return
		}
		l.join(b, value)
		n--
	}
}

// cells counts the cells of a row.
func (l *layout) cells(row int32) (n int) {
	for c := row + 1; int(c) < len(l.boxes) && l.boxes[c].parent >= row; c++ {
		if l.boxes[c].parent == row {
			n++
		}
	}
	return n
}

// pair gives the second cell of a row of two cells, -1 for other rows.
func (l *layout) pair(row int32) int32 {
	n, second := 0, int32(-1)
	for c := row + 1; int(c) < len(l.boxes) && l.boxes[c].parent >= row; c++ {
		if l.boxes[c].parent != row {
			continue
		}
		if n++; n == 2 {
			second = c
		}
	}
	if n != 2 {
		return -1
	}
	return second
}

// rowAbove gives the row before a row of the same table, -1 for the first.
func (l *layout) rowAbove(row int32) int32 {
	up := l.boxes[row].parent
	for b := row - 1; b > up; b = l.boxes[b].parent {
		if l.boxes[b].parent == up || l.boxes[b].tag == atom.Tr && l.boxes[b].last == l.boxes[row].first && l.boxes[b].depth == l.boxes[row].depth {
			if l.boxes[b].tag == atom.Tr {
				return b
			}
			return -1
		}
	}
	return -1
}

// labelledRow reports whether a row is a label and its value: its first cell is one line that ends in a colon or is marked
// as a label.
func (l *layout) labelledRow(row int32) bool {
	c := row + 1
	b := &l.boxes[c]
	if b.last-b.first != 1 || l.boxes[row].last == b.last {
		return false
	}
	t := strings.TrimRight(l.lines[b.first].text, " ")
	return len(t) > 1 && len(t) < 80 && (strings.HasSuffix(t, ":") || labelBox(b) || b.tag == atom.Th)
}
