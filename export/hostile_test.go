package export

import (
	"archive/zip"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"carif/schema"
)

// hostile puts a text in every string of a record that is not an id of the table.
func hostile(text string) schema.Record {
	r := full()
	if len(text) > 1<<16 { // in a few fields only: a hundred megabytes prove no more
		r.Course.Title, r.Course.Objective, r.Course.Sessions[0].Text, r.Course.Provider.Name = &text, &text, &text, &text
		return r
	}
	poison(reflect.ValueOf(&r).Elem(), text)
	r.Course.Key = "demo/hostile"
	r.Source.Site = "demo"
	return r
}

func poison(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			poison(v.Elem(), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			poison(v.Field(i), text)
		}
	case reflect.Slice:
		for i := range v.Len() {
			poison(v.Index(i), text)
		}
	case reflect.String:
		v.SetString(text)
	}
}

var hostileTexts = map[string]string{
	"formula":    `=cmd|' /C calc'!A0`,
	"controls":   "a\x00b\x01c\x0bd\x1fe\uFFFEf\uFFFFg",
	"surrogates": "a\xed\xa0\x80b\xff",
	"markup":     "<script>alert(1)</script> ]]> &amp; _x0041_ \" ' \r\n\t",
	"long":       strings.Repeat("é🚲 ", 130_000), // a megabyte
	"blank":      " \n ",
}

func TestHostileTexts(t *testing.T) {
	for name, text := range hostileTexts {
		for _, f := range Formats() {
			t.Run(name+"/"+f.Name, func(t *testing.T) {
				out := outFor(t, f)
				rep := write(t, fake{records: []schema.Record{hostile(text), minimal()}},
					Options{Format: f.Name, Out: out, WithContacts: true})
				got := plain(t, out)
				if f.Name != "sqlite" && (!utf8.ValidString(got) || strings.Contains(got, "\x00")) {
					t.Error("the export holds bytes that are no text")
				}
				checkHostile(t, f.Name, out, got, rep)
			})
		}
	}
}

// checkHostile checks what one format promises.
func checkHostile(t *testing.T, format, out, got string, rep Report) {
	t.Helper()
	switch format {
	case "jsonl":
		for _, l := range strings.Split(strings.TrimSpace(got), "\n") {
			var r schema.Record
			if err := json.Unmarshal([]byte(l), &r); err != nil {
				t.Error(err)
			}
		}
	case "geojson":
		if !json.Valid([]byte(got)) {
			t.Error("no valid JSON")
		}
	case "lheo":
		wellFormed(t, strings.NewReader(got))
	case "xlsx":
		z, err := zip.OpenReader(out)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		for _, f := range z.File {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			if n := wellFormed(t, r); n > maxCell {
				t.Errorf("%s holds a cell of %d characters", f.Name, n)
			}
			r.Close()
		}
		if strings.Contains(got, "<f>") || strings.Contains(got, "hyperlink") {
			t.Error("the workbook holds a formula or a link")
		}
	}
	if len(rep.Files) == 0 && format != "csv" {
		t.Error("no file reported")
	}
}

// wellFormed reads XML to its end and gives the length of its longest text in UTF-16 units.
func wellFormed(t *testing.T, r io.Reader) int {
	t.Helper()
	longest := 0
	dec := xml.NewDecoder(r)
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return longest
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		if c, ok := tok.(xml.CharData); ok {
			n := 0
			for _, r := range string(c) {
				n++
				if r > 0xFFFF {
					n++
				}
			}
			longest = max(longest, n)
		}
	}
}

func TestHostileIsReported(t *testing.T) {
	tests := []struct {
		format, text, code string
		excel              bool
	}{
		{"xlsx", "controls", WarnRemoved, false},
		{"xlsx", "long", WarnCut, false},
		{"lheo", "controls", WarnRemoved, false},
		{"lheo", "long", WarnCut, false},
		{"csv", "formula", WarnDefused, true},
		{"jsonl", "surrogates", WarnInvalid, false},
		{"parquet", "formula", WarnLost, false}, // where a date should stand
	}
	for _, tt := range tests {
		out := filepath.Join(t.TempDir(), "out")
		rep := write(t, fake{records: []schema.Record{hostile(hostileTexts[tt.text])}},
			Options{Format: tt.format, Out: out, Excel: tt.excel})
		found := false
		for _, w := range rep.Warnings {
			found = found || w.Code == tt.code
		}
		if !found {
			t.Errorf("%s of %s texts: no warning %q in %v", tt.format, tt.text, tt.code, rep.Warnings)
		}
	}
}

func TestCutUTF16(t *testing.T) {
	for _, tt := range []struct {
		in   string
		max  int
		want string
		cut  bool
	}{{"abc", 3, "abc", false}, {"abcd", 3, "ab~", true}, {"🚲🚲", 4, "🚲🚲", false}, {"🚲🚲🚲", 5, "🚲🚲~", true}, {"a🚲🚲", 4,
		"a🚲~", true}, {"é€x", 3, "é€x", false}} {
		got, cut := cutUTF16(tt.in, tt.max, "~")
		if got != tt.want || cut != tt.cut {
			t.Errorf("cutUTF16(%q, %d) = %q %v, want %q %v", tt.in, tt.max, got, cut, tt.want, tt.cut)
		}
	}
}

func TestColumnNames(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(i); got != want {
			t.Errorf("columnName(%d) = %q, want %q", i, got, want)
		}
	}
	if got := literal("a_x0041_b _x_ _xZZZZ_\r\n"); got != "a_x005F_x0041_b _x_ _xZZZZ_\n" {
		t.Errorf("literal = %q", got)
	}
}

// TestLeftoversAreSwept: what a killed export left beside a target, people and all, goes with the next one to it; what a
// living one is writing stays.
func TestLeftoversAreSwept(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.csv")
	for _, name := range []string{".out.csv.part-1-0", ".out.csv.manifest.json.part-1-0"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("Camille Essai"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	living, err := newStage(out, OneFile, nil)
	if err != nil {
		t.Fatal(err)
	}
	write(t, fake{records: []schema.Record{full()}}, Options{Format: "csv", Out: out, Tables: []string{"course"}})
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 || entries[0].Name() != filepath.Base(living.tmp) || entries[1].Name() != "out.csv" {
		t.Errorf("left: %v, %v", entries, err)
	}
	living.discard()
}

// TestPeopleOfOtherCourses: a person known from one course is in no text and no address of another, in no format; keys
// stay, and so do surnames.
func TestPeopleOfOtherCourses(t *testing.T) {
	one, two := full(), full()
	one.Course.Key, two.Course.Key = "demo/1", "demo/2?de=z.quillivere"
	one.Course.Contacts = []schema.Contact{{Name: p("Mme Zéphyrine Quilliveré"), Phones: []string{"+33199001212"},
		Faxes: []string{}, Emails: []string{"z.q@example.org"}}}
	two.Course.Methods = p("Animé par QUILLIVERÉ Zéphyrine (z.q@example.org, 01 99 00 12 12), près du pont Quilliveré")
	two.Source.URL = p("https://demo.example.org/zephyrine-quillivere/2?de=z.q%40example.org&tel=0199001212")
	two.Course.Provider.Website = p("https://www.example.org/?qui=z.q@example.org")
	two.Course.Objective = p("Voir LEFORMER Yann, y.le-former (arobase) example.org, +33(0)1/99/00/13/13, ou zq [at] example.org")
	two.Course.NativeID, two.Course.Reference = p("fiche-yann-le-former"), p("z.q@example.org")
	former := []schema.Contact{{Name: p("M. Yann Le Former"), Phones: []string{"+33199001313"}, Emails: []string{"y.le-former@example.org"}}}
	for _, f := range Formats() {
		out := outFor(t, f)
		write(t, fake{records: []schema.Record{one, two}, former: former}, Options{Format: f.Name, Out: out})
		got := plain(t, out)
		for _, told := range []string{"Zéphyrine", "zephyrine", "z.q@", "z.q%40", "12 12", "0199001212", "33199001212",
			"Yann", "yann", "FORMER", "former", "13/13", "arobase", "[at]"} {
			if strings.Contains(got, told) {
				t.Errorf("%s tells %q", f.Name, told)
			}
		}
		if !strings.Contains(got, "demo/2?de=z.quillivere") && f.Name != "lheo" {
			t.Errorf("%s: the key changed", f.Name)
		}
	}
}
