package normalize

import (
	"net/url"
	"strings"
	"testing"

	"carif/schema"
	"carif/sites"
)

// keyOf is the record of a page that prints an id, with the codes given.
func keyOf(t testing.TB, n *Normalizer, site *sites.Site, url, id string, more ...schema.Value) schema.Record {
	t.Helper()
	d := schema.Draft{Site: site.ID, ParserVersion: "t", Values: append([]schema.Value{
		{Field: schema.FieldTitle, Text: "Tresser un panier"},
		{Field: schema.FieldNativeID, Label: "Références", Text: id}}, more...)}
	return n.Record(d, schema.Page{URL: url, SHA256: "ab"}, site)
}

func keySite(t testing.TB) *sites.Site {
	t.Helper()
	s, err := sites.Parse([]byte(`id: essai
name: Essai
hosts: [example.org]
start: [https://example.org/]
course: ['^/c/(?P<id>[^/?]+)$', '^/stage']
canonical: {drop_query: [sid, "utm_*"], https: true}
`), "essai.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestKeys(t *testing.T) {
	n, site := newNormalizer(t), keySite(t)
	hashed := schema.Key("essai", "", "https://example.org/stage?n=3", "ab")
	rncp := schema.Value{Field: schema.FieldRNCP, Text: "37275"}
	for _, tt := range []struct {
		url, id, key, native string
		issues               int
		more                 []schema.Value
	}{
		{"https://example.org/stage?n=3", "TI-0042", "essai/TI-0042", "TI-0042", 0, nil},
		{"https://example.org/stage?n=3", "N° 1200482F.", "essai/1200482F", "1200482F", 0, nil},
		{"https://example.org/stage?n=3", "Coopérative des Bois\nVannerie (2023)", hashed, "", 1, nil},
		{"https://example.org/stage?n=3", "Fiche", hashed, "", 1, nil},
		{"https://example.org/stage?n=3", "01 99 00 01 01", hashed, "", 1, nil},
		{"https://example.org/stage?n=3", "37275", "essai/37275", "37275", 0, nil},
		{"https://example.org/stage?n=3", "37275", hashed, "", 1, []schema.Value{rncp}},
		{"https://example.org/c/panier-osier", "", "essai/panier-osier", "panier-osier", 0, nil},
		{"https://example.org/c/panier-osier", "Fiche", "essai/panier-osier", "panier-osier", 1, nil},
		{"https://example.org/c/panier-osier", "PO-12", "essai/panier-osier", "PO-12", 0, nil},
		{"https://example.org/c/" + strings.Repeat("panier-", 9) + "x", "PO-12", "essai/PO-12", "PO-12", 0, nil},
		{"", "Fiche", "essai/sha256:ab", "", 1, nil},
	} {
		rec := keyOf(t, n, site, tt.url, tt.id, tt.more...)
		native := ""
		if rec.Course.NativeID != nil {
			native = *rec.Course.NativeID
		}
		issues := 0
		for _, i := range rec.Issues {
			if i.Field == schema.FieldNativeID {
				issues++
			}
		}
		if rec.Course.Key != tt.key || native != tt.native || issues != tt.issues {
			t.Errorf("%s, %q: got key %s, id %q, %d issues; want %s, %q, %d", tt.url, tt.id, rec.Course.Key, native, issues,
				tt.key, tt.native, tt.issues)
		}
	}
	rec := keyOf(t, n, site, "", "Coopérative des Bois\nVannerie (2023)")
	if len(rec.Course.Other) != 1 || !strings.Contains(rec.Course.Other[0].Text, "Vannerie") {
		t.Errorf("words that are no id: got %v, want them kept under their label", rec.Course.Other)
	}
}

// FuzzKey: whatever a page prints and wherever it stands, its key is safe, the same for every spelling of its address
// that the profile folds, and the same when the page is read again.
func FuzzKey(f *testing.F) {
	n, site := newNormalizer(f), keySite(f)
	for _, s := range [][2]string{{"stage?n=3", "TI-0042"}, {"c/12", "Fiche"}, {"stage/é%20x", "01 99 00 01 01"},
		{"", "\xff"}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, path, id string) {
		path = strings.Map(func(r rune) rune {
			if r == '#' || r < 0x21 || r == 0x7f {
				return -1
			}
			return r
		}, path)
		if _, err := url.Parse("https://example.org/" + path); err != nil {
			t.Skip("no address")
		}
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		want := keyOf(t, n, site, "https://example.org/"+path, id).Course.Key
		rest, ok := strings.CutPrefix(want, "essai/")
		if !ok || !schema.IDForm(rest) && !schema.NoID(want) || len(want) > 100 || strings.ContainsAny(want, " \n\t") {
			t.Errorf("%q, %q: key %q is not safe", path, id, want)
		}
		for _, same := range []string{"https://example.org/" + path, "HTTPS://Example.ORG/" + path,
			"https://example.org:443/" + path, "http://example.org/" + path, "https://example.org/" + path + "#haut",
			"https://example.org/" + path + mark + "sid=9"} {
			if strings.HasSuffix(same, "sid=9") && !schema.NoID(want) {
				continue // the id in the URL is the profile's business
			}
			if got := keyOf(t, n, site, same, id).Course.Key; got != want {
				t.Errorf("%q, %q: key %s, want %s as for the canonical address", same, id, got, want)
			}
		}
	})
}
