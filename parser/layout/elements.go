package layout

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/text"
)

// block reports the elements that stand on lines of their own.
func block(tag atom.Atom) bool {
	switch tag {
	case atom.Div, atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li,
		atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Caption, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Td,
		atom.Th, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Nav, atom.Aside, atom.Main, atom.Form,
		atom.Fieldset, atom.Legend, atom.Address, atom.Blockquote, atom.Pre, atom.Center, atom.Figure,
		atom.Figcaption, atom.Details, atom.Summary, atom.Body, atom.Menu, atom.Dir, atom.Hgroup, atom.Dialog:
		return true
	}
	return false
}

// silent reports the elements whose text no reader sees.
func silent(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Select,
		atom.Button, atom.Textarea, atom.Head, atom.Svg, atom.Canvas, atom.Audio, atom.Video, atom.Noframes,
		atom.Map, atom.Datalist, atom.Embed, atom.Applet, atom.Math:
		return true
	}
	return false
}

// IconWord gives the word of an image's file name that tells a state, "" when none does: a state may stand in
// nothing but the name of its picture.
func IconWord(src string) string {
	if i := strings.LastIndexByte(src, '/'); i >= 0 {
		src = src[i+1:]
	}
	src, _, _ = strings.Cut(src, "?")
	if i := strings.LastIndexByte(src, '.'); i > 0 {
		src = src[:i]
	}
	for w := range strings.SplitSeq(text.FoldLabel(src), " ") {
		switch w {
		case "ouvert", "ouverte", "ferme", "fermee", "complet", "complete", "open", "closed", "full", "tick", "cross", "oui", "non", "yes", "no",
			"check", "checked", "ok", "termine", "terminee", "vert", "rouge", "green", "red", "coche", "croix", "avenir", "demain", "upcoming", "tomorrow", "ended", "waiting":
			return w
		}
	}
	return ""
}
