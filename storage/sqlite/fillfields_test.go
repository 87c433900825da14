package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"carif/schema"
)

// TestFillFields: what profiles may give floors to is what the database counts.
func TestFillFields(t *testing.T) {
	var got []schema.Field
	for _, f := range courseFields {
		got = append(got, f.field)
	}
	if d := cmp.Diff(schema.FillFields(), got); d != "" {
		t.Errorf("schema.FillFields (-) and courseFields (+):\n%s", d)
	}
}
