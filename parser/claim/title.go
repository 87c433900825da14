package claim

import (
	"strings"

	"carif/parser/layout"
	"carif/parser/outline"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/date"
)

// takeTitle claims the title and what stands beside it in its line or box: a reference.
func (r *Reader) takeTitle() {
	if r.TitleAt < 0 {
		return
	}
	i := r.TitleAt
	p := &r.Pieces[i]
	pr := r.CollectLine(i)
	p.Label, p.Known, p.Whole, p.From, p.To = "", false, false, 0, int32(len(r.Lay.Lines[p.Line].Text))
	if t, id := r.DrawnReference(i); id != "" {
		label := strings.Trim(strings.TrimSuffix(strings.TrimPrefix(pr.Text, t), id), " -–|(")
		pr.Text = t
		q := pr
		q.Text = id
		r.put(schema.FieldNativeID, label, q, nil, 0)
	} else if t, id := outline.CutReference(pr.Text); id != "" {
		pr.Text = t
		q := pr
		q.Text = id
		r.put(schema.FieldNativeID, "", q, nil, 0)
	}
	for j := i + 1; j < r.TitleEnd; j++ { // a heading of several lines is one title
		q := &r.Pieces[j]
		if q.Line != r.Pieces[j-1].Line {
			pr.Text = strings.TrimSpace(pr.Text + " " + wording.Clean(r.Lay.Lines[q.Line].Text))
		}
		*q = shape.Piece{Line: q.Line, From: q.From, To: q.To, Claim: string(schema.FieldTitle), Rule: "title"}
	}
	r.skipLinks(i)
	r.overTitle(i)
	p.Skip = false
	p.Claim, p.Rule = string(schema.FieldTitle), "title"
	r.put(schema.FieldTitle, "", pr, nil, 0)
	r.lastUsed = max(r.lastUsed, i, r.TitleEnd-1)
}

// skipLinks makes chrome of the lines over the title that are nothing but links to places of the same page: "Contenu", "Pied de
// page" for those who read by ear.
func (r *Reader) skipLinks(i int) {
	for j := range i {
		p := &r.Pieces[j]
		l := &r.Lay.Lines[p.Line]
		if p.Skip || len(l.Anchors) != 1 || !strings.HasPrefix(l.Anchors[0].Href, "#") || len(l.Anchors[0].Href) < 2 ||
			l.Anchors[0].From != 0 || int(l.Anchors[0].To) < len(l.Text) {
			continue
		}
		p.Skip, p.Claim, p.Rule = true, "chrome", "skip"
	}
}

// overTitle makes a line of words of what looks like a label right over the page's main heading: "Certification" there says of what
// kind the course is, and the heading is no value.
func (r *Reader) overTitle(i int) {
	if i == 0 || layout.HeadingLevel(r.Lay.Boxes[r.Lay.Lines[r.Pieces[i].Line].Box].Tag) != 1 {
		return
	}
	q := &r.Pieces[i-1]
	if !q.Whole || q.Label == "" || q.Skip || q.Claim != "" || q.Rank <= 6 || q.Line != r.Pieces[i].Line-1 {
		return
	}
	if e := r.Lookup(q, shape.InCourse); e != nil && e.Field == schema.FieldTitle {
		return
	}
	q.Label, q.Known, q.Whole, q.From = "", false, false, q.Lfrom
}

// takeUpdated takes the update date from where a profile says it stands.
func (r *Reader) takeUpdated() {
	u := r.Lay.UpdatedLines
	if u[1] <= u[0] {
		r.fillTemplates()
		return
	}
	from, to := int(r.FirstOf[u[0]]), int(r.FirstOf[u[1]])
	pr := r.Collect(from, to, true)
	if spans := date.Spans(pr.Text); len(spans) > 0 {
		pr.Text, pr.Items = pr.Text[spans[0][0]:spans[0][1]], nil
		r.put(schema.FieldUpdatedOn, "", pr, nil, 0)
		r.claim(from, to, string(schema.FieldUpdatedOn), "profile")
	}
}

// metaLine reads a line about the sheet itself, printed without colons: "Réf. 51-5102 | Fiche modifiée le 19 juin
// 2013", "Fiche n° 68F3301 - mise à jour du 17/05/2013". It reports whether the line was one.
func (r *Reader) metaLine(pr shape.Printed) bool {
	if len(pr.Text) > 140 || strings.Contains(pr.Text, "\n") || r.metas > 50 {
		return false
	}
	found := false
	r.metas++
	before := "" // words that lead to the next part
	var more []string
	for _, part := range outline.SplitMarks(pr.Text) {
		q := pr
		q.Items, q.Links = nil, nil
		part = strings.TrimSpace(part)
		if date := wording.UpdateDate(part); date != "" && len(r.Draft.Get(schema.FieldUpdatedOn)) == 0 {
			q.Text = date
			r.put(schema.FieldUpdatedOn, strings.TrimSpace(before+" "+strings.TrimSuffix(part, date)), q, nil, 0)
			found, before = true, ""
			continue
		}
		if label, id := wording.SheetID(part); id != "" && len(r.Draft.Get(schema.FieldNativeID)) == 0 {
			q.Text = id
			r.put(schema.FieldNativeID, strings.TrimSpace(before+" "+label), q, nil, 0)
			found, before = true, ""
			continue
		}
		if wording.Digits(part) == 0 {
			before = strings.TrimSpace(before + " " + part)
			continue
		}
		more, before = append(more, strings.TrimSpace(before+" "+part)), ""
	}
	if more = append(more, before); found {
		r.putMore(more, pr)
	}
	return found
}

// putFacts keeps what stands between bullets behind an id: "3 jours (21 heures) • 1 350 € HT", each by its kind. What has none is
// kept as it is.
func (r *Reader) putFacts(label, t string, pr shape.Printed) {
	pr.Items, pr.Links = nil, nil
	var more []string
	for part := range strings.FieldsFuncSeq(t, func(c rune) bool { return c == '•' || c == '·' || c == '|' }) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if pr.Text = part; !r.putFact(pr) {
			more = append(more, part)
		}
	}
	if pr.Text = strings.Trim(strings.Join(more, " • "), " -–—"); pr.Text != "" {
		r.put(schema.FieldOther, label, pr, nil, 0)
	}
}

// putFact gives words of one line about the sheet to the field that their kind alone tells; a town is where the body is as likely
// as where a session is held.
func (r *Reader) putFact(pr shape.Printed) bool {
	f := r.factField(pr.Text)
	if f == "" || f == schema.FieldSessionCity {
		return false
	}
	r.putWeak(f, "", pr)
	return true
}

// putMore keeps what else a line about the sheet says: how long the course is, and what it costs, by the kind of the words, and
// what tells none: when it was typed in, who did.
func (r *Reader) putMore(more []string, pr shape.Printed) {
	for _, t := range more {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		pr.Text, pr.Items, pr.Links = t, nil, nil
		if r.putFact(pr) {
			continue
		}
		if t != "" && !r.saysAlready(schema.FieldOther, t) {
			r.put(schema.FieldOther, "", pr, nil, 0)
		}
	}
}

// cutMeta takes a last line about the sheet itself off a value: the foot of a sheet under its last heading.
func (r *Reader) cutMeta(pr shape.Printed) shape.Printed {
	i := strings.LastIndexByte(pr.Text, '\n')
	if i < 1 {
		return pr
	}
	foot := pr
	foot.Text, foot.Items, foot.Links = pr.Text[i+1:], nil, nil
	dated := false
	for _, part := range outline.SplitMarks(foot.Text) {
		if wording.UpdateDate(part) != "" {
			dated = true
		} else if _, id := wording.SheetID(part); id == "" {
			return pr
		}
	}
	if !dated || len(r.Draft.Get(schema.FieldUpdatedOn)) > 0 || !r.metaLine(foot) {
		return pr
	}
	pr.Text = pr.Text[:i]
	if n := len(pr.Items); n > 0 && pr.Items[n-1] == foot.Text {
		pr.Items = pr.Items[:n-1]
	}
	return pr
}

// updatedInChrome takes the date of the sheet's last change from the page's furniture, where nothing else of the page tells
// it: a line that says so and no more, and not of the site.
func (r *Reader) updatedInChrome() {
	if len(r.Draft.Get(schema.FieldUpdatedOn)) > 0 {
		return
	}
	for i := range r.Pieces {
		p := &r.Pieces[i]
		if p.Claim != "chrome" || p.Rule == "chrome:others" || p.Rule == "chrome:nav" || p.Rule == "chrome:model" {
			continue
		}
		t := r.Lay.Lines[p.Line].Text
		if len(t) > 90 || wording.Digits(t) == 0 {
			continue
		}
		day := wording.UpdateDate(t)
		if day == "" || ofSite(text.FoldLabel(t)) {
			continue
		}
		pr := r.CollectLine(i)
		pr.Text, pr.Items = day, nil
		r.put(schema.FieldUpdatedOn, wording.TrimLabel(strings.TrimSuffix(t, day)), pr, nil, 0)
		p.Skip, p.Claim, p.Rule = false, "meta", "meta line"
		return
	}
}

// ofSite reports folded words on a change that are the site's: "Site mis à jour le …", "Dernière actualité".
func ofSite(f string) bool {
	for w := range strings.FieldsSeq(f) {
		switch w {
		case "site", "catalogue", "base", "donnees", "actualite", "actualites", "version", "mentions", "cgv", "cgu", "politique", "portail", "offre", "offres":
			return true
		}
	}
	return false
}
