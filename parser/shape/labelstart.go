package shape

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/kind"
)

// elsewhere reports whether a line is nothing but a link to another page, in no heading: menus and lists, no labels.
func (r *Sheet) elsewhere(l *layout.Line) bool {
	if len(l.Anchors) != 1 || l.Anchors[0].From != 0 || int(l.Anchors[0].To) < len(l.Text) {
		return false
	}
	h := l.Anchors[0].Href
	if h == "" || h[0] == '#' || strings.HasPrefix(h, "javascript:") || strings.HasPrefix(h, "mailto:") || r.Lx.Chrome[text.FoldLabel(l.Text)] {
		return false
	}
	return r.HeadingOver(l.Box) == 0 && !layout.LabelBox(&r.Lay.Boxes[l.Box])
}

// offPage is the rule by which a line serves the page and not the course: words of its furniture, a button, the
// question of a form. whole is the line's key, lead the length of the style it opens with.
func (r *Sheet) offPage(l *layout.Line, whole string, lead int) string {
	t := l.Text
	switch {
	case r.chromeWord && !r.Plain && !hasMail(l) && (len(l.Anchors) > 0 || !wording.WordAlone(t) && !r.knownKey(whole, t)):
		return "chrome:words"
	case len(l.Anchors) == 1 && len(t) < 40 && r.action(l, layout.Stretch{From: 0, To: int32(len(t))}, t) && r.HeadingOver(l.Box) == 0:
		return "chrome:action"
	case l.Asks && (strings.HasSuffix(t, ":") || lead >= len(t) || len(l.Runs) > 0 && l.Runs[0].Class != "" || r.knownKey(whole, t)):
		return "chrome:control"
	}
	return ""
}

// first finds the label at the start of a line.
func (r *Sheet) first(l *layout.Line, p *Piece) {
	t := l.Text
	ld := layout.Lead(l)
	if ld > 0 && ld < len(t) && strings.Trim(t[ld:], " []()+-–▼▲►▶") == "" && strings.ContainsAny(t[ld:], "[(+▼▲►▶") {
		ld = len(t) // a mark that folds and unfolds what is below
	}
	if r.attrLabel(l, p) {
		return
	}
	whole := r.wholeKey(p.Line)
	if rule := r.offPage(l, whole, ld); rule != "" {
		p.Skip, p.Claim, p.Rule = true, "chrome", rule
		return
	}
	if len(t) < 40 && wording.Region(r.Folded(p.Line)) || r.firstWhole(l, p, whole, ld) {
		return
	}
	if r.firstStyled(l, p, ld) || r.firstColon(l, p, ld) || r.firstQuestion(l, p) {
		return
	}
	if r.plausible(t, p) {
		return
	}
	if n := numberSign(t); n > 0 {
		p.Label, p.Key, p.Known, p.Sure, p.Rank, p.From = t[:n], wording.LabelKey(t[:n]), true, PlainLabel, 8, int32(n)
		return
	}
	if n := r.OpenLabel(t); n > 0 {
		p.Label, p.Key, p.Known, p.Sure, p.Rank, p.From = t[:n], wording.LabelKey(t[:n]), true, PlainLabel, 8, int32(n)
		return
	}
	if len(t) <= 90 {
		lab := wording.TrimLabel(t)
		r.setWhole(l, p, lab, whole, ld, false)
	}
}

// wholeKey gives the key of a line as a whole, "" for a long one, and notes whether the line is chrome by its words.
func (r *Sheet) wholeKey(li int32) string {
	t := r.Lay.Lines[li].Text
	r.chromeWord = false
	if len(t) > 130 {
		return ""
	}
	f := r.Folded(li)
	r.chromeWord = f != "" && len(t) <= 60 && r.Lx.Chrome[f]
	if strings.IndexByte(t, '(') >= 0 {
		return wording.LabelKey(wording.TrimLabel(t))
	}
	if wording.Shortened(wording.TrimLabel(t)) {
		f = wording.Unabridge(f)
	}
	return wording.KeyOf(f)
}

// firstWhole finds a label that is all of its line.
func (r *Sheet) firstWhole(l *layout.Line, p *Piece, whole string, ld int) bool {
	t := l.Text
	if len(t) > 130 || strings.HasSuffix(t, " -") || strings.HasSuffix(t, " /") {
		return false
	}
	if c := strings.IndexByte(t, ':'); c >= 0 && c < len(strings.TrimRight(t, " "))-1 && !wording.WhenHeading(t) && !wording.SessionHeading(t) {
		return false
	}
	lab, key := wording.TrimLabel(t), whole
	if n := enumerated(lab); n > 0 && !r.knownKey(key, lab) && r.numberedSection(lab[n:]) {
		lab, key = lab[n:], wording.LabelKey(lab[n:]) // "1 - Objectifs"
	}
	if bx := &r.Lay.Boxes[l.Box]; bx.Last-bx.First == 1 && wording.WhenHeading(lab) && (layout.HeadingLevel(bx.Tag) > 0 || layout.LabelBox(bx) || r.onlyHead(l.Box)) {
		*p = Piece{Line: p.Line, From: p.To, To: p.To, Label: lab, Key: key, Sure: Structural, Whole: true, Rank: max(layout.HeadingLevel(bx.Tag), 5)}
		return true
	}
	if (r.knownKey(key, lab) || wording.SessionHeading(lab) || r.abridged(l, key, ld)) && !r.badge(l) {
		r.setWhole(l, p, lab, key, ld, true)
	}
	return p.Whole
}

// mostBadges is the most items a row of badges has.
const mostBadges = 8

// badge reports whether a line is one of a list of short items that look alike and are no labels: it alone is known, or two
// that are known follow each other, so that the first names nothing. "Diplôme", "Niveau 4", "Capacité agricole" in a row are
// no values of one another, nor are "Éligible au CPF", "Stage en entreprise".
func (r *Sheet) badge(l *layout.Line) bool {
	bx := &r.Lay.Boxes[l.Box]
	class := layout.Attr(bx.Attrs, "class")
	if bx.Tag != atom.Li || bx.Last-bx.First != 1 || bx.Parent < 0 || class == "" { // a bare list is as likely one of labels and values
		return false
	}
	up := &r.Lay.Boxes[bx.Parent]
	if n := up.Last - up.First; n < 2 || n > mostBadges {
		return false
	}
	known, before, adjoin := 0, false, false
	for li := up.First; li < up.Last; li++ {
		q := &r.Lay.Lines[li]
		b := &r.Lay.Boxes[q.Box]
		if b.Tag != atom.Li || b.Parent != bx.Parent || len(q.Text) > 40 || layout.Attr(b.Attrs, "class") != class || strings.Contains(q.Text, ":") || layout.Attr(b.Attrs, "role") != "" {
			return false
		}
		is := r.knownKey(r.wholeKey(li), wording.TrimLabel(q.Text))
		if is {
			known++
		}
		adjoin, before = adjoin || is && before, is
	}
	return known < 2 || adjoin && len(r.Lay.Lines[up.First].Anchors) == 0
}

// abridged reports whether a line is a label whose words are printed short, where the page's structure shows a label.
func (r *Sheet) abridged(l *layout.Line, key string, ld int) bool {
	e := r.Lx.Abridged(l.Text)
	if e == nil {
		return false
	}
	if sure, _ := r.byStructure(l, ld, true); len(key) < 4 && sure < Structural {
		return false // too short to be told but by its place
	}
	r.known[key], r.Guessed[key] = true, e
	return true
}

// numberedSection reports whether a numbered heading may be a section of the sheet ("1 - Objectifs", "4. Lieu"). Other
// words for a session's place ("Implantation") number the parts of a programme as well.
func (r *Sheet) numberedSection(label string) bool {
	key := wording.LabelKey(label)
	e := lexicon.Find(r.Lx.Session, key)
	if e == nil {
		e = lexicon.Find(r.Lx.Course, key)
	}
	if e != nil && e.Field == schema.FieldSessionCity && !strings.Contains(key, "lieu") && !strings.Contains(key, "ville") && !strings.Contains(key, "adresse") {
		return false
	}
	return r.knownKey(key, label)
}

// enumerated gives the length of a number and its mark at the start of a heading: "1 - ", "II. ", "3) ", "A/ ".
func enumerated(t string) int {
	i := 0
	for i < len(t) && i < 4 && (wording.Digit(t[i]) || strings.IndexByte("IVXABCDEFG", t[i]) >= 0) {
		i++
	}
	rest := strings.TrimLeft(t[i:], " °")
	if i == 0 || rest == "" || strings.IndexByte("-.)/", rest[0]) < 0 && !strings.HasPrefix(rest, "–") {
		return 0
	}
	return len(t) - len(strings.TrimLeft(rest, " -.)/–"))
}

// firstStyled finds a label that the style of a line's beginning shows.
func (r *Sheet) firstStyled(l *layout.Line, p *Piece, ld int) bool {
	t := l.Text
	if c := strings.IndexByte(t[:max(ld, 0)], ':'); c > 0 && c < len(strings.TrimRight(t[:ld], " :")) { // "Cont. : CCP 1": two styled beginnings
		if head := wording.TrimLabel(t[:c]); r.knownKey(wording.LabelKey(head), head) {
			ld = c + 1
		}
	}
	if ld > 0 && ld < len(t) && ld <= 110 {
		lab := wording.TrimLabel(t[:ld])
		key := wording.LabelKey(lab)
		after := strings.TrimLeft(t[ld:], " ")
		colon := strings.HasSuffix(strings.TrimRight(t[:ld], " "), ":") || strings.HasPrefix(after, ":")
		if known := r.knownKey(key, lab); known || lab != "" && (colon || (l.Runs[0].Style&layout.StyleLabel != 0 || strings.HasSuffix(lab, "?")) && r.Guess(lab) != nil) {
			p.Label, p.Key, p.Known, p.Sure, p.Rank = lab, key, known, Styled, 8
			p.From = int32(len(t) - len(strings.TrimLeft(t[ld:], " :")))
			if !colon && known && !boldEntry(r, key) && !strings.HasSuffix(lab, "?") {
				p.Label, p.Key, p.Known, p.Sure, p.From = "", "", false, NotLabel, 0
			} else {
				return true
			}
		}
	}
	if len(l.Runs) > 1 && l.Runs[0].Class != "" && l.Runs[0].Class != l.Runs[1].Class && l.Runs[1].At > 2 && int(l.Runs[1].At) < len(t) {
		n := int(l.Runs[1].At) // a span that holds a known wording and nothing else
		lab := wording.TrimLabel(t[:n])
		if key := wording.LabelKey(lab); r.knownKey(key, lab) && boldEntry(r, key) {
			p.Label, p.Key, p.Known, p.Sure, p.Rank = lab, key, true, Styled, 8
			p.From = int32(len(t) - len(strings.TrimLeft(t[n:], " :")))
			return true
		}
	}
	return false
}

// firstColon finds a label that ends in the line's first colon.
func (r *Sheet) firstColon(l *layout.Line, p *Piece, ld int) bool {
	t := l.Text
	if i := strings.IndexByte(t, ':'); i > 0 && i <= 100 {
		lab := wording.TrimLabel(t[:i])
		key := wording.LabelKey(lab)
		if r.knownKey(key, lab) {
			p.Label, p.Key, p.Known, p.Sure, p.Rank = lab, key, true, PlainLabel, 8
			if ld >= i || len(l.Runs) > 1 && l.Runs[0].Class != "" && int(l.Runs[1].At) > i && strings.Trim(t[i:min(int(l.Runs[1].At), len(t))], " :") == "" {
				p.Sure = Styled
			}
			p.From = int32(i + 1)
			return true
		}
		if e := r.partOfDuration(lab, t[i+1:]); e != nil {
			p.Label, p.Key, p.Known, p.Sure, p.Rank, p.From = lab, "duree "+key, true, PlainLabel, 8, int32(i+1)
			r.known[p.Key], r.Guessed[p.Key] = true, e
			return true
		}
		if ld == 0 && len(lab) > 1 && strings.Count(lab, " ") < 9 && len(l.Runs) > 1 && l.Runs[0].Class != "" && l.Runs[1].Class != l.Runs[0].Class &&
			int(l.Runs[1].At) > i && strings.Trim(t[i:l.Runs[1].At], " :") == "" {
			p.Label, p.Key, p.Sure, p.Rank, p.From = lab, key, Styled, 8, int32(i+1) // a span of its own with the colon in it
			return true
		}
		if ld >= i && ld > 0 && ld < len(t) && len(lab) > 1 && strings.Count(lab, " ") < 9 {
			p.Label, p.Key, p.Sure, p.Rank, p.From = lab, key, Styled, 8, int32(i+1)
			return true
		}
	}
	return false
}

// firstQuestion finds a short question at the start of a line that the rest of the line answers: "Quand ? Du 4 au 6 mars".
func (r *Sheet) firstQuestion(l *layout.Line, p *Piece) bool {
	t := l.Text
	i := strings.IndexByte(t, '?')
	if i < 3 || i > 40 || strings.TrimSpace(t[i+1:]) == "" || strings.Count(t[:i], " ") > 6 || strings.ContainsAny(t[:i], ".!,;:") {
		return false
	}
	if rest := wording.TrimLabel(t[i+1:]); r.knownKey(wording.LabelKey(rest), rest) {
		return false // two labels, and no answer
	}
	lab := wording.TrimLabel(t[:i+1])
	key := wording.LabelKey(lab)
	if !r.knownKey(key, lab) {
		e := r.Guess(lab)
		if e == nil || e.Field == schema.FieldOther || e.Field == schema.FieldContact || e.Field == schema.FieldProvider { // "Une question ? 01 …" is the site's own desk
			return false
		}
		r.known[key], r.Guessed[key] = true, e
	}
	p.Label, p.Key, p.Known, p.Sure, p.Rank, p.From = lab, key, true, PlainLabel, 8, int32(i+1)
	return true
}

// partOfDuration tells what part of it a line below a duration gives, nil when none: "Entreprise : 210 h" below
// "Centre : 385 h".
func (r *Sheet) partOfDuration(lab, value string) *lexicon.Entry {
	v := strings.TrimSpace(value)
	if len(lab) > 40 || len(v) > 20 || v == "" || !wording.Digit(v[0]) || strings.Trim(v, "0123456789 .,") == "" || len(r.Pieces) == 0 {
		return nil
	}
	last := &r.Pieces[len(r.Pieces)-1]
	if last.Label == "" {
		return nil
	}
	if e := r.Lookup(last, InCourse); HoursLabel(last.Key, r.Text(last)) == "" && (e == nil || !Duration(e.Field)) {
		return nil
	}
	e := r.Guess("durée " + lab)
	if e == nil || e.Field != schema.FieldCentreHours && e.Field != schema.FieldCompanyHours {
		return nil
	}
	return e
}

func hasMail(l *layout.Line) bool {
	for _, a := range l.Anchors {
		if strings.HasPrefix(a.Href, "mailto:") {
			return true
		}
	}
	return false
}

// numberSign gives the length of a "N°" or "Réf." that an id follows at the start of a line.
func numberSign(t string) int {
	for _, s := range [...]string{"Réf. ", "Réf ", "réf. ", "Ref. ", "REF ", "RÉF. ", "Référence "} {
		if rest, ok := strings.CutPrefix(t, s); ok && len(rest) < 25 && text.HasDigit(rest) && kind.NativeID(rest) != "" {
			return len(s) - 1
		}
	}
	for _, s := range [...]string{"N°", "n°", "Nº", "N °"} {
		if rest, ok := strings.CutPrefix(t, s); ok && len(rest) < 25 && wording.IsID(strings.TrimSpace(rest)) {
			return len(s)
		}
	}
	return 0
}

// boldEntry reports whether a bold beginning without a colon may be a label: not where the word is too common.
func boldEntry(r *Sheet, key string) bool {
	if r.Lx.Block[key] != nil {
		return true
	}
	e := lexicon.Find(r.Lx.Course, key)
	return e != nil && !e.Cell
}

// setWhole decides whether a line that is nothing but a wording is a label, and how surely.
func (r *Sheet) setWhole(l *layout.Line, p *Piece, lab, key string, ld int, known bool) {
	sure, rank := r.byStructure(l, ld, known)
	colon := endsInColon(l)
	if sure == NotLabel && (known || colon) && (ld >= len(wording.TrimRightLabel(l.Text)) && ld > 0 || colon && known) {
		sure = Styled
	}
	if sure == NotLabel && !known && ld > 0 && ld >= len(wording.TrimRightLabel(l.Text)) {
		if e := r.Guess(lab); e != nil && e.Field == schema.FieldSessions {
			sure = Styled // "Calendrier 2027" in bold over its dates
		}
	}
	if sure == NotLabel && known {
		sure = PlainLabel
		if bx := &r.Lay.Boxes[l.Box]; bx.Last-bx.First == 1 && len(l.Anchors) == 0 && r.followed(l.Box) {
			sure = Lone
		}
	}
	if sure == NotLabel || !known && (len(lab) < 3 || strings.ContainsAny(lab, "@") || standsAlone(lab)) {
		return
	}
	if inHeading := r.HeadingOver(l.Box); inHeading > 0 && rank == 7 {
		rank = inHeading
	}
	*p = Piece{Line: p.Line, From: p.To, To: p.To, Label: lab, Key: key, Sure: sure, Known: known, Whole: true, Rank: rank}
}

// byStructure tells how surely a line is a label by the element it is all of, and its rank.
func (r *Sheet) byStructure(l *layout.Line, ld int, known bool) (sure, rank uint8) {
	bx := &r.Lay.Boxes[l.Box]
	alone := bx.Last-bx.First == 1
	cell := r.cellAround(l.Box)
	tag := bx.Tag
	if cell != l.Box && layout.HeadingLevel(tag) == 0 {
		tag = r.Lay.Boxes[cell].Tag
	}
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return Structural, layout.HeadingLevel(tag)
	case atom.Dt, atom.Caption, atom.Legend, atom.Summary:
		return Structural, 7
	case atom.Th, atom.Td:
		switch {
		case !alone:
		case r.valueCell(cell):
			plain := !known && tag == atom.Td && !endsInColon(l) && ld < len(l.Text)
			if !plain || layout.LabelBox(bx) || layout.LabelBox(&r.Lay.Boxes[cell]) {
				return Structural, 7
			}
		case tag == atom.Th:
			return Styled, 7
		}
	}
	if alone && (known || endsInColon(l)) && layout.LabelBox(bx) {
		return Structural, 7
	}
	return NotLabel, 7
}

func endsInColon(l *layout.Line) bool { return strings.HasSuffix(strings.TrimRight(l.Text, " "), ":") }

// OpenLabel gives the length of a label at the start of t that needs no colon, "Mis à jour le 3 mai".
func (r *Sheet) OpenLabel(t string) int {
	if !r.Lx.MayOpen(t) {
		return 0
	}
	best := 0
	for i, words := 0, 0; i < len(t) && i < 60 && words < 7; {
		j := strings.IndexByte(t[i:], ' ')
		if j < 0 {
			break
		}
		i += j
		words++
		key := wording.LabelKey(t[:i])
		if e := r.Lx.Course[key]; e != nil && e.Open {
			best = i
		} else if e := r.Lx.Session[key]; e != nil && e.Open {
			best = i
		}
		i++
		if words == 1 && !r.Lx.OpenFirst[key] {
			return 0
		}
	}
	return best
}
