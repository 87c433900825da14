package redact

import (
	"testing"

	"carif/storage"
)

func TestRedactText(t *testing.T) {
	someone := storage.Person{
		Names: []string{"Camille Inventé"}, Phones: []string{"+33 1 99 00 00 02"},
		Emails: []string{"Camille@example.org"},
	}
	r := New([]byte("salt"), nil).With(someone)
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"Rien ici, 01 99 00 00 03, autre@example.org", "Rien ici, 01 99 00 00 03, autre@example.org"},
		{"M. CAMILLE  INVENTE.", "M. […]."},
		{"Camille-Inventé", "Camille-Inventé"}, // one word: another name
		{"camille@example.org.", "[…]."},
		{"Tél. : 01.99.00.00.02", "Tél. : […]"},
		{"+33 (0)1 99 00 00 02", "[…]"},
		{"0033199000002 / 0199000003", "[…] / 0199000003"},
		{"01 99 00 00 03 01 99 00 00 02 01 99 00 00 04", "01 99 00 00 03 […] 01 99 00 00 04"},
		{"Camille Inventé et Camille Inventé", "[…] et […]"},
	} {
		if got := r.Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
