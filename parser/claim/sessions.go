package claim

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// sessions reads everything under a sessions label.
func (r *Reader) sessions(i, ext int) int {
	p := &r.Pieces[i]
	r.claim(i, i+1, "section", "sessions")
	was := r.opener
	defer func() { r.opener = was }()
	r.opener = i
	over := r.townOver
	defer func() { r.townOver = over }()
	if at := strings.LastIndex(p.Label, " à "); at > 0 && p.Whole && r.MaybeTown(p.Label[at+len(" à "):]) { // "Nos dates à Grenoble"
		r.townOver = r.townValue(i, p.Label[at+len(" à "):])
	}
	if !p.Whole { // "Session : du … au …"
		p.Claim = ""
		if r.Text(p) == "" {
			p.Claim = "section"
			return r.sessionRun(i+1, ext, nil)
		}
		s := r.open(i)
		if t := r.Text(p); date.HoldsPeriod(t) || wording.Permanent(t) {
			r.sessionText(i, i+1, s)
		} else { // words where dates should stand
			s.Add(r.SessionValue(schema.FieldSessionDates, p.Label, r.Collect(i, i+1, true)))
			r.claim(i, i+1, "session", "label")
		}
		return r.sessionRun(i+1, ext, s)
	}
	for k := i + 1; k < ext; k++ { // a heading or label of the same rank ends it
		if q := &r.Pieces[k]; q.Whole && !q.Skip && q.Rank <= p.Rank && q.Sure >= shape.Styled && (q.Rank <= 6 || r.Beside(i, k) || r.Organiser(p, q)) && !r.IsSessionHead(q) && !r.SessionLabel(q) && r.TableOver(k) == nil {
			ext = k
			break
		}
	}
	return r.sessionRun(i+1, ext, nil)
}

// open starts a session at piece i.
func (r *Reader) open(i int) *session.Session {
	s := &session.Session{Id: r.AttrID(i)}
	s.Where = r.CollectLine(i).Where
	s.Item = r.ItemDepth(r.Pieces[i].Line)
	s.Over = r.townOver
	r.found = append(r.found, s)
	return s
}

// sessionRun reads the pieces under a sessions label: rows, lines and blocks that open one session after another.
func (r *Reader) sessionRun(i, ext int, s *session.Session) int {
	was := r.Listing
	defer func() { r.Listing = was }()
	for i < ext {
		p := &r.Pieces[i]
		if p.Skip || p.Claim != "" {
			i++
			continue
		}
		if t := r.TableAt(i); t != nil {
			i = r.table(t, shape.InSession, s)
			continue
		}
		if b, u := r.UnitBox(i); b > 0 {
			i = r.unit(i, b, u)
			s = nil
			continue
		}
		if b := r.cardAt(i); b > 0 {
			i = r.unitOf(b)
			s = nil
			continue
		}
		if b := r.SessionBox(i); b > 0 {
			i = r.sessionPanel(i, b)
			s = nil
			continue
		}
		if r.IsSessionHead(p) && s != nil && r.Belongs(i, p, s) {
			r.HeadingDates(p.Label, s, r.CollectLine(i))
			r.claim(i, i+1, "session", "session number")
			i++
			continue
		}
		if r.IsSessionHead(p) {
			i = r.sessionBlock(i, ext)
			s = nil
			continue
		}
		if !p.Whole && p.Label != "" && r.Lookup(p, shape.InSession) == nil && session.TownName(p.Label) && (date.HoldsPeriod(r.Text(p)) || wording.Permanent(r.Text(p)) || date.Only(r.Text(p))) {
			p.Label, p.From = "", p.Lfrom // "Tulle (19000) : du … au …": a line that begins with its town
		}
		if _, group := wording.CutOrdinal(r.Lay.Lines[p.Line].Text); group && !p.Whole && p.Label != "" && session.TellsDates(r.Text(p)) {
			p.Label, p.From = "", p.Lfrom // "Groupe 2 : 8 et 9 avril 2027"
		}
		var goes bool
		if p.Label != "" && r.FiresLoose(p, shape.InSession) {
			i, s, goes = r.runLabel(i, ext, s)
		} else {
			i, s, goes = r.runText(i, ext, s)
		}
		if !goes {
			return i
		}
	}
	return i
}

// runLabel reads a label among sessions: it may open the next one, belong to the one being read, or end them all
// (goes is false).
func (r *Reader) runLabel(i, ext int, s *session.Session) (next int, cur *session.Session, goes bool) {
	p := &r.Pieces[i]
	e := r.Lookup(p, shape.InSession)
	if r.overPlace(i, ext) {
		return i + 1, nil, true
	}
	if e != nil && e.Field == schema.FieldSessions { // the heading again
		r.claim(i, i+1, "section", "sessions")
		return i + 1, s, true
	}
	if s == nil && endsSessions(p, e) {
		return i, s, false
	}
	if e == nil && p.Whole && wording.TownLike(p.Label) && r.DatedBelow(i, ext) {
		return i + 1, r.townHead(i), true
	}
	if o := &r.Pieces[r.opener]; !o.Whole && e != nil && !session.Tight(e.Field) && (s == nil || !s.Detail) {
		return i, s, false // the label of one line: what follows is the course's again
	}
	if e != nil && (session.Opener(e.Field) && (s == nil || s.Has(e.Field)) || s.Again(e.Field, p.Label)) || s == nil && e != nil && lexicon.IsSession(e.Field) {
		s = r.open(i)
	}
	r.Listing = s != nil && !s.Detail
	if e == nil {
		return r.unknown(i, ext, shape.InSession, s), s, true
	}
	return r.labelled(i, ext, e, shape.InSession, s), s, true
}

// endsSessions reports a heading of the course's own.
func endsSessions(p *shape.Piece, e *lexicon.Entry) bool {
	return e != nil && !lexicon.IsSession(e.Field) && p.Rank <= 6
}

// overPlace takes the heading of a place of the body's over dates: the town is that of the sessions below it.
func (r *Reader) overPlace(i, ext int) bool {
	town := r.placeHead(&r.Pieces[i])
	if town == "" || !r.DatedBelow(i, ext) {
		return false
	}
	r.townOver = r.townValue(i, town)
	r.claim(i, i+1, "session", "town")
	return true
}

// townHead opens a session by the town that stands over its dates.
func (r *Reader) townHead(i int) *session.Session {
	s := r.open(i)
	pr := r.CollectLine(i)
	pr.Text = r.Pieces[i].Label
	s.Add(r.SessionValue(schema.FieldSessionCity, "", pr))
	r.claim(i, i+1, "session", "town")
	return s
}

// placeHead gives the town of a heading over sessions that names a place of the body by it: "Centre de Metz (57)", "Campus
// d'Angers"; "" for other labels.
func (r *Reader) placeHead(p *shape.Piece) string {
	if !p.Whole || len(p.Label) > 60 {
		return ""
	}
	first, rest, ok := strings.Cut(p.Label, " ")
	switch text.FoldLabel(first) {
	case "centre", "campus", "agence", "antenne", "site", "pole":
	default:
		return ""
	}
	for _, w := range [...]string{"de ", "d'", "d’", "du ", "des "} {
		if r, found := strings.CutPrefix(rest, w); found {
			rest = r
			break
		}
	}
	town, code := rest, ""
	if at := strings.LastIndexByte(rest, '('); at > 0 {
		town, code = strings.TrimSpace(rest[:at]), " "+rest[at:]
	}
	town, _, _ = strings.Cut(town, " – ")
	if !ok || !r.MaybeTown(town) || !r.Town(town) {
		return ""
	}
	return town + code
}

// townValue is a town as the value of the sessions below a heading.
func (r *Reader) townValue(i int, town string) schema.Value {
	pr := r.CollectLine(i)
	pr.Text, pr.Items, pr.Links = town, nil, nil
	return r.SessionValue(schema.FieldSessionCity, "", pr)
}

// runText reads a line without a label among sessions.
func (r *Reader) runText(i, ext int, s *session.Session) (next int, cur *session.Session, goes bool) {
	p := &r.Pieces[i]
	t := r.Text(p)
	if wording.UpdateDate(t) != "" || s == nil && r.behindUnits() {
		return i, s, false
	}
	switch {
	case t == "" && r.labelTells(i, s):
		return i + 1, s, true
	case t == "" && r.iconOpens(i, ext, s):
		s = r.open(i)
		r.IconFacts(i, i+1, s)
		r.ClaimChrome(i, i+1)
		return i + 1, s, true
	case session.OtherDates(t):
		if s == nil {
			r.leave(i, i+1, "", r.Collect(i, i+1, false))
			return i + 1, s, true
		}
	case s != nil && r.nextTown(i, s):
		s = r.open(i)
	case r.lastDay(i, s):
		s.Add(r.SessionValue(schema.FieldSessionEnd, "", r.Collect(i, i+1, false)))
		r.claim(i, i+1, "session", "last day")
		return i + 1, s, true
	case session.TellsDates(t):
		if s == nil || s.Dated() {
			s = r.open(i)
		}
	case s == nil, r.NextOpens(i, ext) && s.Dated(), s.Dated() && s.Has(schema.FieldSessionCity) && wording.TownLike(t) && r.LabelledDates(i+1, ext) && !r.Nearer(i):
		if r.ChromeLine(p.Line, t) || t == "" {
			r.ClaimChrome(i, i+1)
			return i + 1, s, true
		}
		s = r.open(i)
	}
	r.sessionText(i, i+1, s)
	return i + 1, s, true
}

// nextTown reports a line that is the town of another session of a list.
func (r *Reader) nextTown(i int, s *session.Session) bool {
	p := &r.Pieces[i]
	t := r.Text(p)
	return r.townItem(p, t) || s.Item > 0 && s.Item == r.ItemDepth(p.Line) && s.Has(schema.FieldSessionCity) && wording.TownLike(t)
}

// labelTells gives a session what a label says all by itself: "Entrées et sorties permanentes".
func (r *Reader) labelTells(i int, s *session.Session) bool {
	p := &r.Pieces[i]
	if s == nil || !p.Whole || !session.EntryExitText(p.Label) {
		return false
	}
	pr := r.CollectLine(i)
	pr.Text, pr.Items = p.Label, nil
	s.Add(r.SessionValue(schema.FieldSessionEntryExit, "", pr))
	r.claim(i, i+1, "session", "words")
	return true
}

// iconOpens reports whether a picture stands before the first words of a session, in a box that begins with it: what it
// tells is of the session to come, and not of the one before.
func (r *Reader) iconOpens(i, ext int, s *session.Session) bool {
	li := r.Pieces[i].Line
	if i+1 >= ext || len(r.Lay.Lines[li].Icons) == 0 || s != nil && !s.Dated() || len(date.Spans(r.Text(&r.Pieces[i+1]))) == 0 || !session.TellsDates(r.Text(&r.Pieces[i+1])) {
		return false
	}
	b := r.BoxAround(r.BoxOf(i), r.Pieces[i+1].Line)
	return r.Lay.Boxes[b].First == li
}

// datedLines reads unlabelled lines of which most say when and where by themselves: "Du 5 janvier au 3 avril 2026 à Brest,
// il reste des places". It reports false for other lines.
func (r *Reader) datedLines(i, k int) bool {
	n, all := 0, 0
	for j := i; j < k; j++ {
		t := r.Text(&r.Pieces[j])
		if t == "" || r.Pieces[j].Skip {
			continue
		}
		all++
		if len(t) < 220 && len(date.Spans(t)) >= 2 && date.HoldsPeriod(t) && !session.OtherDates(t) && r.SaysWhere(t) {
			n++
		}
	}
	if n == 0 || 2*n < all {
		return false
	}
	r.sessionRun(i, k, nil)
	return true
}

// sessionBlock reads one session that has a heading of its own.
func (r *Reader) sessionBlock(i, end int) int {
	ext, holder := r.SessionExtent(i, end)
	s := r.open(i)
	s.Detail, s.Holder = true, holder
	p := &r.Pieces[i]
	r.HeadingDates(p.Label, s, r.CollectLine(i))
	r.claim(i, i+1, "session", "session heading")
	r.Listing = false
	k := i + 1
	for k < ext && !r.IsSessionHead(&r.Pieces[k]) {
		k++
	}
	r.parse(i+1, k, shape.InSession, s)
	return k
}

// sessionPanel reads a box that speaks of one session.
func (r *Reader) sessionPanel(i int, b int32) int {
	_, to := r.PieceRange(b)
	s := r.open(i)
	s.Id, s.Detail, s.Holder = r.PanelID(b), true, r.Lay.Boxes[b].Parent
	r.parse(i, to, shape.InSession, s)
	return to
}
