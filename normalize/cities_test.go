package normalize_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/harvest"
	"carif/schema"
)

// Why a town of the real pages has no commune.
const (
	masked     = "the captures hide names of people, and a part of this town's name was taken for one"
	department = "a department stands where the town should"
)

// noCommune lists the towns of the real pages that cannot be given a commune.
var noCommune = map[string]string{
	"CHARENTE": department, "DEUX-SEVRES": department,
	"ST BRIEUC TUMOD 1": masked, "ST ETIENNE TUMOD 2": masked, "ST FLORENT FEP BOIS": masked, "ST MALO TUMOD": masked,
	"ST GERMAIN RAMTILE": masked, "ST PIERRE VON ETIEUX": masked,
}

// TestCitiesOfRealPages: every town of the real pages has its commune, or stands in the list with the reason; none
// is called sure without one.
func TestCitiesOfRealPages(t *testing.T) {
	cities := map[string]int{}
	met := map[string]bool{}
	check := func(page string, city, commune *string, confidence string) {
		if city == nil {
			return
		}
		if confidence == "" {
			confidence = "of providers"
		}
		cities[confidence]++
		switch _, listed := noCommune[*city]; {
		case commune != nil && listed:
			t.Errorf("%s: %q is listed without a commune and has %s", page, *city, *commune)
		case commune == nil && confidence == "high":
			t.Errorf("%s: %q has no commune and is called sure", page, *city)
		case commune == nil && !listed:
			t.Errorf("%s: %q has no commune (%s) and no reason", page, *city, confidence)
		}
		met[*city] = true
	}
	for _, rec := range realRecords(t) {
		if o := rec.Course.Provider; o != nil {
			check(*rec.Source.File, o.City, o.Commune, "")
		}
		for i := range rec.Course.Sessions {
			s := &rec.Course.Sessions[i]
			check(*rec.Source.File, s.City, s.Commune, s.PlaceConfidence)
		}
	}
	for city := range noCommune {
		if !met[city] {
			t.Errorf("%q is listed without a commune and stands on no page", city)
		}
	}
	t.Logf("%d towns, decided: %v", len(met), cities)
}

// realRecords reads the pages beside the project with their profiles; machines without them skip.
func realRecords(t *testing.T) []schema.Record {
	t.Helper()
	dir := filepath.Join("..", "..", "shared", "corpus")
	fh, err := os.Open(filepath.Join(dir, "index.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no real pages beside the project (../shared/corpus)")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer fh.Close()
	rows, err := csv.NewReader(fh).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	r, err := harvest.NewReader("", "")
	if err != nil {
		t.Fatal(err)
	}
	var out []schema.Record
	for _, row := range rows[1:] { // host, id, region, url, gold
		rel := row[0] + "/" + row[1] + ".html"
		body, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(rel)))
		if err != nil {
			t.Fatal(err)
		}
		site := r.Sites.ForHost(row[0])
		if site == nil {
			t.Fatalf("no profile for %s", strings.TrimPrefix(row[0], "www."))
		}
		got, err := r.Read(schema.Page{Site: site.ID, File: rel, URL: row[3], Body: body}, site)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, got.Records...)
	}
	return out
}
