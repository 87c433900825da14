// Package draft writes the profile that a person begins with, from what the pages of a site show together: the labels that
// no list knows and what they may mean, where the sessions and other courses stand, what has no label at all, and the
// pattern of the pages' addresses.
//
// It proposes and never decides: each line says on how many pages it was seen, and what is not sure is a comment. Nobody's
// name, mailbox or number is quoted.
package draft

import (
	"cmp"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"carif/parser/site"
	"carif/schema"
	"carif/sites"
)

// Draft is what the pages propose.
type Draft struct {
	Host    string
	ID      string
	Pages   int // that are courses
	Others  int // that are none
	Known   []Label
	Labels  []Label // sure enough to be written as they are
	Open    []Label // for a person to decide
	Rows    []Rows
	Drop    []Place // other courses
	Fields  []Place // what has no label: one selector a field
	Roots   []Place // boxes that hold all that was read
	Icons   []Label // pictures that nothing knows
	Course  string  // pattern of the pages' addresses, "" where none was seen
	Matched int     // pages that have it
	Start   string

	// What only a look at the site tells, or pages that list courses; empty where nobody looked.
	Also     []string // further hosts, of the courses
	Linked   int      // links of the list that the course pattern takes
	Listing  string   // pattern of the pages that list courses
	Paged    bool     // the list has further pages, which the pattern takes
	Sitemaps []string // that robots.txt names
	Delay    string   // that robots.txt asks for, as a duration
}

// Label is a label, what it means and examples of what stands behind it.
type Label struct {
	Text     string
	Field    schema.Field
	Pages    int
	Examples []string
	On       bool // it reads better with it
}

// Place is an element and what stands there.
type Place struct {
	CSS     string
	Field   schema.Field
	Pages   int
	Example string
	On      bool
}

// Rows are the elements that are one session each.
type Rows struct {
	CSS     string
	Pages   int
	Records int
	Fields  []Place
	On      bool
}

// Proposals are the switches of all that the draft proposes, in the order to try them. Each is off: whoever has the pages
// tries what it brings, and leaves on what reads better.
func (d *Draft) Proposals() (out []*bool) {
	for i := range d.Labels {
		out = append(out, &d.Labels[i].On)
	}
	for i := range d.Drop {
		out = append(out, &d.Drop[i].On)
	}
	for i := range d.Rows {
		if i < mostRows {
			out = append(out, &d.Rows[i].On)
		}
	}
	for i := range d.Fields {
		out = append(out, &d.Fields[i].On)
	}
	for i := range d.Open {
		if l := &d.Open[i]; l.Field != "" && !strings.HasPrefix(string(l.Field), "session") && i < mostOpen {
			out = append(out, &l.On)
		}
	}
	return out
}

// The bounds of what is tried.
const (
	mostRows = 4
	mostOpen = 25
)

// Of drafts a profile from sketches of a site's pages, read page by page, and the model that was built of them.
func Of(host string, pages []*site.Sketch, m *site.Model) *Draft {
	d := &Draft{Host: host, ID: idOf(host)}
	var courses []*site.Sketch
	for _, s := range pages {
		switch {
		case s == nil:
		case s.Course:
			courses = append(courses, s)
		default:
			d.Others++
		}
	}
	d.Pages = len(courses)
	d.labels(courses, m)
	d.regions(courses, m)
	d.places(courses)
	d.roots(courses)
	d.icons(courses)
	d.address(courses)
	return d
}

// few is the number of pages from which something is a habit of the site.
func (d *Draft) few() int { return max(2, d.Pages/10) }

// labelCount is what is seen of one label.
type labelCount struct {
	text     string
	pages    map[string]bool
	filled   int
	known    bool
	fields   map[schema.Field]int
	kinds    map[site.Kind]int
	hints    map[schema.Field]int
	values   map[string]bool // the first few of them
	examples []string
	others   map[string]string // values that may be quoted once another page has them, and the page
}

func (d *Draft) labels(pages []*site.Sketch, m *site.Model) {
	all, small := map[string]*labelCount{}, wordsOf(pages)
	titles := map[string]bool{}
	for _, s := range pages {
		for i := range s.Lines {
			if s.Lines[i].Role == site.RoleTitle {
				titles[s.Lines[i].Text] = true
			}
		}
	}
	for _, s := range pages {
		printed := map[string]bool{}
		for i := range s.Slots {
			printed[s.Slots[i].Text] = s.Slots[i].Known
		}
		for i := range s.Slots {
			x := &s.Slots[i]
			if first, _, _ := strings.Cut(x.Value, "\n"); strings.HasPrefix(x.Label, "state ") || opensWith(printed, first) {
				continue // the heading of a section: labels stand under it
			}
			c := all[x.Label]
			if c == nil {
				c = &labelCount{text: x.Text, pages: map[string]bool{}, fields: map[schema.Field]int{}, kinds: map[site.Kind]int{}, hints: map[schema.Field]int{},
					values: map[string]bool{}, others: map[string]string{}}
				all[x.Label] = c
			}
			c.see(s, x)
		}
	}
	learnt := map[string]schema.Field{}
	if m != nil {
		for _, l := range m.Labels {
			if sites.LabelField(string(l.Field)) {
				learnt[l.Key] = l.Field
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		c := all[key]
		l := Label{Text: c.text, Pages: len(c.pages), Examples: c.examples, Field: c.most()}
		switch f := learnt[key]; {
		case small.names(c.text), titles[c.text]: // somebody's heading, or another course's, and no label
		case l.Pages < d.few() && f == "" || strings.ContainsAny(key, "0123456789") && l.Pages < d.Pages/2:
		case f != "":
			l.Field = f
			d.Labels = append(d.Labels, l)
		case c.known:
			d.Known = append(d.Known, l)
		case c.filled > 0:
			if len(c.values) > 1 { // what all pages say is the site's
				l.Field = c.guess()
			}
			d.Open = append(d.Open, l)
		}
	}
	for _, list := range [][]Label{d.Known, d.Labels, d.Open} {
		slices.SortStableFunc(list, func(a, b Label) int { return cmp.Compare(b.Pages, a.Pages) })
	}
}

func (c *labelCount) see(s *site.Sketch, x *site.Slot) {
	c.pages[s.Name] = true
	c.known = c.known || x.Known
	if x.Field != "" {
		c.fields[x.Field]++
	}
	if x.Hint != "" {
		c.hints[x.Hint]++
	}
	if x.Value == "" {
		return
	}
	c.filled++
	if len(c.values) < 2 {
		c.values[x.Value] = true
	}
	for k := site.KindDate; k != 0; k <<= 1 {
		if x.Kind&k != 0 && (k&amounts == 0 || len(x.Value) <= longestAmount) {
			c.kinds[k]++
		}
	}
	first, _, _ := strings.Cut(x.Value, "\n")
	if x.Kind&private != 0 || len(first) >= 60 || len(c.examples) >= 3 || slices.Contains(c.examples, first) {
		return
	}
	switch page, seen := c.others[first]; {
	case figure(first, x.Kind), seen && page != s.Name && shared(first, x.Kind):
		c.examples = append(c.examples, first)
	case !seen:
		c.others[first] = s.Name
	}
}

// opensWith reports whether a line is one of the labels of a page, or begins with one: "Heures 7 h".
func opensWith(labels map[string]bool, line string) bool {
	for at := len(line); at > 3; at = strings.LastIndexByte(line[:at], ' ') {
		if labels[line[:at]] {
			return true
		}
	}
	return false
}

// amounts are the kinds that a few words have: a long text that names a price is none.
const (
	amounts       = site.KindEuros | site.KindHours | site.KindDays | site.KindPeople
	longestAmount = 120
)

// most is the field that the pages' own reading gave a label most often.
func (c *labelCount) most() (best schema.Field) {
	for _, f := range slices.Sorted(maps.Keys(c.fields)) {
		if best == "" || c.fields[f] > c.fields[best] {
			best = f
		}
	}
	return best
}

// proposed are the fields that a kind of value speaks for, the surest first.
var proposed = []struct {
	kind  site.Kind
	field schema.Field
}{
	{site.KindEuros, schema.FieldPrice}, {site.KindPeople, schema.FieldGroupSize}, {site.KindHours, schema.FieldDuration}, {site.KindDays, schema.FieldDuration},
	{site.KindTeaching, schema.FieldTeachingMode}, {site.KindRegister, schema.FieldRNCP}, {site.KindROME, schema.FieldROME},
	{site.KindFormacode, schema.FieldFormacode}, {site.KindLevel, schema.FieldExitLevel}, {site.KindPeriod, schema.FieldSessionDates},
	{site.KindEntry, schema.FieldSessionEntryExit}, {site.KindState, schema.FieldSessionState}, {site.KindFunder, schema.FieldFunding},
	{site.KindAudience, schema.FieldAudience}, {site.KindSelection, schema.FieldSelection}, {site.KindAward, schema.FieldValidation},
	{site.KindPace, schema.FieldPace}, {site.KindNeed, schema.FieldPrerequisites}, {site.KindPostal, schema.FieldProviderAddress},
	{site.KindPhone, schema.FieldContact}, {site.KindEmail, schema.FieldContact}, {site.KindAim, schema.FieldObjective}, {site.KindLong, schema.FieldProgramme},
}

// guess is a field that two thirds of a label's values are of the kind of, "" for none: a word for a person to think about.
func (c *labelCount) guess() schema.Field {
	for _, p := range proposed {
		if text := p.kind == site.KindAim || p.kind == site.KindLong; 3*c.kinds[p.kind] >= 2*c.filled && !(text && len(c.hints) > 0) {
			return p.field
		}
	}
	for f := range c.hints { // the words of one label tell one field
		return f
	}
	return ""
}

// regions are the boxes of sessions and of other courses: as the model has them, else as pages by themselves were read.
func (d *Draft) regions(pages []*site.Sketch, m *site.Model) {
	if m != nil {
		for _, r := range m.Others {
			d.Drop = append(d.Drop, Place{CSS: css(r.At), Pages: r.Pages})
		}
		for _, r := range m.Sessions {
			rows := Rows{CSS: css(r.At), Pages: r.Pages, Records: r.Records}
			for _, col := range slices.Sorted(maps.Keys(r.Columns)) {
				if sel := inner(col); sel != "" && sites.LabelField(string(r.Columns[col])) {
					rows.Fields = append(rows.Fields, Place{CSS: sel, Field: r.Columns[col]})
				}
			}
			d.Rows = append(d.Rows, rows)
		}
	}
	if len(d.Rows) > 0 {
		return
	}
	type seen struct {
		pages       map[string]bool
		read, units int
	}
	all := map[string]*seen{}
	for _, s := range pages {
		for i := range s.Units {
			u := &s.Units[i]
			x := all[u.At]
			if x == nil {
				x = &seen{pages: map[string]bool{}}
				all[u.At] = x
			}
			if x.units++; u.Read {
				x.read++
				x.pages[s.Name] = true
			}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(all)) {
		if x := all[at]; 10*x.read >= 9*x.units && len(x.pages) >= d.few() && strings.Contains(lastStep(at), ".") {
			d.Rows = append(d.Rows, Rows{CSS: css(at), Pages: len(x.pages), Records: x.read})
		}
	}
	slices.SortStableFunc(d.Rows, func(a, b Rows) int { return cmp.Compare(b.Records, a.Records) })
}

// exactKinds are the kinds that leave no doubt what an unlabelled text is.
var exactKinds = []struct {
	kind  site.Kind
	field schema.Field
}{{site.KindHours, schema.FieldDuration}, {site.KindEuros, schema.FieldPrice}, {site.KindTeaching, schema.FieldTeachingMode}, {site.KindRegister, schema.FieldRNCP}}

const exact = site.KindHours | site.KindEuros | site.KindTeaching | site.KindRegister

// places are the texts that no label names and that are of one kind on all pages: a row of pictograms, a badge.
func (d *Draft) places(pages []*site.Sketch) {
	type seen struct {
		pages  map[string]int
		n      int
		kinds  map[site.Kind]int
		values map[string]bool
		sample string
	}
	all := map[string]*seen{}
	has := map[schema.Field]int{}
	for _, s := range pages {
		for f := range s.Fields {
			has[f]++
		}
		for i := range s.Lines {
			l := &s.Lines[i]
			if l.Whole || l.Role != site.RoleUnclaimed || len(l.Text) > 60 || l.Kind&private != 0 {
				continue
			}
			x := all[l.At]
			if x == nil {
				x = &seen{pages: map[string]int{}, kinds: map[site.Kind]int{}, values: map[string]bool{}}
				all[l.At] = x
			}
			if x.sample == "" && (figure(l.Text, l.Kind) || x.values[l.Text] && shared(l.Text, l.Kind)) {
				x.sample = l.Text
			}
			x.n++
			x.pages[s.Name]++
			x.values[l.Text] = true
			for _, e := range exactKinds {
				if l.Kind&exact == e.kind { // and of none of the others
					x.kinds[e.kind]++
				}
			}
		}
	}
	taken := map[schema.Field]bool{}
	for _, at := range slices.Sorted(maps.Keys(all)) {
		x := all[at]
		for _, e := range exactKinds {
			sel := css(at)
			if sel != "" && strings.Contains(sel, ".") && x.n == len(x.pages) && 2*x.n >= d.Pages && 10*x.kinds[e.kind] >= 9*x.n && len(x.values) > 1 &&
				10*has[e.field] < 3*d.Pages && !taken[e.field] {
				taken[e.field] = true
				d.Fields = append(d.Fields, Place{CSS: sel, Field: e.field, Pages: x.n, Example: x.sample})
				break
			}
		}
	}
}

// roots are the boxes that hold all that was read of a page.
func (d *Draft) roots(pages []*site.Sketch) {
	n := map[string]int{}
	for _, s := range pages {
		if s.Root != "" {
			n[s.Root]++
		}
	}
	for _, at := range slices.Sorted(maps.Keys(n)) {
		if 2*n[at] > d.Pages {
			d.Roots = append(d.Roots, Place{CSS: css(at), Pages: n[at]})
		}
	}
}

// icons are pictures beside the course's words that nothing knows.
func (d *Draft) icons(pages []*site.Sketch) {
	n, small := map[string]int{}, wordsOf(pages)
	for _, s := range pages {
		for _, ic := range s.Icons {
			if !small.names(ic) { // somebody's picture
				n[ic]++
			}
		}
	}
	for _, ic := range slices.Sorted(maps.Keys(n)) {
		if n[ic] >= d.few() && n[ic] < d.Pages {
			d.Icons = append(d.Icons, Label{Text: ic, Pages: n[ic]})
		}
	}
}

// css writes a place of a model as a CSS selector; "" for one that none names.
func css(at string) string {
	steps := strings.Split(at, ">")
	out := make([]string, 0, len(steps))
	for _, s := range steps {
		s = strings.ReplaceAll(s, ".html", "") // the name of the root box
		if tag, class, ok := strings.Cut(s, "."); ok && (tag == "span" || tag == "summary") {
			s = "." + class // any inline element, any button that opens something
		}
		if s == "" || s == "b" || s == "summary" {
			return ""
		}
		if s != "body" && s != "html" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// inner is css of a place inside a row.
func inner(col string) string { return css(strings.TrimPrefix(col, ">")) }

func lastStep(at string) string { return at[strings.LastIndexByte(at, '>')+1:] }

var notID = regexp.MustCompile(`[^a-z0-9]+`)

// idOf makes an id of a host: its name without "www." and its ending.
func idOf(host string) string {
	h := strings.TrimPrefix(strings.ToLower(host), "www.")
	if i := strings.LastIndexByte(h, '.'); i > 0 {
		h = h[:i]
	}
	return cmp.Or(strings.Trim(notID.ReplaceAllString(h, "-"), "-"), "site")
}

// address finds the pattern of the pages' addresses: what stands alike, and the part that is the number.
func (d *Draft) address(pages []*site.Sketch) {
	shapes := map[string][]*url.URL{}
	for _, s := range pages {
		u, err := url.Parse(s.URL)
		if err != nil || u.Host == "" {
			continue
		}
		shape := strings.Repeat("/", strings.Count(u.Path, "/")) + "?" + strings.Join(slices.Sorted(maps.Keys(u.Query())), "&")
		shapes[shape] = append(shapes[shape], u)
	}
	var most []*url.URL
	for _, k := range slices.Sorted(maps.Keys(shapes)) {
		if len(shapes[k]) > len(most) {
			most = shapes[k]
		}
	}
	if len(most) < 2 {
		return
	}
	if most[0].Hostname() == d.Host {
		d.Host = most[0].Host // with its port
	}
	d.Start = most[0].Scheme + "://" + most[0].Host + "/"
	d.Course, d.Matched = Pattern(most), len(most)
}

// Pattern writes the addresses of one shape (as many steps, the same keys of the query) as a regular expression over
// path?query, with the number in them as the id.
func Pattern(urls []*url.URL) string {
	parts := make([][]string, len(urls))
	for i, u := range urls {
		parts[i] = strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	}
	var b strings.Builder
	b.WriteString("^")
	id := false
	for k := len(parts[0]) - 1; k >= 0; k-- { // the number is most likely near the end
		same, digits, tail := true, true, true
		for _, p := range parts {
			same = same && p[k] == parts[0][k]
			digits = digits && number.MatchString(p[k])
			tail = tail && numberAtEnd.MatchString(p[k])
		}
		step := ""
		switch {
		case same:
			step = regexp.QuoteMeta(parts[0][k])
		case digits && !id:
			step, id = `(?P<id>\d+)`, true
		case tail && !id:
			step, id = `[^/?]*?(?P<id>\d+)(?:\.[a-z]+)?`, true
		default:
			step = `[^/?]+`
		}
		parts[0][k] = step
	}
	b.WriteString("/" + strings.Join(parts[0], "/"))
	for _, key := range slices.Sorted(maps.Keys(urls[0].Query())) {
		same, digits := true, true
		for _, u := range urls {
			same = same && u.Query().Get(key) == urls[0].Query().Get(key)
			digits = digits && number.MatchString(u.Query().Get(key))
		}
		if !same && digits && !id {
			id = true
			return b.String() + `\?(?:.*&)?` + regexp.QuoteMeta(key) + `=(?P<id>\d+)`
		}
	}
	if urls[0].RawQuery == "" {
		b.WriteString("$")
	}
	return b.String()
}

var (
	number      = regexp.MustCompile(`^\d+$`)
	numberAtEnd = regexp.MustCompile(`\d+(?:\.[a-z]+)?$`)
)
