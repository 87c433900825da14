package layouts

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// tally counts facts: right ones, those given and those stated on the pages.
type tally struct{ right, given, stated float64 }

func (c *tally) f1() float64 {
	if c.given+c.stated == 0 {
		return 1
	}
	return 2 * c.right / (c.given + c.stated)
}

func (c *tally) add(right, given, stated float64) {
	c.right, c.given, c.stated = c.right+right, c.given+given, c.stated+stated
}

// truths reads the gold of all pages, by host/id.
func truths(t *testing.T) map[string]map[string]any {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(fixtures, "gold", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]map[string]any{}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var list []map[string]any
		if err := json.Unmarshal(b, &list); err != nil {
			t.Fatalf("read %s: %v", file, err)
		}
		for _, g := range list {
			out[fmt.Sprint(g["host"], "/", g["id"])] = g
		}
	}
	return out
}

// scalars are the facts with one value: the gold's key and the record's path.
var scalars = map[string]string{
	"title": "course.title", "native_id": "course.native_id", "updated_on": "source.updated_on",
	"provider": "course.provider.name", "provider_city": "course.provider.city",
	"provider_postal_code": "course.provider.postal_code",
	"entry_level":          "course.entry_level.raw", "exit_level": "course.exit_level.raw",
	"hours_total":  "course.duration.total_hours",
	"hours_centre": "course.duration.centre_hours", "hours_company": "course.duration.company_hours",
	"price_eur": "course.price.amount_eur",
}

// lists are the facts with several.
var lists = map[string]string{
	"selection": "course.selection", "audience": "course.audience", "validation": "course.validation",
	"rncp": "course.codes.rncp",
	"rome": "course.codes.rome", "formacode": "course.codes.formacode", "nsf": "course.codes.nsf",
}

// page compares one record with the truth of its page.
func (c *tally) page(rec, want map[string]any) {
	accept, _ := want["accept"].(map[string]any)
	options := func(k string) []any {
		also, _ := accept[k].([]any)
		return append([]any{want[k]}, also...)
	}
	for k, path := range scalars {
		c.one(dig(rec, path), options(k), same)
	}
	for _, k := range []string{"objective", "programme", "prerequisites", "admission"} {
		c.one(dig(rec, "course."+k), options(k), sameText)
	}
	for k, path := range lists {
		c.list(words(dig(rec, path)), options(k))
	}
	got, _ := dig(rec, "course.sessions").([]any)
	stated, _ := want["sessions"].([]any)
	c.sessions(got, stated)
}

// one counts a fact with one value; any of the options is right, nil among them makes silence right.
func (c *tally) one(got any, options []any, eq func(got, want any) bool) {
	if absent(got) {
		for _, o := range options {
			if absent(o) {
				return
			}
		}
		c.add(0, 0, 1)
		return
	}
	for _, o := range options {
		if !absent(o) && eq(got, o) {
			c.add(1, 1, 1)
			return
		}
	}
	stated := 1.0
	if absent(options[0]) {
		stated = 0
	}
	c.add(0, 1, stated)
}

// list counts items by their folded words; the option that fits best counts.
func (c *tally) list(got []string, options []any) {
	var best tally
	for n, o := range options {
		want := words(o)
		var x tally
		x.given, x.stated = float64(len(got)), float64(len(want))
		for _, w := range want {
			for _, g := range got {
				if g == w {
					x.right++
					break
				}
			}
		}
		if n == 0 || x.f1() > best.f1() {
			best = x
		}
	}
	c.add(best.right, best.given, best.stated)
}

// sessions pairs by dates, then by place, and counts what each states.
func (c *tally) sessions(got, want []any) {
	used := make([]bool, len(got))
	for _, w := range want {
		at, most := -1, 0
		for n, g := range got {
			if s := alike(g, w); !used[n] && s > most {
				at, most = n, s
			}
		}
		var g any
		if at >= 0 {
			used[at], g = true, got[at]
		}
		accept, _ := dig(w, "accept").(map[string]any)
		for k, path := range map[string]string{"start": "start", "end": "end", "city": "city", "state": "state"} {
			also, _ := accept[k].([]any)
			c.one(dig(g, path), append([]any{dig(w, k)}, also...), same)
		}
	}
	for n := range got {
		if !used[n] {
			c.add(0, 1, 0)
		}
	}
}

func alike(g, w any) int {
	n := 0
	for k, worth := range map[string]int{"start": 2, "end": 2, "city": 1} {
		if !absent(dig(w, k)) && same(dig(g, k), dig(w, k)) {
			n += worth
		}
	}
	return n
}

// dig walks a dotted path through maps; nil where it ends.
func dig(v any, path string) any {
	for _, k := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[k]
	}
	return v
}

func absent(v any) bool {
	l, isList := v.([]any)
	return v == nil || v == "" || isList && len(l) == 0
}

var notWord = regexp.MustCompile(`[^a-z0-9]+`)

// fold gives lower-case letters and digits without accents, one blank between words.
func fold(v any) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(fmt.Sprint(v))) {
		if r < 0x300 || r > 0x36F {
			b.WriteRune(r)
		}
	}
	s := strings.NewReplacer("œ", "oe", "æ", "ae").Replace(b.String())
	return strings.TrimSpace(notWord.ReplaceAllString(s, " "))
}

func same(got, want any) bool { return fold(got) == fold(want) }

// sameText reports whether a text begins and ends as the truth says.
func sameText(got, want any) bool {
	g := fold(got)
	return strings.HasPrefix(g, fold(dig(want, "first"))) && strings.HasSuffix(g, fold(dig(want, "last")))
}

// words gives the folded items of a list of strings or coded values.
func words(v any) []string {
	list, _ := v.([]any)
	var out []string
	for _, x := range list {
		if m, ok := x.(map[string]any); ok {
			if x = m["raw"]; x == nil {
				x = m["code"]
			}
		}
		out = append(out, fold(x))
	}
	return out
}
