package data

import (
	"strings"

	"golang.org/x/net/html"

	"carif/text"
)

// hasMicrodata spares most pages the walk.
func hasMicrodata(page string) bool {
	return text.IndexFold(page, "schema.org") >= 0 && text.IndexFold(page, "itemscope") >= 0
}

// microdata gives the outermost schema.org items of a tree as JSON-LD would write them.
func microdata(root *html.Node) (items []any) {
	w := &scan{nodes: mostNodes}
	w.walk(root, nil, &items)
	return items
}

// scan walks a tree for items and their properties.
type scan struct{ nodes int }

// walk adds the properties below a node to an item, and the items that are nobody's property to top.
func (w *scan) walk(n *html.Node, in object, top *[]any) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if w.nodes--; w.nodes < 0 {
			return
		}
		if c.Type != html.ElementNode {
			continue
		}
		prop, scope := attr(c, "itemprop"), has(c, "itemscope")
		if prop == "" && !scope {
			w.walk(c, in, top)
			continue
		}
		if !scope {
			put(in, prop, value(c))
			w.walk(c, in, top)
			continue
		}
		item := object{}
		if t := strings.Fields(attr(c, "itemtype")); len(t) > 0 {
			item["@type"] = t[0]
		}
		w.walk(c, item, top)
		if prop != "" && in != nil {
			put(in, prop, item)
		} else if len(*top) < mostItems {
			*top = append(*top, item)
		}
	}
}

// put adds a value to each property that a list of names tells.
func put(in object, names string, v any) {
	if in == nil || v == "" {
		return
	}
	for _, name := range strings.Fields(names) {
		if have, ok := in[name]; ok {
			v = append(list(have), v)
		}
		in[name] = v
	}
}

// value is what an element says as a property, as HTML tells.
func value(n *html.Node) string {
	switch n.Data {
	case "meta":
		return attr(n, "content")
	case "time":
		if t := attr(n, "datetime"); t != "" {
			return t
		}
	case "data", "meter":
		return attr(n, "value")
	case "a", "area", "link":
		if t := attr(n, "content"); t != "" || n.Data == "link" {
			return t // an address says nothing of a course
		}
	case "img", "audio", "video", "iframe", "source", "embed", "track", "object":
		return ""
	}
	if t := attr(n, "content"); t != "" {
		return t
	}
	var b strings.Builder
	left := mostInside
	words(n, &b, &left)
	return text.OneLine(b.String())
}

// mostInside is how many nodes below one property are read for its text.
const mostInside = 5000

// words adds the text below a node, as far as a text goes.
func words(n *html.Node, b *strings.Builder, left *int) {
	for c := n.FirstChild; c != nil && b.Len() < longest; c = c.NextSibling {
		if *left--; *left < 0 {
			return
		}
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
			b.WriteByte(' ')
		} else {
			words(c, b, left)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}
