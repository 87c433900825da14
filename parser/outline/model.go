package outline

import (
	"carif/parser/site"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// UnitBox gives the box that begins at piece i and is one session by the site's model, 0 where none does.
func (r *Regions) UnitBox(i int) (int32, *site.Region) {
	if r.Model == nil || !r.Model.HasUnits() {
		return 0, nil
	}
	li := r.Pieces[i].Line
	if int(r.FirstOf[li]) != i {
		return 0, nil
	}
	var best int32
	var found *site.Region
	for b := r.Lay.Lines[li].Box; b > 0 && r.Lay.Boxes[b].First == li; b = r.Lay.Boxes[b].Parent {
		if u := r.Model.Unit(r.PlaceOfBox(b)); u != nil {
			best, found = b, u
		}
	}
	if found != nil && !r.SaysWhenOrWhere(best) {
		return 0, nil
	}
	return best, found
}

// SaysWhenOrWhere reports whether a line of a box may be a date, a town or a state: other lists stand in places like those
// of sessions.
func (r *Regions) SaysWhenOrWhere(b int32) bool {
	for i := r.Lay.Boxes[b].First; i < r.Lay.Boxes[b].Last; i++ {
		if l := &r.Lay.Lines[i]; text.HasDigit(l.Text) || wording.Permanent(l.Text) || r.placeOrState(l) {
			return true
		}
	}
	return false
}

// MarkOthers makes chrome of the boxes that show other courses on all pages of the site.
func (r *Regions) markOthers() {
	if !r.Model.HasUnits() {
		return
	}
	for b := range r.Lay.Boxes {
		if bx := &r.Lay.Boxes[b]; bx.Chrome == "" && bx.First < bx.Last && r.Model.Other(r.PlaceOfBox(int32(b))) {
			bx.Chrome = "chrome:others"
		}
	}
}

// modelColumn gives the field of a table's column by its head.
func (r *Regions) modelColumn(key string) schema.Field {
	if r.Model == nil {
		return ""
	}
	if f := r.Model.SessionField(key); f != "" {
		return f
	}
	return r.Model.Field(key)
}

// OnAllPages reports whether a line is the title of no course by the site's model: many pages print it, or it is a
// template.
func (r *Regions) OnAllPages(line string) bool {
	return r.Model != nil && (r.Model.Everywhere(line) || r.Model.Fill(line) != nil)
}
