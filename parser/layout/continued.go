package layout

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// JoinRows joins rows whose label cell is empty, or spans them, with the row above whose value they go on with: a long
// text printed a line a row beside its label. Such a row becomes a part of the value cell above.
//
//	| OBJECTIF : | Réaliser dans les règles de l'art |
//	|            | la finition de murs en pierre     |
func (l *Layout) joinRows() {
	value, joined := int32(-1), int32(-1) // the cell rows are joined to, and the last row that was
	for c := range l.Boxes {
		b := &l.Boxes[c]
		if (b.Tag == atom.Td || b.Tag == atom.Th) && b.Ord == 1 && len(b.Attrs) > 0 {
			if n := Rowspan(b.Attrs); n > 1 {
				l.joinSpanned(int32(c), n-1)
			}
		}
		if b.Tag != atom.Td && b.Tag != atom.Th || b.Ord != 1 || b.Last > b.First || b.Parent < 0 || l.Boxes[b.Parent].Tag != atom.Tr {
			continue
		}
		row := b.Parent
		if l.pair(row) < 0 || l.Boxes[row].Last == l.Boxes[row].First {
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
func (l *Layout) join(row, cell int32) {
	l.Boxes[row].Parent = cell
	for up := cell; up >= 0 && l.Boxes[up].Last < l.Boxes[row].Last; up = l.Boxes[up].Parent {
		l.Boxes[up].Last = l.Boxes[row].Last
	}
}

// joinSpanned joins the n rows of one cell each that a label cell spans below its own row.
func (l *Layout) joinSpanned(c int32, n int) {
	row := l.Boxes[c].Parent
	if row < 0 || l.Boxes[row].Tag != atom.Tr || !l.labelledRow(row) {
		return
	}
	value := l.pair(row)
	if value < 0 {
		return
	}
	up := l.Boxes[row].Parent
	for b := value + 1; int(b) < len(l.Boxes) && n > 0 && l.Boxes[b].Parent >= up; b++ {
		if l.Boxes[b].Parent != up {
			continue
		}
		if l.Boxes[b].Tag != atom.Tr || l.cells(b) != 1 {
			return
		}
		l.join(b, value)
		n--
	}
}

// cells counts the cells of a row.
func (l *Layout) cells(row int32) (n int) {
	for c := row + 1; int(c) < len(l.Boxes) && l.Boxes[c].Parent >= row; c++ {
		if l.Boxes[c].Parent == row {
			n++
		}
	}
	return n
}

// pair gives the second cell of a row of two cells, -1 for other rows.
func (l *Layout) pair(row int32) int32 {
	n, second := 0, int32(-1)
	for c := row + 1; int(c) < len(l.Boxes) && l.Boxes[c].Parent >= row; c++ {
		if l.Boxes[c].Parent != row {
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
func (l *Layout) rowAbove(row int32) int32 {
	up := l.Boxes[row].Parent
	for b := row - 1; b > up; b = l.Boxes[b].Parent {
		if l.Boxes[b].Parent == up || l.Boxes[b].Tag == atom.Tr && l.Boxes[b].Last == l.Boxes[row].First && l.Boxes[b].Depth == l.Boxes[row].Depth {
			if l.Boxes[b].Tag == atom.Tr {
				return b
			}
			return -1
		}
	}
	return -1
}

// labelledRow reports whether a row is a label and its value: its first cell is one line that ends in a colon or is marked
// as a label.
func (l *Layout) labelledRow(row int32) bool {
	c := row + 1
	b := &l.Boxes[c]
	if b.Last-b.First != 1 || l.Boxes[row].Last == b.Last {
		return false
	}
	t := strings.TrimRight(l.Lines[b.First].Text, " ")
	return len(t) > 1 && len(t) < 80 && (strings.HasSuffix(t, ":") || LabelBox(b) || b.Tag == atom.Th)
}
