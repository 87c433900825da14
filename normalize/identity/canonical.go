package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"carif/schema"
	"carif/text"
)

// The evidence of a row's organisation.
const (
	BySIRET       = "siret"
	ByNameCommune = "name+commune" // the same folded name in the same commune
	ByNameSite    = "name+site"    // the same folded name on the same site, where one of the rows tells no place
	ByNobody      = "alone"        // no other row is like it
	ByUser        = "yours"        // the user's own rules say so
)

// Unsure is the confidence below which a row is worth a look.
const Unsure = 0.8

// likely is the confidence of a name of several words that its site has once.
const likely = 0.85

// doubtful is the confidence of a row that would fit several organisations, and is none of them.
const doubtful = 0.5

// member is a provider row on its way to its organisation.
type member struct {
	name, place string // folded name; the mark of name and commune, "" where either is not known
	out         schema.CanonicalProvider
}

// Canonical tells which organisation each row is, by key: by SIRET, else by folded name and commune, else, for a row
// without a place, by the only organisation of its name on its site. It depends on neither the order of rows nor on
// earlier answers, and looks at each row a fixed number of times. Names alone never join rows of two sites, and
// establishments with SIRETs of their own are never one.
func Canonical(ps []Provider, rules Rules) map[string]schema.CanonicalProvider {
	ms := make([]member, len(ps))
	sirets(ps, ms)
	places(ps, ms)
	onSite(ps, ms)
	for i := range ms {
		if ms[i].out.ID == "" { // it has neither a number nor a name
			ms[i].out = schema.CanonicalProvider{ID: "row:" + ps[i].Key, Evidence: ByNobody, Confidence: sure}
		}
	}
	out := make(map[string]schema.CanonicalProvider, len(ps))
	for i := range ms {
		out[ps[i].Key] = ms[i].out
	}
	rules.apply(out)
	describe(ps, out)
	return out
}

// sirets folds the names, and gives rows with a number their organisation.
func sirets(ps []Provider, ms []member) {
	for i, p := range ps {
		ms[i].name = organisation(p.Name)
		if ms[i].name != "" && p.Commune != "" {
			ms[i].place = ms[i].name + "\x00" + p.Commune
		}
		if p.SIRET != "" {
			ms[i].out = schema.CanonicalProvider{ID: "siret:" + p.SIRET, Evidence: BySIRET, Confidence: sure}
		}
	}
}

// places gives rows without a number the one that rows of their name and commune print, or a common id.
func places(ps []Provider, ms []member) {
	numbers, rows := map[string]map[string]bool{}, map[string]int{}
	for i := range ms {
		if ms[i].place == "" {
			continue
		}
		if ms[i].out.ID == "" {
			rows[ms[i].place]++
		} else {
			add(numbers, ms[i].place, ms[i].out.ID)
		}
	}
	for i := range ms {
		m := &ms[i]
		if m.place == "" || m.out.ID != "" {
			continue
		}
		m.out = schema.CanonicalProvider{ID: nameID(m.place), Evidence: ByNameCommune, Confidence: strong}
		switch ids := numbers[m.place]; {
		case len(ids) == 1:
			m.out.ID = only(ids)
		case len(ids) > 1:
			m.out.Confidence = doubtful
		case rows[m.place] == 1:
			m.out.Evidence, m.out.Confidence = ByNobody, sure
		}
	}
}

// onSite gives rows that tell no place the only organisation of their name that their site has, in their department
// where they tell it.
func onSite(ps []Provider, ms []member) {
	named, inDepartment, rows := map[string]map[string]bool{}, map[string]map[string]bool{}, map[string]int{}
	mark := func(i int) string { return ps[i].Site + "\x00" + ms[i].name }
	for i := range ms {
		switch {
		case ms[i].name == "":
		case ms[i].out.ID == "":
			rows[mark(i)]++
		default:
			add(named, mark(i), ms[i].out.ID)
			add(inDepartment, mark(i)+"\x00"+ps[i].Department, ms[i].out.ID)
		}
	}
	for i := range ms {
		m := &ms[i]
		if m.name == "" || m.out.ID != "" {
			continue
		}
		ids := named[mark(i)]
		if ps[i].Department != "" {
			ids = inDepartment[mark(i)+"\x00"+ps[i].Department]
		}
		m.out = schema.CanonicalProvider{ID: nameID(m.name + "\x00site:" + ps[i].Site), Evidence: ByNameSite,
			Confidence: likely}
		if !strings.Contains(m.name, " ") {
			m.out.Confidence = fair // one word may name many
		}
		switch {
		case len(ids) == 1:
			m.out.ID = only(ids)
		case len(ids) > 1:
			m.out.Confidence = doubtful
		case rows[mark(i)] == 1:
			m.out.Evidence, m.out.Confidence = ByNobody, sure
		}
	}
}

func add(m map[string]map[string]bool, k, v string) {
	if m[k] == nil {
		m[k] = map[string]bool{}
	}
	m[k][v] = true
}

func only(set map[string]bool) string {
	for k := range set {
		return k
	}
	return ""
}

// nameID is an id made of what tells an organisation without a number apart.
func nameID(mark string) string {
	sum := sha256.Sum256([]byte(mark))
	return "name:" + hex.EncodeToString(sum[:8])
}

// describe gives each organisation the name that most of its rows print, the first in the alphabet where two are even,
// and the smallest SIRET of its rows.
func describe(ps []Provider, out map[string]schema.CanonicalProvider) {
	type count map[string]int
	names, numbers := map[string]count{}, map[string]string{}
	for _, p := range ps {
		id := out[p.Key].ID
		if p.Name != "" {
			if names[id] == nil {
				names[id] = count{}
			}
			names[id][p.Name]++
		}
		if p.SIRET != "" && (numbers[id] == "" || p.SIRET < numbers[id]) {
			numbers[id] = p.SIRET
		}
	}
	best := make(map[string]string, len(names))
	for id, c := range names {
		first := ""
		for name, n := range c {
			if first == "" || n > c[first] || n == c[first] && name < first {
				first = name
			}
		}
		best[id] = first
	}
	for key, c := range out {
		c.Name, c.SIRET = best[c.ID], numbers[c.ID]
		out[key] = c
	}
}

// organisation is a name as organisations are told apart by it: folded, without legal forms, "st" written out, and
// without an acronym in brackets that only repeats its first letters. Unlike FoldName it keeps short names: they never
// stand for themselves here.
func organisation(name string) string {
	if short := withoutAcronym(name); short != "" {
		name = short
	}
	var kept []string
	for _, w := range strings.Fields(text.FoldWording(name)) {
		if full, ok := words.Spellings[w]; ok {
			w = full
		}
		if !legalForms[w] {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// withoutAcronym takes "(MFR)" off "Maison familiale rurale (MFR)"; "" where there is none.
func withoutAcronym(name string) string {
	name = strings.TrimSpace(name)
	rest, ok := strings.CutSuffix(name, ")")
	at := strings.LastIndexByte(rest, '(')
	if !ok || at <= 0 {
		return ""
	}
	letters := strings.ReplaceAll(text.Fold(rest[at+1:]), " ", "")
	full := strings.TrimSpace(rest[:at])
	for _, w := range strings.Fields(text.Fold(full)) {
		if letters != "" && w[0] == letters[0] {
			letters = letters[1:]
		}
	}
	if letters != "" {
		return ""
	}
	return full
}

// Together links the rows of each organisation with the smallest of their keys, and adds the links that were found
// otherwise, but for those of rows on which the user's rules have spoken.
func Together(of map[string]schema.CanonicalProvider, found []Link) []Link {
	first := map[string]string{}
	for key, c := range of {
		if have, ok := first[c.ID]; !ok || key < have {
			first[c.ID] = key
		}
	}
	var out []Link
	for key, c := range of {
		if a := first[c.ID]; a != key {
			out = append(out, Link{A: a, B: key, Evidence: c.Evidence, Confidence: c.Confidence})
		}
	}
	for _, l := range found {
		if of[l.A].Evidence != ByUser && of[l.B].Evidence != ByUser {
			out = append(out, l)
		}
	}
	return out
}

// Organisation is one organisation with the rows that speak of it, for people to look at.
type Organisation struct {
	ID         string   `json:"canonical_id"`
	Name       string   `json:"name"`
	SIRET      string   `json:"siret,omitempty"`
	Names      []string `json:"names"` // all that its rows print, sorted
	Communes   []string `json:"communes"`
	Sites      []string `json:"sites"`
	Evidence   []string `json:"evidence"`
	Confidence float64  `json:"confidence"` // of the least sure row
	Rows       []string `json:"rows"`       // keys of provider, sorted
}

// Doubtful reports whether an organisation is worth a look: a row is unsure, or its rows print names that differ by
// more than spelling.
func (o *Organisation) Doubtful() bool {
	if o.Confidence < Unsure {
		return true
	}
	first := ""
	for i, n := range o.Names {
		if folded := organisation(n); i == 0 {
			first = folded
		} else if folded != first {
			return true
		}
	}
	return false
}

// Organisations groups rows by what Canonical says of them, in the order of names and ids.
func Organisations(ps []Provider, of map[string]schema.CanonicalProvider) []Organisation {
	at, out := map[string]int{}, []Organisation{}
	for _, p := range ps {
		c := of[p.Key]
		i, ok := at[c.ID]
		if !ok {
			i, at[c.ID] = len(out), len(out)
			out = append(out, Organisation{ID: c.ID, Name: c.Name, SIRET: c.SIRET, Confidence: c.Confidence})
		}
		o := &out[i]
		o.Confidence = min(o.Confidence, c.Confidence)
		o.Rows = append(o.Rows, p.Key)
		for _, l := range []struct {
			list *[]string
			word string
		}{{&o.Names, p.Name}, {&o.Communes, p.Commune}, {&o.Sites, p.Site}, {&o.Evidence, c.Evidence}} {
			if l.word != "" {
				*l.list = append(*l.list, l.word)
			}
		}
	}
	for i := range out {
		for _, l := range []*[]string{&out[i].Names, &out[i].Communes, &out[i].Sites, &out[i].Evidence, &out[i].Rows} {
			slices.Sort(*l)
			*l = slices.Compact(*l)
		}
	}
	slices.SortFunc(out, func(a, b Organisation) int {
		return strings.Compare(text.Fold(a.Name)+"\x00"+a.ID, text.Fold(b.Name)+"\x00"+b.ID)
	})
	return out
}
