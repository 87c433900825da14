package schema

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
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
	v := reflect.ValueOf(c).Elem()
	fields := fieldsOf(v.Type())
	out := make(map[string]string, len(fields))
	for _, f := range fields {
		if added[f.name] && empty(v.Field(f.index)) {
			continue
		}
		out[f.name] = string(canonicalValue(nil, v.Field(f.index), ordered[f.name]))
	}
	return out
}

// canonical is the canonical text of the whole course, one field per line.
func canonical(c *Course) []byte {
	v := reflect.ValueOf(c).Elem()
	b := make([]byte, 0, 8<<10)
	for _, f := range fieldsOf(v.Type()) {
		if added[f.name] && empty(v.Field(f.index)) {
			continue
		}
		b = append(append(b, f.name...), '=')
		b = append(canonicalValue(b, v.Field(f.index), ordered[f.name]), '\n')
	}
	return b
}

// canonicalValue writes a value; seq leaves the lists in it in their order.
func canonicalValue(b []byte, v reflect.Value, seq bool) []byte {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return canonicalValue(b, v.Elem(), seq)
	case reflect.Struct:
		b = append(b, '{')
		first := true
		for _, f := range fieldsOf(v.Type()) {
			if f.omitEmpty && v.Field(f.index).IsZero() || addedBelow[f.name] && empty(v.Field(f.index)) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(appendString(b, f.name), ':')
			b = canonicalValue(b, v.Field(f.index), seq)
		}
		return append(b, '}')
	case reflect.Slice:
		return canonicalList(b, v, seq)
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

// canonicalList writes a list, its items sorted by their texts unless seq is set.
func canonicalList(b []byte, v reflect.Value, seq bool) []byte {
	if v.IsNil() {
		return append(b, "null"...)
	}
	b = append(b, '[')
	from := len(b)
	items := make([]stretch, v.Len())
	for i := range items {
		if i > 0 {
			b = append(b, ',')
		}
		items[i].from = len(b) - from
		b = canonicalValue(b, v.Index(i), seq)
		items[i].to = len(b) - from
	}
	if !seq && len(items) > 1 {
		was := slices.Clone(b[from:])
		slices.SortFunc(items, func(x, y stretch) int { return bytes.Compare(was[x.from:x.to], was[y.from:y.to]) })
		b = b[:from]
		for i, it := range items {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, was[it.from:it.to]...)
		}
	}
	return append(b, ']')
}

// stretch is a part of a text.
type stretch struct{ from, to int }

// appendString writes a JSON string as encoding/json does.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0 // of what is not written yet
	for i := 0; i < len(s); {
		size := 1
		switch c := s[i]; {
		case c < utf8.RuneSelf && safe[c]:
			i++
			continue
		case c >= utf8.RuneSelf:
			var r rune
			if r, size = utf8.DecodeRuneInString(s[i:]); (r != utf8.RuneError || size > 1) && r != '\u2028' && r != '\u2029' {
				i += size
				continue
			}
		}
		q, _ := json.Marshal(s[i : i+size]) // cannot fail: a string
		b = append(append(b, s[from:i]...), q[1:len(q)-1]...)
		i += size
		from = i
	}
	return append(append(b, s[from:]...), '"')
}

// safe are the letters of ASCII that JSON writes as they are.
var safe = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = c >= 0x20 && !strings.ContainsRune(`"\<>&`, rune(c))
	}
	return t
}()

// jsonField is a field of a struct as JSON names it.
type jsonField struct {
	name      string
	index     int
	omitEmpty bool
}

// knownFields remembers the fields of the struct types that were met: [reflect.Type][]jsonField.
var knownFields sync.Map

// fieldsOf lists the fields of a struct in the order of their JSON names.
func fieldsOf(t reflect.Type) []jsonField {
	if known, ok := knownFields.Load(t); ok {
		return known.([]jsonField)
	}
	fields := make([]jsonField, 0, t.NumField())
	for i := range t.NumField() {
		name, opts, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "-" {
			fields = append(fields, jsonField{name, i, opts == "omitempty"})
		}
	}
	slices.SortFunc(fields, func(a, b jsonField) int { return strings.Compare(a.name, b.name) })
	knownFields.Store(t, fields)
	return fields
}

// JSONField tells a top-level field of the course that its JSON always has, empty or not; always is false for those
// that are written only where they say something, and for words that name no field.
func JSONField(name string) (field string, always bool) {
	for _, f := range fieldsOf(reflect.TypeFor[Course]()) {
		if f.name == name {
			return name, !f.omitEmpty
		}
	}
	return name, false
}
