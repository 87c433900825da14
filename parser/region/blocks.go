package region

import (
	"carif/parser/shape"
	"carif/parser/wording"
)

func (r *Regions) HasPostal(i, k int) bool {
	for j := i; j < k; j++ {
		if wording.PostalLine(r.Text(&r.Pieces[j])) {
			return true
		}
	}
	return false
}

// blockLabel reports whether piece j begins with a label that ends a block's own text.
func (r *Regions) BlockLabel(j int) bool {
	q := &r.Pieces[j]
	if q.Label == "" || q.Skip {
		return false
	}
	if r.Lookup(q, shape.InBlock) == nil {
		return q.Sure == shape.Structural && q.Whole
	}
	return q.Sure >= shape.Styled || !q.Whole || r.Plain
}

// sheetLine reports whether a line without a label says when the sheet was updated: it ends a block.
func (r *Regions) SheetLine(j int) bool {
	p := &r.Pieces[j]
	if p.Label != "" || p.Skip || p.To-p.From > 140 {
		return false
	}
	for _, part := range SplitMarks(r.Text(p)) {
		if wording.UpdateDate(part) != "" {
			return true
		}
	}
	return false
}
