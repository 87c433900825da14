package lheo

import (
	"bufio"
	"slices"
	"strings"
)

// Namespaces of the versions that are read. NS23 is the one written.
const (
	NS23 = "http://lheo.gouv.fr/2.3"
	NS22 = "http://www.lheo.org/2.2"
)

// node is one element. LHÉO's elements hold either text or elements, only extra may mix them.
type node struct {
	name  string
	attrs []attr
	text  string
	kids  []*node
	used  bool // a reader took its text
}

type attr struct {
	name, value string
	used        bool // a reader took it
}

// take gives the text and notes that it was taken: what nobody takes is reported.
func (n *node) take() string {
	n.used = true
	return n.text
}

func el(name string, kids ...*node) *node { return &node{name: name, kids: kids} }

func leaf(name, text string) *node { return &node{name: name, text: text} }

// set adds an attribute; an empty value adds none.
func (n *node) set(name, value string) *node {
	if value != "" {
		n.attrs = append(n.attrs, attr{name: name, value: value})
	}
	return n
}

// add appends children; nil ones are skipped, so that optional elements read as one line.
func (n *node) add(kids ...*node) *node {
	for _, k := range kids {
		if k != nil {
			n.kids = append(n.kids, k)
		}
	}
	return n
}

// drop takes attributes away.
func (n *node) drop(names ...string) {
	n.attrs = slices.DeleteFunc(n.attrs, func(a attr) bool { return slices.Contains(names, a.name) })
}

// before puts a child in front of the first one of a name, or at the end.
func (n *node) before(name string, k *node) {
	at := slices.IndexFunc(n.kids, func(x *node) bool { return x.name == name })
	if at < 0 {
		at = len(n.kids)
	}
	n.kids = slices.Insert(n.kids, at, k)
}

// attr takes the value of an attribute, "" when it is not there.
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	for i := range n.attrs {
		if a := &n.attrs[i]; a.name == name {
			a.used = true
			return a.value
		}
	}
	return ""
}

// leave gives an attribute back that was taken.
func (n *node) leave(name string) {
	for i := range n.attrs {
		if a := &n.attrs[i]; a.name == name {
			a.used = false
		}
	}
}

// remove takes a child away.
func (n *node) remove(k *node) {
	n.kids = slices.DeleteFunc(n.kids, func(x *node) bool { return x == k })
}

// child gives the first element of a path of names, nil when there is none.
func (n *node) child(path ...string) *node {
	for _, name := range path {
		var next *node
		if n != nil {
			for _, k := range n.kids {
				if k.name == name {
					next = k
					break
				}
			}
		}
		if n = next; n == nil {
			return nil
		}
	}
	return n
}

// all gives the children of one name.
func (n *node) all(name string) []*node {
	if n == nil {
		return nil
	}
	var out []*node
	for _, k := range n.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// each visits the node and all below it.
func (n *node) each(fn func(*node)) {
	fn(n)
	for _, k := range n.kids {
		k.each(fn)
	}
}

// extra gives the text of extras[@info=group]/extra[@info=name], "" when there is none.
func (n *node) extra(group, name string) string {
	if list := n.extras(group, name); len(list) > 0 {
		return list[0]
	}
	return ""
}

// extras is extra for elements that repeat.
func (n *node) extras(group, name string) []string {
	var out []string
	for _, g := range n.all("extras") {
		if g.attr("info") != group {
			continue
		}
		for _, x := range g.all("extra") {
			if x.attr("info") == name {
				out = append(out, x.take())
			}
		}
	}
	return out
}

// write prints the node; errors stay in the bufio.Writer and come out of its Flush.
func (n *node) write(w *bufio.Writer, indent string) {
	w.WriteString(indent)
	w.WriteByte('<')
	w.WriteString(n.name)
	for _, a := range n.attrs {
		w.WriteByte(' ')
		w.WriteString(a.name)
		w.WriteString(`="`)
		attrEscaper.WriteString(w, a.value)
		w.WriteByte('"')
	}
	if n.text == "" && len(n.kids) == 0 {
		w.WriteString("/>\n")
		return
	}
	w.WriteByte('>')
	if len(n.kids) == 0 {
		textEscaper.WriteString(w, n.text)
	} else {
		w.WriteByte('\n')
		for _, k := range n.kids {
			k.write(w, indent+"  ")
		}
		w.WriteString(indent)
	}
	w.WriteString("</")
	w.WriteString(n.name)
	w.WriteString(">\n")
}

// A carriage return is written as a reference: XML readers turn a bare one into a line feed.
var (
	textEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;")
	attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
		"\r", "&#13;", "\n", "&#10;", "\t", "&#9;")
)

// xmlChar tells whether XML 1.0 allows a character.
func xmlChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF ||
		r >= 0xE000 && r <= 0xFFFD && r != '\uFFFE' || r >= 0x10000 && r <= 0x10FFFF
}
