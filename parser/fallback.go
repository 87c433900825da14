package parser

import (
	"bytes"
	"errors"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"carif/sites"
)

var errNotBuilt = errors.New("parser not made by New")

// unreadable tells why bytes are no page: binary, "" when they may be one.
func unreadable(b []byte) string {
	if len(b) == 0 {
		return "empty"
	}
	for _, magic := range [...]string{"%PDF-", "PK\x03\x04", "\x89PNG", "\xff\xd8\xff", "GIF8", "\x1f\x8b", "\x7fELF", "\xd0\xcf\x11\xe0"} {
		if bytes.HasPrefix(b, []byte(magic)) {
			return "not a page but a file of another kind"
		}
	}
	return ""
}

// resolve finds the nodes a profile's selectors name; nil when it names none.
func resolve(doc *html.Node, site *sites.Site) *hints {
	pg := &site.Page
	if pg.Root == "" && len(pg.Drop) == 0 && pg.Title == "" && pg.Updated == "" {
		return nil
	}
	hs := &hints{root: map[*html.Node]bool{}, drop: map[*html.Node]bool{}, title: selectOne(doc, pg.Title), updated: selectOne(doc, pg.Updated)}
	if n := selectOne(doc, pg.Root); n != nil {
		hs.root[n] = true
	}
	for _, sel := range pg.Drop {
		for _, n := range selectAll(doc, sel) {
			hs.drop[n] = true
		}
	}
	return hs
}

// tokenLayout lays a page out from its tokens: no tree, so no depth to run out of.
func tokenLayout(b *builder, text string) *layout {
	z := html.NewTokenizer(strings.NewReader(text))
	type open struct {
		tag atom.Atom
		st  inlineState
	}
	var stack []open
	mute := atom.Atom(0)
	for {
		switch z.Next() {
		case html.ErrorToken:
			for len(stack) > 0 {
				b.close(stack[len(stack)-1].tag, stack[len(stack)-1].st)
				stack = stack[:len(stack)-1]
			}
			return b.finish()
		case html.TextToken:
			if mute == 0 {
				b.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if mute != 0 || len(stack) > 300 && !blocks[t.DataAtom] && t.DataAtom != atom.Br {
				continue
			}
			st, ok := b.open(t.DataAtom, t.Attr)
			if ok && len(stack) < 400 {
				stack = append(stack, open{t.DataAtom, st})
			} else if !ok && silent[t.DataAtom] && t.DataAtom != atom.Head {
				mute = t.DataAtom
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			if mute != 0 {
				if tag == mute {
					mute = 0
				}
				continue
			}
			for i := len(stack) - 1; i >= 0 && i >= len(stack)-40; i-- {
				if stack[i].tag != tag {
					continue
				}
				for len(stack) > i {
					b.close(stack[len(stack)-1].tag, stack[len(stack)-1].st)
					stack = stack[:len(stack)-1]
				}
				break
			}
		}
	}
}
