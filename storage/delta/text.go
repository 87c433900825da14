package delta

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"carif/schema"
)

const (
	mostText  = 160 // characters of a value
	mostLabel = 60  // characters of an item's name
	around    = 24  // characters kept beside what differs in a long text
)

// short is a value in a few words, "" for one that says nothing.
func short(v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return ""
		}
		v = v.Elem()
	}
	switch i := v.Interface().(type) {
	case schema.Coded:
		if i.Code != nil {
			return or(i.Label, &i.Raw) + " [" + *i.Code + "]"
		}
		return or(i.Label, &i.Raw)
	case schema.Code:
		return joined(" ", i.Code, or(i.Label))
	case schema.Labelled:
		return i.Text
	case schema.Block:
		return joined(" ", or(i.Code), or(i.Label))
	case schema.Session:
		return sessionText(&i)
	case schema.Organisation:
		return joined(", ", or(i.Name), or(i.City))
	}
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		if v.Bool() {
			return "yes"
		}
		return "no"
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Slice:
		return listText(v)
	case reflect.Struct:
		return structText(v)
	}
	return ""
}

// sessionText is a session on one line.
func sessionText(s *schema.Session) string {
	when := or(s.Start, s.End)
	if s.Start != nil && s.End != nil {
		when = *s.Start + " to " + *s.End
	}
	parts := []string{when, or(s.City, s.PostalCode, s.Department), or(s.State)}
	if s.Seats != nil {
		parts = append(parts, strconv.Itoa(*s.Seats)+" seats")
	}
	if s.Price != nil {
		parts = append(parts, strconv.FormatFloat(*s.Price, 'f', -1, 64)+" €")
	}
	if all := joined(", ", parts...); all != "" {
		return all
	}
	return or(s.NativeID, s.Text)
}

func listText(v reflect.Value) string {
	parts := make([]string, 0, v.Len())
	for i := range v.Len() {
		parts = append(parts, short(v.Index(i)))
	}
	return joined("; ", parts...)
}

// structText is what a struct says, without its people.
func structText(v reflect.Value) string {
	var parts []string
	for _, f := range fieldsOf(v.Type()) {
		if !f.people && bare(f.typ) != contactType {
			parts = append(parts, short(v.Field(f.index)))
		}
	}
	return joined(", ", parts...)
}

// whole is all that a value says, where its short text is not enough; people are left out.
func whole(v reflect.Value) string {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if t := bare(v.Type()); t.Kind() == reflect.Struct && !isLeaf(t) || v.Kind() == reflect.String {
		return short(v)
	}
	if (v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice || v.Kind() == reflect.Map) && v.IsZero() {
		return ""
	}
	if c, ok := v.Interface().(schema.Coded); ok {
		return joined(", ", short(v), "printed "+c.Raw, c.Fit)
	}
	b, _ := json.Marshal(v.Interface()) // cannot fail: plain data
	return string(b)
}

// excerpts are two texts cut to what one can read at a glance: of long ones, what differs and a little around it.
func excerpts(old, now string) (string, string) {
	a, b := []rune(tidy(old)), []rune(tidy(now))
	if len(a) <= mostText && len(b) <= mostText || len(a) == 0 || len(b) == 0 {
		return cut(string(a), 0), cut(string(b), 0)
	}
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	end := 0
	for end < min(len(a), len(b))-n && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	from := max(0, n-around)
	for from > 0 && from < n && a[from-1] != ' ' {
		from++
	}
	end = max(0, end-around)
	return part(a, from, end), part(b, from, end)
}

// part is a text from a place on, but for so many at its end.
func part(r []rune, from, end int) string {
	s := string(r[from : len(r)-end])
	if end > 0 {
		if len([]rune(s)) < mostText {
			s += "…"
		}
	}
	if from > 0 {
		return cut("…"+s, 0)
	}
	return cut(s, 0)
}

// cut bounds a text; most 0 is the bound of a value.
func cut(s string, most int) string {
	if most == 0 {
		most = mostText
	}
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	return strings.TrimRight(string(r[:most-1]), " ") + "…"
}

// tidy puts a text on one line.
func tidy(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return joined(" / ", lines...)
}

// label makes the name of an item of a text.
func label(s string) string {
	s = strings.NewReplacer("[", "(", "]", ")").Replace(tidy(s))
	if s == "" {
		return "-"
	}
	return cut(s, mostLabel)
}

func joined(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}
