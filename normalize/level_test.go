package normalize

import (
	"testing"

	"carif/schema"
)

// TestEntryLevelMax: the most one may have learnt is not the level one must have.
func TestEntryLevelMax(t *testing.T) {
	n := newNormalizer(t)
	most, least := val(schema.FieldEntryLevel, "IV"), val(schema.FieldEntryLevel, "Niveau V (CAP, BEP)")
	most.Label, least.Label = "Niveau requis max", "Niveau minimum requis"
	rec := n.Record(draftOf(most, least), schema.Page{}, nil)
	if got := rec.Course.EntryLevel; got == nil || got.Code == nil || *got.Code != "4" {
		t.Errorf("entry level = %+v, want code 4", got)
	}
	if o := rec.Course.Other; len(o) != 1 || o[0].Label != "Niveau requis max" || o[0].Text != "IV" {
		t.Errorf("other = %+v, want the words of the highest level", o)
	}
}
