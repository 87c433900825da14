package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
	"carif/text"
)

// elsewhere reports whether a line is nothing but a link to another page, in no heading: menus and lists, no labels.
func (r *reader) elsewhere(l *line) bool {
	if len(l.anchors) != 1 || l.anchors[0].from != 0 || int(l.anchors[0].to) < len(l.text) {
		return false
	}
	h := l.anchors[0].href
	if h == "" || h[0] == '#' || strings.HasPrefix(h, "javascript:") || strings.HasPrefix(h, "mailto:") || r.lx.chrome[text.FoldLabel(l.text)] {
		return false
	}
	return r.headingOver(l.box) == 0 && !labelBox(&r.lay.boxes[l.box])
}

// offPage is the rule by which a line serves the page and not the course: words of its furniture, a button, the
// question of a form. whole is the line's key, lead the length of the style it opens with.
func (r *reader) offPage(l *line, whole string, lead int) string {
	t := l.text
	switch {
	case r.chromeWord && !r.plain && !hasMail(l) && (len(l.anchors) > 0 || !wordAlone(t) && !r.knownKey(whole, t)):
		return "chrome:words"
	case len(l.anchors) == 1 && len(t) < 40 && r.action(l, stretch{0, int32(len(t))}, t) && r.headingOver(l.box) == 0:
		return "chrome:action"
	case l.asks && (strings.HasSuffix(t, ":") || lead >= len(t) || len(l.runs) > 0 && l.runs[0].class != "" || r.knownKey(whole, t)):
		return "chrome:control"
	}
	return ""
}

// first finds the label at the start of a line.
func (r *reader) first(l *line, p *piece) {
	t := l.text
	ld := lead(l)
	if ld > 0 && ld < len(t) && strings.Trim(t[ld:], " []()+-–▼▲►▶") == "" && strings.ContainsAny(t[ld:], "[(+▼▲►▶") {
		ld = len(t) // a mark that folds and unfolds what is below
	}
	if r.attrLabel(l, p) {
		return
	}
	var whole string // the key of the whole line
	if len(t) <= 130 {
		f := text.FoldLabel(t)
		if whole = keyOf(f); strings.IndexByte(t, '(') >= 0 || shortened(t) {
			whole = labelKey(trimLabel(t))
		}
		if len(t) > 60 || !r.lx.chrome[f] {
			f = ""
		}
		r.chromeWord = f != ""
	} else {
		r.chromeWord = false
	}
	if rule := r.offPage(l, whole, ld); rule != "" {
		p.skip, p.claim, p.rule = true, "chrome", rule
		return
	}
	if c := strings.IndexByte(t, ':'); len(t) <= 130 && !strings.HasSuffix(t, " -") && !strings.HasSuffix(t, " /") && (c < 0 || c >= len(strings.TrimRight(t, " "))-1 || whenHeading(t) || sessionHeading(t)) {
		lab, key := trimLabel(t), whole
		if n := enumerated(lab); n > 0 && !r.knownKey(key, lab) && r.numberedSection(lab[n:]) {
			lab, key = lab[n:], labelKey(lab[n:]) // "1 - Objectifs"
		}
		if bx := &r.lay.boxes[l.box]; bx.last-bx.first == 1 && (headingLevel(bx.tag) > 0 || labelBox(bx) || r.onlyHead(l.box)) && whenHeading(lab) {
			*p = piece{line: p.line, from: p.to, to: p.to, label: lab, key: key, sure: structural, whole: true, rank: max(headingLevel(bx.tag), 5)}
			return
		}
		if r.knownKey(key, lab) || sessionHeading(lab) {
			r.setWhole(l, p, lab, key, ld, true)
			if p.whole {
				return
			}
		}
	}
	if r.firstStyled(l, p, ld) || r.firstColon(l, p, ld) {
		return
	}
	if r.plausible(t, p) {
		return
	}
	if n := numberSign(t); n > 0 {
		p.label, p.key, p.known, p.sure, p.rank, p.from = t[:n], "n", true, plainLabel, 8, int32(n)
		return
	}
	if n := r.openLabel(t); n > 0 {
		p.label, p.key, p.known, p.sure, p.rank, p.from = t[:n], labelKey(t[:n]), true, plainLabel, 8, int32(n)
		return
	}
	if len(t) <= 90 {
		lab := trimLabel(t)
		r.setWhole(l, p, lab, whole, ld, false)
	}
}

// numberedSection reports whether a numbered heading may be a section of the sheet ("1 - Objectifs", "4. Lieu"). Other
// words for a session's place ("Implantation") number the parts of a programme as well.
func (r *reader) numberedSection(label string) bool {
	key := labelKey(label)
	e := find(r.lx.session, key)
	if e == nil {
		e = find(r.lx.course, key)
	}
	if e != nil && e.field == schema.FieldSessionPlace && !strings.Contains(key, "lieu") && !strings.Contains(key, "ville") && !strings.Contains(key, "adresse") {
		return false
	}
	return r.knownKey(key, label)
}

// enumerated gives the length of a number and its mark at the start of a heading: "1 - ", "II. ", "3) ", "A/ ".
func enumerated(t string) int {
	i := 0
	for i < len(t) && i < 4 && (digit(t[i]) || strings.IndexByte("IVXABCDEFG", t[i]) >= 0) {
		i++
	}
	rest := strings.TrimLeft(t[i:], " °")
	if i == 0 || rest == "" || strings.IndexByte("-.)/", rest[0]) < 0 && !strings.HasPrefix(rest, "–") {
		return 0
	}
	return len(t) - len(strings.TrimLeft(rest, " -.)/–"))
}

// firstStyled finds a label that the style of a line's beginning shows.
func (r *reader) firstStyled(l *line, p *piece, ld int) bool {
	t := l.text
	if ld > 0 && ld < len(t) && ld <= 110 {
		lab := trimLabel(t[:ld])
		key := labelKey(lab)
		after := strings.TrimLeft(t[ld:], " ")
		colon := strings.HasSuffix(strings.TrimRight(t[:ld], " "), ":") || strings.HasPrefix(after, ":")
		if known := r.knownKey(key, lab); known || lab != "" && (colon || l.runs[0].style&styleLabel != 0 && r.guess(lab) != nil) {
			p.label, p.key, p.known, p.sure, p.rank = lab, key, known, styled, 8
			p.from = int32(len(t) - len(strings.TrimLeft(t[ld:], " :")))
			if !colon && known && !boldEntry(r, key) {
				p.label, p.key, p.known, p.sure, p.from = "", "", false, notLabel, 0
			} else {
				return true
			}
		}
	}
	if len(l.runs) > 1 && l.runs[0].class != "" && l.runs[0].class != l.runs[1].class && l.runs[1].at > 2 && int(l.runs[1].at) < len(t) {
		n := int(l.runs[1].at) // a span that holds a known wording and nothing else
		lab := trimLabel(t[:n])
		if key := labelKey(lab); r.knownKey(key, lab) && boldEntry(r, key) {
			p.label, p.key, p.known, p.sure, p.rank = lab, key, true, styled, 8
			p.from = int32(len(t) - len(strings.TrimLeft(t[n:], " :")))
			return true
		}
	}
	return false
}

// firstColon finds a label that ends in the line's first colon.
func (r *reader) firstColon(l *line, p *piece, ld int) bool {
	t := l.text
	if i := strings.IndexByte(t, ':'); i > 0 && i <= 100 {
		lab := trimLabel(t[:i])
		key := labelKey(lab)
		if r.knownKey(key, lab) {
			p.label, p.key, p.known, p.sure, p.rank = lab, key, true, plainLabel, 8
			if ld >= i || len(l.runs) > 1 && l.runs[0].class != "" && int(l.runs[1].at) > i && strings.Trim(t[i:min(int(l.runs[1].at), len(t))], " :") == "" {
				p.sure = styled
			}
			p.from = int32(i + 1)
			return true
		}
		if e := r.partOfDuration(lab, t[i+1:]); e != nil {
			p.label, p.key, p.known, p.sure, p.rank, p.from = lab, "duree "+key, true, plainLabel, 8, int32(i+1)
			r.known[p.key], r.guessed[p.key] = true, e
			return true
		}
		if ld == 0 && len(lab) > 1 && strings.Count(lab, " ") < 9 && len(l.runs) > 1 && l.runs[0].class != "" && l.runs[1].class != l.runs[0].class &&
			int(l.runs[1].at) > i && strings.Trim(t[i:l.runs[1].at], " :") == "" {
			p.label, p.key, p.sure, p.rank, p.from = lab, key, styled, 8, int32(i+1) // a span of its own with the colon in it
			return true
		}
		if ld >= i && ld > 0 && ld < len(t) && len(lab) > 1 && strings.Count(lab, " ") < 9 {
			p.label, p.key, p.sure, p.rank, p.from = lab, key, styled, 8, int32(i+1)
			return true
		}
	}
	return false
}

// partOfDuration tells what part of it a line below a duration gives, nil when none: "Entreprise : 210 h" below
// "Centre : 385 h".
func (r *reader) partOfDuration(lab, value string) *entry {
	v := strings.TrimSpace(value)
	if len(lab) > 40 || len(v) > 20 || v == "" || !digit(v[0]) || strings.Trim(v, "0123456789 .,") == "" || len(r.pieces) == 0 {
		return nil
	}
	last := &r.pieces[len(r.pieces)-1]
	if last.label == "" {
		return nil
	}
	if e := r.lookup(last, inCourse); hoursLabel(last.key, r.text(last)) == "" && (e == nil || !duration(e.field)) {
		return nil
	}
	e := r.guess("durée " + lab)
	if e == nil || e.field != schema.FieldCentreHours && e.field != schema.FieldCompanyHours {
		return nil
	}
	return e
}

// attrLabel takes the label of a line that prints only its value: <h3 title="Organisme responsable">, <td data-label="Ville">,
// <div aria-label="Durée">, a picture of a clock called "Durée".
func (r *reader) attrLabel(l *line, p *piece) bool {
	li := p.line
	for b, n := l.box, 0; b > 0 && n < 3 && r.lay.boxes[b].first == li; b, n = r.lay.boxes[b].parent, n+1 {
		bx := &r.lay.boxes[b]
		lines := bx.last - bx.first
		for i := range bx.attrs {
			lab := bx.attrs[i].Val
			if lab == "" || len(lab) > 60 {
				continue
			}
			e := r.lx.course[labelKey(lab)]
			switch bx.attrs[i].Key {
			case "title":
				if lines != 1 || len(l.text) > 200 || e == nil || e.weak {
					continue
				}
				p.label, p.key, p.known, p.sure, p.rank = lab, labelKey(lab), true, styled, 8
				return true
			case "data-label", "data-title", "data-th", "aria-label":
				if key := labelKey(lab); r.knownKey(key, lab) && (lines == 1 || e != nil && !e.weak && !e.cell) && !r.printsLabel(lab, bx) {
					p.label, p.key, p.known, p.sure, p.rank = lab, key, true, structural, 8
					if lines > 1 {
						p.reach = b
					}
					return true
				}
			}
		}
	}
	return r.namedLine(l, p)
}

// printsLabel reports whether one of the first lines of a box prints the words of its attribute.
func (r *reader) printsLabel(lab string, bx *box) bool {
	f := text.FoldLabel(lab)
	for i := bx.first; i < min(bx.last, bx.first+2); i++ {
		if strings.HasPrefix(text.FoldLabel(r.lay.lines[i].text), f) {
			return true
		}
	}
	return false
}

// namedLine takes as label what the element or the picture is called that begins a line.
func (r *reader) namedLine(l *line, p *piece) bool {
	if len(l.text) > 200 || len(l.names) == 0 && len(l.icons) == 0 || l.text == "" {
		return false
	}
	if c := strings.IndexByte(l.text, ':'); c > 0 && c < 60 || r.knownKey(labelKey(l.text), l.text) {
		return false // it prints a label of its own
	}
	names := make([]name, 0, 4)
	names = append(names, l.names...)
	for _, ic := range l.icons {
		names = append(names, name{ic.alt, ic.at}, name{ic.title, ic.at})
	}
	for _, n := range names {
		if n.at > 0 || len(n.text) < 3 || len(n.text) > 60 || r.state(n.text) {
			continue
		}
		key := labelKey(n.text)
		e := find(r.lx.course, key)
		if e == nil {
			e = find(r.lx.session, key)
		}
		if e == nil {
			e = r.lx.block[key]
		}
		if e == nil || e.field == fieldIgnore || e.field == fieldSection || e.weak || strings.HasPrefix(text.FoldLabel(l.text), text.FoldLabel(n.text)) {
			continue
		}
		p.label, p.key, p.known, p.sure, p.rank = n.text, key, true, styled, 8
		return true
	}
	return false
}

func hasMail(l *line) bool {
	for _, a := range l.anchors {
		if strings.HasPrefix(a.href, "mailto:") {
			return true
		}
	}
	return false
}

// numberSign gives the length of a "N°" that an id follows at the start of a line.
func numberSign(t string) int {
	for _, s := range [...]string{"N°", "n°", "Nº", "N °"} {
		if rest, ok := strings.CutPrefix(t, s); ok && len(rest) < 25 && isID(strings.TrimSpace(rest)) {
			return len(s)
		}
	}
	return 0
}

// boldEntry reports whether a bold beginning without a colon may be a label: not where the word is too common.
func boldEntry(r *reader, key string) bool {
	if r.lx.block[key] != nil {
		return true
	}
	e := find(r.lx.course, key)
	return e != nil && !e.cell
}

// setWhole decides whether a line that is nothing but a wording is a label, and how surely.
func (r *reader) setWhole(l *line, p *piece, lab, key string, ld int, known bool) {
	bx := &r.lay.boxes[l.box]
	colon := strings.HasSuffix(strings.TrimRight(l.text, " "), ":")
	alone := bx.last-bx.first == 1
	rank := uint8(7)
	sure := notLabel
	cell := r.cellAround(l.box)
	tag := bx.tag
	if cell != l.box && headingLevel(tag) == 0 {
		tag = r.lay.boxes[cell].tag
	}
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		sure, rank = structural, headingLevel(tag)
	case atom.Dt, atom.Caption, atom.Legend, atom.Summary:
		sure = structural
	case atom.Th, atom.Td:
		if alone && r.valueCell(cell) {
			sure = structural
			if !known && tag == atom.Td && !colon && ld < len(l.text) && !labelBox(bx) && !labelBox(&r.lay.boxes[cell]) {
				sure = notLabel
			}
		} else if alone && tag == atom.Th {
			sure = styled
		}
	}
	if sure == notLabel && alone && labelBox(bx) {
		sure = structural
		if !known && !colon {
			sure = notLabel
		}
	}
	if sure == notLabel && (ld >= len(trimRightLabel(l.text)) && ld > 0 || colon && known) {
		sure = styled
		if !known && !colon {
			sure = notLabel
		}
	}
	if sure == notLabel && known {
		sure = plainLabel
		if alone && len(l.anchors) == 0 && r.followed(l.box) {
			sure = lone
		}
	}
	if sure == notLabel || !known && len(lab) < 3 || !known && strings.ContainsAny(lab, "@") {
		return
	}
	if inHeading := r.headingOver(l.box); inHeading > 0 && rank == 7 {
		rank = inHeading
	}
	*p = piece{line: p.line, from: p.to, to: p.to, label: lab, key: key, sure: sure, known: known, whole: true, rank: rank}
}

func trimRightLabel(s string) string { return strings.TrimRight(s, " :") }

// openLabel gives the length of a label at the start of t that needs no colon, "Mis à jour le 3 mai".
func (r *reader) openLabel(t string) int {
	best := 0
	for i, words := 0, 0; i < len(t) && i < 60 && words < 7; {
		j := strings.IndexByte(t[i:], ' ')
		if j < 0 {
			break
		}
		i += j
		words++
		key := labelKey(t[:i])
		if e := r.lx.course[key]; e != nil && e.open {
			best = i
		} else if e := r.lx.session[key]; e != nil && e.open {
			best = i
		}
		i++
		if words == 1 && !r.openFirst[key] {
			return 0
		}
	}
	return best
}
