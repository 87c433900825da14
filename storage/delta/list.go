package delta

import (
	"encoding/json"
	"reflect"
	"strconv"

	"carif/schema"
)

// list compares two lists item by item: those that are the same in both lists are found first, then those that are
// known by the same name; what is left came or went.
func (w *walker) list(p path, x, y reflect.Value) {
	pairs, gone, came := match(x, y)
	was, is := labels(x), labels(y)
	for _, m := range pairs {
		at := p.item(is[m[1]])
		a, b := x.Index(m[0]), y.Index(m[1])
		if a.Kind() == reflect.Struct && !isLeaf(a.Type()) {
			w.structs(at, "", a, b)
		} else {
			w.values(at, a, b)
		}
	}
	for _, i := range gone {
		w.leaf(p.item(was[i]), short(x.Index(i)), "")
	}
	for _, i := range came {
		w.leaf(p.item(is[i]), "", short(y.Index(i)))
	}
}

// match pairs the items of two lists that differ, and lists those without a partner.
func match(x, y reflect.Value) (pairs [][2]int, gone, came []int) {
	same := map[string]int{}
	for i := range x.Len() {
		same[exact(x.Index(i))]++
	}
	twins := map[string]int{} // items of both lists that are the same
	for i := range y.Len() {
		if t := exact(y.Index(i)); same[t] > 0 {
			same[t]--
			twins[t]++
		} else {
			came = append(came, i)
		}
	}
	for i := range x.Len() {
		if t := exact(x.Index(i)); twins[t] > 0 {
			twins[t]--
		} else {
			gone = append(gone, i)
		}
	}
	if len(gone) == 0 || len(came) == 0 {
		return nil, gone, came
	}
	for level := range len(identities(x.Index(gone[0]))) {
		var found [][2]int
		found, gone, came = pairUp(x, y, gone, came, level)
		pairs = append(pairs, found...)
	}
	return pairs, gone, came
}

// pairUp pairs items with the same identity of a level, in their order.
func pairUp(x, y reflect.Value, gone, came []int, level int) (pairs [][2]int, left, fresh []int) {
	waiting := map[string][]int{}
	for _, i := range gone {
		if id := identities(x.Index(i))[level]; id != "" {
			waiting[id] = append(waiting[id], i)
		}
	}
	taken := map[int]bool{}
	for _, i := range came {
		id := identities(y.Index(i))[level]
		if q := waiting[id]; id != "" && len(q) > 0 && !others(x.Index(q[0]), y.Index(i)) {
			pairs, waiting[id] = append(pairs, [2]int{q[0], i}), q[1:]
			taken[q[0]] = true
			continue
		}
		fresh = append(fresh, i)
	}
	for _, i := range gone {
		if !taken[i] {
			left = append(left, i)
		}
	}
	return pairs, left, fresh
}

// identities are what an item of a list is known by, the surest first; "" where it has no such.
func identities(v reflect.Value) []string {
	switch i := v.Interface().(type) {
	case schema.Session:
		place := or(i.Commune, i.City, i.PostalCode, i.Department)
		dates := or(i.Start) + "|" + or(i.End)
		return []string{or(i.NativeID), or(i.RCOID), dates + "|" + place + "|" + nameOf(i.Provider) + "|" + or(i.Action),
			dates + "|" + place, or(i.Start) + "|" + place}
	case schema.Action:
		return []string{i.NativeID}
	case schema.Coded:
		return []string{or(i.Code), i.Raw}
	case schema.Code:
		return []string{i.Code}
	case schema.Labelled:
		return []string{i.Label}
	case schema.Block:
		return []string{or(i.Code), or(i.Label)}
	case schema.OutlineItem:
		return []string{i.Title}
	case schema.InformationDate:
		return []string{or(i.Date), i.Text}
	case schema.Price:
		return []string{or(i.Kind) + "|" + or(i.Tax) + "|" + or(i.Text), or(i.Kind) + "|" + or(i.Tax)}
	case schema.Figure:
		return []string{i.What + "|" + or(i.Period), i.What}
	case schema.Funding:
		f := coded(i.Funder)
		return []string{f + "|" + or(i.Type) + "|" + or(i.Scheme) + "|" + or(i.Reference), f + "|" + or(i.Type), f}
	}
	return []string{short(v)}
}

// others tells two items that are not the same one whatever else they share: each has a number of its own.
func others(x, y reflect.Value) bool {
	a, ok := x.Interface().(schema.Session)
	if !ok {
		return false
	}
	b, _ := y.Interface().(schema.Session)
	return a.NativeID != nil && b.NativeID != nil && *a.NativeID != *b.NativeID
}

// labels names the items of a list for people, each otherwise.
func labels(list reflect.Value) []string {
	out := make([]string, list.Len())
	n := map[string]int{}
	for i := range out {
		out[i] = labelOf(list.Index(i))
		n[out[i]]++
	}
	seen := map[string]int{}
	for i, l := range out {
		if n[l] < 2 {
			continue
		}
		seen[l]++
		out[i] = l + " #" + strconv.Itoa(seen[l])
		if s, ok := list.Index(i).Interface().(schema.Session); ok && s.NativeID != nil {
			out[i] = label(l + " " + *s.NativeID)
		}
	}
	return out
}

func labelOf(v reflect.Value) string {
	switch i := v.Interface().(type) {
	case schema.Session:
		when := or(i.Start, i.End)
		if where := or(i.City, i.PostalCode, i.Department); when != "" || where != "" {
			return label(joined(" ", when, where))
		}
		return label(or(i.NativeID, i.Text))
	case schema.Action:
		return label(i.NativeID)
	case schema.Coded:
		return label(or(i.Label, &i.Raw))
	case schema.Code:
		return label(i.Code)
	case schema.Labelled:
		return label(i.Label)
	case schema.Block:
		return label(or(i.Code, i.Label))
	case schema.OutlineItem:
		return label(i.Title)
	case schema.InformationDate:
		return label(or(i.Date, &i.Text))
	case schema.Price:
		return label(or(ptr(joined(" ", or(i.Kind), or(i.Tax))), i.Text))
	case schema.Figure:
		return label(joined(" ", i.What, or(i.Period)))
	case schema.Funding:
		return label(or(ptr(funder(i.Funder)), i.Type, i.Scheme))
	}
	return label(short(v))
}

// exact is a text that is the same for equal items only.
func exact(v reflect.Value) string {
	b, _ := json.Marshal(v.Interface()) // cannot fail: plain data
	return string(b)
}

func coded(c *schema.Coded) string {
	if c == nil {
		return ""
	}
	return or(c.Code, &c.Raw)
}

func funder(c *schema.Coded) string {
	if c == nil {
		return ""
	}
	return or(c.Label, &c.Raw)
}

func nameOf(o *schema.Organisation) string {
	if o == nil {
		return ""
	}
	return or(o.Name)
}

// or is the first text that says something.
func or(texts ...*string) string {
	for _, t := range texts {
		if t != nil && *t != "" {
			return *t
		}
	}
	return ""
}

func ptr(s string) *string { return &s }
