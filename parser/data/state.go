package data

import (
	"html"
	"regexp"
	"strings"
)

// hasState spares most pages the search.
func hasState(page string) bool {
	for b := range scripts(page) {
		if strings.Contains(b.tag, "application/json") {
			return true
		}
		for _, mark := range [...]string{"__NUXT", "__next_f", "_STATE__", "_DATA__", "drupalSettings", "initialData", "JSON.parse("} {
			if strings.Contains(b.text, mark) {
				return true
			}
		}
	}
	return strings.Contains(page, "data-page=")
}

// assigned is a script that gives a name of the page a value that is written out.
var assigned = regexp.MustCompile(`(?:(?:window|self|globalThis)(?:\.|\[["'])[\w$]+(?:["']\])?|(?:var|let|const)\s+[\w$]+)\s*=\s*(\{|\[|\(function\b|JSON\.parse\()`)

// State gives the values that the scripts of a page start from: whole scripts of JSON (Next, Nuxt, Angular, Drupal and
// others), values assigned in scripts (Nuxt, Apollo, Redux), what Next streams, the page attribute of Inertia. bad
// counts those that cannot be read.
func State(page string) (trees []any, bad int) {
	if !hasState(page) {
		return nil, 0
	}
	l := &literal{nodes: mostNodes}
	var flight strings.Builder
	left := mostBytes
	states, over := blocks(page, mostBytes, isState)
	bad = over
	for _, b := range states {
		left -= len(b.text)
		switch {
		case strings.Contains(b.tag, "application/json"):
			v, err := parseJSON(unquoted(tidy(b.text)))
			if err != nil {
				bad++
				continue
			}
			if cells, ok := v.([]any); ok && strings.Contains(b.tag, "__NUXT_DATA__") {
				v = (&unfolded{cells: cells, nodes: mostNodes}).cell(0, 0)
			}
			trees = append(trees, v)
		case strings.Contains(b.text, "__next_f"):
			flight.WriteString(l.pushed(b.text))
		default:
			more, failed := l.assigned(b.text)
			trees, bad = append(trees, more...), bad+failed
		}
	}
	trees = append(trees, rows(flight.String())...)
	if s := pageAttribute(page); s != "" && len(s) <= left {
		if v, err := parseJSON(s); err == nil {
			trees = append(trees, v)
		} else {
			bad++
		}
	}
	return trees, bad
}

func isState(tag, words string) bool {
	if strings.Contains(tag, "application/json") {
		return true
	}
	return !strings.Contains(tag, "src=") && !isLinked(tag, "") && !measures(words) && (strings.Contains(words, "__next_f") || assigned.MatchString(words))
}

// measures reports a script that tells a counter of visits of the page: what it says is for its reports.
func measures(words string) bool {
	for _, mark := range [...]string{"dataLayer", "gtag(", "_paq", "digitalData", "utag_data", "tc_vars"} {
		if strings.Contains(words, mark) {
			return !strings.Contains(words, "_STATE__") && !strings.Contains(words, "__NUXT") && !strings.Contains(words, "__next_f")
		}
	}
	return false
}

// unquoted gives back the letters that Angular writes in its own way.
func unquoted(s string) string {
	if !strings.HasPrefix(s, "{&q;") {
		return s
	}
	return strings.NewReplacer("&q;", `"`, "&s;", "'", "&l;", "<", "&g;", ">", "&a;", "&").Replace(s)
}

// assigned reads the values that a script assigns; bad counts those that are worked out and not written out.
func (l *literal) assigned(script string) (trees []any, bad int) {
	for from := 0; from < len(script) && len(trees) < 20; {
		m := assigned.FindStringSubmatchIndex(script[from:])
		if m == nil {
			return trees, bad
		}
		l.s, l.at, l.names = script, from+m[2], nil
		from += m[3]
		var v any
		var err error
		if strings.HasPrefix(script[l.at:], "(function") {
			v, err = l.called()
			from = len(script) // the function is the script
		} else if v, err = l.value(0); err == nil {
			from = l.at
		}
		if err != nil {
			bad++
			if l.at >= len(script) {
				return trees, bad // a text or a remark that does not end: nothing after it is code
			}
			continue
		}
		trees = append(trees, v)
	}
	return trees, bad
}

// pushed gives the texts that Next pushes piece by piece.
func (l *literal) pushed(script string) string {
	var b strings.Builder
	for {
		i := strings.Index(script, "__next_f.push(")
		if i < 0 {
			return b.String()
		}
		script = script[i+len("__next_f.push("):]
		l.s, l.at = script, 0
		v, err := l.value(0)
		if err != nil && l.at >= len(script) {
			return b.String() // a text or a remark that does not end: nothing after it is code
		}
		if parts, ok := v.([]any); err == nil && ok && len(parts) == 2 {
			if s, ok := parts[1].(string); ok {
				b.WriteString(s)
			}
		}
	}
}

// rows reads the lines that the pieces of Next make together: a number, a colon, and JSON or something else.
func rows(s string) (trees []any) {
	for _, line := range strings.Split(s, "\n") {
		_, v, ok := strings.Cut(line, ":")
		if !ok || len(v) < 2 || v[0] != '[' && v[0] != '{' {
			continue
		}
		if tree, err := parseJSON(v); err == nil {
			trees = append(trees, tree)
		}
	}
	return trees
}

// pageAttribute is the state that Inertia puts into an attribute.
func pageAttribute(page string) string {
	i := strings.Index(page, `data-page="`)
	if i < 0 {
		return ""
	}
	s := page[i+len(`data-page="`):]
	end := strings.IndexByte(s, '"')
	if end < 0 || !strings.HasPrefix(s, "{") {
		return ""
	}
	return html.UnescapeString(s[:end])
}

// unfolded gives back a value that Nuxt wrote as a list of cells, in which a number stands for the cell of that place.
type unfolded struct {
	cells []any
	nodes int
}

func (u *unfolded) cell(i, level int) any {
	if u.nodes--; u.nodes < 0 || level > mostDepth || i < 0 || i >= len(u.cells) {
		return nil
	}
	switch v := u.cells[i].(type) {
	case object:
		out := make(object, len(v))
		for _, k := range keys(v) {
			if n, ok := v[k].(float64); ok {
				out[k] = u.cell(int(n), level+1)
			}
		}
		return out
	case []any:
		return u.list(v, level)
	default:
		return v
	}
}

// list is a list of cells, or a value with the name of its kind before it.
func (u *unfolded) list(v []any, level int) any {
	name, named := "", false
	if len(v) > 0 {
		name, named = v[0].(string)
	}
	if named {
		v = v[1:]
		if len(v) == 0 {
			return nil
		}
		if n, ok := v[0].(float64); ok && name != "Set" && name != "Map" {
			return u.cell(int(n), level+1)
		} else if !ok {
			return v[0] // a date
		}
	}
	out := make([]any, 0, len(v))
	for _, x := range v {
		if n, ok := x.(float64); ok {
			out = append(out, u.cell(int(n), level+1))
		}
	}
	return out
}
