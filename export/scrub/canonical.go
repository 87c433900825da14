package scrub

import "carif/schema"

// canonical lets the organisations of a record be found by the keys that its providers have once they are cleaned, and
// cleans their names.
func (s *Scrubber) canonical(before, after *schema.Record) {
	if before.History == nil || before.History.Canonical == nil {
		return
	}
	h, of := *before.History, before.History.Canonical
	was := map[string]string{}
	note := func(a, b *schema.Organisation) {
		was[schema.ProviderKey(after.Source.Site, b)] = schema.ProviderKey(before.Source.Site, a)
	}
	note(before.Course.Provider, after.Course.Provider)
	for i := range before.Course.Sessions {
		note(before.Course.Sessions[i].Provider, after.Course.Sessions[i].Provider)
	}
	h.Canonical = func(key string) (schema.CanonicalProvider, bool) {
		if old, ok := was[key]; ok {
			key = old
		}
		c, ok := of(key)
		c.Name = s.house(c.Name, "provider_canonical.name")
		return c, ok
	}
	after.History = &h
}
