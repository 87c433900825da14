package golden

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"carif/parser/explain"
)

const (
	longest = 70 // characters of a value that are shown
	around  = 20 // characters shown on each side of what differs in a long text
)

// text is a value on one line, whole.
func text(v any) string {
	switch v := v.(type) {
	case map[string]any:
		if raw, ok := v["raw"]; ok {
			if code := text(v["code"]); code != None {
				return fmt.Sprintf("%s (%s)", text(raw), code)
			}
			return text(raw)
		}
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if flag, isFlag := v[k].(bool); !empty(v[k]) && !(isFlag && !flag) {
				parts = append(parts, strings.ReplaceAll(k, "_", " ")+" "+text(v[k]))
			}
		}
		return strings.Join(parts, ", ")
	case []any:
		var parts []string
		for _, x := range v {
			parts = append(parts, text(x))
		}
		return strings.Join(parts, "; ")
	}
	if empty(v) {
		return None
	}
	return strings.ReplaceAll(fmt.Sprint(v), "\n", " / ")
}

// show is a value on one line, cut to a length one takes in at a glance.
func show(v any) string { return explain.Cut(text(v), longest) }

// showBoth shows two texts where they differ, with a few words around.
func showBoth(was, now string) (string, string) {
	a, b := []rune(text(was)), []rune(text(now))
	if len(a) <= longest && len(b) <= longest {
		return string(a), string(b)
	}
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	return window(a, head, tail), window(b, head, tail)
}

// window is the part of a text between a head and a tail that another text shares.
func window(s []rune, head, tail int) string {
	from, to := max(head-around, 0), min(len(s)-tail+around, len(s))
	out := string(s[from:to])
	if n := 2*longest + 2*around; to-from > n {
		out = string(s[from:from+n/2]) + " […] " + string(s[to-n/2:to])
	}
	if from > 0 {
		out = "…" + out
	}
	if to < len(s) {
		out += "…"
	}
	return out
}

// explanation tells which blocks another field took. The first line is the page's name and profile.
func (d *differ) explanation(was, now []byte) {
	a, b := claims(was), claims(now)
	for _, text := range slices.Sorted(maps.Keys(a)) {
		if now, ok := b[text]; !ok {
			d.tell(spot{fmt.Sprintf("block %q", text), "block"}, a[text], None)
		} else if now != a[text] {
			d.tell(spot{fmt.Sprintf("block %q", text), "block"}, a[text], now)
		}
	}
	for _, text := range slices.Sorted(maps.Keys(b)) {
		if _, ok := a[text]; !ok {
			d.tell(spot{fmt.Sprintf("block %q", text), "block"}, None, b[text])
		}
	}
	if head := func(t []byte) string { l, _, _ := strings.Cut(string(t), "\n"); return l }; head(was) != head(now) {
		d.tell(spot{"page's name and profile", "profile"}, head(was), head(now))
	}
	if len(d.out) == 0 && string(was) != string(now) {
		d.tell(spot{"explanation", "explanation"}, "as it was", "told otherwise")
	}
}

// claims gives the claim of each block of an explanation by its text; of several alike, all claims in order.
func claims(explanation []byte) map[string]string {
	out := map[string]string{}
	lines := strings.Split(string(explanation), "\n")
	for _, l := range lines[1:] {
		claim, text, ok := strings.Cut(l, "  ")
		if text = strings.TrimSpace(text); !ok || text == "" || strings.HasPrefix(claim, explain.KindIssue+" ") {
			continue // a count or an issue: the record tells both
		}
		if before := out[text]; before != "" {
			claim = before + ", " + claim
		}
		out[text] = claim
	}
	return out
}

// Summary counts changes by field, the most frequent first.
func Summary(changes []Change) string {
	type count struct {
		field           string
		n, lost, gained int
		pages           map[string]bool
	}
	by := map[string]*count{}
	for _, c := range changes {
		f := by[c.Field]
		if f == nil {
			f = &count{field: c.Field, pages: map[string]bool{}}
			by[c.Field] = f
		}
		f.n++
		f.pages[c.Page] = true
		switch {
		case c.To == None:
			f.lost++
		case c.From == None:
			f.gained++
		}
	}
	list := slices.SortedFunc(maps.Values(by), func(a, b *count) int {
		if a.n != b.n {
			return b.n - a.n
		}
		return strings.Compare(a.field, b.field)
	})
	var b strings.Builder
	fmt.Fprintf(&b, "%-32s %8s %8s %8s %8s %8s\n", "field", "changes", "lost", "gained", "other", "pages")
	for _, f := range list {
		fmt.Fprintf(&b, "%-32s %8d %8d %8d %8d %8d\n", f.field, f.n, f.lost, f.gained, f.n-f.lost-f.gained, len(f.pages))
	}
	return b.String()
}
