// Package delta tells what differs between two readings of a course: a row a field, with what it said before and what
// it says now, in a few readable words. Items of lists are known by what they are (a session by its number, or its
// dates and place), so that one that comes in between is one row and moves no other.
//
// It is not for deciding whether a course has changed (its fingerprint does) nor for people: of a contact it says that
// it changed, and no more.
package delta

import (
	"reflect"
	"strings"

	"carif/schema"
)

// Row is one field that differs.
type Row struct {
	Field string // where it stands: "price_eur", "sessions[2027-01-10 Tours].seats"
	Name  string // the same for all items: "sessions.seats"
	Kind  schema.ChangeKind
	Old   *string // nil where nothing was said
	New   *string // nil where nothing is said
}

// WholeCourse is the field of the rows that tell of the course itself: that it came, closed or came back.
const WholeCourse = "course"

// contactChanged is all that is said of people.
const contactChanged = "contact changed"

// Contact is the row that says that the people or mailboxes below a field changed; prefix is "" for the course's own.
func Contact(prefix string) Row {
	name := contactsName
	if prefix != "" {
		name = prefix + "." + contactsName
	}
	said := contactChanged
	return Row{Field: name, Name: name, Kind: schema.ChangeChanged, New: &said}
}

const contactsName = "contacts"

// OfPeople tells the rows that Contact gave.
func (r *Row) OfPeople() bool {
	return r.Name == contactsName || strings.HasSuffix(r.Name, "."+contactsName)
}

// Whole is the row that tells of the course itself.
func Whole(kind schema.ChangeKind, c *schema.Course) Row {
	r := Row{Field: WholeCourse, Name: WholeCourse, Kind: kind}
	if c == nil || c.Title == nil {
		return r
	}
	title := cut(tidy(*c.Title), 0)
	if kind == schema.ChangeClosed {
		r.Old = &title
	} else {
		r.New = &title
	}
	return r
}

// Courses gives the rows of all fields in which two readings of a course differ, in the order of the fields.
func Courses(old, now *schema.Course) []Row {
	w := &walker{}
	a, b := reflect.ValueOf(old).Elem(), reflect.ValueOf(now).Elem()
	var prints [2]map[string]string
	for _, f := range fieldsOf(a.Type()) {
		x, y := a.Field(f.index), b.Field(f.index)
		if f.name == "key" || reflect.DeepEqual(x.Interface(), y.Interface()) {
			continue
		}
		before := len(w.rows)
		w.field(path{}, "", f.name, x, y)
		if len(w.rows) > before {
			continue
		}
		if prints[0] == nil {
			prints = [2]map[string]string{schema.FieldFingerprints(old), schema.FieldFingerprints(now)}
		}
		if prints[0][f.name] != prints[1][f.name] { // its order, or how it is written down
			w.leaf(path{f.name, f.name}, whole(x), whole(y))
		}
	}
	return w.rows
}

// Names lists every name that a row can have.
func Names() []string {
	names := []string{WholeCourse}
	var all func(p path, prefix string, t reflect.Type)
	all = func(p path, prefix string, t reflect.Type) {
		for _, f := range fieldsOf(t) {
			at, below, group := step(p, prefix, f)
			switch inner := bare(f.typ); {
			case f.name == "key" && p.name == "", f.people && inner.Kind() != reflect.Struct:
			case group:
				all(p, below, inner)
			case inner == contactType:
				names = append(names, at.name)
			case inner.Kind() == reflect.Struct && !isLeaf(inner):
				if f.typ.Kind() == reflect.Slice {
					names = append(names, at.name)
				}
				all(at, "", inner)
			default:
				names = append(names, at.name)
			}
		}
		if t == organisationType {
			names = append(names, p.child(contactsName).name)
		}
	}
	all(path{}, "", reflect.TypeFor[schema.Course]())
	return names
}

// path is where a value stands, with the items it is in and without.
type path struct{ field, name string }

func (p path) child(name string) path {
	if p.field == "" {
		return path{name, name}
	}
	return path{p.field + "." + name, p.name + "." + name}
}

func (p path) item(label string) path { return path{p.field + "[" + label + "]", p.name} }

type walker struct{ rows []Row }

// leaf adds a row of two texts, "" for none.
func (w *walker) leaf(p path, old, now string) {
	r := Row{Field: p.field, Name: p.name, Kind: schema.ChangeChanged}
	switch a, b := excerpts(old, now); {
	case old == "":
		r.Kind, r.New = schema.ChangeAdded, &b
		if now == "" {
			r.Kind, r.New = schema.ChangeChanged, nil
		}
	case now == "":
		r.Kind, r.Old = schema.ChangeRemoved, &a
	default:
		if a == b {
			b += " (other blanks)"
		}
		r.Old, r.New = &a, &b
	}
	w.rows = append(w.rows, r)
}

// structs compares two structs of one type, field by field. prefix is the JSON name of the group they are, "" for none.
func (w *walker) structs(p path, prefix string, x, y reflect.Value) {
	for _, f := range fieldsOf(x.Type()) {
		if a, b := x.Field(f.index), y.Field(f.index); !reflect.DeepEqual(a.Interface(), b.Interface()) {
			w.field(p, prefix, f.name, a, b)
		}
	}
}

// field compares one field of two structs that stand at p.
func (w *walker) field(p path, prefix, name string, x, y reflect.Value) {
	f := field{name: name, typ: x.Type(), people: peopleLists[name] && x.Type() == stringsType}
	if f.people || bare(f.typ) == contactType {
		if x.Len()+y.Len() > 0 {
			w.contacts(p)
		}
		return
	}
	at, below, group := step(p, prefix, f)
	x, y = filled(x), filled(y)
	switch {
	case group:
		w.structs(p, below, x, y)
	case x.Kind() == reflect.Slice:
		w.list(at, x, y)
	case x.Kind() == reflect.Map:
		w.maps(at, x, y)
	case x.Kind() == reflect.Struct && !isLeaf(x.Type()):
		w.structs(at, "", x, y)
	default:
		w.values(at, x, y)
	}
}

// contacts says, once, that the people below p changed.
func (w *walker) contacts(p path) {
	at := p.child(contactsName)
	for i := range w.rows {
		if w.rows[i].Field == at.field {
			return
		}
	}
	r := Contact("")
	r.Field, r.Name = at.field, at.name
	w.rows = append(w.rows, r)
}

// values compares two values that are read as one text.
func (w *walker) values(p path, x, y reflect.Value) {
	old, now := short(x), short(y)
	if old == now { // they differ in what the short text leaves out
		old, now = whole(x), whole(y)
	}
	if old != now {
		w.leaf(p, old, now)
	}
}

func (w *walker) maps(p path, x, y reflect.Value) {
	a, _ := x.Interface().(map[string]string)
	b, _ := y.Interface().(map[string]string)
	for _, k := range sortedKeys(a, b) {
		if a[k] != b[k] {
			w.leaf(p.item(label(k)), a[k], b[k])
		}
	}
}
