package lexicon

import (
	"strings"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// keyFile is the YAML of what keys mean.
type keyFile struct {
	Course  map[schema.Field][]string `yaml:"course"`
	Session map[schema.Field][]string `yaml:"session"`
	Lists   []string                  `yaml:"lists"`
	Styling []string                  `yaml:"styling"`
}

// keyFields are the fields of keys, by their words.
type keyFields struct {
	course, session map[string]schema.Field
	lists, styling  map[string]bool
}

func (k *keyFile) fields() keyFields {
	turn := func(from map[schema.Field][]string) map[string]schema.Field {
		out := map[string]schema.Field{}
		for f, keys := range from {
			for _, key := range keys {
				out[text.FoldLabel(key)] = f
			}
		}
		return out
	}
	return keyFields{course: turn(k.Course), session: turn(k.Session), lists: text.Set(k.Lists), styling: text.Set(k.Styling)}
}

// KeyFields are all fields that keys of the lexicon mean.
func (lx *Lexicon) KeyFields() (out []schema.Field) {
	for _, m := range []map[string]schema.Field{lx.keys.course, lx.keys.session} {
		for _, f := range m {
			out = append(out, f)
		}
	}
	return out
}

// naming are keys that say what the key around them is called.
var naming = text.Set([]string{"libelle", "label", "name", "nom", "value", "valeur", "text", "texte", "title", "titre", "intitule", "raw", "html",
	"description", "content", "display", "long"})

// prose are those of naming that tell of a thing and do not name it, isName the fields that want its name.
var prose = text.Set([]string{"description", "content", "long", "text", "texte", "html"})
var isName = map[schema.Field]bool{schema.FieldProviderName: true, schema.FieldSessionProvider: true, schema.FieldSessionCity: true}

// KeyField gives the field of a value by the keys on its way, of a course or of a session; "" where they tell none.
func (lx *Lexicon) KeyField(path string, session bool) schema.Field {
	keys := strings.Split(path, ".")
	last := text.KeyWords(keys[len(keys)-1])
	over := ""
	if len(keys) > 1 {
		over = text.KeyWords(keys[len(keys)-2])
	}
	if over != "" {
		if f := lx.keyField(over+" "+last, session); f != "" {
			return f
		}
		if f := lx.keyField(over, session); f != "" && naming[last] && !(isName[f] && prose[last]) {
			return f
		}
		if owner := lx.keyField(over, session); owner == schema.FieldProviderName || owner == schema.FieldSessionProvider || len(keys) > 3 && !session {
			return "" // its town and its numbers are the provider's
		}
	}
	if over != "" && (naming[last] || last == "code" || last == "id" || last == "numero") {
		return ""
	}
	return lx.keyField(last, session)
}

// keyField looks the words of a key up, as a key and as a label. A course's key means nothing of a session.
func (lx *Lexicon) keyField(words string, session bool) schema.Field {
	labels, keys := lx.Course, lx.keys.course
	if session {
		labels, keys = lx.Session, lx.keys.session
	}
	f := keys[words]
	if f == "" {
		if e := Find(labels, wording.LabelKey(words)); e != nil && !e.Cell {
			f = e.Field
		}
	}
	if IsSession(f) != session || unkeyed[f] {
		return ""
	}
	return f
}

// unkeyed are fields that a program's own keys may not fill: its numbers are not the sheet's, and people are nobody's business.
var unkeyed = map[schema.Field]bool{schema.FieldTitle: true, schema.FieldNativeID: true, schema.FieldRCO: true, schema.FieldUpdatedOn: true,
	schema.FieldOther: true, FieldSection: true, FieldIgnore: true, FieldAbsent: true, schema.FieldContact: true, schema.FieldSessions: true, FieldPhone: true, FieldEmail: true,
	FieldName: true, FieldAddress: true, FieldPostal: true, FieldCity: true, FieldWebsite: true, schema.FieldSessionID: true, schema.FieldSessionContact: true,
	schema.FieldSessionText: true, schema.FieldResults: true}

// KeyOfSessions reports whether a list of this name may be one of sessions.
func (lx *Lexicon) KeyOfSessions(path string) bool {
	_, last := text.LastKey(path)
	return lx.keys.lists[text.KeyWords(last)]
}

// ClassField gives the field that the class of an element names: "sc-ville", "field--name-field-date-fin", "ico--duree". Words
// that say how a thing is drawn or where it stands come first in a class, so its last ones are asked, the longest row
// of them that is a key. Words that style sheets use for other things tell nothing.
func (lx *Lexicon) ClassField(class string, session bool) schema.Field {
	for _, token := range strings.Fields(class) {
		if len(token) > 60 {
			continue
		}
		words := strings.Fields(text.KeyWords(token))
		for from := max(0, len(words)-3); from < len(words); from++ {
			last := words[len(words)-1]
			if from == len(words)-1 && (lx.keys.styling[last] || len(last) < 2) {
				break
			}
			if f := lx.keyField(strings.Join(words[from:], " "), session); f != "" {
				return f
			}
		}
	}
	return ""
}
