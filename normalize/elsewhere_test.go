package normalize

import (
	"testing"

	"carif/schema"
)

// A provider named with its town keeps that town where the address printed beneath is that of the place of the course.
func TestProviderElsewhere(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ town, address, want string }{
		{"Lille", "MAISON FICTIVE - 8 boulevard Fictif - BP 80041 - 62100 - Calais", "Lille -"},
		{"Calais", "8 boulevard Fictif - 62100 - Calais", "Calais 62100"},
		{"Lyon", "8 boulevard Fictif - 69006 - Lyon 6e", "Lyon 6e 69006"},
		{"", "8 boulevard Fictif - 62100 - Calais", "Calais 62100"},
	} {
		vs := []schema.Value{val(schema.FieldProviderName, "CENTRE EXEMPLE"), val(schema.FieldProviderAddress, tt.address)}
		if tt.town != "" {
			vs = append(vs, val(schema.FieldProviderCity, tt.town))
		}
		o := n.Record(draftOf(vs...), schema.Page{}, nil).Course.Provider
		postal := "-"
		if o.PostalCode != nil {
			postal = *o.PostalCode
		}
		if got := str(o.City) + " " + postal; got != tt.want {
			t.Errorf("%q over %q: got %q, want %q", tt.town, tt.address, got, tt.want)
		}
	}
}
