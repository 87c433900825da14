package claim

import (
	"strings"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// certificate takes what else a certification's lines say out of them: its level at the end, the link to its RNCP
// sheet, a line in brackets.
func (r *Reader) certificate(label string, pr shape.Printed) shape.Printed {
	lines := strings.Split(pr.Text, "\n")
	bullets := strings.HasPrefix(lines[0], "- ")
	kept := lines[:0:0]
	for n, t := range lines {
		q := pr
		q.Text, q.Items, q.Links = t, nil, nil
		switch {
		case bullets && n > 0 && !strings.HasPrefix(t, "- "):
			q.Links = pr.Links
			if _, after, ok := strings.Cut(t, "RNCP"); ok && len(strings.TrimLeft(after, " n°N:")) > 2 && wording.Digit(strings.TrimLeft(after, " n°N:")[0]) {
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
			q.Text = t[i+3:]
			r.put(schema.FieldExitLevel, label, q, nil, 0)
			t = t[:i]
		}
		kept = append(kept, t)
	}
	if len(kept) != len(lines) || strings.Join(kept, "\n") != pr.Text {
		pr.Text = strings.Join(kept, "\n")
		pr.Items = nil
		for _, t := range kept {
			pr.Items = append(pr.Items, strings.TrimPrefix(t, "- "))
		}
	}
	return pr
}

// stray reports whether a phone or mail stands far from any block and nothing of the course follows it: the site's own.
func (r *Reader) stray(i int) bool {
	if r.blockField == "" {
		return false
	}
	between := 0 // labels of the course since the last block
	for j := r.lastBlock; j < i; j++ {
		if q := &r.Pieces[j]; q.Known && !q.Skip && r.Lx.Block[q.Key] == nil {
			between++
		}
	}
	if between < 2 {
		return false
	}
	for j := i + 1; j < min(len(r.Pieces), i+400); j++ {
		q := &r.Pieces[j]
		if q.Skip || !q.Known {
			continue
		}
		if e := lexicon.Find(r.Lx.Course, q.Key); e != nil && e.Field != schema.FieldOther && e.Field != lexicon.FieldSection && r.Lx.Block[q.Key] == nil {
			return false
		}
	}
	return true
}

// concrete turns a field of "the current block" into the field of that block.
func (r *Reader) concrete(f schema.Field, sc shape.Scope) (schema.Field, int) {
	if sc == shape.InSession {
		switch f {
		case lexicon.FieldPhone, lexicon.FieldEmail, lexicon.FieldName, lexicon.FieldWebsite, schema.FieldContactRole, schema.FieldContact, schema.FieldContactName, schema.FieldFax:
			return schema.FieldSessionContact, 0
		case lexicon.FieldAddress, lexicon.FieldCity:
			return schema.FieldSessionCity, 0
		case lexicon.FieldPostal:
			return schema.FieldSessionPostal, 0
		case schema.FieldProvider:
			return schema.FieldSessionProvider, 0
		}
		return f, 0
	}
	if r.blockField == "" && lexicon.BlockField(f) {
		r.blockField = schema.FieldProvider
		r.group++
		r.blockGroup = r.group
	}
	if r.blockField == schema.FieldContact {
		switch f {
		case lexicon.FieldPhone:
			return schema.FieldContactPhone, r.blockGroup
		case lexicon.FieldEmail:
			return schema.FieldContactEmail, r.blockGroup
		case lexicon.FieldName:
			return schema.FieldContactName, r.blockGroup
		case schema.FieldFax, schema.FieldContactRole:
			return f, r.blockGroup
		case lexicon.FieldAddress, lexicon.FieldPostal, lexicon.FieldCity:
			return schema.FieldContact, r.blockGroup
		}
	}
	switch f {
	case lexicon.FieldPhone:
		return schema.FieldProviderPhone, r.blockGroup
	case lexicon.FieldEmail:
		return schema.FieldProviderEmail, r.blockGroup
	case lexicon.FieldName:
		return schema.FieldProviderName, r.blockGroup
	case lexicon.FieldAddress:
		return schema.FieldProviderAddress, r.blockGroup
	case lexicon.FieldPostal:
		return schema.FieldProviderPostal, r.blockGroup
	case lexicon.FieldCity:
		return schema.FieldProviderCity, r.blockGroup
	case lexicon.FieldWebsite:
		return schema.FieldProviderWebsite, r.blockGroup
	case schema.FieldFax:
		return f, r.blockGroup
	}
	return f, 0
}

// context corrects what a label means by what stands around it.
func (r *Reader) context(f schema.Field, e *lexicon.Entry, p *shape.Piece, pr shape.Printed) (schema.Field, []schema.Field) {
	if g := r.bySection(f, e, pr); g != f {
		return g, nil
	}
	if g := r.byNeighbours(f, p, pr); g != f {
		return g, nil
	}
	if g := byWords(f, e, p, pr); g != f {
		return g, nil
	}
	if f == schema.FieldUpdatedOn && strings.Contains(pr.Text, "(") {
		rest := pr
		_, rest.Text, _ = strings.Cut(pr.Text, "(")
		r.metaLine(rest) // "11/04/2013 (réf. 1101-2013)"
	}
	if f == schema.FieldGeneralObjective && (len(pr.Text) > 90 || len(pr.Text) > 25 && !generalAim(pr.Text)) { // not one of the few general aims but a text
		r.weak = append(r.weak, len(r.Draft.Values))
		return schema.FieldObjective, nil
	}
	guessed := e.Guess && (f == schema.FieldObjective || f == schema.FieldProgramme || p.Sure == shape.PlainLabel && !r.Plain)
	if e.Weak || guessed {
		r.Notes.Add(p, "gives way where a surer label tells the same")
	}
	if e.Weak || guessed { // what is guessed yields to what a label that is known says
		r.weak = append(r.weak, len(r.Draft.Values))
		r.weakOr[len(r.Draft.Values)] = e.Or
	}
	return f, e.Also
}

// byNeighbours corrects a field by what stands over or before its label.
func (r *Reader) byNeighbours(f schema.Field, p *shape.Piece, pr shape.Printed) schema.Field {
	switch {
	case f == schema.FieldExitLevel && p.Key == "niveau":
		last := r.lastField()
		if o := r.over; o.e != nil && int(r.FirstOf[p.Line]) < o.end {
			last = o.e.Field // under "Admission", under "Sortie"
		}
		switch last {
		case schema.FieldAudience, schema.FieldPrerequisites, schema.FieldAdmission, schema.FieldSelection:
			return schema.FieldEntryLevel // a bare level among those who may come
		}
	case f == schema.FieldNativeID && p.Key == "reference" && strings.HasPrefix(string(r.lastField()), "funding"):
		return schema.FieldFundingReference // the funder's, under the funder
	}
	return f
}

// byWords corrects a field by the form of its value.
func byWords(f schema.Field, e *lexicon.Entry, p *shape.Piece, pr shape.Printed) schema.Field {
	if head, _, _ := strings.Cut(pr.Text, ","); f == schema.FieldOther && wording.Permanent(head) {
		return schema.FieldEntryExit // "NB : cette action est un dispositif permanent, …"
	}
	if c := shape.CodeShape(pr.Text); c != "" && (e.Guess || f == schema.FieldOther) {
		return c // "Thème : 44041 accueil petite enfance"
	}
	switch f {
	case schema.FieldCodes:
		if wording.IsID(pr.Text) {
			return schema.FieldNativeID // one code, not codes of several kinds
		}
	case schema.FieldEntryLevel, schema.FieldExitLevel:
		if p.Key != "entree" && p.Key != "sortie" || levelWords(pr.Text) {
			return f
		}
		if wording.Permanent("entrée "+pr.Text) || session.EntryExitText(pr.Text) {
			return schema.FieldEntryExit
		}
		return schema.FieldOther // a door, a fee, a day
	case schema.FieldPace:
		if amount.OnlyHours(pr.Text) {
			return schema.FieldDuration // "Temps de formation : 1407 heures"
		}
	case schema.FieldTeachingMode:
		if session.EntryExitText(pr.Text) {
			return schema.FieldEntryExit
		}
	}
	return f
}

// bySection is what a label that many things have means in its section: "Intitulé" under "Diplôme à la clé" names the
// diploma, "N°" under "Fiche RNCP" is that sheet's. A reference that only words suggest must look like one.
func (r *Reader) bySection(f schema.Field, e *lexicon.Entry, pr shape.Printed) schema.Field {
	switch f {
	case schema.FieldProgramme:
		if !strings.Contains(pr.Text, "\n") && len(pr.Text) < 120 && r.lastField() == schema.FieldFunder {
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
		if head, _, _ := strings.Cut(pr.Text, " - "); e.Guess && !wording.IsID(head) {
			return schema.FieldOther
		}
	}
	return f
}

// sectionOver is the folded heading of the section in hand.
func (r *Reader) sectionOver() string {
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

func (r *Reader) lastField() schema.Field {
	if n := len(r.Draft.Values); n > 0 {
		return r.Draft.Values[n-1].Field
	}
	return ""
}

// generalAim reports whether words name one of the few general aims an action may have.
func generalAim(t string) bool {
	f := text.FoldLabel(t)
	for _, w := range [...]string{"certifi", "qualif", "professionnalis", "mise a niveau", "savoirs de base", "mobilisation", "perfectionnement", "creation d entreprise", "elargissement", "diplom", "initiation", "insertion", "orientation", "adaptation"} {
		if strings.Contains(f, w) {
			return true
		}
	}
	return false
}
