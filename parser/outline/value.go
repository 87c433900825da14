package outline

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// Collect gathers the words of pieces [from,to). The first piece gives only what follows its label when own is
// true; other pieces give their labels too, which are words here.
func (r *Regions) Collect(from, to int, own bool) shape.Printed {
	var out shape.Printed
	var lines []string
	bullets, last := 0, int32(-1)
	start := 0
	for j := from; j < to; j++ {
		p := &r.Pieces[j]
		if p.Skip {
			continue
		}
		l := &r.Lay.Lines[p.Line]
		at := int(p.Lfrom)
		if own && j == from && p.Label != "" {
			at = int(p.From)
			if p.Whole {
				r.iconText(l, &out, len(lines) == 0)
				continue
			}
		}
		r.Place(&out, l)
		if p.Line == last && len(lines) > 0 && !wording.Glued(l.Text, int(p.Lfrom)) {
			lines[len(lines)-1] = strings.TrimSpace(l.Text[start:p.To])
			r.addLinks(&out, l, int(p.Lfrom), int(p.To))
			continue
		}
		start = at
		t := strings.TrimSpace(l.Text[at:p.To])
		if t == "" {
			r.iconText(l, &out, len(lines) == 0)
			continue
		}
		if r.ChromeLine(p.Line, t) && !(wording.WordAlone(t) && len(l.Anchors) == 0) {
			if p.Claim == "" {
				p.Claim, p.Rule = "chrome", "chrome:words"
			}
			for _, a := range l.Anchors {
				if strings.HasPrefix(a.Href, "mailto:") {
					r.addLinks(&out, l, at, int(p.To))
				}
			}
			continue
		}
		if u := r.cutActions(l, t); len(u) < len(t) {
			if u == "" {
				p.Action(at)
				continue
			}
			if at := strings.Index(l.Text[p.Lfrom:p.To], u); at >= 0 {
				p.Tail = p.Lfrom + int32(at+len(u))
			}
			t = u
		}
		r.addLinks(&out, l, at, int(p.To))
		t = denied(l, t)
		last = p.Line
		b, isBullet := wording.Bullet(t)
		if isBullet || r.OpensItem(p.Line) && !(own && j == from) {
			t = "- " + b
			bullets++
		}
		lines = append(lines, t)
	}
	return out.Finish(lines, bullets)
}

// denied gives the words of a picture instead of those it stands beside, where it says that there is none of what they name:
// "Restauration" beside "Pas de restauration sur le site".
func denied(l *layout.Line, t string) string {
	for _, ic := range l.Icons {
		w := strings.TrimSpace(ic.Alt)
		if len(w) > 80 || len(t) > 40 || w == "" {
			continue
		}
		f := " " + text.FoldLabel(w) + " "
		no := strings.Contains(f, " pas ") || strings.Contains(f, " non ") || strings.Contains(f, " aucun") || strings.Contains(f, " sans ")
		for _, word := range strings.Fields(text.FoldLabel(t)) {
			no = no && strings.Contains(f, " "+word+" ")
		}
		if no && f != " "+text.FoldLabel(t)+" " {
			return w
		}
	}
	return t
}

// Chips gives the parts of a value of one line that are drawn side by side and say each one thing: "Salariés" "Bénéficiaires
// du RSA". It is nil for running text and for a line with numbers, which belong to what stands beside them.
func (r *Regions) Chips(from, to int, t string) []string {
	if to-from != 2 || !r.Pieces[from].Whole {
		return nil
	}
	l := &r.Lay.Lines[r.Pieces[to-1].Line]
	if len(l.Parts) < 2 || t != l.Text || text.HasDigit(t) || !r.Covers(l) {
		return nil
	}
	var out []string
	end := 0
	for _, p := range l.Parts {
		part := strings.TrimSpace(l.Text[p.From:min(int(p.To), len(l.Text))])
		first, _ := utf8.DecodeRuneInString(part)
		if !unicode.IsUpper(first) || len(part) > 60 || strings.ContainsAny(part[len(part)-1:], ".,;:") || strings.TrimSpace(l.Text[end:p.From]) != "" {
			return nil
		}
		end = int(p.To)
		out = append(out, part)
	}
	return out
}

// cutActions drops a link at the end of a line that only does something with the page: "… Lire la suite".
func (r *Regions) cutActions(l *layout.Line, t string) string {
	for n := len(l.Anchors) - 1; n >= 0; n-- {
		a := l.Anchors[n]
		if int(a.To) < len(strings.TrimRight(l.Text, " ")) || a.From == 0 {
			return t
		}
		word := strings.TrimSpace(l.Text[a.From:a.To])
		if word == "" || !r.Lx.Chrome[text.FoldLabel(word)] && !r.Lx.Invites(word) || strings.HasPrefix(a.Href, "mailto:") || strings.HasPrefix(a.Href, "tel:") {
			return t
		}
		t = strings.TrimRight(strings.TrimSuffix(t, word), " ")
	}
	return t
}

// OpensItem reports whether a line is the first of a list item.
func (r *Regions) OpensItem(li int32) bool { return r.ItemDepth(li) > 0 }

// ItemDepth gives how deep the list item lies that a line opens, 0 when it opens none.
func (r *Regions) ItemDepth(li int32) int {
	b := r.Lay.Lines[li].Box
	for n := 0; n < 4 && b > 0 && r.Lay.Boxes[b].First == li; n++ {
		if r.Lay.Boxes[b].Tag == atom.Li {
			return int(r.Lay.Boxes[b].Depth)
		}
		b = r.Lay.Boxes[b].Parent
	}
	return 0
}

// IconFacts gives a session what only icons tell beside its words: its state, how one enters.
func (r *Regions) IconFacts(i, k int, s *session.Session) {
	for j := i; j < k; j++ {
		l := &r.Lay.Lines[r.Pieces[j].Line]
		for _, n := range l.Names { // a coloured dot, and its name only to those who point at it
			if pr := (shape.Printed{Text: wording.Clean(n.Text), Icon: true}); r.State(pr.Text) && !strings.Contains(l.Text, n.Text) {
				r.Place(&pr, l)
				s.Add(r.SessionValue(schema.FieldSessionState, "", pr))
			}
		}
		for _, ic := range l.Icons {
			w := strings.TrimSpace(ic.Alt)
			if w == "" {
				w = strings.TrimSpace(ic.Title)
			}
			f := iconField(text.FoldLabel(w))
			if f == "" && r.State(w) {
				f = schema.FieldSessionState
			}
			if fact, ok := r.iconFact(ic); ok {
				f, w = schema.Field(fact[0]), fact[1]
			}
			if w == "" {
				if w = layout.IconWord(ic.Src); stateWord(w) {
					f = schema.FieldSessionState
				}
			}
			if f == "" {
				continue
			}
			pr := shape.Printed{Text: wording.Clean(w), Icon: true}
			r.Place(&pr, l)
			s.Add(r.SessionValue(f, "", pr))
		}
	}
}

// iconFact gives what a profile says of an icon.
func (r *Regions) iconFact(ic layout.Icon) (fact [2]string, ok bool) {
	if len(r.Icons) == 0 {
		return fact, false
	}
	file := ic.Src[strings.LastIndexByte(ic.Src, '/')+1:]
	for _, w := range [...]string{ic.Alt, ic.Title, file, strings.TrimSuffix(file, path.Ext(file))} {
		if fact, ok = r.Icons[text.FoldLabel(w)]; ok && w != "" {
			return fact, true
		}
	}
	return fact, false
}

// stateWord reports whether a word of a picture's file name tells a session's state by itself.
func stateWord(w string) bool {
	switch w {
	case "ouvert", "ouverte", "ferme", "fermee", "complet", "complete", "open", "closed", "full", "termine", "terminee", "avenir", "demain", "upcoming", "tomorrow", "ended", "waiting":
		return true
	}
	return false
}

// iconField tells what an icon's words speak of, "" when they are of no fact of a session.
func iconField(f string) schema.Field {
	switch {
	case strings.Contains(f, "entree") && strings.Contains(f, "sortie"):
		return schema.FieldSessionEntryExit
	case strings.Contains(f, "place") && (strings.Contains(f, "disponible") || strings.Contains(f, "restante")), strings.Contains(f, "candidature"), strings.Contains(f, "complet"),
		strings.HasPrefix(f, "ouvert"), strings.HasPrefix(f, "ferme"), strings.HasPrefix(f, "formation terminee"), strings.HasPrefix(f, "session "), strings.HasPrefix(f, "inscription"):
		return schema.FieldSessionState
	}
	return ""
}

// iconText takes the words of an icon where no text stands.
func (r *Regions) iconText(l *layout.Line, out *shape.Printed, empty bool) {
	if !empty || len(l.Icons) == 0 {
		return
	}
	var words []string
	if out.Text != "" {
		words = append(words, out.Text)
	}
	for _, ic := range l.Icons {
		w := strings.TrimSpace(ic.Alt)
		if w == "" {
			w = strings.TrimSpace(ic.Title)
		}
		if w == "" {
			w = layout.IconWord(ic.Src)
		}
		if w != "" && !logo(w) && !r.Lx.Chrome[text.FoldLabel(w)] {
			words = append(words, w)
		}
	}
	if len(words) > 0 {
		out.Text, out.Icon = wording.Clean(strings.Join(words, "\n")), true
		r.Place(out, l)
	}
}

func logo(w string) bool {
	f := text.FoldLabel(w)
	return strings.HasPrefix(f, "logo") || strings.HasPrefix(f, "ajouter") || strings.HasPrefix(f, "acces a l organisme")
}

func (r *Regions) addLinks(out *shape.Printed, l *layout.Line, from, to int) {
	for _, a := range l.Anchors {
		if int(a.To) > from && int(a.From) < to || a.From == a.To {
			out.Links = append(out.Links, schema.Link{Href: a.Href, Text: l.Text[min(int(a.From), len(l.Text)):min(int(a.To), len(l.Text))]})
		}
	}
}
