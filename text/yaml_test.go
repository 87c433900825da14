package text

import (
	"strings"
	"testing"
)

// What stands too deep is refused by its line; what only looks so is not.
func TestBoundYAML(t *testing.T) {
	stairs := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat(" ", i) + "a:\n")
		}
		return b.String()
	}
	for name, tt := range map[string]struct{ yaml, want string }{
		"flow":           {"id: x\npage: " + strings.Repeat("{a: ", 200000), "line 2: "},
		"flow lists":     {"id: x\npage:\n  " + strings.Repeat("[", 200), "line 3: "},
		"flow, no space": {`{"a":` + strings.Repeat(`{"a":`, 200), "line 1: "},
		"flow, lines":    {strings.Repeat("{\na:\n", 200), "line "},
		"after quotes":   {`{"a": "b` + "\n" + `c", "d": ` + strings.Repeat("[", 200), "line 2: "},
		"tagged":         {"a: !x &y " + strings.Repeat("[", 200), "line 1: "},
		"block":          {stairs(200), "line 101: "},
		"dashes":         {"a:\n" + strings.Repeat("- ", 200000), "line 2: "},
		"after text":     {"a:\n  b: |\n    {{{\n  c: " + strings.Repeat("[", 200), "line 4: "},
		"in a list":      {"- a: |\n    {{{\n  b: " + strings.Repeat("[", 200), "line 3: "},
		"a long key":     {strings.Repeat("k", 20000) + ":\n" + strings.Repeat("  a: b\n", 20000), "below long keys"},
		"long keys": {"{" + strings.Repeat(strings.Repeat("k", 9000)+": {", 50) + strings.Repeat("a: b, ", 20000),
			"line 1: too many keys or items stand below long keys"},
		"a long quotation": {"{'" + strings.Repeat("kkkk\n", 20000) + "': [" + strings.Repeat("a, ", 20000),
			"below long keys"},
		"long, not many": {strings.Repeat("k", 20000) + ":\n" + strings.Repeat("  a: b\n", 200) + "b:\n" +
			strings.Repeat("  a: b\n", 90000), ""},
		"large":          {strings.Repeat("# x\n", 300000), "the file has 1200000 bytes"},
		"deep enough":    {"a: " + strings.Repeat("[", 90) + strings.Repeat("]", 90) + "\n" + stairs(90), ""},
		"many, not deep": {strings.Repeat("- [a, {b: c}]\n- - - d\n", 1000), ""},
		"quoted":         {"a: '" + strings.Repeat("[", 200) + "''{{'\nb: \"" + strings.Repeat("{\\\"", 200) + "\"\n", ""},
		"over two lines": {"a: 'x\n" + strings.Repeat("[", 200) + "'\nb: c\n", ""},
		"plain text":     {"a: x" + strings.Repeat("[", 200) + "\nb: l'a " + strings.Repeat("{", 200) + "\n", ""},
		"a comment":      {"a: b # " + strings.Repeat("[", 200) + "\n# " + strings.Repeat("{", 200) + "\n", ""},
		"a block":        {"a: |\n " + strings.Repeat("[", 200) + "\nb: >-\n\n " + strings.Repeat("- ", 200) + "\n", ""},
		"list of blocks": {strings.Repeat("- |\n "+strings.Repeat("[", 60)+"\n- a: |\n    "+
			strings.Repeat("[", 60)+"\n", 5), ""},
		"documents": {strings.Repeat("---\na:\n b: c\n", 200), ""},
	} {
		err := BoundYAML([]byte(tt.yaml), 1<<20)
		switch {
		case tt.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%s: got %v, want %q in one line", name, err, tt.want)
		}
	}
}

func FuzzBoundYAML(f *testing.F) {
	f.Add("a: {b: [c, 'd']}\n- - x: |\n   y\n...\n")
	f.Fuzz(func(t *testing.T, s string) { _ = BoundYAML([]byte(s), 1<<20) })
}

// TestReadYAML: a file is one document of known keys; every error is one line with the number of its line.
func TestReadYAML(t *testing.T) {
	type file struct {
		Word  YAMLWord  `yaml:"word"`
		Words YAMLWords `yaml:"words"`
		Small int8      `yaml:"small"`
	}
	for yaml, want := range map[string]string{
		"word: 01\nwords: [02, 'x y', ~]\nsmall: 3": "",
		"---\nword: a\n":               "",
		"---\n---\nword: a\n":          "line 3: a second document",
		"word: a\n---\n---\nword: b\n": "line 4: a second document",
		"word: a\n...\nword: b\n":      "line 3: a second document",
		"word: a\n--- b\n":             "line 2: a second document",
		"word: |\n  ---\n  %a\n":       "", "word: ---a\n": "",
		"%YAML 1.2\n# x\n---\nword: a\n...\n---\n# end\n": "",
		"":                        "EOF",
		"# nothing\n":             "EOF",
		"word: a\n---\nword: b\n": `line 3: a second document begins ("---"): a file is one`,
		"word: a\n---\n- : [\n":   "line 3: a second document",
		"word: a\nwrod: b\n":      `line 2: unknown key "wrod"`,
		"word: a\n\nword: b\n":    "line 3: not YAML: ",
		"word: [a]":               "line 1: expected a single value",
		"\nwords: a":              "line 2: expected a list of single values",
		"\nwords:\n- {a: b}":      "line 3: expected a single value",
		"small: 300":              "line 1: 300 is too large a number",
		"\nsmall: x":              `line 2: "x" has the wrong type: expected int8`,
	} {
		var f file
		err := ReadYAML([]byte(yaml), 1<<20, &f)
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", yaml, err)
		case want != "" && (err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%q: %v, want %q in one line", yaml, err, want)
		}
		if strings.HasPrefix(yaml, "word: 01") {
			if f.Word != (YAMLWord{"01", 1}) || strings.Join(f.Words.Words, "|") != "02|x y|" || f.Words.Line != 2 {
				t.Errorf("read %+v", f)
			}
		}
	}
}

func FuzzReadYAML(f *testing.F) {
	f.Add("word: a\n---\nword: b\n")
	f.Add("words: [a, {b: c}]\nword: |\n  x\n")
	f.Fuzz(func(t *testing.T, s string) {
		var into struct {
			Word  YAMLWord  `yaml:"word"`
			Words YAMLWords `yaml:"words"`
		}
		if err := ReadYAML([]byte(s), 1<<20, &into); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: an error of several lines: %q", s, err)
		}
	})
}
