package sites

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// A file that is too large or too deep is refused before it is read, in one line.
func TestBounds(t *testing.T) {
	for name, tt := range map[string]struct{ yaml, want string }{
		"deep flow": {good + "page: " + strings.Repeat("{a: ", 200000),
			"x.yaml:6: keys or lists stand more than 100 deep"},
		"deep dashes": {good + "ignore:\n" + strings.Repeat("- ", 200000), "x.yaml:7: keys or lists stand more"},
		"deep block": {good + func() (s string) {
			for i := range 150 {
				s += strings.Repeat(" ", i) + "a:\n"
			}
			return s
		}(), "x.yaml:106: keys or lists stand more"},
		"large": {good + strings.Repeat("# x\n", 300000), "x.yaml: the file has "},
		"long paths": {good + strings.Repeat("k", 300000) + ": {" + strings.Repeat("a: {b: 1}, ", 1) + "}\n",
			"x.yaml:6: "},
		"two documents": {good + "---\nid: y\n", "x.yaml:7: a second document begins"},
	} {
		_, err := Parse([]byte(tt.yaml), "x.yaml")
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %.300v, want %q", name, err, tt.want)
		}
	}
	if _, err := Parse([]byte("---\n"+good+"---\n"), "x.yaml"); err != nil {
		t.Errorf("marks around the one document: %v", err)
	}
}

func TestSelectorMistakes(t *testing.T) {
	for sel, want := range map[string]string{
		`{css: .a, map: {✓: Ouvert}}`:                                          `"✓" has neither letters nor digits`,
		`{css: .a, map: {complet: Complet, Complet: Ouvert}}`:                  `"Complet" and "complet" are the same word`,
		`{css: .a, attr: data montant}`:                                        `"data montant" is no name of an attribute`,
		`{css: .a, attr: Data-Montant}`:                                        `"Data-Montant" is no name of an attribute`,
		`{css: .a, attr: ' '}`:                                                 `" " is no name of an attribute`,
		`"div:has(p:has(b))"`:                                                  "a :has() in a :has() takes too long",
		`"div:has(:not(p:HAS(b)))"`:                                            "a :has() in a :has() takes too long",
		`"` + strings.Repeat(":not(", 9) + ".a" + strings.Repeat(")", 9) + `"`: "parentheses stand more than 8 deep",
		`"` + strings.Repeat(".a,", 2000) + `.a"`:                              "the selector has 6002 characters",
		`"div:has(p):has(b)"`:                                                  "",
		`"a[title='(((((((((((:has(:has(']"`:                                   "",
		`{css: .a, map: {complet: Complet, Complet: Complet}}`:                 "",
	} {
		_, err := Parse([]byte(good+"page: {fields: {price: "+sel+"}}\n"), "x.yaml")
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), "x.yaml:6: page.fields.price: ") ||
			err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: got %v, want %q", sel, err, want)
		}
	}
}

// The longest key of a map that the words hold says what they stand for.
func TestMapLongestKey(t *testing.T) {
	s, err := Parse([]byte(good+`page:
  fields: {price: {css: .a, map: {complet: Complet, Non complet: Libre, a: A, b: B}}}`), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for words, want := range map[string]string{
		"non complet": "Libre", "COMPLET": "Complet", "Séance non-complet": "Libre",
		"complets": "", "a b": "A", "b a": "A", "": ""} {
		if got := s.Selectors().Fields[0].Words(words); got != want {
			t.Errorf("%q is %q, want %q", words, got, want)
		}
	}
}

// What the profile drops no selector finds; of elements in each other the outermost says the words, while each has an
// attribute of its own.
func TestSelectorFinds(t *testing.T) {
	s, err := Parse([]byte(good+`page:
  drop: [.pub]
  fields: {programme: div, price: {css: div, attr: title}, duration: "p:nth-child(2n)"}
  sessions: {rows: li, fields: {session.city: b}}
`), "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	find := func(page string, m goquery.Matcher) (ids string) {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range doc.FindMatcher(m).EachIter() {
			ids += n.AttrOr("id", "?") + " "
		}
		return ids
	}
	const page = `<div id=1><div id=2></div></div><section class=pub><div id=3></div><ul><li id=4></ul></section>
<div id=5 class=pub></div><ul><li id=6><b class=pub id=7>x</b><b id=8>y</b></ul><div id=9></div>`
	sel := s.Selectors()
	for _, f := range sel.Fields {
		want := map[string]string{"programme": "1 9 ", "price": "1 2 9 "}[string(f.Field)]
		if got := find(page, f.Match); got != want {
			t.Errorf("%s finds %q, want %q", f.Field, got, want)
		}
		if f.Field == "duration" {
			if got := find("<section><p id=1></p><p id=2></p></section>", f.Match); got != "2 " {
				t.Errorf("%s finds %q", f.Field, got)
			}
			if got := find("<section>"+strings.Repeat("<p id=1></p>", 20000)+"</section>", f.Match); got != "" {
				t.Errorf("so many siblings are counted: %d found", len(got)/2)
			}
		}
	}
	if got := find(page, sel.Rows); got != "6 " {
		t.Errorf("rows are %q", got)
	}
	if got := find(page, goquery.SingleMatcher(sel.InRow[0].Match)); got != "8 " {
		t.Errorf("the town is in %q", got)
	}
}
