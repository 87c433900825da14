package sites

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// YAML writes floors as the block of a profile.
func (f Floors) YAML() string {
	var b strings.Builder
	b.WriteString("floors:\n")
	if f.Courses > 0 {
		fmt.Fprintf(&b, "  courses: %d\n", f.Courses)
	}
	if len(f.Fill) > 0 {
		b.WriteString("  fill:\n")
	}
	for _, field := range slices.Sorted(maps.Keys(f.Fill)) {
		fmt.Fprintf(&b, "    %s: %.2f\n", field, f.Fill[field])
	}
	return b.String()
}

// floorsBlock is the floors of a profile: their line, and all lines below it that are further in.
var floorsBlock = regexp.MustCompile(`(?m)^floors[ \t]*:.*(?:\n[ \t]+\S.*)*(?:\n|\z)`)

// WithFloors gives the text of a profile with other floors in the place of its own, or behind all else; the rest of it,
// comments too, stays as it is.
func WithFloors(profile string, f Floors) string {
	if at := floorsBlock.FindStringIndex(profile); at != nil {
		return profile[:at[0]] + f.YAML() + profile[at[1]:]
	}
	if profile != "" && !strings.HasSuffix(profile, "\n") {
		profile += "\n"
	}
	return profile + f.YAML()
}
