package region

import (
	"carif/parser/shape"
)

// overOthers tells whether a label that is in no lexicon stands over labels before ext, and so names a part of the page.
func (r *Regions) OverOthers(i, ext int, sc shape.Scope) bool {
	for j := i + 1; j < ext; j++ {
		if q := &r.Pieces[j]; q.Label != "" && q.Sure >= shape.Styled || !q.Whole && r.Lookup(q, sc) != nil {
			return true
		}
	}
	return false
}
