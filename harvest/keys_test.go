package harvest

import (
	"slices"
	"testing"

	"carif/schema"
)

// TestSetApart: courses of one page never share a key, whatever their order.
func TestSetApart(t *testing.T) {
	course := func(title, key string) schema.Record {
		return schema.Record{Course: &schema.Course{Title: &title, Key: key}}
	}
	keys := func(recs ...schema.Record) map[string]string {
		setApart(recs)
		m := map[string]string{}
		for _, r := range recs {
			m[*r.Course.Title] = r.Course.Key
			if want := schema.SetApart(r.Course.Key, "s/12"); want != (len(r.Issues) == 1) {
				t.Errorf("%s: issues %v", r.Course.Key, r.Issues)
			}
		}
		return m
	}
	alone := keys(course("Osier", "s/12"), course("Rotin", "s/13"))
	if alone["Osier"] != "s/12" || alone["Rotin"] != "s/13" {
		t.Errorf("keys of their own: got %v", alone)
	}
	shared := keys(course("Osier", "s/12"), course("Rotin", "s/12"), course("Jonc", "s/12"))
	if shared["Osier"] != "s/12" || shared["Rotin"] == shared["Jonc"] || !schema.SetApart(shared["Jonc"], "s/12") {
		t.Errorf("one id: got %v", shared)
	}
	noID := schema.Key("s", "", "https://example.org/", "")
	one := keys(course("Osier", noID), course("Rotin", noID))
	other := keys(course("Rotin", noID), course("Osier", noID))
	if one["Osier"] != other["Osier"] || one["Osier"] == one["Rotin"] || one["Osier"] == noID {
		t.Errorf("no id: got %v, in the other order %v", one, other)
	}
	twins := []schema.Record{course("Osier", noID), course("Osier", noID)}
	setApart(twins)
	if !slices.EqualFunc(twins[:1], twins[1:], func(a, b schema.Record) bool { return a.Course.Key == b.Course.Key }) {
		t.Error("one course printed twice has two keys")
	}
}
