package data

import (
	"cmp"
	"html"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"

	"carif/text"
)

// Object is what a state says of one course.
type Object struct {
	Facts []Fact
	Lists []List
}

// List is a list of objects in it. What an outer list says of an object stands behind what the inner one says.
type List struct {
	Name   string
	Others bool // its objects have names as the course has, and other ones
	Items  [][]Fact
}

// The bounds of what is looked at of one state.
const (
	mostObjects = 24  // objects that may be the course
	mostFacts   = 600 // of one object
)

// Named finds the object of the course with a title in the trees of State: the one of which the page prints the most and
// lacks the least. nil where there is none.
func Named(trees []any, title string, printed func(words string) bool) *Object {
	f := &finder{title: text.FoldLabel(title), nodes: mostNodes, refs: map[string]object{}}
	if f.title == "" {
		return nil
	}
	for _, t := range trees {
		f.find(t, nil, 0)
	}
	var best *Object
	most := 0
	for i := range f.found {
		o := f.flat(&f.found[i])
		n := 0
		for _, x := range o.Facts {
			n += weigh(x.Text, printed)
		}
		for _, l := range o.Lists {
			for _, item := range l.Items[:min(len(l.Items), 20)] {
				for _, x := range item {
					n += weigh(x.Text, printed)
				}
			}
		}
		if best == nil || n > most {
			best, most = o, n
		}
	}
	return best
}

// weigh tells what a text speaks for: an object whose words the page prints.
func weigh(words string, printed func(string) bool) int {
	switch {
	case len(words) < 3:
		return 0
	case printed(words):
		return 4
	}
	return -1
}

// finder looks for the objects that bear a title.
type finder struct {
	title string
	nodes int
	refs  map[string]object // objects by the names that others call them by
	found []named
	facts int
}

// named is an object that bears the title, or the one around it, and the key of the title.
type named struct {
	o   object
	key string
}

func (f *finder) find(v any, around object, level int) {
	if f.nodes--; f.nodes < 0 || level > mostDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			f.find(x, nil, level+1)
		}
	case object:
		for _, k := range keys(v) {
			x := v[k]
			if o, ok := x.(object); ok && strings.Contains(k, ":") {
				f.refs[k] = o
			}
			if s, ok := x.(string); ok && len(s) < longest && len(f.found) < mostObjects && text.FoldLabel(html.UnescapeString(s)) == f.title {
				f.found = append(f.found, named{v, k})
				if around != nil {
					f.found = append(f.found, named{around, k})
				}
				break
			}
		}
		for _, k := range keys(v) {
			in := v
			if strings.Contains(k, ":") {
				in = nil // a store of objects by their names
			}
			f.find(v[k], in, level+1)
		}
	}
}

// flat gives the facts of an object by their paths.
func (f *finder) flat(n *named) *Object {
	out := &Object{}
	f.nodes, f.facts = mostNodes, mostFacts
	out.Facts = f.walk(&walked{out: out, key: n.key}, n.o, "", 0)
	slices.SortStableFunc(out.Lists, func(a, b List) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// walked is where a walk is: the lists it fills and what the list around it says of the object in hand.
type walked struct {
	out   *Object
	key   string // of the title
	outer []Fact
	item  bool     // the object is one of a list
	way   []string // names of the objects it went through
}

// walk gives the facts of an object, and adds its lists.
func (f *finder) walk(w *walked, o object, path string, level int) (facts []Fact) {
	name, ref := f.deref(o)
	if ref != nil {
		if o = ref; slices.Contains(w.way, name) {
			return nil
		}
		w = &walked{w.out, w.key, w.outer, w.item, append(slices.Clip(w.way), name)}
	}
	if f.nodes--; f.nodes < 0 || level > 12 {
		return nil
	}
	lists := map[string][]any{}
	for _, k := range keys(o) {
		name, _, _ := strings.Cut(k, "(") // Apollo writes what was asked for behind the name
		if Nobody(name) || strings.HasPrefix(name, "__") {
			continue
		}
		at := strings.TrimPrefix(path+"."+name, ".")
		switch x := o[k].(type) {
		case object:
			facts = append(facts, f.walk(w, x, at, level+1)...)
		case []any:
			if s := joined(x); s != "" {
				facts = f.add(facts, at, s)
			} else {
				lists[at] = x
			}
		case bool:
		default:
			facts = f.add(facts, at, plain(x))
		}
	}
	inner := &walked{out: w.out, key: w.key, item: true, way: w.way}
	if w.item {
		inner.outer = append(slices.Clip(facts), w.outer...)
	}
	for _, at := range keys(lists) {
		f.list(inner, at, lists[at], level+1)
	}
	return facts
}

// list adds a list of objects.
func (f *finder) list(w *walked, name string, items []any, level int) {
	l := List{Name: name}
	for _, x := range items[:min(len(items), mostItems)] {
		o, ok := x.(object)
		if !ok {
			continue
		}
		if _, ref := f.deref(o); ref != nil {
			if s, ok := ref[w.key].(string); ok && text.FoldLabel(s) != f.title {
				l.Others = true
			}
		} else if s, ok := o[w.key].(string); ok && text.FoldLabel(s) != f.title {
			l.Others = true
		}
		if item := append(f.walk(w, o, name, level), w.outer...); len(item) > 0 {
			l.Items = append(l.Items, item)
		}
	}
	if len(l.Items) > 0 {
		w.out.Lists = append(w.out.Lists, l)
	}
}

// deref gives the object that another one only names, with its name; nil for none.
func (f *finder) deref(o object) (name string, ref object) {
	if name, _ = o["__ref"].(string); name == "" && len(o) <= 4 && o["type"] == "id" {
		name, _ = o["id"].(string)
	}
	if name == "" {
		return "", nil
	}
	return name, f.refs[name]
}

func (f *finder) add(to []Fact, name, words string) []Fact {
	if words == "" || f.facts <= 0 {
		return to
	}
	f.facts--
	return append(to, Fact{name, words})
}

// joined is a list of texts, one a line; "" for any other list.
func joined(list []any) string {
	var lines []string
	for _, x := range list {
		s := plain(x)
		if s == "" {
			return ""
		}
		lines = append(lines, s)
	}
	return strings.Join(lines, "\n")
}

// Nobody reports a key whose value is a person, or speaks of one.
func Nobody(key string) bool {
	return silent[strings.ToLower(key)] || people[strings.ToLower(key)]
}

// people are keys of people as states have them.
var people = text.Set([]string{"contact", "contacts", "responsable", "responsables", "referent", "referents", "intervenant", "intervenants",
	"formateur", "formateurs", "trainer", "trainers", "instructors", "teacher", "teachers", "user", "users", "auteur", "auteurs", "authors",
	"avis", "reviews", "temoignages", "testimonials", "comments", "commentaires", "owner", "createdby", "updatedby", "manager", "person", "persons"})

// plain is a value as text, with its lines; "" for what says nothing.
func plain(v any) string {
	s, ok := v.(string)
	if !ok {
		return str(v)
	}
	if len(s) > 4*longest {
		s = strings.ToValidUTF8(s[:4*longest], "")
	}
	if strings.Contains(s, "<") && strings.Contains(s, ">") {
		s = untagged(s)
	} else if strings.Contains(s, "&") {
		s = html.UnescapeString(s)
	}
	lines := strings.FieldsFunc(s, func(c rune) bool { return c == '\n' || c == '\r' })
	kept := lines[:0]
	for _, l := range lines {
		if l = text.OneLine(l); l != "" && l != "-" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

// untagged gives the text of a piece of HTML, blocks on lines of their own.
func untagged(s string) string {
	z := nethtml.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return b.String()
		case nethtml.TextToken:
			b.WriteString(text.OneLine(" " + string(z.Text()) + " "))
			b.WriteByte(' ')
		case nethtml.StartTagToken, nethtml.EndTagToken, nethtml.SelfClosingTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "li":
				b.WriteString("\n- ")
			case "br", "p", "div", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section":
				b.WriteByte('\n')
			}
		}
	}
}

// naming are keys that hold an object's name.
var naming = text.Set([]string{"intitule", "titre", "title", "name", "nom", "libelle", "label", "headline"})

// TitleOf finds the object that is a course by its keys and gives its name, for a page that prints none: known tells the
// keys that speak of a course. It is "" where none has three of them or several have as many.
func TitleOf(trees []any, known func(key string) bool) string {
	t := &titles{known: known, most: 2, nodes: mostNodes}
	for _, tree := range trees {
		t.walk(tree, 0)
	}
	if t.again {
		return ""
	}
	return t.best
}

// titles looks for the object that speaks most of a course.
type titles struct {
	known func(key string) bool
	best  string
	most  int
	again bool // another one speaks as much of another course
	nodes int
}

func (t *titles) walk(v any, level int) {
	if t.nodes--; t.nodes < 0 || level > mostDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			t.walk(x, level+1)
		}
	case object:
		t.see(v)
		for _, k := range keys(v) {
			t.walk(v[k], level+1)
		}
	}
}

// see weighs one object: its name and how many of its keys speak of a course.
func (t *titles) see(o object) {
	name, n := "", 0
	for _, k := range keys(o) {
		s, low := str(o[k]), strings.ToLower(k)
		switch {
		case naming[low]:
			if len(s) > 4 && len(s) < 200 && (name == "" || strings.HasPrefix(low, "tit") || low == "intitule") {
				name = s
			}
		case o[k] != nil && t.known(k):
			n++
		}
	}
	switch {
	case name == "" || n < 3 || n < t.most:
	case n > t.most:
		t.best, t.most, t.again = name, n, false
	case text.FoldLabel(name) != text.FoldLabel(t.best):
		t.again = true
	}
}
