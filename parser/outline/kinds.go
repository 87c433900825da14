package outline

import (
	"regexp"
	"strings"
	"unicode"

	"carif/parser/lexicon"
	"carif/parser/session"
	"carif/parser/shape"
	"carif/parser/wording"
	"carif/schema"
	"carif/text"
	"carif/text/amount"
)

// ByKind gives the field of a value whose label is in no list and whose words tell none: "" unless the kind of the value
// leaves no doubt. Such a value gives way to what a known label says.
func (r *Regions) ByKind(label string, pr shape.Printed) schema.Field {
	if pr.Text == "" || pr.Icon || len(pr.Text) > 300 || label == "" || len(label) > 60 {
		return ""
	}
	for w := range strings.FieldsSeq(text.FoldLabel(label)) {
		if r.Lx.NotKind[w] || r.Lx.NotKind[strings.TrimSuffix(w, "s")] {
			return ""
		}
	}
	return r.Lx.ByKind[r.kindOf(pr)]
}

// kindOf names the kind of a value as lexicon/kinds.yaml does, "" where it has none for sure.
func (r *Regions) kindOf(pr shape.Printed) string {
	t := strings.TrimPrefix(pr.Text, "- ")
	f := text.FoldLabel(strings.ReplaceAll(t, "€", " euros "))
	one := !strings.Contains(t, "\n")
	switch {
	case one && len(t) < 60 && (amount.OnlyHours(t) || amount.HasHours(t) && wording.Digit(t[0]) && r.Lx.IsKind("hours", t, f)):
		return "hours"
	case one && r.Lx.IsKind("mode", t, f):
		return "mode"
	}
	return r.codedKind(pr)
}

// codedKind names the vocabulary that knows all items of a value.
func (r *Regions) codedKind(pr shape.Printed) string {
	items := pr.Items
	if len(items) == 0 {
		items = strings.FieldsFunc(pr.Text, func(c rune) bool { return c == ',' || c == ';' || c == '\n' })
	}
	if len(items) > 12 {
		return ""
	}
	for _, v := range [...]struct {
		kind string
		is   func(string) bool
	}{{"audience", r.Lx.IsAudience}, {"selection", r.Lx.IsSelection}} {
		n := 0
		for _, it := range items {
			if it = strings.Trim(it, " .-"); len(it) < 3 || len(it) > 60 || !v.is(it) {
				n = -1
				break
			}
			n++
		}
		if n > 0 {
			return v.kind
		}
	}
	return ""
}

// Fits gives the field of a labelled value once the kind of the value was asked: the field itself, another one that values
// of this kind belong to, other, or ignore for what is the site's own.
func (r *Regions) Fits(f schema.Field, pr shape.Printed) schema.Field {
	if pr.Icon {
		return f
	}
	if k := r.Lx.Misfit(f, pr.Text); k != nil {
		if k.Take == "chrome" {
			return lexicon.FieldIgnore
		}
		return k.Take
	}
	if r.callableLines(f, pr.Text) {
		return schema.FieldContact
	}
	return f
}

// callableLines reports a few short lines of which one is a number to call and none tells what the label asks for: "Pour
// s'inscrire" over a name and its number is a contact.
func (r *Regions) callableLines(f schema.Field, t string) bool {
	lines := strings.Split(t, "\n")
	if len(lines) < 2 || len(lines) > 6 || f != schema.FieldSelection && f != schema.FieldAdmission {
		return false
	}
	called := false
	for _, l := range lines {
		l = strings.TrimPrefix(l, "- ")
		if len(l) > 60 || r.Lx.IsSelection(l) {
			return false
		}
		k := r.Lx.Misfit(f, l)
		called = called || k != nil && k.Take == schema.FieldContact
	}
	return called
}

// Evident reports whether something speaks for a session.
func (r *Regions) Evident(s *session.Session) bool {
	for n := range s.Values {
		v := &s.Values[n]
		switch v.Field {
		case schema.FieldSessionDates, schema.FieldSessionStart, schema.FieldSessionEnd, schema.FieldSessionEntryExit, schema.FieldSessionPostal, schema.FieldSessionID:
			if !r.Lx.SaysNone(v.Text) && (v.Field == schema.FieldSessionID || !session.OtherDates(v.Text)) {
				return true
			}
		case schema.FieldSessionCity:
			if !r.Lx.SaysNone(v.Text) && r.Lx.Misfit(v.Field, v.Text) == nil && r.holdsTown(v.Text) {
				return true
			}
		}
	}
	return s.Id != ""
}

// partOfPlace are the words of addresses that are names of communes too.
var partOfPlace = map[string]bool{"Salle": true, "Ligne": true, "Rue": true, "Place": true}

// postalCode finds a postal code among other words.
var postalCode = regexp.MustCompile(`\b\d{5}\b`)

// holdsTown reports whether a place names a town that is one, alone or among other words: "Notre atelier de Dunkerque" does,
// "Chez vous" and "Salle 12, bâtiment B" do not.
func (r *Regions) holdsTown(t string) bool {
	if r.MaybeTown(t) || postalCode.MatchString(t) {
		return true
	}
	words := strings.FieldsFunc(t, func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune(",;:/()–.", c) })
	for i := range words[:min(len(words), 40)] {
		for n := 1; n <= 4 && i+n <= len(words); n++ {
			if name := strings.Join(words[i:i+n], " "); wording.Upper(name[0]) && !partOfPlace[name] && (r.Town(name) || r.Lx.IsShortTown(name)) {
				return true
			}
		}
	}
	return false
}
