package vocab

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// sharedFile reads a file of the material beside the project, which not every machine has.
func sharedFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", name))
	if err != nil {
		t.Skipf("no %s here: %v", name, err)
	}
	return b
}

// TestDictionaries holds the embedded files to the LHÉO dictionaries: the same codes, no more, no fewer, and
// for labels that are not paraphrased the same words.
func TestDictionaries(t *testing.T) {
	var dicts map[string]struct {
		Entries []struct {
			Keys  []string `json:"keys"`
			Code  string   `json:"code"`
			Label string   `json:"label"`
		} `json:"entries"`
	}
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(sharedFile(t, "lheo/external-dicts.json"), &dicts); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, e := range dicts["publics-formacode-V14"].Entries {
		want[e.Code] = e.Label
	}
	same(t, s, Audiences, want)
}

func same(t *testing.T, s *Set, name string, want map[string]string) {
	t.Helper()
	got := s.Entries(name)
	if len(got) != len(want) {
		t.Errorf("%s has %d codes, want %d", name, len(got), len(want))
	}
	for _, e := range got {
		if want[e.Code] != e.Label {
			t.Errorf("%s %s = %q, want %q", name, e.Code, e.Label, want[e.Code])
		}
	}
}

// TestCodesOfLHEO counts the codes of the closed dictionaries: a code too few or too many is a slip.
func TestCodesOfLHEO(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{Levels: 17, Objectives: 9, EntryExit: 2, Teaching: 3, Pathways: 4, Selection: 10, Funders: 21, States: 7, YesNo: 2, Audiences: 73} {
		if got := len(s.Entries(name)); got != want {
			t.Errorf("%s has %d codes, want %d", name, got, want)
		}
	}
}

// TestLabelsMatchThemselves: the official words of a code in use give that code.
func TestLabelsMatchThemselves(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range s.Names() {
		for _, e := range s.Entries(name) {
			if e.Obsolete || name == Placeholder {
				continue
			}
			for _, w := range append([]string{e.Label}, e.Wordings...) {
				if got, ok := s.Find(name, w); len(w) <= longest && (!ok || got.Code != e.Code) {
					t.Errorf("%s: %q gives %q, want %q", name, w, got.Code, e.Code)
				}
			}
		}
	}
}
