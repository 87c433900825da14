package claim

import (
	"strings"

	"carif/parser/session"
	"carif/schema"
)

// sessionsInMenus takes the choices of menus for sessions where the page tells none with its dates: one enrols in a session by
// choosing it, and no other words of the page tell when it is.
func (r *Reader) sessionsInMenus() {
	for _, s := range r.found {
		if s.Dated() {
			return
		}
	}
	said := map[string]bool{}
	for _, m := range r.Lay.Menus {
		at := min(int(m.Line), len(r.Lay.Lines)-1)
		if at < 0 {
			return
		}
		i := int(r.FirstOf[at])
		for _, t := range m.Choices {
			if said[t] {
				continue // the same menu again, at the foot of the page
			}
			said[t] = true
			s := r.open(i)
			s.Own, s.Id = true, ""
			pr := r.CollectLine(i)
			pr.Items, pr.Links = nil, nil
			days, state := session.DaysAndState(t)
			pr.Text = days
			r.sessionWords(&r.Pieces[i], pr, s)
			if pr.Text = state; state != "" {
				s.Add(r.SessionValue(schema.FieldSessionState, "", pr))
			}
		}
	}
	if len(said) > 0 {
		r.Notes.Add(&r.Pieces[0], "%d sessions are choices of a menu: %s", len(said), strings.Join(r.Lay.Menus[0].Choices[:1], ""))
	}
}
