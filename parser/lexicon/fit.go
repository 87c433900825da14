package lexicon

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"carif/parser/wording"
	"carif/schema"
	"carif/text"
)

// kindRule tells one kind of value by its words and which fields it contradicts. A label proposes a field; the value's
// own kind may refuse it, since a label lies more often than a date, a price or a number of people does.
type kindRule struct {
	Name  string
	first firsts
	lines bool // it may have several lines
	Max   int  // bytes of the longest value of the kind
	match *regexp.Regexp
	but   *regexp.Regexp // what is none of the kind though it matches; nil for nothing
	not   map[schema.Field]bool
	begin []string     // beginnings of contradicted fields
	Take  schema.Field // where such a value goes instead
}

// KindFile and contradiction are the YAML of kinds.
type KindFile struct {
	Max   int    `yaml:"max"`
	Lines bool   `yaml:"lines"`
	Match string `yaml:"match"`
	But   string `yaml:"but"`
}

// Contradiction is the YAML of what the kind of a value speaks against.
type Contradiction struct {
	Not  []string `yaml:"not"`
	Take string   `yaml:"take"`
}

// ReadKinds compiles the kinds of values and what each contradicts, in the order of their names.
func ReadKinds(kinds map[string]KindFile, against map[string]Contradiction) ([]kindRule, error) {
	var rules []kindRule
	for name := range against {
		if _, ok := kinds[name]; !ok {
			return nil, fmt.Errorf("contradicts %q: no such kind", name)
		}
	}
	for name, k := range kinds {
		c := against[name] // a kind may contradict nothing
		re, err := regexp.Compile(k.Match)
		if err != nil {
			return nil, fmt.Errorf("kind %q: %w", name, err)
		}
		var but *regexp.Regexp
		if k.But != "" {
			if but, err = regexp.Compile(k.But); err != nil {
				return nil, fmt.Errorf("kind %q: %w", name, err)
			}
		}
		rule := kindRule{Name: name, Max: k.Max, lines: k.Lines, match: re, first: firstsOf(k.Match), but: but, Take: schema.Field(c.Take), not: map[schema.Field]bool{}}
		for _, f := range c.Not {
			if head, open := strings.CutSuffix(f, "*"); open {
				rule.begin = append(rule.begin, head)
			} else {
				rule.not[schema.Field(f)] = true
			}
		}
		rules = append(rules, rule)
	}
	sort.Slice(rules, func(i, j int) bool { return rules[i].Name < rules[j].Name })
	return rules, nil
}

// Refuses reports whether values of the kind cannot stand in a field.
func (k *kindRule) Refuses(f schema.Field) bool {
	if f == k.Take {
		return false
	}
	if k.not[f] {
		return true
	}
	for _, b := range k.begin {
		if strings.HasPrefix(string(f), b) {
			return true
		}
	}
	return false
}

// Is reports whether a text is a value of the kind.
func (k *kindRule) Is(t, folded string) bool {
	return len(t) <= k.Max && folded != "" && k.first[folded[0]] && (k.lines || !strings.Contains(t, "\n")) && k.match.MatchString(folded) &&
		(k.but == nil || !k.but.MatchString(folded))
}

// Misfit gives the kind of a text that contradicts a field; nil where the text may stand there.
func (lx *Lexicon) Misfit(f schema.Field, t string) *kindRule {
	if t == "" || len(t) > LongestKind || f == schema.FieldOther {
		return nil
	}
	folded, begin := "", text.FoldByte(t[0])
	for i := range lx.Kinds {
		k := &lx.Kinds[i]
		if len(t) > k.Max || begin != 0 && !k.first[begin] || !k.Refuses(f) {
			continue
		}
		if folded == "" {
			folded = text.FoldLabel(strings.ReplaceAll(t, "€", " euros "))
		}
		if k.Is(t, folded) && !(k.Name == "prose" && reachable(t)) {
			return k
		}
	}
	return nil
}

// KindAgainst names the kind of a text that speaks against a field, "" for none.
func (lx *Lexicon) KindAgainst(f schema.Field, t string) string {
	if k := lx.Misfit(f, t); k != nil {
		return k.Name
	}
	return ""
}

// Invites reports whether words ask the reader of the page to do something: the words of a button.
func (lx *Lexicon) Invites(t string) bool { return lx.IsKind("invite", t, text.FoldLabel(t)) }

// reachable reports a text that holds an address, a mailbox or a number to call: it is a contact's, however it is put.
func reachable(t string) bool {
	return strings.Contains(t, "@") || wording.PostalLine(t) || wording.Digits(t) >= 10
}

// LongestKind is the longest value that has a kind by its words alone.
const LongestKind = 900

// IsKind reports whether a text is a value of one of the kinds that patterns tell.
func (lx *Lexicon) IsKind(name, t, folded string) bool {
	for i := range lx.Kinds {
		if k := &lx.Kinds[i]; k.Name == name {
			return k.Is(t, folded)
		}
	}
	return false
}

// SaysNone reports words that say that there is no session, or none yet.
func (lx *Lexicon) SaysNone(t string) bool { return lx.IsKind("nosession", t, text.FoldLabel(t)) }
