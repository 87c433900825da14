package layout

import (
	"strings"
)

func FirstClass(c string) string {
	c, _, _ = strings.Cut(c, " ")
	return c
}
