package layout

import (
	"golang.org/x/net/html"
)

// rowspan reads a cell's rowspan, 1 to 1000.
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
