package shape

import (
	"strings"

	"carif/schema"
)

func Duration(f schema.Field) bool { return strings.HasPrefix(string(f), "duration") }
