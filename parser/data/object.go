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
	Inside bool // it is one of such an object
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
	scale := &scale{printed: printed, known: map[string]int{}}
	for i := range f.found {
		o := f.flat(&f.found[i])
		n := 0
		for _, x := range o.Facts {
			n += scale.weigh(x.Text)
		}
		for _, l := range o.Lists {
			for _, item := range l.Items[:min(len(l.Items), 20)] {
				for _, x := range item {
					n += scale.weigh(x.Text)
				}
			}
		}
		if best == nil || n > most {
			best, most = o, n
		}
	}
	return best
}

// scale weighs texts, each once and not more of them than mostWeighed.
type scale struct {
	printed func(string) bool
	known   map[string]int
}

const mostWeighed = 2000

// weigh tells what a text speaks for: an object whose words the page prints.
func (s *scale) weigh(words string) int {
	if len(words) < 3 {
		return 0
	}
	n, ok := s.known[words]
	switch {
	case ok:
		return n
	case len(s.known) >= mostWeighed:
		return 0
	case s.printed(words):
		n = 4
	default:
		n = -1
	}
	s.known[words] = n
	return n
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
	out.Facts = f.walk(&walked{out: out, key: n.key, own: n.o}, n.o, "", 0)
	slices.SortStableFunc(out.Lists, func(a, b List) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// walked is where a walk is: the lists it fills and what the list around it says of the object in hand.
type walked struct {
	out   *Object
	key   string // of the title
	own   object // the course's
	outer []Fact
	item  bool     // the object is one of a list
	other bool     // and has another name than the course
	way   []string // names of the objects it went through
}

// walk gives the facts of an object, and adds its lists.
func (f *finder) walk(w *walked, o object, path string, level int) (facts []Fact) {
	name, ref := f.deref(o)
	if ref != nil {
		if o = ref; slices.Contains(w.way, name) {
			return nil
		}
		through := *w
		through.way = append(slices.Clip(w.way), name)
		w = &through
	}
	if f.nodes--; f.nodes < 0 || level > 12 || Somebody(o) || level > 0 && !w.item && f.another(w, o, path) {
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
			if fact := (Fact{at, "oui"}); x && CalledOff(fact) {
				facts = f.add(facts, fact.Name, fact.Text)
			}
		default:
			facts = f.add(facts, at, plain(x))
		}
	}
	inner := *w
	inner.item = true
	if w.item {
		inner.outer = append(slices.Clip(facts), w.outer...)
	}
	for _, at := range keys(lists) {
		f.list(inner, at, lists[at], level+1)
	}
	return facts
}

// another reports an object that is another course than the one in hand: it has another name under the key of the title,
// and either its own key says so or the two have something in common that organisations and places have not.
func (f *finder) another(w *walked, o object, path string) bool {
	s, ok := o[w.key].(string)
	if !ok || text.FoldLabel(s) == f.title {
		return false
	}
	if _, last := text.LastKey(path); isElsewhere(last) {
		return true
	}
	for k := range o {
		if _, both := w.own[k]; both && k != w.key && !anybodys[text.KeyWords(k)] && !strings.HasPrefix(k, "__") {
			return true
		}
	}
	return false
}

func isElsewhere(key string) bool {
	for _, word := range strings.Fields(text.KeyWords(key)) {
		if elsewhere[word] {
			return true
		}
	}
	return false
}

// elsewhere are words of keys of other courses, anybodys the keys that things have which are no courses.
var (
	elsewhere = text.Set([]string{"suivant", "suivante", "precedent", "precedente", "next", "previous", "prev", "related", "similar", "similaire",
		"similaires", "liee", "liees", "lie", "lies", "associee", "associees", "autre", "autres", "other", "others", "suggestion", "suggestions", "une", "featured"})
	anybodys = text.Set([]string{"id", "uid", "uuid", "slug", "url", "uri", "link", "lien", "path", "type", "code", "ref", "reference", "description",
		"image", "logo", "adresse", "address", "ville", "city", "code postal", "postal code", "cp", "region", "departement", "email", "mail", "telephone",
		"phone", "tel", "site", "website", "created", "updated", "created at", "updated at", "status", "label", "libelle", "name", "nom", "title", "titre",
		"key", "value", "position", "order", "ordre", "weight", "lang", "langue", "locale", "meta", "attributes", "domaine", "category", "categorie"})
)

// list adds a list of objects. w is its own: each object tells for itself whether it is another course.
func (f *finder) list(w walked, name string, items []any, level int) {
	l := List{Name: name, Inside: w.other}
	for _, x := range items[:min(len(items), mostItems)] {
		o, ok := x.(object)
		if !ok {
			continue
		}
		named := o
		if _, ref := f.deref(o); ref != nil {
			named = ref
		}
		s, ok := named[w.key].(string)
		w.other = ok && text.FoldLabel(s) != f.title
		l.Others = l.Others || w.other
		if f.nodes -= len(w.outer); f.nodes < 0 {
			break
		}
		if item := append(f.walk(&w, o, name, level), w.outer...); len(item) > 0 {
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

// Nobody reports a key whose value is a person, or speaks of one. A body that trains is none: "organismeFormateur".
func Nobody(key string) bool {
	if low := strings.ToLower(key); silent[low] || people[low] {
		return true
	}
	role := false
	for _, word := range strings.Fields(text.KeyWords(key)) {
		if bodies[word] {
			return false
		}
		role = role || roles[word]
	}
	return role
}

// Somebody reports an object that is a person: it has a first name, or what is told of people only.
func Somebody(o map[string]any) bool {
	for _, k := range [...]string{"prenom", "firstName", "first_name", "firstname", "givenName", "familyName", "lastName", "last_name", "lastname",
		"civilite", "bio", "biographie", "biography", "nomPrenom", "fullName"} {
		if _, ok := o[k]; ok {
			return true
		}
	}
	return false
}

// Naming reports a key that holds an object's name.
func Naming(path string) bool {
	_, last := text.LastKey(path)
	return naming[strings.ToLower(last)]
}

// CalledOff reports a fact that says that something is not held, or no more.
func CalledOff(f Fact) bool {
	words := text.Fold(f.Text)
	_, key := text.LastKey(f.Name)
	for _, stem := range [...]string{"annul", "cancel", "deleted", "supprim", "archiv"} {
		if strings.HasPrefix(words, stem) && strings.IndexByte(words, ' ') < 0 {
			return true
		}
		if f.Text == "oui" && strings.Contains(strings.ToLower(key), stem) {
			return true
		}
	}
	return false
}

// roles are the words of keys of people, bodies those of the keys of what people work for.
var (
	roles = text.Set([]string{"contact", "contacts", "responsable", "responsables", "referent", "referente", "referents", "interlocuteur", "interlocuteurs",
		"intervenant", "intervenants", "animateur", "animateurs", "animatrice", "coordinateur", "coordinateurs", "coordinatrice", "coordonnateur",
		"directeur", "directrice", "director", "dirigeant", "dirigeants", "gerant", "president", "formateur", "formateurs", "formatrice", "trainer",
		"trainers", "teacher", "teachers", "instructor", "enseignant", "enseignants", "conseiller", "conseillers", "conseillere", "equipe", "team",
		"staff", "founder", "founders", "mediateur", "temoin", "temoins", "temoignage", "auteur", "author", "prenom", "firstname", "lastname", "coach", "tuteur"})
	bodies = text.Set([]string{"organisme", "organismes", "organisation", "organization", "structure", "centre", "center", "etablissement", "site", "lieu",
		"company", "entreprise", "provider", "school", "ecole", "public", "page", "url", "type", "nombre", "ratio"})
)

// people are further keys of people as states have them.
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
		t.walk(tree, 0, true)
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

// walk looks below a value. Objects of a list, and those whose key says that they are other courses, are what a page
// leads to and not what it is about.
func (t *titles) walk(v any, level int, own bool) {
	if t.nodes--; t.nodes < 0 || level > mostDepth {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			_, alike := x.(object)
			t.walk(x, level+1, own && (level == 0 || !alike))
		}
	case object:
		if own {
			t.see(v)
		}
		for _, k := range keys(v) {
			t.walk(v[k], level+1, own && !isElsewhere(k))
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
