package parser

import (
	"strings"

	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// certificate takes what else a certification's lines say out of them: its level at the end, the link to its RNCP
// sheet, a line in brackets.
func (r *reader) certificate(label string, pr printed) printed {
	lines := strings.Split(pr.text, "\n")
	bullets := strings.HasPrefix(lines[0], "- ")
	kept := lines[:0:0]
	for n, t := range lines {
		q := pr
		q.text, q.items, q.links = t, nil, nil
		switch {
		case bullets && n > 0 && !strings.HasPrefix(t, "- "):
			q.links = pr.links
			if _, after, ok := strings.Cut(t, "RNCP"); ok && len(strings.TrimLeft(after, " n°N:")) > 2 && digit(strings.TrimLeft(after, " n°N:")[0]) {
				r.put(schema.FieldRNCP, label, q, nil, 0)
			} else {
				r.put(schema.FieldOther, label, q, nil, 0)
			}
			continue
		}
		if codeLine(q) == schema.FieldROME { // the trades it leads to, listed below it
			r.put(schema.FieldROME, label, q, nil, 0)
			continue
		}
		if i := strings.LastIndex(t, " - Niveau "); i > 3 {
			q.text = t[i+3:]
			r.put(schema.FieldExitLevel, label, q, nil, 0)
			t = t[:i]
		}
		kept = append(kept, t)
	}
	if len(kept) != len(lines) || strings.Join(kept, "\n") != pr.text {
		pr.text = strings.Join(kept, "\n")
		pr.items = nil
		for _, t := range kept {
			pr.items = append(pr.items, strings.TrimPrefix(t, "- "))
		}
	}
	return pr
}

// stray reports whether a phone or mail stands far from any block and nothing of the course follows it: the site's own.
func (r *reader) stray(i int) bool {
	if r.blockField == "" {
		return false
	}
	between := 0 // labels of the course since the last block
	for j := r.lastBlock; j < i; j++ {
		if q := &r.pieces[j]; q.known && !q.skip && r.lx.block[q.key] == nil {
			between++
		}
	}
	if between < 2 {
		return false
	}
	for j := i + 1; j < min(len(r.pieces), i+400); j++ {
		q := &r.pieces[j]
		if q.skip || !q.known {
			continue
		}
		if e := find(r.lx.course, q.key); e != nil && e.field != schema.FieldOther && e.field != fieldSection && r.lx.block[q.key] == nil {
			return false
		}
	}
	return true
}

// concrete turns a field of "the current block" into the field of that block.
func (r *reader) concrete(f schema.Field, sc scope) (schema.Field, int) {
	if sc == inSession {
		switch f {
		case fieldPhone, fieldEmail, fieldName, fieldWebsite, schema.FieldContactRole, schema.FieldContact, schema.FieldContactName, schema.FieldFax:
			return schema.FieldSessionContact, 0
		case fieldAddress, fieldCity:
			return schema.FieldSessionCity, 0
		case fieldPostal:
			return schema.FieldSessionPostal, 0
		case schema.FieldProvider:
			return schema.FieldSessionProvider, 0
		}
		return f, 0
	}
	if r.blockField == "" && blockField(f) {
		r.blockField = schema.FieldProvider
		r.group++
		r.blockGroup = r.group
	}
	if r.blockField == schema.FieldContact {
		switch f {
		case fieldPhone:
			return schema.FieldContactPhone, r.blockGroup
		case fieldEmail:
			return schema.FieldContactEmail, r.blockGroup
		case fieldName:
			return schema.FieldContactName, r.blockGroup
		case schema.FieldFax, schema.FieldContactRole:
			return f, r.blockGroup
		case fieldAddress, fieldPostal, fieldCity:
			return schema.FieldContact, r.blockGroup
		}
	}
	switch f {
	case fieldPhone:
		return schema.FieldProviderPhone, r.blockGroup
	case fieldEmail:
		return schema.FieldProviderEmail, r.blockGroup
	case fieldName:
		return schema.FieldProviderName, r.blockGroup
	case fieldAddress:
		return schema.FieldProviderAddress, r.blockGroup
	case fieldPostal:
		return schema.FieldProviderPostal, r.blockGroup
	case fieldCity:
		return schema.FieldProviderCity, r.blockGroup
	case fieldWebsite:
		return schema.FieldProviderWebsite, r.blockGroup
	case schema.FieldFax:
		return f, r.blockGroup
	}
	return f, 0
}

func blockField(f schema.Field) bool {
	switch f {
	case fieldPhone, fieldEmail, fieldName, fieldAddress, fieldPostal, fieldCity, fieldWebsite, schema.FieldFax:
		return true
	}
	return false
}

// context corrects what a label means by what stands around it.
func (r *reader) context(f schema.Field, e *entry, p *piece, pr printed) (schema.Field, []schema.Field) {
	if f == schema.FieldExitLevel && p.key == "niveau" {
		last := r.lastField()
		if o := r.over; o.e != nil && int(r.firstOf[p.line]) < o.end {
			last = o.e.field // under "Admission", under "Sortie"
		}
		switch last {
		case schema.FieldAudience, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldSelection:
			return schema.FieldEntryLevel, nil // a bare level among those who may come
		}
	}
	if g := r.bySection(f, e, pr); g != f {
		return g, nil
	}
	if f == schema.FieldUpdatedOn && strings.Contains(pr.text, "(") {
		rest := pr
		_, rest.text, _ = strings.Cut(pr.text, "(")
		r.metaLine(rest) // "11/04/2013 (réf. 1101-2013)"
	}
	if f == schema.FieldNativeID && p.key == "reference" && strings.HasPrefix(string(r.lastField()), "funding") {
		return schema.FieldFundingReference, nil // the funder's, under the funder
	}
	if head, _, _ := strings.Cut(pr.text, ","); f == schema.FieldOther && permanent(head) {
		return schema.FieldEntryExit, nil // "NB : cette action est un dispositif permanent, …"
	}
	if f == schema.FieldCodes && isID(pr.text) {
		return schema.FieldNativeID, nil // one code, not codes of several kinds
	}
	if c := codeShape(pr.text); c != "" && (e.guess || f == schema.FieldOther) {
		return c, nil // "Thème : 44041 accueil petite enfance"
	}
	if f == schema.FieldGeneralObjective && (len(pr.text) > 90 || len(pr.text) > 25 && !generalAim(pr.text)) { // not one of the few general aims but a text
		r.weak = append(r.weak, len(r.draft.Values))
		return schema.FieldObjective, nil
	}
	if (p.key == "entree" || p.key == "sortie") && (f == schema.FieldEntryLevel || f == schema.FieldExitLevel) && !levelWords(pr.text) {
		if permanent("entrée "+pr.text) || entryExitText(pr.text) {
			return schema.FieldEntryExit, nil
		}
		return schema.FieldOther, nil // a door, a fee, a day
	}
	if f == schema.FieldPace && amount.OnlyHours(pr.text) {
		return schema.FieldDuration, nil // "Temps de formation : 1407 heures"
	}
	if f == schema.FieldTeachingMode && entryExitText(pr.text) {
		return schema.FieldEntryExit, nil
	}
	guessed := e.guess && (f == schema.FieldObjective || f == schema.FieldProgramme || p.sure == plainLabel && !r.plain)
	if e.weak || guessed { // what is guessed yields to what a label that is known says
		r.weak = append(r.weak, len(r.draft.Values))
		r.weakOr[len(r.draft.Values)] = e.or
	}
	return f, e.also
}

// bySection is what a label that many things have means in its section: "Intitulé" under "Diplôme à la clé" names the
// diploma, "N°" under "Fiche RNCP" is that sheet's. A reference that only words suggest must look like one.
func (r *reader) bySection(f schema.Field, e *entry, pr printed) schema.Field {
	switch f {
	case schema.FieldProgramme:
		if !strings.Contains(pr.text, "\n") && len(pr.text) < 120 && r.lastField() == schema.FieldFunder {
			return schema.FieldScheme // who pays, then under which programme
		}
	case schema.FieldTitle:
		under := r.sectionOver()
		if strings.Contains(under, "diplom") || strings.Contains(under, "certif") || strings.Contains(under, "validation") {
			return schema.FieldValidation
		}
	case schema.FieldNativeID:
		if strings.Contains(r.sectionOver(), "rncp") {
			return schema.FieldRNCP
		}
		if head, _, _ := strings.Cut(pr.text, " - "); e.guess && !isID(head) {
			return schema.FieldOther
		}
	}
	return f
}

// sectionOver is the folded heading of the section in hand.
func (r *reader) sectionOver() string {
	if r.over.e != nil {
		return text.FoldLabel(r.over.label)
	}
	return r.under
}

// levelWords reports whether a text speaks of a level of training.
func levelWords(t string) bool {
	f := " " + text.FoldLabel(t) + " "
	for _, w := range [...]string{" niveau", " bac ", " cap ", " bep ", " brevet", " bts ", " licence", " master", " diplome"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}

func (r *reader) lastField() schema.Field {
	if n := len(r.draft.Values); n > 0 {
		return r.draft.Values[n-1].Field
	}
	return ""
}
