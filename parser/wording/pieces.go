package wording

import (
	"strings"
)

func TrimLabel(s string) string {
	return strings.Trim(s, " :•-–—>»*·\t.|")
}
