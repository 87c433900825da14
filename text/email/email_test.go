package email

import (
	"encoding/hex"
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
		{"camille.essai (at) example (dot) org", "", "camille.essai@example.org", ""},
		{"c.essai[arobase]example.org, ou", "", "c.essai@example.org", ""},
		{"essai {at} mail . example (point) org", "", "essai@mail.example.org", ""},
		{"la salle (at)", "", "", "(at)"},
		{"[email protected]", "", "", "[email protected]"},
		{"[email protected]", "/cdn-cgi/l/email-protection#" + hidden("a@example.org"), "a@example.org", ""},
		{"[email protected]", "/cdn-cgi/l/email-protection#00", "", "[email protected]"},
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

// hidden writes a mailbox as Cloudflare does.
func hidden(mailbox string) string {
	b := []byte{0x7e}
	for i := range len(mailbox) {
		b = append(b, mailbox[i]^0x7e)
	}
	return hex.EncodeToString(b)
}

func TestUnhide(t *testing.T) {
	for s, want := range map[string]string{hidden("contact@example.org"): "contact@example.org", hidden("nobody"): "", "": "", "7e": "",
		"zz": "", hidden("a@b"): "", strings.Repeat("7e", 1000): ""} {
		if got := Unhide(s); got != want {
			t.Errorf("Unhide(%q) = %q, want %q", s, got, want)
		}
	}
}
