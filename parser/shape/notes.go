package shape

import (
	"fmt"

	"carif/parser/lexicon"
	"carif/schema"
)

// Notes keep for people why a piece is read as it is, and what else it might have been. They change nothing: a nil Notes
// keeps nothing and costs nothing.
type Notes map[*Piece][]string

// Add keeps a note on a piece, once.
func (n Notes) Add(p *Piece, format string, args ...any) {
	if n == nil {
		return
	}
	note := fmt.Sprintf(format, args...)
	for _, had := range n[p] {
		if had == note {
			return
		}
	}
	n[p] = append(n[p], note)
}

// NoteLabel notes who knows a label, the first of them decides, and the fields that lost where they know another.
func (r *Sheet) NoteLabel(p *Piece, sc Scope) {
	if r.Notes == nil || p.Label == "" {
		return
	}
	type said struct {
		who   string
		field schema.Field
	}
	var all []said
	add := func(who string, e *lexicon.Entry) {
		if e != nil && e.Field != "" {
			all = append(all, said{who, e.Field})
		}
	}
	if sc == InSession {
		add("the site's model, in sessions", &lexicon.Entry{Field: r.Model.SessionField(p.Key)})
	}
	add("a person", &lexicon.Entry{Field: r.site[p.Key]})
	if sc == InSession {
		add("session.yaml", lexicon.Find(r.Lx.Session, p.Key))
	}
	if sc != InCourse {
		add("block.yaml", r.Lx.Block[p.Key])
	}
	add("course.yaml", lexicon.Find(r.Lx.Course, p.Key))
	if len(all) == 0 {
		add("course.yaml, two labels in one", lexicon.FindTwo(r.Lx.Course, p.Label))
	}
	if sc == InCourse {
		add("block.yaml", r.Lx.Block[p.Key])
	}
	add("words.yaml", r.Guess(p.Label))
	add("the site's model", &lexicon.Entry{Field: r.Model.Field(p.Key)})
	for i, s := range all {
		switch {
		case i == 0:
			r.Notes.Add(p, "%s by %s", s.field, s.who)
		case s.field != all[0].field:
			r.Notes.Add(p, "not %s (%s)", s.field, s.who)
		}
	}
}
