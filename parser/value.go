package parser

import (
	"path"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"

	"carif/schema"
	"carif/text"
)

// printed is what a run of pieces prints: its text, its items where it is a list, its links, and where it stands.
type printed struct {
	text  string
	items []string
	links []schema.Link
	icon  bool
	label string // the known label it stands under, where it is read as words of a session
	where schema.Where
}

// collect gathers the words of pieces [from,to). The first piece gives only what follows its label when own is
// true; other pieces give their labels too, which are words here.
func (r *reader) collect(from, to int, own bool) printed {
	var out printed
	var lines []string
	bullets, last := 0, int32(-1)
	start := 0
	for j := from; j < to; j++ {
		p := &r.pieces[j]
		if p.skip {
			continue
		}
		l := &r.lay.lines[p.line]
		at := int(p.lfrom)
		if own && j == from && p.label != "" {
			at = int(p.from)
			if p.whole {
				r.iconText(l, &out, len(lines) == 0)
				continue
			}
		}
		r.place(&out, l)
		if p.line == last && len(lines) > 0 && !glued(l.text, int(p.lfrom)) {
			lines[len(lines)-1] = strings.TrimSpace(l.text[start:p.to])
			r.addLinks(&out, l, int(p.lfrom), int(p.to))
			continue
		}
		start = at
		t := strings.TrimSpace(l.text[at:p.to])
		if t == "" {
			r.iconText(l, &out, len(lines) == 0)
			continue
		}
		if r.chromeLine(l, t) && !(wordAlone(t) && len(l.anchors) == 0) {
			if p.claim == "" {
				p.claim, p.rule = "chrome", "chrome:words"
			}
			for _, a := range l.anchors {
				if strings.HasPrefix(a.href, "mailto:") {
					r.addLinks(&out, l, at, int(p.to))
				}
			}
			continue
		}
		if u := r.cutActions(l, t); len(u) < len(t) {
			if u == "" {
				p.action(at)
				continue
			}
			if at := strings.Index(l.text[p.lfrom:p.to], u); at >= 0 {
				p.tail = p.lfrom + int32(at+len(u))
			}
			t = u
		}
		r.addLinks(&out, l, at, int(p.to))
		last = p.line
		b, isBullet := bullet(t)
		if isBullet || r.opensItem(p.line) && !(own && j == from) {
			t = "- " + b
			bullets++
		}
		lines = append(lines, t)
	}
	return out.finish(lines, bullets)
}

// glued reports whether two words meet at a place of a text with nothing between: "milieu rural<b>Niveau requis</b>".
func glued(t string, at int) bool {
	return at > 0 && at < len(t) && letterByte(t[at-1]) && letterByte(t[at])
}

// finish joins the lines; they are items where the page printed a list or one thing a line.
func (out printed) finish(lines []string, bullets int) printed {
	if len(lines) > 0 {
		out.icon = false
	}
	if len(lines) < 500 {
		lines = dropTwins(lines)
	}
	if len(lines) == 0 && out.icon {
		return out
	}
	out.text = clean(strings.Join(lines, "\n"))
	if n := len(lines); n > 0 && bullets == n || n > 1 && bullets == 0 {
		for _, t := range lines {
			out.items = append(out.items, clean(strings.TrimPrefix(t, "- ")))
		}
	}
	return out
}

// action makes chrome of a piece, or of what follows its label at a place, that is nothing but a link that does something.
func (p *piece) action(at int) {
	switch {
	case at > int(p.lfrom):
		p.tail = int32(at)
	case p.claim == "":
		p.claim, p.rule = "chrome", "chrome:action"
	}
}

// cutActions drops a link at the end of a line that only does something with the page: "… Lire la suite".
func (r *reader) cutActions(l *line, t string) string {
	for n := len(l.anchors) - 1; n >= 0; n-- {
		a := l.anchors[n]
		if int(a.to) < len(strings.TrimRight(l.text, " ")) || a.from == 0 {
			return t
		}
		word := strings.TrimSpace(l.text[a.from:a.to])
		if word == "" || !r.lx.chrome[text.FoldLabel(word)] && !r.lx.invites(word) || strings.HasPrefix(a.href, "mailto:") || strings.HasPrefix(a.href, "tel:") {
			return t
		}
		t = strings.TrimRight(strings.TrimSuffix(t, word), " ")
	}
	return t
}

// clean gives NFC text.
func clean(s string) string { return norm.NFC.String(s) }

// bullet strips a bullet from the start of a line and tells whether there was one.
func bullet(t string) (string, bool) {
	for _, b := range [...]string{"•", "·", "▪", "►", "■", "●", "◦", "‣", "\uf0b7", "–", "—", "-", "*", ">", "»"} {
		if rest, ok := strings.CutPrefix(t, b); ok {
			if trimmed := strings.TrimLeft(rest, " "); trimmed != "" && (len(trimmed) < len(rest) || b[0] > 0x7f || b == "-" && !digit(trimmed[0])) {
				return trimmed, true
			}
		}
	}
	return t, false
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// opensItem reports whether a line is the first of a list item.
func (r *reader) opensItem(li int32) bool { return r.itemDepth(li) > 0 }

// itemDepth gives how deep the list item lies that a line opens, 0 when it opens none.
func (r *reader) itemDepth(li int32) int {
	b := r.lay.lines[li].box
	for n := 0; n < 4 && b > 0 && r.lay.boxes[b].first == li; n++ {
		if r.lay.boxes[b].tag == atom.Li {
			return int(r.lay.boxes[b].depth)
		}
		b = r.lay.boxes[b].parent
	}
	return 0
}

// iconFacts gives a session what only icons tell beside its words: its state, how one enters.
func (r *reader) iconFacts(i, k int, s *session) {
	for j := i; j < k; j++ {
		l := &r.lay.lines[r.pieces[j].line]
		for _, ic := range l.icons {
			w := strings.TrimSpace(ic.alt)
			if w == "" {
				w = strings.TrimSpace(ic.title)
			}
			f := iconField(text.FoldLabel(w))
			if fact, ok := r.iconFact(ic); ok {
				f, w = schema.Field(fact[0]), fact[1]
			}
			if w == "" {
				if w = iconWord(ic.src); stateWord(w) {
					f = schema.FieldSessionState
				}
			}
			if f == "" {
				continue
			}
			pr := printed{text: clean(w), icon: true}
			r.place(&pr, l)
			s.add(r.sessionValue(f, "", pr))
		}
	}
}

// iconFact gives what a profile says of an icon.
func (r *reader) iconFact(ic icon) (fact [2]string, ok bool) {
	if len(r.icons) == 0 {
		return fact, false
	}
	file := ic.src[strings.LastIndexByte(ic.src, '/')+1:]
	for _, w := range [...]string{ic.alt, ic.title, file, strings.TrimSuffix(file, path.Ext(file))} {
		if fact, ok = r.icons[text.FoldLabel(w)]; ok && w != "" {
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
func (r *reader) iconText(l *line, out *printed, empty bool) {
	if !empty || len(l.icons) == 0 {
		return
	}
	var words []string
	if out.text != "" {
		words = append(words, out.text)
	}
	for _, ic := range l.icons {
		w := strings.TrimSpace(ic.alt)
		if w == "" {
			w = strings.TrimSpace(ic.title)
		}
		if w == "" {
			w = iconWord(ic.src)
		}
		if w != "" && !logo(w) && !r.lx.chrome[text.FoldLabel(w)] {
			words = append(words, w)
		}
	}
	if len(words) > 0 {
		out.text, out.icon = clean(strings.Join(words, "\n")), true
		r.place(out, l)
	}
}

func logo(w string) bool {
	f := text.FoldLabel(w)
	return strings.HasPrefix(f, "logo") || strings.HasPrefix(f, "ajouter") || strings.HasPrefix(f, "acces a l organisme")
}

func (r *reader) place(out *printed, l *line) {
	if out.where.Path == "" {
		out.where.Path = r.path(l)
		out.where.Start = int(max(l.start, 0))
	}
	if int(l.end) > out.where.End {
		out.where.End = int(l.end)
	}
}

// path names a line's place: its boxes from the body down.
func (r *reader) path(l *line) string {
	if r.plain {
		return "line " + strconv.Itoa(int(l.num)+1)
	}
	return r.boxPath(l.box)
}

// boxPath is the path of a box, made once.
func (r *reader) boxPath(b int32) string {
	if b <= 0 || r.lay.boxes[b].tag == atom.Body {
		return ""
	}
	if r.paths == nil {
		r.paths = make([]string, len(r.lay.boxes))
	}
	if r.paths[b] == "" {
		bx := &r.lay.boxes[b]
		ord := strconv.Itoa(int(bx.ord))
		if up := r.boxPath(bx.parent); up != "" {
			r.paths[b] = up + "/" + bx.tag.String() + "[" + ord + "]"
		} else {
			r.paths[b] = bx.tag.String() + "[" + ord + "]"
		}
	}
	return r.paths[b]
}

func (r *reader) addLinks(out *printed, l *line, from, to int) {
	for _, a := range l.anchors {
		if int(a.to) > from && int(a.from) < to || a.from == a.to {
			out.links = append(out.links, schema.Link{Href: a.href, Text: l.text[min(int(a.from), len(l.text)):min(int(a.to), len(l.text))]})
		}
	}
}

// dropTwins removes the short version of a text that stands in full below it.
func dropTwins(lines []string) []string {
	for i := 0; i < len(lines); i++ {
		t := strings.TrimSpace(lines[i])
		head := strings.TrimRight(strings.TrimSuffix(t, "Lire la suite"), " .…[]")
		if len(head) == len(t) || len(head) < 30 {
			continue
		}
		if !strings.HasSuffix(t, "...") && !strings.HasSuffix(t, "…") && !strings.HasSuffix(t, "Lire la suite") && !strings.HasSuffix(t, "[...]") {
			continue
		}
		head = head[:len(head)*9/10]
		for j := i + 1; j < len(lines); j++ {
			if strings.HasPrefix(lines[j], head) {
				return dropTwins(append(lines[:i:i], lines[j:]...))
			}
		}
	}
	return lines
}

func hasPostalLine(t string) bool {
	for l := range strings.SplitSeq(t, "\n") {
		if postalLine(l) {
			return true
		}
	}
	return false
}

// claim marks pieces as taken.
func (r *reader) claim(from, to int, who, rule string) {
	if strings.HasPrefix(who, "provider") || strings.HasPrefix(who, "contacts") || who == "fax" {
		r.lastBlock = max(r.lastBlock, to)
	}
	for j := from; j < to; j++ {
		if p := &r.pieces[j]; p.claim == "" && !p.skip {
			p.claim, p.rule = who, rule
		}
	}
	if who != "chrome" && who != "label" && who != "section" && to-1 > r.lastUsed {
		r.lastUsed = to - 1
	}
}

// seenKey tells words that a label has given to a field already.
func seenKey(f schema.Field, label, text string) string {
	return string(f) + "\x00" + label + "\x00" + text
}

// put adds a value of the course.
func (r *reader) put(f schema.Field, label string, pr printed, also []schema.Field, group int) {
	if pr.text == "" && len(pr.links) == 0 {
		return
	}
	pr = r.cutMeta(pr)
	v := schema.Value{Field: f, Label: label, Text: pr.text, Items: pr.items, Links: pr.links, Icon: pr.icon, Empty: r.model.SaysNothing(pr.text), Also: also, Group: group, Where: pr.where}
	if (f == schema.FieldProvider || f == schema.FieldProviderAddress) && hasPostalLine(pr.text) {
		r.addressed = true
	}
	k := seenKey(f, label, pr.text)
	if r.seen[k] && group == 0 {
		return
	}
	r.seen[k] = true
	switch {
	case r.surely > 0:
		r.tell(f, r.surely)
	case label != "":
		r.tell(f, 1)
	default:
		r.tell(f, r.lx.proof.Unlabelled)
	}
	r.draft.Values = append(r.draft.Values, v)
}

// wordAlone reports one plain word. "Accueil" and "Ouvrir" are chrome where they are links; without one they may be
// a line of a programme.
func wordAlone(t string) bool { return letter(t) && !strings.ContainsAny(t, " \u00a0+-/") }
