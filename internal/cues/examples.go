package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"carif/normalize"
	"carif/parser"
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// example is a heading with its text, and the field that it is.
type example struct {
	dir, host string
	field     string
	heading   string
	text      string
	known     bool // the lexicon has the heading
}

// truth is what gold says of a page; only what is asked here is typed.
type truth struct {
	Host string `json:"host"`
	ID   any    `json:"id"`

	Objective, Programme, Prerequisites, Admission *passage
	Selection, Audience, Validation                []string
}

// passage is a text by its beginning.
type passage struct {
	First string `json:"first"`
}

// fewest is the shortest text that is about something.
const fewest = 20

// examples reads the pages of all folders and gives what stands under their headings.
func examples(dirs []string) ([]example, error) {
	n, err := normalize.New(normalize.Options{})
	if err != nil {
		return nil, err
	}
	p, err := parser.NewWith(parser.Options{Vocabularies: n.Vocabularies()})
	if err != nil {
		return nil, err
	}
	lx, err := lexicon.LoadLexicon()
	if err != nil {
		return nil, err
	}
	var all []example
	for _, dir := range dirs {
		golds, err := truths(dir)
		if err != nil {
			return nil, err
		}
		pages, err := filepath.Glob(filepath.Join(dir, "pages", "*", "*.html"))
		if err != nil {
			return nil, err
		}
		for _, file := range pages {
			host := filepath.Base(filepath.Dir(file))
			id := strings.TrimSuffix(filepath.Base(file), ".html")
			gold, ok := golds[host+"/"+id]
			if !ok {
				continue
			}
			body, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			r, err := p.Parse(schema.Page{URL: "https://" + host + "/" + id, Body: body}, nil)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			for _, d := range r.Drafts {
				for _, e := range headings(&d) {
					if e.field = fieldOf(e, &gold); e.field != "" {
						e.dir, e.host, e.known = dir, host, lexicon.Find(lx.Course, wording.LabelKey(e.heading)) != nil
						all = append(all, e)
					}
				}
			}
		}
	}
	return spread(all), nil
}

// truths reads what gold says of the pages of a folder.
func truths(dir string) (map[string]truth, error) {
	files, err := filepath.Glob(filepath.Join(dir, "gold", "*.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no gold/*.json there", dir)
	}
	out := map[string]truth{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var list []truth
		if err := json.Unmarshal(b, &list); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, t := range list {
			if t.Host == "" {
				t.Host = strings.TrimSuffix(filepath.Base(file), ".json")
			}
			out[t.Host+"/"+fmt.Sprint(t.ID)] = t
		}
	}
	return out, nil
}

// headings gives what stands under the headings of a page, field holding what the reader took it for.
func headings(d *schema.Draft) (out []example) {
	for _, v := range d.Values {
		if v.Label != "" && len(v.Text) >= fewest {
			out = append(out, example{field: string(v.Field), heading: v.Label, text: v.Text})
		}
	}
	for i := 0; i < len(d.Unclaimed); {
		var words strings.Builder
		label := d.Unclaimed[i].Label
		for ; i < len(d.Unclaimed) && d.Unclaimed[i].Label == label; i++ {
			words.WriteString(d.Unclaimed[i].Text + "\n")
		}
		if t := strings.TrimSpace(words.String()); label != "" && len(t) >= fewest {
			out = append(out, example{heading: label, text: t})
		}
	}
	return out
}

// other is the class of what is in no field.
const other = "other"

// fieldOf gives the field of a text by the truth; that of the reader, where the truth does not speak of it; "" where
// the reader is wrong or nobody knows.
func fieldOf(e example, gold *truth) string {
	t := text.FoldLabel(e.text)
	for _, p := range [...]struct {
		field string
		said  *passage
	}{
		{"objective", gold.Objective}, {"programme", gold.Programme}, {"prerequisites", gold.Prerequisites},
		{"admission", gold.Admission},
	} {
		if p.said != nil && begins(t, text.FoldLabel(p.said.First)) {
			return p.field
		}
	}
	for _, l := range [...]struct {
		field string
		items []string
	}{{"audience", gold.Audience}, {"selection", gold.Selection}, {"validation", gold.Validation}} {
		if holdsHalf(t, l.items) && len(e.text) < 1500 {
			return l.field
		}
	}
	switch e.field {
	case "":
		return other
	case "objective", "programme", "prerequisites", "admission", "audience", "selection", "validation":
		return ""
	}
	return class(e.field)
}

// begins reports whether a text begins with the first words of a passage, or nearly.
func begins(t, first string) bool {
	const few, most, before = 7, 30, 40
	first = first[:min(len(first), most)]
	at := strings.Index(t, first)
	return len(first) >= few && at >= 0 && at < before
}

// holdsHalf reports whether a text holds half of the items of a list.
func holdsHalf(t string, items []string) bool {
	const most = 40
	n := 0
	for _, item := range items {
		f := text.FoldLabel(item)
		if f = f[:min(len(f), most)]; len(f) > 3 && strings.Contains(t, f) {
			n++
		}
	}
	return n > 0 && 2*n >= len(items)
}

// class gives the class of a field: fields of one kind are one, and fields that stand under no heading are none.
func class(field string) string {
	head, _, _ := strings.Cut(field, ".")
	switch head {
	case "provider", "contacts":
		return "contacts"
	case "codes", "funding", "duration", "assessment", "methods", "disability_access", "price", "pace", "follow_up",
		"results", "access_delay", "entry_level", "exit_level", "teaching_mode", "highlights", other:
		return head
	}
	return ""
}

// spread keeps a few examples of each field and host: a site of many pages says the same on each.
func spread(all []example) []example {
	const most = 12
	n := map[[2]string]int{}
	out := all[:0]
	for _, e := range all {
		k := [2]string{e.dir + e.host, e.field}
		if n[k]++; n[k] <= most {
			out = append(out, e)
		}
	}
	return out
}
