package lheo

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"carif/schema"
)

// What a feed says and no field takes is listed as unclaimed, under its path in the formation. The writer puts it back
// there where the standard allows it, and keeps the list itself among the extras of the formation: so it comes back
// whole from our own documents.

// groupLeft names the extras of what no field took.
const groupLeft = "non repris"

// leftovers lists what a foreign feed says and no field took: once where all actions say it alike.
func (d *decoder) leftovers() {
	var list []schema.Unclaimed
	taken := sync.OnceValue(d.taken)
	(&spot{n: d.f}).walk(func(p *spot) {
		n := p.n
		if text := strings.TrimSpace(n.text); !n.used && said(text) != nil && !nothing(n.name, text) {
			if path := p.path(); !contactRE.MatchString(path) || !taken()[saying{n.name, n.text}] {
				list = append(list, schema.Unclaimed{Label: label(n), Text: n.text, Where: path})
			}
		}
		for _, a := range n.attrs {
			if !a.used && a.name != "info" && said(a.value) != nil {
				list = append(list, schema.Unclaimed{Label: n.name + "/@" + a.name, Text: a.value,
					Where: p.path() + "/@" + a.name})
			}
		}
	})
	times, actions := map[schema.Unclaimed]int{}, len(d.f.all("action"))
	alike := func(u schema.Unclaimed) schema.Unclaimed {
		u.Where = actionNo.ReplaceAllString(u.Where, "formation/action")
		return u
	}
	for _, u := range list {
		times[alike(u)]++
	}
	for _, u := range list {
		switch all := alike(u); {
		case all == u: // of no numbered action
		case times[all] == actions:
			u, times[all] = all, -1
		case times[all] < 0:
			continue
		}
		d.r.Unclaimed = append(d.r.Unclaimed, u)
	}
}

// contactRE finds one of several contacts: what it repeats of others is no news.
var contactRE = regexp.MustCompile(`/contact-\w+\[\d+\]/`)

// saying is the name and the text of an element.
type saying struct{ name, text string }

// taken gives what fields have taken of the formation.
func (d *decoder) taken() map[saying]bool {
	out := map[saying]bool{}
	d.f.each(func(n *node) {
		if n.used {
			out[saying{n.name, n.text}] = true
		}
	})
	return out
}

var actionNo = regexp.MustCompile(`^formation/action\[\d+\]`)

// nothing reports the zeros that producers write where they know nothing: of codes, numbers and flags in extras, but
// for the codes of one digit, of which 0 is one.
func nothing(name, text string) bool {
	return strings.Trim(text, "0") == "" && (len(text) > 1 || name == "extra")
}

// label is what a leftover is called: an extra by its name.
func label(n *node) string {
	if n.name == "extra" && n.info() != "" {
		return n.info()
	}
	return n.name
}

// spot is where an element stands.
type spot struct {
	n  *node
	up *spot

	of map[string]int // children of each step, once it was asked for
	no map[*node]int  // which of its step each child is
}

// walk visits every element in the order of the document.
func (p *spot) walk(fn func(*spot)) {
	fn(p)
	for _, k := range p.n.kids {
		(&spot{n: k, up: p}).walk(fn)
	}
}

// count numbers the children: few elements are asked where they stand.
func (p *spot) count() {
	p.of, p.no = map[string]int{}, map[*node]int{}
	for _, k := range p.n.kids {
		step := k.step()
		p.of[step]++
		p.no[k] = p.of[step]
	}
}

// path is the way to an element: children of one name are numbered where there are several, extras go by their names.
func (p *spot) path() string {
	if p.up == nil {
		return p.n.step()
	}
	step := p.n.step()
	if p.up.of == nil {
		p.up.count()
	}
	if p.up.of[step] > 1 {
		step += "[" + strconv.Itoa(p.up.no[p.n]) + "]"
	}
	return p.up.path() + "/" + step
}

// step is the node's part of a path, but for its number.
func (n *node) step() string {
	if info := n.info(); strings.HasPrefix(n.name, "extra") && info != "" {
		return n.name + "[info=" + url.PathEscape(info) + "]"
	}
	return n.name
}

// info is the note of an element, read without taking it.
func (n *node) info() string {
	for _, a := range n.attrs {
		if a.name == "info" {
			return a.value
		}
	}
	return ""
}

// Impersonal reports whether what stands at the path of a leftover is a code, a number or a date by the standard, and
// not of a contact: words of which nobody need ask whether they name somebody.
func Impersonal(path string) bool {
	if !strings.HasPrefix(path, "formation/") || strings.Contains(path, "/contact-") || strings.Contains(path, "/extra") {
		return false
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	if strings.HasPrefix(last, "@") {
		return last == "@numero" || last == "@ref" || last == "@tag"
	}
	name, _, _ := strings.Cut(last, "[")
	r := standard()[name]
	return r.kind == "int" || r.kind == "date" || r.kind == "code" || r.kind == "text" && r.min == r.max ||
		strings.HasPrefix(name, "code-") || strings.HasPrefix(name, "reference-") || name == "latitude" ||
		name == "longitude"
}

// keptWords reads the leftovers of a document of ours.
func (d *decoder) keptWords() {
	for _, g := range d.f.all("extras") {
		for _, x := range g.all("extra") {
			if g.attr("info") == groupLeft {
				d.r.Unclaimed = append(d.r.Unclaimed,
					schema.Unclaimed{Label: x.attr("ref"), Text: x.take(), Where: x.attr("info")})
			}
		}
	}
}

// mostGrafted is how many leftovers of one formation are put back; more are listed only, for each is looked for among
// its siblings.
const mostGrafted = 2_000

// left puts leftovers back to where they stood and lists them; words of a page, which are not of the offer, are lost.
func (e *encoder) left(f *node) {
	var kids []*node
	g := graft{e: e}
	lost := 0
	for _, u := range e.r.Unclaimed {
		if !strings.HasPrefix(u.Where, "formation/") || blank(&u.Text) {
			lost++
			continue
		}
		kids = append(kids, e.extra(u.Where, u.Text).set("ref", e.clean("@ref", u.Label)))
		if len(kids) <= mostGrafted {
			g.leaf(f, u)
		}
	}
	g.prune()
	f.add(group(groupLeft, kids))
	if lost > 0 {
		e.note(NoteLost, "unclaimed", lost)
	}
}

// graft puts elements into a formation.
type graft struct {
	e     *encoder
	added [][2]*node // parent and what was put into it
}

// ofLists are elements that are written from lists of the record: where there are several, their numbers are not those
// of the source.
var ofLists = map[string]bool{"contact-formation": true, "contact-organisme": true, "contact-session": true,
	"contact-formateur": true, "certification": true, "recrutement": true}

// stepRE takes a part of a path apart: name, name of an extra, number.
var stepRE = regexp.MustCompile(`^([^\[]+)(?:\[info=([^\]]*)\])?(?:\[(\d+)\])?$`)

// leaf puts one leftover back: into each action where it names none.
func (g *graft) leaf(f *node, u schema.Unclaimed) {
	steps := strings.Split(u.Where, "/")[1:]
	at := []*node{f}
	if steps[0] == "action" {
		at, steps = f.all("action"), steps[1:]
	}
	for _, n := range at {
		g.put(n, steps, u.Text)
	}
}

func (g *graft) put(n *node, steps []string, text string) {
	for _, s := range steps {
		if name, ok := strings.CutPrefix(s, "@"); ok {
			if n.attr(name) == "" && (name == "numero" || name == "ref" || name == "tag") {
				n.set(name, g.e.clean("@"+name, text))
			}
			return
		}
		if n = g.down(n, s); n == nil {
			return
		}
	}
	old, ours := n.text, filled(n.info())
	if len(n.kids) > 0 || n.text != "" && !ours {
		return
	}
	if n.text = g.e.clean(n.name, text); !n.valid() && ours {
		n.text = old
		return
	}
	if n.name != "extra" {
		n.drop("info")
		n.set("info", noteKept)
	}
}

// down finds the child of a step, or makes it; nil where that could be another than meant.
func (g *graft) down(n *node, step string) *node {
	m := stepRE.FindStringSubmatch(step)
	if m == nil || ofLists[m[1]] && (m[3] != "" || len(n.all(m[1])) != 1) {
		return nil
	}
	if filled(n.info()) {
		if n.holdsText() {
			return nil // a copy of something else
		}
		n.drop("info")
	}
	info, err := url.PathUnescape(m[2])
	if err != nil || m[1] == "extras" && (info == "carif" || info == "source" || info == "texte-integral" ||
		info == "financement") {
		return nil
	}
	no, left := max(1, atoi(m[3])), 0
	for _, k := range n.all(m[1]) {
		if m[2] != "" && k.info() != info {
			continue
		}
		if left++; left == no {
			return k
		}
	}
	k := el(m[1]).set("info", info)
	g.added = append(g.added, [2]*node{n, k})
	n.insert(k)
	return k
}

func (n *node) holdsText() bool {
	return n.text != "" || slices.ContainsFunc(n.kids, (*node).holdsText)
}

// prune takes out again what the standard does not allow.
func (g *graft) prune() {
	for i := len(g.added) - 1; i >= 0; i-- {
		n, k := g.added[i][0], g.added[i][1]
		if !k.valid() || !n.holds(k.name) {
			n.remove(k)
		}
	}
}
