package parser

import (
	"strings"

	"golang.org/x/net/html/atom"

	"carif/schema"
)

// How sure it is that a piece begins with a label.
const (
	notLabel   uint8 = iota
	plainLabel       // a known wording and nothing else says so
	lone             // a known wording that is all of its block
	styled           // bold, underlined or followed by a colon on a line of its own
	structural       // a heading, dt, label cell: the page's structure says so
)

// piece is a line, or a part of one, that has at most one label at its start.
type piece struct {
	line     int32
	from, to int32  // its value text in the line
	lfrom    int32  // where the label starts
	label    string // as printed, without the colon; "" for none
	key      string // labelKey of label
	sure     uint8
	known    bool  // some map of the lexicon knows it
	whole    bool  // the label is the whole line: its value follows
	rank     uint8 // 1–6 headings, 7 lines and cells, 8 inside a line
	claim    string
	rule     string
	skip     bool  // chrome
	reach    int32 // box the label governs, where only a tab prints it
	learnt   bool  // a label only because the page draws its labels so
}

// text gives the piece's value text.
func (r *reader) text(p *piece) string {
	return strings.TrimSpace(r.lay.lines[p.line].text[p.from:p.to])
}

// styleKey tells two labels of one style.
type styleKey struct {
	style uint8
	class string
	tag   atom.Atom
	colon bool
}

func (r *reader) styleOf(p *piece) styleKey {
	l := &r.lay.lines[p.line]
	k := styleKey{tag: r.lay.boxes[l.box].tag, colon: strings.Contains(l.text[p.lfrom:p.from], ":")}
	if k.tag != atom.Td && k.tag != atom.Li && k.tag != atom.Div && k.tag != atom.P {
		return k
	}
	for i := range l.runs {
		if l.runs[i].at <= p.lfrom {
			k.style, k.class = l.runs[i].style&(styleBold|styleUnder|styleLabel), l.runs[i].class
		}
	}
	if k.tag == atom.Div || k.tag == atom.P {
		k.tag = atom.Div
		if k.style == 0 {
			k.class = attr(r.lay.boxes[l.box].attrs, "class")
			if i := strings.IndexByte(k.class, ' '); i > 0 {
				k.class = k.class[:i]
			}
		}
	}
	return k
}

// knownKey reports whether any part of the lexicon knows a label.
func (r *reader) knownKey(key, printed string) bool {
	if key == "" || len(key) > 100 {
		return false
	}
	if k, ok := r.known[key]; ok {
		return k
	}
	k := r.site[key] != "" || find(r.lx.course, key) != nil || find(r.lx.session, key) != nil || r.lx.block[key] != nil ||
		len(printed) < 80 && findTwo(r.lx.course, printed) != nil
	r.known[key] = k
	return k
}

// lead is how much of a line's start is in a label's style.
func lead(l *line) int {
	n := 0
	for i := range l.runs {
		if l.runs[i].style&(styleBold|styleUnder|styleLabel) == 0 {
			// a colon or blank between two styled runs belongs to the label
			end := len(l.text)
			if i+1 < len(l.runs) {
				end = int(l.runs[i+1].at)
			}
			if strings.Trim(l.text[min(int(l.runs[i].at), len(l.text)):min(end, len(l.text))], " :") == "" && i+1 < len(l.runs) {
				continue
			}
			return n
		}
		n = len(l.text)
		if i+1 < len(l.runs) {
			n = min(int(l.runs[i+1].at), len(l.text))
		}
	}
	return n
}

func trimLabel(s string) string {
	return strings.Trim(s, " :•-–—>»*·\t.|")
}

// split cuts a line into pieces and finds their labels.
func (r *reader) split(li int32) {
	l := &r.lay.lines[li]
	if l.text == "" {
		p := piece{line: li}
		if bx := &r.lay.boxes[l.box]; len(l.icons) == 1 && bx.last-bx.first == 1 && !r.plain { // a heading drawn as a picture
			if e := r.lx.course[labelKey(l.icons[0].alt)]; e != nil && !e.cell && len(l.icons[0].alt) > 4 {
				p.label, p.key, p.known, p.whole, p.sure, p.rank = trimLabel(l.icons[0].alt), labelKey(l.icons[0].alt), true, true, structural, 6
			}
		}
		r.pieces = append(r.pieces, p)
		return
	}
	p := piece{line: li, to: int32(len(l.text))}
	if r.elsewhere(l) {
		r.pieces = append(r.pieces, p)
		return
	}
	r.first(l, &p)
	if p.whole || len(l.runs) > maxRuns {
		r.pieces = append(r.pieces, p)
		return
	}
	r.rest(l, p)
}

// elsewhere reports whether a line is nothing but a link to another page, in no heading: menus and lists, no labels.
func (r *reader) elsewhere(l *line) bool {
	if len(l.anchors) != 1 || l.anchors[0].from != 0 || int(l.anchors[0].to) < len(l.text) {
		return false
	}
	h := l.anchors[0].href
	if h == "" || h[0] == '#' || strings.HasPrefix(h, "javascript:") || strings.HasPrefix(h, "mailto:") || r.lx.chrome[fold(l.text)] {
		return false
	}
	return r.headingOver(l.box) == 0 && !labelBox(&r.lay.boxes[l.box])
}

// first finds the label at the start of a line.
func (r *reader) first(l *line, p *piece) {
	t := l.text
	ld := lead(l)
	if r.attrLabel(l, p) {
		return
	}
	var whole string // the key of the whole line
	if len(t) <= 130 {
		f := fold(t)
		if whole = keyOf(f); strings.IndexByte(t, '(') >= 0 {
			whole = labelKey(trimLabel(t))
		}
		if len(t) > 60 || !r.lx.chrome[f] {
			f = ""
		}
		r.chromeWord = f != ""
	} else {
		r.chromeWord = false
	}
	if r.chromeWord && !r.plain && !hasMail(l) && (len(l.anchors) > 0 || !wordAlone(t) && !r.knownKey(whole, t)) {
		p.skip, p.claim, p.rule = true, "chrome", "chrome:words"
		return
	}
	if c := strings.IndexByte(t, ':'); len(t) <= 130 && !strings.HasSuffix(t, " -") && !strings.HasSuffix(t, " /") && (c < 0 || c >= len(strings.TrimRight(t, " "))-1 || whenHeading(t) || sessionHeading(t)) {
		lab, key := trimLabel(t), whole
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
				return
			}
		}
	}
	if len(l.runs) > 1 && l.runs[0].class != "" && l.runs[0].class != l.runs[1].class && l.runs[1].at > 2 && int(l.runs[1].at) < len(t) {
		n := int(l.runs[1].at) // a span that holds a known wording and nothing else
		lab := trimLabel(t[:n])
		if key := labelKey(lab); r.knownKey(key, lab) && boldEntry(r, key) {
			p.label, p.key, p.known, p.sure, p.rank, p.from = lab, key, true, styled, 8, int32(n)
			return
		}
	}
	if i := strings.IndexByte(t, ':'); i > 0 && i <= 100 {
		lab := trimLabel(t[:i])
		key := labelKey(lab)
		if r.knownKey(key, lab) {
			p.label, p.key, p.known, p.sure, p.rank = lab, key, true, plainLabel, 8
			if ld >= i || len(l.runs) > 1 && l.runs[0].class != "" && int(l.runs[1].at) > i && strings.Trim(t[i:min(int(l.runs[1].at), len(t))], " :") == "" {
				p.sure = styled
			}
			p.from = int32(i + 1)
			return
		}
		if ld == 0 && len(lab) > 1 && strings.Count(lab, " ") < 9 && len(l.runs) > 1 && l.runs[0].class != "" && l.runs[1].class != l.runs[0].class &&
			int(l.runs[1].at) > i && strings.Trim(t[i:l.runs[1].at], " :") == "" {
			ld = int(l.runs[1].at) // a span of its own with the colon in it
			p.label, p.key, p.sure, p.rank, p.from = lab, key, styled, 8, int32(i+1)
			return
		}
		if ld >= i && ld > 0 && ld < len(t) && len(lab) > 1 && strings.Count(lab, " ") < 9 {
			p.label, p.key, p.sure, p.rank, p.from = lab, key, styled, 8, int32(i+1)
			return
		}
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

// attrLabel takes the label of a block that prints only its value: <h3 title="Organisme responsable">, <td data-label="Ville">.
func (r *reader) attrLabel(l *line, p *piece) bool {
	bx := &r.lay.boxes[l.box]
	if len(bx.attrs) == 0 || bx.last-bx.first != 1 || len(l.text) > 200 {
		return false
	}
	if lab := attr(bx.attrs, "title"); lab != "" && len(lab) < 60 {
		if e := r.lx.course[labelKey(lab)]; e != nil && !e.weak {
			p.label, p.key, p.known, p.sure, p.rank = lab, labelKey(lab), true, styled, 8
			return true
		}
	}
	if lab := attr(bx.attrs, "data-label"); lab != "" && len(lab) < 60 {
		if key := labelKey(lab); r.knownKey(key, lab) {
			p.label, p.key, p.known, p.sure, p.rank = lab, key, true, structural, 8
			return true
		}
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

func headingLevel(t atom.Atom) uint8 {
	switch t {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

// cellAround gives the cell that holds nothing but a box, else the box itself.
func (r *reader) cellAround(b int32) int32 {
	for up, n := b, 0; up > 0 && n < 4 && r.lay.boxes[up].last-r.lay.boxes[up].first == 1; up, n = r.lay.boxes[up].parent, n+1 {
		if t := r.lay.boxes[up].tag; t == atom.Td || t == atom.Th {
			return up
		}
	}
	return b
}

// headingOver gives the heading level of a box that stands alone inside a heading.
func (r *reader) headingOver(b int32) uint8 {
	for i := 0; i < 3 && b > 0; i++ {
		if n := headingLevel(r.lay.boxes[b].tag); n > 0 {
			return n
		}
		b = r.lay.boxes[b].parent
	}
	return 0
}

// labelBox reports whether a block's class or id says that it holds a label.
func labelBox(bx *box) bool {
	for i := range bx.attrs {
		switch bx.attrs[i].Key {
		case "class", "id":
			v := bx.attrs[i].Val
			if labelClass(v) || strings.Contains(v, "entete") || strings.Contains(v, "title") || strings.Contains(v, "Title") ||
				strings.Contains(v, "heading") || strings.Contains(v, "PanelTab") || strings.Contains(v, "card-header") || strings.Contains(v, "accordion") && !strings.Contains(v, "content") {
				return true
			}
		case "scope":
			if bx.attrs[i].Val == "row" {
				return true
			}
		}
	}
	return false
}

// valueCell reports whether the row of a cell goes on with a cell that says something.
func (r *reader) valueCell(cell int32) bool {
	row := r.lay.boxes[cell].parent
	if row < 0 {
		return false
	}
	return r.lay.boxes[row].last > r.lay.boxes[cell].last || r.emptyCellAfter(cell)
}

// emptyCellAfter reports whether an empty cell follows: a label whose value is blank.
func (r *reader) emptyCellAfter(cell int32) bool {
	row := r.lay.boxes[cell].parent
	for i := int(cell) + 1; i < len(r.lay.boxes); i++ {
		if r.lay.boxes[i].parent == row {
			return true
		}
		if r.lay.boxes[i].depth <= r.lay.boxes[cell].depth {
			return false
		}
	}
	return false
}

// followed reports whether something follows the block inside its parent.
func (r *reader) followed(b int32) bool {
	for i := 0; i < 3; i++ {
		p := r.lay.boxes[b].parent
		if p < 0 {
			return false
		}
		if r.lay.boxes[p].last > r.lay.boxes[b].last {
			return true
		}
		if r.lay.boxes[p].last-r.lay.boxes[p].first > 1 {
			return false
		}
		b = p
	}
	return false
}

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

// rest looks for more labels in a line that has text after its first label.
func (r *reader) rest(l *line, p piece) {
	t := l.text
	at := int(p.from)
	for from := at; from < len(t); {
		c := strings.IndexByte(t[from:], ':')
		if c < 0 {
			break
		}
		c += from
		from = c + 1
		if s := r.labelBefore(l, at, c); s > at || s == at && p.label == "" && s > 0 {
			p.to = int32(s)
			r.add(p)
			lab := trimLabel(t[s:c])
			p = piece{line: p.line, lfrom: int32(s), from: int32(c + 1), to: int32(len(t)), label: lab, key: labelKey(lab), known: true, sure: plainLabel, rank: 8}
			if styledAt(l, s) {
				p.sure = styled
			}
			at = c + 1
		}
	}
	r.add(p)
}

func (r *reader) add(p piece) {
	t := r.lay.lines[p.line].text[p.from:p.to]
	p.to = p.from + int32(len(strings.TrimRight(t, " -–|/,;•")))
	if strings.HasSuffix(t, ")") || p.to < p.from {
		p.to = p.from + int32(len(t))
	}
	r.pieces = append(r.pieces, p)
}

// labelBefore finds the start of a known label that ends at the colon c, searching back to from; -1 for none.
// A label in mid-line starts where the style changes or after a separator; a contact's label may follow any blank.
func (r *reader) labelBefore(l *line, from, c int) int {
	t := l.text
	end := len(strings.TrimRight(t[:c], " "))
	best := -1
	for s, words := end-1, 0; s >= from && end-s < 70 && words < 8; s-- {
		if s > from && (t[s-1] == '(' || t[s-1] != ' ' && t[s-1] != '|' && !runAt(l, s)) {
			continue
		}
		if t[s] == ' ' || t[s] == '(' {
			continue
		}
		words++
		lab := trimLabel(t[s:end])
		if lab == "" {
			continue
		}
		key := labelKey(lab)
		sep := s == from || runAt(l, s) || separated(t[from:s])
		if v := strings.TrimLeft(t[c+1:], " "); s > 0 && v != "" && digit(v[0]) {
			if e := find(r.lx.course, key); e != nil && e.field == schema.FieldProvider {
				continue // "Centre : 455 heures"
			}
		}
		switch {
		case sep && r.knownKey(key, lab):
			best = s
		case r.lx.block[key] != nil && len(key) > 2 && s > 0:
			best = s
		case !sep:
			continue
		}
	}
	return best
}

func separated(before string) bool {
	before = strings.TrimRight(before, " ")
	for _, sep := range [...]string{"-", "–", "|", ";", ",", "•", "/", ")"} {
		if strings.HasSuffix(before, sep) {
			return true
		}
	}
	return before == ""
}

func runAt(l *line, s int) bool {
	for i := range l.runs {
		if int(l.runs[i].at) == s || int(l.runs[i].at) == s-1 {
			return true
		}
	}
	return false
}

func styledAt(l *line, s int) bool {
	var st uint8
	for i := range l.runs {
		if int(l.runs[i].at) <= s {
			st = l.runs[i].style
		}
	}
	return st&(styleBold|styleUnder|styleLabel) != 0
}
