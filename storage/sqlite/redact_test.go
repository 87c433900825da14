package sqlite

import (
	"testing"

	"carif/storage"
)

func TestRedactText(t *testing.T) {
	r := &redactor{salt: []byte("salt"), set: map[string]bool{}}
	for _, h := range r.hashes(storage.Person{Names: []string{"Camille Inventé"}, Phones: []string{"+33 1 99 00 00 02"}, Emails: []string{"Camille@example.org"}}) {
		r.set[string(h)] = true
	}
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
		if got := r.text(c.in); got != c.want {
			t.Errorf("text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}
