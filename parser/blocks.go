package parser

import (
	"strings"

	"carif/schema"
	"carif/text"
)

// block reads the block of a provider or a contact: labelled parts become finer values of one group, the rest is
// the block's own text.
func (r *reader) block(i, ext int, f schema.Field) int {
	p := &r.pieces[i]
	r.group++
	r.blockField, r.blockGroup, r.blockAt = f, r.group, i
	group := r.group
	own := i + 1
	for own < ext && !r.blockLabel(own) && !r.sheetLine(own) {
		own++
	}
	if own == ext && !r.plain { // the address may stand in the boxes that follow
		for j := own; j < min(own+6, len(r.pieces)) && r.pieces[j].label == "" && r.tableAt(j) == nil; j++ {
			if postalLine(r.text(&r.pieces[j])) && !r.pieces[j].skip && !r.hasPostal(i, own) {
				own = j + 1
				ext = max(ext, min(r.after(r.boxOf(j)), len(r.pieces)))
				break
			}
		}
	}
	pr := r.collect(i, own, true)
	if strings.Contains(pr.text, "\n") && len(pr.items) > 0 && !strings.HasPrefix(pr.text, "- ") {
		pr.items = nil
	}
	r.putBlock(f, p.label, pr, group)
	r.claim(i, own, string(f), "label")
	return r.blockRest(own, ext, group, f)
}

// coordinates reads the address, phones and mails of the provider named before.
func (r *reader) coordinates(i, ext int, closed bool, sc scope) int {
	k := r.reach(i, ext, &entry{field: schema.FieldProviderAddress}, closed, sc)
	r.putCoordinates(r.pieces[i].label, r.collect(i, k, true), r.blockGroup)
	r.claim(i, k, string(schema.FieldProviderAddress), "label")
	return k
}

// putCoordinates gives each line of a provider's coordinates its field.
func (r *reader) putCoordinates(label string, pr printed, group int) {
	var address []string
	for t := range strings.SplitSeq(pr.text, "\n") {
		q := pr
		q.text, q.items = t, nil
		f := text.FoldLabel(t)
		switch {
		case strings.Contains(t, "@"):
			r.put(schema.FieldProviderEmail, label, q, nil, group)
		case strings.HasPrefix(f, "fax") || strings.HasPrefix(f, "telecopie"):
			r.put(schema.FieldFax, label, q, nil, group)
		case strings.HasPrefix(f, "tel") || strings.HasPrefix(f, "portable") || strings.HasPrefix(f, "mobile"):
			r.put(schema.FieldProviderPhone, label, q, nil, group)
		case strings.HasPrefix(t, "http") || strings.HasPrefix(t, "www."):
			r.put(schema.FieldProviderWebsite, label, q, nil, group)
		case t != "":
			address = append(address, t)
		}
	}
	pr.text, pr.items = strings.Join(address, "\n"), nil
	r.put(schema.FieldProviderAddress, label, pr, nil, group)
}

func (r *reader) hasPostal(i, k int) bool {
	for j := i; j < k; j++ {
		if postalLine(r.text(&r.pieces[j])) {
			return true
		}
	}
	return false
}

// named reports whether a group of the provider has its name already.
func (r *reader) named(group int) bool {
	vs := r.draft.Values
	for _, v := range vs[max(0, len(vs)-60):] {
		if v.Group == group && (v.Field == schema.FieldProvider || v.Field == schema.FieldProviderName) {
			return true
		}
	}
	return false
}

// putBlock puts a block's own text, its first line taken apart where a link in it names the organisation:
// "<a>GRETA EURE</a> EVREUX-CENTRE", "282 - <a>CREFO</a> - Saint-Pol-sur-Mer - 03 …".
func (r *reader) putBlock(f schema.Field, label string, pr printed, group int) {
	first, more, _ := strings.Cut(pr.text, "\n")
	if f == schema.FieldProvider && len(pr.links) > 0 {
		name := strings.TrimSpace(pr.links[0].Text)
		before, after, ok := strings.Cut(first, name)
		if len(name) > 1 && ok && !strings.Contains(name, "@") && strings.Trim(before+after, " -") != "" && !postalLine(first) {
			q := pr
			q.items, q.links = nil, nil
			q.text = name
			r.put(schema.FieldProviderName, label, q, nil, group)
			for _, part := range splitDash(strings.Trim(before, " -") + " - " + strings.Trim(after, " -")) {
				if q.text = strings.TrimSpace(part); q.text == "" {
					continue
				}
				g := schema.FieldProviderPhone
				switch {
				case townLike(q.text) || strings.HasPrefix(q.text, "("):
					g = schema.FieldProviderCity
				case isID(q.text) && len(q.text) < 9:
					g = schema.FieldProviderReference
				}
				r.put(g, "", q, nil, group)
			}
			pr.text = more
		}
	}
	if pr.text != "" {
		pr.text = r.dropDepartment(pr)
		r.put(f, label, pr, nil, group)
	}
}

// dropDepartment drops the department's number before an organisation's name, where the address below is in it:
// "2B LYCÉE …" over "20200 BASTIA".
func (r *reader) dropDepartment(pr printed) string {
	t := pr.text
	code, rest, ok := strings.Cut(t, " ")
	if !ok || len(code) != 2 || !digit(code[0]) || !letter(rest) {
		return t
	}
	want := code
	if code == "2A" || code == "2B" {
		want = "20"
	}
	for l := range strings.SplitSeq(t, "\n") {
		for n := 0; n+6 < len(l); n++ {
			if strings.HasPrefix(l[n:], want) && digit(l[n+2]) && digit(l[n+3]) && digit(l[n+4]) && (n == 0 || l[n-1] == ' ') {
				pr.text, pr.items, pr.links = code, nil, nil
				r.put(schema.FieldOther, "", pr, nil, 0)
				return rest
			}
		}
	}
	return t
}

// blockLabel reports whether piece j begins with a label that ends a block's own text.
func (r *reader) blockLabel(j int) bool {
	q := &r.pieces[j]
	if q.label == "" || q.skip {
		return false
	}
	if r.lookup(q, inBlock) == nil {
		return q.sure == structural && q.whole
	}
	return q.sure >= styled || !q.whole || r.plain
}

// sheetLine reports whether a line without a label says when the sheet was updated: it ends a block.
func (r *reader) sheetLine(j int) bool {
	p := &r.pieces[j]
	if p.label != "" || p.skip || p.to-p.from > 140 {
		return false
	}
	for _, part := range splitMarks(r.text(p)) {
		if updateDate(part) != "" {
			return true
		}
	}
	return false
}

// blockRest reads the labelled parts of a block and the loose lines between them.
func (r *reader) blockRest(i, ext int, group int, f schema.Field) int {
	for i < ext {
		p := &r.pieces[i]
		if p.skip {
			i++
			continue
		}
		if r.sheetLine(i) {
			return i
		}
		if p.label == "" {
			k := i + 1
			for k < ext && !r.blockLabel(k) && !r.pieces[k].skip && !r.sheetLine(k) {
				k++
			}
			r.put(f, "", r.collect(i, k, false), nil, group)
			r.claim(i, k, string(f), "block")
			i = k
			continue
		}
		e := r.lx.block[p.key]
		if e == nil || p.sure < styled && p.whole && !r.plain {
			return i
		}
		k := i + 1
		for k < ext && r.pieces[k].label == "" && p.whole && r.collect(i, k, true).text == "" {
			k++
		}
		if e.field == fieldAddress {
			for k < ext && r.pieces[k].label == "" {
				k++
			}
		}
		if e.field == fieldName && f == schema.FieldProvider && r.named(group) { // a second name: a person of the organisation
			r.group++
			f, group = schema.FieldContact, r.group
			r.blockField, r.blockGroup = f, group
		}
		if c := r.lx.course[p.key]; e.field == fieldName && f == schema.FieldContact && c != nil && c.field == schema.FieldProvider {
			r.group++
			f, group = schema.FieldProvider, r.group
			r.blockField, r.blockGroup = f, group
		}
		fine, g := r.concrete(e.field, inBlock)
		if g == 0 {
			g = group
		}
		r.put(fine, p.label, r.collect(i, k, true), nil, g)
		r.claim(i, k, string(fine), "block")
		i = k
	}
	return i
}
