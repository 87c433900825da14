package claim

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// block reads the block of a provider or a contact: labelled parts become finer values of one group, the rest is
// the block's own text.
func (r *Reader) block(i, ext int, f schema.Field) int {
	p := &r.Pieces[i]
	r.group++
	r.blockField, r.blockGroup, r.blockAt = f, r.group, i
	group := r.group
	if f == schema.FieldProvider {
		r.headedName(i, ext)
	}
	own := i + 1
	for own < ext && !r.BlockLabel(own) && !r.SheetLine(own) {
		own++
	}
	if own == ext && !r.Plain { // the address may stand in the boxes that follow
		for j := own; j < min(own+6, len(r.Pieces)) && r.Pieces[j].Label == "" && r.TableAt(j) == nil; j++ {
			if wording.PostalLine(r.Text(&r.Pieces[j])) && !r.Pieces[j].Skip && !r.HasPostal(i, own) {
				own = j + 1
				ext = max(ext, min(r.After(r.BoxOf(j)), len(r.Pieces)))
				break
			}
		}
	}
	pr := r.Collect(i, own, true)
	if strings.Contains(pr.Text, "\n") && len(pr.Items) > 0 && !strings.HasPrefix(pr.Text, "- ") {
		pr.Items = nil
	}
	if f == schema.FieldContact && p.Whole && pr.Text == "" && own < ext { // what stands under it behind those labels is a contact's, too
		r.over = overLabel{&lexicon.Entry{Field: f}, p.Label, ext, p.Rank}
	}
	r.putBlock(f, p.Label, pr, group)
	r.claim(i, own, string(f), "label")
	return r.blockRest(own, ext, group, f)
}

// headedName takes an unknown heading right under the label of a block for the name it announces: "Proposée par" over a
// heading of its own.
func (r *Reader) headedName(i, ext int) {
	if p := &r.Pieces[i]; !p.Whole || r.Plain || i+1 >= ext {
		return
	}
	q := &r.Pieces[i+1]
	l := &r.Lay.Lines[q.Line]
	if !q.Whole || q.Known || q.Skip || r.HeadingOver(l.Box) == 0 || r.OnAllPages(l.Text) || !r.ShareBox(i, i+1) || strings.ContainsAny(q.Label, "?!") || r.Guess(q.Label) != nil || r.IsSessionHead(q) {
		return
	}
	q.Label, q.Key, q.Whole, q.Sure, q.From, q.Lfrom = "", "", false, shape.NotLabel, 0, 0
}

// coordinates reads the address, phones and mails of the provider named before.
func (r *Reader) coordinates(i, ext int, closed bool, sc shape.Scope) int {
	k := r.Reach(i, ext, &lexicon.Entry{Field: schema.FieldProviderAddress}, closed, sc)
	r.putCoordinates(r.Pieces[i].Label, r.Collect(i, k, true), r.blockGroup)
	r.claim(i, k, string(schema.FieldProviderAddress), "label")
	return k
}

// putCoordinates gives each line of a provider's coordinates its field.
func (r *Reader) putCoordinates(label string, pr shape.Printed, group int) {
	var address []string
	for t := range strings.SplitSeq(pr.Text, "\n") {
		q := pr
		q.Text, q.Items = t, nil
		f := text.FoldLabel(t)
		switch {
		case strings.Contains(t, "@"):
			r.put(schema.FieldProviderEmail, label, q, nil, group)
		case strings.HasPrefix(f, "fax") || strings.HasPrefix(f, "telecopie") || strings.HasPrefix(f, "telec "):
			r.put(schema.FieldFax, label, q, nil, group)
		case strings.HasPrefix(f, "tel") || strings.HasPrefix(f, "portable") || strings.HasPrefix(f, "mobile"):
			r.put(schema.FieldProviderPhone, label, q, nil, group)
		case strings.HasPrefix(t, "http") || strings.HasPrefix(t, "www."):
			r.put(schema.FieldProviderWebsite, label, q, nil, group)
		case t != "":
			address = append(address, t)
		}
	}
	pr.Text, pr.Items = strings.Join(address, "\n"), nil
	r.put(schema.FieldProviderAddress, label, pr, nil, group)
}

// named reports whether a group of the provider has its name already.
func (r *Reader) named(group int) bool {
	vs := r.Draft.Values
	for _, v := range vs[max(0, len(vs)-60):] {
		if v.Group == group && (v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName) {
			return true
		}
	}
	return false
}

// putBlock puts a block's own text, its first line taken apart where a link in it names the organisation:
// "<a>GRETA EURE</a> EVREUX-CENTRE", "282 - <a>CREFO</a> - Saint-Pol-sur-Mer - 03 …".
func (r *Reader) putBlock(f schema.Field, label string, pr shape.Printed, group int) {
	first, more, _ := strings.Cut(pr.Text, "\n")
	if f == schema.FieldProvider && len(pr.Links) > 0 {
		name := strings.TrimSpace(pr.Links[0].Text)
		before, after, ok := strings.Cut(first, name)
		if len(name) > 1 && ok && !strings.Contains(name, "@") && strings.Trim(before+after, " -") != "" && !wording.PostalLine(first) {
			q := pr
			q.Items, q.Links = nil, nil
			q.Text = name
			r.put(schema.FieldProviderName, label, q, nil, group)
			for _, part := range session.SplitDash(strings.Trim(before, " -") + " - " + strings.Trim(after, " -")) {
				if q.Text = strings.TrimSpace(part); q.Text == "" {
					continue
				}
				g := schema.FieldProviderPhone
				switch {
				case wording.TownLike(q.Text) || strings.HasPrefix(q.Text, "("):
					g = schema.FieldProviderCity
				case wording.IsID(q.Text) && len(q.Text) < 9:
					g = schema.FieldProviderReference
				}
				r.put(g, "", q, nil, group)
			}
			pr.Text = more
		}
	}
	if pr.Text != "" {
		pr.Text = r.dropDepartment(pr)
		r.put(f, label, pr, nil, group)
	}
}

// dropDepartment drops the department's number before an organisation's name, where the address below is in it:
// "2B LYCÉE …" over "20200 BASTIA".
func (r *Reader) dropDepartment(pr shape.Printed) string {
	t := pr.Text
	code, rest, ok := strings.Cut(t, " ")
	if !ok || len(code) != 2 || !wording.Digit(code[0]) || !wording.Letter(rest) {
		return t
	}
	want := code
	if code == "2A" || code == "2B" {
		want = "20"
	}
	for l := range strings.SplitSeq(t, "\n") {
		for n := 0; n+6 < len(l); n++ {
			if strings.HasPrefix(l[n:], want) && wording.Digit(l[n+2]) && wording.Digit(l[n+3]) && wording.Digit(l[n+4]) && (n == 0 || l[n-1] == ' ') {
				pr.Text, pr.Items, pr.Links = code, nil, nil
				r.put(schema.FieldOther, "", pr, nil, 0)
				return rest
			}
		}
	}
	return t
}

// nextName opens another block where a name is not of the one in hand: a second name in a provider's is a person of the
// organisation, and a name that is an organisation's by its label stands in no contact's.
func (r *Reader) nextName(p *shape.Piece, f schema.Field, group int) (schema.Field, int) {
	c := r.Lx.Course[p.Key]
	switch {
	case f == schema.FieldProvider && r.named(group):
		f = schema.FieldContact
	case f == schema.FieldContact && c != nil && c.Field == schema.FieldProvider:
		f = schema.FieldProvider
	default:
		return f, group
	}
	r.group++
	r.blockField, r.blockGroup = f, r.group
	return f, r.group
}

// blockRest reads the labelled parts of a block and the loose lines between them.
func (r *Reader) blockRest(i, ext int, group int, f schema.Field) int {
	for i < ext {
		p := &r.Pieces[i]
		if p.Skip {
			i++
			continue
		}
		if r.SheetLine(i) {
			return i
		}
		if p.Label == "" {
			k := i + 1
			for k < ext && !r.BlockLabel(k) && !r.Pieces[k].Skip && !r.SheetLine(k) {
				k++
			}
			r.put(f, "", r.Collect(i, k, false), nil, group)
			r.claim(i, k, string(f), "block")
			i = k
			continue
		}
		e := r.Lx.Block[p.Key]
		if e == nil || p.Sure < shape.Styled && p.Whole && !r.Plain {
			return i
		}
		k := i + 1
		for k < ext && r.Pieces[k].Label == "" && p.Whole && r.Collect(i, k, true).Text == "" {
			k++
		}
		if e.Field == lexicon.FieldAddress {
			for k < ext && r.Pieces[k].Label == "" {
				k++
			}
		}
		if e.Field == lexicon.FieldName {
			f, group = r.nextName(p, f, group)
		}
		fine, g := r.concrete(e.Field, shape.InBlock)
		if g == 0 {
			g = group
		}
		r.put(fine, p.Label, r.Collect(i, k, true), nil, g)
		r.claim(i, k, string(fine), "block")
		i = k
	}
	return i
}
