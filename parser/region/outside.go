package region

// overChrome reports whether chrome is all that stands under a heading, up to the next one.
func (r *Regions) OverChrome(i int) bool {
	n := 0
	for j := i + 1; j < len(r.Pieces); j++ {
		q := &r.Pieces[j]
		if q.Claim != "chrome" {
			return n > 0 && q.Whole && q.Rank <= max(r.Pieces[i].Rank, 6)
		}
		n++
	}
	return n > 0
}

// holdsChrome reports whether a box holds parts of the page that are chrome by their tag: it is the page as a whole.
func (r *Regions) HoldsChrome(b int32) bool {
	bx := &r.Lay.Boxes[b]
	for i := int(b) + 1; i < len(r.Lay.Boxes) && r.Lay.Boxes[i].Depth > bx.Depth; i++ {
		switch r.Lay.Boxes[i].Chrome {
		case "chrome:footer", "chrome:nav", "chrome:name":
			return true
		}
	}
	return false
}

// linkAlone reports whether a line is nothing but links.
func (r *Regions) LinkAlone(i int) bool {
	l := &r.Lay.Lines[r.Pieces[i].Line]
	n := 0
	for _, a := range l.Anchors {
		n += int(a.To - a.From)
	}
	return len(l.Anchors) > 0 && n*10 >= len(l.Text)*8
}
