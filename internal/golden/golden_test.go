package golden

import (
	"bytes"
	"flag"
	"maps"
	"strings"
	"sync"
	"testing"

	"carif/parser"
)

var update = flag.Bool("update", false, "write the goldens anew; refused when they changed and parser.Version did not")

const root = "../.."

// reading reads all pages once for all tests, which must not write into it.
var reading = sync.OnceValues(func() (Set, error) { return Read(root) })

func read(t *testing.T) Set {
	t.Helper()
	s, err := reading()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGoldens(t *testing.T) {
	now := read(t)
	kept, err := Load(root)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		committed, err := At(root, "HEAD")
		if err != nil { // no git here: what lies on disk is all there is to compare with
			committed = kept
		}
		if err := MayWrite(committed, now, parser.Version); err != nil {
			t.Fatal(err)
		}
		if err := Write(root, now, parser.Version); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := Check(kept, now, parser.Version); err != nil {
		t.Error(err)
		const most = 20
		for i, c := range Diff(kept.Set, now) {
			if i == most {
				t.Log("…")
				break
			}
			t.Log(c)
		}
	}
}

// edited gives the set with old replaced by new in one golden.
func edited(t *testing.T, s Set, name, old, new string) Set {
	t.Helper()
	out := maps.Clone(s)
	out[name] = bytes.Replace(s[name], []byte(old), []byte(new), 1)
	if bytes.Equal(out[name], s[name]) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	return out
}

const somePage = "layouts/www.aquiforma.example.org/411"

func TestVersionMustMove(t *testing.T) {
	now := read(t)
	title := func(s Set) Set { return edited(t, s, somePage+".json", `"title": "BP JEPS`, `"title": "BP`) }
	claim := func(s Set) Set { return edited(t, s, somePage+".txt", "objective", "programme") }
	page := func(s Set) Set { return edited(t, s, somePage+".json", `"page_sha256": "`, `"page_sha256": "0`) }
	gone := func(s Set) Set {
		out := maps.Clone(s)
		delete(out, somePage+".json")
		delete(out, somePage+".txt")
		return out
	}
	for _, c := range []struct {
		name         string
		was          func(Set) Set
		version      string // kept; now it is 7
		check, write string // words of the errors, "" for none
	}{
		{"as it was", maps.Clone[Set], "7", "", ""},
		{"only the version moved", maps.Clone[Set], "6", "goldens are of 6", ""},
		{"another title", title, "7", "bump parser.Version", "still 7"},
		{"another claim", claim, "7", "bump parser.Version", "still 7"},
		{"another title, version moved", title, "6", "-update", ""},
		{"the page was edited", page, "7", "-update", ""},
		{"a page is new", gone, "7", "-update", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			was := c.was(now)
			kept := Kept{Set: was, Version: c.version, Sum: was.Hash()}
			wants(t, Check(kept, now, "7"), c.check)
			wants(t, MayWrite(kept, now, "7"), c.write)
		})
	}
	t.Run("a golden was edited by hand", func(t *testing.T) {
		kept := Kept{Set: page(now), Version: "7", Sum: now.Hash()}
		wants(t, Check(kept, now, "7"), "not those that were written")
	})
}

func wants(t *testing.T, err error, words string) {
	t.Helper()
	switch {
	case words == "" && err != nil:
		t.Errorf("got %v, want no error", err)
	case words != "" && (err == nil || !strings.Contains(err.Error(), words)):
		t.Errorf("got %v, want an error that says %q", err, words)
	}
}

func TestWriteAndLoad(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Set{"a/1.json": []byte("{}\n"), "a/1.txt": []byte("x\n")}, "3"); err != nil {
		t.Fatal(err)
	}
	want := Set{"a/1.json": []byte("{}\n"), "b/2.json": []byte("[]\n")}
	if err := Write(dir, want, "4"); err != nil {
		t.Fatal(err)
	}
	got, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != "4" || got.Sum != want.Hash() || got.Hash() != want.Hash() {
		t.Errorf("got version %s, files %v; want 4 and %v", got.Version, got.Pages(), want.Pages())
	}
}
