package parser

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"carif/schema"
	"carif/text"
)

// kindRule tells one kind of value by its words and which fields it contradicts. A label proposes a field; the value's
// own kind may refuse it, since a label lies more often than a date, a price or a number of people does.
type kindRule struct {
	name  string
	lines bool // it may have several lines
	max   int  // bytes of the longest value of the kind
	match *regexp.Regexp
	but   *regexp.Regexp // what is none of the kind though it matches; nil for nothing
	not   map[schema.Field]bool
	begin []string     // beginnings of contradicted fields
	take  schema.Field // where such a value goes instead
}

// kindFile and contradiction are the YAML of kinds.
type kindFile struct {
	Max   int    `yaml:"max"`
	Lines bool   `yaml:"lines"`
	Match string `yaml:"match"`
	But   string `yaml:"but"`
}

type contradiction struct {
	Not  []string `yaml:"not"`
	Take string   `yaml:"take"`
}

// readKinds compiles the kinds of values and what each contradicts, in the order of their names.
func readKinds(kinds map[string]kindFile, against map[string]contradiction) ([]kindRule, error) {
	var rules []kindRule
	for name, c := range against {
		k, ok := kinds[name]
		if !ok {
			return nil, fmt.Errorf("contradicts %q: no such kind", name)
		}
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
		rule := kindRule{name: name, max: k.Max, lines: k.Lines, match: re, but: but, take: schema.Field(c.Take), not: map[schema.Field]bool{}}
		for _, f := range c.Not {
			if head, open := strings.CutSuffix(f, "*"); open {
				rule.begin = append(rule.begin, head)
			} else {
				rule.not[schema.Field(f)] = true
			}
		}
		rules = append(rules, rule)
	}
	sort.Slice(rules, func(i, j int) bool { return rules[i].name < rules[j].name })
	return rules, nil
}

// refuses reports whether values of the kind cannot stand in a field.
func (k *kindRule) refuses(f schema.Field) bool {
	if f == k.take {
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

// is reports whether a text is a value of the kind.
func (k *kindRule) is(t, folded string) bool {
	return len(t) <= k.max && (k.lines || !strings.Contains(t, "\n")) && k.match.MatchString(folded) &&
		(k.but == nil || !k.but.MatchString(folded))
}

// misfit gives the kind of a text that contradicts a field; nil where the text may stand there.
func (lx *lexicon) misfit(f schema.Field, t string) *kindRule {
	if t == "" || len(t) > longestKind || f == schema.FieldOther {
		return nil
	}
	folded := ""
	for i := range lx.kinds {
		k := &lx.kinds[i]
		if !k.refuses(f) || len(t) > k.max {
			continue
		}
		if folded == "" {
			folded = text.FoldLabel(strings.ReplaceAll(t, "€", " euros "))
		}
		if k.is(t, folded) && !(k.name == "prose" && reachable(t)) {
			return k
		}
	}
	return nil
}

// invites reports whether words ask the reader of the page to do something: the words of a button.
func (lx *lexicon) invites(t string) bool { return lx.isKind("invite", t, text.FoldLabel(t)) }

// reachable reports a text that holds an address, a mailbox or a number to call: it is a contact's, however it is put.
func reachable(t string) bool {
	return strings.Contains(t, "@") || postalLine(t) || digits(t) >= 10
}

// longestKind is the longest value that has a kind by its words alone.
const longestKind = 900

// fits gives the field of a labelled value once the kind of the value was asked: the field itself, another one that values
// of this kind belong to, other, or ignore for what is the site's own.
func (r *reader) fits(f schema.Field, pr printed) schema.Field {
	if pr.icon {
		return f
	}
	if k := r.lx.misfit(f, pr.text); k != nil {
		if k.take == "chrome" {
			return fieldIgnore
		}
		return k.take
	}
	return f
}
