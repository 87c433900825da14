package harvest_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/harvest"
	"carif/parser/site"
	"carif/schema"
)

// TestImportLearnsAndReparseKeepsIt imports pages with their model; a reparse reads them with the same one, and with
// none it says that the model made the difference.
func TestImportLearnsAndReparseKeepsIt(t *testing.T) {
	w := newWorld(t, 20)
	folder := newWorld(t, 1)
	folder.site = w.site
	dir := savedPages(t, w.demo, w.host)
	host := filepath.Join(t.TempDir(), "demo.example.org")
	if err := os.Rename(dir, host); err != nil {
		t.Fatal(err)
	}
	folder.importing(func(im *harvest.Import) error {
		return im.Pages(context.Background(), []string{filepath.Dir(host)}, harvest.Files{})
	})
	with := 0
	for line := range strings.SplitSeq(folder.dump(), "\n") {
		if strings.Contains(line, `"model":"`) {
			with++
		}
	}
	if with == 0 {
		t.Fatal("no record was read with a model")
	}
	before := folder.dump()
	folder.wantCounts(must(folder.runner().Reparse(context.Background(), folder.site))(t), counts{Same: 20})
	if got := folder.dump(); got != before {
		t.Errorf("reparse: the data differ:\n%s", firstDifference(got, before))
	}
}

func TestModelFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pages")
	file := harvest.ModelPath(dir, "www.example.org")
	m := &site.Model{Site: "www.example.org", ID: "a", Override: site.Override{Labels: map[string]schema.Field{"Combien": schema.FieldPrice}}}
	save := func(m *site.Model, want string) {
		t.Helper()
		got, err := harvest.SaveModel(file, m)
		if err != nil || filepath.Base(got) != want {
			t.Fatalf("saved to %s, %v; want %s", got, err, want)
		}
	}
	save(m, "www.example.org.yaml")
	save(&site.Model{Site: "www.example.org", ID: "b", Chrome: []site.Constant{{Text: "x", At: "p"}}}, "www.example.org.yaml") // only adds
	save(&site.Model{Site: "www.example.org", ID: "c"}, "www.example.org.candidate.yaml")                                      // takes away
	got, err := harvest.LoadModel(file)
	if err != nil || got.ID != "b" || got.Override.Labels["Combien"] != schema.FieldPrice {
		t.Errorf("in use: %+v, %v", got, err)
	}
	waiting, err := harvest.ModelFiles(dir, harvest.CandidateExt)
	if err != nil || len(waiting) != 1 || harvest.ActiveModel(waiting[0]) != file {
		t.Errorf("waiting: %v, %v", waiting, err)
	}
	if err := os.WriteFile(file, []byte("site: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := harvest.LoadModel(file); err == nil || !strings.Contains(err.Error(), file) || errors.Is(err, os.ErrNotExist) {
		t.Errorf("a broken model: %v", err)
	}
}
