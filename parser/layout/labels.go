package layout

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Lead is how much of a line's start is in a label's style.
func Lead(l *Line) int {
	n := 0
	for i := range l.Runs {
		if l.Runs[i].Style&(StyleBold|StyleUnder|StyleLabel) == 0 {
			// a colon or blank between two styled runs belongs to the label
			end := len(l.Text)
			if i+1 < len(l.Runs) {
				end = int(l.Runs[i+1].At)
			}
			if strings.Trim(l.Text[min(int(l.Runs[i].At), len(l.Text)):min(end, len(l.Text))], " :") == "" && i+1 < len(l.Runs) {
				continue
			}
			return n
		}
		n = len(l.Text)
		if i+1 < len(l.Runs) {
			n = min(int(l.Runs[i+1].At), len(l.Text))
		}
	}
	return n
}

// HeadingLevel gives the level of a heading element, 1 for h1, and 0 for another.
func HeadingLevel(t atom.Atom) uint8 {
	switch t {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// LabelBox reports whether a block's class or id says that it holds a label.
func LabelBox(bx *Box) bool {
	for i := range bx.Attrs {
		switch bx.Attrs[i].Key {
		case "class", "id":
			v := bx.Attrs[i].Val
			if labelClass(v) || strings.Contains(v, "entete") || strings.Contains(v, "title") || strings.Contains(v, "Title") ||
				strings.Contains(v, "heading") || strings.Contains(v, "PanelTab") || strings.Contains(v, "card-header") || strings.Contains(v, "accordion") && !strings.Contains(v, "content") {
				return true
			}
		case "scope":
			if bx.Attrs[i].Val == "row" {
				return true
			}
		}
	}
	return false
}

// FirstClass gives the first class of a class attribute.
func FirstClass(c string) string {
	c, _, _ = strings.Cut(c, " ")
	return c
}

// Rowspan reads a cell's rowspan, 1 to 1000.
func Rowspan(as []html.Attribute) int {
	n := 0
	for _, c := range Attr(as, "rowspan") {
		if c < '0' || c > '9' || n > 1000 {
			break
		}
		n = n*10 + int(c-'0')
	}
	return min(max(n, 1), 1000)
}
