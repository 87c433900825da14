package vocab

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEarlierEditions: of the 53 audiences of V10, thirty are today's by number and label.
func TestEarlierEditions(t *testing.T) {
	s, err := Load("")
	if err != nil {
		t.Fatal(err)
	}
	v, same := s.Get(Audiences), 0
	for code, label := range v.earlier["V10"] {
		if c, ok := s.FromThen(Audiences, "V10", code, "x"); ok && *c.Code == code && *c.Label == label {
			same++
		}
	}
	if n := len(v.earlier["V10"]); n != 53 || same != 30 {
		t.Errorf("%d of %d are the same, want 30 of 53", same, n)
	}
	for _, tt := range []struct{ voc, edition, code, want, fit string }{
		{Audiences, "V10", "81024", "81032", Exact}, {Audiences, "V10", "82065", "82044", Near},
		{Audiences, "V10", "80010", "", ""}, {Audiences, "V10", "99999", "", ""}, {Audiences, "V8", "80006", "", ""},
		{Funders, "V10", "98013", "4", Exact}, {"no such", "V10", "98013", "", ""},
	} {
		c, ok := s.FromThen(tt.voc, tt.edition, tt.code, "as printed")
		code := ""
		if c.Code != nil {
			code = *c.Code
		}
		if code != tt.want || c.Fit != tt.fit || ok != (tt.want != "") || c.Raw != "as printed" {
			t.Errorf("%+v: %+v", tt, c)
		}
	}
}

// TestEarlierInFolder: a user's folder may add to an edition, and what is no list is refused.
func TestEarlierInFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(s string) error {
		if err := os.WriteFile(filepath.Join(dir, "audience.yaml"), []byte("name: audience\nearlier:\n"+s), 0o600); err != nil {
			t.Fatal(err)
		}
		set, err := Load(dir)
		if err == nil && (set.Then(Audiences, "V12", "80010") != "Militaire" || set.Then(Audiences, "V10", "80006") == "") {
			t.Error("the folder's edition is not there beside the embedded ones")
		}
		return err
	}
	if err := write("  - name: V12\n    codes: {\"80010\": Militaire}\n"); err != nil {
		t.Error(err)
	}
	if err := write("  - name: V12\n"); err == nil || !strings.Contains(err.Error(), "needs a name and codes") {
		t.Errorf("an edition without codes: %v", err)
	}
}
