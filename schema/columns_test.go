package schema_test

import (
	"slices"
	"strings"
	"testing"

	"carif/schema"
)

// TestColumns: the list is fit to be a dictionary, and to be changed by a reader without harm to the next.
func TestColumns(t *testing.T) {
	tables := map[string]bool{}
	for _, table := range schema.Columns() {
		if tables[table.Name] {
			t.Errorf("table %s stands twice", table.Name)
		}
		tables[table.Name] = true
		names := map[string]bool{}
		for _, c := range table.Columns {
			if names[c.Name] {
				t.Errorf("%s.%s stands twice", table.Name, c.Name)
			}
			names[c.Name] = true
			if c.Name != strings.ToLower(c.Name) || c.Meaning == "" || c.Type == "" {
				t.Errorf("%s.%s: needs a lower-case name, a type and a meaning", table.Name, c.Name)
			}
		}
		for _, k := range table.Key {
			i := slices.IndexFunc(table.Columns, func(c schema.Column) bool { return c.Name == k })
			if i < 0 || !table.Columns[i].Required {
				t.Errorf("table %s: key column %s must be there and required", table.Name, k)
			}
		}
	}
	schema.Columns()[0].Columns[0].Name = "changed"
	if schema.Columns()[0].Columns[0].Name == "changed" {
		t.Error("a caller can change the list for others")
	}
	if _, ok := schema.TableByName("nothing"); ok {
		t.Error("a table that is not there was found")
	}
	for _, want := range []string{"name", "phones", "emails"} {
		contact, _ := schema.TableByName("contact")
		i := slices.IndexFunc(contact.Columns, func(c schema.Column) bool { return c.Name == want })
		if i < 0 || !contact.Columns[i].Person {
			t.Errorf("contact.%s must be marked as of a person", want)
		}
	}
}
