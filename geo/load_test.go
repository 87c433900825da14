package geo

import (
	"strings"
	"testing"
)

func TestDamagedRows(t *testing.T) {
	x := index(t)
	fresh := &Index{depByCode: x.depByCode, departments: x.departments, regByCode: x.regByCode, byCode: map[string]int32{}}
	tests := []struct {
		name, text, want string
		fields           int
		row              func([]string) error
	}{
		{"short line", "33063\tBordeaux\n", "line 1 has not 7 fields", 7, fresh.addCommune},
		{"unknown department", "99001\tNulle-Part\t\t0\t\t\t\n", "line 1: commune 99001: unknown department", 7, fresh.addCommune},
		{"population in words", "33063\tBordeaux\t\tmany\t\t\t\n", "read population", 7, fresh.addCommune},
		{"latitude in words", "33063\tBordeaux\t\t1\tnorth\t\t\n", "read latitude", 7, fresh.addCommune},
		{"alias of nothing", "33\tX\t99999\tU\n", "unknown department", 4, fresh.addAlias},
		{"department of nowhere", "33\tGironde\t99\t\t\t\t\n", "unknown region", 7, fresh.addDepartment},
	}
	for _, tt := range tests {
		err := rowsOf(strings.NewReader(tt.text), "t.tsv", tt.fields, tt.row)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want one with %q", tt.name, err, tt.want)
		}
	}
	if err := rowsOf(strings.NewReader("not gzip"), "t.tsv.gz", 1, nil); err == nil {
		t.Error("a table that is not gzip was read")
	}
}

// TestHostileWords gives every field a megabyte of what could make a reader
// slow; the test's own time limit is the judge.
func TestHostileWords(t *testing.T) {
	x := index(t)
	for _, unit := range []string{"(", "(a)", "a ", "a, ", "cedex ", "33 - ", "x", "é", "s ", "33000 ", "\xff", "\x00"} {
		s := strings.Repeat(unit, (1<<20)/len(unit))
		if r := x.Resolve(Query{City: s, Department: "33"}); r.Commune != "" {
			t.Errorf("a megabyte of %q is %s", unit, r.Name)
		}
		if r := x.Resolve(Query{City: "Bordeaux", Postal: s, Department: s, Region: s}); r.Commune != "33063" && r.Commune != "" {
			t.Errorf("Bordeaux beside a megabyte of %q is %s", unit, r.Name)
		}
	}
}
