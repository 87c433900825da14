package claim

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/schema"
)

// claim marks pieces as taken.
func (r *Reader) claim(from, to int, who, rule string) {
	if strings.HasPrefix(who, "provider") || strings.HasPrefix(who, "contacts") || who == "fax" {
		r.lastBlock = max(r.lastBlock, to)
	}
	for j := from; j < to; j++ {
		if p := &r.Pieces[j]; p.Claim == "" && !p.Skip {
			p.Claim, p.Rule = who, rule
		}
	}
	if who != "chrome" && who != "label" && who != "section" && to-1 > r.lastUsed {
		r.lastUsed = to - 1
	}
}

// saying is words that a label has given to a field.
type saying struct {
	field       schema.Field
	label, text string
}

// put adds a value of the course.
func (r *Reader) put(f schema.Field, label string, pr shape.Printed, also []schema.Field, group int) {
	if pr.Text == "" && f == schema.FieldCPFEligible && lexicon.SaysEligible(label) {
		pr.Text = label // the label is the whole fact: "Éligible au CPF"
	}
	if pr.Text == "" && len(pr.Links) == 0 {
		return
	}
	pr = r.cutMeta(pr)
	v := schema.Value{Field: f, Label: label, Text: pr.Text, Items: pr.Items, Links: pr.Links, Icon: pr.Icon, Empty: r.Model.SaysNothing(pr.Text), Also: also, Group: group, Where: pr.Where}
	if (f == schema.FieldProvider || f == schema.FieldProviderAddress) && lexicon.HasPostalLine(pr.Text) {
		r.addressed = true
	}
	known := len(r.seen)
	if r.seen[saying{f, label, pr.Text}] = true; len(r.seen) == known && group == 0 {
		return
	}
	switch {
	case r.surely > 0:
		r.tell(f, r.surely)
	case label != "":
		r.tell(f, 1)
	default:
		r.tell(f, r.Lx.Proof.Unlabelled)
	}
	r.Draft.Values = append(r.Draft.Values, v)
}

// putByKind gives a value to the field its kind tells; it reports false where the kind tells none.
func (r *Reader) putByKind(i, k int, label string, pr shape.Printed) bool {
	f := r.ByKind(label, pr)
	if f == "" {
		return false
	}
	r.claim(i, k, string(f), "kind alone")
	if lexicon.IsSession(f) {
		r.giveLoose(f, label, pr)
		return true
	}
	r.weak = append(r.weak, len(r.Draft.Values))
	r.surely = r.Lx.Proof.Suggested
	r.put(f, label, pr, nil, 0)
	r.surely = 0
	return true
}
