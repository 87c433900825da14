package claim

import (
	"strings"

	"carif/parser/outline"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
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
	p.Skip = false
	p.Claim, p.Rule = string(schema.FieldTitle), "title"
	r.put(schema.FieldTitle, "", pr, nil, 0)
	r.lastUsed = max(r.lastUsed, i, r.TitleEnd-1)
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
