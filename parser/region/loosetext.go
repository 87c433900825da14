package region

import (
	"golang.org/x/net/html/atom"

	"carif/parser/shape"
	"carif/parser/wording"
)

func (r *Regions) ClaimChrome(i, k int) {
	for j := i; j < k; j++ {
		if p := &r.Pieces[j]; p.Claim == "" {
			p.Claim, p.Rule = "chrome", "chrome:words"
		}
	}
}

// shareBox reports whether two pieces stand in one box below the page's body: a line of the page's head and an
// address far below do not.
func (r *Regions) ShareBox(i, j int) bool {
	b := r.BoxOf(i)
	for b > 0 && r.Lay.Boxes[b].Last <= r.Pieces[j].Line {
		b = r.Lay.Boxes[b].Parent
	}
	return b > 0 && r.Lay.Boxes[b].Tag != atom.Body || r.Plain
}

// nameOver gives the unknown heading right over an address: the organisation's name. "" when none is.
func (r *Regions) NameOver(i int) string {
	if i == 0 || r.Pieces[i-1].Rule != "label:unknown" || !r.ShareBox(i-1, i) {
		return ""
	}
	return r.Pieces[i-1].Label
}

// overAddress reports whether a postal line stands right below a line: the line names an organisation.
func (r *Regions) overAddress(i int) bool {
	for j := i + 1; j < min(i+3, len(r.Pieces)); j++ {
		if q := &r.Pieces[j]; q.Label != "" && q.Known && q.Sure >= shape.Styled {
			return false // the address is a label's
		}
		if wording.PostalLine(r.Lay.Lines[r.Pieces[j].Line].Text) {
			return true
		}
	}
	return false
}

// overPostal tells whether a postal line stands close under a line, before the next heading or label.
func (r *Regions) overPostal(i int) bool {
	for j := i + 1; j < len(r.Pieces) && j < i+5 && !(r.Pieces[j].Known && r.Pieces[j].Sure >= shape.Styled); j++ {
		l := &r.Lay.Lines[r.Pieces[j].Line]
		if r.HeadingOver(l.Box) > 0 {
			return false
		}
		if wording.PostalLine(l.Text) {
			return true
		}
	}
	return false
}
