package vocab

import (
	"fmt"
	"maps"

	"carif/schema"
)

// addEarlier adds editions of before, or codes to one that is known.
func (v *Vocabulary) addEarlier(list []fileList) error {
	for _, l := range list {
		if l.Name.Text == "" || len(l.Codes) == 0 {
			return fmt.Errorf("line %d: an earlier edition needs a name and codes", l.Name.Line)
		}
		if v.earlier == nil {
			v.earlier = map[string]map[string]string{}
		}
		if v.earlier[l.Name.Text] == nil {
			v.earlier[l.Name.Text] = map[string]string{}
		}
		maps.Copy(v.earlier[l.Name.Text], l.Codes)
	}
	return nil
}

// Then is the label that a code had in an earlier edition of a dictionary, "" where that edition is not known or does
// not have it.
func (s *Set) Then(name, edition, code string) string {
	if v := s.byName[name]; v != nil {
		return v.earlier[edition][code]
	}
	return ""
}

// FromThen codes a code of an earlier edition by what it meant: its label of then is matched as a printed wording is,
// so that the fit is that of the wording. ok is false where nothing of today says it.
func (s *Set) FromThen(name, edition, code, raw string) (c schema.Coded, ok bool) {
	c, ok = s.Match(name, s.Then(name, edition, code))
	c.Raw = raw
	return c, ok
}
