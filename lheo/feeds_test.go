package lheo

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carif/schema"

	"github.com/google/go-cmp/cmp"
)

// TestFeedsComeBack reads feeds in the shapes of real ones, writes them and reads them again: the document is valid,
// the second reading is the first, and every element that said something is there again, as often and with its text.
func TestFeedsComeBack(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "feeds", "*.xml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no feeds", err)
	}
	if shapes, err := filepath.Glob("../../shared/lheo/samples/*.xml"); err == nil {
		files = append(files, shapes...) // beside the project, where they are
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".xml"), func(t *testing.T) {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			o := ReadOptions{Site: "generic"}
			first, _, err := readAll(t, string(b), o)
			if err != nil {
				t.Fatal(err)
			}
			doc := document(t, first...)
			again, _, err := readAll(t, string(doc), o)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(said2(first), said2(again)); d != "" {
				t.Errorf("-first +second reading\n%s", d)
			}
			if d := cmp.Diff(string(doc), string(document(t, again...))); d != "" {
				t.Errorf("-first +second document\n%s", d)
			}
			in, out := elements(t, b), elements(t, doc)
			for what, n := range in {
				if out[what] < n {
					t.Errorf("%s: %d times in the feed, %d in the document", what, n, out[what])
				}
			}
			valid(t, doc)
		})
	}
}

// said2 is what records say of the offer: not where they were read from, nor what could not be read.
func said2(rs []schema.Record) []schema.Record {
	out := make([]schema.Record, len(rs))
	for i, r := range rs {
		r.Source, r.Issues = schema.Source{CreatedOn: r.Source.CreatedOn, UpdatedOn: r.Source.UpdatedOn, URL: r.Source.URL}, nil
		out[i] = r
	}
	return out
}

// elements counts what a document says: elements by name and text, and attributes that name or date them. What this
// package fills in or keeps beside is no word of the source.
func elements(t *testing.T, doc []byte) map[string]int {
	t.Helper()
	n, count := parse(t, doc), map[string]int{}
	var walk func(n *node)
	walk = func(n *node) {
		if n.info() == Filler || n.name == "extras" && (n.info() == "carif" || n.info() == "source" ||
			n.info() == groupLeft || n.info() == "texte-integral") {
			return
		}
		text := strings.TrimSpace(n.text)
		switch n.name {
		case "numtel": // written in another form
			text = "…"
		case "resultats-attendus", "objectif-formation", "contenu-formation":
			text = strings.TrimSpace(plainText(text))
		}
		if len(n.kids) == 0 && said(text) != nil && strings.Trim(text, "0") != "" && strings.Trim(text, "9") != "" {
			count[n.name+" "+text]++
		}
		for _, a := range n.attrs {
			switch a.name {
			case "numero", "datecrea", "datemaj":
				count[n.name+"/@"+a.name+" "+a.value]++
			}
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	for _, f := range n.child("offres").all("formation") {
		walk(f)
	}
	return count
}

func parse(t *testing.T, doc []byte) *node {
	t.Helper()
	f := &feed{in: newMeter(strings.NewReader(string(doc)))}
	f.dec = xml.NewDecoder(f.in)
	for {
		tok, err := f.token()
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := tok.(xml.StartElement); ok {
			nodes := 0
			n, err := f.element(s, 0, &nodes)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
}
