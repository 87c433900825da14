package site

import (
	"fmt"
	"net/url"
	"strings"
)

// nativeID finds the part of the URL that is the course's number, where the pages print none.
func (b *builder) nativeID() {
	if !b.t.uses(IdeaURL) || b.m.NativeID != nil {
		return
	}
	with, printed := 0, 0
	for _, s := range b.c.pages {
		if s.URL != "" {
			with++
		}
		if s.ID != "" {
			printed++
		}
	}
	if with < len(b.c.pages) || float64(printed) > 0.5*float64(len(b.c.pages)) {
		return
	}
	values := map[URLPart]map[string]bool{}
	fits := map[URLPart]int{}
	for _, s := range b.c.pages {
		u, err := url.Parse(s.URL)
		if err != nil {
			continue
		}
		for _, p := range partsOf(u) {
			v := p.of(u)
			if v == "" {
				continue
			}
			if values[p] == nil {
				values[p] = map[string]bool{}
			}
			values[p][v] = true
			fits[p]++
		}
	}
	n := len(b.c.pages)
	var best *URLPart
	for p, vs := range values {
		if float64(fits[p]) < b.t.Native*float64(n) || float64(len(vs)) < b.t.Native*float64(n) {
			continue
		}
		p := p
		p.Seen = fmt.Sprintf("%d/%d", len(vs), n)
		if best == nil || p.before(best) {
			best = &p
		}
	}
	b.m.NativeID = best
}

// partsOf lists the parts of a URL that may be an id.
func partsOf(u *url.URL) []URLPart {
	var out []URLPart
	for k := range u.Query() {
		out = append(out, URLPart{Query: k})
	}
	n := len(segments(u))
	for i := 1; i <= min(n, 6); i++ {
		for _, w := range [...]string{"whole", "first", "last"} {
			out = append(out, URLPart{Segment: i, Part: w})
		}
	}
	return out
}

// before orders parts that serve alike: a whole segment, the last of the path, before words of one; parameters last.
func (p *URLPart) before(q *URLPart) bool {
	rank := func(x *URLPart) string {
		return fmt.Sprintf("%t %d %t %t %s", x.Query != "", x.Segment, x.Part != "whole", x.Part != "last", x.Query)
	}
	return rank(p) < rank(q)
}

// of gives the part's value where it has the form of an id.
func (p *URLPart) of(u *url.URL) string {
	v := ""
	if p.Query != "" {
		v = u.Query().Get(p.Query)
	} else {
		list := segments(u)
		if p.Segment < 1 || p.Segment > len(list) {
			return ""
		}
		v = list[len(list)-p.Segment]
		if i := strings.LastIndexByte(v, '.'); i > 0 && len(v)-i <= 6 {
			v = v[:i]
		}
		switch p.Part {
		case "first":
			i := strings.IndexAny(v, "-_")
			if i < 0 {
				return ""
			}
			v = v[:i]
		case "last":
			i := strings.LastIndexAny(v, "-_")
			if i < 0 {
				return ""
			}
			v = v[i+1:]
		}
	}
	if !idForm(v) {
		return ""
	}
	return v
}

func segments(u *url.URL) []string {
	return strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
}

// idForm reports whether a text has the form of an id: digits mostly, no blanks, short.
func idForm(v string) bool {
	if len(v) == 0 || len(v) > 40 {
		return false
	}
	digits := 0
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '_' || c == '-' || upper(c) || c >= 'a' && c <= 'z':
		default:
			return false
		}
	}
	return digits*2 >= len(v) || digits > 0 && len(v) < 10
}
