package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// dropOutside makes chrome of the loose text before the title and after the last field that says nothing of a course:
// the page's own words. What states a fact, or stands in the box that holds the course, stays unclaimed, so that a
// person sees what the reader did not understand.
func (r *reader) dropOutside() {
	from, to := r.content()
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		why := ""
		switch {
		case r.titleAt >= 0 && i < r.titleAt:
			why = "chrome:before"
		case i > r.lastUsed:
			why = "chrome:after"
		}
		if why != "" && otherCourses(u.Label) {
			return "chrome:others"
		}
		if why == "" || trail(u.Text) || r.linkAlone(i) && !states(u.Text) {
			return why
		}
		if i >= from && i < to || (states(u.Text) || len(u.Text) > prose && !r.plain) && !footLine(u.Text) {
			return ""
		}
		return why
	})
}

// markAside marks the unclaimed texts that stand outside the course's own: whom they name is as likely the catalogue's.
func (r *reader) markAside() {
	for n := range r.draft.Unclaimed {
		if n < len(r.left) {
			r.draft.Unclaimed[n].Aside = r.left[n] < r.titleAt || r.left[n] > r.lastUsed
		}
	}
}

// prose is the length from which text outside the course is no menu, and worth a person's look.
const prose = 150

// keepHeads lists the headings that nothing took: no text stands under them that names them, and no word list knows
// them. One before the title, after the last field or over nothing but chrome is the page's own.
func (r *reader) keepHeads() {
	said := map[string]bool{}
	for _, u := range r.draft.Unclaimed {
		said[u.Label], said[u.Text] = true, true
	}
	for _, i := range r.draft.Issues {
		said[i.Raw] = true
	}
	for _, v := range r.draft.Values {
		said[v.Text] = true
	}
	from, to := r.content()
	for i := range r.pieces {
		p := &r.pieces[i]
		if p.claim != "label" || said[p.label] {
			continue
		}
		inside := i >= from && i < to || i > r.titleAt && i <= r.lastUsed
		if !(inside || states(p.label)) || r.overChrome(i) {
			p.claim, p.rule = "chrome", "chrome:heading"
			continue
		}
		pr := printed{text: clean(p.label)}
		r.place(&pr, &r.lay.lines[p.line])
		p.claim, p.rule = "unclaimed", "heading"
		r.draft.Unclaimed = append(r.draft.Unclaimed, schema.Unclaimed{Text: pr.text, Where: pr.where.Path})
	}
}

// overChrome reports whether chrome is all that stands under a heading, up to the next one.
func (r *reader) overChrome(i int) bool {
	n := 0
	for j := i + 1; j < len(r.pieces); j++ {
		q := &r.pieces[j]
		if q.claim != "chrome" {
			return n > 0 && q.whole && q.rank <= max(r.pieces[i].rank, 6)
		}
		n++
	}
	return n > 0
}

// content gives the pieces of the box that holds the course: the smallest one around the title and the last field.
// It is empty where only the page as a whole holds both.
func (r *reader) content() (from, to int) {
	if r.titleAt < 0 || r.lastUsed <= r.titleAt || r.plain {
		return 0, 0
	}
	b := r.boxOf(r.titleAt)
	for b > 0 && r.lay.boxes[b].last <= r.pieces[r.lastUsed].line {
		b = r.lay.boxes[b].parent
	}
	for up, n := b, 0; up > 0 && n < 8; up, n = r.lay.boxes[up].parent, n+1 { // the page may say itself which it is
		if t := r.lay.boxes[up].tag; t == atom.Main || t == atom.Article {
			b = up
		}
	}
	if b <= 0 || r.lay.boxes[b].depth < 2 || r.holdsChrome(b) {
		return 0, 0
	}
	return r.pieceRange(b)
}

// holdsChrome reports whether a box holds parts of the page that are chrome by their tag: it is the page as a whole.
func (r *reader) holdsChrome(b int32) bool {
	bx := &r.lay.boxes[b]
	for i := int(b) + 1; i < len(r.lay.boxes) && r.lay.boxes[i].depth > bx.depth; i++ {
		switch r.lay.boxes[i].chrome {
		case "chrome:footer", "chrome:nav", "chrome:name":
			return true
		}
	}
	return false
}

// linkAlone reports whether a line is nothing but links.
func (r *reader) linkAlone(i int) bool {
	l := &r.lay.lines[r.pieces[i].line]
	n := 0
	for _, a := range l.anchors {
		n += int(a.to - a.from)
	}
	return len(l.anchors) > 0 && n*10 >= len(l.text)*8
}

// trail reports the way to a page: "Accueil > Formations > Fiche", "Vous êtes ici : Accueil / Rechercher".
func trail(t string) bool {
	f := text.FoldLabel(t)
	home := strings.HasPrefix(f, "accueil ") && strings.ContainsAny(t, ">›»/|")
	return len(t) < 400 && (home || strings.HasPrefix(f, "vous etes ici"))
}

// states reports whether a text holds a fact as courses have them: a date, hours, a price, a code, a place.
func states(t string) bool {
	if len(date.Spans(t)) > 0 || strings.Contains(t, "€") || rncpCode.MatchString(t) || hasPostalLine(t) {
		return true
	}
	f := " " + text.FoldLabel(t) + " "
	for _, unit := range [...]string{" heures ", " h ", " jours ", " euros "} {
		if i := strings.Index(f, unit); i > 0 && digit(f[i-1]) {
			return true
		}
	}
	return false
}

// footLine reports whether a line outside the content speaks of the site itself: who made it, when it was made.
func footLine(t string) bool {
	f := " " + text.FoldLabel(t) + " "
	for _, w := range [...]string{" copyright", " tous droits", " mentions legales ", " site ", " realisation ", " edite par ",
		" webmestre", " webmaster ", " cookies "} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return strings.Contains(t, "©")
}
