package schema

import (
	"os"
	"regexp"
	"testing"
)

// TestFieldsListsEveryConstant reads draft.go itself, so that a new field cannot be left out.
func TestFieldsListsEveryConstant(t *testing.T) {
	src, err := os.ReadFile("draft.go")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, f := range Fields() {
		if listed[string(f)] {
			t.Errorf("%s stands twice", f)
		}
		listed[string(f)] = true
	}
	declared := regexp.MustCompile(`(?m)^\tField\w+\s+Field = "([^"]+)"`).FindAllStringSubmatch(string(src), -1)
	for _, m := range declared {
		if !listed[m[1]] {
			t.Errorf("%s is not listed", m[1])
		}
	}
	if len(declared) != len(listed) {
		t.Errorf("%d fields declared, %d listed", len(declared), len(listed))
	}
}
