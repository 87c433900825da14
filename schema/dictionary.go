package schema

import (
	"fmt"
	"strings"
)

// DictionaryMarkdown renders Exported as the data dictionary (docs/data-dictionary.md, `carif dictionary`).
func DictionaryMarkdown() string {
	var b strings.Builder
	b.WriteString(`# Data dictionary

One row per column, in the order of every export. *derived*: not printed on the page, but computed or decided by
carif. *personal*: names, telephone numbers, e-mail addresses; left out of exports unless asked for. Null always
means that the page does not say.

`)
	for _, t := range Exported() {
		fmt.Fprintf(&b,
			"## %s\n\n%s Key: %s.\n\n| column | type | meaning | French term | LHÉO 2.3 |\n|---|---|---|---|---|\n",
			t.Name, t.Meaning, strings.Join(t.Key, ", "))
		for _, c := range t.Columns {
			if c.Internal {
				continue
			}
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", c.Name, typeWords(c), cell(c.Meaning+marks(c)),
				cell(c.French), lheoCell(c.LHEO))
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func typeWords(c Column) string {
	if c.Unit != "" {
		return string(c.Type) + ", " + c.Unit
	}
	return string(c.Type)
}

func marks(c Column) string {
	var m string
	if c.Derived {
		m += " *derived*"
	}
	if c.Person {
		m += " *personal*"
	}
	return m
}

func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }

func lheoCell(s string) string {
	if s == "" {
		return ""
	}
	return "`" + cell(s) + "`"
}
