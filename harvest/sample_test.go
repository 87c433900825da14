package harvest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"carif/parser/site"
	"carif/sites"
	"carif/storage"
)

// manyPages is a store of nothing but archived pages.
type manyPages struct {
	Store
	n int
}

func (m manyPages) page(i int) storage.Page {
	return storage.Page{URL: fmt.Sprintf("https://www.example.org/f/%06d", i), Capture: "c"}
}

func (m manyPages) Pages(_ context.Context, _ string, fn func(storage.Page) error) error {
	for i := range m.n {
		if err := fn(m.page(i)); err != nil {
			return err
		}
	}
	return nil
}

// TestSampleIsBounded: what is learnt from holds as many pages of a large site as of a middling one, and those that it
// would choose if it held all.
func TestSampleIsBounded(t *testing.T) {
	most := site.Default().Pages
	for _, n := range []int{10, most + most/2, 4*most - 1, 4 * most, 9*most + 7} {
		m := manyPages{n: n}
		j := &job{r: &Runner{Store: m}, site: sites.Generic()}
		byHost, err := j.pagesByHost(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		var all []storage.Page
		for i := range n {
			all = append(all, m.page(i))
		}
		got := byHost["www.example.org"]
		if want := candidates(all, most, pageURL); !slices.Equal(got, want) {
			t.Errorf("of %d pages: %d are held, want the %d that all would give", n, len(got), len(want))
		}
		if cap(got) > 8*most {
			t.Errorf("of %d pages: room for %d is held", n, cap(got))
		}
	}
}
