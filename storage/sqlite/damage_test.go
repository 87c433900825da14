//go:build sqlite_fts5 || fts5

package sqlite

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/schema"
)

// TestEveryDamageIsFound: flipped bytes, a cut file and swapped pages are found whenever they change what the database
// says.
func TestEveryDamageIsFound(t *testing.T) {
	path := filled(t, 40)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := dumpOf(t, path)
	rng := rand.New(rand.NewPCG(1, 2))
	const page = 4096
	damage := map[string]func([]byte) []byte{
		"cut":   func(b []byte) []byte { return b[:len(b)/2] },
		"empty": func([]byte) []byte { return nil },
		"swapped": func(b []byte) []byte {
			x, y := 5*page, 9*page
			a := append([]byte(nil), b[x:x+page]...)
			copy(b[x:], b[y:y+page])
			copy(b[y:], a)
			return b
		},
	}
	for i := range 60 {
		damage["flip "+string(rune('A'+i))] = func(b []byte) []byte {
			at := 100 + rng.IntN(len(b)-116)
			for j := range 16 {
				b[at+j] ^= byte(1 + rng.IntN(255))
			}
			return b
		}
	}
	missed := 0
	for name, hurt := range damage {
		bad := write(t, filepath.Join(t.TempDir(), "bad.db"), string(hurt(append([]byte(nil), whole...))))
		found, err := CheckFile(context.Background(), bad, true)
		if err != nil {
			t.Fatal(err)
		}
		if len(found) == 0 && dumpOf(t, bad) != want {
			t.Errorf("%s: what the database says changed and nothing was found", name)
		}
		if len(found) == 0 {
			missed++
		}
	}
	t.Logf("%d of %d damages changed nothing that is read", missed, len(damage))
}

// dumpOf is everything a reader could see: the dump and the tidy tables.
func dumpOf(t *testing.T, path string) string {
	t.Helper()
	s, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		return err.Error()
	}
	defer s.Close()
	var b strings.Builder
	if err := s.Dump(t.Context(), &b); err != nil {
		return err.Error()
	}
	for _, table := range schema.Columns() {
		names := make([]string, 0, len(table.Columns))
		for _, c := range table.Columns {
			if !c.Internal {
				names = append(names, c.Name)
			}
		}
		rows, err := s.r.Queryx("SELECT " + strings.Join(names, ", ") + " FROM " + table.Name + " ORDER BY " +
			strings.Join(table.Key, ", "))
		if err != nil {
			return err.Error()
		}
		for rows.Next() {
			cells, err := rows.SliceScan()
			if err != nil {
				return err.Error()
			}
			b.WriteString(canonicalRows([][]any{cells}))
		}
		if err := rows.Close(); err != nil {
			return err.Error()
		}
	}
	return b.String()
}

// TestCheckQuick: a quick check finds what is gone; one that is only wrong needs a deep one.
func TestCheckQuick(t *testing.T) {
	for _, c := range []struct {
		name, sql   string
		quick, deep bool
	}{
		{"whole", "SELECT 1", false, false},
		{"index gone", "DROP INDEX page_due", true, true},
		{"view gone", "DROP VIEW v_course", true, true},
		{"another application", "PRAGMA application_id = 7", true, true},
		{"row gone", "DELETE FROM issue", false, true},
		{"value changed", "UPDATE session SET city = 'Paris' WHERE position = 0", false, true},
		{"contact changed", "UPDATE contact SET name = 'X'", false, true},
		{"payload changed", "UPDATE course_version SET payload = x'00' WHERE id = 1", false, true},
		{"change gone", "DELETE FROM change WHERE id = 1", false, true},
		{"course gone", "PRAGMA foreign_keys = 0; DELETE FROM course WHERE version = 1", true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filled(t, 2)
			alter(t, path, c.sql)
			for deep, want := range map[bool]bool{false: c.quick, true: c.deep} {
				found, err := CheckFile(t.Context(), path, deep)
				if err != nil {
					t.Fatal(err)
				}
				if got := len(found) > 0; got != want {
					t.Errorf("deep %v: found %v, want %v: %v", deep, got, want, found)
				}
			}
		})
	}
}
