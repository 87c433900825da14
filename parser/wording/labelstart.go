package wording

import (
	"strings"
)

func TrimRightLabel(s string) string { return strings.TrimRight(s, " :") }
