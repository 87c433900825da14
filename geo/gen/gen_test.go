package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// small gives a builder over three invented communes.
func small() *builder {
	b := &builder{
		current: map[string]*place{}, arms: map[string]*place{},
		holder: map[string]string{}, formers: map[string]former{},
	}
	b.places = []place{
		{Code: "99001", Name: "Val-Neuf", Type: "commune-actuelle", Department: "99", Former: []string{"99002"}, Postal: []string{"99100"}},
		{Code: "99003", Name: "L'Étang", Type: "commune-actuelle", Department: "99"},
		{Code: "99004", Name: "Mont", Type: "commune-actuelle", Department: "99"},
		{Code: "99005", Name: "Vieux-Bourg", Type: "commune-deleguee", Capital: "99001"},
	}
	for i := range b.places {
		if p := &b.places[i]; p.Type == "commune-actuelle" {
			b.current[p.Code] = p
		}
	}
	b.hold()
	return b
}

func TestToday(t *testing.T) {
	b := small()
	for code, want := range map[string]string{"99001": "99001", "99002": "99001", "99005": "99001", "99999": ""} {
		if got := b.today(code); got != want {
			t.Errorf("today(%s) = %q, want %q", code, got, want)
		}
	}
	b.holder["a"], b.holder["b"] = "b", "a"
	if got := b.today("a"); got != "" {
		t.Errorf("today in a loop = %q, want none", got)
	}
}

func TestHistory(t *testing.T) {
	b := small()
	b.addHistory([]event{
		// renamed
		{ID: "COM-99003@1943", Type: "COM", Code: "99003", Name: "Mare", End: "1960-01-01", Next: "COM-99003@1960"},
		{ID: "COM-99003@1960", Type: "COM", Code: "99003", Name: "L'Étang"},
		// joined a commune as a part, whose pole went on under another code
		{ID: "COM-99007@1943", Type: "COM", Code: "99007", Name: "Petit-Val", End: "1972-01-01", Next: "COMA-99007@1972"},
		{ID: "COMA-99007@1972", Type: "COMA", Code: "99007", Name: "Petit-Val", Holder: "COM-99002@1943"},
		{ID: "COM-99002@1943", Type: "COM", Code: "99002", Name: "Grand-Val", End: "2015-01-01", Next: "COM-99001@2015"},
		{ID: "COM-99001@2015", Type: "COM", Code: "99001", Name: "Val-Neuf"},
		// left its department lately
		{ID: "COM-98101@1943", Type: "COM", Code: "55101", Name: "Mont", End: "2018-01-01", Next: "COM-99004@2018"},
		{ID: "COM-99004@2018", Type: "COM", Code: "99004", Name: "Mont"},
		// gone without a trace
		{ID: "COM-99008@1943", Type: "COM", Code: "99008", Name: "Perdu", End: "1950-01-01"},
	})
	got := b.formerRows()
	want := []string{
		"55\tMont\t55101\t99004\tT\t2018-01-01",
		"99\tGrand-Val\t99002\t99001\tF\t2015-01-01",
		"99\tMare\t99003\t99003\tN\t1960-01-01",
		"99\tPetit-Val\t99007\t99001\tF\t1972-01-01",
	}
	if !slices.Equal(got, want) {
		t.Errorf("former rows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLabels(t *testing.T) {
	b := small()
	b.lost(former{name: "Vieux-Bourg", code: "99005", today: "99001", kind: "D"})
	b.addLabels([]label{
		{"99001", "VAL NEUF"},        // the name itself
		{"99001", "VIEUX BOURG"},     // its own former name
		{"99001", "LE HAMEAU"},       // a new one
		{"99003", "PORT"},            // shared:
		{"99004", "PORT"},            // names neither
		{"99004", "CAMP MONT CEDEX"}, // CEDEX is no part of the name
		{"99004", "VIEUX BOURG"},     // another commune's former name: kept, so that the index sees both
	})
	got := aliasRows(b.aliases)
	want := []string{"99\tCAMP MONT\t99004\tP", "99\tLE HAMEAU\t99001\tP", "99\tVIEUX BOURG\t99004\tP"}
	if slices.Equal(got, want) {
		return
	}
	t.Errorf("aliases:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
}

func TestCapitals(t *testing.T) {
	if got, want := capitals("L'Haÿ-les-Roses"), "L HAY LES ROSES"; got != want {
		t.Errorf("capitals = %q, want %q", got, want)
	}
}

func TestRegistryReadsCachedPackage(t *testing.T) {
	dir := t.TempDir()
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	w := tar.NewWriter(z)
	body := []byte(`[{"code":"99001","nom":"Val-Neuf"}]`)
	for _, name := range []string{"package/package.json", "package/data/communes.json"} {
		if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(body))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "scope-name-1.0.0.tgz"), buf.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	reg := registry{dir: dir}
	var got []place
	if err := reg.read("@scope/name", "1.0.0", "data/communes.json", &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 1 || got[0].Name != "Val-Neuf" {
		t.Errorf("read = %+v", got)
	}
	err := reg.read("@scope/name", "1.0.0", "data/none.json", &got)
	if err == nil || !strings.Contains(err.Error(), "no file data/none.json") {
		t.Errorf("a missing file gave %v", err)
	}
}
