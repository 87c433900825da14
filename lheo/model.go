package lheo

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed model.txt
var modelText string

// rule is what the standard says of one element.
type rule struct {
	kids     []kid // of a sequence, in their order
	kind     string
	min, max int      // characters of a text, or bounds of a number
	codes    []string // of a dictionary
}

// kid is a child of a sequence: how often it stands there, at most -1 times for any number.
type kid struct {
	name     string
	min, max int
}

// standard reads the model once.
var standard = sync.OnceValue(func() map[string]rule {
	m := map[string]rule{}
	for line := range strings.Lines(modelText) {
		w := strings.Fields(line)
		if len(w) < 2 || w[0] == "#" {
			continue
		}
		r := rule{kind: w[1]}
		switch w[1] {
		case ">":
			for _, k := range w[2:] {
				p := strings.Split(k, ":")
				r.kids = append(r.kids, kid{p[0], atoi(p[1]), atoi(p[2])})
			}
		case "code":
			r.codes = w[2:]
		case "text", "int":
			r.min, r.max = atoi(w[2]), atoi(w[3])
		}
		m[w[0]] = r
	}
	return m
})

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1 // "*"
	}
	return n
}

// dateRE is the form that the XSD wants of a date.
var dateRE = regexp.MustCompile(`^[0-9]{4}[019][0-9][01239][0-9]$`)

// valid reports whether the standard allows the node as it is, attributes apart.
func (n *node) valid() bool {
	r, ok := standard()[n.name]
	if !ok {
		return false
	}
	text := strings.TrimSpace(n.text)
	switch r.kind {
	case ">":
		return text == "" && r.sequence(n)
	case "text":
		size := utf8.RuneCountInString(n.text)
		return len(n.kids) == 0 && size >= r.min && size <= r.max
	case "int":
		v, err := strconv.Atoi(text)
		return len(n.kids) == 0 && err == nil && v >= r.min && v <= r.max
	case "date":
		return len(n.kids) == 0 && dateRE.MatchString(text)
	case "code":
		for _, c := range r.codes {
			if c == text {
				return len(n.kids) == 0
			}
		}
		return false
	}
	return true // extras
}

// sequence reports whether the children are those of the rule, in their order and number.
func (r rule) sequence(n *node) bool {
	i := 0
	for _, k := range r.kids {
		times := 0
		for ; i < len(n.kids) && n.kids[i].name == k.name; i++ {
			if times++; !n.kids[i].valid() {
				return false
			}
		}
		if times < k.min || k.max >= 0 && times > k.max {
			return false
		}
	}
	return i == len(n.kids)
}

// holds reports whether an element may hold the children of one name that it has.
func (n *node) holds(name string) bool {
	if n.name == "extras" {
		return true
	}
	for _, k := range standard()[n.name].kids {
		if k.name == name {
			return k.max < 0 || len(n.all(name)) <= k.max
		}
	}
	return false
}

// insert puts a child where the standard wants it, behind those of its name.
func (n *node) insert(k *node) {
	at, seen := len(n.kids), false
	for _, want := range standard()[n.name].kids {
		if want.name == k.name {
			seen = true
			continue
		}
		if !seen {
			continue
		}
		for i, x := range n.kids {
			if x.name == want.name && i < at {
				at = i
			}
		}
	}
	n.kids = append(n.kids[:at:at], append([]*node{k}, n.kids[at:]...)...)
}
