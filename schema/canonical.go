package schema

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The canonical text of a course is its JSON with sorted keys and, but for sequences, sorted lists. It is written
// straight from the value: going through encoding/json and back took a third of the time of saving a course.

// added names the fields of a course that records had not always. Where they are empty they are no part of a
// fingerprint, so that a course is the same as when it was stored without them.
var added = map[string]bool{"disability_access": true, "assessment": true, "methods": true,
	"access_delay": true, "results": true, "equivalences": true, "blocks": true, "certification": true,
	"cpf_eligible": true, "group_size": true,
	"information_dates": true, "enrolment_until": true, "prices": true, "positioning": true, "remaining_cost": true,
	"alternance": true, "derived": true, "actions": true, "reference": true, "entry_level_required": true,
	"costs_covered": true, "recruitment_area": true}

// addedBelow are those inside other objects: the tax and kind of a price, the codes of the CPF.
var addedBelow = map[string]bool{"tax": true, "kind": true, "cpf": true}

// empty reports a value that says nothing.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}

// ordered names the fields whose lists are sequences, not sets.
var ordered = map[string]bool{"outline": true}

// FieldFingerprints gives one canonical text a top-level field of the course, by JSON key: two versions
// differ in exactly the fields whose texts differ.
func FieldFingerprints(c *Course) map[string]string {
	v, w := reflect.ValueOf(c).Elem(), canonicalWriter{}
	fields := w.fields(v.Type())
	out := make(map[string]string, len(fields))
	for _, f := range fields {
		if added[f.name] && empty(v.Field(f.index)) {
			continue
		}
		out[f.name] = string(w.value(nil, v.Field(f.index), ordered[f.name]))
	}
	return out
}

// canonical is the canonical text of the whole course, one field per line.
func canonical(c *Course) []byte {
	v, w := reflect.ValueOf(c).Elem(), canonicalWriter{}
	b := make([]byte, 0, 8<<10)
	for _, f := range w.fields(v.Type()) {
		if added[f.name] && empty(v.Field(f.index)) {
			continue
		}
		b = append(append(b, f.name...), '=')
		b = append(w.value(b, v.Field(f.index), ordered[f.name]), '\n')
	}
	return b
}

// canonicalWriter remembers the fields of the struct types it has met.
type canonicalWriter map[reflect.Type][]jsonField

// value writes a value; seq leaves the lists in it in their order.
func (w canonicalWriter) value(b []byte, v reflect.Value, seq bool) []byte {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return w.value(b, v.Elem(), seq)
	case reflect.Struct:
		b = append(b, '{')
		first := true
		for _, f := range w.fields(v.Type()) {
			if f.omitEmpty && v.Field(f.index).IsZero() || addedBelow[f.name] && empty(v.Field(f.index)) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(appendString(b, f.name), ':')
			b = w.value(b, v.Field(f.index), seq)
		}
		return append(b, '}')
	case reflect.Slice:
		return w.list(b, v, seq)
	case reflect.String:
		return appendString(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int:
		return strconv.AppendInt(b, v.Int(), 10)
	}
	n, _ := json.Marshal(v.Interface()) // a float: JSON's own format
	return append(b, n...)
}

// list writes a list, its items sorted by their texts unless seq is set.
func (w canonicalWriter) list(b []byte, v reflect.Value, seq bool) []byte {
	if v.IsNil() {
		return append(b, "null"...)
	}
	items := make([]string, v.Len())
	for i := range items {
		items[i] = string(w.value(nil, v.Index(i), seq))
	}
	if !seq {
		slices.Sort(items)
	}
	b = append(b, '[')
	for i, it := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, it...)
	}
	return append(b, ']')
}

// appendString writes a JSON string.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			q, _ := json.Marshal(s) // cannot fail: a string
			return append(b, q...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// jsonField is a field of a struct as JSON names it.
type jsonField struct {
	name      string
	index     int
	omitEmpty bool
}

// fields lists the fields of a struct in the order of their JSON names.
func (w canonicalWriter) fields(t reflect.Type) []jsonField {
	if known, ok := w[t]; ok {
		return known
	}
	fields := make([]jsonField, 0, t.NumField())
	for i := range t.NumField() {
		name, opts, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "-" {
			fields = append(fields, jsonField{name, i, opts == "omitempty"})
		}
	}
	slices.SortFunc(fields, func(a, b jsonField) int { return strings.Compare(a.name, b.name) })
	w[t] = fields
	return fields
}

// JSONField tells a top-level field of the course that its JSON always has, empty or not; always is false for those
// that are written only where they say something, and for words that name no field.
func JSONField(name string) (field string, always bool) {
	for _, f := range (canonicalWriter{}).fields(reflect.TypeFor[Course]()) {
		if f.name == name {
			return name, !f.omitEmpty
		}
	}
	return name, false
}
