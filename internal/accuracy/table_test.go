package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckHoldsEveryColumn compares figures with the table they print, then lets one column after another fall.
func TestCheckHoldsEveryColumn(t *testing.T) {
	measured := func(profile, generic, left float64) *figures {
		return &figures{
			Profiles: score{Macro: profile, Hosts: map[string]float64{"www.a.example": profile}},
			Generic:  score{Macro: generic, Hosts: map[string]float64{"www.a.example": generic}},
			LeaveOut: map[string]leftOut{"www.a.example": {F1: left}},
		}
	}
	file := filepath.Join(t.TempDir(), "accuracy.md")
	table := measured(0.99, 0.98, 0.9).markdown("2026-11-29")
	for _, c := range []struct {
		name  string
		now   *figures
		table string
		want  string // words of the error, "" for none
	}{
		{"as it was", measured(0.99, 0.98, 0.9), table, ""},
		{"better", measured(1, 1, 1), table, ""},
		{"a little worse", measured(0.986, 0.976, 0.896), table, ""},
		{"profile fell", measured(0.98, 0.98, 0.9), table, "a.example with profile: 0.9800"},
		{"generic fell", measured(0.99, 0.97, 0.9), table, "a.example generic: 0.9700"},
		{"left out fell", measured(0.99, 0.98, 0.89), table, "a.example left out: 0.8900"},
		{"the macro fell", measured(0.99, 0.98, 0.89), table, "**macro** left out: 0.8900"},
		{"a site is not in the table", measured(0.99, 0.98, 0.9),
			strings.ReplaceAll(table, "a.example", "b.example"), "no figures of"},
		{"no macro in the table", measured(0.99, 0.98, 0.9),
			strings.ReplaceAll(table, "macro", "mean"), "no figures of **macro**"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := os.WriteFile(file, []byte(c.table), 0o644); err != nil {
				t.Fatal(err)
			}
			err := c.now.check(file)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("got %v, want no error", err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want an error that says %q", err, c.want)
			}
		})
	}
}
