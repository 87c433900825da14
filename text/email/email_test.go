package email

import (
	"strings"
	"testing"

	"carif/schema"
)

func TestRead(t *testing.T) {
	for _, tt := range []struct{ raw, href, emails, bad string }{
		{"contact@example.org", "", "contact@example.org", ""},
		{"Mailformation-continue@exemple-region.frDispositif", "", "formation-continue@exemple-region.fr", ""},
		{"Contact@Example.ORG.", "", "contact@example.org", ""},
		{"form...@example.org", "", "", "form...@example.org"},
		{"xxx[at]example.org", "", "", "xxx[at]example.org"},
		{"Nous écrire", "mailTo:Info@example.org?subject=x", "info@example.org", ""},
		{"Nous écrire", "mailto:info%40example.org", "info@example.org", ""},
		{"a@example.org;b@example.org", "", "a@example.org b@example.org", ""},
		{"a@localhost", "", "", "a@localhost"},
		{"Twitter : @carif", "", "", "@carif"},
	} {
		var links []schema.Link
		if tt.href != "" {
			links = []schema.Link{{Href: tt.href}}
		}
		emails, bad := Read(tt.raw, links)
		if strings.Join(emails, " ") != tt.emails || strings.Join(bad, "|") != tt.bad {
			t.Errorf("Read(%q, %q) = %q %q, want %q %q", tt.raw, tt.href, emails, bad, tt.emails, tt.bad)
		}
	}
}
