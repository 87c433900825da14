package normalize

import (
	"testing"

	"carif/schema"
)

// TestCodeLabel: the words of a link beside a code are no label of it.
func TestCodeLabel(t *testing.T) {
	n := newNormalizer(t)
	for _, tt := range []struct{ text, want string }{
		{"Consulter la fiche RNCP 4496", "<nil>"},
		{"Fiche 54321", "<nil>"},
		{"RNCP 4496 : Diplôme d'essai", "Diplôme d'essai"},
	} {
		rec := n.Record(draftOf(val(schema.FieldRNCP, tt.text)), schema.Page{}, nil)
		if got := rec.Course.Codes.RNCP; len(got) != 1 || str(got[0].Label) != tt.want {
			t.Errorf("codes of %q = %+v, want one with label %s", tt.text, got, tt.want)
		}
	}
}
