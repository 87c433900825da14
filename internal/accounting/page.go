package accounting

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/charmap"
)

// shown is what a page shows: its words in order, and the text nodes they stand in.
type shown struct {
	words []word
	nodes []string
	apart bool // a word that comes now begins a new one
}

// unseen are the elements whose text no visitor reads, and the controls, whose words are no text of the page.
var unseen = map[atom.Atom]bool{
	atom.Head: true, atom.Title: true, atom.Script: true, atom.Style: true, atom.Noscript: true,
	atom.Template: true, atom.Svg: true, atom.Canvas: true, atom.Iframe: true, atom.Object: true,
	atom.Audio: true, atom.Video: true, atom.Noframes: true, atom.Map: true, atom.Applet: true,
	atom.Embed: true, atom.Select: true, atom.Datalist: true, atom.Button: true, atom.Textarea: true,
}

// running are the elements that do not divide words.
var running = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true,
	atom.Big: true, atom.Cite: true, atom.Code: true, atom.Del: true, atom.Dfn: true, atom.Em: true,
	atom.Font: true, atom.I: true, atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Mark: true,
	atom.Nobr: true, atom.Q: true, atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true,
	atom.Strike: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.Time: true, atom.Tt: true,
	atom.U: true, atom.Var: true, atom.Wbr: true,
}

// read gives what an HTML page shows.
func read(text string) (*shown, error) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	s := &shown{apart: true}
	s.walk(doc)
	return s, nil
}

func (s *shown) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		s.text(n.Data)
		return
	case html.ElementNode:
		if unseen[n.DataAtom] || ligature(n) || hiddenMailbox(n) {
			s.apart = true
			return
		}
	}
	divides := n.Type == html.ElementNode && !running[n.DataAtom]
	s.apart = s.apart || divides
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.walk(c)
	}
	s.apart = s.apart || divides
}

// hiddenMailbox reports an element whose text a script of its host replaces by a mailbox.
func hiddenMailbox(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-cfemail" })
}

// text adds the words of one text node.
func (s *shown) text(t string) {
	t = once(html.UnescapeString(t)) // what was escaped twice is meant once
	ws := fold(t)
	if len(ws) == 0 {
		s.apart = s.apart || t != ""
		return
	}
	s.nodes = append(s.nodes, strings.Join(strings.Fields(t), " "))
	for i, w := range ws {
		glued := i == 0 && !s.apart && wordy([]rune(t)[0])
		s.words = append(s.words, word{w, glued, len(s.nodes) - 1})
	}
	all := []rune(t)
	s.apart = !wordy(all[len(all)-1])
}

// wordy reports whether a rune is part of a word.
func wordy(r rune) bool {
	return len(fold(string(r))) > 0 || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r)
}

// once undoes what encoding a text twice as UTF-8 did to it: "spÃ©cialitÃ©" is meant as "spécialité".
func once(t string) string {
	if !strings.ContainsAny(t, "ÃÂâ") {
		return t
	}
	return foreign.ReplaceAllStringFunc(t, func(w string) string {
		if b, err := charmap.Windows1252.NewEncoder().String(w); err == nil && utf8.ValidString(b) {
			return b
		}
		return w
	})
}

// foreign finds one letter that was encoded twice.
var foreign = regexp.MustCompile(`[ÂÃÅ][^\x00-\x7f]|â[^\x00-\x7f]{2}`)

// ligature reports an icon drawn by a font from a word: <i class="material-icons">schedule</i> shows a clock.
func ligature(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "class" {
			return slices.ContainsFunc(strings.Fields(a.Val), func(c string) bool {
				return strings.HasPrefix(c, "material-icons") || strings.HasPrefix(c, "material-symbols")
			})
		}
	}
	return false
}
