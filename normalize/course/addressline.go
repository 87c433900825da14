package course

import (
	"strings"

	"carif/geo/place"
)

// addressLines parts an organisation printed in one line, "Maison familiale - 5 rue du Port - 02000 LAON - Tél. …",
// into its lines. Any other text stays as it is.
func addressLines(t string) string {
	if strings.Contains(t, "\n") {
		return t
	}
	parts := strings.Split(t, " - ")
	if len(parts) < 2 || len(parts) > 6 || place.PostalAt(parts[0]) >= 0 {
		return t
	}
	for _, p := range parts[1:] {
		if place.PostalAt(p) == 0 && len(p) > 7 {
			return strings.Join(parts, "\n")
		}
	}
	return t
}
