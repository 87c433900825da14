package harvest

import (
	"fmt"
	"strings"
	"testing"

	"carif/lheo"
	"carif/schema"
)

// TestManyTwins: no formation takes another's place in a feed that tells more of them twice than can be held back, some
// of them word for word.
func TestManyTwins(t *testing.T) {
	const n = mostHeld + 100
	var doc strings.Builder
	for i := range 3 * n {
		fmt.Fprintf(&doc, `<formation numero="07_%d">`, i%n)
	}
	twins := newTwins()
	var err error
	if twins.numbers, err = lheo.CountNumbers(strings.NewReader(doc.String()), ""); err != nil {
		t.Fatal(err)
	}
	keys, issues := map[string]bool{}, 0
	take := func(list []schema.Record) {
		for i := range list {
			keys[list[i].Course.Key] = true
			issues += len(list[i].Issues)
		}
	}
	for i := range 3 * n {
		num, title := fmt.Sprintf("07_%d", i%n), fmt.Sprintf("Cours %d", i%(2*n))
		take(twins.together(schema.Record{Course: &schema.Course{Key: "x/" + num, RCOID: &num, Title: &title}}))
		if twins.held > mostHeld {
			t.Fatalf("%d are held", twins.held)
		}
	}
	if take(twins.rest()); len(keys) != 3*n || issues != 2*n || twins.held != 0 || len(twins.given) != 0 {
		t.Errorf("%d keys of %d formations, %d issues, %d held, %d remembered", len(keys), 3*n, issues, twins.held,
			len(twins.given))
	}
}
