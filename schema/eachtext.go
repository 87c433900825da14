package schema

import "reflect"

// EachText puts fn over every text of a record that is not empty, in place: over keys and codes as well as words.
func EachText(rec *Record, fn func(string) string) { eachText(reflect.ValueOf(rec), fn) }

// eachText puts fn over every text below v.
func eachText(v reflect.Value, fn func(string) string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			eachText(v.Elem(), fn)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), fn)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), fn)
		}
	case reflect.String:
		if s := v.String(); s != "" {
			v.SetString(fn(s))
		}
	}
}
