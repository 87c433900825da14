package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// None stands for what a record does not tell.
const None = "(none)"

// Change is one thing that a page's golden says otherwise than before.
type Change struct {
	Page  string // as in "layouts/www.example.org/12"
	What  string // the place in the record, in words: "session 2 city"
	Field string // the same without numbers, to count by: "session city"
	From  string
	To    string
}

func (c Change) String() string { return fmt.Sprintf("%s: %s: %s -> %s", c.Page, c.What, c.From, c.To) }

// Diff tells what the second set says otherwise than the first, page by page.
func Diff(was, now Set) []Change {
	names := map[string]bool{}
	for _, p := range append(was.Pages(), now.Pages()...) {
		names[p] = true
	}
	var out []Change
	for _, page := range slices.Sorted(maps.Keys(names)) {
		d := differ{page: page}
		before, after := was[page+".json"], now[page+".json"]
		switch {
		case before == nil:
			d.tell(spot{"page", "page"}, None, "new")
		case after == nil:
			d.tell(spot{"page", "page"}, "there", "gone")
		default:
			d.records(before, after)
			d.explanation(was[page+".txt"], now[page+".txt"])
		}
		out = append(out, d.out...)
	}
	return out
}

// differ gathers the changes of one page.
type differ struct {
	page string
	out  []Change
}

// spot is a place in a record: as it is told, and as it is counted.
type spot struct{ what, field string }

func (s spot) in(word string) spot {
	return spot{strings.TrimSpace(s.what + " " + word), strings.TrimSpace(s.field + " " + word)}
}

func (s spot) item(word string, n int) spot {
	in := s.in(word)
	in.what = fmt.Sprintf("%s %d", in.what, n)
	return in
}

func (d *differ) tell(at spot, from, to string) {
	d.out = append(d.out, Change{Page: d.page, What: at.what, Field: at.field, From: from, To: to})
}

// records compares two entries; their course's fields are told without a prefix where there is one record each.
func (d *differ) records(before, after []byte) {
	var was, now map[string]any
	if err := unmarshal(before, &was); err != nil {
		d.tell(spot{"golden", "golden"}, "not readable: "+err.Error(), "a record")
		return
	}
	if err := unmarshal(after, &now); err != nil {
		d.tell(spot{"golden", "golden"}, "a record", "not readable: "+err.Error())
		return
	}
	if was["page_sha256"] != now["page_sha256"] {
		d.tell(spot{"the page itself", "page"}, "as it was", "edited")
	}
	if was["content_hash"] != now["content_hash"] {
		d.tell(spot{"content hash", "content hash"}, "as it was", "another")
	}
	a, b := list(was["records"]), list(now["records"])
	if len(a) == 0 || len(b) == 0 {
		if from, to := outcome(was, a), outcome(now, b); from != to {
			d.tell(spot{"record", "record"}, from, to)
		}
		return
	}
	if len(a) == 1 && len(b) == 1 {
		d.value(spot{}, a[0], b[0])
		return
	}
	d.items(spot{}, "record", a, b)
}

func unmarshal(data []byte, to any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber() // as printed
	return dec.Decode(to)
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

// outcome tells in words what a page gave.
func outcome(e map[string]any, records []any) string {
	if r, ok := e["refusal"].(map[string]any); ok {
		return fmt.Sprintf("refused, %v (%v)", r["reason"], r["detail"])
	}
	var titles []string
	for _, r := range records {
		m, _ := r.(map[string]any)
		course, _ := m["course"].(map[string]any)
		titles = append(titles, show(course["title"]))
	}
	return strings.Join(titles, " and ")
}

// singular names one item of the lists whose name is a plural.
var singular = map[string]string{
	"sessions": "session", "contacts": "contact", "issues": "issue", "phones": "phone", "faxes": "fax", "emails": "e-mail",
	"items": "item", "links": "link",
}

// value compares two values of one place.
func (d *differ) value(at spot, was, now any) {
	if empty(was) && empty(now) {
		return
	}
	a, inA := was.(map[string]any)
	b, inB := now.(map[string]any)
	if inA && inB {
		keys := maps.Clone(a)
		maps.Copy(keys, b)
		for _, k := range slices.Sorted(maps.Keys(keys)) {
			d.member(at, k, a[k], b[k])
		}
		return
	}
	if from, to := show(was), show(now); from != to {
		d.tell(at, from, to)
	} else if !same(was, now) {
		from, to := showBoth(text(was), text(now))
		d.tell(at, from, to)
	}
}

// member compares what two objects say under one key.
func (d *differ) member(at spot, key string, was, now any) {
	word := strings.ReplaceAll(key, "_", " ")
	a, inA := was.([]any)
	b, inB := now.([]any)
	if inA || inB {
		if one := singular[key]; one != "" {
			word = one
		}
		d.items(at, word, a, b)
		return
	}
	if s, ok := was.(string); ok {
		if t, ok := now.(string); ok && s != t {
			from, to := showBoth(s, t)
			d.tell(at.in(word), from, to)
			return
		}
	}
	if key == "course" { // what a record is about needs no word
		d.value(at, was, now)
		return
	}
	d.value(at.in(word), was, now)
}

// items compares two lists: items that stayed hold the order, those between them are paired by likeness.
func (d *differ) items(at spot, word string, was, now []any) {
	pairs := pair(was, now)
	taken := map[int]bool{}
	for i, j := range pairs {
		if j < 0 {
			d.tell(at.item(word, i+1), show(was[i]), None)
			continue
		}
		taken[j] = true
		d.value(at.item(word, j+1), was[i], now[j])
	}
	for j := range now {
		if !taken[j] {
			d.tell(at.item(word, j+1), None, show(now[j]))
		}
	}
}
