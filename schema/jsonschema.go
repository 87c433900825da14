package schema

import (
	"reflect"
	"strings"
)

// closed lists the JSON names whose strings are one of a few words.
var closed = map[string][]any{
	"date_precision":   {"day", "month", "season", "none"},
	"state":            {"upcoming", "tomorrow", "open", "closed", "full", "waiting", "ended", nil},
	"fit":              {"exact", "near"},
	"tax":              {"ttc", "ht", "exempt", nil},
	"kind":             {"inter", "intra", nil},
	"place_confidence": {"high", "medium", "low", "none", ""},
}

// JSONSchema is the JSON Schema (draft 2020-12) of a Record, made from the types themselves so that it cannot
// say something else than what is printed. Further keys may be added to a record; those named keep their meaning.
func JSONSchema() map[string]any {
	s := typeSchema(reflect.TypeFor[Record](), "")
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "carif record: one course page"
	return s
}

func typeSchema(t reflect.Type, name string) map[string]any {
	switch t.Kind() {
	case reflect.Pointer:
		s := typeSchema(t.Elem(), name)
		if typ, ok := s["type"]; ok {
			s["type"] = []any{typ, "null"}
		}
		return s
	case reflect.Slice:
		return map[string]any{"type": "array", "items": typeSchema(t.Elem(), name)}
	case reflect.Struct:
		return structSchema(t)
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": typeSchema(t.Elem(), "")}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	s := map[string]any{"type": "string"}
	if words, ok := closed[name]; ok {
		s["enum"] = words
	}
	return s
}

func structSchema(t reflect.Type) map[string]any {
	props := map[string]any{}
	var required []any
	for f := range t.Fields() {
		name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || name == "" {
			continue
		}
		props[name] = typeSchema(f.Type, name)
		if opts != "omitempty" {
			required = append(required, name)
		}
	}
	s := map[string]any{"type": "object", "properties": props}
	if required != nil {
		s["required"] = required
	}
	return s
}
