//go:build sqlite_fts5 || fts5

package sqlite

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"

	"carif/storage"
	"carif/vocab/reference"
)

func rowsOf(list []reference.Row, end error) iter.Seq2[reference.Row, error] {
	return func(yield func(reference.Row, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
		if end != nil {
			yield(reference.Row{}, end)
		}
	}
}

func TestLoadReference(t *testing.T) {
	s := openTest(t, nil)
	ctx := context.Background()
	list := []reference.Row{{List: "rncp", Code: "99901", Label: "Essai", Extra: `{"Actif":"ACTIVE"}`},
		{List: "rome", Code: "A1101", Label: "Conduite"}}
	for _, tt := range []struct {
		name string
		rows []reference.Row
		want storage.ReferenceLoad
	}{
		{"first", list, storage.ReferenceLoad{Rows: 2, Written: 2}},
		{"again", list, storage.ReferenceLoad{Rows: 2, Written: 0}},
		{"newer", []reference.Row{{List: "rome", Code: "A1101", Label: "Conduite d'engins"}},
			storage.ReferenceLoad{Rows: 1, Written: 1}},
	} {
		got, err := s.LoadReference(ctx, rowsOf(tt.rows, nil))
		if err != nil || got != tt.want {
			t.Errorf("%s: LoadReference() = %+v, %v, want %+v", tt.name, got, err, tt.want)
		}
	}
	broken := errors.New("cut in the middle")
	if _, err := s.LoadReference(ctx, rowsOf([]reference.Row{{List: "rs", Code: "1234", Label: "Moitié"}},
		broken)); !errors.Is(err, broken) {
		t.Errorf("a table cut in the middle gives %v, want its own error", err)
	}
	var got []string
	for _, k := range [][2]string{{"rncp", "99901"}, {"rome", "A1101"}, {"rs", "1234"}} {
		r, ok, err := s.Reference(ctx, k[0], k[1])
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			got = append(got, r.Code+" "+r.Label+r.Extra)
		}
	}
	if want := []string{`99901 Essai{"Actif":"ACTIVE"}`, "A1101 Conduite d'engins"}; !slices.Equal(got, want) {
		t.Errorf("kept %q, want %q: nothing of a table cut in the middle stays", got, want)
	}
	if found, err := s.Check(ctx, true); err != nil || len(found) > 0 {
		t.Errorf("Check() = %v, %v after a load, want nothing", found, err)
	}
}
