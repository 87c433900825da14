package sites

import (
	"strings"
	"testing"

	"carif/schema"
)

func TestWithFloors(t *testing.T) {
	f := Floors{Courses: 90, Fill: map[schema.Field]float64{schema.FieldTitle: 0.9, schema.FieldNSF: 0.255}}
	block := "floors:\n  courses: 90\n  fill:\n    codes.nsf: 0.26\n    title: 0.90\n"
	for _, tt := range []struct{ was, want string }{
		{"id: x\n", "id: x\n" + block},
		{"id: x", "id: x\n" + block},
		{"id: x\nfloors: {courses: 3} # old\n# kept\nname: y\n", "id: x\n" + block + "# kept\nname: y\n"},
		{"floors:\n  courses: 3\n  fill:\n    title: 0.5\nname: y # kept\n", block + "name: y # kept\n"},
		{"floors:\n  courses: 3", block},
	} {
		if got := WithFloors(tt.was, f); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.was, got, tt.want)
		}
	}
	if y := (Floors{Courses: 2}).YAML(); strings.Contains(y, "fill") {
		t.Errorf("no fill rates: %q", y)
	}
}
