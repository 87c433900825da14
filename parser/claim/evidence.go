package claim

import (
	"carif/schema"
)

// dropBare takes back the sessions that nothing on the page speaks for: a session has a date, a way to enter, a number of its
// own, or a place that is one. What stood there stays listed, as absent where the page says that there is none.
func (r *Reader) dropBare() {
	kept := r.found[:0]
	for _, s := range r.found {
		if r.Evident(s) {
			kept = append(kept, s)
			continue
		}
		for _, v := range s.Values {
			v.Items = nil
			if r.Lx.SaysNone(v.Text) {
				r.Draft.Absent = append(r.Draft.Absent, schema.Absent{Field: schema.FieldSessions, Raw: v.Text})
				continue
			}
			if v.Field == schema.FieldSessionContact {
				v.Field = schema.FieldContact
			} else {
				v.Field = schema.FieldOther
			}
			r.Draft.Values = append(r.Draft.Values, v)
		}
	}
	r.found = kept
}
