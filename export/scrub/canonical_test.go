package scrub

import (
	"testing"

	"carif/schema"
)

// TestCanonical: the organisation of a provider is found although cleaning changed the provider, and with it its key;
// what its name holds of people goes too; the given record is not changed.
func TestCanonical(t *testing.T) {
	name := "Atelier Osier, a.b@example.org"
	rec := withPeople()
	rec.Course.Provider = &schema.Organisation{Name: &name}
	key := schema.ProviderKey(rec.Source.Site, rec.Course.Provider)
	rec.History = &schema.History{Canonical: func(k string) (schema.CanonicalProvider, bool) {
		return schema.CanonicalProvider{ID: "name:1", Name: name}, k == key
	}}
	s := Scrubber{Warn: quiet}
	clean := s.Record(rec)
	cleanKey := schema.ProviderKey(clean.Source.Site, clean.Course.Provider)
	if cleanKey == key {
		t.Fatal("nothing was cleaned: the test shows nothing")
	}
	got, ok := clean.History.Canonical(cleanKey)
	if want := "Atelier Osier, " + maskEmail; !ok || got.ID != "name:1" || got.Name != want {
		t.Errorf("got %+v, %v, want %q", got, ok, want)
	}
	if _, ok := clean.History.Canonical("other"); ok {
		t.Error("a provider of another record has an organisation")
	}
	if c, _ := rec.History.Canonical(key); c.Name != name {
		t.Errorf("the given record's organisation is called %q", c.Name)
	}
	table, _ := schema.TableByName("provider_canonical")
	rows := 0
	for x := range table.Rows(&clean, clean.History) {
		if table.Columns[0].Cell(x) == cleanKey {
			rows++
		}
	}
	if rows != 1 {
		t.Errorf("%d rows of its provider, want 1", rows)
	}
}
