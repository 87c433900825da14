package compare

import (
	"strings"
	"testing"

	"carif/schema"
)

// TestConcepts: every coded value of the tables of courses is one of the concepts, and nothing else is.
func TestConcepts(t *testing.T) {
	known := map[string]bool{}
	for _, c := range concepts() {
		if c.own {
			known["course."+c.field+"_"] = true
		}
		for i := 0; i < len(c.of); i += 2 {
			known[c.of[i]+"."+c.of[i+1]] = true
		}
	}
	for _, table := range schema.Columns() {
		has := map[string]bool{}
		for _, c := range table.Columns {
			has[c.Name] = true
		}
		for name := range has {
			prefix, ok := strings.CutSuffix(name, "code")
			if !ok || !has[prefix+"raw"] || !has[prefix+"fit"] || !has[prefix+"label"] {
				continue
			}
			if !known[table.Name+"."+prefix] {
				t.Errorf("%s.%s is coded and no concept", table.Name, name)
			}
			delete(known, table.Name+"."+prefix)
		}
	}
	for name := range known {
		t.Errorf("%s is no coded column", name)
	}
}
