package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/site"
	"carif/parser/wording"
	"carif/text"
	"carif/text/date"
)

// Bounds of what a sketch keeps of repeated boxes.
const (
	maxUnits     = 400
	maxUnitLines = 40
	maxUnitParts = 16
)

// units lists the boxes that may be one of several alike below their parent: those that hold a date, and those that
// open with a link. What holds a table is none: tables are read by their heads.
func (r *reading) units() []site.Unit {
	if r.Plain {
		return nil
	}
	var out []site.Unit
	sessions := r.sessionLines()
	alike := r.alikeBoxes()
	at := make([]int, len(r.Lay.Boxes)) // of each box, the unit around it
	for i := range r.Lay.Boxes {
		bx := &r.Lay.Boxes[i]
		at[i] = -1
		if bx.Parent >= 0 {
			at[i] = at[bx.Parent]
		}
		if !unitTag(bx.Tag) || bx.Last == bx.First || bx.Last-bx.First > maxUnitLines || bx.Depth < 2 || len(out) >= maxUnits || r.holdsTable(int32(i)) {
			continue
		}
		u := site.Unit{At: r.PlaceOfBox(int32(i)), Of: int(bx.Parent), In: at[i], Link: r.opensWithLink(bx)}
		u.Alike = alike[alikeKey{bx.Parent, u.At}]
		for li := bx.First; li < bx.Last; li++ {
			t := r.Lay.Lines[li].Text
			u.Dated = u.Dated || len(t) < 200 && (len(date.Spans(t)) > 0 || wording.Permanent(t))
			u.Read = u.Read || sessions[li]
		}
		if u.Dated || u.Link != "" || u.Read {
			u.Parts = r.parts(int32(i))
			at[i] = len(out)
			out = append(out, u)
		}
	}
	return out
}

// alikeBoxes counts the boxes that are drawn alike below one parent.
func (r *reading) alikeBoxes() map[alikeKey]int {
	out := map[alikeKey]int{}
	for i := range r.Lay.Boxes {
		if bx := &r.Lay.Boxes[i]; unitTag(bx.Tag) && bx.First < bx.Last {
			out[alikeKey{bx.Parent, r.PlaceOfBox(int32(i))}]++
		}
	}
	return out
}

func (r *reading) holdsTable(b int32) bool {
	for k := b + 1; int(k) < len(r.Lay.Boxes) && r.Lay.Boxes[k].Depth > r.Lay.Boxes[b].Depth; k++ {
		if r.Lay.Boxes[k].Tag == atom.Tr {
			return true
		}
	}
	return false
}

// sessionLines tells the lines that the reading gave to sessions.
func (r *reading) sessionLines() map[int32]bool {
	out := map[int32]bool{}
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Claim == "session" || strings.HasPrefix(p.Claim, "session.") {
			out[p.Line] = true
		}
	}
	return out
}

// opensWithLink gives the words of a link to another page that fills one of the first two lines of a box.
func (r *reading) opensWithLink(bx *layout.Box) string {
	for li := bx.First; li < min(bx.Last, bx.First+2); li++ {
		l := &r.Lay.Lines[li]
		for _, a := range l.Anchors {
			h := a.Href
			if h == "" || h[0] == '#' || strings.Contains(h, ":") && !strings.HasPrefix(h, "http") || int(a.To-a.From)*10 < len(l.Text)*8 || outline.LeadsToPlace(h) ||
				r.Lx.Invites(l.Text) || r.Lx.Chrome[text.FoldLabel(l.Text)] {
				continue
			}
			return wording.Clip(l.Text, 80)
		}
	}
	return ""
}

// parts cuts the lines of a box where they are drawn in another way.
func (r *reading) parts(b int32) []site.Part {
	var out []site.Part
	bx := &r.Lay.Boxes[b]
	for li := bx.First; li < bx.Last && len(out) < maxUnitParts; li++ {
		if r.Pieces[r.FirstOf[li]].Label != "" {
			continue
		}
		for _, x := range r.LineParts(b, li) {
			out = append(out, site.Part{Col: x.Col, Text: wording.Clip(x.Text, 80), Kind: lexicon.KindsOf(x.Text)})
		}
	}
	return out
}

// alikeKey is a place below one parent.
type alikeKey struct {
	parent int32
	at     string
}

func unitTag(t atom.Atom) bool {
	switch t {
	case atom.Div, atom.Li, atom.Article, atom.Section, atom.P, atom.Details, atom.Dd, atom.Fieldset:
		return true
	}
	return false
}
