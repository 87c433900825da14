package region

import (
	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/schema"
)

// fits gives the field of a labelled value once the kind of the value was asked: the field itself, another one that values
// of this kind belong to, other, or ignore for what is the site's own.
func (r *Regions) Fits(f schema.Field, pr shape.Printed) schema.Field {
	if pr.Icon {
		return f
	}
	if k := r.Lx.Misfit(f, pr.Text); k != nil {
		if k.Take == "chrome" {
			return lexicon.FieldIgnore
		}
		return k.Take
	}
	return f
}
