package outline

import (
	"carif/parser/lexicon"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
	"carif/text/date"
	"carif/text/email"
	"carif/text/kind"
	"carif/text/level"
	"carif/text/phone"
)

// longestFact is the most bytes of a fact behind a text: what is longer goes on with the text.
const longestFact = 160

// tail gives where the last lines of a heading's text are labels with a fact each: a programme told in sentences, and under it
// "Tarif : 690 €", "Lieu : Rennes". It gives ext where there are none. What a text says of each of its parts, length or place,
// it says more than once, and so does a page whose parts have a label that the last one only happens to have.
func (r *Regions) tail(i, ext int, e *lexicon.Entry, sc shape.Scope) int {
	if sc != shape.InCourse || !lexicon.Long(e.Field) || e.Field == schema.FieldOther || entryText(e.Field) || !r.Pieces[i].Whole {
		return ext
	}
	from, told := ext, map[schema.Field]bool{}
	for j := ext - 1; j > i; j-- {
		q := &r.Pieces[j]
		if q.Skip || q.Label == "" && r.Text(q) == "" {
			continue
		}
		le := r.factOf(q, sc)
		if le == nil || told[le.Field] || r.facts(sc)[le.Field] > 1 {
			break
		}
		from, told[le.Field] = j, true
	}
	return from
}

// factOf gives the meaning of a label that is followed by a short value of its kind on its line; nil for every other piece.
func (r *Regions) factOf(q *shape.Piece, sc shape.Scope) *lexicon.Entry {
	if q.Label == "" || q.Whole || q.Skip || q.Lfrom != 0 || !q.Known {
		return nil
	}
	t := r.Text(q)
	if t == "" || len(t) > longestFact {
		return nil
	}
	le := r.Lookup(q, sc)
	if le == nil || le.Guess || le.Weak || !r.sureFact(le.Field, t) {
		return nil
	}
	return le
}

// sureFact reports whether a short text can be nothing else than a value of a field.
func (r *Regions) sureFact(f schema.Field, t string) bool {
	switch f {
	case schema.FieldPrice:
		return amount.HasEuro(t)
	case schema.FieldDuration, schema.FieldCentreHours, schema.FieldCompanyHours:
		return amount.HasHours(t) || r.Lx.IsKind("hours", t, text.FoldLabel(t))
	case schema.FieldTeachingMode:
		return r.Lx.IsKind("mode", t, text.FoldLabel(t))
	case schema.FieldEntryLevel, schema.FieldExitLevel:
		return level.Named(t)
	case schema.FieldNativeID:
		return text.HasDigit(t) && kind.NativeID(t) != ""
	case schema.FieldSessionCity:
		return r.Town(t) || wording.PostalLine(t)
	case schema.FieldSessionDates, schema.FieldSessionStart:
		return date.HoldsPeriod(t)
	case schema.FieldContact, lexicon.FieldPhone, lexicon.FieldEmail:
		mails, _ := email.Read(t, nil)
		return len(mails) > 0 || len(phone.Read("", t).Phones) > 0
	}
	return false
}

// facts counts, for each field, the labels of the page that have their value beside them.
func (r *Regions) facts(sc shape.Scope) map[schema.Field]int {
	if r.beside == nil {
		r.beside = map[schema.Field]int{}
		for i := range r.Pieces {
			if q := &r.Pieces[i]; q.Known && !q.Skip && q.Label != "" {
				if le := r.Lookup(q, sc); le != nil && !le.Guess {
					r.beside[le.Field]++
				}
			}
		}
	}
	return r.beside
}
