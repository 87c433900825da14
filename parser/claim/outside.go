package claim

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/lexicon"
	"carif/parser/outline"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// dropOutside makes chrome of the loose text before the title and after the last field that says nothing of a course:
// the page's own words. What states a fact, or stands in the box that holds the course, stays unclaimed, so that a
// person sees what the reader did not understand.
func (r *Reader) dropOutside() {
	from, to := r.content()
	r.keepLeft(func(i int, u schema.Unclaimed) string {
		why := ""
		switch {
		case r.TitleAt >= 0 && i < r.TitleAt:
			why = "chrome:before"
		case i > r.lastUsed:
			why = "chrome:after"
		}
		if why != "" && outline.OtherCourses(u.Label) {
			return "chrome:others"
		}
		if why == "" || trail(u.Text) || r.LinkAlone(i) && !states(u.Text) {
			return why
		}
		if i >= from && i < to || (states(u.Text) || len(u.Text) > wording.Prose && !r.Plain) && !footLine(u.Text) {
			return ""
		}
		return why
	})
}

// markAside marks the unclaimed texts that stand outside the course's own: whom they name is as likely the catalogue's.
func (r *Reader) markAside() {
	for n := range r.Draft.Unclaimed {
		if n < len(r.left) {
			r.Draft.Unclaimed[n].Aside = r.left[n] < r.TitleAt || r.left[n] > r.lastUsed
		}
	}
}

// keepHeads lists the headings that nothing took: no text stands under them that names them, and no word list knows
// them. One before the title, after the last field or over nothing but chrome is the page's own.
func (r *Reader) keepHeads() {
	said := map[string]bool{}
	for _, u := range r.Draft.Unclaimed {
		said[u.Label], said[u.Text] = true, true
	}
	for _, i := range r.Draft.Issues {
		said[i.Raw] = true
	}
	for _, v := range r.Draft.Values {
		said[v.Text], said[v.Label] = true, true
	}
	from, to := r.content()
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Claim != "label" || said[p.Label] {
			continue
		}
		inside := i >= from && i < to || i > r.TitleAt && i <= r.lastUsed
		if !(inside || states(p.Label)) || r.OverChrome(i) {
			p.Claim, p.Rule = "chrome", "chrome:heading"
			continue
		}
		pr := shape.Printed{Text: wording.Clean(p.Label)}
		r.Place(&pr, &r.Lay.Lines[p.Line])
		p.Claim, p.Rule = "unclaimed", "heading"
		r.Draft.Unclaimed = append(r.Draft.Unclaimed, schema.Unclaimed{Text: pr.Text, Where: pr.Where.Path})
	}
}

// content gives the pieces of the box that holds the course: the smallest one around the title and the last field.
// It is empty where only the page as a whole holds both.
func (r *Reader) content() (from, to int) {
	if r.TitleAt < 0 || r.lastUsed <= r.TitleAt || r.Plain {
		return 0, 0
	}
	b := r.BoxAround(r.BoxOf(r.TitleAt), r.Pieces[r.lastUsed].Line)
	for up, n := b, 0; up > 0 && n < 8; up, n = r.Lay.Boxes[up].Parent, n+1 { // the page may say itself which it is
		if t := r.Lay.Boxes[up].Tag; t == atom.Main || t == atom.Article {
			b = up
		}
	}
	if b <= 0 || r.Lay.Boxes[b].Depth < 2 || r.HoldsChrome(b) {
		return 0, 0
	}
	return r.PieceRange(b)
}

// trail reports the way to a page: "Accueil > Formations > Fiche", "Vous êtes ici : Accueil / Rechercher".
func trail(t string) bool {
	f := text.FoldLabel(t)
	home := strings.HasPrefix(f, "accueil ") && strings.ContainsAny(t, ">›»/|")
	return len(t) < 400 && (home || strings.HasPrefix(f, "vous etes ici"))
}

// states reports whether a text holds a fact as courses have them: a date, hours, a price, a code, a place.
func states(t string) bool {
	if len(date.Spans(t)) > 0 || strings.Contains(t, "€") || text.IndexFold(t, "rncp") >= 0 && rncpCode.MatchString(t) || lexicon.HasPostalLine(t) {
		return true
	}
	f := " " + text.FoldLabel(t) + " "
	for _, unit := range [...]string{" heures ", " h ", " jours ", " euros "} {
		if i := strings.Index(f, unit); i > 0 && wording.Digit(f[i-1]) {
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
