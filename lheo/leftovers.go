package lheo

import (
	"strings"

	"carif/schema"
)

// unread are the elements a record has no field for and whose loss says nothing: points of a map, the country, and
// answers that every feed fills in the same way. A flag of theirs that is set is reported all the same.
var unread = map[string]bool{"latitude": true, "longitude": true, "pays": true, "code-INSEE-canton": true,
	"niveau-entree-obligatoire":      true,
	"prise-en-charge-frais-possible": true, "code-perimetre-recrutement": true}

// leftovers reports what a foreign feed says and no field took, once: LHÉO repeats in each action what is the course's.
func (d *decoder) leftovers() {
	type saying struct{ name, text string }
	seen := map[saying]bool{}
	d.f.walk(nil, func(_ []string, n *node) {
		if n.used {
			seen[saying{n.name, n.text}] = true
		}
	})
	d.f.walk(nil, func(path []string, n *node) {
		if n.used || seen[saying{n.name, n.text}] {
			return
		}
		text := strings.TrimSpace(n.text)
		if said(text) == nil || strings.Trim(text, "0") == "" || unread[n.name] && text != "1" {
			return
		}
		seen[saying{n.name, n.text}] = true
		label := n.name
		if info := n.attr("info"); info != "" && n.name == "extra" {
			label = info
		}
		d.r.Unclaimed = append(d.r.Unclaimed, schema.Unclaimed{Label: label, Text: n.text, Where: strings.Join(path, "/")})
	})
}

// walk visits every element that holds text, in the order of the document. fn must not keep the path.
func (n *node) walk(path []string, fn func(path []string, n *node)) {
	path = append(path, n.name)
	if n.text != "" {
		fn(path, n)
	}
	for _, k := range n.kids {
		k.walk(path, fn)
	}
}
