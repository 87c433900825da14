package delta

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"carif/schema"
)

var (
	contactType      = reflect.TypeFor[schema.Contact]()
	organisationType = reflect.TypeFor[schema.Organisation]()
	stringsType      = reflect.TypeFor[[]string]()
)

// peopleLists are the lists of phones and mailboxes of an organisation.
var peopleLists = map[string]bool{"phones": true, "faxes": true, "emails": true}

// columns names fields of the record as the tables that people read do, where that is another name: those of the groups
// that stand in several columns of one row.
var columns = map[string]string{
	"price.amount_eur": "price_eur", "price.text": "price_text", "price.tax": "price_tax", "price.kind": "price_kind",
	"duration.total_hours": "total_hours", "duration.centre_hours": "centre_hours",
	"duration.company_hours": "company_hours", "duration.weekly_hours": "weekly_hours", "duration.text": "duration_text",
	"contracts.professionalisation": "professionalisation_contract",
	"contracts.apprenticeship":      "apprenticeship_contract",
	"access_delay.days":             "access_delay_days", "access_delay.text": "access_delay_text",
	"certification.certifier": "certifier", "certification.registered_from": "registered_from",
	"certification.registered_until": "registered_until",
	"group_size.min":                 "group_min", "group_size.max": "group_max", "group_size.text": "group_text",
	"remaining_cost.amount_eur": "remaining_cost_eur", "remaining_cost.text": "remaining_cost_text",
	"alternance.type": "alternance_type", "alternance.centre": "alternance_centre",
	"alternance.company": "alternance_company", "alternance.unit": "alternance_unit", "alternance.text": "alternance_text",
	"enrolment.name": "enrolment_name", "enrolment.street": "enrolment_address",
	"enrolment.postal_code": "enrolment_postal_code", "enrolment.city": "enrolment_city",
	"enrolment.commune": "enrolment_commune", "enrolment.department": "enrolment_department",
	"enrolment.region": "enrolment_region",
}

// sessionColumns are those of a session itself.
var sessionColumns = map[string]string{"start": "start_on", "end": "end_on", "price": "price_eur"}

// groups are the structs whose fields stand in columns of their owner.
var groups = func() map[string]bool {
	m := map[string]bool{}
	for name := range columns {
		group, _, _ := strings.Cut(name, ".")
		m[group] = true
	}
	return m
}()

// field is a field of a struct as JSON names it.
type field struct {
	name   string
	index  int
	typ    reflect.Type
	people bool // a list of phones or mailboxes
}

var known sync.Map // reflect.Type → []field

// fieldsOf lists the fields of a struct type in their order.
func fieldsOf(t reflect.Type) []field {
	if fs, ok := known.Load(t); ok {
		return fs.([]field)
	}
	var fs []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name != "-" {
			fs = append(fs, field{name, i, f.Type, peopleLists[name] && f.Type == stringsType})
		}
	}
	known.Store(t, fs)
	return fs
}

// step goes from a struct at p to one of its fields. group tells that the field's own fields are columns of the struct:
// below is their prefix then.
func step(p path, prefix string, f field) (at path, below string, group bool) {
	name := f.name
	if prefix != "" {
		name = columns[prefix+f.name]
	} else if p.name == "sessions" && sessionColumns[name] != "" {
		name = sessionColumns[name]
	}
	return p.child(name), f.name + ".", prefix == "" && f.typ.Kind() == reflect.Pointer &&
		f.typ.Elem().Kind() == reflect.Struct && groups[f.name]
}

// bare is a type without the pointers and lists around it.
func bare(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	return t
}

// filled is what a pointer points to; of nil, the empty struct, or the pointer where it is to a plain value.
func filled(v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Pointer || v.Type().Elem().Kind() != reflect.Struct || isLeaf(v.Type().Elem()) {
		return v
	}
	if v.IsNil() {
		return reflect.Zero(v.Type().Elem())
	}
	return v.Elem()
}

// isLeaf tells the structs that are read as one text.
func isLeaf(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[schema.Coded](), reflect.TypeFor[schema.Code](), reflect.TypeFor[schema.Labelled](),
		reflect.TypeFor[schema.Block]():
		return true
	}
	return false
}

func sortedKeys(a, b map[string]string) []string {
	all := maps.Clone(b)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, a)
	return slices.Sorted(maps.Keys(all))
}

// Owner is the top-level field of the record that a name belongs to: "price" of "price_eur".
func Owner(name string) string {
	top, _, _ := strings.Cut(name, ".")
	for inRecord, column := range columns {
		if column == top {
			top, _, _ = strings.Cut(inRecord, ".")
			break
		}
	}
	return top
}
