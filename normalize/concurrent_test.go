package normalize

import (
	"encoding/json"
	"sync"
	"testing"

	"carif/schema"
)

// TestConcurrent: one Normalizer serves many goroutines, and all give the same record.
func TestConcurrent(t *testing.T) {
	n := newNormalizer(t)
	d, site := modern(), modernSite()
	want, err := json.Marshal(n.Record(d, schema.Page{}, site))
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				if got, _ := json.Marshal(n.Record(d, schema.Page{}, site)); string(got) != string(want) {
					t.Error("two goroutines read one draft differently")
				}
			}
		})
	}
	wg.Wait()
}
