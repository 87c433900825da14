package course

import (
	"strings"

	"carif/geo/place"
	"carif/text"
)

// addressLines parts an organisation printed in one line, "Maison familiale - 5 rue du Port - 02000 LAON - Tél. …",
// into its lines; so too where other marks or commas part it. Any other text stays as it is.
func addressLines(t string) string {
	if first, rest, several := strings.Cut(t, "\n"); several {
		if parts := addressLines(first); parts != first && !strings.Contains(rest, ", ") && strings.Count(first, ", ") > 1 {
			return parts + "\n" + rest
		}
		return t
	}
	for _, mark := range [...]string{" - ", " – ", " — ", " · ", " | ", ", "} {
		parts := strings.Split(t, mark)
		if len(parts) < 2 || len(parts) > 6 || place.PostalAt(parts[0]) >= 0 {
			continue
		}
		if mark == ", " && (len(parts) < 3 || text.HasDigit(parts[0]) || place.OpensStreet(parts[0])) {
			continue
		}
		for _, p := range parts[1:] {
			if place.PostalAt(p) == 0 && len(p) > 7 {
				return strings.TrimSuffix(strings.Join(parts, "\n"), ".")
			}
		}
	}
	return t
}
