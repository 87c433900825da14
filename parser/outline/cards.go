package outline

import (
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"carif/parser/layout"
	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// A unit is one of several boxes drawn alike below one parent of which most tell a date: the sessions of a course as cards,
// list items or rows that are no table. Boxes drawn alike that each lead to a page of its own are other courses.

// maxCardLines is the number of lines up to which a box may be one session.
const maxCardLines = 60

// UnitKey tells boxes drawn alike.
type UnitKey struct {
	Parent int32
	tag    atom.Atom
	Class  string
}

// UnitKey gives how a box is drawn.
func (r *Regions) UnitKey(b int32) UnitKey {
	bx := &r.Lay.Boxes[b]
	return UnitKey{bx.Parent, bx.Tag, layout.FirstClass(layout.Attr(bx.Attrs, "class"))}
}

// UnitGroups gathers the boxes that may be units: children of one box, of one tag and class, in the page's order. A box
// in which no line may say when a session is has no units, and most boxes of a page are of that kind.
func (r *Regions) UnitGroups() (map[UnitKey][]int32, []UnitKey) {
	groups := map[UnitKey][]int32{}
	var order []UnitKey
	whens := r.whenSums()
	for i := 1; i < len(r.Lay.Boxes); i++ {
		bx := &r.Lay.Boxes[i]
		if bx.Parent < 0 || bx.Last-bx.First > maxCardLines || bx.First == bx.Last {
			continue
		}
		switch bx.Tag {
		case atom.Div, atom.Li, atom.Article, atom.Section, atom.Details, atom.A, atom.Dd, atom.P:
		default:
			continue
		}
		if up := &r.Lay.Boxes[bx.Parent]; whens[up.First] == whens[max(up.Last, bx.Last)] {
			continue
		}
		k := r.UnitKey(int32(i))
		if groups[k] == nil {
			order = append(order, k)
		}
		groups[k] = append(groups[k], int32(i))
	}
	return groups, order
}

// whenSums gives, for each line, how many lines before it may say when a session is.
func (r *Regions) whenSums() []int32 {
	sums := make([]int32, len(r.Lay.Lines)+1)
	for i := range r.Lay.Lines {
		sums[i+1] = sums[i]
		if t := r.Lay.Lines[i].Text; len(t) <= 200 && (date.MayHold(t) || wording.Permanent(t)) {
			sums[i+1]++
		}
	}
	return sums
}

// How a line by itself says when a session may be.
const (
	notAsked   uint8 = iota
	noWhen           // not at all
	mayBeWhen        // by one date
	surelyWhen       // by two dates, or by how one enters
)

// whenOf tells how a line says when a session may be; each line of a page is asked once.
func (r *Regions) whenOf(li int32) uint8 {
	if r.whens == nil {
		r.whens = make([]uint8, len(r.Lay.Lines))
	}
	if r.whens[li] == notAsked {
		r.whens[li] = r.readWhen(&r.Lay.Lines[li])
	}
	return r.whens[li]
}

func (r *Regions) readWhen(l *layout.Line) uint8 {
	permanent := wording.Permanent(l.Text)
	if len(l.Text) > 200 || !permanent && !text.HasDigit(l.Text) {
		return noWhen
	}
	period := date.HoldsPeriod(l.Text)
	if period && session.OtherDates(l.Text) || !permanent && !period && !date.Only(l.Text) && !r.partDate(l) {
		return noWhen
	}
	if permanent || len(date.Spans(l.Text)) > 1 {
		return surelyWhen
	}
	return mayBeWhen
}

// Composed reports whether most boxes of a group hold several lines or parts: a list of single lines is read line by line.
func (r *Regions) Composed(g []int32) bool {
	n := 0
	for _, b := range g {
		bx := &r.Lay.Boxes[b]
		if bx.Last-bx.First > 1 || len(r.Lay.Lines[bx.First].Parts) > 1 {
			n++
		}
	}
	return n*2 > len(g)
}

// OwnOnly reports whether a box has no labels but those of a session.
func (r *Regions) OwnOnly(b int32) bool {
	from, to := r.PieceRange(b)
	for i := from; i < to; i++ {
		if p := &r.Pieces[i]; p.Known && !p.Skip && !r.IsSessionHead(p) {
			if e := r.Lookup(p, shape.InSession); e != nil && !lexicon.IsSession(e.Field) && e.Field != schema.FieldSessions && e.Field != schema.FieldContact {
				return false
			}
		}
	}
	return true
}

// NamesSession reports whether a class says that a box is one session: "session-card", "carte-session", not "sessions".
func NamesSession(class string) bool {
	for w := range strings.FieldsFuncSeq(strings.ToLower(class), func(c rune) bool { return c == '-' || c == '_' || c == ' ' }) {
		if w == "session" {
			return true
		}
	}
	return false
}

// Skipped reports whether a box is chrome already.
func (r *Regions) Skipped(b int32) bool {
	from, to := r.PieceRange(b)
	for i := from; i < to; i++ {
		if !r.Pieces[i].Skip {
			return false
		}
	}
	return true
}

// SkipBox makes chrome of all that stands in a box.
func (r *Regions) SkipBox(b int32, rule string) {
	from, to := r.PieceRange(b)
	for i := from; i < to; i++ {
		if p := &r.Pieces[i]; p.Claim == "" {
			p.Skip, p.Claim, p.Rule = true, "chrome", rule
		}
	}
}

// UnitDated tells whether a box says when a session is, and whether it may lead to the page of a course of its own. A box
// that holds a label of a course's text is no unit.
func (r *Regions) UnitDated(b int32) (dated, unit bool) {
	bx := &r.Lay.Boxes[b]
	if p := &r.Pieces[r.FirstOf[bx.First]]; p.Whole && p.Known && p.Sure >= shape.Styled && r.Lookup(p, shape.InSession) != nil && !r.SessionLabel(p) && !r.IsSessionHead(p) {
		return false, false // a section of the sheet
	}
	dated, section := r.unitDated(bx)
	return dated && !section, !section
}

// unitDated tells whether a box says when a session is, and whether it holds a label of a course's text.
func (r *Regions) unitDated(bx *layout.Box) (dated, section bool) {
	when := noWhen
	theirs := true // what stands here is a session's, and not of a label that speaks of something else
	var beside []int32
	for i := bx.First; i < bx.Last; i++ {
		p := &r.Pieces[r.FirstOf[i]]
		e := r.Lookup(p, shape.InCourse)
		if e != nil && p.Sure >= shape.Styled && (lexicon.Long(e.Field) && e.Field != schema.FieldOther || e.Field == schema.FieldAudience) {
			return false, true
		}
		if p.Label != "" && !r.IsSessionHead(p) {
			if e = r.Lookup(p, shape.InSession); e == nil {
				head := wording.CutCount(p.Label)
				theirs = session.TownName(head) && !dateOfSomething(head)
			} else {
				theirs = lexicon.IsSession(e.Field) || e.Field == schema.FieldSessions
			}
		}
		if theirs && len(r.Lay.Lines[i].Text) <= 200 {
			when = max(when, r.whenOf(i))
			beside = append(beside, i)
		}
	}
	if when == mayBeWhen && slices.ContainsFunc(beside, func(i int32) bool { return r.placeOrState(&r.Lay.Lines[i]) }) {
		when = surelyWhen
	}
	return when == surelyWhen, false
}

// UnitLinked tells whether a link in a box has the words of a title.
func (r *Regions) UnitLinked(b int32) bool {
	bx := &r.Lay.Boxes[b]
	for i := bx.First; i < bx.Last; i++ {
		l := &r.Lay.Lines[i]
		for _, a := range l.Anchors {
			if a.From == a.To || !leadsToPage(a.Href) || LeadsToPlace(a.Href) {
				continue
			}
			t := strings.TrimSpace(l.Text[min(int(a.From), len(l.Text)):min(int(a.To), len(l.Text))])
			if len(t) > 14 && !r.Lx.Invites(t) && (r.HeadingOver(l.Box) > 0 || strings.Count(t, " ") > 1) && !r.Lx.Chrome[text.FoldLabel(t)] && r.Lx.Misfit(schema.FieldContactName, t) == nil {
				return true
			}
		}
	}
	return false
}

// placeOrState reports whether a line, or one of its parts, is a town or a session's state: what stands beside a lone date
// that is a session's. A date beside a name and a sentence is that of a testimony.
func (r *Regions) placeOrState(l *layout.Line) bool {
	if r.Town(l.Text) || r.State(l.Text) {
		return true
	}
	for _, s := range l.Parts {
		if t := strings.TrimSpace(l.Text[s.From:min(int(s.To), len(l.Text))]); r.Town(t) || r.State(t) {
			return true
		}
	}
	return len(l.Text) < 60 && wording.PostalLine(l.Text)
}

// CountBelow reports whether a number or a yes or no follows piece i: "Places disponibles" over "12" is a label.
func (r *Regions) CountBelow(i, to int) bool {
	for j := i + 1; j < to; j++ {
		if t := r.Text(&r.Pieces[j]); t != "" {
			f := text.FoldLabel(t)
			return wording.Digit(t[0]) && (len(t) < 6 || strings.Contains(f, "place") && len(t) < 24) || f == "oui" || f == "non"
		}
	}
	return false
}

// dateOfSomething reports a label whose date is of a registration, a decision, a publication.
func dateOfSomething(label string) bool {
	f := " " + text.FoldLabel(label)
	for _, w := range [...]string{" date", " echeance", " enregistre", " validite", " publi", " decision", " limite", " mise a jour", " depuis", " fin de"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}

// partDate reports whether one of the parts of a line says when.
func (r *Regions) partDate(l *layout.Line) bool {
	for _, s := range l.Parts {
		if t := strings.TrimSpace(l.Text[s.From:min(int(s.To), len(l.Text))]); date.HoldsPeriod(t) || date.Only(t) {
			return true
		}
	}
	return false
}

// placeSteps are the steps of the addresses of pages on centres and towns.
var placeSteps = text.Set([]string{"centre", "centres", "campus", "organisme", "organismes", "etablissement", "etablissements", "lieu", "lieux", "agence", "agences",
	"antenne", "antennes", "ville", "villes", "ecole", "ecoles", "implantation", "implantations"})

// LeadsToPlace reports whether a link leads to the page of a centre or a town, which is no course's.
func LeadsToPlace(href string) bool {
	path, _, _ := strings.Cut(href, "?")
	for step := range strings.SplitSeq(strings.ToLower(path), "/") {
		if placeSteps[step] {
			return true
		}
	}
	return false
}

// leadsToPage tells whether a link leads to a page: not to a place on this one, a mailbox, a telephone or a script.
func leadsToPage(href string) bool {
	return href != "" && href[0] != '#' && !strings.Contains(href, "mailto:") && !strings.Contains(href, "tel:") &&
		!strings.HasPrefix(href, "javascript")
}
