package identity

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"carif/schema"
	"carif/text"
)

// Rules are a user's own word on organisations. A row is named by its provider_id, an organisation by its canonical_id,
// its SIRET, or any of its rows.
type Rules struct {
	// Same lists what is one organisation.
	Same [][]string `json:"same,omitempty"`
	// Different lists rows, by provider_id, that are each an organisation of their own.
	Different [][]string `json:"different,omitempty"`
}

// mostRules bounds the bytes of a file of rules.
const mostRules = 4 << 20

// rulesFile is what people write.
type rulesFile struct {
	Same      []text.YAMLWords `yaml:"same"`
	Different []text.YAMLWords `yaml:"different"`
}

// ReadRules reads a file of rules. A list of fewer than two, an empty name, or two names that are the same by one list
// and different by another are errors, of one line with the number of the line they are about.
func ReadRules(data []byte) (Rules, error) {
	var f rulesFile
	if err := text.ReadYAML(data, mostRules, &f); err != nil && !errors.Is(err, io.EOF) {
		return Rules{}, err
	}
	var r Rules
	for _, l := range []struct {
		name  string
		lists []text.YAMLWords
		to    *[][]string
	}{{"same", f.Same, &r.Same}, {"different", f.Different, &r.Different}} {
		for _, list := range l.lists {
			if len(list.Words) < 2 || slices.Contains(list.Words, "") {
				return Rules{}, fmt.Errorf("%sa list of %q names fewer than two, or nothing: name at least two providers, "+
					"by provider_id, canonical_id or SIRET", atLine(list.Line), l.name)
			}
			*l.to = append(*l.to, list.Words)
		}
	}
	same := r.unions()
	for i, list := range r.Different {
		for _, id := range list {
			if !strings.Contains(id, "/") {
				return Rules{}, fmt.Errorf("line %d: %s names an organisation: in \"different\", name its rows, by provider_id",
					f.Different[i].Line, id)
			}
		}
	}
	for i, list := range r.Different {
		seen := map[string]string{}
		for _, id := range list {
			id = ruleID(id)
			if other, twice := seen[same(id)]; twice {
				return Rules{}, fmt.Errorf("line %d: %s and %s are the same by another list: take one of them out",
					f.Different[i].Line, other, id)
			}
			seen[same(id)] = id
		}
	}
	return r, nil
}

// atLine begins an error with its line; one without is of an item that says nothing.
func atLine(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", line)
}

// Empty reports whether the rules say nothing.
func (r Rules) Empty() bool { return len(r.Same)+len(r.Different) == 0 }

// Unknown lists the names in the rules that no row and no organisation has, in their order.
func (r Rules) Unknown(ps []Provider) []string {
	known := map[string]bool{}
	for key, c := range Canonical(ps, Rules{}) {
		known[key], known[c.ID] = true, true
	}
	var out []string
	for _, list := range slices.Concat(r.Same, r.Different) {
		for _, id := range list {
			if name := ruleID(id); !known[name] {
				known[name] = true // told once
				out = append(out, id)
			}
		}
	}
	return out
}

// ruleID is a name of the rules as Canonical gives it: 14 digits are a SIRET.
func ruleID(id string) string {
	id = strings.TrimSpace(id)
	digits := strings.ReplaceAll(id, " ", "")
	if len(digits) == 14 && strings.Trim(digits, "0123456789") == "" {
		return "siret:" + digits
	}
	return id
}

// unions gives each name of the rules the smallest of those that are the same as it.
func (r Rules) unions() func(string) string {
	var ls []Link
	for _, list := range r.Same {
		for _, id := range list[1:] {
			ls = append(ls, Link{A: ruleID(list[0]), B: ruleID(id)})
		}
	}
	return unions(ls)
}

// apply changes what was found by the rules: those that part rows first, those that join organisations second.
func (r Rules) apply(out map[string]schema.CanonicalProvider) {
	parted := map[string]bool{}
	for _, list := range r.Different {
		together := map[string]int{}
		for _, key := range list {
			if c, ok := out[ruleID(key)]; ok {
				together[c.ID]++
			}
		}
		for _, key := range list {
			if c, ok := out[ruleID(key)]; ok && together[c.ID] > 1 {
				parted[ruleID(key)] = true
			}
		}
	}
	for key := range parted {
		out[key] = schema.CanonicalProvider{ID: "row:" + key, Evidence: ByUser, Confidence: sure}
	}
	r.join(out)
}

// join makes one of the organisations that the rules say are the same: that with the smallest SIRET, else the smallest
// id.
func (r Rules) join(out map[string]schema.CanonicalProvider) {
	var ls []Link
	var ids []string
	idOf := func(name string) string {
		if c, ok := out[ruleID(name)]; ok {
			return c.ID
		}
		return ruleID(name)
	}
	for _, list := range r.Same {
		for _, name := range list {
			ids = append(ids, idOf(name))
			ls = append(ls, Link{A: idOf(list[0]), B: idOf(name)})
		}
	}
	there := map[string]bool{}
	for _, c := range out {
		there[c.ID] = true
	}
	root, best := unions(ls), map[string]string{}
	for _, id := range ids {
		if have := best[root(id)]; there[id] && (have == "" || before(id, have)) {
			best[root(id)] = id
		}
	}
	for key, c := range out {
		if id := best[root(c.ID)]; id != "" && id != c.ID {
			c.ID, c.Evidence, c.Confidence = id, ByUser, sure
			out[key] = c
		}
	}
}

// before orders ids: those of a SIRET first.
func before(a, b string) bool {
	number := func(id string) bool { return strings.HasPrefix(id, "siret:") }
	if number(a) != number(b) {
		return number(a)
	}
	return a < b
}
